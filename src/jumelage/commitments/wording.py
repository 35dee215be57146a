"""Commitments in words: what the owners are told."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_CONFIRM = _(
    "Read it and say whether your place takes it on. Before the office of each owner has confirmed it, it binds "
    "nobody, and nobody else reads it."
)
_OBJECT = _(
    "You can agree or object. If nobody objects within 30 days, it counts. What was said is with the commitment."
)
_SEE = _("What was said is with the commitment.")
#: What the owners are told: the subject, and what it means. ``sender`` is the place that acted.
NOTICES: Mapping[str, tuple[Any, Any]] = {
    "promised": (_("A commitment waits for your confirmation: %(title)s"), _CONFIRM),
    "proposed": (_("%(sender)s proposes a commitment: %(title)s"), _CONFIRM),
    "reworded": (
        _("%(sender)s has changed the words of a commitment: %(title)s"),
        _("What you confirmed before counts no more: read the new words, and confirm or decline them."),
    ),
    "withdrawn": (_("A proposed commitment was withdrawn: %(title)s"), _("Nothing is left for you to do.")),
    "confirmed": (
        _("%(sender)s has confirmed a commitment: %(title)s"),
        _("Where it stands, and who has not answered yet, is on its page."),
    ),
    "agreed": (
        _("All owners have confirmed the commitment: %(title)s"),
        _("From now on it counts. You are reminded before it is due; say what was done as it gets on."),
    ),
    "declined": (_("%(sender)s does not take on the commitment: %(title)s"), _SEE),
    "progress": (_("%(sender)s reports progress: %(title)s"), _("What was done, and what shows it, is on its page.")),
    "said_kept": (_("%(sender)s says that a commitment is kept: %(title)s"), _OBJECT),
    "said_partly": (_("%(sender)s says that a commitment is partly kept: %(title)s"), _OBJECT),
    "said_not_kept": (_("%(sender)s says that a commitment was not kept: %(title)s"), _OBJECT),
    "said_dropped": (
        _("%(sender)s wants to drop a commitment: %(title)s"),
        _("It is dropped only if all owners agree. The reason is with the commitment."),
    ),
    "said_due": (
        _("%(sender)s asks for another due date: %(title)s"),
        _("You can agree or object. If nobody objects within 30 days, the new date counts. The reason is given."),
    ),
    "settled": (
        _("What was said of a commitment counts now: %(title)s"),
        _("All owners agreed, or nobody objected in time."),
    ),
    "objected": (
        _("%(sender)s objects to what was said of a commitment: %(title)s"),
        _("It does not count. The reason is with the commitment, which goes on as before."),
    ),
    "statement_withdrawn": (_("%(sender)s takes back what it said of a commitment: %(title)s"), _SEE),
    "taken_back": (
        _("%(sender)s has taken back the outcome of a commitment: %(title)s"),
        _("It is under way again. The reason is with the commitment."),
    ),
}  # fmt: skip
