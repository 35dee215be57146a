"""A small forum with meetings: built by its records, as many delegations and wishes as a test wants."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from jumelage.core.clock import now, today
from jumelage.forum.domain.delegations import State
from jumelage.forum.domain.meetings import Answer
from jumelage.forum.models import (
    Delegation,
    Edition,
    Meeting,
    MeetingInterpreter,
    MeetingParty,
    MeetingRules,
    MeetingSlot,
    MeetingTable,
    Member,
)
from tests.factories import make_place

TOWNS = {
    "Vladivostok": ("RU", "Владивосток"), "San Diego": ("US", "Сан-Диего"), "Lyon": ("FR", "Лион"),
    "Bonn": ("DE", "Бонн"), "Perm": ("RU", "Пермь"), "Tacoma": ("US", "Такома"), "Derbent": ("RU", "Дербент"),
    "Boston": ("US", "Бостон"),
}  # fmt: skip


def add_slots(edition: Edition, hours: Sequence[int], day: int = 30) -> list[MeetingSlot]:
    """Add slots of half an hour that begin at hours in UTC on a day from now."""
    start = today() + timedelta(days=day)
    begins = [datetime.combine(start, time(hour), UTC) for hour in hours]
    return [
        MeetingSlot.objects.create(edition=edition, begins=at, ends=at + timedelta(minutes=30))
        for at in begins
    ]


def add_tables(edition: Edition, number: int, **more) -> list[MeetingTable]:
    return [
        MeetingTable.objects.create(edition=edition, label=str(n + 1), **more)
        for n in range(number)
    ]


def add_delegation(
    edition: Edition, town: str, *people: str | Sequence[str], state: str = State.APPROVED
) -> Delegation:
    """Add a delegation with one person for each set of languages: ``"ru"``, ``("ru", "en")``."""
    country, russian = TOWNS[town]
    delegation = Delegation.objects.create(
        edition=edition,
        place=make_place(town, country, ru=russian),
        state=state,
        quota=5,
        invited_at=now(),
    )
    for number, spoken in enumerate(people):
        Member.objects.create(
            delegation=delegation,
            name=f"{town} {number + 1}",
            languages=[spoken] if isinstance(spoken, str) else list(spoken),
            consent_on=today(),
            is_head=number == 0,
            named_at=now(),
        )
    return delegation


def add_meeting(
    first: Delegation,
    *others: Delegation,
    answers: str = "",
    priorities: Sequence[int] = (),
    **more,
) -> Meeting:
    """Add a meeting that the first wished and the others accepted, or answered otherwise (``"wa"``: wished, asked)."""
    meeting = Meeting.objects.create(edition=first.edition, created_at=now(), **more)
    letters = {"w": Answer.WISHED, "a": Answer.ASKED, "y": Answer.ACCEPTED, "n": Answer.DECLINED}
    for number, delegation in enumerate((first, *others)):
        letter = answers[number] if answers else ("w" if number == 0 else "y")
        MeetingParty.objects.create(
            meeting=meeting,
            delegation=delegation,
            answer=letters[letter],
            priority=priorities[number] if priorities else 1,
        )
    return meeting


def add_interpreter(edition: Edition, *languages: str) -> MeetingInterpreter:
    return MeetingInterpreter.objects.create(
        edition=edition, name="Irina Orlova", languages=list(languages), consent_on=today()
    )


def small_forum(edition: Edition) -> dict[str, Delegation]:
    """Four towns of Russia and America, four slots, two tables, an interpreter, and four meetings agreed."""
    MeetingRules.objects.get_or_create(edition=edition)
    add_slots(edition, (6, 7, 8, 9))
    add_tables(edition, 2)
    add_interpreter(edition, "ru", "en")
    found = {
        "Vladivostok": add_delegation(edition, "Vladivostok", "ru"),
        "San Diego": add_delegation(edition, "San Diego", "en"),
        "Perm": add_delegation(edition, "Perm", ("ru", "en")),
        "Tacoma": add_delegation(edition, "Tacoma", "en"),
    }
    add_meeting(found["Vladivostok"], found["San Diego"], priorities=(3, 1))
    add_meeting(found["Perm"], found["San Diego"])
    add_meeting(found["Vladivostok"], found["Perm"])
    add_meeting(found["Tacoma"], found["Perm"])
    return found
