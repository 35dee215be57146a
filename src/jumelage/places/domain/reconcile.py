"""Which places the names of a whole list mean: decided together, in the list's order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jumelage.places.domain.matcher import Match, NameMatcher, Query

#: How often progress is told, in mentions.
_STEP = 1_000


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in a list, with the mention that the list names beside it."""

    query: Query
    partner: int | None = None  # its index in the same list


def _silent(_done: int, _of: int) -> None:
    pass


def reconcile(
    mentions: Sequence[Mention],
    matcher: NameMatcher,
    *,
    progress: Callable[[int, int], None] = _silent,
) -> list[Match]:
    """Decide about the names of one list, in the list's order.

    Returns:
        One answer for each mention.
    """
    answers = []
    for number, mention in enumerate(mentions, start=1):
        answers.append(matcher.match(mention.query))
        if number % _STEP == 0 or number == len(mentions):
            progress(number, len(mentions))
    return answers
