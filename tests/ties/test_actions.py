"""Writing claims."""

from datetime import date

import pytest

from jumelage.core.audit import OPERATOR, Actor, revision
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.sources.actions import SourceData, record_source
from jumelage.sources.domain.authority import Authority
from jumelage.ties.actions import (
    ClaimData,
    FigureData,
    record_claim,
    record_figure,
    refresh_stale,
    retract_claim,
)
from jumelage.ties.integrity import check_registry, repair_registry
from jumelage.ties.models import Claim, Tie
from tests.factories import make_claim, make_place, make_source

pytestmark = pytest.mark.django_db
STRANGER = Actor(label="somebody")


def test_a_first_claim_makes_the_tie_and_its_standing() -> None:
    a, b = make_place("Vladivostok"), make_place("San Diego", "US")
    make_claim(b, a, when="1991")
    tie = Tie.objects.get()
    assert (tie.place_a, tie.place_b) == (a, b)
    assert (tie.legal, tie.since, tie.since_year) == ("in_force", "1991", 1991)
    a.refresh_from_db()
    assert a.tie_count == 1
    assert list(check_registry()) == []


def test_a_side_that_acts_is_kept_whichever_way_the_pair_was_given() -> None:
    a, b = make_place(), make_place(country="US")
    make_claim(b, a, "suspended", by=b, when="2022-03")
    tie = Tie.objects.get()
    assert (tie.legal_a, tie.legal_b, tie.legal) == ("none", "suspended", "suspended")


def test_the_same_claim_twice_is_one() -> None:
    a, b, source = make_place(), make_place(country="US"), make_source()
    make_claim(a, b, source=source, when="1991")
    before = revision()
    make_claim(b, a, source=source, when="1991")
    assert Claim.objects.count() == 1
    assert revision() == before


def test_every_write_is_audited() -> None:
    claim = make_claim()
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.action, entry.actor) == ("ties.record_claim", "operator")
    assert entry.changes["claim"] == claim.pk


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "married"}, "kind"),
        ({"when": "37546"}, "when"),
        ({"when": "soon"}, "when"),
        ({"form": "love"}, "form"),
        ({"kind": "form_changed"}, "form"),
        ({"verification": "sure"}, "verification"),
    ],
)
def test_impossible_input_is_refused_with_its_reason(change, field) -> None:
    source, a, b = make_source(), make_place(), make_place(country="US")
    values = {"source": source, "place_a": a, "place_b": b, "kind": "signed", **change}
    with pytest.raises(RefusedError) as refused:
        record_claim(actor=OPERATOR, data=ClaimData(**values))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not Tie.objects.exists()


def test_a_place_is_not_twinned_with_itself() -> None:
    place = make_place("Paris", "FR")
    with pytest.raises(RefusedError, match="itself"):
        make_claim(place, place)


def test_a_third_place_cannot_act() -> None:
    with pytest.raises(RefusedError, match="neither side"):
        make_claim(by=make_place(country="DE"))


def test_a_claim_needs_a_right() -> None:
    data = ClaimData(make_source(), make_place(), make_place(country="US"), "signed")
    with pytest.raises(NotAllowedError):
        record_claim(actor=STRANGER, data=data)
    with pytest.raises(NotAllowedError):
        retract_claim(actor=STRANGER, claim=make_claim(), reason="no")
    with pytest.raises(NotAllowedError):
        repair_registry(actor=STRANGER)


def test_an_end_before_the_beginning_is_kept_and_flagged() -> None:
    a, b = make_place(), make_place(country="US")
    end = make_claim(a, b, "ended", when="1985")
    make_claim(a, b, "signed", when="1991")
    end.refresh_from_db()
    assert end.flags == ["ends_before_beginning"]


def test_a_retracted_claim_stays_readable_and_the_standing_follows_from_the_rest() -> None:
    a, b = make_place(), make_place(country="US")
    make_claim(a, b, "signed", when="1991")
    wrong = make_claim(a, b, "ended", when="2022")
    assert Tie.objects.get().legal == "ended"
    retract_claim(actor=OPERATOR, claim=wrong, reason="of another town")
    assert Tie.objects.get().legal == "in_force"
    assert Claim.objects.get(pk=wrong.pk).retraction_reason == "of another town"
    with pytest.raises(RefusedError, match="before"):
        retract_claim(actor=OPERATOR, claim=wrong, reason="again")


def test_a_retraction_needs_a_reason() -> None:
    with pytest.raises(RefusedError, match="why"):
        retract_claim(actor=OPERATOR, claim=make_claim(), reason=" ")


def test_a_signature_of_soviet_times_says_so() -> None:
    claim = make_claim(when="1975")
    assert (claim.country_a_then, claim.country_b_then) == ("SUHH", "")


def test_a_claim_that_begins_later_counts_from_its_day(monkeypatch) -> None:
    a, b = make_place(), make_place(country="US")
    make_claim(a, b, "signed", when="1991")
    make_claim(a, b, "ended", when="2030-01-01")
    tie = Tie.objects.get()
    assert (tie.legal, tie.stale_from) == ("in_force", date(2030, 1, 1))
    for module in ("actions", "integrity", "queries"):
        monkeypatch.setattr(f"jumelage.ties.{module}.today", lambda: date(2030, 1, 1))
    assert [problem.code for problem in check_registry()] == ["standing"] * 5
    assert refresh_stale() == [tie.pk]
    assert list(check_registry()) == []


def test_a_damaged_column_is_found_and_repaired() -> None:
    make_claim(when="1991")
    Tie.objects.update(legal="ended")
    assert [problem.code for problem in check_registry()] == ["standing"]
    assert repair_registry(actor=OPERATOR) == 1
    assert list(check_registry()) == []


def test_a_reported_figure_is_kept_once_and_can_be_mended() -> None:
    data = FigureData(make_source(), "RU", "US", "2019-10-11", {"city": 67}, {"city": 73})
    assert record_figure(actor=OPERATOR, data=data)[1]
    assert not record_figure(actor=OPERATOR, data=data)[1]
    mended = FigureData(data.source, "RU", "US", "2019-10-11", {"city": 66}, {"city": 73})
    figure, written = record_figure(actor=OPERATOR, data=mended)
    assert written
    assert figure.counts_a == {"city": 66}
    with pytest.raises(RefusedError):
        record_figure(actor=OPERATOR, data=FigureData(data.source, "RU", "US", "", {}, {}))


def test_a_source_that_changes_changes_the_standing_of_its_ties() -> None:
    source = make_source(published="2019-10-11")
    claim = make_claim(kind="attested", source=source)
    assert Tie.objects.get().attested_from == date(2019, 10, 11)
    record_source(
        actor=OPERATOR,
        data=SourceData(
            key=source.key,
            authority=Authority.PRESS,
            title=source.title,
            url=source.url,
            published="2018-01-01",
            retrieved=source.retrieved,
            licence=source.licence,
        ),
    )
    claim.refresh_from_db()
    assert claim.counts_from == Tie.objects.get().attested_from == date(2018, 1, 1)
    assert list(check_registry()) == []
