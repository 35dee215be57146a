"""``jumelage schedule``: a forum in, a timetable out; checked, repaired, explained."""

import json

import pytest
from typer.testing import CliRunner

from jumelage.cli.main import app
from jumelage.forum.domain.timetable.files import forum_data
from tests.domain.forum.forums import changed, forum


@pytest.fixture
def jumelage():
    """Run a command of ``jumelage`` without a registry."""

    def run(*words: object):
        result = CliRunner().invoke(app, [str(word) for word in words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


FORUM = forum([("a", "b"), ("c", "d"), ("a", "c")])


def _written(tmp_path, found, name="forum.json"):
    path = tmp_path / name
    path.write_text(json.dumps(forum_data(found)), encoding="utf-8")
    return path


def test_a_timetable_is_made_checked_and_repaired(jumelage, tmp_path):
    path, out = _written(tmp_path, FORUM), tmp_path / "out.json"
    done = jumelage("schedule", path, "-o", out, "--workers", 1)
    assert done.exit_code == 0, done.stderr
    assert "idle groups: 0 (proved the least)" in done.stderr
    data = json.loads(out.read_text(encoding="utf-8"))
    assert data["proved"] is True
    assert len(data["meetings"]) == 3
    done = jumelage("schedule", "--check", path, out)
    assert done.exit_code == 0
    assert done.stdout == "3 of 3 meetings held; idle groups: 0; rules broken: 0\n"

    slot = next(item["slot"] for item in data["meetings"] if item["meeting"] == "m3")
    late = _written(tmp_path, changed(FORUM, "a", absent=frozenset({slot})), "late.json")
    done = jumelage("schedule", "--check", late, out)
    assert done.exit_code == 1
    assert f"meeting “m3” in slot “{slot}”: “a” is absent" in done.stdout
    done = jumelage("schedule", "--repair", late, out, "--workers", 1)
    assert done.exit_code == 0, done.stderr
    assert "changed: 1 (proved the least)" in done.stderr
    assert "in another slot: m3" in done.stderr


def test_a_meeting_not_held_is_explained(jumelage, tmp_path):
    found = changed(changed(FORUM, "m3", must=False), "a", daily_limit=1)
    done = jumelage("schedule", _written(tmp_path, found), "--workers", 1)
    assert json.loads(done.stdout)["not_held"] == [
        {"meeting": "m3", "rules": ["a has at most 1 meetings a day"], "meetings": ["m1"]}
    ]
    assert "Meeting m3 is not held, because:" in done.stderr


def test_what_cannot_be_is_refused_with_the_rules_against_it(jumelage, tmp_path):
    found = changed(FORUM, "a", daily_limit=1)
    done = jumelage("schedule", _written(tmp_path, found), "--workers", 1)
    assert done.exit_code == 1
    assert "no timetable keeps all of this" in done.stderr
    assert "a has at most 1 meetings a day" in done.stderr
    assert "meeting m1 (a – b) is held" in done.stderr


@pytest.mark.parametrize("words", [("--check",), ("--repair",), ("OTHER",)])
def test_two_files_go_with_check_or_repair(jumelage, tmp_path, words):
    done = jumelage("schedule", _written(tmp_path, FORUM), *words)
    assert done.exit_code == 1
    assert "one of them" in done.stderr


def test_a_file_that_is_missing_or_broken_is_named(jumelage, tmp_path):
    done = jumelage("schedule", tmp_path / "none.json")
    assert "is the name right?" in done.stderr
    broken = tmp_path / "broken.dzn"
    broken.write_text("nBusiness = 3", encoding="utf-8")
    done = jumelage("schedule", broken)
    assert "broken.dzn: nBusiness: missing" in done.stderr
