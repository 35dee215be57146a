"""Keys by which names are looked up in the gazetteer: made fast, and compact in an index.

:func:`fast_key` gives what :func:`jumelage.core.domain.text.search_key` gives, letter by letter
through one table, because building the index asks for two million of them. :func:`index_key` joins
the spellings that are looked up together; how exactly a name was met is told apart afterwards.
"""

import re
from unicodedata import is_normalized, normalize
from zlib import crc32

from jumelage.core.domain.text import saint_key, search_key

#: Where names come to the Latin script in more than one usual way.
CYRILLIC = frozenset(
    ["RU", "UA", "BY", "BG", "KZ", "KG", "MD", "UZ", "TJ", "TM", "GE", "AM", "AZ", "MK", "RS"]
)
_GLIDE = re.compile(r"(?<=[b-df-hj-np-tv-xz])[iyj](?=[aeou])")
_ENDING = re.compile(r"(?:yy|iy|yi|ij|y|ii)(?![a-z])")
_SAINTS = ("sain", "sank", "sint", "szent", "svet")


class _Letters(dict[int, str]):
    """What each letter becomes in a key; filled as letters come."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        found = search_key.__wrapped__(letter)
        if not found and search_key.__wrapped__(f"a{letter}a") != "aa":
            found = " "  # a sign that parts words; what vanishes parts none
        elif found and search_key.__wrapped__(f"a{letter}a") != f"a{found}a":
            found = search_key.__wrapped__(f"a{letter}a")[1:-1]  # with spaces of its own
        self[code] = found
        return found


_LETTERS = _Letters()


def fast_key(text: str) -> str:
    """Return the same as ``search_key``, several times faster on names seen once."""
    if not text.isascii():
        if "ъ" in text or "Ъ" in text:
            return search_key.__wrapped__(text)
        if not is_normalized("NFC", text):
            text = normalize("NFC", text)
    return " ".join(text.translate(_LETTERS).split())


def index_key(country: str, key: str) -> str:
    """Return what all spellings of a key share: saints shortened, no spaces; in countries of the
    Cyrillic script (and their neighbours) without what transcriptions differ in.

    Hitachi-Ōta = Hitachiōta, Sankt Pölten = St. Pölten, Tyachiv = Tiachiv.
    """
    if "s" in key and any(word in key for word in _SAINTS):
        key = saint_key(key)
    if country in CYRILLIC:
        key = _ENDING.sub("i", _GLIDE.sub("", key.replace("shch", "sch").replace("q", "k")))
    return key.replace(" ", "")


def key_hash(country: str, key: str) -> int:
    """Return 64 bits that stand for a country and an index key: one checksum read both ways."""
    data = (country + key).encode()
    return crc32(data) << 32 | crc32(data[::-1])


def exact_mark(key: str) -> int:
    """Return 8 bits by which a key can be told from others that share its index key."""
    return crc32(saint_key(key).encode() if "s" in key else key.encode()) & 0xFF
