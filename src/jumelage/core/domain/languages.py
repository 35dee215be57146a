"""Languages as people write them into forms and lists: “English, русский; de”."""

import re
from functools import lru_cache

from babel import Locale

from jumelage.core.domain.text import search_key

#: Languages in whose words languages are named in forms and address lists.
_NAMED_IN = ("en", "ru", "de", "fr")
#: Languages whose names and codes are understood (ISO 639-1). Only ever add.
LANGUAGES = (
    "ar", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl",
    "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "mk", "mn", "nb", "nl",
    "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "tg", "th", "tr", "tt", "uk", "uz", "vi", "zh",
)  # fmt: skip
_ALSO = {"no": "nb", "norwegian": "nb", "norvezhskiy": "nb", "mandarin": "zh", "farsi": "fa"}


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    known = {code: code for code in LANGUAGES}
    for language in _NAMED_IN:
        names = Locale(language).languages
        known |= {search_key(names[code]): code for code in LANGUAGES if code in names}
    return known | _ALSO


def read_languages(text: str) -> tuple[list[str], list[str]]:
    """Return the codes of the languages that a text lists (ISO 639-1), and the words that name none."""
    codes: list[str] = []
    unknown: list[str] = []
    for word in re.split(r"[,;/\n]+", text):
        key = search_key(word)
        if not key:
            continue
        code = _known().get(key) or _known().get(key.split(" ")[0])
        if code is None:
            unknown.append(word.strip())
        elif code not in codes:
            codes.append(code)
    return codes, unknown


def language_names(codes: list[str], language: str) -> str:
    """Return the names of languages in a reader’s language, as :func:`read_languages` understands them again."""
    names = Locale(language).languages
    return ", ".join(str(names.get(code, code)) for code in codes)
