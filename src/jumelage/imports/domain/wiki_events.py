"""What a list says beside a place: since when, until when, suspended; as claims."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from jumelage.core.domain.dates import InvalidDateError, parse_date
from jumelage.imports.domain.statements import SourceClaim
from jumelage.imports.domain.wiki_dates import DATE, with_iso_dates
from jumelage.imports.domain.wiki_words import (
    ABOUT,
    EVENTS,
    FILLERS,
    FORMS,
    NEUTRAL,
    PRESENT,
    RANGE,
    form_of,
)
from jumelage.ties.domain.terms import ClaimKind

_TOKEN = re.compile(
    rf"(?P<date>{DATE.pattern})|(?P<dash>[-–—])|(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)|(?P<digits>\d+)|(?P<end>[;,])"
)
#: Words that lead to a date and mean nothing without one; a place may well be called so.
_LEADING = re.compile(
    r"since|from|est|until|till|past|seit|ab|von|bis|depuis|dès|jusqu\w*|с|со|от|до", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something done, when (EDTF, or empty), and whether a word says so or only a date stands there."""

    kind: ClaimKind
    when: str = ""
    in_words: bool = True


@dataclass(slots=True)
class Told:
    """What was understood of the words beside a place, and what was not."""

    claims: tuple[SourceClaim, ...] = ()
    events: list[Event] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)  # words not known
    odd_dates: list[str] = field(
        default_factory=list
    )  # dates of which it is not clear what was then


def speaks(text: str) -> bool:
    """Whether words beside a place say something of the tie, and not where the place lies."""
    if DATE.search(with_iso_dates(text)) or form_of(text):
        return True
    found = [word for _, words in EVENTS for word in words.findall(text)]
    return any(not _LEADING.fullmatch(word) for word in found)


def is_filler(word: str) -> bool:
    """Whether a word says nothing of its own in a remark on a tie, or only what the tie is called."""
    known = (FILLERS, NEUTRAL, PRESENT, RANGE)
    named = any(words.search(word) for _, words in FORMS)
    return named or any(words.fullmatch(word) for words in known)


def begin_of_remark(text: str) -> int:
    """Return where words on the tie begin, after the name of a place: “Germany since 1991”; the length if nowhere.

    Dates in the text are as ISO 8601 has them.
    """
    found = [match.start() for match in DATE.finditer(text)]
    for _, words in EVENTS:
        for match in words.finditer(text):
            # “Bis”, “Ab” and “Est” may be a part of a name, unless a date follows.
            if not _LEADING.fullmatch(match.group()) or any(at >= match.end() for at in found):
                found.append(match.start())
    return min(found, default=len(text))


def understand(
    texts: Sequence[str],
    *,
    former: bool = False,
    suspended: bool = False,
    form: str = "",
    quote: str = "",
) -> Told:
    """Return the claims that the words beside a place make, in the section that they stand in.

    What is not understood is given back; what it might say is never guessed at.
    """
    told = Told()
    for text in texts:
        _Scan(with_iso_dates(text), told).run()
        form = form_of(text) or form
    if former:
        _former(told)
    kinds = {event.kind for event in told.events}
    if suspended and not kinds & {ClaimKind.SUSPENDED, ClaimKind.ENDED, ClaimKind.RESUMED}:
        told.events.append(Event(ClaimKind.SUSPENDED))
    note = "; ".join(f"date as given: {text}" for text in told.odd_dates)
    plain = SourceClaim(form=form, quote=quote, note=note)
    told.claims = tuple(
        replace(plain, kind=event.kind.value, when=event.when)
        for event in dict.fromkeys(replace(event, in_words=True) for event in told.events)
    ) or (plain,)
    return told


def _former(told: Told) -> None:
    """Among ties that are no more, a date alone may be the beginning or the end: it is kept as given."""
    if [(event.kind, event.in_words) for event in told.events] == [(ClaimKind.SIGNED, False)]:
        told.odd_dates.append(told.events.pop().when)
    if all(event.kind is not ClaimKind.ENDED for event in told.events):
        told.events.append(Event(ClaimKind.ENDED))


class _Scan:
    """Goes through the words of one remark, from left to right."""

    def __init__(self, text: str, told: Told) -> None:
        self._text = text
        self._told = told
        self._begun = len(told.events)
        self._open: ClaimKind | None = None  # said, and no date for it yet
        self._about = self._after_date = self._range = False

    def run(self) -> None:
        """Go through the words, and add what they say to what is told."""
        unclear = len(self._told.unclear)
        for match in _TOKEN.finditer(self._text):
            text = match.group()
            if match["date"]:
                self._date(text)
                continue
            if match["word"]:
                self._word(text)
            elif match["dash"]:
                self._range = self._range or self._after_date
            elif match["digits"]:
                self._told.unclear.append(text)
            elif match["end"]:
                self._range = False
            self._after_date = False
        self._close()
        if len(self._told.unclear) > unclear:
            self._doubt()

    def _doubt(self) -> None:
        """A date beside words that are not known may be that of anything."""
        events = self._told.events
        doubted = [event for event in events[self._begun :] if not event.in_words]
        self._told.odd_dates += [event.when for event in doubted if event.kind is ClaimKind.SIGNED]
        events[self._begun :] = [event for event in events[self._begun :] if event not in doubted]

    def _close(self) -> None:
        """What was said without a date was done all the same; a signature says no more than the list."""
        if self._open not in {None, ClaimKind.SIGNED}:
            self._told.events.append(Event(self._open or ClaimKind.ENDED))
        self._open = None

    def _word(self, word: str) -> None:
        if self._after_date and RANGE.fullmatch(word):
            self._range = True
        elif ABOUT.fullmatch(word):
            self._about = True
        elif kind := next((kind for kind, words in EVENTS if words.fullmatch(word)), None):
            if kind is ClaimKind.SIGNED and self._open:
                return  # “suspended since”
            if self._open is not kind:
                self._close()
            self._open = kind
        elif len(word) > 1 and not is_filler(word):
            self._told.unclear.append(word)

    def _date(self, text: str) -> None:
        when = f"{text}~" if self._about else text
        self._about = False
        ranged, self._range, self._after_date = self._range, False, True
        try:
            parse_date(when)
        except InvalidDateError:
            self._told.odd_dates.append(text)
            return
        events = self._told.events
        mine = events[self._begun :]
        if ranged and mine and not self._open:
            self._until(when, mine[-1])
        elif not self._open and any(event.kind is ClaimKind.SIGNED for event in mine):
            self._told.odd_dates.append(text)
        else:
            events.append(Event(self._open or ClaimKind.SIGNED, when, self._open is not None))
        self._open = None

    def _until(self, when: str, before: Event) -> None:
        """“1987–2022” is a beginning and an end, also where a word says that it ended."""
        events = self._told.events
        if before.kind is ClaimKind.ENDED:
            events[-1] = Event(ClaimKind.SIGNED, before.when, before.in_words)
        if before.kind in {ClaimKind.SIGNED, ClaimKind.ENDED}:
            events.append(Event(ClaimKind.ENDED, when, before.in_words))
        else:
            self._told.odd_dates.append(when)
