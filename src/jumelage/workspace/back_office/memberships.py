"""Who asks to act for a place of the countries kept, and who acts."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jumelage.core.language import reader_language
from jumelage.memberships import actions
from jumelage.memberships.actors import actor_of
from jumelage.memberships.models import ROLES, Membership, OfficialDomain
from jumelage.memberships.queries import memberships_for, waiting_for, with_targets
from jumelage.memberships.targets import has_head, memberships_in, place_of
from jumelage.places.models import Place
from jumelage.workspace.back_office.views import show_office
from jumelage.workspace.members.asked import Asked
from jumelage.workspace.members.typed import NOTHING, Typed, text_of, tried
from jumelage.workspace.members.views import decide_by_form, said_of_decision, too_late
from jumelage.workspace.views.common import page_of
from jumelage.workspace.views.meanwhile import OFFICE

PAGE = 50


@require_safe
def memberships(request: HttpRequest) -> HttpResponse:
    """Applications that wait; or, searched for by a name, who acts."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    if text:
        named = Q(user__email__icontains=text) | Q(user__name__icontains=text)
        rows = memberships_for(actor).filter(
            named | Q(place__names__name__istartswith=text) | Q(place__name__istartswith=text)
        )
        rows = rows.filter(association__isnull=True).distinct().order_by("-applied_at", "-pk")
    else:
        rows = waiting_for(actor)
    page = page_of(request, with_targets(rows, reader_language()), PAGE)
    context = {"page": page, "text": text, "query": f"{urlencode({'q': text})}&" if text else ""}
    return show_office(request, "memberships", context)


def _membership(request: HttpRequest, number: int) -> Membership:
    """Return a membership of the countries kept; others are not there."""
    rows = memberships_for(actor_of(request)).filter(association__isnull=True)
    return get_object_or_404(with_targets(rows, reader_language()), pk=number)


@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: HttpRequest, number: int) -> HttpResponse:
    """Show an application with all that speaks for it, and decide; or a membership, and end it."""
    found = _membership(request, number)
    typed: Typed | None = NOTHING
    if request.method == "POST":
        typed = tried(
            request,
            lambda: decide_by_form(request, found),
            "reason",
            "role",
            form=f"decide-{number}",
        )
    if typed is None:
        messages.success(request, said_of_decision(request, found))
        return redirect("back-office:memberships")
    if typed.is_refused:
        back = reverse("back-office:membership", args=[number])
        late = too_late(request, found, typed, back, OFFICE)
        if late is not None:
            return late
    return _page(request, found, typed)


def _page(request: HttpRequest, found: Membership, typed: Typed) -> HttpResponse:
    place: Place | None = place_of(found.target)
    others = memberships_in(found.target).exclude(pk=found.pk).select_related("user")
    headed = has_head(found.target)
    own = actor_of(request).user_id == found.user_id
    context = {
        "one": found,
        "asked": Asked(found, reverse("back-office:membership", args=[found.pk]), headed),
        "form": f"decide-{found.pk}",
        "place": place,
        "domains": list(OfficialDomain.objects.filter(place=place)) if place else [],
        "members": list(others.filter(state=Membership.ACTIVE)[:20]),
        "before": list(others.exclude(state=Membership.ACTIVE).filter(user=found.user)[:10]),
        "elsewhere": list(
            with_targets(found.user.memberships.exclude(pk=found.pk), reader_language()).filter(
                state=Membership.ACTIVE
            )[:10]
        ),
        "has_head": headed,
        "is_own": own,
        "roles": ROLES,
        "typed": typed,
    }
    return show_office(request, "membership", context, status=typed.status)


@require_POST
def end_membership(request: HttpRequest, number: int) -> HttpResponse:
    """End a membership: an account is in wrong hands, or somebody has left."""
    found = _membership(request, number)
    typed = tried(
        request,
        lambda: actions.end(
            actor=actor_of(request), membership=found, reason=text_of(request, "reason")
        ),
        "reason",
        form="end",
    )
    if typed:
        return _page(request, found, typed)
    messages.success(request, _("%(name)s is no member any more.") % {"name": found.user})
    return redirect("back-office:membership", number)


@require_POST
def change_role(request: HttpRequest, number: int) -> HttpResponse:
    """Give a member another role: an office needs a head again."""
    found = _membership(request, number)
    typed = tried(
        request,
        lambda: actions.change_role(
            actor=actor_of(request),
            membership=found,
            role=text_of(request, "role"),
            reason=text_of(request, "reason"),
        ),
        "role",
        form="role",
    )
    if typed:
        return _page(request, found, typed)
    messages.success(request, _("The role of %(name)s is changed.") % {"name": found.user})
    return redirect("back-office:membership", number)
