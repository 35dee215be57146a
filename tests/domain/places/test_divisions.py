"""Names of divisions."""

import pytest

from jumelage.places.domain.divisions import division_name


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("RU-PRI", "en", "Primorsky Krai"),
        ("RU-PRI", "ru", "Приморский край"),
        ("US-CA", "en", "California"),
        ("US-CA", "ru", "Калифорния"),
        ("US-DC", "ru", "округ Колумбия"),
        ("XX-1", "ru", "XX-1"),
    ],
)
def test_a_division_is_named_in_the_readers_language(code, language, name):
    assert division_name(code, language) == name


def test_where_there_is_no_translation_the_english_name_stands():
    assert division_name("PL-MZ", "eo") == division_name("PL-MZ", "en")
