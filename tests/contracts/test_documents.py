"""What the documents say is true: links lead somewhere, commands exist, no address of a registry slips in."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import typer.main

from jumelage.api.snapshot import CONTRACT, contract
from jumelage.cli.main import app
from tools import messages

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "frontend/README.md"])
LOCKS = sorted(ROOT.glob("requirements/*.txt"))


def by_path(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", DOCUMENTS, ids=by_path)
def test_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=by_path)
def test_tasks_named_exist(path):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    tasks = set(re.findall(r"^([a-z][a-z0-9-]*):", makefile, flags=re.MULTILINE))
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"^make ([a-z][a-z0-9-]*)", text, flags=re.MULTILINE)
    named += re.findall(r"`make ([a-z][a-z0-9-]*)", text)
    assert set(named) <= tasks


@pytest.mark.parametrize("path", DOCUMENTS, ids=by_path)
def test_commands_and_options_named_exist(path):
    group = typer.main.get_command(app)
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in re.findall(r"^(?:\$ )?jumelage ([^#\n]+)", text, flags=re.MULTILINE):
        words = line.split()
        command = group
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        known = {
            name
            for option in command.params
            for name in [*option.opts, *getattr(option, "secondary_opts", [])]
        }
        assert command is not group, line
        assert set(re.findall(r"(?<!\S)\[?(--[a-z-]+)", line)) <= known, line


def test_the_api_is_the_one_promised():
    assert contract() == CONTRACT.read_text(encoding="utf-8"), "run “make openapi” and look"


def test_every_address_of_the_api_is_in_its_document():
    document = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    resources = {path.split("/")[3] for path in json.loads(contract())["paths"]} - {""}
    assert {name for name in resources if f"`/{name}" not in document} == set()


def test_every_string_is_translated():
    assert messages.problems() == []


@pytest.mark.parametrize("path", LOCKS, ids=by_path)
def test_requirements_are_locked_with_hashes(path):
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert lines
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def test_no_file_names_a_registry_of_packages():
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tracked.returncode:
        pytest.skip("not a clone")
    index_line = re.compile(
        r"^\s*-{1,2}(?:extra-)?(?:i|index-url)[ =]+http|\"resolved\": *\"http", re.M
    )
    for name in filter(None, tracked.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in {".txt", ".in", ".json", ".md", ".toml", ".cfg"} and path.exists():
            assert not index_line.search(path.read_text(encoding="utf-8")), name
