"""Finding a person’s full name in what others wrote, and taking it out."""

import re
from functools import lru_cache
from itertools import permutations

#: Names of more words than this are looked for in their own order only.
MOST_TURNED = 4
_CYRILLIC = re.compile(r"[а-яё]+", re.IGNORECASE)
#: Endings of Russian names change with the case: Анна Петрова, с Анной Петровой, Иванову Петру.
_ENDING = "[а-яё]{0,3}"


def mentions(text: str, name: str) -> list[str]:
    """Return the words of a text that are a full name, in any order and, in Russian, in any case."""
    pattern = _pattern(" ".join(name.split()))
    return [found[0] for found in pattern.finditer(text)] if pattern else []


def without_name(text: str, name: str, instead: str) -> str:
    """Return a text with a full name replaced wherever :func:`mentions` finds it."""
    pattern = _pattern(" ".join(name.split()))
    return pattern.sub(lambda _found: instead, text) if pattern else text


@lru_cache(maxsize=256)
def _pattern(name: str) -> re.Pattern[str] | None:
    words = re.split(r"[\s,]+", name.strip())
    words = [word for word in words if word]
    if not words:
        return None
    orders = {tuple(words)}
    if 1 < len(words) <= MOST_TURNED:
        orders |= set(permutations(words))
    if len(words) == 3:  # name, patronymic, family name: one of them is often left out
        orders |= set(permutations(words, 2))
    longest_first = sorted(orders, key=lambda order: (-len(order), order))
    choices = "|".join(r"[\s,]+".join(map(_in_any_case, order)) for order in longest_first)
    return re.compile(rf"(?<!\w)(?:{choices})(?!\w)", re.IGNORECASE)


def _in_any_case(word: str) -> str:
    if len(word) > 2 and _CYRILLIC.fullmatch(word):
        stem = re.sub(r"(?:ый|ий|ой|ая|яя|ия|а|я|й|ь|о|е)$", "", word, flags=re.IGNORECASE)
        kept = stem if len(stem) > 1 else word
        return re.sub("[её]", "[её]", kept, flags=re.IGNORECASE) + _ENDING
    return re.escape(word)
