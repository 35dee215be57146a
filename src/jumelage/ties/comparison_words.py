"""A comparison of two sources in whole sentences of the reader's language; and the same as data."""

from collections.abc import Iterable, Iterator
from typing import Any

from babel.numbers import format_decimal
from django.utils.translation import gettext, ngettext

from jumelage.ties.comparison import ComparedTie, Comparison, Counts, stream_part
from jumelage.ties.domain.comparison import Part, Said
from jumelage.ties.domain.terms import Form
from jumelage.ties.models import FORM_CHOICES, LEGAL_CHOICES
from jumelage.ties.wording import language, say_date

COLUMNS = (
    "part", "a", "b", "a_key", "b_key", "differs",
    "here_standing_a", "here_standing_b", "here_since", "here_form", "here_named_until",
    "there_standing_a", "there_standing_b", "there_since", "there_form", "there_named_until",
)  # fmt: skip


def _number(number: int) -> str:
    return format_decimal(number, locale="en_GB" if language() == "en" else language())


def summary(counts: Counts) -> str:
    """Return the sentences of a comparison: the places that both name, and how their ties compare."""
    if not counts.places:
        return gettext("The two sources name no place in common.")
    places = ngettext(
        "Both sources name %(number)s place.", "Both sources name %(number)s places.", counts.places
    ) % {"number": _number(counts.places)}
    if not counts.both:
        return f"{places} {gettext('No tie stands in both.')}"
    both = ngettext(
        "%(number)s tie stands in both.", "%(number)s ties stand in both.", counts.both
    ) % {"number": _number(counts.both)}
    return f"{places} {both} {_on_differences(counts)}"


def _on_differences(counts: Counts) -> str:
    if not counts.differs:
        return gettext("They differ about none of them.")
    return ngettext(
        "They differ about %(number)s of them.",
        "They differ about %(number)s of them.",
        counts.differs,
    ) % {"number": _number(counts.differs)}


def part_title(part: Part, comparison: Comparison) -> str:
    """Return the name of a part."""
    titles = {"here": comparison.here.title, "there": comparison.there.title}
    return {
        Part.DIFFERS: gettext("In both, but differing"),
        Part.ONLY_HERE: gettext("Only in “%(here)s”"),
        Part.ONLY_THERE: gettext("Only in “%(there)s”"),
        Part.BEYOND_HERE: gettext("Places that only “%(here)s” names"),
        Part.BEYOND_THERE: gettext("Places that only “%(there)s” names"),
    }[part] % titles


def part_scope(part: Part, comparison: Comparison, counts: Counts) -> str:
    """Return what a part holds, its scope said plainly."""
    number = counts.places
    titles = {
        "here": comparison.here.title,
        "there": comparison.there.title,
        "number": _number(number),
    }
    if part is Part.DIFFERS:
        return gettext(
            "Both sources name these ties and say different things about their standing, beginning or "
            "form. What only one of them says anything about is no difference."
        )
    if part.is_beyond:
        return _beyond(part) % titles
    return _only(part, number) % titles


def _only(part: Part, number: int) -> str:
    if part is Part.ONLY_HERE:
        return ngettext(
            "Of the %(number)s place that both sources name: its ties that “%(here)s” names and "
            "“%(there)s” does not.",
            "Of the %(number)s places that both sources name: their ties that “%(here)s” names and "
            "“%(there)s” does not.",
            number,
        )
    return ngettext(
        "Of the %(number)s place that both sources name: its ties that “%(there)s” names and "
        "“%(here)s” does not.",
        "Of the %(number)s places that both sources name: their ties that “%(there)s” names and "
        "“%(here)s” does not.",
        number,
    )


def _beyond(part: Part) -> str:
    if part is Part.BEYOND_HERE:
        return gettext(
            "“%(there)s” names neither of the two places in any tie: that it does not name these "
            "ties says nothing about them."
        )
    return gettext(
        "“%(here)s” names neither of the two places in any tie: that it does not name these ties "
        "says nothing about them."
    )


def say_said(said: Said, *, swapped: bool = False) -> str:
    """Return what a source says about a tie in a few words: “in force, since 1989, twinning”."""
    words = {legal: str(word) for legal, word in LEGAL_CHOICES}
    legal = (said.legal_b, said.legal_a) if swapped else (said.legal_a, said.legal_b)
    parts = [" / ".join(dict.fromkeys(words[one] for one in legal))]
    if said.since:
        parts.append(gettext("since %(date)s") % {"date": say_date(said.since.text)})
    if said.form is not Form.UNKNOWN:
        parts.append(str(dict(FORM_CHOICES)[said.form]))
    return ", ".join(parts)


def numbers(counts: Counts) -> dict[str, Any]:
    """Return the numbers of a comparison as data."""
    return {
        "places": counts.places,
        "both": counts.both,
        "agree": counts.agrees,
        **{part.value: counts.of(part) for part in Part},
        "about": dict(counts.about),
    }


def record(tie: ComparedTie, part: Part) -> dict[str, Any]:
    """Return a tie of a part as data."""
    return {
        "part": part.value,
        "a": tie.a.local_name,
        "b": tie.b.local_name,
        "a_key": tie.a.key,
        "b_key": tie.b.key,
        "differs": [about.value for about in tie.differs],
        "here": _said(tie.here, swapped=tie.swapped),
        "there": _said(tie.there, swapped=tie.swapped),
    }


def _said(said: Said | None, *, swapped: bool) -> dict[str, Any] | None:
    if said is None:
        return None
    legal = (said.legal_b, said.legal_a) if swapped else (said.legal_a, said.legal_b)
    return {
        "standing_a": legal[0].value,
        "standing_b": legal[1].value,
        "since": said.since.text if said.since else "",
        "form": said.form.value,
        "named_until": said.named_until.isoformat() if said.named_until else "",
    }


def records(
    comparison: Comparison, parts: Iterable[Part], language: str = "en"
) -> Iterator[dict[str, Any]]:
    """Yield the ties of parts as data, read in chunks."""
    for part in parts:
        for tie in stream_part(comparison, part, language):
            yield record(tie, part)


def row(found: dict[str, Any]) -> dict[str, Any]:
    """Return a tie of :func:`records` as a flat row."""
    flat = {name: found[name] for name in ("part", "a", "b", "a_key", "b_key")}
    flat["differs"] = " ".join(found["differs"])
    for side in ("here", "there"):
        flat |= {f"{side}_{name}": value for name, value in (found[side] or {}).items()}
    return flat
