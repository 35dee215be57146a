"""What stands in each address, and what is sent to it, when the permission table is tried.

A view whose address has a part that is not known here fails the test, which says what to add.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from jumelage.commitments.actions.mail_choice import stop_token as reminders_token
from jumelage.core.clock import today
from jumelage.documents.domain.names import address_name
from jumelage.forum.badges import code_of
from jumelage.partners.actions.mail_choice import stop_token
from jumelage.partners.shortlists.secrets import secret_of
from tests.contracts import meetings
from tests.contracts.world import SECRET, World

#: Values, or how to find them in a world.
Sample = dict[str, Any] | Callable[[World], dict[str, Any]]

#: Parts of addresses that mean the same wherever they stand.
PARTS: dict[str, str | Callable[[World], Any]] = {
    "place": lambda w: w.place.pk,
    "tie": lambda w: w.tie.pk,
    "country": lambda w: w.country.lower(),
    "language": "en",
    "code": lambda w: w.country.lower(),
    "code_a": lambda w: w.country.lower(),
    "code_b": lambda w: w.partner_country.lower(),
    "country_a": lambda w: w.country.lower(),
    "country_b": lambda w: w.partner_country.lower(),
    "slug": lambda w: w.place.slug,
    "slug_a": lambda w: w.place.slug,
    "slug_b": lambda w: w.partner.slug,
    "key": lambda w: w.claim.source.key,
    "year": lambda w: w.plan.year,
    "format": "csv",
    "what": "entity",
}


def number(of: Callable[[World], Any]) -> Sample:
    """Return a sample in which ``number`` is that of an object of the world."""
    return lambda w: {"number": of(w).pk}


_proposal = number(lambda w: w.proposal)
_agreement = number(lambda w: w.agreement)
_document = number(lambda w: w.document)
_contact = number(lambda w: w.contact)
_edition = number(lambda w: w.edition)
_series = number(lambda w: w.series)
_delegation = number(lambda w: w.delegation)


def _forum(world: World) -> dict[str, Any]:
    return {"series": world.series.slug, "edition": world.edition.slug}


def _delegate(world: World) -> dict[str, Any]:
    return {"number": world.delegation.pk, "member": world.delegate.pk}


def _at_the_door(world: World) -> dict[str, Any]:
    return {"number": world.delegate.delegation.edition_id, "member": world.delegate.pk}


def _badge(world: World) -> dict[str, Any]:
    return {"code": code_of(world.delegate)}


def _timetable_edition(world: World) -> dict[str, Any]:
    """An edition with a timetable that counts."""
    return {"number": world.timetables.published.edition_id}


def _public_timetable(world: World) -> dict[str, Any]:
    assert world.timetables.published
    return _forum(world)


def _timetable(world: World) -> dict[str, Any]:
    return {"number": world.edition.pk, "which": world.timetables.draft.number}


_round = number(lambda w: w.round)
_drawn_round = number(lambda w: w.drawn_round)

_promise = number(lambda w: w.promise)
_offered_promise = number(lambda w: w.offered_promise)
_shortlist = number(lambda w: w.shortlist)


def _candidate(w: World) -> dict[str, Any]:
    """What the gazetteer knows, on the shortlist."""
    return {"number": w.shortlist.pk, "item": w.shortlist.items.get(place=None).pk}


#: A session as an office proposes it.
_SESSION = {"titles_en": "Boats", "texts_en": "How they float", "kind": "talk", "minutes": "30"}

#: The other parts, by the view's name.
SAMPLES: dict[str, Sample] = {
    # The public site and the API
    "site:agreement": _agreement,  # not published: it is not there, for nobody
    "site:agreement-pdf": _agreement,
    "site:comparison": lambda w: {"other": w.own_claim.source.key},
    "site-root:atlas-file": {"name": "none"},
    "site-root:place-panel": {"name": "none", "index": 0},
    "site-root:place-link": {"name": "none", "index": 0},
    "site-root:tie-panel": {"name": "none", "a": 0, "b": 1},
    "site-root:document": lambda w: {
        "number": w.document.pk,
        "name": address_name(w.document.file_name),
    },
    "site:forum-series": _forum,
    "site:forum": _forum,
    "site:forum-calendar": _forum,
    "site:forum-speakers": _forum,
    "api:get_tie": lambda w: {"id": w.tie.pk},
    "api:get_tie_claims": lambda w: {"id": w.tie.pk},
    "api:get_claim": lambda w: {"id": w.claim.pk},
    # What somebody was told by e-mail
    "workspace:invitation": lambda w: {"secret": f"{SECRET}-{w.name}"} if w.invitation else {},
    "workspace:unsubscribe": lambda w: {"token": w.digest_token},
    "workspace-root:feed": lambda w: {"secret": w.calendar_secret},
    "your-data:confirm": lambda w: {"number": w.unconfirmed.pk, "secret": SECRET},
    "wish-message:confirm": lambda w: {"number": w.visitor_message.pk, "secret": SECRET},
    "wish-message:stop": lambda w: {"token": stop_token(w.person("officer"))},
    # The account: nobody has a passkey in the trial
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
    # Names and duplicates
    "review:question": number(lambda w: w.question),
    "review:withdraw": number(lambda w: w.decision),
    "review:part": number(lambda w: w.merge),
    # Members and the back office
    "workspace:leave": number(lambda w: w.application),
    "workspace:member-decide": number(lambda w: w.application),
    "workspace:member-role": number(lambda w: w.helping),
    "workspace:member-remove": number(lambda w: w.helping),
    "workspace:invitation-withdraw": number(lambda w: w.invitation),
    "back-office:membership": number(lambda w: w.application),
    "back-office:membership-end": number(lambda w: w.helping),
    "back-office:membership-role": number(lambda w: w.helping),
    "back-office:domain-remove": number(lambda w: w.domain),
    "back-office:objection-decide": number(lambda w: w.objection),
    "back-office:association-invite": number(lambda w: w.association),
    "back-office:association-invitation-withdraw": number(lambda w: w.association_invitation),
    "back-office:association-member-end": number(lambda w: w.chief),
    # The desk of a tie, documents
    "workspace:claim-dispute": lambda w: {"claim": w.claim.pk},
    "workspace:claim-retract": lambda w: {"claim": w.own_claim.pk},
    "workspace:objection-withdraw": number(lambda w: w.objection),
    "workspace:document": _document,
    "workspace:document-publish": _document,
    "workspace:document-unpublish": number(lambda w: w.published),
    "workspace:document-share": _document,
    "workspace:document-remove": _document,
    # The life of a tie
    "workspace:proposal": _proposal,
    "workspace:proposal-counter": _proposal,
    "workspace:proposal-accept": _proposal,
    "workspace:proposal-decline": _proposal,
    "workspace:proposal-withdraw": _proposal,
    "workspace:proposal-letter": _proposal,
    "workspace:proposal-object": _proposal,
    "workspace:agreement": _agreement,
    "workspace:agreement-draft": _agreement,
    "workspace:agreement-terms": _agreement,
    "workspace:agreement-compare": _agreement,
    "workspace:agreement-pdf": _agreement,
    "workspace:agreement-drop": _agreement,
    "workspace:agreement-sign": _agreement,
    "workspace:agreement-sign-paper": _agreement,
    "workspace:agreement-copy": _agreement,
    "workspace:signature-withdraw": _agreement,
    "workspace:signature-object": _agreement,
    "workspace:change-answer": number(lambda w: w.change),
    "workspace:change-withdraw": number(lambda w: w.own_change),
    "workspace:plan-item-new": number(lambda w: w.plan),
    "workspace:plan-item": number(lambda w: w.item),
    "workspace:activity-publish": number(lambda w: w.activity),
    "workspace:activity-remove": number(lambda w: w.activity),
    # Contacts
    "workspace:office": number(lambda w: w.office),
    "workspace:person": _contact,
    "workspace:person-ties": _contact,
    "workspace:person-hand-over": _contact,
    "workspace:person-export": _contact,
    "workspace:person-erase": _contact,
    "workspace:contacts-import-preview": number(lambda w: w.address_list),
    "workspace:data-request": number(lambda w: w.request),
    "workspace:kept-data-request": number(lambda w: w.request),
    # Wishes
    "site:wish": number(lambda w: w.wish),
    "wish-message:write": number(lambda w: w.wish),
    "wish-message:sent": number(lambda w: w.wish),
    "workspace:wish": number(lambda w: w.wish),
    "workspace:wish-edit": number(lambda w: w.wish),
    "workspace:wish-act": number(lambda w: w.wish),
    "workspace:wish-decline": number(lambda w: w.wish),
    "workspace:wish-message": number(lambda w: w.message),
    "workspace:wish-message-take-back": number(lambda w: w.own_message),
    "workspace:log-entry": number(lambda w: w.entry),
    # Forums
    "workspace:forum-series-change": _series,
    "workspace:forum-edition-new": _series,
    "workspace:forum-edition": _edition,
    "workspace:forum-edition-change": _edition,
    "workspace:forum-edition-state": _edition,
    "workspace:forum-organisers": _edition,
    "workspace:forum-decisions": _edition,
    "workspace:forum-agenda": _edition,
    "workspace:forum-session-new": _edition,
    "workspace:forum-session": number(lambda w: w.session),
    "workspace:forum-delegations": _edition,
    "workspace:forum-delegation": _delegation,
    "workspace:forum-arrivals": _edition,
    "workspace:forum-arrivals-counts": _edition,
    "workspace:forum-missing": _edition,
    "workspace:forum-scan": _edition,
    "workspace:forum-arrival": _at_the_door,
    "workspace:forum-instead": _at_the_door,
    "workspace:forum-badges": _at_the_door,
    "workspace:forum-statistics": _edition,
    "workspace:forum-table": lambda w: {"number": w.edition.pk, "table": "people", "format": "csv"},
    "workspace:forum-documents": _edition,
    "workspace:forum-document": lambda w: {"number": w.edition.pk, "document": w.around.handed.pk},
    "workspace:forum-call": _edition,
    "workspace:forum-proposal": number(lambda w: w.around.proposed),
    "workspace:forum-proposal-place": number(lambda w: w.around.accepted),
    "workspace:session-propose": _edition,
    "workspace:own-proposal": number(lambda w: w.around.proposed),
    "workspace:own-proposal-change": number(lambda w: w.around.proposed),
    "workspace:badge": _badge,
    "workspace-root:badge": _badge,
    "workspace:delegation-badges": _delegation,
    "workspace:delegation": _delegation,
    "workspace:delegation-member-new": _delegation,
    "workspace:delegation-member": _delegate,
    "workspace:delegation-substitute": _delegate,
    # Timetables of meetings
    "site:forum-meetings": _public_timetable,
    "site:forum-timetable": lambda w: w.timetables.address(),
    "site:forum-timetable-live": lambda w: w.timetables.address(),
    "site:forum-timetable-calendar": lambda w: w.timetables.address(),
    "site:forum-timetable-pdf": lambda w: w.timetables.address(),
    "site:forum-board": lambda w: w.timetables.board(),
    "site:forum-board-live": lambda w: w.timetables.board(),
    "workspace:forum-timetables": _timetable_edition,
    "workspace:forum-timetable-draw": _timetable_edition,
    "workspace:forum-timetables-compare": _timetable_edition,
    "workspace:forum-timetable-repair": _timetable_edition,
    "workspace:forum-table-signs": _timetable_edition,
    "workspace:forum-timetable": _timetable,
    "workspace:forum-timetable-do": _timetable,
    "workspace:forum-timetable-move": lambda w: {
        **_timetable(w),
        "meeting": w.timetables.meeting.pk,
    },
    "workspace:delegation-timetable": _delegation,
    "workspace:delegation-timetable-live": _delegation,
    "workspace:delegation-timetable-pdf": _delegation,
    **meetings.SAMPLES,
    # Commitments
    "site:commitment": _promise,
    "commitment-mail:stop": lambda w: {"token": reminders_token(w.person("officer"))},
    "workspace:commitment": _promise,
    "workspace:commitment-change": number(lambda w: w.drafted_promise),
    "workspace:commitment-propose": number(lambda w: w.drafted_promise),
    "workspace:commitment-confirm": _offered_promise,
    "workspace:commitment-decline": _offered_promise,
    "workspace:commitment-withdraw": _offered_promise,
    "workspace:commitment-responsible": _promise,
    "workspace:commitment-progress": _promise,
    "workspace:commitment-progress-remove": lambda w: {
        "number": w.promise.pk,
        "entry": w.progress.pk,
    },
    "workspace:commitment-say": _promise,
    "workspace:commitment-due": _promise,
    "workspace:commitment-answer": _promise,
    "workspace:commitment-take-back": _promise,
    # Shortlists
    "site:shared-shortlist": lambda w: {"secret": secret_of(w.shortlist)},
    "site:shared-shortlist-pdf": lambda w: {"secret": secret_of(w.shortlist)},
    "workspace:shortlist": _shortlist,
    "workspace:shortlist-edit": _shortlist,
    "workspace:shortlist-remove": _shortlist,
    "workspace:shortlist-pdf": _shortlist,
    "workspace:shortlist-share": _shortlist,
    "workspace:shortlist-renew": _shortlist,
    "workspace:shortlist-stop-sharing": _shortlist,
    "workspace:shortlist-explain": _shortlist,
    "workspace:shortlist-find": _shortlist,
    "workspace:shortlist-note": _candidate,
    "workspace:shortlist-move": _candidate,
    "workspace:shortlist-take-off": _candidate,
    "workspace:shortlist-propose": _candidate,
    # Rounds of matching
    "workspace:kept-round": _round,
    "workspace:round-change": _round,
    "workspace:round-entries": _round,
    "workspace:round-find": _round,
    "workspace:round-draw": _round,
    "workspace:round-close": _round,
    "workspace:round-enter": _round,
    "workspace:round-leave": _round,
    "workspace:round-take-out": lambda w: {"number": w.round.pk, "wish": w.partner_wish.pk},
    "workspace:round-pairs": _drawn_round,
    "workspace:round-left": _drawn_round,
    "workspace:round-compare": _drawn_round,
    "workspace:round-collect-again": _drawn_round,
    "workspace:round-offer": _drawn_round,
    "workspace:round-wish": lambda w: {"number": w.drawn_round.pk, "wish": w.wish.pk},
    "workspace:round-drawing": lambda w: {"number": w.drawn_round.pk, "which": 1},
    "workspace:round-drawing-stop": lambda w: {"number": w.drawn_round.pk, "which": 1},
    "workspace:round-drawing-choose": lambda w: {"number": w.drawn_round.pk, "which": 1},
    "workspace:round-file": lambda w: {"number": w.drawn_round.pk, "what": "outcome.json"},
    "workspace:round-pair": number(lambda w: w.pair),
}

_WISH = {
    "title": "A choir",
    "language": "en",
    "themes": "culture",
    "capacity": "1",
    "until": (today() + timedelta(days=60)).isoformat(),
}

_ROUND = {
    "title": "Spring",
    "minimum": "30",
    "collects_until": (today() + timedelta(days=30)).isoformat(),
    "answers_until": (today() + timedelta(days=60)).isoformat(),
}

#: What is sent by POST, by the view's name; nothing if it is not here. Enough that who has the right gets through
#: where an empty form would be refused before the right is looked at.
BODIES: dict[str, Sample] = {
    "workspace:apply": lambda w: {"place": w.place.pk, "function": "clerk", "role": "officer"},
    "workspace:member-invite": {"email": "friend@example.org", "role": "officer"},
    "workspace:member-decide": {"decision": "approve", "role": "officer"},
    "workspace:member-role": {"role": "officer"},
    "workspace:member-remove": {"reason": "Left."},
    "workspace:institution-add": {"name": "Library", "kind": "library"},
    "back-office:membership": {"decision": "approve", "role": "officer"},
    "back-office:membership-end": {"reason": "Left."},
    "back-office:membership-role": {"role": "officer"},
    "back-office:domains": lambda w: {"place": w.place.key, "domain": "town-hall.example"},
    "back-office:objection-decide": {"decision": "uphold"},
    "back-office:association-save": {"name": "Another union", "countries": "JP"},
    "back-office:association-invite": {"email": "f@example.org", "role": "officer"},
    "back-office:association-member-end": {"reason": "Left."},
    "review:question": {"answer": "none"},
    "review:compare": lambda w: {
        "first": w.twins[0].pk,
        "second": w.twins[1].pk,
        "kept": w.twins[0].pk,
    },
    # What others see afterwards: for officers, not for helpers
    "workspace:office": {"name": "Protocol", "visibility": "public", "version": 1},
    "workspace:office-new": {"name": "Protocol", "visibility": "public"},
    "workspace:person-new": {
        "name": "Ivan Petrov",
        "visibility": "public",
        "consent_on": "2026-01-15",
        "consent_how": "by letter",
    },
    "workspace:claim-retract": {"reason": "A slip of the pen."},
    "workspace:claim-dispute": {"reason": "It never was."},
    "workspace:commitment-answer": {"do": "agree"},
    "workspace:commitments-mail": {"wanted": "1"},
    "workspace:proposal-decline": {"version": 1, "reason": "No money."},
    "workspace:agreement-drop": {"reason": "Anew."},
    "workspace:activity-remove": {"reason": "Another year."},
    "workspace:change-withdraw": {"reason": "Too early."},
    "workspace:document-unpublish": {"reason": "Wrong version."},
    "workspace:set-digest": {"wanted": "0"},
    # Forums: what those who run one, and the officers of a place, get through with
    "workspace:forum-series-new": lambda w: {
        "names_en": "Another forum",
        "association": w.association.pk,
    },
    "workspace:forum-series-change": {"names_en": "Renamed", "version": 1},
    "workspace:forum-edition-new": {"names_en": "Next time", "about": "2030"},
    "workspace:forum-edition-change": {"names_en": "Renamed", "about": "2030", "version": 2},
    "workspace:forum-edition-state": {"state": "announced", "version": 2},
    "workspace:forum-organisers": {"organiser-names_en": "Friends"},
    "workspace:forum-decisions": {"decision-texts_en": "To sing"},
    "workspace:forum-agenda": {"do": "add-room", "room-names_en": "Cellar"},
    "workspace:forum-session-new": {
        "titles_en": "Talk",
        "kind": "talk",
        "day": str(today()),
        "begins": "09:00",
        "ends": "10:00",
    },
    "workspace:forum-session": {"do": "remove"},
    "workspace:forum-delegations": lambda w: {"places": w.partner.key, "quota": "2"},
    "workspace:forum-delegation": {"do": "quota", "quota": "7", "version": 2},
    "workspace:forum-arrivals": lambda w: {"do": "badge", "member": w.delegate.pk},
    "workspace:forum-scan": lambda w: {"code": code_of(w.delegate)},
    "workspace:forum-instead": {"name": "Boris", "consent_on": str(today()), "version": 1},
    "workspace:forum-document": {"do": "remove"},
    "workspace:forum-call": {"until": str(today()), "version": 1},
    "workspace:forum-proposal": {"do": "accept", "version": 1},
    "workspace:forum-proposal-place": {
        "titles_en": "Buses",
        "kind": "talk",
        "day": str(today()),
        "begins": "09:00",
        "ends": "10:00",
        "version": 2,
    },
    "workspace:own-proposal-new": lambda w: {**_SESSION, "edition": w.edition.pk},
    "workspace:own-proposal": {"do": "withdraw", "version": 1},
    "workspace:own-proposal-change": {**_SESSION, "version": 1},
    "workspace:delegation": {"do": "withdraw", "version": 2},
    "workspace:delegation-member-new": {"name": "Boris", "consent_on": str(today())},
    "workspace:delegation-member": {"do": "remove", "version": 1},
    "workspace:delegation-substitute": {
        "name": "Boris",
        "consent_on": str(today()),
        "version": 1,
    },
    "workspace:forum-timetables": {"do": "show-board"},
    "workspace:forum-timetable-draw": {"seconds": "5", "seed": "0"},
    "workspace:forum-timetable-repair": lambda w: {
        "do": "missing",
        "missing-what": f"delegation:{w.delegation.pk}",
        "missing-first": w.timetables.other_slot.pk,
        "missing-last": w.timetables.other_slot.pk,
    },
    "workspace:forum-timetable-do": {"do": "publish", "version": 1},
    "workspace:forum-timetable-move": lambda w: {
        "slot": w.timetables.other_slot.pk,
        "version": 1,
    },
    "workspace:delegation-timetable": {"do": "show"},
    **meetings.BODIES,
    "your-data:ask": {"kind": "see", "name": "Ivan", "email": "ivan@example.org"},
    # Wishes: written by officers alone
    "workspace:wish-new": {**_WISH, "do": "draft"},
    "workspace:wish-edit": {**_WISH, "do": "save", "version": "2"},
    "workspace:wish-act": {"do": "withdraw", "version": "2"},
    "workspace:wish-decline": lambda w: {"other": w.partner_wish.pk},
    "workspace:wish-message": {"do": "answer", "text": "Gladly."},
    "workspace:wish-write": lambda w: {
        "to": w.partner_wish.pk,
        "sender": "place",
        "text": "Dear all, we would fit.",
    },
    "workspace:wishes-mail": {"wanted": "0"},
    # Shortlists
    "workspace:shortlist-add": lambda w: {
        "place": w.place.key,
        "ref": f"place:{w.partner.pk}",
        "shortlist": "new",
    },
    "workspace:shortlist-new": {"title": "Ports"},
    "workspace:shortlist-edit": lambda w: {"title": "Harbours", "version": w.shortlist.version},
    "workspace:shortlist-remove": lambda w: {"version": w.shortlist.version},
    "workspace:shortlist-share": lambda w: {
        "until": str(today() + timedelta(days=9)),
        "version": w.shortlist.version,
    },
    "workspace:shortlist-renew": lambda w: {"version": w.shortlist.version},
    "workspace:shortlist-stop-sharing": lambda w: {"version": w.shortlist.version},
    "workspace:shortlist-note": {"note": "A fair", "version": "1"},
    "workspace:shortlist-move": lambda w: {"to": "up", "version": w.shortlist.version},
    "workspace:shortlist-take-off": {"version": "1"},
    "workspace:round-new": lambda w: {**_ROUND, "association": w.association.pk},
    "workspace:round-change": lambda w: {
        **_ROUND,
        "association": w.association.pk,
        "version": w.round.version,
    },
    "workspace:round-find": {"all": "1"},
    "workspace:round-draw": lambda w: {"minimum": "0", "seed": "1", "version": w.round.version},
    "workspace:round-close": lambda w: {"version": w.round.version},
    "workspace:round-enter": lambda w: {"wish": w.wish.pk},
    "workspace:round-leave": lambda w: {"wish": w.wish.pk},
    "workspace:round-drawing-choose": lambda w: {"version": w.drawn_round.version},
    "workspace:round-collect-again": lambda w: {"version": w.drawn_round.version},
    "workspace:round-offer": lambda w: {
        "answers_until": _ROUND["answers_until"],
        "version": w.drawn_round.version,
    },
    "workspace:round-pair": {"answer": "declined"},
    "wish-message:write": {"name": "Ivan", "email": "ivan@example.org", "text": "We would fit."},
}


def in_world(sample: Any, world: World) -> Any:
    """Return a sample's values in a world."""
    return sample(world) if callable(sample) else sample
