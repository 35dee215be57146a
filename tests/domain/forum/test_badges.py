"""Codes of badges: what is printed is understood, however it is typed; what is made up is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumelage.forum.domain.badges import ALPHABET, SIGNED, code, shown, understood

numbers = st.integers(min_value=0, max_value=2**63 - 1)
digests = st.binary(min_size=32, max_size=32)


@given(numbers, digests)
def test_a_code_says_whose_it_is(number, digest):
    said = understood(code(number, digest))
    assert said is not None
    assert said.number == number
    assert len(said.signature) == SIGNED


@given(numbers, digests)
def test_a_code_is_understood_as_people_write_it(number, digest):
    printed = code(number, digest)
    told = understood(printed)
    for typed in (
        shown(printed),
        shown(printed).lower(),
        f"  {printed} ",
        printed.replace("0", "O").replace("1", "l"),
        f"https://jumelage.example/badge/{printed}/",
    ):
        assert understood(typed) == told


@given(numbers, digests, digests)
def test_codes_of_other_digests_differ(number, one, other):
    assert (code(number, one) == code(number, other)) == (
        int.from_bytes(one[:7]) >> 6 == int.from_bytes(other[:7]) >> 6
    )


@given(st.text(max_size=40))
def test_any_text_is_a_code_or_none(text):
    said = understood(text)
    assert said is None or 0 <= said.number < 2**63


@pytest.mark.parametrize(
    "text",
    ["", "Anna", "Владивосток", "U" * 12, ALPHABET[1] * SIGNED, "0" + "1" * 11, "Z" * 24],
)
def test_what_is_no_code(text):
    assert understood(text) is None
