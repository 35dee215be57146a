"""The words of lists: codes of flags, dates in four languages."""

import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.imports.domain import wiki_words
from jumelage.imports.domain.wiki_dates import with_iso_dates
from jumelage.imports.domain.wiki_events import understand
from jumelage.imports.domain.wiki_words import country_named, country_of_flag
from jumelage.places.domain.countries import is_country


@pytest.mark.parametrize(
    ("flag", "code", "part"),
    [
        ("FRA", "FR", ""), ("GER", "DE", ""), ("SUI", "CH", ""), ("NED", "NL", ""), ("CRO", "HR", ""),
        ("ENG", "GB", "GB-ENG"), ("NIR", "GB", "GB-NIR"), ("KOS", "XK", ""), ("ROC", "TW", ""),
        ("GDR", "DDDE", ""), ("Japan", "JP", ""), ("Флаг Японии", "JP", ""), ("de", "DE", ""), ("XYZ", "", ""),
    ],
)  # fmt: skip
def test_flags(flag, code, part):
    found = country_of_flag(flag)
    assert (found.code, found.part) == (code, part)


def test_codes_of_sport_contradict_no_code_of_iso():
    for code, country in wiki_words._CODES.items():
        assert is_country(country), code
        iso = pycountry.countries.get(alpha_3=code.upper())
        assert iso is None or iso.alpha_2 == country, code


@pytest.mark.parametrize("name", sorted(wiki_words._NAMES))
def test_names_of_countries_that_wikis_use(name):
    assert country_named(name).found


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12 May 1991", "1991-05-12"), ("May 12, 1991", "1991-05-12"), ("May 1991", "1991-05"),
        ("12. März 1991", "1991-03-12"), ("1er août 1991", "1991-08-01"), ("5 января 2000", "2000-01-05"),
        ("3.10.1990", "1990-10-03"), ("the 1980s", "the 198X"), ("1987–92", "1987–1992"), ("1987-2022", "1987–2022"),
        ("1987-05", "1987-05"), ("12.5", "12.5"),
    ],
)  # fmt: skip
def test_dates(text, iso):
    assert with_iso_dates(text) == iso


@settings(deadline=None)
@given(st.text(max_size=60), st.booleans(), st.booleans())
def test_any_words_make_claims(text, former, suspended):
    told = understand([text], former=former, suspended=suspended)
    kinds = {claim.kind for claim in told.claims}
    assert kinds
    assert not former or "ended" in kinds
