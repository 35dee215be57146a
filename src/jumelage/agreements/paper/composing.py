"""What stands on the paper of an agreement: plain data for the template."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from jumelage.agreements.models import Agreement, AgreementDraft, Signature
from jumelage.agreements.paper.labels import Labels, labels_in
from jumelage.core.paper import clean
from jumelage.places.domain.countries import country_name
from jumelage.places.models import Place, PlaceName


def composed(
    agreement: Agreement, draft: AgreementDraft, signatures: Sequence[Signature], *, mark: bool
) -> dict[str, Any]:
    """Return what the paper says.

    Args:
        agreement: whose paper it is.
        draft: the text.
        signatures: those that hold, of this draft.
        mark: whether the paper is marked as a draft.
    """
    languages = list(draft.terms.get("languages") or agreement.languages) or ["en"]
    labels = [labels_in(language) for language in languages]
    return {
        "title": _title(draft, languages[0], labels[0]),
        "draft_mark": labels[0].draft_mark if mark else None,
        "sha256": draft.sha256,
        "languages": [
            {
                "lang": language.split("-")[0].lower(),
                "title": _title(draft, language, words),
                "page": words.page,
                "draft": words.draft.format(n=draft.number),
            }
            for language, words in zip(languages, labels, strict=True)
        ],
        "labels": {
            field: _both(getattr(words, field) for words in labels)
            for field in ("name", "function", "signed_on", "signed_at", "signature")
        },
        "parties": _parties(agreement, signatures, languages),
        "preamble": _rows(draft.preamble, languages),
        "clauses": [_clause(clause, languages) for clause in draft.clauses],
    }


def _clause(clause: Mapping[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    return {
        "titles": [clean(clause["title"].get(language, "")) for language in languages],
        "rows": _rows(clause["text"], languages) or [[""] * len(languages)],
    }


def _title(draft: AgreementDraft, language: str, labels: Labels) -> str:
    return clean(draft.title.get(language, "")) or labels.agreement


def _both(words: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(words))


def _rows(texts: Mapping[str, str], languages: Sequence[str]) -> list[list[str]]:
    """Return a text in rows of its versions: paragraph beside paragraph where the versions have as many, else whole."""
    versions = [
        [part.strip() for part in clean(texts.get(language, "")).split("\n\n") if part.strip()]
        for language in languages
    ]
    if len({len(version) for version in versions}) > 1:
        versions = [["\n\n".join(version)] for version in versions]
    return [list(row) for row in zip_longest(*versions, fillvalue="")]


def _parties(
    agreement: Agreement, signatures: Sequence[Signature], languages: Sequence[str]
) -> list[dict[str, Any]]:
    """Return both sides, who proposed first, with what is known of their signatures."""
    tie = agreement.tie
    sides = [tie.place_a, tie.place_b]
    if agreement.proposal and agreement.proposal.proposer_id == tie.place_b_id:
        sides.reverse()
    by_place = {signature.place_id: signature for signature in signatures}
    # Read anew: what was fetched with the places may hold the names in the reader's language only.
    rows = PlaceName.objects.filter(place__in=sides, kind=PlaceName.OFFICIAL)
    official = {(row.place_id, row.language): row.name for row in rows}
    return [
        {
            "names": [_name(place, official, language) for language in languages],
            **_signed(by_place.get(place.pk), languages),
        }
        for place in sides
    ]


def _name(place: Place, official: Mapping[tuple[int, str], str], language: str) -> str:
    """Return a place's official name in a language, with its country."""
    code = language.split("-", maxsplit=1)[0].lower()
    return f"{official.get((place.pk, code), place.name)}, {country_name(place.country, code)}"


def _signed(signature: Signature | None, languages: Sequence[str]) -> dict[str, str]:
    if signature is None:
        return dict.fromkeys(("signatory", "function", "signed_on", "signed_at"), "")
    return {
        "signatory": clean(signature.signatory),
        "function": clean(signature.function),
        "signed_on": _both(_day(signature.signed_on, language) for language in languages),
        "signed_at": clean(signature.signed_at_place),
    }


def _day(day: date, language: str) -> str:
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return day.isoformat()
    return format_date(day, "d MMMM y" if locale.language == "en" else "long", locale=locale)
