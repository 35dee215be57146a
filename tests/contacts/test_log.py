"""The contact log, and what of it goes onto the public register."""

from dataclasses import replace
from datetime import date

import pytest

from jumelage.contacts.actions import log
from jumelage.contacts.checks import last_day_at
from jumelage.contacts.models import LogEntry
from jumelage.core.audit import revision
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.ties.models import Claim
from tests.contacts import made
from tests.contacts.test_people import codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(tie) -> log.EntryData:
    return log.EntryData(
        kind="visit", on=date(2026, 3, 1), summary="Talked to the mayor of money", tie=tie,
        is_public=True, public_words="Librarians visited.",
    )  # fmt: skip


def claims() -> list[Claim]:
    return list(Claim.objects.filter(kind="active", retracted_at__isnull=True))


def test_a_helper_logs_and_nothing_of_it_is_public(helper, own, partner, tie):
    before = revision()
    data = log.EntryData(
        kind="letter", on=date(2026, 3, 1), summary=" About books ", tie=tie, direction="out"
    )
    entry = log.add_entry(actor=helper, place=own, data=data)
    assert (entry.other, entry.summary, entry.author) == (partner, "About books", helper.label)
    assert (revision(), claims()) == (before, [])
    trail = AuditEntry.objects.first()
    assert (trail.action, trail.changes) == ("contacts.add_entry", {})


def test_strangers_write_nothing(stranger, own, visit):
    entry = made.entry(own, visit.tie)
    data = replace(visit, is_public=False)
    for write in (
        lambda: log.add_entry(actor=stranger, place=own, data=data),
        lambda: log.change_entry(actor=stranger, entry=entry, version=1, data=data),
        lambda: log.remove_entry(actor=stranger, entry=entry, version=1),
        lambda: log.restore_entry(actor=stranger, entry=entry),
    ):
        with pytest.raises(NotAllowedError):
            write()


def test_an_officer_puts_a_visit_on_the_public_register(officer, helper, own, visit):
    with pytest.raises(NotAllowedError):
        log.add_entry(actor=helper, place=own, data=visit)
    entry = log.add_entry(actor=officer, place=own, data=visit)
    (claim,) = claims()
    assert entry.claim == claim
    assert (claim.when, claim.note, claim.entered_for) == ("2026-03-01", "Librarians visited.", own)
    assert claim.source.key == f"place-{own.pk}-records"
    assert "money" not in claim.note + claim.quote + claim.locator
    visit.tie.refresh_from_db()
    assert visit.tie.last_activity == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"summary": " "}, {("missing", "summary")}),
        ({"kind": "dream"}, {("kind", "kind"), ("is_public", "is_public")}),
        ({"kind": "letter"}, {("is_public", "is_public")}),
        ({"direction": "up"}, {("direction", "direction")}),
        ({"on": date(2999, 1, 1)}, {("future", "on")}),
        ({"on": date(700, 1, 1)}, {("on", "on")}),
        ({"tie": None}, {("other", "tie"), ("is_public", "is_public")}),
        ({"public_words": ""}, {("public_words", "public_words")}),
    ],
)
def test_what_cannot_be_logged(officer, own, visit, changes, problems):
    with pytest.raises(RefusedError) as error:
        log.add_entry(actor=officer, place=own, data=replace(visit, **changes))
    assert codes(error) == problems
    assert not LogEntry.objects.exists()
    assert claims() == []


def test_today_at_the_place_is_not_the_future(officer, own, visit):
    log.add_entry(actor=officer, place=own, data=replace(visit, on=last_day_at(own)))


def test_only_people_one_may_see_are_named(officer, own, partner, visit):
    hidden, shown = made.person(partner, "Ann"), made.person(partner, "Bob", "partners")
    foreign = made.person(made.place("Orsk", "RU"), "Yan", "public")
    for person in (hidden, foreign):
        with pytest.raises(RefusedError) as error:
            log.add_entry(actor=officer, place=own, data=replace(visit, person=person))
        assert codes(error) == {("person", "person")}
    log.add_entry(actor=officer, place=own, data=replace(visit, person=shown))


def test_changing_what_is_public_takes_the_old_back(officer, helper, own, visit):
    entry = log.add_entry(actor=officer, place=own, data=visit)
    old = entry.claim
    later = replace(visit, on=date(2026, 3, 2))
    with pytest.raises(NotAllowedError):
        log.change_entry(actor=helper, entry=entry, version=1, data=later)
    log.change_entry(actor=officer, entry=entry, version=1, data=later)
    old.refresh_from_db()
    assert old.retracted_at
    assert [claim.when for claim in claims()] == ["2026-03-02"]
    log.change_entry(actor=officer, entry=entry, version=2, data=replace(later, is_public=False))
    entry.refresh_from_db()
    assert (claims(), entry.claim) == ([], None)


def test_a_helper_corrects_the_summary_of_what_is_public(officer, helper, own, visit):
    entry = log.add_entry(actor=officer, place=own, data=visit)
    log.change_entry(actor=helper, entry=entry, version=1, data=replace(visit, summary="Other"))
    entry.refresh_from_db()
    assert (entry.summary, entry.claim) == ("Other", claims()[0])


def test_a_removed_entry_is_hidden_and_comes_back(officer, helper, own, visit):
    entry = log.add_entry(actor=officer, place=own, data=visit)
    log.remove_entry(actor=helper, entry=entry, version=1)
    entry.refresh_from_db()
    assert entry.removed_at
    assert len(claims()) == 1
    with pytest.raises(RefusedError):
        log.change_entry(actor=officer, entry=entry, version=2, data=visit)
    log.restore_entry(actor=helper, entry=entry)
    with pytest.raises(NotAllowedError):
        log.remove_entry(actor=helper, entry=entry, version=3, also_public=True)
    log.remove_entry(actor=officer, entry=entry, version=3, also_public=True)
    assert claims() == []


def test_two_entries_of_one_day_stand_behind_one_record(officer, own, visit):
    first = log.add_entry(actor=officer, place=own, data=visit)
    second = log.add_entry(actor=officer, place=own, data=replace(visit, kind="meeting"))
    assert first.claim == second.claim
    log.remove_entry(actor=officer, entry=first, version=1, also_public=True)
    assert claims() == [second.claim]
    log.remove_entry(actor=officer, entry=second, version=1, also_public=True)
    assert claims() == []


def test_two_people_change_an_entry_at_once(officer, helper, own, visit):
    entry = log.add_entry(actor=officer, place=own, data=visit)
    log.change_entry(actor=helper, entry=entry, version=1, data=replace(visit, summary="First"))
    with pytest.raises(ConflictError):
        log.change_entry(
            actor=officer, entry=entry, version=1, data=replace(visit, on=date(2026, 1, 1))
        )
    assert [claim.when for claim in claims()] == ["2026-03-01"]
