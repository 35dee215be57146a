"""Fetching what a whole batch may be about, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, prefetch_related_objects
from rapidfuzz import fuzz

from jumelage.api.reconciliation.answering import MAX_TEXT
from jumelage.api.reconciliation.questions import (
    Question,
    address_in,
    identifier,
    identifiers_in,
    spellings,
)
from jumelage.api.reconciliation.words import IDENTIFIERS
from jumelage.core.domain.text import search_key
from jumelage.places.domain.countries import members, parse_country
from jumelage.places.models import Place
from jumelage.places.queries import (
    NameRow,
    at_addresses,
    identified,
    names_near,
    names_with_keys,
    official_names,
)
from jumelage.ties.models import Tie

#: Of namesakes, so many are looked at, the most connected first.
MOST_NAMESAKES = 60
#: Of names that are alike, so many places.
MOST_ALIKE = 25
#: Shorter names (characters) are codes and abbreviations mostly: by chance alike.
SHORTEST_ALIKE = 4
#: Names less alike (0 to 100) are not worth a look.
ALIKE = 65.0


@dataclass(slots=True)
class Found:
    """Why a place is a candidate: its name of those that lead to it, how alike it is, whether it is identified."""

    place: int
    row: NameRow | None = None
    alike: float = 0.0
    exact: bool = False
    bare: bool = False  # found by the name without what stands after the comma
    identified: bool = False


@dataclass(slots=True)
class Batch:
    """All that was fetched for a batch."""

    found: list[list[Found]]  # for each question
    places: dict[int, Place]
    names: dict[str, list[NameRow]]
    identifiers: dict[tuple[str, str], int]
    addresses: dict[str, int]
    partners: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def meant(self, text: str) -> set[int]:
        """Return the places that a value of a property means: an identifier's, an address's, or those so named."""
        if len(text) > MAX_TEXT:
            return set()
        numbers = {
            self.identifiers[pair] for pair in identifiers_in(text) if pair in self.identifiers
        }
        if (address := address_in(text)) in self.addresses:
            numbers.add(self.addresses[address])
        return numbers or {row.place for row in self.names.get(search_key(text), ())}

    def anchors(self, question: Question) -> set[int]:
        """Return the places that the part of a name after its comma may mean, the most connected few."""
        rows = self.names.get(search_key(question.within), ()) if question.within else ()
        most = sorted(rows, key=lambda row: (not row.is_main, -row.ties, row.place))[:MOST_ALIKE]
        return {row.place for row in most}


def fetch(questions: Sequence[Question]) -> Batch:
    """Return what the questions of a batch may be about: at most six statements, however many questions."""
    keys = {key for question in questions for key in question.name_keys()}
    others = {v for q in questions for v in (*q.of("ties"), q.within) if len(v) <= MAX_TEXT}
    texts = {question.text for question in questions if question.key} | others
    names: dict[str, list[NameRow]] = defaultdict(list)
    for row in names_with_keys((keys | {search_key(text) for text in others}) - {""}):
        names[row.key].append(row)
    pairs = {pair for text in texts for pair in identifiers_in(text)}
    pairs |= {pair for question in questions for pair in asked_identifiers(question)}
    addresses = at_addresses({address for text in texts if (address := address_in(text))})
    batch = Batch([], {}, names, identified(pairs), addresses)
    batch.found = [_found(question, batch) for question in questions]
    _add_alike(questions, batch)
    _read_places(questions, batch)
    _read_partners(questions, batch)
    return batch


def asked_identifiers(question: Question) -> Iterable[tuple[str, str]]:
    """Yield the identifiers that the conditions of a question give."""
    for scheme in IDENTIFIERS:
        for value in question.of(scheme):
            yield from identifier(scheme, value)


def countries_meant(question: Question) -> set[str]:
    """Return the codes of the countries that a question names (a former state: of its successors)."""
    codes = set()
    for text in (*question.of("country"), *question.of("country_code")):
        if len(text) <= MAX_TEXT and (match := parse_country(text)).found:
            codes |= set(members(match.code))
    return codes


def _found(question: Question, batch: Batch) -> list[Found]:
    """Return the places with the name, an identifier or the address that a question gives."""
    found: dict[int, Found] = {}
    pairs = [*asked_identifiers(question), *(identifiers_in(question.text) if question.key else ())]
    numbers = [batch.identifiers[pair] for pair in pairs if pair in batch.identifiers]
    if question.key and (address := address_in(question.text)) in batch.addresses:
        numbers.append(batch.addresses[address])
    for number in numbers:
        found[number] = Found(number, identified=True)
    for key, bare in ((question.key, False), (question.bare, True)):
        rows = [row for spelling in spellings(key) for row in batch.names.get(spelling, ())]
        for row in _most_likely(question, rows):
            known = found.setdefault(row.place, Found(row.place))
            if known.row is None or (row.is_main and not known.row.is_main and known.bare == bare):
                known.row, known.alike, known.exact, known.bare = row, 100.0, True, bare
    return list(found.values())


def _most_likely(question: Question, rows: Collection[NameRow]) -> list[NameRow]:
    countries = countries_meant(question)
    return sorted(
        rows,
        key=lambda row: (
            row.country not in countries,
            row.place_kind not in question.types,
            not row.is_main,
            -row.ties,
            row.place,
        ),
    )[:MOST_NAMESAKES]


def _add_alike(questions: Sequence[Question], batch: Batch) -> None:
    """Add places with a name that is only alike to the questions whose own name leads nowhere."""
    lost = [
        (question, found)
        for question, found in zip(questions, batch.found, strict=True)
        if question.key and _leads_nowhere(question, found)
    ]
    keys = [question.bare or question.key for question, _ in lost]
    for (question, found), key, rows in zip(lost, keys, names_near(keys), strict=True):
        countries = countries_meant(question)
        present = {one.place for one in found}
        near = [
            (row.country not in countries, -alike, Found(row.place, row, alike))
            for row, alike in _alike(key, rows)
            if row.place not in present
        ]
        found.extend(one for *_, one in sorted(near, key=lambda item: item[:2])[:MOST_ALIKE])


def _leads_nowhere(question: Question, found: Sequence[Found]) -> bool:
    countries = countries_meant(question)
    return not any(
        one.identified or (one.row and (not countries or one.row.country in countries))
        for one in found
    )


def _alike(key: str, rows: Iterable[NameRow]) -> list[tuple[NameRow, float]]:
    """Return the name of each place that is most alike, and how alike it is."""
    best: dict[int, tuple[NameRow, float]] = {}
    for row in rows:
        if len(row.key) < SHORTEST_ALIKE:
            continue
        alike = max(fuzz.ratio(key, row.key), 0.95 * fuzz.token_sort_ratio(key, row.key))
        if row.key.startswith(f"{key} ") or key.startswith(f"{row.key} "):
            alike = max(alike, 75.0)
        if alike >= ALIKE and (row.place not in best or alike > best[row.place][1]):
            best[row.place] = (row, alike)
    return list(best.values())


def _read_places(questions: Sequence[Question], batch: Batch) -> None:
    numbers = {one.place for found in batch.found for one in found}
    for question in questions:
        numbers |= batch.anchors(question)
    if numbers:
        batch.places = {place.pk: place for place in Place.objects.filter(pk__in=numbers)}


def _read_partners(questions: Sequence[Question], batch: Batch) -> None:
    """Note which candidates have a tie on record with a partner that their question gives."""
    partners = {n for q in questions for text in q.of("ties") for n in batch.meant(text)}
    candidates = set(batch.places)
    if not partners or not candidates:
        return
    ties = Tie.objects.filter(
        Q(place_a__in=candidates, place_b__in=partners)
        | Q(place_b__in=candidates, place_a__in=partners)
    )
    for a, b in ties.values_list("place_a_id", "place_b_id"):
        batch.partners[a].add(b)
        batch.partners[b].add(a)


def read_names(places: Sequence[Place], language: str) -> None:
    """Fetch the names of places in a language, so that each has its local name: one statement."""
    if places and language != "en":
        prefetch_related_objects(list(places), official_names(language))
