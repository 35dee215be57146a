"""Contacts as files: vCard 4.0 and 3.0, and CSV that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jumelage.core.domain.text import csv_cell

VERSIONS = ("4.0", "3.0")
#: The columns of CSV, as :data:`~jumelage.contacts.domain.tables.TARGETS` calls them; and the place before them.
COLUMNS = (
    "place", "name", "function", "office", "email", "phone", "languages", "time_zone", "address", "url", "note",
)  # fmt: skip
#: RFC 6350, 3.2: a line has at most so many bytes.
_LINE = 75


@dataclass(frozen=True, slots=True)
class Card:
    """A person, or an office where there is no name, as it is written into a file. ``uid`` stays the same for ever."""

    uid: str
    place: str
    name: str = ""
    function: str = ""
    office: str = ""
    email: str = ""
    phone: str = ""
    languages: tuple[str, ...] = ()
    time_zone: str = ""
    address: str = ""
    url: str = ""
    note: str = ""


def csv_of(cards: Iterable[Card], heads: Sequence[str]) -> str:
    """Return contacts as CSV under these heads (one for each of ``COLUMNS``), with line ends as RFC 4180 has them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([csv_cell(head) for head in heads])
    for card in cards:
        values = {name: getattr(card, name) for name in COLUMNS} | {
            "languages": ", ".join(card.languages)
        }
        writer.writerow([csv_cell(values[name]) for name in COLUMNS])
    return out.getvalue()


def vcards_of(cards: Iterable[Card], version: str = "4.0") -> str:
    """Return contacts as vCards of a version (RFC 6350, or RFC 2426 for older address books).

    Raises:
        ValueError: there is no such version.
    """
    if version not in VERSIONS:
        raise ValueError(f"vCards are written in versions {', '.join(VERSIONS)}")
    return "".join(_card(card, version) for card in cards)


def _card(card: Card, version: str) -> str:
    is_new = version == "4.0"
    kind = "individual" if card.name else "org"
    lines = [
        "BEGIN:VCARD",
        f"VERSION:{version}",
        f"UID:{_text(card.uid)}",
        *([f"KIND:{kind}"] if is_new else []),
        f"FN:{_text(card.name or card.office)}",
        # Which of the words is the family name is not known; version 3.0 asks for one.
        *([] if is_new else [f"N:{_text(card.name)};;;;"]),
        _line("ORG", _components(card.place, card.office)),
        _line("TITLE", _text(card.function)),
        _line("EMAIL" if is_new else "EMAIL;TYPE=INTERNET", _text(card.email)),
        _line("TEL;TYPE=work", _text(card.phone)),
        *(f"LANG:{language}" for language in card.languages if is_new),
        _line("TZ" if is_new else "TZ;VALUE=TEXT", card.time_zone),
        _line("ADR;TYPE=work", f";;{_text(card.address)};;;;" if card.address else ""),
        _line("URL", card.url),
        _line("NOTE", _text(card.note)),
        "END:VCARD",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines if line)


def _line(name: str, value: str) -> str:
    return f"{name}:{value}" if value else ""


def _components(*parts: str) -> str:
    return ";".join(_text(part) for part in parts if part)


def _text(value: str) -> str:
    """Protect what has a meaning in a vCard. A line end in a text can begin no line of the card."""
    text = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Return a line of at most 75 bytes, continued on the next after a space; no letter is cut in two."""
    if len(line.encode()) <= _LINE:
        return line
    pieces, piece, size = [], "", 0
    for char in line:
        length = len(char.encode())
        if size + length > _LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + length
    return "\r\n".join([*pieces, piece])
