"""Editions of forums in a few lines, on the pages of places and of pairs of countries."""

from collections.abc import Sequence
from datetime import date

from jumelage.forum.models import Edition
from jumelage.forum.wording import say_when
from jumelage.ties.queries import Moment


def shown_editions(editions: Sequence[Edition]) -> list[tuple[Edition, str]]:
    """Return editions, each with when it is held in words."""
    return [(edition, say_when(edition)) for edition in editions]


def until_of(moment: Moment) -> date | None:
    """Return the day after which nothing is shown on a page as of a day; none on a page of now: what comes is shown."""
    return None if moment.is_now else moment.on
