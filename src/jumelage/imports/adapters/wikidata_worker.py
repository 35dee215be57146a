"""Parses lines of a dump: a program of its own, which little has to be loaded for.

Run by :mod:`jumelage.imports.adapters.wikidata_lines`, which speaks with it through pipes.
"""

import contextlib
import json
import os
import signal
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection

from jumelage.imports.adapters.wikidata_items import item_of
from jumelage.imports.domain.wikidata import (
    COUNTRY,
    ISO_COUNTRY,
    ISO_FORMER,
    POPULATION,
    Item,
    Packed,
    pack,
)

#: Where a line begins in the text, and what it says.
Line = tuple[int, bytes]


def parse(lines: Sequence[Line], languages: Sequence[str]) -> tuple[list[Packed], list[str]]:
    """Return the items to keep that stand on lines, and why some cannot be read."""
    items: list[Packed] = []
    problems: list[str] = []
    for offset, line in lines:
        try:
            item = item_of(json.loads(line), languages)
        except (ValueError, RecursionError) as error:
            problems.append(f"the line at byte {offset} of the text is no JSON ({error})")
            continue
        if item and _is_kept(item):
            items.append(pack(item))
    return items, problems


def _is_kept(item: Item) -> bool:
    """Whether it has twin towns, is a country, or is a populated place."""
    props = item.facts.keys()
    return bool(item.twins or {ISO_COUNTRY, ISO_FORMER} & props or props >= {POPULATION, COUNTRY})


def main() -> None:
    """Parse what comes on standard input, until nothing comes any more."""
    # Ctrl-C ends the one that reads; this one ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs = Connection(os.dup(sys.stdin.fileno()), writable=False)
    answers = Connection(os.dup(sys.stdout.fileno()), readable=False)
    with contextlib.suppress(EOFError, OSError):
        while True:
            answers.send(parse(jobs.recv(), sys.argv[1:]))


if __name__ == "__main__":
    main()
