"""The page of contacts: the own offices and people, and those of partner places that one may see."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from jumelage.contacts.models import AddressList
from jumelage.contacts.queries import (
    closed_offices,
    contacts_of,
    former_people,
    open_erasure_requests,
    partner_contacts,
    partners_with_contacts,
    without_contact_person,
)
from jumelage.core.language import reader_language
from jumelage.ties.queries import other_side, with_places
from jumelage.workspace.guard import MemberRequest, for_members
from jumelage.workspace.views.common import page_of, show_desk

#: So many partner places are shown at once.
PAGE = 20


@require_safe
@for_members()
def contacts(request: MemberRequest) -> HttpResponse:
    """Show contacts."""
    place, actor, language = request.acting_place, request.actor, reader_language()
    page = page_of(request, partners_with_contacts(actor, place, language), PAGE)
    waiting = AddressList.objects.filter(place=place, applied_at__isnull=True).defer("rows")
    bare = with_places(without_contact_person(place), language)
    context = {
        "own": contacts_of(actor, place),
        "former": list(former_people(place)[:50]),
        "closed": list(closed_offices(place)[:50]),
        "page": page,
        "query": "",
        "partners": partner_contacts(actor, list(page.object_list)),
        "waiting": list(waiting),
        "bare_ties": [other_side(tie, place) for tie in bare[:200]],
        "request_count": open_erasure_requests(actor).filter(place=place).count(),
    }
    return show_desk(request, "workspace/contacts/contacts.html", context)
