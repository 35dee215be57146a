"""The desk of one tie: what is on record, what others say, what can be done, whom to write to."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jumelage.agreements.history import history_of
from jumelage.agreements.history_words import say_line
from jumelage.agreements.queries import next_steps_of
from jumelage.commitments.queries import commitments_of_tie
from jumelage.core.language import reader_language
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.permissions import is_member
from jumelage.ties.models import Tie
from jumelage.ties.queries import Moment, claims_of, other_side, standing_of
from jumelage.ties.showing import claims_shown
from jumelage.workspace.agreements.common import acting, own_tie
from jumelage.workspace.contacts.shown import contacts_on_tie
from jumelage.workspace.desk.differences import differing
from jumelage.workspace.desk.queries import desk_claims, documents_of_tie
from jumelage.workspace.desk.steps import steps_shown
from jumelage.workspace.views.common import show_desk

#: So many lines of the history, and documents, are shown at once.
LINES, DOCUMENTS = 30, 20


@require_safe
def desk(request: HttpRequest, tie: int) -> HttpResponse:
    """Show a tie as one of its sides works with it."""
    found = own_tie(request, tie)
    place, actor = acting(request).acting_place, acting(request).actor
    moment = Moment.make()
    claims = list(claims_of(found))
    result = standing_of(claims, moment)
    differences, has_record = differing(found, place, claims)
    shown = desk_claims(actor, place, claims_shown(found, claims, moment, beside=True))
    disputable = {item.shown.claim.pk for item in shown if item.may_dispute}
    is_officer = is_member(actor, place.pk, Role.OFFICER)
    own_is_a = found.place_a_id == place.pk
    context = {
        **about(found, request),
        "standing": result,
        "standing_shown": {
            "a": found.place_a,
            "b": found.place_b,
            "legal": result.legal,
            "legal_a": result.a.legal,
            "legal_b": result.b.legal,
            "disputed": result.disputed,
        },
        "own_side": result.a if own_is_a else result.b,
        "their_side": result.b if own_is_a else result.a,
        "differences": differences,
        "has_record": has_record,
        "disputable": disputable,
        "disputed": {item.shown.claim.pk for item in shown if item.own_objection},
        "claims": shown,
        "steps": steps_shown(
            found, place, next_steps_of(found, actor, place), is_officer=is_officer
        ),
        "documents": list(documents_of_tie(actor, found)[:DOCUMENTS]),
        "on_tie": contacts_on_tie(actor, place, found),
        **_history_and_promises(request, found),
    }
    return show_desk(request, "workspace/desk/tie.html", context)


def about(tie: Tie, request: HttpRequest) -> dict[str, object]:
    """Return what every page about a tie shows of it."""
    return {"tie": tie, "other": other_side(tie, acting(request).acting_place)}


def _history_and_promises(request: HttpRequest, tie: Tie) -> dict[str, object]:
    """Return the tie’s history for the office, and its commitments, without drafts of another office."""
    asked = acting(request)
    found = commitments_of_tie(asked.actor, tie, reader_language())
    own = asked.acting_place.pk
    promises = [row for row in found if row.state != "draft" or row.drafted_by_id == own]
    return {"promises": promises, **_history(request, tie)}


def _history(request: HttpRequest, tie: Tie) -> dict[str, object]:
    lines = history_of(tie, acting(request).actor, acting(request).acting_place)
    all_shown = "history" in request.GET or len(lines) <= LINES
    kept = lines if all_shown else lines[:LINES]
    return {
        "history": [(line, say_line(line)) for line in kept],
        "history_total": 0 if all_shown else len(lines),
    }
