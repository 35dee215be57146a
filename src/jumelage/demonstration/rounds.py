"""A round of matching that the invented association holds, and what the towns have answered so far."""

from collections.abc import Mapping
from datetime import date, timedelta

from jumelage.core.audit import Actor
from jumelage.memberships.models import Association
from jumelage.partners.actions.round_answers import answer
from jumelage.partners.actions.round_drawing import draw, start
from jumelage.partners.actions.round_entries import enter
from jumelage.partners.actions.rounds import RoundData, offer, open_round
from jumelage.partners.models import Round, RoundPair, Wish
from jumelage.places.models import Place


def hold_a_round(keeper: Actor, actors: Mapping[str, tuple[Actor, Place]], today: date) -> None:
    """Bring the towns’ wishes together, offer the pairs, and let some answer; a second round still collects.

    Args:
        keeper: who acts for the association.
        actors: who acts for each town, and the town.
        today: the day.
    """
    association = Association.objects.get(memberships__user=keeper.user_id)
    data = RoundData(
        title="Весенний круг",
        text="Объявления российских городов и их возможных партнёров за рубежом. Ответы нужны до конца срока.",
        side_a=("RU",),
        minimum=0.2,
        collects_until=today + timedelta(days=2),
        answers_until=today + timedelta(days=25),
    )
    round_ = open_round(actor=keeper, association=association, data=data)
    wishes = Wish.objects.on_board(today).order_by("pk").select_related("place", "institution")
    enter(actor=keeper, round_=round_, wishes=list(wishes))
    drawing = start(
        actor=keeper, round_=round_, version=round_.version, seed=1, minimum=round_.minimum
    )
    draw.func(drawing.pk)  # at once: the demonstration is told in one go
    round_ = Round.objects.get(pk=round_.pk)
    offer(actor=keeper, round_=round_, version=round_.version, answers_until=round_.answers_until)
    _answer(round_, *actors["lindenau-am-see"])
    for town in ("olkhovsk", "maple-harbor"):
        _answer(round_, *actors[town])
    next_ = RoundData(
        title="Autumn round: Russia and the United States",
        text="For towns and their institutions. Enter your wish, and the association brings all together at once.",
        side_a=("RU",),
        side_b=("US",),
        minimum=0.3,
        collects_until=today + timedelta(days=30),
        answers_until=today + timedelta(days=60),
    )
    open_round(actor=keeper, association=association, data=next_)


def _answer(round_: Round, actor: Actor, place: Place) -> None:
    """Let a town accept whom it was given, if it was given somebody."""
    for pair in RoundPair.objects.of_place(place.pk).filter(round=round_):
        wish = pair.wish_a if pair.wish_a.place_id == place.pk else pair.wish_b
        answer(actor=actor, pair=pair, wish=wish, accept=True)
