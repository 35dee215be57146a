"""Telling the officers of the other side by e-mail, each in the own language: that something is there, and where."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.urls import reverse

from jumelage.accounts.models import User
from jumelage.agreements.wording import NOTICES
from jumelage.core import mail
from jumelage.memberships.domain.roles import Role
from jumelage.memberships.models import Membership
from jumelage.places.models import Place, PlaceName


@dataclass(frozen=True, slots=True)
class Notice:
    """What a side is told, worded when it is read: in the language that is then active."""

    kind: str
    sender: Place
    receiver: Place
    page: str
    number: int

    @property
    def subject(self) -> str:
        """What happened."""
        return str(NOTICES[self.kind][0]) % self._names()

    @property
    def sentence(self) -> str:
        """What it means, or what to do."""
        return str(NOTICES[self.kind][1])

    @property
    def place(self) -> str:
        """For whom the reader acts."""
        return self.receiver.local_name

    @property
    def link(self) -> str:
        """Where to see it."""
        return mail.absolute(
            reverse(f"workspace:{self.page}", args=[self.receiver.pk, self.number])
        )

    def _names(self) -> dict[str, str]:
        return {"sender": self.sender.local_name, "receiver": self.receiver.local_name}


def officers_of(place: Place) -> list[User]:
    """Return who answers for a place: its active officers and heads."""
    members = Membership.objects.filter(
        place=place, state=Membership.ACTIVE, role__in=[Role.OFFICER, Role.HEAD]
    )
    return list(User.objects.filter(memberships__in=members, is_active=True).order_by("pk"))


def places_with_officers(places: list[int]) -> set[int]:
    """Return those of some places that have somebody here who answers for them: one query."""
    rows = Membership.objects.filter(
        Q(role__in=[Role.OFFICER, Role.HEAD]),
        place__in=places,
        state=Membership.ACTIVE,
        user__is_active=True,
    )
    return {pk for pk in rows.values_list("place_id", flat=True) if pk is not None}


def tell(*, sender: Place, receiver: Place, kind: str, page: str, number: int) -> None:
    """Tell the officers of ``receiver`` that ``sender`` did something: see ``wording.NOTICES``.

    Args:
        page: the name of the page in the workspace: ``proposal``, ``agreement`` or ``tie``.
        number: of what is shown there.
    """
    people = officers_of(receiver)
    if not people:
        return
    official = PlaceName.objects.filter(kind=PlaceName.OFFICIAL)
    named = Place.objects.prefetch_related(Prefetch("names", queryset=official)).in_bulk(
        [sender.pk, receiver.pk]
    )
    notice = Notice(kind, named[sender.pk], named[receiver.pk], page, number)
    for person in people:
        mail.send(
            to=person.email,
            template="agreements/mail/notice",
            context={"notice": notice},
            language=person.mail_language,
        )
