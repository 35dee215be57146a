"""Badges to print: all of an edition, of one delegation, of one person; for organisers and for the own office."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.core.clock import now
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.core.paper import pdf_answer
from jumelage.forum.arrivals import arrivals_of
from jumelage.forum.domain.delegations import State
from jumelage.forum.models import Delegation, Edition, Member
from jumelage.forum.paper import badges_pdf
from jumelage.workspace.forum.common import acting, own_edition
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.members.typed import number_of
from jumelage.workspace.views.common import say_refusal


@require_safe
def badges(request: HttpRequest, number: int) -> HttpResponse:
    """The badges of an edition; ``?delegation=`` and ``?person=`` narrow."""
    edition = own_edition(acting(request), number)
    people = [one.member for one in arrivals_of(edition, reader_language())]
    for name, part in (("delegation", "delegation_id"), ("person", "pk")):
        if asked := request.GET.get(name, ""):
            people = [member for member in people if getattr(member, part) == number_of(asked)]
    return _answer(request, edition, people, "workspace:forum-arrivals", edition.pk)


@require_safe
def own_badges(request: MemberRequest, number: int) -> HttpResponse:
    """The badges of the own delegation, once it is approved."""
    found = (
        Delegation.objects.select_related("edition", "place")
        .filter(place=request.acting_place, pk=number)
        .first()
    )
    if found is None or found.state != State.APPROVED:
        raise Http404
    people = [
        one.member
        for one in arrivals_of(found.edition, reader_language())
        if one.member.delegation_id == found.pk
    ]
    place = request.acting_place.pk
    return _answer(request, found.edition, people, "workspace:delegation", place, found.pk)


def _answer(
    request: HttpRequest, edition: Edition, people: Sequence[Member], back: str, *where: int
) -> HttpResponse:
    if not people:
        messages.error(request, _("Nobody is named yet: there is no badge to print."))
        return redirect(back, *where)
    try:
        made = badges_pdf(edition, people, made_at=int(now().timestamp()))
    except RefusedError as error:
        say_refusal(request, error)
        return redirect(back, *where)
    answer = pdf_answer(made, f"badges-{edition.slug}.pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer
