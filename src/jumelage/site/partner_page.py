"""A list of suggested partners, ready to be shown: names, facts, reasons as sentences, each with its share."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from jumelage.core.clock import today
from jumelage.core.language import reader_language
from jumelage.partners.domain.asking import km_between
from jumelage.partners.domain.facts import Facts
from jumelage.partners.domain.finder import Suggestion
from jumelage.partners.domain.reasons import Reason
from jumelage.partners.models import Wish
from jumelage.partners.reason_words import sentence, where
from jumelage.places.domain.keys import fast_key
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.site.partner_asker import Asker
from jumelage.site.partner_tables import Tables

#: Reasons with a smaller share are not told.
TOLD = 0.03
#: The letters of Russian: a name of other Cyrillic letters is of another language.
_RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reason as a sentence, and its share in percent of all that speaks for or against."""

    words: str
    percent: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion as pages show it. ``other_name`` is one in the reader's script, where only one is known."""

    rank: int
    ref: str
    name: str
    other_name: str
    where: str
    country: str
    population: int
    km: int | None
    ties: int
    place: Place | None
    wish: Wish | None
    lat: float | None
    lng: float | None
    score: float
    speaks_for: Sequence[Spoken]
    speaks_against: Sequence[Spoken]
    reasons: Sequence[Reason]

    @property
    def wish_title(self) -> str:
        """What its open wish is called."""
        return wish_title(self.wish) if self.wish else ""


def shown(tables: Tables, asker: Asker, found: Sequence[Suggestion]) -> list[Shown]:
    """Return suggestions as a page shows them: five questions to the database, however many."""
    mentioned = {number for one in found for reason in one.reasons for number in _named(reason)}
    places = register_places(tables, {one.place for one in found} | mentioned)
    facts = _LocalFacts(tables.facts, places)
    wishes = open_wishes([places[one.place].pk for one in found if one.place in places])
    km = distances(tables, asker, [one.place for one in found])
    return [
        _shown(tables, rank, one, facts, places.get(one.place), km[rank - 1], wishes)
        for rank, one in enumerate(found, start=1)
    ]


def _shown(
    tables: Tables,
    rank: int,
    one: Suggestion,
    facts: Sequence[Facts],
    place: Place | None,
    km: int | None,
    wishes: Mapping[int, Wish],
) -> Shown:
    town = facts[one.place]
    told = [reason for reason in one.reasons if abs(reason.share) >= TOLD]
    return Shown(
        rank=rank,
        ref=town.ref,
        name=town.name,
        other_name="" if place else name_in_script(town),
        where=where(town, reader_language()),
        country=town.country,
        population=town.population,
        km=km,
        ties=int(tables.suggester.finder.network.degree[one.place]),
        place=place,
        wish=wishes.get(place.pk) if place else None,
        lat=town.lat,
        lng=town.lng,
        score=one.score - one.typical,
        speaks_for=[_spoken(reason, facts) for reason in told if reason.weight > 0],
        speaks_against=[_spoken(reason, facts) for reason in told if reason.weight < 0],
        reasons=one.reasons,
    )


def _spoken(reason: Reason, facts: Sequence[Facts]) -> Spoken:
    words = sentence(reason, facts)
    return Spoken(words[:1].upper() + words[1:], round(abs(reason.share) * 100))


def _named(reason: Reason) -> Iterable[int]:
    """Return the candidates whose names stand in a reason."""
    yield from reason.values.get("places", ())
    for pair in reason.values.get("pairs", ())[:1]:
        yield from pair


def register_places(tables: Tables, numbers: Iterable[int]) -> dict[int, Place]:
    """Return those of the candidates that are places of the register, with their names for the reader."""
    by_pk = {
        int(tables.facts[number].ref.removeprefix("place:")): number
        for number in numbers
        if tables.facts[number].ref.startswith("place:")
    }
    names = official_names(reader_language())
    found = Place.objects.prefetch_related(names).in_bulk(list(by_pk))
    return {by_pk[pk]: place for pk, place in found.items()}


class _LocalFacts(Sequence[Facts]):
    """What is known of all candidates; some have their names in the reader's language."""

    def __init__(self, facts: Sequence[Facts], places: Mapping[int, Place]) -> None:
        """Remember both."""
        self.facts, self.places = facts, places

    def __len__(self) -> int:
        return len(self.facts)

    def __getitem__(self, number: Any) -> Any:
        place = self.places.get(number)
        facts = self.facts[number]
        return facts._replace(name=place.local_name) if place else facts


def open_wishes(places: Sequence[int]) -> dict[int, Wish]:
    """Return the newest open wish of each of some places that has one, with its words."""
    if not places:
        return {}
    wishes = Wish.objects.on_board(today()).filter(place__in=places)
    ordered = wishes.order_by("opened_at", "pk").prefetch_related("texts", "terms")
    return {wish.place_id: wish for wish in ordered}


def wish_title(wish: Wish) -> str:
    """Return a wish's title in the reader's language, or else in that of its original."""
    texts = {text.language: text.title for text in wish.texts.all()}
    return texts.get(reader_language()) or next(iter(texts.values()), "")


def distances(tables: Tables, asker: Asker, numbers: Sequence[int]) -> list[int | None]:
    """Return how far (km) each of the candidates is from the place asking; none where that is not known."""
    places = tables.suggester.places
    at = np.array(numbers, dtype=np.intp)
    if not len(at) or not places.placed[asker.number]:
        return [None] * len(at)
    km = km_between(places.axes[:, at], places.points[asker.number])
    return [
        round(float(one)) if placed else None
        for one, placed in zip(km, places.placed[at], strict=True)
    ]


def name_in_script(town: Facts) -> str:
    """Return the name that a town has in the reader's letters; empty if it has none, or several.

    The gazetteer does not say of what language a name is: of several, only one that sounds like the town's own name is
    surely the reader's.
    """
    if reader_language() != "ru":
        return ""
    found = {name for name in town.names if _is_russian(name)}
    if len(found) > 1:
        key = fast_key(town.name)
        found = {name for name in found if fast_key(name) == key}
    return found.pop() if len(found) == 1 else ""


def _is_russian(name: str) -> bool:
    letters = {letter for letter in name.lower() if letter.isalpha()}
    return bool(letters) and letters <= _RUSSIAN


def hero(name: str, found: Sequence[Suggestion]) -> str:
    """Return the sentence that says what most of the suggestions have in common."""
    weights: dict[str, float] = {}
    sentences = _heroes()
    for one in found:
        for reason in one.reasons:
            if reason.share > 0 and reason.code in sentences:
                weights[reason.code] = weights.get(reason.code, 0.0) + reason.share
    most = max(weights, key=lambda code: weights[code]) if weights else ""
    return sentences.get(most, _("Partners for %(place)s.")) % {"place": name}


def _heroes() -> dict[str, str]:
    """Return the sentence for each reason that most of the suggestions may have, by its code."""
    by_name = _("Partners for %(place)s: towns whose names sound like its own.")
    tied = _("Partners for %(place)s: towns that its neighbours know already.")
    return {
        "about_your_size": _("Partners for %(place)s: towns of its own size."),
        "larger": _("Partners for %(place)s: towns larger than itself."),
        "smaller": _("Partners for %(place)s: towns smaller than itself."),
        "shared_partners": _("Partners for %(place)s: towns that share its partners."),
        "neighbours_tied_with_it": tied,
        "neighbourhoods_tied": tied,
        "near_your_partners": _("Partners for %(place)s: towns beside its partners."),
        "divisions_tied": _("Partners for %(place)s: towns of regions that its own is tied with."),
        "countries_tied": _(
            "Partners for %(place)s: towns of countries that its own is tied with."
        ),
        "same_country": _("Partners for %(place)s: towns of its own country."),
        "distance": _("Partners for %(place)s: towns as far from it as twin towns usually are."),
        "has_partners": _("Partners for %(place)s: towns with friends in the world already."),
        "no_partners_yet": _("Partners for %(place)s: towns that have no partner yet."),
        "both_capitals": _("Partners for %(place)s: other capitals."),
        "like_standing": _("Partners for %(place)s: towns that rank in their country as it does."),
        "same_name": by_name,
        "name_in_common": by_name,
        "name_alike": by_name,
        "same_kind": _("Partners for %(place)s: towns that stand by themselves, as it does."),
        "both_beside_larger": _("Partners for %(place)s: towns beside a larger one, as it is."),
        "both_by_the_sea": _("Partners for %(place)s: towns by the sea, as it is."),
        "both_inland": _("Partners for %(place)s: towns far from the sea, as it is."),
    }
