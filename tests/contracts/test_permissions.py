"""Who may do what: every view, asked in every role, does what the committed table says (permissions.csv).

``make permissions`` writes the table anew: read the difference as a reviewer of security would, then commit it.
"""

import os

import pytest

from jumelage.accounts.actions import add_editor
from jumelage.core.audit import OPERATOR
from jumelage.memberships.actions import name_staff
from tests.contracts.samples import BODIES, SAMPLES
from tests.contracts.trial import (
    COLUMNS,
    ROLES,
    Trial,
    missing,
    read_table,
    views,
    write_table,
)
from tests.contracts.world import World

WRITE = os.environ.get("JUMELAGE_WRITE_PERMISSIONS") == "1"


@pytest.fixture
def trial(data_dir, db) -> Trial:
    world, another = World("Ownburg", "RU", "US"), World("Otherby", "FR", "IT")
    elsewhere = World("Elsewhere", "JP", "KR")
    for one in (world, another):
        one.make_all()
    assert elsewhere.association
    people = {
        "anonymous": None,
        **{name: world.person(name) for name in ("known", "partner", "helper", "officer", "head")},
        "keeper": world.person("keeper"),
        "stranger": another.person("officer"),
        "other_keeper": elsewhere.person("keeper"),
        "editor": add_editor(actor=OPERATOR, email="editor@example.org")[0],
        "staff": name_staff(actor=OPERATOR, email="staff@example.org", is_staff=True),
    }
    return Trial(world, another, {role: people[role] for role in ROLES if role in people})


def test_every_view_can_be_tried() -> None:
    lacking = [
        f"{view.name} ({view.pattern}): {missing(view)}" for view in views() if missing(view)
    ]
    assert lacking == [], "say in tests/contracts/samples.py, SAMPLES, what stands there"


def test_no_sample_is_left_over() -> None:
    names = {view.name for view in views()}
    assert {*SAMPLES, *BODIES} - names == set(), "take these out of tests/contracts/samples.py"


def _within(beginning: str) -> list[dict[str, str]]:
    rows = [row for row in read_table() if row["path"].startswith(beginning)]
    assert rows
    return rows


#: Where somebody who has not signed in may write: what one asks about the own data, and no more e-mails, please.
OPEN_TO_ALL = {
    "your-data:ask",
    "your-data:confirm",
    "workspace:unsubscribe",
    # What one writes about a wish, confirms and takes back, and no more e-mails about wishes
    "wish-message:write",
    "wish-message:confirm",
    "wish-message:stop",
    # no more e-mails about commitments, by the secret word in each of them
    "commitment-mail:stop",
}
OUTSIDE = ("known", "stranger", "partner", "keeper", "other_keeper", "editor", "staff")


def test_nothing_breaks_and_reading_writes_nothing() -> None:
    for row in read_table():
        words = [row[role] for role in ROLES]
        assert not any(word.startswith("5") or " and " in word for word in words), row
        assert row["method"] != "GET" or "done" not in words, row


def test_without_signing_in_nothing_is_written() -> None:
    written = {row["view"] for row in read_table() if row["anonymous"] == "done"}
    assert written <= OPEN_TO_ALL


def test_the_pages_of_a_place_are_for_those_who_act_for_it() -> None:
    for row in _within("en/workspace/<int:place>/"):
        assert row["anonymous"] in {"sign-in", "405"}, row
        for role in OUTSIDE:
            assert row[role] in {"403", "405"}, (role, row)
        assert row["officer_another"] in {"", "403", "404", "405"}, row


def test_the_back_office_is_for_those_who_keep_the_register() -> None:
    for row in _within("en/back-office/"):
        assert row["anonymous"] == "sign-in", row
        for role in ("known", "stranger", "partner", "helper", "officer", "head", "editor"):
            assert row[role] == "403", (role, row)
        assert "done" not in row["other_keeper"], row


def test_names_are_reviewed_within_ones_countries() -> None:
    for row in _within("en/review/"):
        for role in ("known", "stranger", "partner", "helper", "officer", "head"):
            assert row[role] == "403", (role, row)
        assert "done" not in row["other_keeper"], row


@pytest.mark.django_db
def test_everybody_may_what_the_table_says_and_nothing_else(trial, capsys) -> None:
    rows = list(trial.rows())
    if WRITE:
        write_table(rows)
    known = {(row["path"], row["method"]): row for row in read_table()}
    said = {(row["path"], row["method"]): row for row in rows}
    advice = "run “make permissions”, and read what it changes"
    assert sorted(said.keys() - known.keys()) == [], f"not in the table: {advice}"
    assert sorted(known.keys() - said.keys()) == [], f"in the table, but no view: {advice}"
    different = [
        f"{row['view']} {row['method']} as {role}: {row[role]}, the table says {known[key][role]}"
        for key, row in said.items()
        for role in ROLES
        if row[role] != known[key][role]
    ]
    with capsys.disabled():
        print(f"\npermissions: {len(views())} views, {len(rows) * len(ROLES)} cells")
    assert different == [], advice
    assert all(tuple(row) == COLUMNS for row in rows)
