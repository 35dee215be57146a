"""``jumelage partners``: suggestions, and how good they are, measured on a file of pairs."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jumelage.cli import partner_suggestions
from jumelage.cli.answers import fail
from jumelage.cli.bars import Bars, bars

if TYPE_CHECKING:
    from jumelage.partners.domain.evaluation import Trial
    from jumelage.partners.domain.facts import Facts, Register
    from jumelage.partners.domain.metrics import Answer

app = typer.Typer(no_args_is_help=True, help="Partners: suggestions, and how good they are.")
app.command()(partner_suggestions.find)
app.command("prepare")(partner_suggestions.prepare_tables)
app.command("train")(partner_suggestions.learn)

#: With fewer ties nothing can be hidden and found again.
_FEWEST = 100


@app.callback()
def partners() -> None:
    """Work with suggestions of partners."""


@app.command()
def evaluate(
    pairs: Annotated[Path, typer.Argument(help="CSV: city1,country1,city2,country2.")],
    seed: Annotated[
        list[int] | None, typer.Option(min=0, help="What chance begins with; may be repeated.")
    ] = None,
    cold: Annotated[
        bool, typer.Option("--cold", help="Hide all ties of a tenth of the places.")
    ] = False,
    towns: Annotated[
        int,
        typer.Option(min=0, help="Ask for so many towns only (0: for all that lost a partner)."),
    ] = 0,
    baselines: Annotated[
        bool, typer.Option("--baselines/--no-baselines", help="Measure simple ways beside.")
    ] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Hide a tenth of the ties of a file, look for them again, and say how well that went."""
    from jumelage.partners.domain import report
    from jumelage.partners.domain.evaluation import Trial

    with bars() as bar:
        register = _register(pairs, bar)
        trials = [
            Trial(number, cold=cold, towns=towns, with_baselines=baselines)
            for number in dict.fromkeys(seed or [1])
        ]
        results = _measure(register, trials, bar)
    if as_json:
        json.dump(report.data(results), sys.stdout, indent=1, ensure_ascii=False)
        sys.stdout.write("\n")
        return
    sys.stdout.writelines(f"{line}\n" for line in report.lines(results))


def _register(path: Path, bar: Bars) -> "Register":
    """Read a file of pairs, and find its places."""
    from jumelage.imports.gazetteer import open_matcher
    from jumelage.partners.domain.facts import register_of
    from jumelage.places.domain.lists import UnreadableListError, read_list, unanswered
    from jumelage.places.domain.reconcile import reconcile

    try:
        names = read_list(path.read_bytes(), path.name)
    except OSError as error:
        raise fail(f"{path}: {error.strerror or error}; is the name right?") from error
    except UnreadableListError as error:
        raise fail(str(error)) from error
    bar("gazetteer", 0, 1)
    matcher = open_matcher()
    bar("gazetteer", 1, 1)
    mentions, places = names.mentions()
    found = reconcile(mentions, matcher, progress=lambda done, of: bar("match", done, of))
    answers = [
        found[places[n]] if n in places else unanswered(name) for n, name in enumerate(names.names)
    ]
    register = register_of(names, answers)
    if len(register.edges) < _FEWEST:
        raise fail(
            f"{path.name} has {len(register.edges)} ties between places that could be understood; "
            f"to hide some and look for them, {_FEWEST} are needed. Give pairs as "
            "city1,country1,city2,country2"
        )
    return register


def _measure(
    register: "Register", trials: "list[Trial]", bar: Bars
) -> "dict[int, dict[str, list[Answer]]]":
    from jumelage.partners.domain.evaluation import evaluate as measure
    from jumelage.partners.domain.landscape import landscape_of

    gazetteer = _gazetteer(bar)
    landscape = landscape_of(place for place in gazetteer if place.is_settlement)
    results = {}
    for number, trial in enumerate(trials, start=1):
        mark = f"{number}/{len(trials)} " if len(trials) > 1 else ""

        def tell(step: str, done: int, of: int, mark: str = mark) -> None:
            bar(f"{mark}{_STEPS.get(step, step)}", done, of)

        results[trial.seed] = measure(register, gazetteer, landscape, trial, tell)
    return results


_STEPS = {
    "examples": "Collecting examples",
    "learning": "Learning",
    "asking": "Looking for the hidden",
}


def _gazetteer(bar: Bars) -> "list[Facts]":
    """Return GeoNames' settlements, and all divisions."""
    from jumelage.partners.domain.facts import facts_of
    from jumelage.places.domain.sources import entries

    found = []
    for number, entry in enumerate(entries(regions=True), start=1):
        if entry.level <= 2:
            found.append(facts_of(entry))
        if number % 10_000 == 0:
            bar("places of the gazetteer", number, 0)
    bar("places of the gazetteer", number, number)
    return found
