"""Telling the officers of the other side by e-mail, each in the own language: that something is there, and where."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse

from jumelage.agreements.wording import NOTICES
from jumelage.core import mail
from jumelage.memberships.officers import officers_of
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
            template="core/mail/notice",
            context={"notice": notice},
            language=person.mail_language,
        )
