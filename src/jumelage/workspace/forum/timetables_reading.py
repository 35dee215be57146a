"""The timetable of a delegation at the desk of its place: as it stands now, on paper, and its secret address."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jumelage.core.domain.refusals import RefusedError
from jumelage.core.paper import pdf_answer
from jumelage.forum.actions.timetable_addresses import show_timetable
from jumelage.forum.models import Attendance
from jumelage.forum.timetables.live import part_answer, part_of
from jumelage.forum.timetables.paper import timetable_pdf
from jumelage.forum.timetables.reading import published
from jumelage.forum.timetables.secrets import address_of
from jumelage.workspace.forum.common import own_delegation, page
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.views.common import say_refusal


def timetable(request: MemberRequest, number: int) -> HttpResponse:
    """When the delegation meets whom, where; and the address at which its people read the same without signing in."""
    found = own_delegation(request, number)
    if request.method == "POST":
        shown = request.POST.get("do") == "show"
        show_timetable(actor=request.actor, delegation=found, shown=shown)
        said = (
            _("The address is made. Give it to your people only.")
            if shown
            else _("The address is taken back: it shows nothing any more.")
        )
        messages.success(request, said)
        return redirect("workspace:delegation-timetable", request.acting_place.pk, found.pk)
    row = Attendance.objects.filter(delegation=found).exclude(feed_key="").first()
    if row is not None:
        row.delegation = found
    context = {
        "delegation": found,
        "edition": found.edition,
        "part": part_of(found),
        "is_published": published(found.edition) is not None,
        "address": address_of(row) if row else "",
        "calendar": address_of(row, "forum-timetable-calendar") if row else "",
    }
    return page(request, "own_timetable", context)


@require_safe
def live(request: MemberRequest, number: int) -> HttpResponse:
    """The part of the page that changes."""
    return part_answer(request, own_delegation(request, number))


@require_safe
def pdf(request: MemberRequest, number: int) -> HttpResponse:
    """The timetable on paper."""
    found = own_delegation(request, number)
    try:
        return pdf_answer(timetable_pdf(found), f"meetings-{found.pk}.pdf")
    except RefusedError as error:
        say_refusal(request, error)
        return redirect("workspace:delegation-timetable", request.acting_place.pk, found.pk)
