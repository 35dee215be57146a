"""``import``, ``check``, ``load`` and ``settings``: what keeps the registry."""

import csv
import json

import pytest

from jumelage.config.environment import VARIABLES
from jumelage.core.models import AuditEntry
from jumelage.ties.models import Claim, Tie
from jumelage.ties.starter_load import STARTER

LIST = """city1,country1,city2,country2,since
Vladivostok,Russia,San Diego,United States,1991
Paris,France,Rome,in Italy,1956
,Germany,Lyon,France,
Köln,Germany,Kyoto,Japa,1963
Coventry,"England, United Kingdom",Dresden,Germany,1959
"""


@pytest.fixture
def list_file(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def bring_in(jumelage, path, *options):
    return jumelage(
        "import", "pairs", path, "--source", "A list", "--url", "https://example.org/list",
        "--retrieved", "2026-02-15", *options,
    )  # fmt: skip


def test_a_list_is_imported_and_what_was_not_used_is_explained(jumelage, list_file):
    done = bring_in(jumelage, list_file)
    assert done.exit_code == 0, done.stderr
    assert "5 rows read" in done.stderr
    assert Claim.objects.filter(source__key="a-list").count() == 2
    with list_file.with_suffix(".review.csv").open(encoding="utf-8", newline="") as file:
        review = {row["line"]: row for row in csv.DictReader(file)}
    assert {line: row["code"] for line, row in review.items()} == {
        "3": "country",
        "4": "empty",
        "5": "country",
    }
    assert all(row["message"] for row in review.values())
    assert jumelage("check").exit_code == 0


def test_importing_again_changes_nothing(jumelage, list_file):
    bring_in(jumelage, list_file)
    before = (Claim.objects.count(), Tie.objects.count(), AuditEntry.objects.count())
    done = bring_in(jumelage, list_file)
    assert "Nothing new" in done.stderr
    assert (Claim.objects.count(), Tie.objects.count(), AuditEntry.objects.count()) == before


def test_a_dry_run_writes_only_the_review(jumelage, list_file, tmp_path):
    jumelage("check")
    before = Claim.objects.count()
    done = bring_in(jumelage, list_file, "--dry-run", "--review", tmp_path / "look.csv")
    assert "Nothing was written" in done.stderr
    assert Claim.objects.count() == before
    assert (tmp_path / "look.csv").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [("a,b\n1,2\n", "city1"), (None, "No such file"), ("", "no column city1")],
)
def test_a_file_that_is_no_list_is_refused(jumelage, tmp_path, content, reason):
    path = tmp_path / "pairs.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = bring_in(jumelage, path)
    assert done.exit_code == 1
    assert reason in done.stderr


def test_an_unknown_kind_of_source_is_refused_and_nothing_is_written(jumelage, list_file):
    done = bring_in(jumelage, list_file, "--authority", "gossip")
    assert done.exit_code == 1
    assert "“gossip” is no kind of source" in done.stderr
    assert not Claim.objects.filter(source__key="a-list").exists()


def test_check_finds_a_difference_and_repairs_it(jumelage):
    assert jumelage("check").exit_code == 0
    tie = Tie.objects.order_by("pk")[0]
    Tie.objects.filter(pk=tie.pk).update(legal="proposed")
    done = jumelage("check")
    assert done.exit_code == 1
    assert f"standing: tie {tie.pk}: legal is 'proposed'" in done.stdout
    assert jumelage("check", "--repair").exit_code == 0
    tie.refresh_from_db()
    assert tie.legal != "proposed"
    assert AuditEntry.objects.filter(action="ties.repair").exists()


def test_loading_the_starter_again_changes_nothing(jumelage):
    jumelage("check")
    assert "0 new or changed" in jumelage("load").stderr


def test_a_folder_of_ones_own_is_loaded(jumelage, tmp_path):
    jumelage("check")
    for path in STARTER.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if path.stem == "claims":
            text += "ru/vladivostok,us/tacoma,active,,2018-07,,geonames,,A visit,unverified,for a test\n"
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    assert "1 new or changed" in jumelage("load", tmp_path).stderr


def test_settings_are_shown_with_their_purpose(jumelage):
    shown = json.loads(jumelage("settings").stdout)
    assert {variable.name for variable in VARIABLES} <= set(shown)


def test_the_version_is_said(jumelage):
    assert jumelage("--version").stdout.startswith("jumelage ")
