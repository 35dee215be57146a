"""Official domains of the places of the countries kept."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jumelage.core.domain.refusals import Problem, RefusedError
from jumelage.memberships import actions
from jumelage.memberships.actors import actor_of
from jumelage.memberships.queries import domains_for
from jumelage.places.models import Place
from jumelage.places.queries import find_places
from jumelage.workspace.back_office.views import show_office
from jumelage.workspace.members.typed import NOTHING, Typed, number_of, text_of, tried
from jumelage.workspace.views.common import page_of

PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def domains(request: HttpRequest) -> HttpResponse:
    """The domains on record, and a form to write down another."""
    typed: Typed | None = NOTHING
    if request.method == "POST":
        typed = tried(request, lambda: _add(request), "place", "domain", "note", form="domain")
    if typed is None:
        messages.success(request, _("Written down. Applications from it are marked from now on."))
        return redirect("back-office:domains")
    text = request.GET.get("q", "").strip()[:100].replace("\x00", "")
    rows = domains_for(actor_of(request))
    if text:
        rows = rows.filter(Q(domain__icontains=text) | Q(place__name__istartswith=text))
    given = Place.objects.filter(pk=number_of(request.GET.get("place", ""))).first()
    page = page_of(request, rows, PAGE)
    context = {
        "page": page,
        "query": f"{urlencode({'q': text})}&" if text else "",
        "text": text,
        "typed": typed,
        "place_key": typed.values.get("place") or (given.key if given else ""),
    }
    return show_office(request, "domains", context, status=typed.status)


def _add(request: HttpRequest) -> None:
    text = text_of(request, "place").strip()[:200]
    found = find_places(text, limit=2) if text else []
    if len(found) != 1:
        message = (
            _("Several places have this name. Write the end of its address, such as de/muenster.")
            if found
            else _("The register has no place of this name.")
        )
        raise RefusedError(Problem("place", "place", message))
    actions.add_domain(
        actor=actor_of(request),
        place=found[0],
        domain=text_of(request, "domain"),
        note=text_of(request, "note"),
    )


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a domain off the record."""
    actor = actor_of(request)
    domain = get_object_or_404(domains_for(actor), pk=number)
    actions.remove_domain(actor=actor, domain=domain)
    messages.success(request, _("%(domain)s is off the record.") % {"domain": domain.shown})
    return redirect("back-office:domains")
