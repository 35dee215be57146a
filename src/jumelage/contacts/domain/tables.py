"""Address lists as spreadsheets write them: any delimiter, the usual encodings, headers in several languages."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from jumelage.contacts.domain.rows import (
    MOST_BYTES,
    MOST_ROWS,
    ContactRow,
    UnreadableError,
    clean,
    make_row,
)
from jumelage.core.domain.text import search_key

DELIMITERS = ",;\t|"
MOST_COLUMNS = 60
#: What a column may hold: the fields of an entry, and parts of a name.
TARGETS = (
    "name", "given", "middle", "family", "function", "office", "email", "phone", "languages", "time_zone", "address",
    "url", "note",
)  # fmt: skip
#: Heads of columns in English, Russian, German and French.
_HEADS = {
    "name": "name; full name; contact; contact person; person; display name; ФИО; Ф. И. О.; фамилия имя отчество; "
    "имя и фамилия; контактное лицо; контакт; сотрудник; vollständiger name; ansprechpartner; ansprechpartnerin; "
    "kontaktperson; nom complet; nom et prénom; personne de contact; interlocuteur",
    "given": "given name; first name; forename; имя; vorname; prénom",
    "middle": "middle name; patronymic; additional name; отчество; zweiter vorname; deuxième prénom",
    "family": "family name; last name; surname; фамилия; nachname; familienname; nom; nom de famille",
    "function": "function; position; title; job title; role; post; должность; пост; функция; роль; funktion; "
    "position; stelle; amtsbezeichnung; fonction; poste; titre",
    "office": "office; organisation; organization; company; department; authority; institution; agency; организация; "
    "отдел; управление; департамент; учреждение; ведомство; компания; amt; behörde; abteilung; referat; firma; "
    "service; bureau; organisme; société; département; administration",
    "email": "email; e-mail; mail; e mail; email address; e-mail address; e mail 1 value; эл. почта; "
    "электронная почта; почта; адрес электронной почты; имейл; email адрес; mailadresse; e-mail-adresse; courriel; "
    "adresse e-mail; adresse électronique; mél",
    "phone": "phone; telephone; tel; phone number; mobile; cell; work phone; business phone; phone 1 value; "
    "телефон; тел; номер телефона; рабочий телефон; мобильный телефон; telefon; telefonnummer; rufnummer; téléphone; "
    "numéro de téléphone",
    "languages": "language; languages; язык; языки; владение языками; sprache; sprachen; langue; langues",
    "time_zone": "time zone; timezone; часовой пояс; zeitzone; fuseau horaire",
    "address": "address; postal address; street; адрес; почтовый адрес; улица; adresse; anschrift; postanschrift; "
    "straße; rue; adresse postale",
    "url": "url; website; web; web page; homepage; сайт; веб-сайт; страница; webseite; internetseite; site; site web",
    "note": "note; notes; remark; remarks; comment; comments; примечание; примечания; комментарий; заметка; bemerkung; "
    "bemerkungen; notiz; anmerkung; remarque; remarques; commentaire",
}  # fmt: skip
_HIGH_LETTERS = re.compile(rb"[\xc0-\xff]+")


@dataclass(frozen=True, slots=True)
class Table:
    """A file’s columns and rows, as they stand there."""

    columns: list[str]
    rows: list[list[str]]


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16, Windows-1251, Windows-1252 or Latin-1."""
    if data[:3] == b"\xef\xbb\xbf":
        return data[3:].decode("utf-8", "replace")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace")
    if wide := _wide(data[:400]):
        return data.decode(wide, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_eight_bit(data), "replace")


def _wide(sample: bytes) -> str:
    """Return UTF-16’s name where every other byte is that of Latin or Cyrillic letters: it is written without its mark
    too.
    """
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = sample[first::2]
        if len(half) > 2 and sum(byte in {0, 4} for byte in half) * 10 > len(half) * 9:
            return name
    return ""


def _eight_bit(data: bytes) -> str:
    """Return the encoding of one byte a letter: Russian words are all high bytes, é and ü stand alone among others."""
    runs = _HIGH_LETTERS.findall(data)
    in_words = sum(len(run) for run in runs if len(run) > 2)
    if in_words * 2 > sum(map(len, runs)):
        return "cp1251"
    return "cp1252" if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "latin-1"


def read_table(data: bytes) -> Table:
    """Read a file of rows.

    Raises:
        UnreadableError: it is empty, too large, or no text of rows.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableError("too_large")
    text = decode(data).replace("\x00", "")
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\s*", first)  # what Excel writes before its rows
    if told:
        text = rest
    try:
        rows = _rows(text, told[1] if told else _delimiter(text))
    except csv.Error as error:
        raise UnreadableError("no_table") from error
    if not rows:
        raise UnreadableError("empty")
    if len(rows) > MOST_ROWS + 1:
        raise UnreadableError("too_many")
    return _with_columns(rows)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    rows = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        cells = [clean(cell, lines=True) for cell in row[:MOST_COLUMNS]]
        if any(cells):
            rows.append(cells)
        if len(rows) > MOST_ROWS + 1:
            break
    return rows


def _delimiter(text: str) -> str:
    """Return the sign between cells: the one that cuts the first lines into the most columns, all alike."""
    sample = "\n".join(text.splitlines()[:30])
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = [
                len(row) for row in csv.reader(io.StringIO(sample), delimiter=delimiter) if row
            ]
        except csv.Error:
            continue
        common = max(set(widths), key=widths.count, default=1)
        score = (common - 1) * widths.count(common) / max(1, len(widths))
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _with_columns(rows: list[list[str]]) -> Table:
    """Part the line of heads from the rows; where there is none, columns have no name."""
    width = max(len(row) for row in rows)
    padded = [row + [""] * (width - len(row)) for row in rows]
    heads = padded[0]
    known = sum(1 for head in heads if _target_of(head))
    is_head = known > 0 and not any("@" in cell for cell in heads)
    if is_head or (
        len(padded) > 1 and not any("@" in cell for cell in heads) and _mails_below(padded)
    ):
        return Table(heads, padded[1:])
    return Table([""] * width, padded)


def _mails_below(rows: list[list[str]]) -> bool:
    return any("@" in cell for row in rows[1:6] for cell in row)


def _target_of(head: str) -> str:
    return _known_heads().get(search_key(head), "")


def _known_heads() -> dict[str, str]:
    if not _KNOWN:
        for target, words in _HEADS.items():
            for word in words.split(";"):
                _KNOWN.setdefault(search_key(word), target)
    return _KNOWN


_KNOWN: dict[str, str] = {}


def guess_mapping(table: Table) -> list[str]:
    """Return for each column what it holds (one of ``TARGETS``, each once), or nothing."""
    mapping: list[str] = []
    for index, head in enumerate(table.columns):
        cells = [row[index] for row in table.rows[:20] if row[index]]
        target = _target_of(head) or ("email" if _mostly_mails(cells) else "")
        mapping.append(target if target not in mapping else "")
    if "given" not in mapping and "family" in mapping and "name" not in mapping:
        mapping[mapping.index("family")] = "name"
    if not any(table.columns) and mapping and not mapping[0]:
        mapping[0] = "name"
    return mapping


def _mostly_mails(cells: Sequence[str]) -> bool:
    return bool(cells) and sum("@" in cell for cell in cells) * 2 > len(cells)


def rows_of(table: Table, mapping: Sequence[str]) -> list[ContactRow]:
    """Return the entries of a table by what its columns hold. Parts of a name are put together."""
    found = []
    for number, row in enumerate(table.rows, start=1):
        values = {target: cell for target, cell in zip(mapping, row, strict=False) if target}
        parts = [values.pop(part, "") for part in ("given", "middle", "family")]
        if not values.get("name"):
            values["name"] = " ".join(filter(None, parts))
        found.append(make_row(number, values))
    return found
