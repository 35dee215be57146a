"""A person decides which place a name means: it is remembered, applied to the next import, and can be taken back."""

import pytest
from django.test import Client

from jumelage.accounts.actions import add_editor
from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.imports.actions import decide, withdraw_decision
from jumelage.imports.domain.statements import Statement
from jumelage.imports.models import Decision, ReviewItem
from jumelage.places.models import Place
from jumelage.sources.models import Source
from jumelage.ties.integrity import check_registry
from jumelage.ties.models import Tie
from tests.factories import make_place, make_source
from tests.imports.test_batches import Said, place
from tests.workspace.conftest import ask

pytestmark = pytest.mark.django_db

EDITOR = Actor(label="Anna", permissions=frozenset({"imports.review"}))


@pytest.fixture
def item() -> ReviewItem:
    return ask(make_source())


def test_only_editors_decide_and_take_back(item) -> None:
    somebody = Actor(label="somebody", permissions=frozenset({"ties.other"}))
    with pytest.raises(NotAllowedError):
        decide(actor=somebody, item=item)
    decision = decide(actor=EDITOR, item=item)
    with pytest.raises(NotAllowedError):
        withdraw_decision(actor=somebody, decision=decision)


def test_the_whole_circle_import_decide_on_the_page_import_again(importing) -> None:
    said = Said([Statement(2, place("Springfield", "US"), place("Orsk", "RU"))])
    importing(said)
    item = ReviewItem.objects.get()
    assert (item.code, len(item.candidates) > 1) == ("ambiguous", True)
    editor, _ = add_editor(actor=OPERATOR, email="anna@example.org")
    client = Client()
    client.force_login(editor)
    chosen = item.candidates[1]
    answer = {"answer": f"candidate:{chosen['ref']}", "everywhere": "1", "note": "see its page"}
    client.post(f"/en/review/{item.pk}/", answer)
    applied = importing(said)
    assert applied.report.counts["new_ties"] == 1
    tie = Tie.objects.get()
    american = next(side for side in (tie.place_a, tie.place_b) if side.country == "US")
    assert american.identifiers.get().value == chosen["ref"].removeprefix("geonames:")
    assert (american.lat, american.source.key) == (chosen["lat"], "geonames")
    assert not ReviewItem.objects.filter(state=ReviewItem.OPEN).exists()
    assert list(check_registry()) == []


def test_a_name_left_out_is_not_asked_about_again(importing) -> None:
    said = Said([Statement(2, place("Springfield", "US"), place("Orsk", "RU"))])
    importing(said)
    decide(actor=EDITOR, item=ReviewItem.objects.get())
    assert ReviewItem.objects.get().state == ReviewItem.DISMISSED
    assert importing(said).report.counts["new_ties"] == 0
    assert not ReviewItem.objects.filter(state=ReviewItem.OPEN).exists()


def test_beside_one_partner_only_the_others_are_asked_about_again(importing) -> None:
    said = Said(
        [
            Statement(2, place("Springfield", "US"), place("Orsk", "RU")),
            Statement(3, place("Springfield", "US"), place("Omsk", "RU")),
        ]
    )
    importing(said)
    item = ReviewItem.objects.get()
    mine = make_place("Springfield", "US", lat=39.8, lng=-89.6)
    decide(actor=EDITOR, item=item, place=mine, everywhere=False)
    importing(said)
    assert Tie.objects.count() == 1
    (left,) = ReviewItem.objects.filter(state=ReviewItem.OPEN)
    assert left.partner == "Omsk"


def test_everywhere_answers_all_questions_of_the_name_in_this_source_alone(item) -> None:
    twin = ask(item.source, message="another reason", partner="Omsk", partner_key="omsk")
    elsewhere = ask(make_source())
    decision = decide(actor=EDITOR, item=item, place=make_place("Salem", "DE"))
    states = [row.state for row in ReviewItem.objects.order_by("pk")]
    assert states == ["decided", "decided", "open"]
    assert elsewhere.state == "open"
    assert withdraw_decision(actor=EDITOR, decision=decision) == 2
    assert {row.state for row in ReviewItem.objects.all()} == {"open"}
    assert twin.source.decisions.count() == 0


def test_a_candidate_is_put_on_record_once_and_goes_with_its_decision(item) -> None:
    decision = decide(actor=EDITOR, item=item, candidate_ref="geonames:11", note="  on the lake ")
    mine = Place.objects.get()
    assert (mine.key, mine.division, mine.population) == ("de/salem", "DE-BW", 11_000)
    assert (decision.place, decision.note) == (mine, "on the lake")
    other = decide(actor=EDITOR, item=ask(make_source()), candidate_ref="geonames:11")
    assert (other.place, Place.objects.count()) == (mine, 1)
    withdraw_decision(actor=EDITOR, decision=decision)
    assert Place.objects.exists()  # the other decision needs it
    withdraw_decision(actor=EDITOR, decision=other)
    actions = list(AuditEntry.objects.values_list("action", flat=True).order_by("pk"))
    assert actions.count("imports.decide") == actions.count("imports.withdraw_decision") == 2
    assert {e.actor for e in AuditEntry.objects.filter(action="places.record")} == {"Anna"}


def test_a_namesake_on_record_is_not_touched(item) -> None:
    namesake = make_place("Salem", "DE", lat=50.1, lng=11.9)
    decision = decide(actor=EDITOR, item=item, candidate_ref="geonames:11")
    assert decision.place != namesake
    namesake.refresh_from_db()
    assert namesake.lat == 50.1


def test_what_is_decided_is_not_decided_again(item) -> None:
    decide(actor=EDITOR, item=item)
    with pytest.raises(RefusedError, match="answered already"):
        decide(actor=EDITOR, item=item)
    assert Decision.objects.count() == 1


def test_a_place_that_was_no_candidate_is_refused(item) -> None:
    with pytest.raises(RefusedError, match="none of the candidates"):
        decide(actor=EDITOR, item=item, candidate_ref="geonames:99")
    assert not Place.objects.exists()
    assert not Source.objects.filter(key="geonames").exists()


def test_a_question_asked_anew_since_is_asked_once(item) -> None:
    decision = decide(actor=EDITOR, item=item)
    ask(item.source)
    assert withdraw_decision(actor=EDITOR, decision=decision) == 0
    assert ReviewItem.objects.filter(state=ReviewItem.OPEN).count() == 1
