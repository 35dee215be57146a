"""Making a commitment: of a decision, as an organiser; of a meeting, as an officer of a party."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jumelage.commitments.actions.common import OwnerData, PromiseData
from jumelage.core.language import reader_language
from jumelage.core.themes import theme_choices
from jumelage.forum.actions import commitments as actions
from jumelage.forum.domain.meetings import FOR
from jumelage.forum.meetings.queries import with_parties
from jumelage.forum.models import Decision, Delegation, Meeting
from jumelage.workspace.commitments.forms import PromiseForm
from jumelage.workspace.form import line, one_of, sent
from jumelage.workspace.forum.common import acting, kept, own_edition, page
from jumelage.workspace.forum.fields import PlacesField, TextsForm, texts_shown
from jumelage.workspace.guard import MemberRequest


class DecisionPromiseForm(TextsForm):
    """What a decision wants of places."""

    texts = {
        "titles": (gettext_lazy("What is promised"), gettext_lazy("In one line."), 1),
        "texts": (
            gettext_lazy("What exactly"),
            gettext_lazy("So that later everybody can tell whether it was kept."),
            4,
        ),
    }
    left_out = frozenset({"texts"})
    owners = PlacesField(
        label=gettext_lazy("Who shall do it"),
        help_text=gettext_lazy(
            "One place in each line: its name in any language, or its address in the register."
        ),
        error_messages={"required": gettext_lazy("Say who shall do it.")},
    )
    due = line(
        label=gettext_lazy("Due (optional)"),
        help_text=gettext_lazy("A day, a month or a year: 2027-05-31, 2027-05, 2027."),
        max_length=40,
    )
    theme = one_of([], radio=False, label=gettext_lazy("Theme (optional)"))
    field_order = ("titles", "texts", "owners", "due", "theme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["theme"]
        field.choices = [("", "–"), *theme_choices()]

    def promise(self) -> PromiseData:
        """Return what shall be promised."""
        said = self.cleaned_data
        return PromiseData(
            titles=self.said("titles"),
            texts=self.said("texts"),
            owners=[OwnerData(place) for place in said["owners"]],
            due=said["due"],
            theme=said["theme"],
        )


class MeetingPromiseForm(PromiseForm):
    """What a meeting agreed on: where it was promised is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name.startswith("origin_")]:
            del self.fields[name]


def of_decision(request: HttpRequest, number: int, decision: int) -> HttpResponse:
    """Propose to places what a decision wants of them."""
    edition = own_edition(acting(request), number)
    found = get_object_or_404(Decision.objects.filter(edition=edition), pk=decision)
    found.edition = edition
    initial = texts_shown("titles", {code: text[:200] for code, text in found.texts.items()})
    form = DecisionPromiseForm(**sent(request), initial=initial)

    def act() -> None:
        actions.promise_by_decision(actor=acting(request), decision=found, data=form.promise())

    if request.method == "POST" and kept(form, act) is None:
        messages.success(
            request, _("It is proposed. The offices of these places are asked to confirm.")
        )
        return redirect("workspace:forum-edition", edition.pk)
    context = {"form": form, "edition": edition, "decision": found}
    return page(request, "promise", context)


def of_meeting(request: MemberRequest, number: int, meeting: int) -> HttpResponse:
    """Write down what a meeting agreed on, as a draft of the own office."""
    rows = Delegation.objects.select_related("edition", "place")
    found = get_object_or_404(rows, place=request.acting_place, pk=number)
    held = Meeting.objects.filter(parties__delegation=found).select_related("edition")
    one = with_parties(held, reader_language()).filter(pk=meeting).first()
    if one is None:
        raise Http404
    form = MeetingPromiseForm(**sent(request), place=found.place, initial=_shown(one, found))
    made: list[int] = []

    def act() -> None:
        data = form.promise()
        made.append(
            actions.promise(actor=request.actor, delegation=found, meeting=one, data=data).pk
        )

    if request.method == "POST" and kept(form, act) is None:
        messages.success(
            request, _("It is a draft. Propose it, and the other side is asked to confirm.")
        )
        return redirect("workspace:commitment", found.place_id, made[0])
    context = {"form": form, "edition": found.edition, "delegation": found, "meeting": one}
    return page(request, "promise", context)


def _shown(meeting: Meeting, own: Delegation) -> dict[str, Any]:
    others = [
        party.delegation.place.key
        for party in meeting.parties.all()
        if party.delegation_id != own.pk and party.answer in FOR
    ]
    language = reader_language()
    return {
        **texts_shown("titles", {language: meeting.subject}),
        **texts_shown("texts", {language: meeting.result}),
        "owners": "\n".join(others),
        "theme": meeting.theme,
    }
