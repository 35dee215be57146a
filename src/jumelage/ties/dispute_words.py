"""What sources differ on, in whole sentences of the reader's language; and the same as data."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, pgettext

from jumelage.ties.disputes import DisputedTie
from jumelage.ties.domain.disputes import Difference, Why
from jumelage.ties.domain.standing import DisputeAbout
from jumelage.ties.domain.terms import Side
from jumelage.ties.models import Claim
from jumelage.ties.wording import say_claim, say_date, say_day

COLUMNS = (
    "a", "b", "a_key", "b_key", "about", "side", "decides", "says", "kind", "when", "form", "by", "source",
    "source_key", "authority", "url", "on_record_since", "last_named_on", "why",
)  # fmt: skip


def say_about(about: DisputeAbout, place: str = "") -> str:
    """Return what sources differ on as a heading; ``place`` where only one side is concerned."""
    if about is DisputeAbout.SINCE:
        return gettext("Sources differ on the beginning")
    if about is DisputeAbout.FORM:
        return gettext("Sources differ on the form")
    if place:
        return gettext("Sources differ on the standing on the side of %(place)s") % {"place": place}
    return gettext("Sources differ on the standing")


def about_word(about: DisputeAbout) -> str:
    """Return what sources differ on in a word or two, to choose by."""
    return {
        DisputeAbout.STANDING: pgettext("sources differ on", "the standing"),
        DisputeAbout.SINCE: pgettext("sources differ on", "the beginning"),
        DisputeAbout.FORM: pgettext("sources differ on", "the form"),
    }[about]


def say_why(why: Why, decides: Claim, other: Claim) -> str:
    """Return why what stands first decides."""
    names = {
        "first": decides.source.get_authority_display(),
        "other": other.source.get_authority_display(),
    }
    return {
        Why.AUTHORITY: gettext(
            "What stands first decides here: its kind of source (%(first)s) has more authority than "
            "the other (%(other)s)."
        ),
        Why.LATER: gettext(
            "What stands first decides here: the sources have the same authority, and it came on "
            "record later."
        ),
        Why.EVENT: gettext(
            "What stands first decides here: it reports an event, and a list repeats what it knew."
        ),
        Why.OFFICIAL_LIST: gettext(
            "What stands first decides here: an official source (%(first)s) still names the tie, and "
            "has more authority than the one that reports otherwise (%(other)s)."
        ),
    }[why] % names


def say_last_named(claim: Claim) -> str:
    """Return in which edition an imported list last said it, or nothing for a claim entered by hand."""
    day = claim.last_said_on or (claim.batch.retrieved if claim.batch else None)
    if claim.batch is None or day is None:
        return ""
    return gettext("Last named by its edition of %(date)s.") % {"date": say_day(day)}


def say_statement(claim: Claim, by: str = "", *, form: bool = False) -> str:
    """Return what a claim says: “Suspended by Des Moines”, with the form where that is the matter."""
    words = say_claim(claim.kind, by)
    return f"{words} · {claim.get_form_display()}" if form and claim.form else words


def say_who(claim: Claim, words: str) -> str:
    """Return the sentence of one side of a dispute: what, when, who says so, on record since when."""
    parts = {
        "what": words,
        "when": say_date(claim.when),
        "source": claim.source.title,
        "kind": claim.source.get_authority_display(),
        "day": say_day(claim.recorded_at.date()),
    }
    if claim.when:
        return (
            gettext("%(what)s, %(when)s: so says “%(source)s” (%(kind)s), on record since %(day)s.")
            % parts
        )
    return gettext("%(what)s: so says “%(source)s” (%(kind)s), on record since %(day)s.") % parts


def records(disputed: DisputedTie) -> Iterator[dict[str, Any]]:
    """Yield what sources differ on about a tie, each matter as data."""
    tie = disputed.tie
    for difference in disputed.differences:
        side = "" if difference.side is Side.BOTH else difference.side.value
        yield {
            "a": tie.place_a.local_name,
            "b": tie.place_b.local_name,
            "a_key": tie.place_a.key,
            "b_key": tie.place_b.key,
            "about": difference.about.value,
            "side": side,
            "heading": say_about(difference.about, disputed.place_of(difference.side)),
            "decides": _said(disputed, difference, difference.decides),
            "differs": _said(disputed, difference, difference.differs),
            "why": difference.why.value,
            "why_words": why_of(disputed.claims, difference),
        }


def why_of(claims: Mapping[int, Claim], difference: Difference) -> str:
    """Return why what decides a difference does so."""
    others = (claims[pk] for pk in difference.differs)
    heaviest = max(others, key=lambda claim: claim.source.authority)
    return say_why(difference.why, claims[difference.decides[0]], heaviest)


def _said(
    disputed: DisputedTie, difference: Difference, numbers: Sequence[int]
) -> list[dict[str, Any]]:
    return [_claim(disputed, difference, disputed.claims[number]) for number in numbers]


def _claim(disputed: DisputedTie, difference: Difference, claim: Claim) -> dict[str, Any]:
    by = disputed.place_of(Side(claim.side))
    last = claim.last_said_on or (claim.batch.retrieved if claim.batch else None)
    says = say_statement(claim, by, form=difference.about is DisputeAbout.FORM)
    return {
        "says": says,
        "sentence": f"{say_who(claim, says)} {say_last_named(claim)}".rstrip(),
        "kind": claim.kind,
        "when": claim.when,
        "form": claim.form,
        "by": by,
        "source": claim.source.title,
        "source_key": claim.source.key,
        "authority": claim.source.authority_code,
        "url": claim.source.url,
        "on_record_since": claim.recorded_at.date().isoformat(),
        "last_named_on": last.isoformat() if last else "",
    }


def rows(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a matter as flat rows, one for each claim: ``decides`` is 1 where it says what decides."""
    shared = {name: record[name] for name in ("a", "b", "a_key", "b_key", "about", "side", "why")}
    for decides in (1, 0):
        for claim in record["decides" if decides else "differs"]:
            yield (
                shared
                | {name: value for name, value in claim.items() if name != "sentence"}
                | {"decides": decides}
            )
