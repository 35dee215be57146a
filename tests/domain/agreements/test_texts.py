"""Texts of agreements: one hash for one text, and differences that leave both texts whole."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jumelage.agreements.domain.texts import (
    Clause,
    Gap,
    Mark,
    Renewal,
    Terms,
    Text,
    canonical,
    difference,
    gaps,
    sha256_of,
    tidy,
    word_difference,
)

LANGUAGES = ("en", "ru")
TERMS = Terms("twinning", LANGUAGES)
WORDS = st.text(alphabet="ab é\n\r\t.“я", max_size=40)
BOTH = st.fixed_dictionaries({"en": WORDS, "ru": WORDS})
CLAUSES = st.lists(
    st.builds(Clause, st.sampled_from(["aims", "costs", "visits", "own-1"]), BOTH, BOTH),
    max_size=4,
    unique_by=lambda clause: clause.key,
)
TEXTS = st.builds(Text, BOTH, BOTH, CLAUSES)


@given(text=TEXTS)
def test_a_text_kept_and_read_again_has_the_same_hash(text) -> None:
    clean = tidy(text, LANGUAGES)
    again = Text.from_json(dict(clean.title), dict(clean.preamble), clean.clauses_as_json())
    assert sha256_of(TERMS, again) == sha256_of(TERMS, text)
    assert tidy(clean, LANGUAGES) == clean
    assert Terms.from_json(TERMS.as_json()) == TERMS


@given(one=TEXTS, two=TEXTS)
def test_two_texts_have_one_hash_only_if_they_are_the_same(one, two) -> None:
    same = tidy(one, LANGUAGES) == tidy(two, LANGUAGES)
    assert (sha256_of(TERMS, one) == sha256_of(TERMS, two)) is same


def test_the_terms_are_signed_with_the_text() -> None:
    text = Text({"en": "T", "ru": "Т"}, {}, [])
    for other in (
        replace(TERMS, notice_months=3),
        replace(TERMS, renewal=Renewal.EXPRESS, years=5),
        replace(TERMS, form="friendship"),
        replace(TERMS, languages=("en",)),
    ):
        assert sha256_of(other, text) != sha256_of(TERMS, text)


def test_composed_and_decomposed_letters_are_one_text_and_line_ends_too() -> None:
    one = Text({"en": "Café\r\nnoir "}, {}, [])
    two = Text({"en": "Cafe\u0301\nnoir"}, {}, [])
    assert canonical(TERMS, one) == canonical(TERMS, two)
    assert canonical(TERMS, one).startswith("jumelage-agreement/1\n{")


def test_nothing_in_a_text_hides_or_turns_what_is_read() -> None:
    plain = Text({"en": "We pay 100"}, {}, [])
    for hidden in ("\0", "\u202e", "\u200b", "\ud800", "\x1b", "\u2066"):
        text = Text({"en": f"We {hidden}pay 100"}, {}, [])
        assert sha256_of(TERMS, text) == sha256_of(TERMS, plain)


@given(before=WORDS, after=WORDS)
def test_a_difference_holds_both_texts_whole(before, after) -> None:
    runs = word_difference(before, after)
    assert "".join(run.words for run in runs if run.mark is not Mark.ADDED) == before
    assert "".join(run.words for run in runs if run.mark is not Mark.REMOVED) == after
    assert all(run.words for run in runs)


def test_words_are_compared_not_letters() -> None:
    runs = word_difference("Visits are paid by the host.", "Visits are paid by the guest.")
    assert [(run.mark, run.words) for run in runs] == [
        (Mark.SAME, "Visits are paid by the "),
        (Mark.REMOVED, "host"),
        (Mark.ADDED, "guest"),
        (Mark.SAME, "."),
    ]


@given(before=TEXTS, after=TEXTS)
def test_a_difference_names_every_clause_of_both_once(before, after) -> None:
    found = difference(before, after, LANGUAGES)
    keys = [part.key for part in found[2:]]
    assert sorted(keys) == sorted(
        {clause.key for clause in before.clauses} | {clause.key for clause in after.clauses}
    )
    kept = [part.key for part in found[2:] if part.change != "removed"]
    assert kept == [clause.key for clause in after.clauses]
    assert all(part.change == "same" for part in difference(after, after, LANGUAGES))


def test_what_became_of_each_clause() -> None:
    def clause(key, words):
        return Clause(key, {"en": key}, {"en": words})

    before = Text({"en": "T"}, {"en": ""}, [clause("a", "1"), clause("b", "2"), clause("c", "3")])
    after = Text({"en": "T"}, {"en": ""}, [clause("c", "3"), clause("a", "one"), clause("d", "4")])
    found = {part.key: part.change for part in difference(before, after, ("en",))}
    assert found["title"] == found["preamble"] == "same"
    assert (found["a"], found["b"], found["d"]) == ("changed", "removed", "added")
    assert found["c"] == "moved"


def test_what_is_missing_before_anybody_can_sign() -> None:
    text = Text({"en": "T"}, {}, [Clause("aims", {}, {"en": "x", "ru": " \n"})])
    assert gaps(TERMS, text) == [Gap("", "ru"), Gap("aims", "ru")]
    assert gaps(TERMS, Text({"en": "T", "ru": "Т"}, {}, [])) == [
        Gap("clauses", "en"),
        Gap("clauses", "ru"),
    ]
