"""Telling many people about a round, in the background. Done twice, it tells them twice, which does no harm."""

from django_tasks import task

from jumelage.partners.models import Round, RoundPair, Wish
from jumelage.partners.rounds.notices import tell_association, tell_owner, tell_side


@task()
def tell_sides(kind: str, pairs: list[int]) -> None:
    """Tell both sides of some pairs what :data:`rounds.notices.NOTICES` says; who has not, a ``reminder``."""
    for pair in RoundPair.objects.filter(pk__in=pairs).select_related("round__association"):
        for side in ("a", "b"):
            answered = getattr(pair, f"answer_{side}") != RoundPair.WAITING
            if not (kind == "reminder" and answered):
                tell_side(pair, side, kind)


@task()
def tell_entered(number: int, wishes: list[int]) -> None:
    """Tell the owners of wishes that an association has entered them in its round."""
    round_ = Round.objects.select_related("association").get(pk=number)
    for wish in Wish.objects.filter(pk__in=wishes):
        tell_owner(wish, round_)


@task()
def tell_over(number: int) -> None:
    """Tell the association that its round is over, and how many pairs came about."""
    round_ = Round.objects.select_related("association").get(pk=number)
    pairs = list(round_.pairs.all())
    tell_association(round_, sum(pair.is_agreed for pair in pairs), len(pairs))
