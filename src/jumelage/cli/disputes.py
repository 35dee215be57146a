"""``jumelage disputes`` and ``jumelage compare``: where sources disagree, and one source beside another."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from jumelage.cli.answers import Format, KnownDay, Language, OnDay, country, fail, speak
from jumelage.cli.setup import ensure_database

if TYPE_CHECKING:
    from jumelage.ties.comparison import Comparison
    from jumelage.ties.disputes import DisputedTie
    from jumelage.ties.domain.comparison import Part


class About(StrEnum):
    """What sources can differ on."""

    standing = "standing"
    since = "since"
    form = "form"


class PartName(StrEnum):
    """The parts of a comparison."""

    differs = "differs"
    only_here = "only-here"
    only_there = "only-there"
    beyond_here = "beyond-here"
    beyond_there = "beyond-there"


Countries = Annotated[
    list[str] | None,
    typer.Option("--country", help="Only ties of this country; given twice, ties between the two."),
]


def disputes(
    country_names: Countries = None,
    about: Annotated[About | None, typer.Option(help="Only disputes about this.")] = None,
    on: OnDay = None,
    known: KnownDay = None,
    lang: Language = "en",
    format: Annotated[Format, typer.Option("--format")] = Format.text,
) -> None:
    """List the ties on which sources disagree: who says what since when, which decides, and why."""
    ensure_database()
    speak(lang)
    from jumelage.core.streams import csv_pieces, json_pieces
    from jumelage.ties.dispute_words import COLUMNS, records, rows
    from jumelage.ties.disputes import stream_disputes
    from jumelage.ties.domain.standing import DisputeAbout
    from jumelage.ties.queries import Moment

    moment = Moment.make(on, known)
    codes = [country(name) for name in country_names or ()]
    matter = DisputeAbout(about.value) if about else None
    found = stream_disputes(codes, moment, matter, lang)
    data = (record for disputed in found for record in records(disputed))
    if format is Format.json:
        head = {"on": moment.on.isoformat(), "known_by": moment.known_by.isoformat()}
        sys.stdout.writelines(json_pieces(head, "disputes", data))
    elif format is Format.csv:
        flat = (row for record in data for row in rows(record))
        sys.stdout.writelines(csv_pieces(COLUMNS, flat))
    else:
        sys.stdout.writelines(_disputes_text(found))


def _disputes_text(found: "Iterator[DisputedTie]") -> Iterator[str]:
    from django.utils.translation import gettext, ngettext

    from jumelage.ties.dispute_words import records

    number = 0
    for disputed in found:
        number += 1
        tie = disputed.tie
        lines = [f"{tie.place_a.local_name} – {tie.place_b.local_name}"]
        for record in records(disputed):
            lines.append(f"  {record['heading']}.")
            for sign, side in (("+", record["decides"]), ("−", record["differs"])):
                for claim in side:
                    lines.append(f"  {sign} {claim['sentence']}")
                    if claim["url"]:
                        lines.append(f"    {claim['url']}")
            lines.append(f"  {record['why_words']}")
        yield "\n".join(lines) + "\n\n"
    if not number:
        yield gettext("Sources differ on no tie.") + "\n"
        return
    total = ngettext(
        "Sources differ on %(number)s tie.", "Sources differ on %(number)s ties.", number
    )
    yield total % {"number": number} + "\n"


def compare(
    source: Annotated[str, typer.Argument(help="Key of a source.")],
    other: Annotated[str, typer.Argument(help="Key of the source to compare it with.")],
    country_name: Annotated[str, typer.Option("--country", help="Only ties of this country.")] = "",
    part: Annotated[PartName | None, typer.Option(help="Only this part.")] = None,
    lang: Language = "en",
    format: Annotated[Format, typer.Option("--format")] = Format.text,
) -> None:
    """Compare two sources: ties that only one of them names, and ties about which they differ."""
    ensure_database()
    speak(lang)
    from jumelage.core.streams import csv_pieces, json_pieces
    from jumelage.ties import comparison_words as words
    from jumelage.ties.comparison import counts
    from jumelage.ties.domain.comparison import Part

    found = _comparison(source, other, country_name)
    parts = [Part(part.value)] if part else list(Part)
    records = words.records(found, parts, lang)
    if format is Format.json:
        head = {
            "here": found.here.key,
            "there": found.there.key,
            "country": found.country,
            "counts": words.numbers(counts(found)),
        }
        sys.stdout.writelines(json_pieces(head, "ties", records))
    elif format is Format.csv:
        sys.stdout.writelines(csv_pieces(words.COLUMNS, (words.row(r) for r in records)))
    else:
        sys.stdout.writelines(_comparison_text(found, parts, lang))


def _comparison(source: str, other: str, country_name: str) -> "Comparison":
    from jumelage.sources.models import Source
    from jumelage.ties.comparison import Comparison

    known = {found.key: found for found in Source.objects.filter(key__in=(source, other))}
    for key in (source, other):
        if key not in known:
            raise fail(f"there is no source “{key}”; the pages of sources show their keys")
    if source == other:
        raise fail("a source cannot be compared with itself: name two")
    code = country(country_name) if country_name else ""
    return Comparison(known[source], known[other], code)


def _comparison_text(found: "Comparison", parts: "list[Part]", lang: str) -> Iterator[str]:
    from jumelage.ties import comparison_words as words
    from jumelage.ties.comparison import counts, stream_part

    numbers = counts(found)
    yield f"{found.here.title} – {found.there.title}\n{words.summary(numbers)}\n"
    for part in parts:
        yield f"\n{words.part_title(part, found)}: {numbers.of(part)}\n"
        if not numbers.of(part):
            continue
        yield f"{words.part_scope(part, found, numbers)}\n"
        for tie in stream_part(found, part, lang):
            said = [
                words.say_said(one, swapped=tie.swapped) for one in (tie.here, tie.there) if one
            ]
            yield f"  {tie.a.local_name} – {tie.b.local_name} · {' | '.join(said)}\n"
