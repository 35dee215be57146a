"""The doors of the workspace: every view goes through one of them."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError
from jumelage.core.language import reader_language
from jumelage.forum.permissions import is_organiser
from jumelage.imports.permissions import may_review
from jumelage.memberships.actors import actor_of
from jumelage.memberships.domain.roles import Role, is_at_least
from jumelage.memberships.models import Institution
from jumelage.memberships.permissions import is_keeper, is_member
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.workspace.views.errors import forbidden

View = Callable[..., HttpResponseBase]


class MemberRequest(HttpRequest):
    """The request of somebody who acts for a place."""

    acting_place: Place
    actor: Actor


def _door(may: Callable[[Actor], bool]) -> Callable[[View], View]:
    def door(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(actor_of(request)):
                return forbidden(request)
            return _let_in(view, request, *args, **kwargs)

        return guarded

    return door


def _let_in(view: View, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
    request.actor = actor_of(request)  # type: ignore[attr-defined]  # see MemberRequest
    try:
        return view(request, *args, **kwargs)
    except NotAllowedError:
        return forbidden(request)


#: Let registry editors in; lead others to the page to sign in, or tell them that they may not.
for_editors = _door(may_review)
#: Let everybody in who has signed in.
for_anybody_known = _door(lambda _actor: True)
#: Let people in who keep a country's register for an association, and platform staff.
for_keepers = _door(is_keeper)
#: Let people in who run a forum, or may begin one; which of them they see, querysets say.
for_organisers = _door(is_organiser)


def for_members(at_least: Role = Role.HELPER) -> Callable[[View], View]:
    """Let people in who act for the place of the address, in this role or a higher one.

    The view gets the place as ``request.acting_place`` and the person as ``request.actor``; the address's ``place`` is
    taken out. A place that is not there looks like one for which the person does not act.
    """
    return _door_of_place(lambda actor, place: is_member(actor, place, at_least))


def for_members_and_institutions(at_least: Role = Role.HELPER) -> Callable[[View], View]:
    """Let the same people in as :func:`for_members`, and officers of institutions of the place.

    What these may see and do there, querysets and actions say.
    """

    def may(actor: Actor, place: int) -> bool:
        own = [pk for pk, role in actor.institutions.items() if is_at_least(role, Role.OFFICER)]
        return is_member(actor, place, at_least) or (
            bool(own) and Institution.objects.filter(place=place, pk__in=own).exists()
        )

    return _door_of_place(may)


def _door_of_place(may: Callable[[Actor, int], bool]) -> Callable[[View], View]:
    def door(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: object, place: int, **kwargs: object
        ) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(actor_of(request), place):
                return forbidden(request)
            names = official_names(reader_language())
            found = Place.objects.prefetch_related(names).filter(pk=place).first()
            if found is None:
                raise Http404
            request.acting_place = found  # type: ignore[attr-defined]  # see MemberRequest
            return _let_in(view, request, *args, **kwargs)

        return guarded

    return door
