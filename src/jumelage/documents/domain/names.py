"""Names of files: no folders, no invisible signs, nothing that turns the direction of writing."""

import re
import unicodedata
from pathlib import PurePosixPath

from jumelage.core.domain.text import slugify

#: So long may a name be, in characters and in bytes.
LONGEST, LONGEST_BYTES = 150, 190
#: Signs that no file's name needs, and that some systems take for something else.
_FORBIDDEN = frozenset('/\\:*?"<>|')
_ENDING = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,5}$")
#: Control, format (direction of writing among them), private and unassigned signs, lone surrogates.
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})


def clean_text(text: str) -> str:
    """Return one line of text without invisible signs, its spaces single."""
    kept = (
        " " if sign.isspace() else sign
        for sign in unicodedata.normalize("NFC", text)
        if sign.isspace() or unicodedata.category(sign) not in _INVISIBLE
    )
    return " ".join("".join(kept).split())


def clean_name(name: str, ending: str) -> str:
    """Return a file's name as it is kept and offered: the last part of a path, cleaned and not too long.

    Args:
        name: as it came, perhaps with folders.
        ending: that of a file whose name has none (``.pdf``).
    """
    last = clean_text(name.replace("\\", "/").rpartition("/")[2])
    plain = "".join("_" if sign in _FORBIDDEN else sign for sign in last).strip(". ")
    plain = plain or "document"
    found = _ENDING.search(plain)
    suffix = found[0] if found else ""
    stem = plain[: len(plain) - len(suffix)]
    stem = stem.strip(". ")[: LONGEST - 6] or "document"
    while len(stem.encode()) > LONGEST_BYTES - 6:
        stem = stem[:-1]
    return f"{stem}{suffix or ending}"


def address_name(file_name: str) -> str:
    """Return a file's name as the last part of its address: ASCII letters, digits and hyphens, and its ending."""
    path = PurePosixPath(file_name)
    return f"{slugify(path.stem) or 'document'}{path.suffix.lower()}"
