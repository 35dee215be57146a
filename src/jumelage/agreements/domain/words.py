"""What templates of an agreement consist of, in any language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Templates:
    """The words of one language. ``title`` takes the form and the names of the two sides."""

    title: Callable[[str, str, str], str]
    preamble: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    aims_are: str
    areas_are: str
    years: Callable[[int], str]
    months: Callable[[int], str]
