"""What the statements of Wikidata about twin towns (P190) mean.

A statement attests the tie; its start time or point in time says when it was signed, its end time that it ended. One
that is deprecated is not used, and one of normal rank is not used where another about the same pair is preferred:
https://www.wikidata.org/wiki/Help:Ranking.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from jumelage.core.domain.dates import parse_date
from jumelage.imports.domain.statements import Acting, Remark, SourceClaim, SourcePlace, Statement
from jumelage.imports.domain.wikidata import (
    AT,
    END,
    END_CAUSE,
    START,
    TWINNED,
    Fact,
    Is,
    Item,
    Rank,
    Value,
    best,
)
from jumelage.imports.domain.wikidata_dates import UnusableTimeError, edtf
from jumelage.imports.domain.wikidata_places import (
    Oddity,
    Understood,
    main_name,
    nothing_but,
    source_place,
)

#: So many references of a statement are noted, and so many characters of an address.
_REFERENCES, _ADDRESS = 3, 300
#: So many items are remembered: twin towns name each other again and again.
_REMEMBERED = 20_000
_SAID = {"P854": "", "P248": "stated in ", "P143": "imported from ", "P813": "retrieved "}


@dataclass(slots=True)
class TieReader:
    """Reads the statements of items.

    ``find`` returns an item by its identifier, or nothing; ``languages`` are those whose names are wanted,
    ``countries`` the codes of countries by item, ``today`` tells an end that is to come from one that came.
    """

    find: Callable[[str], Item | None]
    languages: Sequence[str]
    countries: Mapping[str, str]
    today: date
    _line: int = field(default=0, init=False)
    _told: set[tuple[str, str]] = field(default_factory=set, init=False)
    _place: Callable[[str], Understood | None] = field(init=False)

    def __post_init__(self) -> None:
        self._place = lru_cache(_REMEMBERED)(self._understood)

    def read(self, items: Iterable[Item]) -> Iterator[Statement | Remark]:
        """Yield what each statement of each item says, or why it says nothing."""
        for item in items:
            yield from self._of_item(item)

    def _understood(self, qid: str) -> Understood | None:
        item = self.find(qid)
        return source_place(item, self.languages, self.countries) if item else None

    def _of_item(self, item: Item) -> Iterator[Statement | Remark]:
        holder = source_place(item, self.languages, self.countries)
        preferred = {fact.value.qid for fact in item.twins if fact.rank is Rank.PREFERRED}
        for fact in item.twins:
            self._line += 1
            refusal = _refusal(item, fact, preferred)
            if refusal:
                yield self._remark(item, fact, refusal, used=False)
            else:
                yield from self._of_fact(item, holder, fact)

    def _of_fact(self, item: Item, holder: Understood, fact: Fact) -> Iterator[Statement | Remark]:
        target = self._place(fact.value.qid)
        for side in (holder, target):
            if side and side.place is None:
                yield self._remark(item, fact, side.oddities[0], used=False)
                return
        second = target.place if target and target.place else nothing_but(fact.value.qid)
        assert holder.place is not None  # noqa: S101 - refused above
        claims, odd = self._claims(fact)
        yield self._statement(item, fact, holder.place, second, claims)
        for oddity in (*holder.oddities, *(target.oddities if target else ())):
            if (oddity.code, oddity.message) not in self._told:
                self._told.add((oddity.code, oddity.message))
                yield self._remark(item, fact, oddity, used=True)
        for oddity in odd:
            yield self._remark(item, fact, oddity, used=True)
        if target is None:
            yield self._remark(item, fact, _one_sided(fact.value.qid), used=True)

    def _statement(
        self,
        item: Item,
        fact: Fact,
        first: SourcePlace,
        second: SourcePlace,
        claims: tuple[SourceClaim, ...],
    ) -> Statement:
        return Statement(
            self._line, first, second, claims, _locator(item, fact), Acting.FIRST, _row(item, fact)
        )

    def _remark(self, item: Item, fact: Fact, oddity: Oddity, *, used: bool) -> Remark:
        message = f"{_locator(item, fact)}: {oddity.message}"
        return Remark(self._line, oddity.code, message, _row(item, fact), used=used)

    def _claims(self, fact: Fact) -> tuple[tuple[SourceClaim, ...], list[Oddity]]:
        """Return what the statement claims: attested, signed, ended; and what is odd about it."""
        odd: list[Oddity] = []
        begun = self._dates(fact, START, odd) or self._dates(fact, AT, odd)
        ends = [one for one in fact.qualifiers.get(END, ()) if one.kind is not Is.NONE]
        ended = self._dates(fact, END, odd)[-1:]
        if len(begun) > 1:
            odd.append(Oddity("date", f"several beginnings ({', '.join(begun)}): the first counts"))
        cause, note = self._cause(fact), self._references(fact)
        claims = []
        if not ends or (ended and parse_date(ended[0]).span.earliest > self.today):
            claims.append(SourceClaim(note=_joined(note, "" if ends else cause)))
        if begun:
            claims.append(SourceClaim("signed", begun[0], note=note))
        if ends:
            claims.append(SourceClaim("ended", "".join(ended), note=_joined(cause, note)))
        return tuple(claims), odd

    def _dates(self, fact: Fact, prop: str, odd: list[Oddity]) -> list[str]:
        """Return the dates of a qualifier, the earliest first; those unusable are reported."""
        dates = set()
        for value in fact.qualifiers.get(prop, ()):
            if value.kind in {Is.SOME, Is.NONE}:
                continue
            try:
                dates.add(edtf(value))
            except UnusableTimeError as error:
                odd.append(Oddity("date", f"{prop} is not used: {error}"))
        return sorted(dates, key=lambda text: (parse_date(text).span.earliest, text))

    def _name(self, value: Value) -> str:
        item = self.find(value.qid) if value.qid else None
        return (main_name(item, self.languages) if item else "") or value.text

    def _cause(self, fact: Fact) -> str:
        names = [self._name(value) for value in fact.qualifiers.get(END_CAUSE, ())]
        return "end cause: " + ", ".join(filter(None, names)) if any(names) else ""

    def _references(self, fact: Fact) -> str:
        texts = dict.fromkeys(filter(None, map(self._reference, fact.references)))
        shown = list(texts)[:_REFERENCES]
        more = [f"and {len(texts) - len(shown)} more"] if len(texts) > len(shown) else []
        return "reference: " + "; ".join([*shown, *more]) if shown else ""

    def _reference(self, reference: tuple[tuple[str, Value], ...]) -> str:
        parts = []
        for prop, before in _SAID.items():
            for value in (value for name, value in reference if name == prop):
                text = value.text.lstrip("+")[:10] if value.kind is Is.TIME else self._name(value)
                parts += [before + text[:_ADDRESS]] if text else []
        # When it was retrieved says nothing without from where.
        return "" if all(part.startswith("retrieved ") for part in parts) else ", ".join(parts)


def _refusal(item: Item, fact: Fact, preferred: set[str]) -> Oddity | None:
    """Return why a statement is not used, before anything is known of its target."""
    value = fact.value
    if not best([fact]):
        return Oddity("deprecated", "the statement is deprecated on Wikidata")
    if not value.qid:
        return _no_target(value)
    if value.qid == item.qid:
        return Oddity("self", "a place cannot be tied to itself")
    if fact.rank is Rank.NORMAL and value.qid in preferred:
        return Oddity("outranked", f"another statement about {value.qid} is preferred")
    return None


def _no_target(value: Value) -> Oddity:
    if value.kind is Is.NONE:
        return Oddity("target", "Wikidata says that it has no twin town, which is no tie")
    if value.kind is Is.SOME:
        return Oddity("target", "it has a twin town, but which one is not known")
    said = value.text[:80]
    return Oddity("target", f"an item is expected as twin town, but “{said}” stands there")


def _one_sided(qid: str) -> Oddity:
    return Oddity(
        "one_sided",
        f"nothing but the identifier of {qid} is known here: it does not name its twin town back, or was merged or "
        "deleted; it is used if the registry knows the identifier",
    )


def _locator(item: Item, fact: Fact) -> str:
    return fact.guid or f"{item.qid} {TWINNED} {fact.value.text[:40] or '?'}"


def _row(item: Item, fact: Fact) -> dict[str, str]:
    return {"item": item.qid, "twin": fact.value.text[:80], "statement": fact.guid}


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
