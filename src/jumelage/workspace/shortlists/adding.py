"""Putting a place on a shortlist: from the page of suggestions, or from a search."""

from collections.abc import Callable, Mapping
from functools import wraps
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.memberships.actors import actor_of
from jumelage.memberships.permissions import require_member
from jumelage.partners.actions.shortlists import add as add_to_list
from jumelage.partners.models import Shortlist, ShortlistItem
from jumelage.partners.shortlists.candidates import Candidate, candidate_with
from jumelage.partners.shortlists.queries import shortlists_of
from jumelage.partners.shortlists.reasons import reasons_for
from jumelage.partners.suggesting import current, is_ready
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.workspace.form import REFUSED
from jumelage.workspace.shortlists.common import READ_AND_SEND, onward, page
from jumelage.workspace.shortlists.forms import NEW, ChooseListForm

View = Callable[[HttpRequest], HttpResponseBase]
#: What a page may send along.
FIELDS = ("place", "ref", "shortlist", "next")


def remembering(view: View) -> View:
    """Lead somebody who has to sign in first back to what was chosen: a form that was sent is asked again."""

    @wraps(view)
    def remembered(request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            sent = {name: request.POST[name] for name in FIELDS if request.POST.get(name)}
            return redirect_to_login(f"{request.path}?{urlencode(sent)}")
        return view(request)

    return remembered


@require_http_methods(READ_AND_SEND)
def add(request: HttpRequest) -> HttpResponse:
    """Put a place on a list of an office.

    By GET it asks onto which list; by POST it does it. Parameters of both: ``place``, the readable address of the place
    that considers it (``ru/vladivostok``); ``ref``, what is to be put on the list (``place:12``, ``geonames:2950159``);
    ``shortlist``, the number of a list, or ``new`` (else the latest one); ``next``, where the list leads back to.
    """
    sent = _sent(request)
    place = _asking(sent["place"])
    require_member(actor_of(request), place.pk)
    request.acting_place = place  # type: ignore[attr-defined]  # as the guard does; see MemberRequest
    lists = list(shortlists_of(actor_of(request), place))
    form = ChooseListForm(request.POST if request.method == "POST" else None, lists=lists)
    if form.is_valid():
        try:
            item = _put(request, place, sent["ref"], form.cleaned_data["shortlist"])
        except NotAllowedError:
            raise
        except RefusedError as error:
            form.refuse(error)
        else:
            return _done(request, item, sent["next"])
    return _ask(request, form, sent, has_lists=bool(lists))


def _sent(request: HttpRequest) -> dict[str, str]:
    """Return what a page sent along, without a character that no database takes."""
    given = request.POST if request.method == "POST" else request.GET
    return {name: given.get(name, "").replace("\0", "") for name in FIELDS}


def _asking(key: str) -> Place:
    """Return the place for which something is put on a list, by its readable address."""
    country, _slash, slug = key.partition("/")
    rows = Place.objects.prefetch_related(official_names(reader_language()))
    place = rows.filter(country=country.upper(), slug=slug.lower()).first()
    if place is None:
        raise Http404
    return place


def _put(request: HttpRequest, place: Place, ref: str, chosen: str) -> ShortlistItem:
    is_new = chosen == NEW
    own = Shortlist.objects.filter(place=place)
    # Before the transaction begins: nobody else has to wait for it.
    suggester = current(place=place, fresh=False) if is_ready() else None
    reasons = reasons_for(suggester, place, [ref]).get(ref, ()) if suggester else ()
    return add_to_list(
        actor=actor_of(request),
        place=place,
        ref=ref,
        shortlist=own.filter(pk=chosen).first() if chosen and not is_new else None,
        on_new_list=is_new,
        reasons=reasons,
    )


def _done(request: HttpRequest, item: ShortlistItem, came_from: str) -> HttpResponse:
    """Lead to the list, which says what was done and has the way back."""
    said = _("%(name)s is on the list “%(list)s” now.")
    messages.success(request, said % {"name": item.name, "list": item.shortlist.title})
    address = reverse("workspace:shortlist", args=[item.shortlist.place_id, item.shortlist_id])
    back = onward(request, came_from)
    return redirect(f"{address}?{urlencode({'from': back})}" if back else address)


def _ask(
    request: HttpRequest, form: ChooseListForm, sent: Mapping[str, str], *, has_lists: bool
) -> HttpResponse:
    candidate: Candidate | None = candidate_with(sent["ref"])
    context = {
        "form": form,
        "candidate": candidate,
        "has_lists": has_lists,
        "sent": sent,
    }
    status = REFUSED if form.errors else 200 if candidate else 404
    return page(request, "add", context, status=status)
