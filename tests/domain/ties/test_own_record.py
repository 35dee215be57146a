"""What others say beside a side's own record."""

from datetime import UTC, date, datetime

from jumelage.core.domain.dates import parse_date
from jumelage.sources.domain.authority import Authority
from jumelage.ties.domain.own_record import remarks
from jumelage.ties.domain.standing import Claim
from jumelage.ties.domain.terms import ClaimKind, Form, Side

TODAY = date(2026, 11, 25)
_next = iter(range(1, 1000))


def claim(kind="signed", when="", side="", form="", said=TODAY, **more) -> Claim:
    return Claim(
        id=next(_next), kind=ClaimKind(kind), side=Side(side), authority=Authority.PRESS, said_on=said,
        recorded_at=datetime(2020, 1, 1, tzinfo=UTC), when=parse_date(when) if when else None, form=Form(form), **more,
    )  # fmt: skip


def said(own, *theirs):
    found = remarks(own, {"them": theirs}, TODAY)
    return [(remark.about.value, remark.side.value, remark.theirs, remark.ours) for remark in found]


def test_dates_that_cannot_be_the_same_differ() -> None:
    assert said([claim(when="1993")], claim(when="1994")) == [("since", "", "1994", "1993")]
    assert said([claim(when="1993")], claim(when="1993-05-12")) == []
    assert said([claim(when="1993~")], claim(when="1994")) == []


def test_what_the_own_record_does_not_say_is_told() -> None:
    assert said([claim("attested")], claim(when="1994")) == [("since", "", "1994", "")]
    assert said([claim(when="1994")], claim("attested")) == []


def test_forms_differ() -> None:
    own = [claim(when="1993", form="partnership")]
    theirs = claim(when="1993", form="twinning")
    assert said(own, theirs) == [("form", "", "twinning", "partnership")]
    (remark,) = remarks(own, {"them": [theirs]}, TODAY)
    assert remark.claim == theirs.id
    assert said([claim(when="1993")], theirs) == []


def test_a_standing_that_differs_on_one_side_names_it() -> None:
    own = [claim(when="1993")]
    ended = claim("ended", "2022", side="b")
    assert said(own, claim(when="1993"), ended) == [("standing", "b", "ended", "in_force")]
    both = claim("suspended", "2022")
    assert said(own, both) == [("standing", "", "suspended", "in_force")]


def test_who_spoke_before_it_happened_does_not_differ() -> None:
    own = [claim(when="1993"), claim("suspended", "2022-03-10")]
    assert said(own, claim("attested", said=date(2016, 1, 1))) == []
    assert said(own, claim("attested", said=date(2024, 1, 1))) == [
        ("standing", "", "in_force", "suspended")
    ]
    assert said(own, claim("ended", "2015")) == []


def test_a_proposal_says_nothing_against_a_tie_in_force() -> None:
    assert said([claim(when="1993")], claim("approved", "1992")) == []
    assert said([claim("proposed", "2025")], claim(when="2026")) == [
        ("standing", "", "in_force", "proposed"),
        ("since", "", "2026", ""),
    ]


def test_without_a_record_of_its_own_nothing_differs() -> None:
    assert said([], claim("ended", "2022")) == []


def test_what_was_taken_back_is_not_said() -> None:
    gone = claim(when="1994", retracted_at=datetime(2021, 1, 1, tzinfo=UTC))
    assert said([claim(when="1993")], gone) == []
