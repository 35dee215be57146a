"""Text keys: one spelling for names in any script, so that Владивосток finds Vladivostok."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
#: Signs inside a word that vanish: "Naberezhnye Chelny’" = "Naberezhnye Chelny", "L'Aquila" = "LAquila".
_VANISHING = re.compile(r"['’‘ʼ`ʹʺ´ьъЬЪ]")
#: The usual English transcription of Russian and Ukrainian letters where anyascii writes them otherwise.
_TRANSCRIPTION = str.maketrans(
    {"х": "kh", "Х": "Kh", "ц": "ts", "Ц": "Ts", "щ": "shch", "Щ": "Shch", "ё": "e", "Ё": "E",
     "й": "y", "Й": "Y", "ю": "yu", "Ю": "Yu", "я": "ya", "Я": "Ya", "э": "e", "Э": "E"}
)  # fmt: skip


@lru_cache(maxsize=65536)
def search_key(text: str) -> str:
    """Return the key by which a text is found: ASCII letters and digits, lower case, single spaces.

    The same for stored names and for queries; diacritics are dropped (Köln = Koln), other scripts transliterated
    (Łódź = lodz, Владивосток = vladivostok, 北京 = beijing), apostrophes and soft signs left out, every other sign a
    space. A key is its own key.
    """
    if text.isascii():
        latin = _VANISHING.sub("", text)
    else:
        composed = unicodedata.normalize("NFC", _VANISHING.sub("", text))
        latin = anyascii(composed.translate(_TRANSCRIPTION))
    return _NOT_ALPHANUMERIC.sub(" ", latin.lower()).strip()


def slugify(text: str) -> str:
    """Return the text as a part of an address: its key with hyphens, at most 100 characters."""
    return search_key(text).replace(" ", "-")[:100].strip("-")
