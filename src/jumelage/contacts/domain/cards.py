"""Address lists as vCards (2.1, 3.0 and 4.0), as address books and telephones write them."""

import re
from collections.abc import Iterable, Iterator

import vobject
from vobject.base import ContentLine, VObjectError

from jumelage.contacts.domain.rows import (
    MOST_BYTES,
    MOST_ROWS,
    ContactRow,
    RowProblem,
    UnreadableError,
    make_row,
)
from jumelage.contacts.domain.tables import decode

#: A card that is longer, its pictures left out, is no card of a person.
LONGEST_CARD = 50_000
_BEGIN = re.compile(r"^\s*BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE)
_END = re.compile(r"^\s*END\s*:\s*VCARD\s*$", re.IGNORECASE)
#: Pictures, sounds and keys: large, and of no use here.
_HEAVY = re.compile(r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|AGENT|X-[\w-]+)[;:]", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?<!\\)[;]")


def looks_like_cards(data: bytes) -> bool:
    """Whether a file holds vCards."""
    return "BEGIN:VCARD" in decode(data[:400]).upper().replace(" ", "")


def read_cards(data: bytes) -> list[ContactRow]:
    """Return the entries of a file of vCards, each with what is wrong with it.

    Raises:
        UnreadableError: the file is too large or holds no card.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError("too_large")
    rows: list[ContactRow] = []
    for number, card in enumerate(_cards(decode(data).replace("\x00", "")), start=1):
        if number > MOST_ROWS:
            raise UnreadableError("too_many")
        rows.append(_read(number, card))
    if not rows:
        raise UnreadableError("empty")
    return rows


def _cards(text: str) -> Iterator[str]:
    """Yield each card alone. Of cards within cards, of which files can hold any number, only the inmost is one."""
    lines: list[str] = []
    heavy = False
    for line in re.split(r"\r\n|\n|\r", text):
        if _BEGIN.match(line):
            lines, heavy = ["BEGIN:VCARD"], False
        elif not lines:
            continue
        elif _END.match(line):
            yield "\n".join([*lines, "END:VCARD", ""])
            lines = []
        else:
            continued = line[:1] in {" ", "\t"}
            heavy = heavy if continued else bool(_HEAVY.match(line))
            if not heavy:
                lines.append(line)


def _read(number: int, card: str) -> ContactRow:
    if len(card) > LONGEST_CARD:
        return ContactRow(number, problems=(RowProblem("card", "", stops=True),))
    try:
        parts = vobject.readComponents(
            card, validate=False, transform=False, ignoreUnreadable=True, allowQP=True
        )
        lines = [line for part in parts for line in part.lines()]
    except (VObjectError, ValueError, LookupError, IndexError, RecursionError):
        return ContactRow(number, problems=(RowProblem("card", "", stops=True),))
    return make_row(number, _values(lines))


def _values(lines: Iterable[ContentLine]) -> dict[str, str]:
    by_name: dict[str, list[str]] = {}
    for line in lines:
        by_name.setdefault(line.name.upper(), []).append(str(line.value))

    def first(*names: str) -> str:
        return next((value for name in names for value in by_name.get(name, []) if value), "")

    units = _parts(first("ORG"))
    return {
        "name": _plain(first("FN")) or _name(first("N")) if not _is_office(by_name) else "",
        "function": _plain(first("TITLE", "ROLE")),
        "office": ", ".join(units) or (_plain(first("FN")) if _is_office(by_name) else ""),
        "email": " ".join(by_name.get("EMAIL", [])),
        "phone": _plain(first("TEL")).removeprefix("tel:"),
        "languages": ",".join(by_name.get("LANG", [])),
        "time_zone": _plain(first("TZ")) if "/" in first("TZ") else "",
        "address": "\n".join(_parts(first("ADR"))),
        "url": _plain(first("URL")),
        "note": _plain(first("NOTE")),
    }


def _is_office(by_name: dict[str, list[str]]) -> bool:
    """Whether a card is that of an office: it says so, or (before version 4.0) has nobody’s name."""
    kind = by_name.get("KIND", [""])[0].strip().lower()
    if kind:
        return kind in {"org", "group", "location"}
    has_name = any(_parts(name) for name in by_name.get("N", []))
    shown, units = by_name.get("FN", [""])[0], _parts(by_name.get("ORG", [""])[0])
    return not has_name and _plain(shown) in units


def _parts(text: str) -> list[str]:
    return [part for part in map(_plain, _SEPARATOR.split(text)) if part]


def _name(text: str) -> str:
    """Return “family;given;middle;before;after” as one writes a name."""
    family, given, middle, *_more = (*map(_plain, _SEPARATOR.split(text)), "", "", "")
    return " ".join(filter(None, [given, middle, family]))


def _plain(text: str) -> str:
    """Return a value without the signs that protect commas, semicolons and line ends."""
    return (
        re.sub(r"\\([nN])", "\n", text)
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\")
        .strip()
    )
