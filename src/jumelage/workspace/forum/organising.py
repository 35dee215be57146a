"""Pages of those who run editions: which there are, one of them, who organises it, what was decided."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.core.clock import today
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.forum.actions import decisions as deciding
from jumelage.forum.actions import editions as actions
from jumelage.forum.domain.delegations import State
from jumelage.forum.domain.editions import may_become
from jumelage.forum.models import Decision, Edition, Organiser, Series, SessionProposal
from jumelage.forum.models.editions import associations_of
from jumelage.forum.queries import clashes_of, delegations_of, organised, sessions_of
from jumelage.forum.wording import say_when
from jumelage.memberships.models import Association
from jumelage.workspace.contacts.shown import version_of
from jumelage.workspace.form import sent
from jumelage.workspace.forum.common import acting, kept, own_edition, page
from jumelage.workspace.forum.forms import (
    DecisionForm,
    EditionForm,
    NewSeriesForm,
    OrganiserForm,
    SeriesForm,
    edition_shown,
    series_shown,
)
from jumelage.workspace.members.typed import number_of, text_of
from jumelage.workspace.views.common import say_refusal


@require_safe
def forums(request: HttpRequest) -> HttpResponse:
    """The series and editions that somebody runs."""
    actor = acting(request)
    editions = [(one, say_when(one)) for one in organised(actor, reader_language())]
    series = [
        (one, [pair for pair in editions if pair[0].series_id == one.pk])
        for one in Series.objects.kept_by(actor)
    ]
    return page(
        request,
        "forums",
        {"shown": series, "may_begin": _associations(request).exists() or actor.is_staff},
    )


def _associations(request: HttpRequest) -> Any:
    actor = acting(request)
    rows = Association.objects.all()
    return rows if actor.is_staff else rows.filter(pk__in=associations_of(actor))


def new_series(request: HttpRequest) -> HttpResponse:
    """Begin a series."""
    form = NewSeriesForm(**sent(request))
    field: Any = form.fields["association"]
    field.queryset = _associations(request)
    field.initial = field.queryset.first()
    made: list[Series] = []

    def act() -> None:
        association = form.cleaned_data["association"]
        made.append(
            actions.create_series(
                actor=acting(request), association=association, data=form.data_said()
            )
        )

    if request.method == "POST" and kept(form, act) is None:
        messages.success(request, _("The forum is there. Now write down its first edition."))
        return redirect("workspace:forum-edition-new", made[0].pk)
    return page(request, "form", {"form": form, "kind": "series-new"})


def _own_series(request: HttpRequest, number: int) -> Series:
    found = Series.objects.kept_by(acting(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def change_series(request: HttpRequest, number: int) -> HttpResponse:
    """Change what a series is called."""
    series = _own_series(request, number)
    form = SeriesForm(**sent(request), initial=series_shown(series))

    def act() -> None:
        actions.change_series(
            actor=acting(request),
            series=series,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, series_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forums")
    context = {"form": form, "kind": "series", "series": series, "version": series.version}
    return page(request, "form", context | refused)


def new_edition(request: HttpRequest, number: int) -> HttpResponse:
    """Begin an edition of a series."""
    series = _own_series(request, number)
    form = EditionForm(**sent(request))
    made: list[Edition] = []

    def act() -> None:
        data = form.data_said()
        made.append(actions.create_edition(actor=acting(request), series=series, data=data))

    if request.method == "POST" and kept(form, act) is None:
        messages.success(request, _("It is a draft: nobody else reads it until you announce it."))
        return redirect("workspace:forum-edition", made[0].pk)
    return page(request, "form", {"form": form, "kind": "edition-new", "series": series})


def change_edition(request: HttpRequest, number: int) -> HttpResponse:
    """Change what is said of an edition."""
    edition = own_edition(acting(request), number)
    form = EditionForm(**sent(request), initial=edition_shown(edition))

    def act() -> None:
        actions.change_edition(
            actor=acting(request),
            edition=edition,
            version=version_of(request.POST),
            data=form.data_said(),
        )

    refused = kept(form, act, edition_shown) if request.method == "POST" else {}
    if refused is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-edition", edition.pk)
    context = {"form": form, "kind": "edition", "edition": edition, "version": edition.version}
    return page(request, "form", context | refused)


@require_safe
def edition(request: HttpRequest, number: int) -> HttpResponse:
    """How an edition stands: what waits, who organises it, what was decided."""
    found = own_edition(acting(request), number)
    return _overview(request, found)


def _overview(request: HttpRequest, found: Edition, **more: Any) -> HttpResponse:
    language = reader_language()
    sent_here = delegations_of(found, language)
    sessions = sessions_of(found, language)
    context = {
        "edition": found,
        "when": say_when(found),
        "becomes": [
            state
            for state in may_become(found.state)
            if state != Edition.CANCELLED and (state != Edition.HELD or found.first_day <= today())
        ],
        "may_cancel": Edition.CANCELLED in may_become(found.state),
        "waiting": sum(one.state == State.ACCEPTED for one in sent_here),
        "approved": sum(one.state == State.APPROVED for one in sent_here),
        "invited": len(sent_here),
        "session_count": len(sessions),
        "proposed_count": found.session_proposals.filter(state=SessionProposal.PROPOSED).count(),
        "clash_count": len(clashes_of(found, sessions)),
        "organisers": list(found.organisers.select_related("association", "institution", "place")),
        "decisions": list(found.decisions.select_related("source")),
        "organiser_form": OrganiserForm(prefix="organiser"),
        "decision_form": DecisionForm(prefix="decision"),
    }
    return page(request, "edition", context | more)


@require_POST
def set_state(request: HttpRequest, number: int) -> HttpResponse:
    """Announce, open, close or cancel an edition."""
    found = own_edition(acting(request), number)
    try:
        actions.set_state(
            actor=acting(request),
            edition=found,
            version=version_of(request.POST),
            state=text_of(request, "state"),
            reason=text_of(request, "reason"),
        )
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Kept."))
    return redirect("workspace:forum-edition", found.pk)


@require_POST
def organisers(request: HttpRequest, number: int) -> HttpResponse:
    """Name somebody else who organises an edition, or take somebody off."""
    found = own_edition(acting(request), number)
    if request.POST.get("do") == "remove":
        rows = Organiser.objects.filter(edition=found).select_related("edition")
        organiser = get_object_or_404(rows, pk=number_of(request.POST.get("organiser", "")))
        return _done(
            request,
            found,
            lambda: actions.remove_organiser(actor=acting(request), organiser=organiser),
        )
    form = OrganiserForm(**sent(request), prefix="organiser")

    def act() -> None:
        target = form.cleaned_data["association"] or form.cleaned_data["place"]
        names = form.said("names")
        actions.add_organiser(actor=acting(request), edition=found, target=target, names=names)

    if kept(form, act) is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-edition", found.pk)
    return _overview(request, found, organiser_form=form, form=form)


@require_POST
def decisions(request: HttpRequest, number: int) -> HttpResponse:
    """Write down what was decided, or take it out."""
    found = own_edition(acting(request), number)
    if request.POST.get("do") == "remove":
        rows = Decision.objects.filter(edition=found).select_related("edition")
        decision = get_object_or_404(rows, pk=number_of(request.POST.get("decision", "")))
        return _done(
            request,
            found,
            lambda: deciding.remove_decision(actor=acting(request), decision=decision),
        )
    form = DecisionForm(**sent(request), prefix="decision")

    def act() -> None:
        deciding.add_decision(actor=acting(request), edition=found, texts=form.said("texts"))

    if kept(form, act) is None:
        messages.success(request, _("Kept."))
        return redirect("workspace:forum-edition", found.pk)
    return _overview(request, found, decision_form=form, form=form)


def _done(request: HttpRequest, found: Edition, act: Any) -> HttpResponse:
    try:
        act()
    except RefusedError as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("Kept."))
    return redirect("workspace:forum-edition", found.pk)
