"""Whom a delegation may want to meet: partners first, then what the partner finder suggests, then everybody else."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from jumelage.core.clock import today
from jumelage.forum.domain.meetings import AGAINST, Answer
from jumelage.forum.meetings.queries import coming
from jumelage.forum.models import Delegation, MeetingParty, Member
from jumelage.partners import suggesting
from jumelage.partners.models.wishes import Wish, WishTerm
from jumelage.partners.shortlists.reasons import places_named, reasons_for, said
from jumelage.partners.suggesting import Wanted
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.ties.domain.terms import Legal
from jumelage.ties.models import Tie

#: So many are suggested at most; the others are listed by country.
MOST_SUGGESTED = 12
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """Which counterparts somebody wants to see; what is empty does not narrow."""

    country: str = ""
    theme: str = ""
    language: str = ""


@dataclass(slots=True)
class Offer:
    """Another delegation: how it is bound to the own place, what speaks for it, and whether the two want to meet."""

    delegation: Delegation
    tie: Tie | None = None
    reasons: Sequence[str] = ()
    languages: Sequence[str] = ()
    themes: Sequence[str] = ()
    people: int = 0
    wishes_you: bool = False
    meeting: int | None = None  # of the two alone, that is still wanted
    answer: str = ""  # the own one, in that meeting

    @property
    def place(self) -> Place:
        """The place that sends it."""
        return self.delegation.place

    @property
    def is_wanted(self) -> bool:
        """Whether the own side wants to meet it already."""
        return self.answer in {Answer.WISHED, Answer.ACCEPTED}


@dataclass(slots=True)
class Offers:
    """Counterparts in three parts, and what they can be narrowed by."""

    partners: list[Offer] = field(default_factory=list)
    suggested: list[Offer] = field(default_factory=list)
    others: list[Offer] = field(default_factory=list)
    countries: Sequence[str] = ()
    themes: Sequence[str] = ()
    languages: Sequence[str] = ()

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.partners) + len(self.suggested) + len(self.others)


def offers_for(delegation: Delegation, chosen: OfferFilter, language: str) -> Offers:
    """Return whom a delegation may want to meet: a fixed number of queries, whatever the number of delegations."""
    rows = list(coming(delegation.edition, language).exclude(pk=delegation.pk))
    offers = {row.pk: Offer(row) for row in rows}
    _what_they_speak(offers)
    _what_they_seek(offers)
    _ties(delegation, offers)
    _meetings(delegation, offers)
    found = Offers(
        countries=sorted({one.place.country for one in offers.values()}),
        themes=sorted({theme for one in offers.values() for theme in one.themes}),
        languages=sorted({code for one in offers.values() for code in one.languages}),
    )
    fitting = [one for one in offers.values() if _fits(one, chosen)]
    suggested = _suggested(delegation, fitting, language)
    for one in fitting:
        if one.tie is not None:
            found.partners.append(one)
        elif one.place.pk not in suggested:
            found.others.append(one)
    by_place = {one.place.pk: one for one in fitting}
    own = delegation.place.country
    found.others.sort(key=lambda one: (one.place.country == own, one.place.country))
    found.suggested = [by_place[pk] for pk in suggested]
    for pk, reasons in suggested.items():
        by_place[pk].reasons = reasons
    return found


def _fits(one: Offer, chosen: OfferFilter) -> bool:
    return (
        (not chosen.country or one.place.country == chosen.country)
        and (not chosen.theme or chosen.theme in one.themes)
        and (not chosen.language or chosen.language in one.languages)
    )


def _what_they_speak(offers: Mapping[int, Offer]) -> None:
    spoken: dict[int, set[str]] = defaultdict(set)
    for number, languages in (
        Member.objects.coming().filter(delegation__in=offers).values_list("delegation", "languages")
    ):
        offers[number].people += 1
        spoken[number].update(languages)
    for number, codes in spoken.items():
        offers[number].languages = sorted(codes)


def _what_they_seek(offers: Mapping[int, Offer]) -> None:
    """Read the themes of the open wishes of the places on the public board."""
    by_place = {one.place.pk: one for one in offers.values()}
    wishes = Wish.objects.filter(state=Wish.OPEN, until__gte=today(), place__in=by_place)
    terms = WishTerm.objects.filter(wish__in=wishes, aspect=WishTerm.THEME).order_by("pk")
    for place, code in terms.values_list("wish__place", "code"):
        one = by_place[place]
        one.themes = [*one.themes, *({code} - set(one.themes))]


def _ties(delegation: Delegation, offers: Mapping[int, Offer]) -> None:
    """Read the ties between the places: whatever their standing, but those that have ended."""
    by_place = {one.place.pk: one for one in offers.values()}
    own = delegation.place_id
    rows = Tie.objects.filter(
        Q(place_a=own, place_b__in=by_place) | Q(place_b=own, place_a__in=by_place)
    ).exclude(legal__in=[Legal.NONE, Legal.ENDED])
    for tie in rows:
        by_place[tie.place_b_id if tie.place_a_id == own else tie.place_a_id].tie = tie


def _meetings(delegation: Delegation, offers: Mapping[int, Offer]) -> None:
    own = dict(delegation.meetings.values_list("meeting", "answer"))
    wanted = MeetingParty.objects.filter(meeting__in=own, meeting__ended_at__isnull=True)
    parties: dict[int, dict[int, str]] = defaultdict(dict)
    for meeting, number, answer in wanted.values_list("meeting", "delegation", "answer"):
        parties[meeting][number] = answer
    for meeting, answers in parties.items():
        others = [number for number in answers if number != delegation.pk]
        for number in others:
            if number in offers:
                offers[number].wishes_you |= answers[number] == Answer.WISHED
        if len(others) == 1 and others[0] in offers and own[meeting] not in AGAINST:
            offers[others[0]].meeting, offers[others[0]].answer = meeting, own[meeting]


def _suggested(
    delegation: Delegation, offers: Iterable[Offer], language: str
) -> dict[int, Sequence[str]]:
    """Return whom the partner finder suggests among those that are no partners, the best first, with what speaks for
    each; nobody if it is not ready, or fails: the others are listed all the same.
    """
    only = frozenset(one.place.pk for one in offers if one.tie is None)
    if not only or not suggesting.is_ready():
        return {}
    try:
        suggester = suggesting.current(place=delegation.place, fresh=False)
        found = suggester.suggest(delegation.place, Wanted(only=only), MOST_SUGGESTED)
        refs = [suggester.places.facts[one.place].ref for one in found]
        kept = reasons_for(suggester, delegation.place, refs)
    except Exception:
        log.exception("no suggestions for a delegation")
        return {}
    named = places_named(reason for reasons in kept.values() for reason in reasons)
    names = Place.objects.prefetch_related(official_names(language)).in_bulk(named)
    return {
        number: said(kept[ref], names).speaks_for
        for ref in refs
        if (number := int(ref.removeprefix("place:"))) in only and kept.get(ref)
    }
