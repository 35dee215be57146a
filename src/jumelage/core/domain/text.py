"""Text keys: one spelling for names in any script, so that Владивосток finds Vladivostok."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
#: Signs inside a word that vanish: "L'Aquila" = "LAquila", "Ryazan’" = "Ryazan".
_VANISHING = re.compile(r"['’‘ʼʻʾʿ`´ʹʺьЬ\u00ad\u200b-\u200d\u2060\ufeff]")
#: Silent in Russian, where it stands before these letters; elsewhere it is a vowel (Търново).
_HARD_SIGN = re.compile(r"[ъЪ](?=[еёюяЕЁЮЯ])")
#: The usual English transcription of Cyrillic letters where anyascii writes them otherwise.
_TRANSCRIPTION = str.maketrans(
    {"х": "kh", "Х": "Kh", "ц": "ts", "Ц": "Ts", "щ": "shch", "Щ": "Shch", "ё": "e", "Ё": "E",
     "й": "y", "Й": "Y", "ю": "yu", "Ю": "Yu", "я": "ya", "Я": "Ya", "э": "e", "Э": "E",
     "ъ": "a", "Ъ": "A"}
)  # fmt: skip
#: What precedes a saint's name, masculine then feminine, in languages that lists are written in.
_SAINT = re.compile(r"\b(?:(saint|sankt|sint|szent|sveti)|(sainte)) (?=[a-z])")


@lru_cache(maxsize=65536)
def search_key(text: str) -> str:
    """Return the key by which a text is found: ASCII letters and digits, lower case, single spaces.

    The same for stored names and for queries. Diacritics are dropped and never spelt out (Köln =
    Koln, which is not Koeln: to treat every "oe" as "ö" would merge other names; a gazetteer lists
    Koeln as a name of its own). Other scripts are transliterated (Łódź = lodz, Владивосток =
    vladivostok, 北京 = beijing), ё is е, soft signs and apostrophes vanish, hyphens and every other
    sign become a space. "St." stays "st": see :func:`saint_key`. A key is its own key.
    """
    if text.isascii():
        latin = text
    else:
        composed = _VANISHING.sub("", unicodedata.normalize("NFC", text))
        latin = anyascii(_HARD_SIGN.sub("", composed).translate(_TRANSCRIPTION))
    return _NOT_ALPHANUMERIC.sub(" ", _VANISHING.sub("", latin).lower()).strip()


def saint_key(key: str) -> str:
    """Return a key in which Saint, Sankt and Sint before a name are "st" and Sainte is "ste".

    Kept apart from :func:`search_key`: somebody who has typed "Sankt" must still find
    "Sankt-Peterburg" by its beginning, and a "St" that means "street" or "state" must not become a
    saint.
    """
    return _SAINT.sub(lambda match: "ste " if match[2] else "st ", key)


def csv_cell(value: object) -> object:
    """Return a value for a cell of CSV: what a spreadsheet would take for a formula gets an apostrophe first.

    Source: OWASP, “CSV Injection”. Numbers stay as they are.
    """
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return value


def slugify(text: str) -> str:
    """Return the text as a part of an address: its key with hyphens, at most 100 characters."""
    return search_key(text).replace(" ", "-")[:100].strip("-")
