"""Tables as offices and lists publish them: any usual encoding, any delimiter, damaged rows and all.

Reads CSV and its kin. Spreadsheets are not read: the message says to save them as CSV, which every program for
spreadsheets can.
"""

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jumelage.imports.domain.statements import Remark, UnreadableSourceError

DELIMITERS = (",", ";", "\t", "|")
#: Stands for bytes that are no text in the encoding of the file.
UNDECODABLE = "\ufffd"
#: Which of the encodings before Unicode a language's offices used.
_LEGACY = {
    **dict.fromkeys(("cs", "sk", "pl", "hu", "ro", "sl", "hr", "bs", "sq"), "cp1250"),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "sr"), "cp1251"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    "el": "cp1253",
    "tr": "cp1254",
    "ja": "cp932",
    "ko": "cp949",
    "zh": "gb18030",
}
_SPREADSHEETS = {
    b"PK\x03\x04": "a spreadsheet (XLSX or ODS) or another packed file",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet (XLS)",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a packed file (gzip)",
}
#: A name of eight letters of UTF-16 has nearly as many zero bytes as letters.
_ZEROES = 0.2
#: No register has so many columns; a file that is no table may seem to.
_ENOUGH = 512


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the number of its (last) line, and its fields by column, trimmed."""

    line: int
    values: dict[str, str]
    missing: int = 0  # so many fields fewer than the header
    surplus: int = 0  # so many more


@dataclass(frozen=True, slots=True)
class Table:
    """A table opened: what its columns are called, how it was read, and its rows, once."""

    columns: tuple[str, ...]
    encoding: str
    delimiter: str
    lines: int
    rows: Iterator[TableRow | Remark]


class _Reader(Protocol):
    @property
    def line_num(self) -> int: ...

    def __next__(self) -> list[str]: ...


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        UnreadableSourceError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableSourceError(f"{path.name}: {reason}") from error


def digest_of(*paths: Path) -> str:
    """Return the SHA-256 of a file (hexadecimal), or of the digests of several, one a line.

    Raises:
        UnreadableSourceError: one cannot be read.
    """
    digests = [hashlib.sha256(read_bytes(path)).hexdigest() for path in paths]
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def decode(data: bytes, encoding: str = "", language: str = "") -> tuple[str, str]:
    """Return the text of a file and the encoding in which it was read.

    What is no text in that encoding becomes U+FFFD. Without ``encoding``: a mark at the beginning decides, then
    UTF-16 by its zero bytes, then UTF-8, then the encoding that offices of the ``language`` used before.

    Raises:
        UnreadableSourceError: it is no text, or there is no such encoding.
    """
    for start, what in _SPREADSHEETS.items():
        if data.startswith(start):
            raise UnreadableSourceError(f"this is {what}; open it and save the table as CSV")
    name = encoding or _detect(data, language)
    try:
        text = data.decode(name, errors="replace")
    except LookupError as error:
        raise UnreadableSourceError(f"there is no encoding “{name}”") from error
    except UnicodeError as error:
        raise UnreadableSourceError(f"this is no text in {name}: {error}") from error
    return text.removeprefix("\ufeff"), name


def _detect(data: bytes, language: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    sample = data[:4000]
    if sample.count(0) > _ZEROES * len(sample):
        return "utf-16-be" if sample[:1] == b"\0" else "utf-16-le"
    text = data.decode("utf-8", errors="replace")
    bad = text.count(UNDECODABLE)
    # A few damaged rows of a file in UTF-8 are reported one by one; a file in another encoding
    # has hardly a letter beyond ASCII that is good UTF-8.
    good = sum(1 for letter in text if letter > "\x7f") - bad
    if bad <= good:
        return "utf-8"
    return _LEGACY.get(language.replace("_", "-").split("-")[0].lower(), "cp1252")


def guess_delimiter(text: str) -> str:
    """Return what separates the fields of the first line: a comma, a semicolon, a tab or a bar."""
    first = text.split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)


def open_table(
    data: bytes,
    *,
    encoding: str = "",
    delimiter: str = "",
    language: str = "",
    skip: int = 0,
    columns: Sequence[str] = (),
) -> Table:
    """Open a table. ``columns`` names them where the file does not; ``skip`` lines stand before it.

    Raises:
        UnreadableSourceError: it is no table, or has no columns.
    """
    text, encoding = decode(data, encoding, language)
    stream = io.StringIO(text, newline="")
    for _ in range(skip):
        stream.readline()
    delimiter = delimiter or guess_delimiter(text[stream.tell() :])
    reader = csv.reader(stream, delimiter=delimiter)
    header = tuple(columns) if columns else _header(reader)
    rows = _rows(reader, header, skip)
    return Table(header, encoding, delimiter, text.count("\n") + 1, rows)


def _header(reader: "Iterator[list[str]]") -> tuple[str, ...]:
    try:
        header = tuple(name.strip() for name in next(reader, []))
    except csv.Error as error:
        raise UnreadableSourceError(f"the first line cannot be read: {error}") from error
    if not any(header) or len(header) > _ENOUGH:
        raise UnreadableSourceError("the first line does not name the columns")
    double = {name for name in header if name and header.count(name) > 1}
    if double:
        raise UnreadableSourceError(
            f"two columns are called “{min(double)}”; rename one, or name all by [file] columns"
        )
    return header


def _rows(reader: _Reader, header: tuple[str, ...], skip: int) -> Iterator[TableRow | Remark]:
    """Yield the rows with their lines; one that csv cannot read becomes a remark, empty lines vanish."""
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"the row cannot be read: {error}"
            yield Remark(skip + reader.line_num + 1, "unreadable", message)
            continue
        if not any(field.strip() for field in fields):
            continue
        values = {name: field.strip() for name, field in zip(header, fields, strict=False) if name}
        missing = max(len(header) - len(fields), 0)
        values.update(dict.fromkeys((name for name in header[len(fields) :] if name), ""))
        surplus = sum(1 for field in fields[len(header) :] if field.strip())
        yield TableRow(skip + reader.line_num, values, missing, surplus)
