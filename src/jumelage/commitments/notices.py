"""Telling the officers of the owners by e-mail, each in the own language: that something is there, and where."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from jumelage.commitments.models import Commitment
from jumelage.commitments.wording import NOTICES
from jumelage.core import mail
from jumelage.memberships.officers import officers_of
from jumelage.places.models import Place, PlaceName


@dataclass(frozen=True, slots=True)
class Notice:
    """What an owner is told, worded when it is read: in the language that is then active."""

    kind: str
    commitment: Commitment
    sender: Place | None
    receiver: Place

    @property
    def subject(self) -> str:
        """What happened."""
        return str(NOTICES[self.kind][0]) % {
            "sender": self.sender.local_name if self.sender else "",
            "title": str(self.commitment.title),
        }

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
        path = reverse("workspace:commitment", args=[self.receiver.pk, self.commitment.pk])
        return mail.absolute(path)


def tell(commitment: Commitment, kind: str, sender: Place | None = None) -> None:
    """Tell the officers of all owners but ``sender``, which did something: see ``wording.NOTICES``."""
    official = Prefetch("names", queryset=PlaceName.objects.filter(kind=PlaceName.OFFICIAL))
    owners = commitment.owners.order_by().values("place")
    places = Place.objects.filter(pk__in=owners).prefetch_related(official)
    named = {place.pk: place for place in places}
    who = named.get(sender.pk) if sender else None
    for place in named.values():
        if place == who:
            continue
        notice = Notice(kind, commitment, who, place)
        for person in officers_of(place):
            mail.send(
                to=person.email,
                template="core/mail/notice",
                context={"notice": notice},
                language=person.mail_language,
            )
