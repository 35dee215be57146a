"""Measure the atlas: bytes on the wire, time until all ties are drawn, filters, and that no tie is missing."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser
from rich.console import Console

from benchmarks import machine
from benchmarks.atlas_browser import Visit, chromium, ties_on_record, visit
from benchmarks.instances import measure_inside
from benchmarks.reports import Report, Table
from benchmarks.serving import body_size, served
from benchmarks.workshop import SEED, MissingError, Workshop

#: The goals, and the size for which they are set.
GOAL_PLACES, GOAL_TIES = 17_700, 25_900
MOST_GZIP, MOST_BROTLI, MOST_PAGE = 230_000, 210_000, 437_000
VISITS = 3
AS_BROWSERS_ASK = "gzip, deflate, br"
_messages = Console(stderr=True)


def measure(workshop: Workshop, report: Report) -> None:
    """Look at the imported list with a browser, and fill the report."""
    if not machine.chromium():
        raise MissingError("there is no Chromium: install it, or name one in CHROMIUM")
    instance = workshop.imported("SQLite").instance
    with served(instance) as address, chromium() as browser:
        total = ties_on_record(address)
        first = visit(browser, address)
        visits = _visits(browser, address, motion=False)
        moving = _visits(browser, address, motion=True)
        wire = _wire(visits[0])
    sizes = measure_inside(
        instance, "atlas_sizes", {"places": GOAL_PLACES, "ties": GOAL_TIES, "seed": SEED}
    )
    report.tables += [wire, _files(sizes), _times(first, visits, moving), _filters(visits)]
    _check_ties(report, total, first)
    _check_bytes(report, sizes[-1], wire)
    report.notes += _notes(total, first)


def _visits(browser: Browser, address: str, *, motion: bool) -> list[Visit]:
    with _messages.status("Looking at the atlas …"):
        return [visit(browser, address, motion=motion, filters=not motion) for _ in range(VISITS)]


def _wire(seen: Visit) -> Table:
    """Return every resource of the page with its bytes, as sent with each compression."""
    table = Table(
        "On the wire, bytes of bodies", ("resource", "plain", "gzip", "as browsers ask", "which is")
    )
    totals = [0, 0, 0]
    for address in dict.fromkeys(seen.addresses):
        if not address.startswith("http"):
            continue
        plain, _ = body_size(address, "identity")
        zipped, _ = body_size(address, "gzip")
        asked, which = body_size(address, AS_BROWSERS_ASK)
        totals = [sum(pair) for pair in zip(totals, (plain, zipped, asked), strict=True)]
        table.rows.append((_name(address), plain, zipped, asked, which))
    table.rows.append(("the page in all", *totals, ""))
    table.rows.append(("received by Chromium, with heads", None, None, seen.received, ""))
    return table


def _name(address: str) -> str:
    """Return the address without what changes with every build."""
    path = urlsplit(address).path
    folder, _, file = path.rpartition("/")
    parts = file.split(".")
    hashed = len(parts) == 3 and len(parts[1]) == 12
    return f"`{folder}/{parts[0]}.{parts[2]}`" if hashed else f"`{path}`"


def _files(sizes: list[dict]) -> Table:
    return Table(
        "The atlas file, bytes",
        ("registry", "places", "ties", "plain", "gzip", "brotli"),
        [
            tuple(s[key] for key in ("name", "places", "ties", "plain", "gzip", "brotli"))
            for s in sizes
        ],
    )


def _times(first: Visit, visits: list[Visit], moving: list[Visit]) -> Table:
    rows = [
        ("first visit after a change (the file is made)", first.ready_ms, first.ready_ms),
        ("later visits, nothing cached in the browser", *_spread(visits)),
        ("the same with the arcs growing for 1,600 ms", *_spread(moving)),
    ]
    return Table("Until all ties are drawn, ms", ("", "best", "worst"), rows)


def _spread(visits: list[Visit]) -> tuple[float, float]:
    times = [seen.ready_ms for seen in visits]
    return min(times), max(times)


def _filters(visits: list[Visit]) -> Table:
    table = Table(
        "A filter is changed, best, ms", ("change", "script", "picture on the screen", "ties shown")
    )
    for number, (what, _, _, drawn) in enumerate(visits[0].filters):
        script = min(seen.filters[number][1] for seen in visits)
        picture = min(seen.filters[number][2] for seen in visits)
        table.rows.append((what, float(script), float(picture), drawn))
    return table


def _check_ties(report: Report, total: int, seen: Visit) -> None:
    report.check(
        "ties drawn", f"{total:,}, as many as on record", f"{seen.drawn:,}", met=seen.drawn == total
    )


def _check_bytes(report: Report, file: dict, wire: Table) -> None:
    where = f"atlas file at {file['places']:,} places and {file['ties']:,} ties"
    for name, most in (("gzip", MOST_GZIP), ("brotli", MOST_BROTLI)):
        report.check(
            f"{where}, {name}", f"at most {most:,} bytes", f"{file[name]:,} bytes",
            met=file[name] <= most,
        )  # fmt: skip
    own = next(
        row for row in wire.rows if str(row[0]).endswith(".bin`") and "/atlas/" in str(row[0])
    )
    in_all = next(row for row in wire.rows if row[0] == "the page in all")
    as_listed = int(in_all[3] or 0)
    for what, size in (
        ("page in all, the imported list", as_listed),
        (f"page in all with the {where}", as_listed - int(own[3] or 0) + file["brotli"]),
    ):
        report.check(what, f"at most {MOST_PAGE:,} bytes", f"{size:,} bytes", met=size <= MOST_PAGE)


def _notes(total: int, seen: Visit) -> list[str]:
    return [
        (
            f"The list gives {total:,} ties; {seen.decoded:,} were in the file: of the rest, a side has no "
            "coordinates on record. The goals for bytes are set for "
            f"{GOAL_PLACES:,} places and {GOAL_TIES:,} ties, so the file is also measured filled up to that size with "
            "places of the gazetteer and invented ties between them: no measured registry, but one of the same kind."
        ),
        "Graphics are computed in software (SwiftShader), window 1,280 × 900; a graphics card is faster.",
        "“As browsers ask”: with brotli where the server has it; pages themselves are sent with gzip.",
        "“Script” is what the page computes itself; the picture includes drawing all ties in software.",
    ]
