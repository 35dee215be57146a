"""Which places the names of a source mean: what people decided, identifiers, the gazetteer, and the register itself.

In this order, for each name: a decision on record; an identifier that a place of the register has; the whole
list against the gazetteer (:func:`jumelage.places.domain.reconcile.reconcile`); a name that only the register
knows; and, for a source that says where the place is and what others call it, the source's own word.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jumelage.core.domain.geo import distance_km
from jumelage.core.domain.text import search_key
from jumelage.imports import networks
from jumelage.imports.domain.statements import SourcePlace, Statement
from jumelage.imports.domain.unplaced import Decision as NetworkDecision
from jumelage.imports.models import Decision
from jumelage.places.actions import NameData
from jumelage.places.bulk import FEW, Identifier, NewPlace, of_entry, places_identified
from jumelage.places.domain.countries import is_country
from jumelage.places.domain.gazetteer import Entry
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.matcher import Match, NameMatcher, Outcome
from jumelage.places.domain.reconcile import Mention, reconcile
from jumelage.places.models import Place, PlaceName
from jumelage.sources.models import Source

#: A place of the register with the same name, so near (km) to where the source says, is the same place.
SAME_KM = 10.0
#: Identifiers that name one place in the whole world, so that a place can be recorded by them alone.
WORLDWIDE = ("wikidata", "geonames", "iso3166-2", "fips")

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Located:
    """A name whose place is known: ``ref`` is ``place:17`` for one on record, or stands for a new one."""

    ref: str
    how: str  # decision, identifier, gazetteer, register, source
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unlocated:
    """A name whose place is not known, and why; the candidates are for a person to choose from."""

    code: str
    message: str
    candidates: tuple[Mapping[str, object], ...] = ()


Answer = Located | Unlocated


@dataclass(slots=True)
class Places:
    """What is found out about the places of one import."""

    answers: list[Answer | None]
    new: dict[str, NewPlace] = field(default_factory=dict)
    #: Two refs that may be one place, with the reason.
    doubles: dict[tuple[str, str], str] = field(default_factory=dict)


def place_ref(pk: int) -> str:
    """Return what stands for a place on record."""
    return f"place:{pk}"


class Locator:
    """Finds the places of one source's statements. Nothing is written."""

    def __init__(
        self, statements: Sequence[Statement], matcher: NameMatcher, source: Source | None
    ) -> None:
        self.mentions = [
            (place, partner)
            for statement in statements
            for place, partner in (
                (statement.first, statement.second),
                (statement.second, statement.first),
            )
        ]
        self.matcher, self.source = matcher, source
        self.found = Places([None] * len(self.mentions))
        self.entries: dict[str, Entry] = {}
        #: For each ref, the identifiers that the source gives it: one place has one of a kind.
        self._claimed: dict[tuple[str, str], str] = {}

    def locate(self, progress: Step = lambda _done, _of: None) -> Places:
        """Answer for every mention: two a statement, in order."""
        self._by_decisions()
        self._by_identifiers()
        self._by_gazetteer(progress)
        self._by_network()
        self._by_register()
        self._by_own_word()
        self._use_places_on_record()
        return self.found

    def _open(self) -> list[int]:
        answers = self.found.answers
        return [n for n, answer in enumerate(answers) if not isinstance(answer, Located)]

    def _by_decisions(self) -> None:
        decided = decisions_for(self.source)
        if not decided:
            return
        for number, (place, partner) in enumerate(self.mentions):
            query = place.query
            key, partner_key = search_key(query.name), search_key(partner.query.name)
            decision = decided.get((query.country, key, partner_key)) or decided.get(
                (query.country, key, "")
            )
            if decision is None:
                continue
            if decision.place_id:
                answer: Answer = Located(
                    place_ref(decision.place_id), "decision", "decided by a person"
                )
            else:
                answer = Unlocated("left_out", "a person decided to leave this name out")
            self.found.answers[number] = answer

    def _by_identifiers(self) -> None:
        wanted = {pair for place, _ in self.mentions for pair in place.query.identifiers}
        known = places_identified(wanted)
        for number in self._open():
            if isinstance(self.found.answers[number], Unlocated):
                continue  # left out by a decision
            for pair in self.mentions[number][0].query.identifiers:
                if pair in known:
                    self.found.answers[number] = Located(
                        place_ref(known[pair]), "identifier", f"{pair[0]} {pair[1]} is on record"
                    )
                    break

    def _by_gazetteer(self, progress: Step) -> None:
        """Decide about the whole list together: names already known help with their neighbours."""
        asked = [n for n, (place, _) in enumerate(self.mentions) if place.query.country]
        position = {number: index for index, number in enumerate(asked)}
        mentions = [
            Mention(self.mentions[number][0].query, position.get(number ^ 1)) for number in asked
        ]
        matches = reconcile(mentions, self.matcher, progress=progress)
        for number, match in zip(asked, matches, strict=True):
            if self.found.answers[number] is None:
                self.found.answers[number] = self._of_match(self.mentions[number][0], match)

    def _of_match(self, place: SourcePlace, match: Match) -> Answer:
        entry = match.entry
        if entry is None:
            return Unlocated(
                match.outcome.value, match.reason, tuple(map(candidate, match.candidates[:8]))
            )
        if not self._claim(entry.ref, place):
            message = f"{entry.name} ({entry.ref}) was found, but another item of this source is that place"
            return Unlocated("taken", message, (candidate(entry),))
        self.entries[entry.ref] = entry
        return Located(entry.ref, "gazetteer", match.reason)

    def _claim(self, ref: str, place: SourcePlace) -> bool:
        """Whether the ref may be this item of the source: a source's two items are two places."""
        for scheme, value in place.query.identifiers:
            if scheme == "wikidata" and self._claimed.setdefault((ref, scheme), value) != value:
                return False
        return True

    def _by_network(self) -> None:
        """Decide about names without a country by whom they are tied to."""
        open_numbers = [
            number for number in self._open() if not self.mentions[number][0].query.country
        ]
        if not open_numbers:
            return
        items: dict[str, SourcePlace] = {}
        for place, _ in self.mentions:
            items.setdefault(_item(place), place)
        edges = [
            (_item(place), _item(partner))
            for number, (place, partner) in enumerate(self.mentions)
            if number % 2 == 0
        ]
        decisions = networks.decide(list(items.items()), edges, self.matcher.gazetteer)
        for number in open_numbers:
            place = self.mentions[number][0]
            decision = decisions.get(_item(place))
            if self.found.answers[number] is None and decision is not None:
                self.found.answers[number] = self._of_decision(place, decision)

    def _of_decision(self, place: SourcePlace, decision: NetworkDecision) -> Answer:
        text = "; ".join(reason.text for reason in decision.reasons)
        gazetteer = self.matcher.gazetteer
        if decision.outcome is not Outcome.FOUND or decision.candidate is None:
            entries = [networks.entry_of(gazetteer, c.ref) for c in decision.candidates[:8]]
            shown = tuple(candidate(entry) for entry in entries if entry is not None)
            return Unlocated(decision.outcome.value, text, shown)
        entry = networks.entry_of(gazetteer, decision.candidate.ref)
        if entry is None:
            return Unlocated(Outcome.NONE.value, text)
        if not self._claim(entry.ref, place):
            message = f"{entry.name} ({entry.ref}) is likely, but another item of this source is that place"
            return Unlocated("taken", message, (candidate(entry),))
        self.entries[entry.ref] = entry
        return Located(entry.ref, "network", text)

    def _by_register(self) -> None:
        """Look among the names of the register: a place that no gazetteer has may be on record."""
        pending = [
            number
            for number in self._open()
            if (answer := self.found.answers[number]) is not None
            and isinstance(answer, Unlocated)
            and answer.code == Outcome.NONE.value
        ]
        keys = {search_key(self.mentions[n][0].query.name) for n in pending} - {""}
        known = named_on_record(keys)
        for number in pending:
            query = self.mentions[number][0].query
            candidates = known.get((query.country, search_key(query.name)), [])
            if query.lat is not None and query.lng is not None:
                candidates = [c for c in candidates if _km(c, query.lat, query.lng) <= SAME_KM]
            if len(candidates) == 1:
                reason = "a place on record has this name"
                self.found.answers[number] = Located(
                    place_ref(candidates[0].pk), "register", reason
                )

    def _by_own_word(self) -> None:
        """Take the source's word for a place that it identifies and locates."""
        for number in self._open():
            place, answer = self.mentions[number][0], self.found.answers[number]
            if isinstance(answer, Unlocated) and answer.code == "left_out":
                continue
            new = own_place(place)
            if new is None:
                if answer is None:
                    message = f"nothing says in which country “{place.query.name}” lies"
                    self.found.answers[number] = Unlocated("country", message)
                continue
            self.found.new.setdefault(new.ref, new)
            self.found.answers[number] = Located(new.ref, "source", "as the source itself says")
            if isinstance(answer, Unlocated) and answer.code in {"taken", "ambiguous"}:
                for other in answer.candidates[:1]:
                    self.found.doubles[str(other["ref"]), new.ref] = answer.message

    def _use_places_on_record(self) -> None:
        """Replace refs of the gazetteer by the places that the register has for them, under any identifier."""
        refs = {
            answer.ref
            for answer in self.found.answers
            if isinstance(answer, Located) and not answer.ref.startswith("place:")
        }
        wanted = {ref: self._identifiers(ref) for ref in refs}
        known = places_identified(pair for pairs in wanted.values() for pair in pairs)
        on_record = {
            ref: place_ref(known[pair])
            for ref, pairs in wanted.items()
            for pair in reversed(pairs)
            if pair in known
        }
        for number, answer in enumerate(self.found.answers):
            if isinstance(answer, Located) and answer.ref in on_record:
                self.found.answers[number] = replace(answer, ref=on_record[answer.ref])
        for ref in refs - on_record.keys():
            if ref in self.entries:
                self.found.new[ref] = of_entry(self.entries[ref])
        for ref in on_record.keys() & self.found.new.keys():
            del self.found.new[ref]

    def _identifiers(self, ref: str) -> tuple[Identifier, ...]:
        """Return the identifiers by which a place may be on record, that of the ref first."""
        if ref in self.entries:
            return tuple(dict.fromkeys((_pair(ref), *self.entries[ref].identifiers)))
        return (_pair(ref),)


def _item(place: SourcePlace) -> str:
    """Return what stands for an item of the source: its first identifier, else its name."""
    query = place.query
    if query.identifiers:
        return ":".join(query.identifiers[0])
    return f"{query.country}:{search_key(query.name)}"


def _pair(ref: str) -> Identifier:
    scheme, _, value = ref.partition(":")
    return scheme, value


def decisions_for(source: Source | None) -> dict[tuple[str, str, str], Decision]:
    """Return what people decided, by country, key and partner's key; for this source before those for all."""
    rows = Decision.objects.filter(source__isnull=True)
    found = {(row.country, row.key, row.partner_key): row for row in rows}
    if source is not None:
        own = Decision.objects.filter(source=source)
        found |= {(row.country, row.key, row.partner_key): row for row in own}
    return found


def named_on_record(keys: set[str]) -> dict[tuple[str, str], list[Place]]:
    """Return the places of the register that have a name of one of these keys, by country and key."""
    found: dict[tuple[str, str], list[Place]] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), FEW):
        rows = PlaceName.objects.filter(key__in=ordered[start : start + FEW]).select_related(
            "place"
        )
        for row in rows:
            places = found.setdefault((row.place.country, row.key), [])
            if row.place not in places:
                places.append(row.place)
    return found


def own_place(place: SourcePlace) -> NewPlace | None:
    """Return a place as its source describes it, if the source identifies it and says where it is."""
    query = place.query
    ref = next(
        (f"{s}:{v}" for scheme in WORLDWIDE for s, v in query.identifiers if s == scheme), ""
    )
    if not ref or query.lat is None or query.lng is None or not is_country(query.country):
        return None
    if not search_key(query.name):
        return None
    return NewPlace(
        ref=ref,
        country=query.country,
        kind=(query.kind or Kind.CITY).value,
        name=query.name,
        label=place.label,
        lat=query.lat,
        lng=query.lng,
        population=place.population,
        population_year=place.population_year,
        identifiers=query.identifiers,
        names=tuple(NameData(name.name, name.language, name.kind) for name in place.names),
    )


def candidate(entry: Entry) -> dict[str, object]:
    """Return what a person needs to know of a candidate."""
    return {
        "ref": entry.ref,
        "name": entry.name,
        "country": entry.country,
        "division": entry.division or entry.admin1,
        "kind": entry.kind.value,
        "lat": entry.lat,
        "lng": entry.lng,
        "population": entry.population,
    }


def _km(place: Place, lat: float, lng: float) -> float:
    if place.lat is None or place.lng is None:
        return float("inf")
    return distance_km(place.lat, place.lng, lat, lng)
