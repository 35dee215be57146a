"""``jumelage wishes``: bring the wishes of a file together, and say who got whom and why."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jumelage.cli.answers import country, fail
from jumelage.cli.bars import Bars, bars
from jumelage.cli.setup import messages

if TYPE_CHECKING:
    from jumelage.partners.domain.matching import Outcome, Wish
    from jumelage.partners.domain.matching.round import Between

app = typer.Typer(no_args_is_help=True, help="Wishes: who seeks a partner, brought together.")

_STEPS = {
    "pairs": "Comparing wishes",
    "matching": "Bringing together",
    "explaining": "Explaining",
}


@app.command()
def match(
    file: Annotated[Path, typer.Argument(help="CSV or JSON (docs/wishes-matching.md).")],
    between: Annotated[
        str,
        typer.Option(help="Only pairs between two groups of countries: “DE,FR” or “DE+AT,FR+BE”."),
    ] = "",
    seed: Annotated[int, typer.Option(min=0, help="Decides between equals.")] = 1,
    minimum: Annotated[
        float, typer.Option(min=0, max=1, help="How well both must be served, 0 to 1.")
    ] = 0.0,
    why: Annotated[
        tuple[str, str] | None,
        typer.Option("--why", metavar="REF OTHER", help="Why a wish did (not) get another."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write everything to this file, as JSON.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Bring wishes together: stable, within the places of each, explained."""
    wishes = _read(file)
    groups = _groups(between)
    with bars() as bar:
        outcome = _run(wishes, groups, seed, minimum, bar)
    if output is not None:
        output.write_text(
            json.dumps(outcome.to_data(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    if why is not None:
        _explain(outcome, wishes, *why)
    elif as_json:
        json.dump(outcome.to_data(), sys.stdout, indent=1, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(outcome, wishes))


@app.command()
def sample(
    number: Annotated[int, typer.Argument(min=1, max=100_000, help="How many.")],
    seed: Annotated[int, typer.Option(min=0, help="What chance begins with.")] = 1,
) -> None:
    """Print invented wishes as CSV, to try a round with. Nobody published any of them."""
    from jumelage.partners.domain.matching.files import to_csv
    from jumelage.partners.domain.matching.invented import Town, invent
    from jumelage.partners.domain.places import languages_of
    from jumelage.places.domain.sources import entries

    towns = [
        Town(entry.ref, entry.name, entry.country, entry.lat, entry.lng, entry.population)
        for entry in entries()
        if entry.level == 0 and entry.population >= 2_000
    ]
    spoken = {code: languages_of(code) for code in {town.country for town in towns}}
    sys.stdout.write(to_csv(invent(towns, number, seed=seed, languages=spoken), note="invented"))


def _read(path: Path) -> "list[Wish]":
    from jumelage.partners.domain.matching.files import UnreadableWishesError, read_wishes

    try:
        found = read_wishes(path.read_bytes(), path.name)
    except OSError as error:
        raise fail(f"{path}: {error.strerror or error}; is the name right?") from error
    except UnreadableWishesError as error:
        raise fail(str(error)) from error
    if len(found) < 2:
        raise fail(f"{path.name} has fewer than two wishes: there is nobody to bring together")
    return found


def _groups(text: str) -> "Between | None":
    if not text:
        return None
    groups = [{country(name) for name in part.split("+")} for part in text.split(",")]
    if len(groups) != 2:
        raise fail("--between takes two groups of countries with a comma between them: DE+AT,FR")
    if groups[0] & groups[1]:
        raise fail(
            f"{', '.join(sorted(groups[0] & groups[1]))}: a country can be in one group only"
        )
    return groups[0], groups[1]


def _run(
    wishes: "list[Wish]", groups: "Between | None", seed: int, minimum: float, bar: Bars
) -> "Outcome":
    from jumelage.partners.domain.matching import run

    def tell(step: str, done: int, of: int) -> None:
        bar(_STEPS[step], done, of)

    return run(wishes, seed=seed, between=groups, minimum=minimum, progress=tell)


def _lines(outcome: "Outcome", wishes: "list[Wish]") -> list[str]:
    names = {wish.ref: f"{wish.name or wish.ref} ({wish.country})" for wish in wishes}
    lines = [
        f"{names[pair.a]} – {names[pair.b]} · served {pair.served_a:.0%} and {pair.served_b:.0%} · "
        f"choice {pair.rank_a} and {pair.rank_b}"
        for pair in outcome.pairs
    ]
    lines += ["", f"{len(outcome.left):,} without a partner:"] if outcome.left else [""]
    lines += [f"{names[left.ref]} · {left.code}{_values(left.values)}" for left in outcome.left]
    figures, greedy = outcome.figures, outcome.greedy
    lines += [
        "",
        (
            f"{figures.pairs:,} pairs; {figures.matched:,} wishes with a partner ({figures.share:.1%} of those open); "
            f"mean choice {figures.rank:g}."
        ),
        (
            f"Taking the best pair again and again: {greedy.pairs:,} pairs, of which "
            f"{greedy.blocking:,} others would rather be broken."
        ),
    ]
    if outcome.is_stable:
        return [*lines, "Stable: no two would rather have each other than what they got."]
    lines.append("No stable matching exists. So that the rest is stable, these left a place:")
    lines += [
        f"{names[party.without]}, of a circle in which each likes the next better: "
        f"{', '.join(names[ref] for ref in party.members)}"
        for party in outcome.parties
    ]
    return lines


def _values(values: dict[str, Any]) -> str:
    return f" ({', '.join(f'{key} {value}' for key, value in values.items())})" if values else ""


def _explain(outcome: "Outcome", wishes: "list[Wish]", ref: str, other: str) -> None:
    from jumelage.partners.domain.matching import why

    try:
        found = why(outcome, wishes, ref, other)
    except ValueError as error:
        raise fail(str(error)) from error
    typer.echo(f"{ref} – {other}: {_CODES[found.code]}")
    for obstacle in found.obstacles:
        side = {"a": ref, "b": other}.get(obstacle.by, "both")
        typer.echo(f"  {obstacle.code}, says {side}{_values(dict(obstacle.values))}")
    for partner, served in found.partners:
        typer.echo(f"  {partner} serves it {served:.0%}")
    if found.served is not None and found.served_other is not None:
        messages.print(
            f"Together they would be served {found.served:.0%} and {found.served_other:.0%}."
        )


_CODES = {
    "together": "they are brought together",
    "outside": "they are not of both groups of the round",
    "obstacle": "something stands between them",
    "below_minimum": "one of them would be served less well than the round asks for",
    "got_better": "the first got others that it likes better",
    "other_got_better": "the other got others that it likes better",
    "gave_up_place": "one of them left a place so that the rest could be stable",
}
