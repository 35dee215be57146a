"""An association with a round, towns with officers and wishes, and what they do with each other."""

from datetime import date, timedelta
from types import SimpleNamespace

from jumelage.accounts.models import User
from jumelage.core.audit import OPERATOR
from jumelage.core.clock import today
from jumelage.memberships.actions import add_member, keep_association
from jumelage.memberships.actors import actor_for
from jumelage.partners.actions import round_answers, round_drawing, round_entries, rounds
from jumelage.partners.actions.rounds import RoundData
from jumelage.partners.actions.wishes import publish_new
from jumelage.partners.models import Round, RoundPair
from tests.factories import make_place
from tests.partners.conftest import officer_of, wish_data


def in_days(number: int) -> date:
    return today() + timedelta(days=number)


def round_data(title: str = "Spring round", **more) -> RoundData:
    values = {"collects_until": in_days(10), "answers_until": in_days(30), **more}
    return RoundData(title=title, **values)


def make_association(name: str, countries: list[str], email: str) -> SimpleNamespace:
    """An association with an officer."""
    association = keep_association(actor=OPERATOR, name=name, countries=countries)
    user = User.objects.create_user(email, email.split("@", maxsplit=1)[0].title(), "en")
    add_member(actor=OPERATOR, email=email, target=association, role="officer")
    return SimpleNamespace(association=association, user=user, actor=actor_for(user))


def make_town(name: str, country: str, **terms) -> SimpleNamespace:
    """A town with an officer and an open wish."""
    place = make_place(name, country)
    officer = officer_of(place, f"officer@{name.lower().replace(' ', '-')}.example")
    wish = publish_new(actor=officer.actor, place=place, data=wish_data(f"{name} seeks", **terms))
    return SimpleNamespace(place=place, user=officer.user, actor=officer.actor, wish=wish)


def make_towns() -> list[SimpleNamespace]:
    """Two towns on either side: the first fits the third, the second the fourth."""
    return [
        make_town("Alder", "US", themes=("culture", "sport")),
        make_town("Birch", "US", themes=("youth",)),
        make_town("Cedar", "RU", themes=("culture",)),
        make_town("Dogwood", "RU", themes=("youth", "sport")),
    ]


def make_round(union, **more) -> Round:
    """An open round between the United States and Russia."""
    data = round_data(**{"side_a": ("US",), "side_b": ("RU",), **more})
    return rounds.open_round(actor=union.actor, association=union.association, data=data)


def fresh(round_) -> Round:
    return Round.objects.get(pk=round_.pk)


def enter_all(union, round_, towns) -> None:
    round_entries.enter(actor=union.actor, round_=round_, wishes=[t.wish for t in towns])


def drawn(union, round_, *, seed: int = 1, minimum: float = 0.0) -> Round:
    """The round, drawn as it is now."""
    now = fresh(round_)
    round_drawing.start(
        actor=union.actor, round_=now, version=now.version, seed=seed, minimum=minimum
    )
    return fresh(round_)


def offered(union, round_, towns) -> Round:
    """The round with all towns in it, drawn and offered."""
    enter_all(union, round_, towns)
    now = drawn(union, round_)
    return rounds.offer(
        actor=union.actor, round_=now, version=now.version, answers_until=in_days(20)
    )


def pair_of(town) -> RoundPair:
    return RoundPair.objects.of_place(town.place.pk).get()


def say(town, *, accept: bool, reason: str = "") -> RoundPair:
    """Let a town answer for its pair."""
    return round_answers.answer(
        actor=town.actor, pair=pair_of(town), wish=town.wish, accept=accept, reason=reason
    )
