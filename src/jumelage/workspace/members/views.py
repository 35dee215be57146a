"""The members of a place: who acts in which role, who is invited, who asks to."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jumelage.core.language import reader_language
from jumelage.memberships import actions
from jumelage.memberships.models import ROLES, Institution, Membership
from jumelage.memberships.queries import (
    members_of,
    open_invitations_of,
    waiting_of,
)
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.members.asked import Asked
from jumelage.workspace.members.typed import NOTHING, Typed, text_of, tried
from jumelage.workspace.views.common import show_desk
from jumelage.workspace.views.meanwhile import DESK, Decided, show_meanwhile


def acting(request: HttpRequest) -> MemberRequest:
    """Return the request as the guard has made it."""
    return cast("MemberRequest", request)


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """The members of a place."""
    return _page(request, NOTHING)


def _page(request: HttpRequest, typed: Typed) -> HttpResponse:
    place = acting(request).acting_place
    people = list(members_of(place))
    institutions = Institution.objects.filter(place=place).prefetch_related(
        Prefetch(
            "memberships",
            queryset=Membership.objects.active().select_related("user"),
            to_attr="people",
        )
    )
    heads = [one for one in people if one.place_id and one.role == "head"]
    context = {
        "people": [one for one in people if one.place_id],
        "institutions": list(institutions),
        "waiting": [
            Asked(one, reverse("workspace:member-decide", args=[place.pk, one.pk]), bool(heads))
            for one in waiting_of(place)
        ],
        "invitations": list(open_invitations_of(place)),
        "roles": ROLES,
        "kinds": Institution.KINDS,
        "only_head": heads[0].pk if len(heads) == 1 else None,
        "typed": typed,
        "languages": _languages(),
    }
    return show_desk(request, "workspace/members/members.html", context, status=typed.status)


def _languages() -> list[tuple[str, str, bool]]:
    own = reader_language()
    return [(code, name, code == own) for code, name in settings.LANGUAGES]


def _back(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("workspace:members", acting(request).acting_place.pk)


def _membership(request: HttpRequest, number: int) -> Membership:
    """Return a membership of the place, or of an institution in it; others are not there."""
    rows = Membership.objects.of_place(acting(request).acting_place.pk)
    return get_object_or_404(rows.select_related("user", "place", "institution__place"), pk=number)


@require_POST
def invite_member(request: HttpRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    asked = acting(request)
    email = text_of(request, "email")
    typed = tried(
        request,
        lambda: actions.invite(
            actor=asked.actor,
            target=asked.acting_place,
            email=email,
            role=text_of(request, "role"),
            message=text_of(request, "message"),
            language=text_of(request, "language"),
        ),
        "email",
        "role",
        "message",
        form="invite",
    )
    said = _("%(email)s is invited: the e-mail with the link is on its way.")
    return _page(request, typed) if typed else _back(request, said % {"email": email.strip()})


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Approve or decline an application."""
    membership = _membership(request, number)
    typed = tried(
        request,
        lambda: decide_by_form(request, membership),
        "reason",
        "role",
        form=f"decide-{number}",
    )
    if typed:
        back = reverse("workspace:members", args=[acting(request).acting_place.pk])
        return too_late(request, membership, typed, back) or _page(request, typed)
    return _back(request, said_of_decision(request, membership))


def too_late(
    request: HttpRequest, membership: Membership, typed: Typed, back: str, frame: str = DESK
) -> HttpResponse | None:
    """Say how an application was decided meanwhile, and show the reason that was typed; ``None`` if it still waits."""
    membership.refresh_from_db()
    if membership.state == Membership.APPLIED:
        return None
    return show_meanwhile(
        request,
        [*typed.problems.values(), *typed.others],
        back=back,
        typed={_("Reason"): typed.values.get("reason", "")},
        decided=Decided(
            membership.get_state_display(),
            membership.decided_by,
            membership.decided_at,
            membership.decision_reason,
        ),
        frame=frame,
    )


def decide_by_form(request: HttpRequest, membership: Membership) -> None:
    """Approve or decline as a form says.

    Raises:
        RefusedError: it cannot be done.
    """
    actor, reason = acting(request).actor, text_of(request, "reason")
    if text_of(request, "decision") == "approve":
        role = text_of(request, "role")
        actions.approve(actor=actor, membership=membership, role=role, reason=reason)
    else:
        actions.decline(actor=actor, membership=membership, reason=reason)


def said_of_decision(request: HttpRequest, membership: Membership) -> str:
    """Return what to say after a decision."""
    words = {"name": membership.user}
    if text_of(request, "decision") == "approve":
        return _("%(name)s is a member now, and has an e-mail that says so.") % words
    return _("The application of %(name)s is declined; an e-mail says why.") % words


@require_POST
def role(request: HttpRequest, number: int) -> HttpResponse:
    """Give a member another role."""
    membership = _membership(request, number)
    typed = tried(
        request,
        lambda: actions.change_role(
            actor=acting(request).actor, membership=membership, role=text_of(request, "role")
        ),
        form=f"role-{number}",
    )
    said = _("The role of %(name)s is changed.") % {"name": membership.user}
    return _page(request, typed) if typed else _back(request, said)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Ask whether a member is to go, and why; then end the membership."""
    membership = _membership(request, number)
    own = membership.user_id == acting(request).actor.user_id
    if own:
        return redirect("workspace:leave", number)
    typed: Typed | None = NOTHING
    if request.method == "POST":
        typed = tried(
            request,
            lambda: actions.end(
                actor=acting(request).actor,
                membership=membership,
                reason=text_of(request, "reason"),
            ),
            "reason",
        )
    if typed is None:
        return _back(request, _("%(name)s is no member any more.") % {"name": membership.user})
    context = {"membership": membership, "typed": typed}
    return show_desk(request, "workspace/members/remove.html", context, status=typed.status)


@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw an invitation."""
    asked = acting(request)
    rows = asked.acting_place.invitations.all()
    invitation = get_object_or_404(rows, pk=number)
    typed = tried(
        request,
        lambda: actions.withdraw_invitation(actor=asked.actor, invitation=invitation),
    )
    said = _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email}
    return _page(request, typed) if typed else _back(request, said)


@require_POST
def institution(request: HttpRequest) -> HttpResponse:
    """Put an institution of the place on record."""
    asked = acting(request)
    name = text_of(request, "name")
    typed = tried(
        request,
        lambda: actions.add_institution(
            actor=asked.actor,
            place=asked.acting_place,
            kind=text_of(request, "kind"),
            name=name,
            url=text_of(request, "url"),
        ),
        "name",
        "kind",
        "url",
        form="institution",
    )
    said = _("%(name)s is on record: its people can ask to act for it.") % {"name": name}
    return _page(request, typed) if typed else _back(request, said)
