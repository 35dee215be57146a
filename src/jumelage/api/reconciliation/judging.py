"""How well places answer a question: their scores, and whether one of them is the clear answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jumelage.api.reconciliation.conditions import Said, compare, distance
from jumelage.api.reconciliation.lookup import Batch, Found
from jumelage.api.reconciliation.questions import Question
from jumelage.places.models import Place, PlaceName

#: A place known by this as its main name is meant, unless another that is also called so has so many times the people.
OTHER_NAME = 10.0
#: What a name only alike scores at most: a whole name comes before it.
ALIKE_AT_MOST = 89.0
#: Scores of a whole name of each kind.
_MAIN, _ALTERNATIVE, _FORMER = 100.0, 97.0, 95.0
#: The score is multiplied by this where a condition is not fulfilled …
_UNFULFILLED = {
    "identifier": 0.5, "country": 0.5, "division": 0.7, "within": 0.7, "kind": 0.6, "type": 0.6,
    "coordinates": 0.5, "ties": 0.9,
}  # fmt: skip
#: … and by this where that cannot be said.
_UNKNOWN = 0.95
#: What is said of a place that does not fulfil a condition.
_AGAINST = {
    "identifier": gettext_lazy("the identifier is another place’s"),
    "country": gettext_lazy("not in the country given"),
    "division": gettext_lazy("not in the state or region given"),
    "within": gettext_lazy("not in what the name says"),
    "kind": gettext_lazy("of another kind"),
    "type": gettext_lazy("of another type"),
    "coordinates": gettext_lazy("not near the coordinates given"),
    "ties": gettext_lazy("no tie with the partner given on record"),
}


@dataclass(slots=True)
class Candidate:
    """A place with what speaks for and against it."""

    place: Place
    found: Found
    said: dict[str, Said]
    distance: float | None
    match: bool = False
    reasons: list[str] = field(default_factory=list)

    @property
    def is_named(self) -> bool:
        """Whether a whole name or an identifier leads to it."""
        return self.found.exact or self.found.identified

    @property
    def is_certain(self) -> bool:
        """Whether besides all that is given agrees. That no tie is on record says nothing against a place."""
        return self.is_named and all(
            said is Said.YES for name, said in self.said.items() if name != "ties"
        )

    @property
    def has_main_name(self) -> bool:
        """Whether it is found by its main name."""
        return self.found.row is not None and self.found.row.is_main

    @property
    def score(self) -> float:
        """How well it answers, from 0 to 100."""
        score = self._base
        for name, said in self.said.items():
            if said is not Said.YES:
                score *= _UNKNOWN if said is Said.UNKNOWN else _UNFULFILLED[name]
        return round(score, 1)

    @property
    def _base(self) -> float:
        row = self.found.row
        if self.found.identified or row is None:
            return _MAIN
        if not self.found.exact:
            return self.found.alike * ALIKE_AT_MOST / 100
        if row.is_main:
            return _MAIN
        return _FORMER if row.kind == PlaceName.FORMER else _ALTERNATIVE


def judge(question: Question, found: Sequence[Found], batch: Batch) -> list[Candidate]:
    """Return the candidates for a question, the best first, at most one of them a match."""
    candidates = []
    for cause in found:
        if place := batch.places.get(cause.place):
            said = compare(question, place, cause, batch)
            candidates.append(Candidate(place, cause, said, distance(question, place)))
    wanted = [one for one in candidates if _is_wanted(question, one)]
    if clear := _clear(wanted):
        clear.match = True
    equals = sum(one.is_certain for one in wanted)
    for one in wanted:
        one.reasons = _reasons(one, equals)
    wanted.sort(key=lambda one: (not one.match, -one.score, -one.place.tie_count, one.place.key))
    return wanted[: question.limit]


def _is_wanted(question: Question, one: Candidate) -> bool:
    """Whether a candidate is worth showing: of a type asked for, and not one that is only alike and elsewhere."""
    if one.said.get("type") is Said.NO and question.strict != "should":
        return False
    return one.is_named or one.said.get("country") is not Said.NO


def _clear(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the one clear answer: identifiers decide, then the partner, then who bears it as the main name."""
    certain = [one for one in candidates if one.is_certain]
    if any(one.found.identified for one in candidates):
        certain = [one for one in certain if one.found.identified]
        is_named = any(one.found.exact for one in candidates)
        if is_named and not any(one.found.exact for one in certain):
            return None  # the identifier is one place's, the name is another's
    certain = [one for one in certain if not one.found.bare] or certain
    certain = [one for one in certain if one.said.get("ties") is Said.YES] or certain
    if len(certain) == 1:
        return certain[0]
    return _by_main_name(certain)


def _by_main_name(certain: Sequence[Candidate]) -> Candidate | None:
    mains = [one for one in certain if one.has_main_name]
    if len(mains) != 1 or not mains[0].place.population:
        return None
    others = [one.place.population or 0 for one in certain if one is not mains[0]]
    return mains[0] if max(others, default=0) < OTHER_NAME * mains[0].place.population else None


def _reasons(one: Candidate, equals: int) -> list[str]:
    """Return what a person should know who decides."""
    reasons = [reason for reason in (_by_name(one),) if reason]
    reasons += [str(_AGAINST[name]) for name, said in one.said.items() if said is Said.NO]
    if Said.UNKNOWN in one.said.values():
        reasons.append(_("not all that is given could be compared"))
    if one.is_certain and not one.match and equals > 1:
        text = ngettext(
            "%(n)s place answers equally well", "%(n)s places answer equally well", equals
        )
        reasons.append(text % {"n": equals})
    return reasons


def _by_name(one: Candidate) -> str:
    row = one.found.row
    if row is None or one.found.identified:
        return ""
    if not one.found.exact:
        return _("only alike: %(name)s") % {"name": row.name}
    if row.kind == PlaceName.FORMER:
        return _("former name: %(name)s") % {"name": row.name}
    return "" if row.is_main else _("also called %(name)s") % {"name": row.name}
