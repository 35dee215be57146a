"""Claims as Hypothesis makes them."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from jumelage.core.domain.dates import parse_date
from jumelage.sources.domain.authority import Authority
from jumelage.ties.domain.standing import Claim
from jumelage.ties.domain.terms import ClaimKind, Form, Side

DAYS = st.dates(date(1960, 1, 1), date(2026, 1, 1))
YEARS = st.integers(1960, 2025)
EDTF = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: f"{day:%Y-%m}"),
    YEARS.map(str),
    YEARS.map(lambda year: f"{year}~"),
    YEARS.map(lambda year: f"{year}?"),
    YEARS.map(lambda year: f"{year // 10}X"),
    YEARS.map(lambda year: f"../{year}"),
    YEARS.map(lambda year: f"{year}/.."),
    st.tuples(YEARS, YEARS).map(lambda pair: f"{min(pair)}/{max(pair)}"),
)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC))


@st.composite
def claims(draw: st.DrawFn, *, id: int | None = None) -> Claim:
    recorded = draw(MOMENTS)
    kind = draw(st.sampled_from(ClaimKind))
    return Claim(
        id=draw(st.integers(1, 10**6)) if id is None else id,
        kind=kind,
        side=draw(st.sampled_from(Side)),
        authority=draw(st.sampled_from(Authority)),
        said_on=draw(DAYS),
        recorded_at=recorded,
        when=draw(st.none() | EDTF.map(parse_date)),
        form=draw(st.sampled_from(Form)),
        retracted_at=draw(
            st.none()
            | st.datetimes(
                recorded.replace(tzinfo=None), datetime(2027, 1, 1), timezones=st.just(UTC)
            )
        ),
    )


@st.composite
def claim_lists(draw: st.DrawFn) -> list[Claim]:
    number = draw(st.integers(0, 8))
    return [draw(claims(id=index + 1)) for index in range(number)]
