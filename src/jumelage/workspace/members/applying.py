"""Asking to act for a place, leaving again, and accepting an invitation."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from jumelage.accounts.models import User
from jumelage.core.language import reader_language
from jumelage.documents.actions import store
from jumelage.memberships import actions
from jumelage.memberships.actions.invitations import hash_of, why_not
from jumelage.memberships.actors import actor_of
from jumelage.memberships.models import ROLES, Institution, Invitation, Membership
from jumelage.memberships.queries import with_targets
from jumelage.places.models import Place
from jumelage.places.queries import official_names, search_places
from jumelage.workspace.members.typed import NOTHING, Typed, number_of, text_of, tried
from jumelage.workspace.views.common import show_desk

_FIELDS = ("function", "message", "role", "file", "target")


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """Find a place and ask to act for it; and one's own applications and memberships."""
    if request.method != "POST":
        place = _place(request.GET.get("place", ""))
        return _apply_page(request, place, NOTHING)
    place = _place(text_of(request, "place"))
    if place is None:
        raise Http404
    typed = tried(request, lambda: _send(request, place), *_FIELDS)
    if typed:
        return _apply_page(request, place, typed)
    said = _("Your application is on its way. The answer comes by e-mail.")
    messages.success(request, said)
    return redirect("workspace:apply")


def _place(number: str) -> Place | None:
    rows = Place.objects.prefetch_related(official_names(reader_language()))
    return rows.filter(pk=number_of(number)).first()


@transaction.atomic
def _send(request: HttpRequest, place: Place) -> Membership:
    """Keep the letter and make the application: both, or none."""
    actor = actor_of(request)
    target: Place | Institution = place
    if number := number_of(text_of(request, "target")):
        target = get_object_or_404(Institution, place=place, pk=number)
    letter = None
    if file := request.FILES.get("file"):
        title = _("Letter: %(person)s for %(target)s") % {"person": request.user, "target": target}
        letter = store(actor=actor, owner=None, file=file, title=title)
    return actions.apply_for(
        actor=actor,
        target=target,
        role=text_of(request, "role"),
        function=text_of(request, "function"),
        message=text_of(request, "message"),
        letter=letter,
    )


def _apply_page(request: HttpRequest, place: Place | None, typed: Typed) -> HttpResponse:
    language = reader_language()
    text = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    own = Membership.objects.filter(user=request.user.pk)
    context: dict[str, Any] = {
        "text": text,
        "hits": search_places(text, language=language, limit=12) if text else [],
        "place": place,
        "institutions": list(place.institutions.all()) if place else [],
        "roles": ROLES,
        "own": list(with_targets(own, language)[:50]),
        "typed": typed,
        "has_head": bool(place)
        and Membership.objects.active().filter(place=place, role="head").exists(),
    }
    return show_desk(request, "workspace/members/apply.html", context, status=typed.status)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Take an own application back, or no longer act for somebody."""
    rows = with_targets(
        Membership.objects.filter(
            user=request.user.pk, state__in=[Membership.APPLIED, Membership.ACTIVE]
        ),
        reader_language(),
    )
    membership = get_object_or_404(rows, pk=number)
    typed: Typed | None = NOTHING
    if request.method == "POST":
        typed = tried(
            request,
            lambda: actions.end(
                actor=actor_of(request), membership=membership, reason=text_of(request, "reason")
            ),
            "reason",
        )
    if typed is None:
        messages.success(request, _said_of_leaving(membership))
        return redirect("workspace:apply")
    context = {"membership": membership, "typed": typed}
    return show_desk(request, "workspace/members/leave.html", context, status=typed.status)


def _said_of_leaving(membership: Membership) -> str:
    words = {"target": membership.target}
    if membership.state == Membership.APPLIED:
        return _("Your application to act for %(target)s is taken back.") % words
    return _("You no longer act for %(target)s.") % words


@sensitive_variables("secret")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an invitation to whom it was sent, and accept it."""
    rows = Invitation.objects.select_related("place", "institution__place", "association")
    found = rows.filter(secret_sha256=hash_of(secret)).first()
    if found is None:
        raise Http404
    typed: Typed | None = NOTHING
    if request.method == "POST":
        typed = tried(
            request, lambda: actions.accept_invitation(actor=actor_of(request), secret=secret)
        )
    if typed is None:
        said = _("You act for %(target)s now.") % {"target": found.target}
        messages.success(request, said)
        return _go_on(found)
    person = request.user
    is_for_me = isinstance(person, User) and person.email.lower() == found.email.lower()
    problem = why_not(found) if is_for_me else None
    context = {
        "invitation": found,
        "is_for_me": is_for_me,
        "address": "" if is_for_me else _masked(found.email),
        "problem": problem.message if problem else "",
        "typed": typed,
    }
    return show_desk(request, "workspace/members/invitation.html", context, status=typed.status)


def _go_on(found: Invitation) -> HttpResponse:
    """Lead to where the new member works."""
    if found.place_id:
        return redirect("workspace:portfolio", found.place_id)
    return redirect("back-office:home" if found.association_id else "workspace:apply")


def _masked(email: str) -> str:
    """Return an address so that its owner knows it and others learn little: ``a…@example.org``."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
