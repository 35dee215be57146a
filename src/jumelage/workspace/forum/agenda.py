"""The agenda of an edition at the desk of those who run it: rooms, who speaks, sessions, and what clashes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import override

from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.core.themes import theme_name
from jumelage.forum.actions import agenda as actions
from jumelage.forum.models import Edition, Session
from jumelage.forum.promises import open_from_before
from jumelage.forum.queries import AgendaFilter, clashes_of, days_of, rooms_of, sessions_of
from jumelage.forum.wording import clock, say_clashes
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import acting, kept, own_edition, page
from jumelage.workspace.forum.fields import texts_shown
from jumelage.workspace.forum.forms import RoomForm, SessionForm, SpeakerForm, session_shown
from jumelage.workspace.members.typed import number_of
from jumelage.workspace.views.common import say_refusal


def agenda(request: HttpRequest, number: int) -> HttpResponse:
    """The agenda with what clashes; rooms and speakers are added and removed here, and it is shown to everybody."""
    edition = own_edition(acting(request), number)
    forms = {"room_form": RoomForm(prefix="room"), "speaker_form": SpeakerForm(prefix="speaker")}
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in {"add-room", "add-speaker"}:
        form = _add(request, edition, do)
        if form is None:
            messages.success(request, _("Kept."))
            return redirect("workspace:forum-agenda", edition.pk)
        forms["room_form" if do == "add-room" else "speaker_form"] = form
        return _show(request, edition, **forms, form=form)
    if do:
        return _do(request, edition, do)
    return _show(request, edition, **forms)


def _add(request: HttpRequest, edition: Edition, do: str) -> Any:
    """Add a room or a speaker; return the form if it was refused."""
    actor = acting(request)
    if do == "add-room":
        room = RoomForm(**sent(request), prefix="room")

        def add_room() -> None:
            seats = room.cleaned_data["seats"]
            actions.add_room(actor=actor, edition=edition, names=room.said("names"), seats=seats)

        return None if kept(room, add_room) is None else room
    speaker = SpeakerForm(**sent(request), prefix="speaker")

    def add_speaker() -> None:
        actions.add_speaker(actor=actor, edition=edition, data=speaker.data_said())

    return None if kept(speaker, add_speaker) is None else speaker


def _do(request: HttpRequest, edition: Edition, do: str) -> HttpResponse:
    actor, which = acting(request), number_of(request.POST.get("which", ""))
    steps: dict[str, Callable[[], object]] = {
        "remove-room": lambda: actions.remove_room(
            actor=actor, room=get_object_or_404(edition.rooms.select_related("edition"), pk=which)
        ),
        "remove-speaker": lambda: actions.remove_speaker(
            actor=actor,
            speaker=get_object_or_404(edition.speakers.select_related("edition"), pk=which),
        ),
        "show": lambda: actions.show_agenda(
            actor=actor, edition=edition, version=version_of(request.POST), public=True
        ),
        "hide": lambda: actions.show_agenda(
            actor=actor, edition=edition, version=version_of(request.POST), public=False
        ),
    }
    if do not in steps:
        raise Http404
    try:
        steps[do]()
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Kept."))
    return redirect("workspace:forum-agenda", edition.pk)


def _show(request: HttpRequest, edition: Edition, **more: Any) -> HttpResponse:
    sessions = sessions_of(edition, reader_language())
    clashes = clashes_of(edition, sessions)
    wrong = {key for clash in clashes for key in (clash.first, clash.second)}
    days = [
        (
            day.day,
            [
                (one, clock(one.begins, zone), clock(one.ends, zone), one.pk in wrong)
                for one in day.sessions
            ],
        )
        for zone in [edition.time_zone]
        for day in days_of(edition, sessions, AgendaFilter())
    ]
    context = {
        "edition": edition,
        "days": days,
        "clashes": say_clashes(clashes, sessions),
        "themes": {code: theme_name(code) for code in edition.themes},
        "rooms": rooms_of(edition),
        "speakers": list(edition.speakers.select_related("place")),
        "before": open_from_before(edition, reader_language()),
    }
    return page(request, "agenda", context | more)


def new_session(request: HttpRequest, number: int) -> HttpResponse:
    """Put a session on the agenda."""
    edition = own_edition(acting(request), number)
    initial = _on_promises(edition) if request.GET.get("promised") else {}
    form = SessionForm(**sent(request), edition=edition, initial=initial)

    def act() -> None:
        actions.add_session(actor=acting(request), edition=edition, data=form.data_said())

    if request.method == "POST" and kept(form, act) is None:
        messages.success(request, _("It is on the agenda."))
        return redirect("workspace:forum-agenda", edition.pk)
    return page(request, "form", {"form": form, "kind": "session-new", "edition": edition})


def _on_promises(edition: Edition) -> dict[str, Any]:
    """Return what a session on what was promised at former editions is called, in each language, as form values."""
    titles, texts = {}, {}
    promises = open_from_before(edition, reader_language())
    for code, _language in settings.LANGUAGES:
        with override(code):
            titles[code] = _("What became of what was promised")
            texts[code] = "\n".join(str(one.title) for one in promises)
    return {**texts_shown("titles", titles), **texts_shown("texts", texts), "kind": "panel"}


def session(request: HttpRequest, number: int) -> HttpResponse:
    """Change a session, or take it off."""
    found = (
        Session.objects.select_related("edition", "room")
        .filter(pk=number, edition__in=Edition.objects.organised_by(acting(request)))
        .first()
    )
    if found is None:
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "remove":
        actions.remove_session(actor=acting(request), session=found)
        messages.success(request, _("It is off the agenda."))
        return redirect("workspace:forum-agenda", found.edition_id)
    form = SessionForm(**sent(request), initial=session_shown(found), edition=found.edition)

    def act() -> None:
        actions.change_session(
            actor=acting(request),
            session=found,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, session_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-agenda", found.edition_id)
    context = {"form": form, "kind": "session", "edition": found.edition, "version": found.version}
    return page(request, "form", context | refused)
