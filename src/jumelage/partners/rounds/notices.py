"""Telling those who take part in a round by e-mail, each in the own language: what happened, and where to see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.models import User
from jumelage.core import mail
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership
from jumelage.partners.models import Round, RoundPair, Wish
from jumelage.partners.wishes.notices import readers_of, title_in
from jumelage.places.models import PlaceName

#: What happened, and what it means or what to do.
NOTICES: Mapping[str, tuple[Any, Any]] = {
    "entered": (
        _("Your wish “%(title)s” takes part in a round of matching"),
        _(
            "%(association)s has entered it in “%(round)s”, where wishes of many places are brought together at once. "
            "You need do nothing. If you do not want that, take it out until %(day)s."
        ),
    ),
    "offered": (
        _("A partner is suggested for your wish “%(title)s”"),
        _(
            "The round “%(round)s” of %(association)s brings it together with a wish of %(other)s. Read why, and "
            "accept or decline until %(day)s. The other side does not see your answer before it has given its own."
        ),
    ),
    "reminder": (
        _("Your answer about a partner for “%(title)s” is still awaited"),
        _(
            "The round “%(round)s” suggests a wish of %(other)s. Accept or decline until %(day)s; then the round is "
            "closed."
        ),
    ),
    "agreed": (
        _("Both sides have accepted: your wish “%(title)s” and %(other)s"),
        _("The next step is a proposal for a tie. Either side can begin it, from the page of the pair."),
    ),
    "not_agreed": (
        _("The pair of your wish “%(title)s” and %(other)s does not come about"),
        _("Your wish stays on the board, and can take part in another round."),
    ),
    "closed": (
        _("The round “%(round)s” is closed"),
        _(
            "The pair of your wish “%(title)s” and %(other)s was not answered by both sides, and does not come about. "
            "Your wish stays on the board."
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told, worded when it is read: in the language that is then active."""

    kind: str
    round: Round
    wish: Wish
    day: date
    other: Wish | None = None
    pair: RoundPair | None = None

    @property
    def subject(self) -> str:
        """What happened."""
        return str(NOTICES[self.kind][0]) % self._names()

    @property
    def sentence(self) -> str:
        """What it means, or what to do."""
        return str(NOTICES[self.kind][1]) % self._names()

    @property
    def place(self) -> str:
        """For whom the reader acts."""
        institution = self.wish.institution
        return institution.name if institution else self.wish.place.local_name

    @property
    def link(self) -> str:
        """Where to see it."""
        page = ("round-pair", [self.pair.pk]) if self.pair else ("rounds", [])
        return mail.absolute(reverse(f"workspace:{page[0]}", args=[self.wish.place_id, *page[1]]))

    def _names(self) -> dict[str, str]:
        return {
            "title": title_in(self.wish, (get_language() or "en").split("-")[0]).title,
            "round": self.round.title,
            "association": self.round.association.name,
            "other": self.other.place.local_name if self.other else "",
            "day": date_format(self.day, "DATE_FORMAT"),
        }


def tell_owner(wish: Wish, round_: Round) -> None:
    """Tell those who answer for a wish that the association has entered it in a round."""
    _send(Notice("entered", round_, _named([wish.pk])[wish.pk], round_.collects_until))


def tell_side(pair: RoundPair, side: str, kind: str) -> None:
    """Tell those who answer for one wish of a pair (``a`` or ``b``) what :data:`NOTICES` says under a kind."""
    numbers = (pair.wish_a_id, pair.wish_b_id)
    own, other = numbers if side == "a" else reversed(numbers)
    wishes = _named(numbers)
    _send(Notice(kind, pair.round, wishes[own], pair.round.answers_until, wishes[other], pair))


def tell_association(round_: Round, agreed: int, pairs: int) -> None:
    """Tell the officers of the association that its round is over, and how many pairs came about."""
    members = Membership.objects.active().filter(
        association=round_.association, role__in=[Role.OFFICER, Role.HEAD]
    )
    for person in User.objects.filter(memberships__in=members, is_active=True).order_by("pk"):
        with override(person.mail_language):
            link = mail.absolute(reverse("workspace:kept-round", args=[round_.pk]))
            words = ngettext(
                "%(agreed)s of %(pairs)s pair was accepted by both sides.",
                "%(agreed)s of %(pairs)s pairs were accepted by both sides.",
                pairs,
            )
        mail.send(
            to=person.email,
            template="partners/mail/round_over",
            context={
                "round": round_,
                "words": words % {"agreed": agreed, "pairs": pairs},
                "link": link,
            },
            language=person.mail_language,
        )


def _named(numbers: "list[int] | tuple[int, ...]") -> dict[int, Wish]:
    """Return wishes with all names of their places, since they are told to people of several languages."""
    official = PlaceName.objects.filter(kind=PlaceName.OFFICIAL)
    rows = Wish.objects.select_related("place", "institution")
    return rows.prefetch_related("texts", Prefetch("place__names", official)).in_bulk(numbers)


def _send(notice: Notice) -> None:
    for person in readers_of(notice.wish):
        mail.send(
            to=person.email,
            template="core/mail/notice",
            context={"notice": notice},
            language=person.mail_language,
        )
