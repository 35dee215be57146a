"""What ``report`` and ``ties`` answer, as data and as text."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext

from jumelage.core.domain.text import csv_cell
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.ties.pairs import FigureBeside, bilateral
from jumelage.ties.queries import DatedTie, Moment, claims_by_tie, sources_known, ties_of
from jumelage.ties.wording import bilateral_sentence, say_date, say_day, then_note

Answer = dict[str, Any]


def bilateral_report(
    country_a: str, country_b: str, on: date | None, known: date | None, language: str
) -> Answer:
    """Return the report of two countries as JSON-ready data."""
    moment = Moment.make(on, known)
    found = bilateral(country_a, country_b, moment, language)
    count = found.count
    return {
        "on": moment.on.isoformat(),
        "known_by": moment.known_by.isoformat(),
        "sentence": bilateral_sentence(count, country_a, country_b, on),
        "note": then_note(country_a, moment.on) or then_note(country_b, moment.on),
        "a": {"country": country_a, "places": dict(count.a)},
        "b": {"country": country_b, "places": dict(count.b)},
        "ties": [_tie(tie, _source_addresses(claims, moment)) for tie, claims in found.each()],
        "reported": [_figure(figure) for figure in found.figures()],
    }


def _source_addresses(claims: Sequence[Any], moment: Moment) -> list[str]:
    """Return the addresses of the sources on record for a tie by the moment's day of knowledge."""
    return sorted({source.url or source.key for source in sources_known(claims, moment)})


def _tie(tie: DatedTie, sources: list[str]) -> Answer:
    return {
        "a": tie.a.local_name,
        "b": tie.b.local_name,
        "a_key": tie.a.key,
        "b_key": tie.b.key,
        "form": tie.form.value,
        "since": tie.since,
        "standing": tie.legal.value,
        "sides": {"a": tie.legal_a.value, "b": tie.legal_b.value},
        "activity": tie.activity.value,
        "disputed": tie.disputed,
        "sources": sources,
    }


def _figure(beside: FigureBeside) -> Answer:
    figure = beside.figure
    return {
        "source": figure.source.title,
        "url": figure.source.url,
        "on": figure.on,
        "quote": figure.quote,
        "a": dict(beside.a),
        "b": dict(beside.b),
        "ties": figure.ties,
        "bound": figure.bound,
        "difference": {
            "a": dict(beside.difference_a),
            "b": dict(beside.difference_b),
            "ties": beside.difference_ties,
        },
    }


def _text(answer: Answer) -> str:
    lines = [answer["sentence"]]
    if answer["note"]:
        lines.append(answer["note"])
    lines.append("")
    for tie in answer["ties"]:
        since = say_date(tie["since"]) if tie["since"] else "–"
        mark = gettext("disputed") if tie["disputed"] else ""
        lines.append(
            f"{tie['a']} – {tie['b']} · {since} · {_say_sides(tie['sides'])}"
            + (f" · {mark}" if mark else "")
        )
    for figure in answer["reported"]:
        difference = figure["difference"]
        parts = [
            f"{side.upper()} {kind} {number:+d}"
            for side in ("a", "b")
            for kind, number in difference[side].items()
        ]
        if difference["ties"] is not None:
            parts.append(f"{gettext('ties')} {difference['ties']:+d}")
        lines.append("")
        lines.append(f"{gettext('Reported')}: {figure['source']} ({say_date(figure['on'])})")
        if figure["quote"]:
            lines.append(f"  “{figure['quote']}”")
        lines.append(f"  {gettext('Counted here minus reported')}: {', '.join(parts)}")
    return "\n".join(lines) + "\n"


def _say_sides(sides: Mapping[str, str]) -> str:
    from jumelage.ties.models import LEGAL_CHOICES

    words = {legal.value: str(word) for legal, word in LEGAL_CHOICES}
    if sides["a"] == sides["b"]:
        return words[sides["a"]]
    return f"{words[sides['a']]} / {words[sides['b']]}"


def _csv(answer: Answer) -> str:
    return _csv_of(answer["ties"])


def _csv_of(ties: Sequence[Answer]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(
        ["a", "b", "form", "since", "standing", "standing_a", "standing_b", "disputed", "sources"]
    )
    for tie in ties:
        sides = tie["sides"]
        writer.writerow(
            [csv_cell(tie["a"]), csv_cell(tie["b"]), tie["form"], tie["since"], tie["standing"],
             sides["a"], sides["b"], int(tie["disputed"]), " ".join(tie["sources"])]
        )  # fmt: skip
    return buffer.getvalue()


def _json(answer: Answer) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


RENDER: Mapping[str, Callable[[Answer], str]] = {"text": _text, "json": _json, "csv": _csv}


def ties_of_places(
    places: Sequence[Place],
    on: date | None,
    known: date | None,
    language: str,
    format: str,
) -> str:
    """Return the ties of each of the places (several if a name is of several)."""
    moment = Moment.make(on, known)
    answers: list[Answer] = []
    named = Place.objects.prefetch_related(official_names(language))
    named_places = named.in_bulk([place.pk for place in places])  # the heads speak the language too
    for place in (named_places[place.pk] for place in places):
        found = ties_of(place, moment, language)
        claims = claims_by_tie(tie.tie.pk for tie in found)
        answers.append(
            {
                "place": place.local_name,
                "key": place.key,
                "on": moment.on.isoformat(),
                "known_by": moment.known_by.isoformat(),
                "ties": [_tie(tie, _source_addresses(claims[tie.tie.pk], moment)) for tie in found],
            }
        )
    if format == "json":
        return json.dumps(answers, ensure_ascii=False, indent=2) + "\n"
    if format == "csv":
        return _csv_of([tie for answer in answers for tie in answer["ties"]])
    blocks = []
    for answer in answers:
        head = f"{answer['place']} ({answer['key']}), {say_day(moment.on)}: {len(answer['ties'])}"
        rows = [
            f"  {tie['b']} ({tie['b_key']}) · {say_date(tie['since']) or '–'} · "
            f"{_say_sides(tie['sides'])}"
            for tie in answer["ties"]
        ]
        blocks.append("\n".join([head, *rows]))
    return "\n\n".join(blocks) + "\n"
