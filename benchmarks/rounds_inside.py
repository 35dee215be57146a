"""Inside an installation: invented wishes are put on the board, and a round of them is drawn."""

import platform
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from jumelage.core.audit import OPERATOR
from jumelage.core.clock import now, today
from jumelage.memberships.actions import keep_association
from jumelage.memberships.models import Institution
from jumelage.partners.actions.round_drawing import keep
from jumelage.partners.actions.rounds import RoundData, open_round
from jumelage.partners.actions.wellformed import ASPECTS, COLUMNS
from jumelage.partners.domain.matching import Wish as PlainWish
from jumelage.partners.domain.matching import run
from jumelage.partners.domain.matching.files import to_csv
from jumelage.partners.domain.matching.invented import Town, invent
from jumelage.partners.domain.places import languages_of
from jumelage.partners.domain.terms import MUNICIPALITY
from jumelage.partners.models import Drawing, Round, RoundEntry, Wish, WishTerm, WishText
from jumelage.partners.rounds.wishes import drawable
from jumelage.places.domain.sources import entries
from jumelage.places.models import Place

T = TypeVar("T")


def measure(number: int) -> None:
    """Draw a round of so many invented wishes, and print how long each part takes."""
    round_ = _opened()
    fill(round_, invented(number))
    print(f"{platform.machine()}, Python {platform.python_version()}, {number:,} wishes")
    drawing = Drawing.objects.create(
        round=round_, number=1, state=Drawing.RUNNING, author="bench", created_at=round_.created_at
    )
    wishes = _timed("reading them", lambda: drawable(round_))
    outcome = _timed("bringing them together", lambda: run(wishes, seed=1))
    text = to_csv(wishes)
    _timed("keeping the outcome", lambda: keep(drawing=drawing, wishes=text, outcome=outcome))
    print(f"{outcome.figures.pairs:,} pairs of {outcome.candidates:,} that could meet")


def _timed(what: str, act: Callable[[], T]) -> T:
    since = time.perf_counter()
    found = act()
    print(f"{what}: {time.perf_counter() - since:.2f} s", flush=True)
    return found


def invented(number: int) -> list[PlainWish]:
    """Return invented wishes of towns of the gazetteer."""
    towns = [
        Town(entry.ref, entry.name, entry.country, entry.lat, entry.lng, entry.population)
        for entry in entries()
        if entry.level == 0 and entry.population >= 2_000
    ]
    spoken = {code: languages_of(code) for code in {town.country for town in towns}}
    return invent(towns, number, seed=1, languages=spoken)


def _opened() -> Round:
    association = keep_association(actor=OPERATOR, name="Benchmark", countries=["DE"])
    day = today() + timedelta(days=30)
    data = RoundData("Benchmark", collects_until=day, answers_until=day)
    return open_round(actor=OPERATOR, association=association, data=data)


def fill(round_: Round, wishes: Sequence[PlainWish]) -> None:
    """Put wishes on the board of the registry, with their places, and let them take part in a round."""
    places: dict[str, Place] = {}
    for n, plain in enumerate(wishes):
        if plain.place not in places:
            places[plain.place] = Place.objects.create(
                country=plain.country, slug=f"invented-{n}", kind="city", name=plain.name.split(" (")[0],
                lat=plain.lat, lng=plain.lng, population=plain.population,
            )  # fmt: skip
        place, institution = places[plain.place], None
        if plain.kind != MUNICIPALITY:
            name = f"{plain.kind.title()} {n}"
            institution = Institution.objects.create(place=place, kind=plain.kind, name=name)
        values = {name: getattr(plain, name, None) for name in COLUMNS}
        values |= {"institution": institution, "until": today() + timedelta(days=90)}
        wish = Wish.objects.create(
            place=place, state=Wish.OPEN, created_at=now(), opened_at=now(), **values
        )
        WishText.objects.create(wish=wish, language="en", is_original=True, title=plain.name)
        WishTerm.objects.bulk_create(
            WishTerm(wish=wish, aspect=aspect, code=code)
            for name, aspect in ASPECTS.items()
            for code in sorted(getattr(plain, {"kinds": "seeks_kinds"}.get(name, name)))
        )
        RoundEntry.objects.create(round=round_, wish=wish, entered_at=now())
