"""The code on a badge: a person's number and a signature, in letters that can be read aloud and typed.

The alphabet is Crockford's: no I, L, O or U. Who types O or I means 0 or 1, and hyphens or blanks mean nothing.
"""

import re
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: So many letters of a code are its signature: 50 bits, of no use to anybody who may not check people in.
SIGNED = 10
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_CODE = re.compile(rf"[{ALPHABET}]{{{SIGNED + 1},{SIGNED + 13}}}")
_IN_ADDRESS = re.compile(r"/badge/([0-9A-Za-z-]+)/?\s*$")


@dataclass(frozen=True, slots=True)
class Code:
    """A code taken apart: whose it says to be, and with which signature."""

    number: int
    signature: str


def spelled(number: int) -> str:
    """Return a number of at least 0 in the alphabet of codes."""
    letters = ""
    while True:
        number, rest = divmod(number, 32)
        letters = ALPHABET[rest] + letters
        if number == 0:
            return letters


def signature_of(digest: bytes) -> str:
    """Return the beginning of a digest (at least 7 bytes) as the letters of a signature."""
    bits = int.from_bytes(digest[:7]) >> (56 - 5 * SIGNED)
    return spelled(bits).rjust(SIGNED, ALPHABET[0])


def code(number: int, digest: bytes) -> str:
    """Return the code of a person's number, signed by a digest."""
    return spelled(number) + signature_of(digest)


def shown(text: str) -> str:
    """Return a code in groups, as it is printed: “3F-7K2M9-QXT4P”."""
    head, tail = text[:-SIGNED], text[-SIGNED:]
    return f"{head}-{tail[:5]}-{tail[5:]}"


def understood(text: str) -> Code | None:
    """Return what was typed or scanned (a code, or the address with it) as a code; ``None`` if it is none."""
    address = _IN_ADDRESS.search(text)
    letters = (address.group(1) if address else text).strip().upper().translate(_MEANT)
    if not _CODE.fullmatch(letters):
        return None
    number = 0
    for letter in letters[:-SIGNED]:
        number = number * 32 + ALPHABET.index(letter)
    if number >= 2**63 or spelled(number) != letters[:-SIGNED]:
        return None
    return Code(number, letters[-SIGNED:])
