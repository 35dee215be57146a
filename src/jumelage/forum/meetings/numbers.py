"""How far the meetings of an edition are: in numbers, for those who run it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from jumelage.forum.domain.meetings import AGAINST, FOR, Answer, is_agreed
from jumelage.forum.models import Edition, Meeting, MeetingInterpreter, Member


@dataclass(frozen=True, slots=True)
class LanguagePair:
    """Two languages between which somebody has to interpret: in how many meetings, and how many people can."""

    first: str
    second: str
    meetings: int
    interpreters: int


@dataclass(slots=True)
class Numbers:
    """Meetings that are wanted, by how they stand; the room there is for them; and who has to interpret."""

    wanted: int = 0
    mutual: int = 0  # both wished it on their own
    agreed: int = 0  # all want it, the mutual ones with them
    unanswered: int = 0
    off: int = 0
    musts: int = 0
    room: int = 0  # tables × times
    slots: int = 0
    tables: int = 0
    pairs: Sequence[LanguagePair] = field(default_factory=list)

    @property
    def is_tight(self) -> bool:
        """Whether more is wanted than there is room for."""
        return self.wanted > self.room


def numbers_of(edition: Edition, meetings: Sequence[Meeting]) -> Numbers:
    """Return how far an edition's meetings are (from :func:`queries.meetings_at`): four queries more."""
    found = Numbers(
        slots=edition.meeting_slots.count(),
        tables=edition.meeting_tables.filter(is_usable=True).count(),
    )
    found.room = found.slots * found.tables
    for meeting in meetings:
        answers = [party.answer for party in meeting.parties.all()]
        if meeting.ended_at is not None:
            found.off += 1
            continue
        left = [answer for answer in answers if answer not in AGAINST]
        found.wanted += 1
        found.musts += meeting.is_must
        found.agreed += is_agreed(answers)
        found.mutual += all(answer == Answer.WISHED for answer in left)
        found.unanswered += any(answer not in FOR for answer in left)
    found.pairs = _pairs(edition, meetings)
    return found


def _pairs(edition: Edition, meetings: Iterable[Meeting]) -> list[LanguagePair]:
    people: dict[int, list[frozenset[str]]] = {}
    rows = Member.objects.coming().filter(delegation__edition=edition)
    for delegation, languages in rows.values_list("delegation", "languages"):
        people.setdefault(delegation, []).append(frozenset(languages))
    counts: Counter[tuple[str, str]] = Counter()
    for meeting in meetings:
        if meeting.ended_at is None:
            counts.update(_foreign(meeting, people))
    helpers = MeetingInterpreter.objects.filter(edition=edition, erased_at__isnull=True)
    spoken = [set(languages) for languages in helpers.values_list("languages", flat=True)]
    return [
        LanguagePair(*pair, number, sum(set(pair) <= languages for languages in spoken))
        for pair, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _foreign(
    meeting: Meeting, people: dict[int, list[frozenset[str]]]
) -> Iterable[tuple[str, str]]:
    """Return the pairs of languages between which a meeting needs an interpreter, whoever of a delegation sits there.

    A delegation of which somebody stated no languages is taken to understand.
    """
    sides = []
    for party in meeting.parties.all():
        here = [frozenset(one.languages) for one in party.people.all()]
        here = here or people.get(party.delegation_id, [])
        if party.answer not in AGAINST and here and all(here):
            sides.append(here)
    for first, second in combinations(sides, 2):
        if not any(mine & theirs for mine in first for theirs in second):
            one, other = sorted((_usual(first), _usual(second)))
            yield one, other


def _usual(people: Sequence[frozenset[str]]) -> str:
    """Return the language that most of some people speak."""
    counts = Counter(code for languages in people for code in languages)
    return min(counts, key=lambda code: (-counts[code], code))
