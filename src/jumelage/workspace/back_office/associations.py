"""National associations: staff keep which there are, their heads keep who acts for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.memberships import actions
from jumelage.memberships.actors import actor_of
from jumelage.memberships.models import ROLES, Invitation, Membership
from jumelage.memberships.queries import associations_for
from jumelage.places.domain.countries import parse_country
from jumelage.workspace.back_office.views import show_office
from jumelage.workspace.members.typed import NOTHING, Typed, text_of, tried


@require_safe
def associations(request: HttpRequest) -> HttpResponse:
    """The associations that the person sees, with their people."""
    return _page(request, NOTHING)


def _page(request: HttpRequest, typed: Typed) -> HttpResponse:
    actor = actor_of(request)
    found = list(associations_for(actor))
    own_head = {
        one.pk
        for one in found
        if actor.is_staff
        or any(p.user_id == actor.user_id and p.role == "head" for p in _people(one))
    }
    context = {
        "associations": found,
        "managed": own_head,
        "is_staff": actor.is_staff,
        "roles": ROLES,
        "typed": typed,
    }
    return show_office(request, "associations", context, status=typed.status)


def _people(association: object) -> list[Membership]:
    """Return the members that :func:`associations_for` has fetched."""
    people: list[Membership] = getattr(association, "people", [])
    return people


def _back(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("back-office:associations")


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Write down an association and its countries."""
    name = text_of(request, "name")
    words = [word.strip() for word in text_of(request, "countries").split(",") if word.strip()]
    typed = tried(
        request,
        lambda: actions.keep_association(
            actor=actor_of(request),
            name=name,
            countries=[parse_country(word).code or word for word in words],
            url=text_of(request, "url"),
        ),
        "name",
        "countries",
        "url",
        form="association",
    )
    said = _("%(name)s is on record.") % {"name": name}
    return _page(request, typed) if typed else _back(request, said)


@require_POST
def invite(request: HttpRequest, number: int) -> HttpResponse:
    """Invite somebody to act for an association."""
    actor = actor_of(request)
    association = get_object_or_404(associations_for(actor), pk=number)
    email = text_of(request, "email")
    typed = tried(
        request,
        lambda: actions.invite(
            actor=actor,
            target=association,
            email=email,
            role=text_of(request, "role"),
            language=request.LANGUAGE_CODE,
        ),
        "email",
        "role",
        form=f"invite-{number}",
    )
    said = _("%(email)s is invited: the e-mail with the link is on its way.") % {"email": email}
    return _page(request, typed) if typed else _back(request, said)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw an invitation to an association."""
    actor = actor_of(request)
    rows = Invitation.objects.filter(association__in=associations_for(actor))
    invitation = get_object_or_404(rows, pk=number)
    typed = tried(request, lambda: actions.withdraw_invitation(actor=actor, invitation=invitation))
    said = _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email}
    return _page(request, typed) if typed else _back(request, said)


@require_POST
def end_membership(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody no longer act for an association."""
    actor = actor_of(request)
    rows = Membership.objects.filter(association__in=associations_for(actor))
    membership = get_object_or_404(rows.select_related("user"), pk=number)
    typed = tried(
        request,
        lambda: actions.end(actor=actor, membership=membership, reason=text_of(request, "reason")),
        form=f"end-{number}",
    )
    said = _("%(name)s is no member any more.") % {"name": membership.user}
    return _page(request, typed) if typed else _back(request, said)
