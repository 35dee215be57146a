"""Texts that are kept in several languages: which of them a reader gets."""

from collections.abc import Mapping
from dataclasses import dataclass

#: In which language something is said to a reader who finds none of the own.
COMMON = "en"


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and in which language it is (ISO 639-1). Both are empty where nothing is said."""

    text: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


def in_language(texts: Mapping[str, str], language: str) -> Said:
    """Return what is said in a language; else in English; else in the first language in which anything is said."""
    for code in (language, COMMON, *texts):
        if texts.get(code):
            return Said(texts[code], code)
    return Said()


def clean(texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts without blanks around them, and without languages in which nothing is said."""
    return {code: text.strip() for code, text in texts.items() if text.strip()}
