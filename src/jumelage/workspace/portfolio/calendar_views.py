"""The calendar of a place, its private address for calendar programs, and the monthly e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jumelage.core.clock import today
from jumelage.core.domain.dates import add_months
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.memberships.models import Membership
from jumelage.ties.wording import say_date
from jumelage.workspace.domain.coming import Coming, Month, coming_within
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.models import CalendarFeed, DigestChoice
from jumelage.workspace.portfolio.actions import (
    choose_digest,
    membership_of_token,
    renew_calendar,
    revoke_calendar,
    unsubscribe,
)
from jumelage.workspace.portfolio.coming_words import say_coming
from jumelage.workspace.portfolio.feed import address_of, feed_with, file_of
from jumelage.workspace.portfolio.links import tie_address
from jumelage.workspace.portfolio.queries import dated_of, portfolio_of
from jumelage.workspace.portfolio.wording import say_month
from jumelage.workspace.views.common import say_refusal, show_desk

#: The page shows so many months.
MONTHS = 12


@dataclass(frozen=True, slots=True)
class EntryShown:
    """An entry of the page."""

    entry: Coming
    stamp: str
    when: str
    text: str
    link: str


def calendar(request: MemberRequest) -> HttpResponse:
    """What is coming in the next twelve months, month by month."""
    place, day = request.acting_place, today()
    found = portfolio_of(place, day, reader_language())
    last = add_months(day, MONTHS)
    entries = coming_within(found.facts, dated_of(list(found.ties), day, last), day, last)
    links = {pk: tie_address(place.pk, tie) for pk, tie in found.ties.items()}
    membership = Membership.objects.filter(
        user=request.actor.user_id, place=place, state=Membership.ACTIVE
    ).first()
    feed = CalendarFeed.objects.filter(membership=membership).first() if membership else None
    unwanted = DigestChoice.objects.filter(membership=membership, wanted=False)
    context = {
        "months": _by_month([_shown(entry, links[entry.tie]) for entry in entries], day),
        "has_ties": bool(found.rows),
        "feed": feed,
        "feed_address": address_of(feed) if feed else "",
        "digest_wanted": membership is not None and not unwanted.exists(),
    }
    return show_desk(request, "workspace/portfolio/calendar.html", context)


def _shown(entry: Coming, link: str) -> EntryShown:
    edtf = entry.anniversary.edtf if entry.anniversary else entry.day.isoformat()
    return EntryShown(entry, edtf.rstrip("~"), say_date(edtf), say_coming(entry), link)


def _by_month(entries: Sequence[EntryShown], on: date) -> list[tuple[str, list[EntryShown]]]:
    """Return entries by month. A month or a year without a day that has begun stands under the present month."""

    def month_of(shown: EntryShown) -> tuple[int, int]:
        day = max(shown.entry.day, on)
        return day.year, day.month

    ordered = sorted(entries, key=month_of)
    return [
        (say_month(Month(*month)), list(group)) for month, group in groupby(ordered, key=month_of)
    ]


@require_POST
def make_feed(request: MemberRequest) -> HttpResponse:
    """Make the calendar's address, or another one."""
    try:
        renew_calendar(actor=request.actor, place=request.acting_place)
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(
            request,
            _("This is the calendar’s address now. One from before leads nowhere any more."),
        )
    return redirect("workspace:calendar", place=request.acting_place.pk)


@require_POST
def drop_feed(request: MemberRequest) -> HttpResponse:
    """Take the calendar's address back."""
    try:
        revoke_calendar(actor=request.actor, place=request.acting_place)
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(
            request, _("The calendar’s address is taken back: it leads nowhere any more.")
        )
    return redirect("workspace:calendar", place=request.acting_place.pk)


@require_POST
def set_digest(request: MemberRequest) -> HttpResponse:
    """Switch the monthly e-mail on or off."""
    wanted = request.POST.get("wanted") == "1"
    try:
        choose_digest(actor=request.actor, place=request.acting_place, wanted=wanted)
    except RefusedError as error:
        say_refusal(request, error)
    else:
        on, off = _("The monthly e-mail is on."), _("The monthly e-mail is off.")
        messages.success(request, on if wanted else off)
    return redirect("workspace:calendar", place=request.acting_place.pk)


@require_safe
def feed(_request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar as a file, to whoever has its address. It is not known to anybody but its owner."""
    found = feed_with(secret)
    if found is None:
        raise Http404
    made = file_of(found.membership)
    headers = {
        "ETag": made.etag,
        "Cache-Control": "private, max-age=3600",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(
        made.content,
        content_type="text/calendar; charset=utf-8",
        headers={**headers, "Content-Disposition": 'inline; filename="jumelage.ics"'},
    )


@csrf_exempt  # mail programs send the form by themselves (RFC 8058); the signed token says who may
@require_http_methods(["GET", "HEAD", "POST"])
def stop_digest(request: HttpRequest, token: str) -> HttpResponse:
    """Switch the monthly e-mail off from the e-mail itself, without signing in."""
    try:
        membership = (
            unsubscribe(token=token) if request.method == "POST" else membership_of_token(token)
        )
    except RefusedError as error:
        refused = {"problem": error.problems[0].message}
        return render(request, "workspace/portfolio/unsubscribe.html", refused, status=404)
    context = {"place": membership.place, "done": request.method == "POST"}
    return render(request, "workspace/portfolio/unsubscribe.html", context)
