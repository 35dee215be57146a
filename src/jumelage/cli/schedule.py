"""``jumelage schedule``: a forum's meetings put into slots, with the proof that nothing is better."""

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.live import Live
from rich.text import Text

from jumelage.cli.answers import fail
from jumelage.cli.setup import messages

if TYPE_CHECKING:
    from jumelage.forum.domain.timetable.explaining import Reason
    from jumelage.forum.domain.timetable.problem import Forum, Timetable
    from jumelage.forum.domain.timetable.solving import Result


def schedule(
    instance: Annotated[
        Path, typer.Argument(help="Forum: JSON, or .dzn (docs/forum-timetable.md).")
    ],
    timetable: Annotated[
        Path | None, typer.Argument(help="A timetable, for --check and --repair.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write the timetable here (default: print)."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Check a timetable against its forum.")
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Change a timetable as little as possible.")
    ] = False,
    now: Annotated[
        str | None, typer.Option(help="For --repair: slot before which all was held already.")
    ] = None,
    time_limit: Annotated[float, typer.Option(min=0.1, help="Seconds to search at most.")] = 120.0,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Searches at once.")] = min(
        2, os.cpu_count() or 1
    ),
    seed: Annotated[int, typer.Option(min=0, help="Decides between equals.")] = 0,
    fairness: Annotated[
        int, typer.Option(min=0, help="For .dzn: how far idle groups of two may lie apart.")
    ] = 2,
) -> None:
    """Make the timetable of a forum's meetings: proved best, or with what is left open."""
    forum = _forum(instance, fairness)
    if (check or repair) == (timetable is None) or (check and repair):
        raise fail("a second file goes with --check or with --repair, one of them")
    if check:
        _check(forum, _timetable(timetable))
        return
    search: dict[str, Any] = {"seconds": time_limit, "workers": workers, "seed": seed}
    published = _timetable(timetable) if repair else None
    result = _search(forum, published, now, search)
    if result.timetable is None:
        raise _nothing(forum, published, now, result)
    _tell(forum, result, published)
    answer = (
        json.dumps(_data(forum, _left(forum, published, now), result), indent=1, ensure_ascii=False)
        + "\n"
    )
    if output is None:
        typer.echo(answer, nl=False)
    else:
        output.write_text(answer, encoding="utf-8")
        messages.print(f"Written: {output}", markup=False)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise fail(f"{path}: {error.strerror or error}; is the name right?") from error


def _forum(path: Path, fairness: int) -> "Forum":
    from jumelage.forum.domain.timetable.files import read_forum
    from jumelage.forum.domain.timetable.problem import UnusableForumError

    try:
        return read_forum(_read(path), path.name, fairness)
    except UnusableForumError as error:
        raise fail(str(error)) from error


def _timetable(path: Path | None) -> "Timetable":
    from jumelage.forum.domain.timetable.files import read_timetable
    from jumelage.forum.domain.timetable.problem import UnusableForumError

    if path is None:
        raise fail("which timetable?")
    try:
        return read_timetable(_read(path), path.name)
    except UnusableForumError as error:
        raise fail(str(error)) from error


def _check(forum: "Forum", timetable: "Timetable") -> None:
    from jumelage.forum.domain.timetable.checking import check, figures

    problems = check(forum, timetable)
    for problem in problems:
        typer.echo(problem)
    found = figures(forum, timetable)
    typer.echo(
        f"{found.held} of {found.wanted} meetings held; idle groups: {found.idle_groups}; "
        f"rules broken: {len(problems)}"
    )
    if problems:
        raise typer.Exit(1)


def _search(
    forum: "Forum", published: "Timetable | None", now: str | None, search: dict[str, Any]
) -> "Result":
    from jumelage.forum.domain.timetable.problem import UnusableForumError
    from jumelage.forum.domain.timetable.repairing import repair
    from jumelage.forum.domain.timetable.solving import solve

    since = time.monotonic()
    with Live(console=messages, transient=True, auto_refresh=False) as live:

        def show(result: "Result") -> None:
            live.update(Text(_line(result, time.monotonic() - since)), refresh=True)

        try:
            if published is not None:
                return repair(forum, published, now=now, progress=show, **search)
            return solve(forum, progress=show, **search)
        except UnusableForumError as error:
            raise fail(str(error)) from error


def _line(result: "Result", seconds: float) -> str:
    ranks = (
        f"{rank.name}: {'–' if rank.best is None else rank.best} (at least {rank.bound})"
        for rank in result.ranks
    )
    return f"{seconds:6.1f} s · {' · '.join(ranks)}"


def _nothing(
    forum: "Forum", published: "Timetable | None", now: str | None, result: "Result"
) -> typer.Exit:
    from jumelage.forum.domain.timetable.explaining import contradiction

    if result.possible is None:
        return fail(
            "no timetable was found in time, nor a proof that there is none; try --time-limit"
        )
    reason = contradiction(_left(forum, published, now))
    if reason is None:
        return fail("these rules leave no timetable that keeps what was held")
    return fail(f"no timetable keeps all of this:\n{_because(forum, reason)}")


def _left(forum: "Forum", published: "Timetable | None", now: str | None) -> "Forum":
    """Return what was to be decided: of a timetable that is repaired, only what is still to come."""
    from jumelage.forum.domain.timetable.repairing import remaining

    return forum if published is None else remaining(forum, published, now)


def _because(forum: "Forum", reason: "Reason") -> str:
    from jumelage.forum.domain.timetable.explaining import in_words

    lines = [f"  {in_words(forum, rule)}" for rule in reason.rules]
    parties = {meeting.ref: " – ".join(meeting.parties) for meeting in forum.meetings}
    lines += [f"  meeting {ref} ({parties[ref]}) is held" for ref in reason.meetings]
    return "\n".join(lines)


def _tell(forum: "Forum", result: "Result", published: "Timetable | None") -> None:
    from jumelage.forum.domain.timetable.repairing import changes

    for rank in result.ranks:
        state = "proved the least" if rank.proved else f"proved: at least {rank.bound}"
        messages.print(f"{rank.name}: {rank.best} ({state})", markup=False)
    messages.print(f"{result.seconds:.1f} s, the first timetable after {result.first or 0:.1f} s")
    if published is not None and result.timetable is not None:
        found = changes(forum, published, result.timetable)
        for words, refs in (
            ("in another slot", found.moved),
            ("no longer held", found.dropped),
            ("new", found.added),
            ("same slot, other people or table", found.details),
        ):
            if refs:
                messages.print(f"{words}: {', '.join(refs)}", markup=False)


def _data(forum: "Forum", left: "Forum", result: "Result") -> dict[str, Any]:
    from jumelage.forum.domain.timetable.explaining import explain, in_words
    from jumelage.forum.domain.timetable.files import timetable_data
    from jumelage.forum.domain.timetable.tables import moves

    found = result.timetable
    if found is None:
        return {}
    reasons = explain(left, found)
    for ref, reason in reasons.items():
        because = _because(forum, reason) if reason else "  it could be; the time was up before"
        messages.print(f"Meeting {ref} is not held, because:\n{because}", markup=False)
    return {
        "format": "jumelage-timetable-1",
        "proved": result.proved,
        "ranks": [
            {"name": r.name, "best": r.best, "bound": r.bound, "proved": r.proved}
            for r in result.ranks
        ],
        "table_moves": moves(forum, found),
        "meetings": timetable_data(forum, found),
        "not_held": [
            {
                "meeting": ref,
                "rules": [in_words(forum, rule) for rule in reason.rules] if reason else [],
                "meetings": list(reason.meetings) if reason else [],
            }
            for ref, reason in reasons.items()
        ],
    }
