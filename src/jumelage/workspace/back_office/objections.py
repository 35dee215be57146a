"""Objections to claims, decided by those who keep the register of one of the two countries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.core.language import reader_language
from jumelage.documents.models import Document
from jumelage.documents.serving import address_of
from jumelage.memberships.actors import actor_of
from jumelage.ties import objections as ties
from jumelage.ties.models import Objection
from jumelage.ties.wording import say_claim, say_date
from jumelage.workspace.back_office.views import show_office
from jumelage.workspace.members.typed import NOTHING, Typed, text_of, tried
from jumelage.workspace.views.common import page_of
from jumelage.workspace.views.meanwhile import OFFICE, Decided, show_meanwhile

PAGE = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """An objection, the claim in words, and what each side of the question rests on."""

    objection: Objection
    words: str
    when: str
    claimed_by: str
    evidence: str
    claim_evidence: str

    @property
    def form(self) -> str:
        """The form’s name on the page."""
        return f"objection-{self.objection.pk}"


def _shown(rows: Iterable[Objection]) -> list[Shown]:
    found = []
    for objection in rows:
        claim = objection.claim
        sides = {"a": claim.tie.place_a.local_name, "b": claim.tie.place_b.local_name}
        found.append(
            Shown(
                objection,
                say_claim(claim.kind, sides.get(claim.side, "")),
                say_date(claim.when),
                claim.source.title,
                _address(objection.document),
                _address(claim.document),
            )
        )
    return found


def _address(document: Document | None) -> str:
    return address_of(document) if document and document.removed_at is None else ""


@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    return _page(request, NOTHING)


def _page(request: HttpRequest, typed: Typed) -> HttpResponse:
    rows = ties.open_objections(actor_of(request), reader_language())
    page = page_of(request, rows, PAGE)
    context = {"page": page, "shown": _shown(page.object_list), "query": "", "typed": typed}
    return show_office(request, "objections", context, status=typed.status)


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Uphold an objection, and so take the claim back; or decline it."""
    actor = actor_of(request)
    objection = get_object_or_404(ties.objections_to_decide(actor, reader_language()), pk=number)
    uphold = text_of(request, "decision") == "uphold"
    typed = tried(
        request,
        lambda: ties.decide(
            actor=actor, objection=objection, uphold=uphold, answer=text_of(request, "answer")
        ),
        "answer",
        form=f"objection-{number}",
    )
    if typed:
        objection.refresh_from_db(fields=["state", "answer", "decided_by", "decided_at"])
        is_open = objection.state == Objection.OPEN
        return _page(request, typed) if is_open else _too_late(request, objection, typed)
    said = _("Upheld: the claim is taken back.") if uphold else _("Declined: the claim stands.")
    messages.success(request, said)
    return redirect("back-office:objections")


def _too_late(request: HttpRequest, objection: Objection, typed: Typed) -> HttpResponse:
    """Say what became of an objection meanwhile, and show the answer that was typed."""
    withdrawn = objection.state == Objection.WITHDRAWN
    by = objection.place.local_name if withdrawn else objection.decided_by
    outcome = objection.get_state_display()
    return show_meanwhile(
        request,
        [*typed.problems.values(), *typed.others],
        back=reverse("back-office:objections"),
        typed={_("Answer"): typed.values.get("answer", "")},
        decided=Decided(outcome, by, objection.decided_at, objection.answer),
        frame=OFFICE,
    )
