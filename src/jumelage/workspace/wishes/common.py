"""What the pages of wishes have in common: which wishes and messages somebody may see, and for whom they may write."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404, HttpRequest

from jumelage.core.audit import Actor
from jumelage.core.language import reader_language
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Institution
from jumelage.memberships.permissions import is_member
from jumelage.partners.models.answers import WishMessage
from jumelage.partners.models.wishes import Wish
from jumelage.partners.wishes.permissions import may_write_wish
from jumelage.partners.wishes.queries import wishes_of, with_all
from jumelage.partners.wishes.words import WishShown, wish_shown
from jumelage.places.models import Place
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.wishes.forms import Holders


@dataclass(frozen=True, slots=True)
class Row:
    """A wish in a list: what it says, and how many messages wait."""

    wish: Wish
    shown: WishShown
    waiting: int


def holders_for(actor: Actor, place: Place) -> Holders:
    """Return for whom somebody may write wishes here: the place, its institutions."""
    institutions = Institution.objects.filter(place=place).order_by("name", "pk")
    may_place = is_member(actor, place.pk, Role.OFFICER)
    own = [one for one in institutions if may_write_wish(actor, place, one)]
    return Holders(place.local_name, own, may_place=may_place)


def may_write_any(actor: Actor, place: Place) -> bool:
    """Whether somebody may write wishes here at all."""
    holders = holders_for(actor, place)
    return holders.may_place or bool(holders.institutions)


def own_wish(request: MemberRequest, number: int) -> Wish:
    """Return a wish of the acting place that the person may see; another is not there."""
    own = Wish.objects.of_actor(request.actor).filter(place=request.acting_place, pk=number)
    wish = with_all(own, reader_language()).first()
    if wish is None:
        raise Http404
    return wish


def rows_of(request: MemberRequest) -> list[Row]:
    """Return all wishes of the acting place that the person may see, the latest first."""
    own = wishes_of(request.acting_place, request.actor)
    waiting = waiting_by_wish(request.actor, request.acting_place)
    wishes = with_all(own, reader_language())
    return [Row(wish, wish_shown(wish), waiting.get(wish.pk, 0)) for wish in wishes]


def waiting_by_wish(actor: Actor, place: Place) -> dict[int, int]:
    """Return how many messages wait for an answer, by the number of the wish."""
    rows = WishMessage.objects.for_owner(actor).waiting().filter(wish__place=place)
    counted = rows.order_by().values("wish").annotate(number=Count("pk"))
    return dict(counted.values_list("wish", "number"))


def asked_wish(request: HttpRequest) -> Wish:
    """Return the wish that the address names after its question mark, or the form: one that is or was on the board."""
    number = request.POST.get("to") or request.GET.get("to", "")
    known = number.isdecimal() and len(number) < 19
    found = Wish.objects.ever_public().filter(pk=int(number) if known else 0)
    wish = with_all(found, reader_language()).first()
    if wish is None:
        raise Http404
    return wish


def version_sent(request: HttpRequest) -> int:
    """Return the version of the wish that the person has read, which the form sends back; else 0."""
    number = request.POST.get("version", "")
    return int(number) if number.isdecimal() and len(number) < 10 else 0
