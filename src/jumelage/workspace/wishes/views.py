"""The wishes of a place: the list, the form, and what is done with one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.language import reader_language
from jumelage.partners.actions import declines, wishes
from jumelage.partners.actions.mail_choice import choose_mail, wants_mail
from jumelage.partners.actions.wellformed import data_of, problems_with_wish
from jumelage.partners.models.answers import WishMessage
from jumelage.partners.models.wishes import Wish
from jumelage.partners.wishes.fit_words import reasons_for
from jumelage.partners.wishes.matches import Match, declined_by, matches_for
from jumelage.partners.wishes.permissions import may_write_wish, require_may_write_wish
from jumelage.partners.wishes.queries import with_all
from jumelage.partners.wishes.words import data_shown, wish_shown
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.views.common import say_refusal, show_desk
from jumelage.workspace.wishes.common import (
    holders_for,
    may_write_any,
    own_wish,
    rows_of,
    version_sent,
)
from jumelage.workspace.wishes.forms import WishForm, initial_of


@require_safe
def listing(request: MemberRequest) -> HttpResponse:
    """All wishes of the place: on the board, drafts, closed."""
    rows = rows_of(request)
    states = (Wish.OPEN, Wish.DRAFT, Wish.CLOSED)
    by_state = {state: [row for row in rows if row.wish.state == state] for state in states}
    context = {
        **by_state,
        "rows": rows,
        "waiting": sum(row.waiting for row in rows),
        "may_write": may_write_any(request.actor, request.acting_place),
        "wants_mail": request.actor.user_id is not None and wants_mail(request.actor.user_id),
    }
    return show_desk(request, "workspace/wishes/list.html", context)


def new(request: MemberRequest) -> HttpResponse:
    """Write a new wish."""
    holders = holders_for(request.actor, request.acting_place)
    form = WishForm(request.POST or None, holders=holders)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "preview":
            return _preview(request, form, None)
        is_draft = request.POST.get("do") == "draft"
        act = wishes.save_draft if is_draft else wishes.publish_new
        made = _tried(
            form,
            lambda: act(actor=request.actor, place=request.acting_place, data=form.said()),
        )
        if made:
            return _saved(request, made)
    return _show_form(request, form, None)


def edit(request: MemberRequest, number: int) -> HttpResponse:
    """Change a draft, or a wish on the board."""
    wish = own_wish(request, number)
    require_may_write_wish(request.actor, wish.place, wish.institution)
    if wish.state == Wish.CLOSED:
        messages.error(request, _("This wish is closed. Write a new one."))
        return redirect("workspace:wish", request.acting_place.pk, wish.pk)
    holders = holders_for(request.actor, request.acting_place)
    form = WishForm(request.POST or None, holders=holders, initial=initial_of(data_of(wish)))
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "preview":
            return _preview(request, form, wish)
        try:
            changed = _tried(form, lambda: _change(request, wish, form))
        except ConflictError:
            now = own_wish(request, number)
            return _show_form(
                request, form, now, differences=form.differences(initial_of(data_of(now)))
            )
        if changed:
            return _saved(request, changed)
    return _show_form(request, form, wish)


def _change(request: MemberRequest, wish: Wish, form: WishForm) -> Wish:
    """Save what was written; put a draft on the board if that was asked for."""
    data, version = form.said(), version_sent(request)
    changed = wishes.change(actor=request.actor, wish=wish, version=version, data=data)
    if request.POST.get("do") != "publish" or changed.state != Wish.DRAFT:
        return changed
    return wishes.publish(actor=request.actor, wish=changed, version=changed.version)


def _tried(form: WishForm, act: Callable[[], Wish]) -> Wish | None:
    try:
        return act()
    except (ConflictError, NotAllowedError):
        raise
    except RefusedError as error:
        form.refuse(error)
        return None


def _saved(request: MemberRequest, wish: Wish) -> HttpResponse:
    said = {
        Wish.DRAFT: _("Kept as a draft: nobody else sees it."),
        Wish.OPEN: _("It stands on the board: everybody can read it."),
    }
    messages.success(request, said[wish.state])
    return redirect("workspace:wish", request.acting_place.pk, wish.pk)


def _preview(request: MemberRequest, form: WishForm, wish: Wish | None) -> HttpResponse:
    """Show what a reader will see, and what still stands in the way of the board."""
    data = form.said()
    if problems := problems_with_wish(request.acting_place, data):
        form.refuse(RefusedError(*problems))
    preview = data_shown(data, request.acting_place) if data.texts[0].title.strip() else None
    return _show_form(request, form, wish, preview=preview)


def _show_form(
    request: MemberRequest, form: WishForm, wish: Wish | None, **more: Any
) -> HttpResponse:
    conflict = more.get("differences") is not None
    context = {
        "form": form,
        "wish": wish,
        "version": wish.version
        if wish and (conflict or not form.is_bound)
        else version_sent(request),
        "differences": None,
        **more,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return show_desk(request, "workspace/wishes/form.html", context, status=status)


@require_safe
def wish_page(request: MemberRequest, number: int) -> HttpResponse:
    """An own wish: what it says, messages, other wishes that fit it."""
    wish = own_wish(request, number)
    language = reader_language()
    may_write = may_write_wish(request.actor, wish.place, wish.institution)
    is_open = wish.state == Wish.OPEN and wish.until >= today()
    matches = matches_for(wish, today(), language) if is_open else []
    context = {
        "wish": wish,
        "shown": wish_shown(wish),
        "may_write": may_write,
        "is_open": is_open,
        "mail": list(WishMessage.objects.for_owner(request.actor).filter(wish=wish)),
        "matches": [_match_shown(match) for match in matches],
        "declined": [wish_shown(other) for other in declined_by(wish, language)],
    }
    return show_desk(request, "workspace/wishes/wish.html", context)


def _match_shown(match: Match) -> dict[str, Any]:
    return {
        "shown": wish_shown(match.wish),
        "reasons": reasons_for(match),
        "you": round(match.fit.a.total * 100),
        "they": round(match.fit.b.total * 100),
    }


@require_POST
def act(request: MemberRequest, number: int) -> HttpResponse:
    """Put a draft on the board, withdraw a wish, or say that a partner was found."""
    wish = own_wish(request, number)
    acts = {
        "publish": (wishes.publish, _("It stands on the board: everybody can read it.")),
        "withdraw": (wishes.withdraw, _("Withdrawn.")),
        "found": (wishes.close_as_found, _("Closed. Congratulations on the partner!")),
    }
    chosen = acts.get(request.POST.get("do", ""))
    if chosen:
        action, said = chosen
        try:
            action(actor=request.actor, wish=wish, version=version_sent(request))
            messages.success(request, said)
        except NotAllowedError:
            raise
        except RefusedError as error:
            say_refusal(request, error)
    return redirect("workspace:wish", request.acting_place.pk, wish.pk)


@require_POST
def decline(request: MemberRequest, number: int) -> HttpResponse:
    """Say that another wish is not wanted, or that it is after all."""
    wish = own_wish(request, number)
    chosen = request.POST.get("other", "")
    other = Wish.objects.ever_public().filter(
        pk=int(chosen) if chosen.isdecimal() and len(chosen) < 19 else 0
    )
    found = with_all(other, reader_language()).first()
    if found is None:
        messages.error(request, _("There is no such wish on the board."))
    elif request.POST.get("do") == "back":
        declines.want_after_all(actor=request.actor, wish=wish, other=found)
        messages.success(request, _("It may be suggested again."))
    else:
        try:
            declines.decline(actor=request.actor, wish=wish, other=found)
            messages.success(request, _("It is not suggested any more."))
        except NotAllowedError:
            raise
        except RefusedError as error:
            say_refusal(request, error)
    return redirect("workspace:wish", request.acting_place.pk, wish.pk)


@require_POST
def choose_matches_mail(request: MemberRequest) -> HttpResponse:
    """Switch the e-mail about new wishes that fit on or off."""
    wanted = request.POST.get("wanted") == "1"
    choose_mail(actor=request.actor, wanted=wanted)
    on = _("You get an e-mail when a new wish fits yours.")
    messages.success(request, on if wanted else _("You get no e-mail about new wishes any more."))
    return redirect("workspace:wishes", request.acting_place.pk)
