"""The text of an agreement while it is written: how two drafts differ, and in which languages it begins."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.languages import get_official_languages

from jumelage.agreements.actions.drafting import terms_of, text_of
from jumelage.agreements.domain.texts import Difference, Words, difference
from jumelage.agreements.models import Agreement, AgreementDraft
from jumelage.places.models import Place
from jumelage.workspace.agreements.words import language_choices


@dataclass(frozen=True, slots=True)
class DifferentCell:
    """What is different in one language."""

    language: str
    title: Sequence[Words]
    text: Sequence[Words]


@dataclass(frozen=True, slots=True)
class DifferentPart:
    """A part that differs between two drafts."""

    key: str
    change: str
    number: int | None  # of the clause in the later draft
    cells: Sequence[DifferentCell]


def different_parts(before: AgreementDraft, after: AgreementDraft) -> list[DifferentPart]:
    """Return the parts that differ between two drafts, in the order of the later one."""
    languages = terms_of(after).languages
    old, new = text_of(before), text_of(after)
    numbers = {clause.key: number for number, clause in enumerate(new.clauses, start=1)}
    return [
        _different(one, languages, numbers.get(one.key))
        for one in difference(old, new, languages)
        if one.change != "same"
    ]


def _different(one: Difference, languages: Sequence[str], number: int | None) -> DifferentPart:
    cells = [
        DifferentCell(language, one.title.get(language, ()), one.text.get(language, ()))
        for language in languages
    ]
    return DifferentPart(one.key, one.change, number, cells)


def changed_terms(before: AgreementDraft, after: AgreementDraft) -> bool:
    """Whether two drafts are made for other terms."""
    return bool(before.terms != after.terms)


def languages_between(*places: Place) -> list[str]:
    """Return a language for each place that its country has by law, for a form to begin with."""
    known = {code for code, _name in language_choices() if code}
    chosen: list[str] = []
    for place in places:
        official = get_official_languages(place.country, de_facto=True)
        fitting = [code for code in official if code in known and code not in chosen]
        if fitting:
            chosen.append(fitting[0])
    return chosen


def draft_numbered(agreement: Agreement, number: int) -> AgreementDraft | None:
    """Return a draft of an agreement by its number."""
    return agreement.drafts.filter(number=number).first()
