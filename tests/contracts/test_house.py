"""The house keeps its own rules: layers, foreign keys, migrations, docstrings, settings."""

import ast
import io
import re
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from jumelage.config.environment import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "jumelage"
#: From the bottom to the top; the same order as import-linter's contract.
LAYERS = [
    "core", "accounts", "sources", "places", "documents", "memberships", "ties", "partners", "contacts", "agreements",
    "commitments", "forum", "imports", "workspace",
]  # fmt: skip
#: A trail that cannot name who acted is none; Django's swappable reference keeps the code apart.
UPWARD = {("core.AuditEntry", "user", "accounts.User")}


def test_the_layers_are_kept():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def _references():
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("jumelage."):
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete and field.related_model:
                    yield model, field


def test_foreign_keys_point_downward():
    upward = {
        (model._meta.label, field.name, field.related_model._meta.label)
        for model, field in _references()
        if field.related_model.__module__.startswith("jumelage.")
        and LAYERS.index(field.related_model._meta.app_label) > LAYERS.index(model._meta.app_label)
    }
    assert upward == UPWARD


@pytest.mark.django_db
def test_no_migration_is_missing():
    printed = io.StringIO()
    with redirect_stdout(printed):
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    assert "No changes" in printed.getvalue()


def _modules_that_others_call():
    for path in sorted(PACKAGE.rglob("*.py")):
        if "domain" in path.parts or path.stem in {"actions", "queries", "permissions"}:
            yield path


@pytest.mark.parametrize(
    "path", list(_modules_that_others_call()), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_public_functions_say_what_they_do(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not _is_local(tree, node)
    ]
    silent = [node.name for node in found if not ast.get_docstring(node)]
    assert not silent, f"without a docstring: {silent}"
    if found or path.stem != "__init__":
        assert ast.get_docstring(tree) or path.stem == "__init__"


def _is_local(tree, wanted):
    """Whether a definition stands inside a function, where only that function sees it."""
    return any(
        wanted in ast.walk(node) and wanted is not node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    )


def _document(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def test_every_setting_is_documented_with_its_default():
    rows = dict(
        re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", _document("operating.md"), flags=re.MULTILINE)
    )
    assert {name: default.strip("`") for name, default in rows.items()} == {
        variable.name: variable.default for variable in VARIABLES
    }


def test_only_one_module_reads_the_environment():
    known = {variable.name for variable in VARIABLES}
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        read = set(re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"\]?(?! *=[^=])", text))
        read |= set(re.findall(r"envvar=\"(\w+)\"", text))
        assert read <= known, f"{path.relative_to(ROOT)} reads {read - known}"
    environment = (PACKAGE / "config" / "environment.py").read_text(encoding="utf-8")
    asked = set(re.findall(r"env(?:\.get\(|, )\"(\w+)\"", environment))
    assert asked == known
