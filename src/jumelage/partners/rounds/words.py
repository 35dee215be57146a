"""Rounds in plain words: what a wish lacks, why it got nobody, whom it would rather have had, and why not another."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jumelage.core.language import reader_language
from jumelage.partners.domain.matching import outcome as codes
from jumelage.partners.domain.matching.outcome import Left, Missed
from jumelage.partners.domain.matching.why import Why
from jumelage.partners.domain.matching.wishes import A, Obstacle
from jumelage.partners.models import Round, Wish
from jumelage.partners.rounds import queries as lacks
from jumelage.partners.wishes.notices import title_in
from jumelage.partners.wishes.wording import holder_kind_name
from jumelage.partners.wishes.words import number
from jumelage.places.domain.countries import by_name, country_name
from jumelage.ties.models import FORM_CHOICES
from jumelage.ties.wording import say_day

LACKS: Mapping[str, Any] = {
    lacks.CLOSED: gettext_lazy("closed or run out: it is not drawn"),
    lacks.TAKEN: gettext_lazy(
        "other rounds have found all partners it seeks, or are asking them: it is not drawn"
    ),
    lacks.NOBODY: gettext_lazy("nobody here answers for it"),
    lacks.RUNS_OUT: gettext_lazy("runs out before the last day for answers"),
    lacks.LANGUAGES: gettext_lazy("languages"),
    lacks.NEEDS: gettext_lazy("what it needs"),
    lacks.OFFERS: gettext_lazy("what it offers"),
    lacks.WHERE: gettext_lazy("where the place lies"),
    lacks.SIZE: gettext_lazy("number of inhabitants"),
}

#: How far a drawing is, by the step it is at.
STEPS: Mapping[str, Any] = {
    "": gettext_lazy("Reading the wishes"),
    "pairs": gettext_lazy("Comparing every wish with every other"),
    "matching": gettext_lazy("Bringing them together"),
    "explaining": gettext_lazy("Writing down why"),
}

#: What stands between two wishes, as one of many that it rules out.
_AGAINST: Mapping[str, Callable[[int], str]] = {
    "same_place": lambda n: ngettext("%(n)s of the same place", "%(n)s of the same place", n),
    "tied": lambda n: ngettext("%(n)s tied with it already, or declined", "%(n)s tied with it already, or declined", n),
    "closed": lambda n: ngettext("%(n)s is closed", "%(n)s are closed", n),
    "kind": lambda n: ngettext("%(n)s of another kind of holder", "%(n)s of another kind of holder", n),
    "form": lambda n: ngettext("%(n)s seeks another form of tie", "%(n)s seek another form of tie", n),
    "country": lambda n: ngettext("%(n)s of a country not wanted", "%(n)s of a country not wanted", n),
    "size": lambda n: ngettext("%(n)s too large or too small", "%(n)s too large or too small", n),
    "distance": lambda n: ngettext("%(n)s too near or too far", "%(n)s too near or too far", n),
    "language": lambda n: ngettext("%(n)s without a language in common", "%(n)s without a language in common", n),
    "nothing_in_common": lambda n: ngettext("%(n)s without a theme in common", "%(n)s without a theme in common", n),
}  # fmt: skip


def holder(wish: Wish) -> str:
    """Return who holds a wish: its place, and the institution if one holds it."""
    place = wish.place.local_name
    return f"{wish.institution.name}, {place}" if wish.institution else place


def title(wish: Wish) -> str:
    """Return the title of a wish in the reader’s language, or in its own."""
    return title_in(wish, reader_language()).title


def side_name(countries: Sequence[str]) -> str:
    """Return the countries of a side by name."""
    language = reader_language()
    return ", ".join(country_name(code, language) for code in by_name(list(countries), language))


def suggested_sentence(other: Wish) -> str:
    """Return what waits for the side to which another wish is suggested."""
    return _("A wish of %(other)s is suggested to you") % {"other": holder(other)}


def state_sentence(round_: Round) -> str:
    """Return where a round stands, in a sentence for its association."""
    if round_.state == Round.COLLECTING:
        return _("Wishes are collected until %(day)s.") % {"day": say_day(round_.collects_until)}
    if round_.state == Round.OFFERED:
        day = {"day": say_day(round_.answers_until)}
        return _("Offered to both sides; answers are awaited until %(day)s.") % day
    if round_.state == Round.CLOSED and round_.closed_at:
        return _("Closed on %(day)s.") % {"day": say_day(round_.closed_at.date())}
    return _("Drawn. Only the association sees the result.")


def left_sentence(left: Left) -> str:
    """Return why a wish got nobody, in a sentence."""
    v = left.values
    if left.code == codes.PREFERRED:
        n = v.get("candidates", 0)
        text = ngettext(
            "%(n)s other fits it, and got somebody whom it likes better.",
            "%(n)s others fit it; all of them got somebody whom they like better.",
            n,
        )
        return text % {"n": n}
    if left.code == codes.BELOW:
        n = v.get("met", 0)
        text = ngettext(
            "It could meet %(n)s other, but one of the two would be served less well than the round asks for.",
            "It could meet %(n)s others, but one of the two would be served less well than the round asks for.",
            n,
        )
        return text % {"n": n}
    if left.code == codes.GAVE_UP:
        return _("It left its place: only so can the rest be stable (see the odd circles).")
    if left.code == codes.OUTSIDE:
        return _("It is of neither side of the round.")
    if left.code == codes.CLOSED:
        return _("Its time is over.")
    return _("Nobody fits it: %(what)s.") % {"what": _ruled_out(v)} if v else _("Nobody fits it.")


def _ruled_out(values: Mapping[str, int]) -> str:
    words = [_AGAINST[code](n) % {"n": n} for code, n in values.items() if code in _AGAINST]
    return "; ".join(words[:4])


def missed_sentence(missed: Missed, own: str, other: str, partners: Sequence[str]) -> str:
    """Return why a wish did not get one that it likes better.

    Args:
        missed: which, and why.
        own: the name of the wish’s holder.
        other: the name of the other’s.
        partners: the names of whom the other got.
    """
    names = {"own": own, "other": other, "partners": ", ".join(partners)}
    if missed.code == codes.PREFERRED:
        return (
            _(
                "%(own)s would rather have had %(other)s, but %(other)s got %(partners)s and ranks that higher."
            )
            % names
        )
    return (
        _(
            "%(own)s would rather have had %(other)s, but one of the two left a place so that the rest is stable."
        )
        % names
    )


def why_sentences(why: Why, own: str, other: str, partners: Iterable[str]) -> list[str]:
    """Return why a wish did not get another, or that it did; ``partners`` are the names of ``why.partners``."""
    names = {"own": own, "other": other, "partners": ", ".join(partners)}
    if why.code == "obstacle":
        return [obstacle_sentence(one, own, other) for one in why.obstacles]
    return [str(_WHY[why.code]) % names]


_WHY: Mapping[str, Any] = {
    "together": gettext_lazy("They are brought together."),
    "outside": gettext_lazy("The two are not of both sides of the round."),
    "below_minimum": gettext_lazy("One of the two would be served less well than the round asks for."),
    "got_better": gettext_lazy("%(own)s got %(partners)s and ranks that higher."),
    "other_got_better": gettext_lazy("%(other)s got %(partners)s and ranks that higher."),
    "gave_up_place": gettext_lazy(
        "Both would rather have each other, but one of them left a place: no stable matching exists otherwise."
    ),
}  # fmt: skip


def obstacle_sentence(obstacle: Obstacle, own: str, other: str) -> str:
    """Return what stands between two wishes; ``own`` and ``other`` are the names of their holders."""
    who = {"a": own, "b": other} if obstacle.by == A else {"a": other, "b": own}
    return str(_OBSTACLES[obstacle.code]) % {**who, **_values(obstacle)}


def _values(obstacle: Obstacle) -> dict[str, str]:
    v = obstacle.values
    if obstacle.code == "kind":
        return {"wanted": holder_kind_name(v["wanted"]), "is": holder_kind_name(v["is"])}
    if obstacle.code == "country":
        return {"wanted": side_name(v["wanted"]), "is": country_name(v["is"], reader_language())}
    if obstacle.code == "country_excluded":
        return {"is": country_name(v["is"], reader_language())}
    if obstacle.code in {"size", "distance"}:
        return {"is": number(v["is"])}
    if obstacle.code == "form":
        forms = dict(FORM_CHOICES)
        return {side: str(forms.get(v[side], v[side])) for side in ("a", "b")}
    return {}


_OBSTACLES: Mapping[str, Any] = {
    "same_wish": gettext_lazy("It is the same wish."),
    "same_place": gettext_lazy("Both are of the same place."),
    "tied": gettext_lazy("The two are partners already."),
    "declined": gettext_lazy("%(a)s has declined %(b)s before."),
    "closed": gettext_lazy("The wish of %(a)s is closed."),
    "kind": gettext_lazy("%(a)s seeks a partner of its own kind (%(wanted)s); %(b)s is another: %(is)s."),
    "form": gettext_lazy("They seek different forms of tie: %(a)s and %(b)s."),
    "country": gettext_lazy("%(a)s seeks in %(wanted)s only; %(b)s lies in %(is)s."),
    "country_excluded": gettext_lazy("%(a)s does not seek in %(is)s, where %(b)s lies."),
    "size": gettext_lazy("%(b)s has %(is)s inhabitants, more or fewer than %(a)s seeks."),
    "distance": gettext_lazy("The two lie %(is)s km apart, more or less than %(a)s seeks."),
    "language": gettext_lazy("They have no language in common, and neither has an interpreter."),
    "nothing_in_common": gettext_lazy("They seek no theme and no kind of exchange in common."),
}  # fmt: skip
