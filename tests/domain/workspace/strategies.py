"""Invented facts of ties."""

from datetime import date, timedelta

from hypothesis import strategies as st

from jumelage.core.domain.dates import parse_date
from jumelage.ties.domain.terms import Form, Legal
from jumelage.workspace.domain.facts import OpenPlan, TieFacts, Waiting, WaitsFor
from jumelage.workspace.domain.terms import Term

ON = date(2026, 11, 25)
DAYS = st.dates(date(2010, 1, 1), ON)
COMING = st.dates(ON - timedelta(days=400), ON + timedelta(days=1200))
SINCES = st.one_of(
    st.none(),
    st.dates(date(1900, 1, 1), ON).map(lambda day: parse_date(day.isoformat())),
    st.sampled_from(["1989", "1989-05", "1976~", "198X", "1989/1991", "../1990"]).map(parse_date),
)
WAITINGS = st.builds(Waiting, st.sampled_from(WaitsFor), DAYS, st.integers(1, 99))
TERMS = st.builds(Term, COMING, st.booleans(), st.one_of(st.none(), COMING), st.booleans())
PLANS = st.builds(
    lambda items, late, day: OpenPlan(items + late, late, day if late else None, None),
    st.integers(0, 5), st.integers(0, 3), DAYS,
)  # fmt: skip
LEGALS = st.sampled_from(Legal)


@st.composite
def facts(draw, number: int | None = None) -> TieFacts:
    """Return the facts of a tie."""
    ours, theirs = draw(LEGALS), draw(LEGALS)
    country = draw(st.sampled_from(["FR", "RU", "PL"]))
    return TieFacts(
        tie=draw(st.integers(1, 10_000)) if number is None else number,
        partner=1,
        name=draw(st.sampled_from(["Ёлки", "Ели", "Arles", "arles", "Zürich"])),
        country=country,
        country_name={"FR": "France", "RU": "Россия", "PL": "Poland"}[country],
        ours=ours,
        theirs=theirs,
        legal=ours if ours is theirs else draw(LEGALS),
        form=draw(st.sampled_from(Form)),
        since=draw(SINCES),
        disputed=draw(st.booleans()),
        last_activity=draw(st.one_of(st.none(), DAYS)),
        last_contact=draw(st.one_of(st.none(), DAYS)),
        people=draw(st.sampled_from([(), ("Berta",)])),
        waiting=tuple(draw(st.lists(WAITINGS, max_size=2))),
        plan=draw(PLANS),
        term=draw(st.one_of(st.none(), TERMS)),
    )


@st.composite
def portfolios(draw) -> list[TieFacts]:
    """Return the facts of several ties with numbers of their own."""
    return [draw(facts(number)) for number in range(draw(st.integers(0, 8)))]
