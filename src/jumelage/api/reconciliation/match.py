"""Reconciliation queries: a batch of them, answered."""

from collections.abc import Mapping
from typing import Any

from jumelage.api.reconciliation.conditions import Said
from jumelage.api.reconciliation.judging import Candidate, judge
from jumelage.api.reconciliation.lookup import fetch, read_names
from jumelage.api.reconciliation.questions import Question, read_batch
from jumelage.api.reconciliation.words import types_of
from jumelage.core.language import reader_language
from jumelage.places.domain.countries import country_name
from jumelage.places.domain.divisions import division_name
from jumelage.places.models import Place
from jumelage.places.wording import kind_word


def answer_batch(text: str) -> dict[str, Any]:
    """Return the candidates for each query of a batch: at most seven statements, however many queries.

    Raises:
        BadQuestionError: the batch has not the shape that the protocol asks for, or is too large.
    """
    return _answers(read_batch(text))


def _answers(questions: Mapping[str, Question]) -> dict[str, Any]:
    listed = list(questions.values())
    batch = fetch(listed)
    judged = [judge(q, found, batch) for q, found in zip(listed, batch.found, strict=True)]
    shown = {one.place.pk: one.place for candidates in judged for one in candidates}
    read_names(list(shown.values()), reader_language())
    return {
        name: {"result": [_record(one) for one in candidates]}
        for name, candidates in zip(questions, judged, strict=True)
    }


def describe(place: Place) -> str:
    """Return what a place is and where it lies, in the reader's language."""
    language = reader_language()
    division = division_name(place.division, language) if place.division else ""
    named_so = division in {
        place.name,
        place.local_name,
    }  # the division itself, or its capital that is one
    parts = [kind_word(place), "" if named_so else division, country_name(place.country, language)]
    return ", ".join(part for part in parts if part)


def _record(one: Candidate) -> dict[str, Any]:
    return {
        "id": one.place.key,
        "name": one.place.local_name,
        "description": " · ".join([describe(one.place), *one.reasons]),
        "type": types_of(one.place),
        "score": one.score,
        "match": one.match,
        "features": [{"id": id, "value": value} for id, value in _features(one).items()],
    }


def _features(one: Candidate) -> dict[str, bool | float]:
    features: dict[str, bool | float] = {"ties_known": one.place.tie_count}
    if one.found.row:
        features["name"] = round(one.found.alike, 1)
    features["exact_name"] = one.found.exact
    if one.found.identified:
        features["identifier"] = True
    features |= {n: s is Said.YES for n, s in one.said.items() if s is not Said.UNKNOWN}
    if one.distance is not None:
        features["distance_km"] = one.distance
    return features
