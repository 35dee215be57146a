"""What others say about a tie that differs from the own record, in sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jumelage.core.clock import today
from jumelage.places.models import Place
from jumelage.sources.domain.authority import Authority
from jumelage.ties.domain.own_record import Remark, remarks
from jumelage.ties.domain.standing import DisputeAbout
from jumelage.ties.domain.terms import Side
from jumelage.ties.models import FORM_CHOICES, LEGAL_CHOICES, Claim, Tie
from jumelage.ties.queries import other_side
from jumelage.ties.wording import say_date

#: The other side's own office, among the voices; sources have their numbers.
PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Differing:
    """A difference: what it is about, the sentence, and the claim that says it."""

    about: str
    sentence: str
    claim: Claim


def differing(tie: Tie, place: Place, claims: Iterable[Claim]) -> tuple[list[Differing], bool]:
    """Return what others say that differs from a place's own record, and whether there is any such record.

    The own record is what the place's office entered and what both sides declared here; where that is nothing, what
    official sources say stands for it. The claims must have been fetched with their sources.
    """
    live = [claim for claim in claims if claim.retracted_at is None]
    own, is_own = _own(live, place)
    own_ids = {claim.pk for claim in own}
    voices: dict[str, list[Claim]] = {}
    for claim in sorted(live, key=lambda claim: (-claim.source.authority, claim.pk)):
        if claim.pk not in own_ids:
            voices.setdefault(_voice(claim, place), []).append(claim)
    by_id = {claim.pk: claim for claim in live}
    found = remarks(
        [claim.for_arithmetic() for claim in own],
        {name: [claim.for_arithmetic() for claim in said] for name, said in voices.items()},
        today(),
    )
    names = _names(tie, place, voices)
    return [
        Differing(
            _about(remark, names), _sentence(remark, names, is_own=is_own), by_id[remark.claim]
        )
        for remark in found
    ], bool(own)


def _own(live: Sequence[Claim], place: Place) -> tuple[list[Claim], bool]:
    own = [claim for claim in live if claim.entered_for_id == place.pk or claim.is_joint]
    if own:
        return own, True
    official = [
        claim
        for claim in live
        if claim.entered_for_id is None and Authority(claim.source.authority).is_official
    ]
    return official, False


def _voice(claim: Claim, place: Place) -> str:
    if claim.entered_for_id is not None and claim.entered_for_id != place.pk:
        return PARTNER
    return str(claim.source_id)


def _names(tie: Tie, place: Place, voices: Mapping[str, Sequence[Claim]]) -> dict[str, str]:
    """Return how voices and sides are called."""
    office = _("The office of %(place)s") % {"place": other_side(tie, place).local_name}
    titles = {
        name: _("“%(title)s”") % {"title": claims[0].source.title}
        for name, claims in voices.items()
    }
    sides = {Side.A.value: tie.place_a.local_name, Side.B.value: tie.place_b.local_name}
    return titles | {PARTNER: office} | sides


def _about(remark: Remark, names: Mapping[str, str]) -> str:
    if remark.about is DisputeAbout.SINCE:
        return pgettext("matter of a difference", "Beginning")
    if remark.about is DisputeAbout.FORM:
        return pgettext("matter of a difference", "Form")
    if remark.side is Side.BOTH:
        return pgettext("matter of a difference", "Standing")
    place = names[remark.side.value]
    return pgettext("matter of a difference", "Standing of %(place)s") % {"place": place}


def _sentence(remark: Remark, names: Mapping[str, str], *, is_own: bool) -> str:
    """Return the whole sentence: “Wikidata” says 1994, your records say 1993."""
    if remark.about is DisputeAbout.SINCE:
        say = say_date
    else:
        words = dict(FORM_CHOICES if remark.about is DisputeAbout.FORM else LEGAL_CHOICES)

        def say(text: str) -> str:
            return str(words[text])  # type: ignore[index]  # values of the two

    said = {"who": names[remark.voice], "theirs": say(remark.theirs), "ours": say(remark.ours)}
    if not remark.ours:
        if is_own:
            return _("%(who)s says %(theirs)s, your records give no date.") % said
        return _("%(who)s says %(theirs)s, official sources give no date.") % said
    if remark.about is DisputeAbout.SINCE:
        if is_own:
            return _("%(who)s says %(theirs)s, your records say %(ours)s.") % said
        return _("%(who)s says %(theirs)s, official sources say %(ours)s.") % said
    if is_own:
        return _("%(who)s says “%(theirs)s”, your records say “%(ours)s”.") % said
    return _("%(who)s says “%(theirs)s”, official sources say “%(ours)s”.") % said
