"""``jumelage reconcile``: which places the names of a file mean."""

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jumelage.cli.answers import fail
from jumelage.cli.bars import Bars, bars
from jumelage.cli.setup import messages

if TYPE_CHECKING:
    from jumelage.places.domain.lists import Figures, Gold, NameList
    from jumelage.places.domain.matcher import Match, NameMatcher


def reconcile(
    file: Annotated[
        Path, typer.Argument(help="CSV: name and country, or city1,country1,city2,country2.")
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Where to write the answers (CSV).")
    ] = None,
    gold: Annotated[
        Path | None,
        typer.Option(help="Known answers: city,country,lat,lng. Prints how good ours are."),
    ] = None,
    context: Annotated[
        Path | None, typer.Option(help="A list of pairs in which the names of FILE stand.")
    ] = None,
) -> None:
    """Say for each name of a file which place is meant, with a score and the reasons."""
    from jumelage.imports.gazetteer import open_matcher
    from jumelage.places.domain.lists import UnreadableListError, without_coordinates

    try:
        names = _read(file)
        answers = None if gold is None else _gold(gold)
        beside = None if context is None else _read(context)
        if answers is not None and not names.pairs:
            names = without_coordinates(names)
    except UnreadableListError as error:
        raise fail(str(error)) from error
    with bars() as bar:
        bar("gazetteer", 0, 1)
        matcher = open_matcher()
        bar("gazetteer", 1, 1)
        since = time.thread_time()
        found = _decide(names, beside, matcher, bar)
        seconds = time.thread_time() - since  # of one core, whatever else runs
    if out is not None:
        _write_file(out, names, found)
    elif answers is None:
        _write(sys.stdout, names, found)
    _say(names, found)
    if answers is not None:
        asked = len(names.names) + (len(beside.names) if beside else 0)
        _say_figures(names, found, answers, asked / max(seconds, 1e-9))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise fail(f"{path}: {error.strerror or error}; is the name right?") from error


def _read(path: Path) -> "NameList":
    from jumelage.places.domain.lists import read_list

    return read_list(_bytes(path), path.name)


def _gold(path: Path) -> "list[Gold]":
    from jumelage.places.domain.lists import read_gold

    return read_gold(_bytes(path), path.name)


def _decide(
    names: "NameList", beside: "NameList | None", matcher: "NameMatcher", bar: Bars
) -> "list[Match]":
    """Answer for each name; where a context list has it, what most of the list means by it."""
    from jumelage.places.domain.lists import by_majority, unanswered
    from jumelage.places.domain.reconcile import reconcile as decide

    def answers(listed: "NameList") -> "list[Match]":
        mentions, places = listed.mentions()
        matches = decide(mentions, matcher, progress=lambda done, of: bar("match", done, of))
        return [
            matches[places[n]] if n in places else unanswered(name)
            for n, name in enumerate(listed.names)
        ]

    own = answers(names)
    if beside is None:
        return own
    most = by_majority(beside, answers(beside))
    return [most.get((n.name, n.country), match) for n, match in zip(names.names, own, strict=True)]


def _write(file: "object", names: "NameList", found: "Iterable[Match]") -> None:
    from jumelage.places.domain.lists import OUT_COLUMNS, out_row

    writer = csv.writer(file, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerow(OUT_COLUMNS)
    writer.writerows(
        out_row(name, match)
        for name, match in zip(names.names, found, strict=True)
        if not name.beside
    )


def _write_file(path: Path, names: "NameList", found: "list[Match]") -> None:
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            _write(file, names, found)
        part.replace(path)
    except OSError as error:
        raise fail(f"{path}: {error.strerror or error}; choose another place for --out") from error
    messages.print(f"Written: {path}", markup=False)


def _say(names: "NameList", found: "list[Match]") -> None:
    asked = [m for name, m in zip(names.names, found, strict=True) if not name.beside]
    counts = Counter(match.outcome.value for match in asked)
    parts = ", ".join(f"{counts.get(word, 0):,} {word}" for word in ("found", "ambiguous", "none"))
    messages.print(f"{len(asked):,} names: {parts}.")


def _say_figures(names: "NameList", found: "list[Match]", gold: "list[Gold]", speed: float) -> None:
    from jumelage.places.domain.lists import by_majority, figures

    measured = figures(gold, by_majority(names, found))
    sys.stdout.writelines(f"{line}\n" for line in _lines(measured, speed))


def _lines(measured: "Figures", speed: float) -> "Iterable[str]":
    yield f"gold names               {measured.names:10,}"
    if measured.absent:
        yield f"  not in the file        {measured.absent:10,}"
    yield f"coverage                 {measured.coverage:10.4f}"
    yield f"precision                {measured.precision:10.4f}"
    yield f"recall                   {measured.recall:10.4f}"
    yield f"precision, United States {measured.us_precision:10.4f}"
    yield f"names per second         {speed:10,.0f}"
