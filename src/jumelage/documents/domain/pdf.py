"""What a PDF must not have: scripts, programs that it starts, files within, a lock; and it must be whole."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

#: More objects, or more values in them, no paper has; who has is after something else.
MOST_OBJECTS, MOST_VALUES, DEEPEST = 200_000, 3_000_000, 60

SCRIPT, LAUNCH, SENDS, FILES, MEDIA = (
    "pdf_script", "pdf_launch", "pdf_sends", "pdf_files", "pdf_media",
)  # fmt: skip
#: What an action does (its /S).
_ACTIONS = {
    "/JavaScript": SCRIPT, "/Launch": LAUNCH, "/GoToR": LAUNCH, "/GoToE": FILES, "/SubmitForm": SENDS,
    "/ImportData": SENDS, "/Rendition": MEDIA, "/Movie": MEDIA, "/Sound": MEDIA, "/RichMediaExecute": MEDIA,
}  # fmt: skip
#: What a dictionary holds, by the name of an entry, and what it is, by its /Type or /Subtype.
_ENTRIES = {
    "/JS": SCRIPT,
    "/XFA": SCRIPT,
    "/JavaScript": SCRIPT,
    "/EF": FILES,
    "/EmbeddedFiles": FILES,
}
_TYPES = {
    "/EmbeddedFile": FILES, "/FileAttachment": FILES, "/RichMedia": MEDIA, "/3D": MEDIA, "/Movie": MEDIA,
    "/Sound": MEDIA, "/Screen": MEDIA,
}  # fmt: skip
#: The same in the plain bytes: an object that the table of contents leaves out is found by a reader that repairs files.
_WORDS = {b"/JavaScript": SCRIPT, b"/Launch": LAUNCH, b"/EmbeddedFile": FILES, b"/RichMedia": MEDIA}
_SPELT_OUT = re.compile(rb"#([0-9A-Fa-f]{2})")
_END = b"%%EOF"


def pdf_faults(content: bytes) -> list[str]:
    """Return what is wrong with a PDF, as values of ``checks.Fault``; nothing if it may be kept."""
    end = content.rfind(_END)
    if end < 0:
        return ["pdf_broken"]
    if content[end + len(_END) :].strip(b"\0\t\n\f\r "):
        return ["more_than_one"]
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            return ["pdf_locked"]
        found = set(_found_in(reader)) if len(reader.pages) else {"pdf_broken"}
    except Exception:  # noqa: BLE001 - whatever a hostile file makes the reader do, it is not taken
        return ["pdf_broken"]
    plain = _SPELT_OUT.sub(lambda match: bytes([int(match[1], 16)]), content)
    found |= {fault for word, fault in _WORDS.items() if word in plain}
    return sorted(found)


def _found_in(reader: PdfReader) -> Iterator[str]:
    """Yield what any object of the file holds, used or not.

    Raises:
        ValueError: there are more objects or values than a paper has.
    """
    numbers = {
        (number, generation)
        for generation, objects in reader.xref.items()
        for number in objects
        if generation != 65535  # free
    } | {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise ValueError("too many objects")
    values = 0
    for number, generation in sorted(numbers):
        kept: Any = reader.get_object(IndirectObject(number, generation, reader))
        for entry in _walk(kept):
            values += 1
            if values > MOST_VALUES:
                raise ValueError("too many values")
            yield from _said_by(entry)
    yield from _said_by(reader.trailer)


def _walk(kept: PdfObject | None, depth: int = 0) -> Iterator[DictionaryObject]:
    """Yield the dictionaries within an object; what lies behind a reference is an object of its own.

    Raises:
        ValueError: they lie deeper in one another than in any paper.
    """
    if depth > DEEPEST:
        raise ValueError("too deep")
    if isinstance(kept, DictionaryObject):
        yield kept
        for value in dict.values(kept):
            if isinstance(value, DictionaryObject | ArrayObject):
                yield from _walk(value, depth + 1)
    elif isinstance(kept, ArrayObject):
        for value in list.__iter__(kept):
            if isinstance(value, DictionaryObject | ArrayObject):
                yield from _walk(value, depth + 1)


def _said_by(entry: DictionaryObject) -> Iterator[str]:
    for name in dict.keys(entry):
        if name in _ENTRIES:
            yield _ENTRIES[name]
    action = _name_of(entry, "/S")
    if action in _ACTIONS:
        yield _ACTIONS[action]
    for key in ("/Type", "/Subtype"):
        if (said := _name_of(entry, key)) in _TYPES:
            yield _TYPES[said]


def _name_of(entry: DictionaryObject, key: str) -> str:
    """Return a name that an entry has; it may stand behind a reference."""
    value: Any = dict.get(entry, key)
    if isinstance(value, IndirectObject):
        value = value.get_object()
    return value if isinstance(value, str) else ""
