"""The door of an edition: who has come, who is missing, check-in by name, by code, or by a scanned badge."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.forum import arrivals as reading
from jumelage.forum.actions import checkins as actions
from jumelage.forum.actions import members
from jumelage.forum.badges import code_of, member_with
from jumelage.forum.domain.arrivals import Count
from jumelage.forum.domain.badges import shown, understood
from jumelage.forum.domain.delegations import COMING
from jumelage.forum.models import CheckIn, Edition, Member
from jumelage.forum.permissions import may_organise
from jumelage.forum.wording import clock
from jumelage.memberships.actors import actor_of
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import acting, kept, own_edition, page
from jumelage.workspace.forum.forms import MemberForm
from jumelage.workspace.members.typed import number_of, text_of
from jumelage.workspace.views.common import say_refusal


def arrivals(request: HttpRequest, number: int) -> HttpResponse:
    """Who has come: the count, a search, and the button beside each name."""
    edition = own_edition(acting(request), number)
    if request.method == "POST":
        return _do(request, edition)
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    if understood(asked) and (member := member_with(asked, edition)):
        return redirect("workspace:forum-arrival", edition.pk, member.pk)
    people = reading.arrivals_of(edition, reader_language())
    found = reading.search(people, asked)
    zone = edition.time_zone
    context = {
        "edition": edition,
        "asked": asked,
        "found": _timed(found[: reading.MOST_FOUND], zone),
        "found_count": len(found),
        "more": max(0, len(found) - reading.MOST_FOUND),
        "latest": _timed(reading.latest(people), zone),
        "people_count": len(people),
        **_count(Count(len(people), sum(one.at is not None for one in people))),
    }
    return page(request, "arrivals", context)


def _timed(people: list[reading.Arrival], zone: str) -> list[tuple[reading.Arrival, str]]:
    return [(one, clock(one.at, zone) if one.at else "") for one in people]


def _count(count: Count) -> dict[str, Any]:
    words = ngettext(
        "%(here)s of %(n)s person is here", "%(here)s of %(n)s people are here", count.expected
    )
    return {"count": count, "count_words": words % {"here": count.here, "n": count.expected}}


@require_safe
def counts(request: HttpRequest, number: int) -> HttpResponse:
    """How many are here, for pages that bring themselves up to date."""
    edition = own_edition(acting(request), number)
    count = reading.counts_of(edition)
    return JsonResponse(
        {"here": count.here, "expected": count.expected, "words": _count(count)["count_words"]}
    )


@require_safe
def missing(request: HttpRequest, number: int) -> HttpResponse:
    """Who is missing, by delegation."""
    edition = own_edition(acting(request), number)
    people = reading.arrivals_of(edition, reader_language())
    count = Count(len(people), sum(one.at is not None for one in people))
    context = {"edition": edition, "missing": reading.missing_from(people), **_count(count)}
    return page(request, "missing", context)


def _of(edition: Edition, number: int) -> Member:
    """Return somebody of a delegation that comes to an edition."""
    rows = Member.objects.coming().select_related("delegation__edition", "delegation__place")
    found = rows.filter(
        pk=number,
        delegation__edition=edition,
        delegation__state__in=COMING,
        erased_at__isnull=True,
    ).first()
    if found is None:
        raise Http404
    return found


def _do(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Check somebody in or out, and go back to where the button was."""
    member = _of(edition, number_of(text_of(request, "member")))
    do = request.POST.get("do", "")
    try:
        if do == "check-in":
            _say(request, member, actions.check_in(actor=acting(request), member=member))
        elif do == "undo":
            actions.undo_check_in(actor=acting(request), member=member)
            messages.success(request, _("Taken back: %(name)s is not here.") % {"name": member})
        elif do == "badge":
            actions.new_badge(actor=acting(request), member=member)
            messages.success(request, _("The badge before is void. Print the new one."))
        else:
            raise Http404
    except RefusedError as error:
        say_refusal(request, error)
    if request.POST.get("back") == "person":
        return redirect("workspace:forum-arrival", edition.pk, member.pk)
    return redirect("workspace:forum-arrivals", edition.pk)


def _words(member: Member, made: tuple[CheckIn, bool]) -> str:
    check_in, is_new = made
    words = (
        _("%(name)s is checked in.")
        if is_new
        else _("%(name)s was checked in before, at %(time)s.")
    )
    time = clock(check_in.at, member.delegation.edition.time_zone)
    return words % {"name": member, "time": time}


def _say(request: HttpRequest, member: Member, made: tuple[CheckIn, bool]) -> None:
    say = messages.success if made[1] else messages.warning
    say(request, _words(member, made))


def person(request: HttpRequest, number: int, member: int) -> HttpResponse:
    """One person at the door: check in, undo, somebody else instead, a new badge."""
    edition = own_edition(acting(request), number)
    found = _of(edition, member)
    standing = found.check_ins.filter(undone_at__isnull=True).first()
    context = {
        "edition": edition,
        "member": found,
        "delegation": found.delegation,
        "here_since": clock(standing.at, edition.time_zone) if standing else "",
        "code": shown(code_of(found)),
        "may_substitute": edition.state in {Edition.OPEN, Edition.ANNOUNCED},
    }
    return page(request, "arrival", context)


def instead(request: HttpRequest, number: int, member: int) -> HttpResponse:
    """Somebody stands at the door who comes in another's place."""
    edition = own_edition(acting(request), number)
    person_out = _of(edition, member)
    form = MemberForm(**sent(request), initial={"is_head": person_out.is_head})
    comes: list[Member] = []

    def act() -> None:
        comes.append(
            members.substitute(
                actor=acting(request),
                member=person_out,
                version=version_of(request.POST),
                data=form.data_said(),
            )
        )

    refused = kept(form, act) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept. The place is told. Now check the person in."))
        return redirect("workspace:forum-arrival", edition.pk, comes[0].pk)
    context = {
        "form": form,
        "edition": edition,
        "member": person_out,
        "delegation": person_out.delegation,
        "version": person_out.version,
    }
    return page(request, "instead", context | refused)


@require_POST
def scan(request: HttpRequest, number: int) -> HttpResponse:
    """Check in whose badge was scanned on the page of arrivals; answer what to say and whether it is well."""
    edition = own_edition(acting(request), number)
    member = member_with(text_of(request, "code"), edition)
    if member is None or member.left_at is not None or member.erased_at is not None:
        words = _("This is no valid badge of this forum. Look the person up by name.")
        return JsonResponse({"state": "refused", "words": words, "about": "", "link": ""})
    about = f"{member.delegation.place.local_name}, {member.function}".strip(" ,")
    said = {"about": about, "link": reverse("workspace:forum-arrival", args=[number, member.pk])}
    try:
        made = actions.check_in(actor=acting(request), member=member)
    except RefusedError as error:
        words = " ".join(problem.message for problem in error.problems)
        return JsonResponse({"state": "refused", "words": f"{member}: {words}", **said})
    state = "new" if made[1] else "again"
    count = _count(reading.counts_of(edition))["count_words"]
    return JsonResponse({"state": state, "words": _words(member, made), "count": count, **said})


@require_safe
def badge(request: HttpRequest, code: str) -> HttpResponseBase:
    """Where a badge's code leads: those who run the edition to the person, everybody else to a word of explanation.

    The explanation is the same whether the code is valid or not.
    """
    if request.user.is_authenticated and (member := member_with(code)):
        edition = member.delegation.edition
        if may_organise(actor_of(request), edition) and _comes(member):
            return redirect("workspace:forum-arrival", edition.pk, member.pk)
    context = {"address": request.get_full_path(), "is_known": request.user.is_authenticated}
    answer = render(request, "workspace/forum/badge.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _comes(member: Member) -> bool:
    return member.left_at is None and member.erased_at is None and member.delegation.is_coming


@require_safe
def to_badge(request: HttpRequest, code: str) -> HttpResponseBase:  # noqa: ARG001 - the code is all
    """Lead the address of a badge on to the page in the reader's language."""
    answer = redirect("workspace:badge", code)
    answer["Cache-Control"] = "no-store"
    return answer
