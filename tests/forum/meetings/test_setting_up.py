"""What organisers set up: rules, times, tables, interpreters, who is away; what is refused, and with which words."""

from datetime import timedelta

import pytest

from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.forum.actions.agenda import SpeakerData, add_speaker
from jumelage.forum.actions.meeting_attendance import AttendanceData, link_speaker, set_attendance
from jumelage.forum.actions.meeting_interpreters import (
    InterpreterData,
    add_interpreter,
    change_interpreter,
    remove_interpreter,
)
from jumelage.forum.actions.meeting_rules import (
    RulesData,
    add_slots,
    let_wish,
    remove_slots,
    set_rules,
)
from jumelage.forum.actions.meeting_tables import TableData, add_tables, change_table, remove_table
from jumelage.forum.meetings.jobs import (
    forget_interpreters_of_past_editions,
    forget_words_of_past_editions,
)
from jumelage.forum.models import (
    Edition,
    Meeting,
    MeetingInterpreter,
    MeetingSlot,
    Placed,
    Timetable,
)
from tests.forum.conftest import in_days
from tests.forum.meetings.conftest import block, wishes
from tests.forum.meetings.test_wishes import refused

ANN = InterpreterData("Ann Brown", ("en", "ru"), today())


def place(edition, meeting, published: bool = True, **more):
    """Put a meeting into a timetable: the first slot and table."""
    timetable = Timetable.objects.create(
        edition=edition, number=1, created_at=meeting.created_at, is_published=published
    )
    slot, table = edition.meeting_slots.first(), edition.meeting_tables.first()
    return Placed.objects.create(
        timetable=timetable, meeting=meeting, slot=slot, table=table, **more
    )


def test_only_organisers_set_up(edition, organiser, lyon, meetings):
    actor = lyon.officer.actor
    ann = add_interpreter(actor=organiser.actor, edition=edition, data=ANN)
    table = edition.meeting_tables.first()
    for act in (
        lambda: set_rules(actor=actor, edition=edition, version=1, data=RulesData()),
        lambda: let_wish(actor=actor, edition=edition, version=2, is_open=False),
        lambda: add_slots(actor=actor, edition=edition, blocks=[block(15)]),
        lambda: remove_slots(actor=actor, edition=edition, slots=list(MeetingSlot.objects.all())),
        lambda: add_tables(actor=actor, edition=edition, labels=["9"]),
        lambda: change_table(actor=actor, table=table, version=1, data=TableData("9")),
        lambda: remove_table(actor=actor, table=table),
        lambda: add_interpreter(actor=actor, edition=edition, data=ANN),
        lambda: change_interpreter(actor=actor, interpreter=ann, version=1, data=ANN),
        lambda: remove_interpreter(actor=actor, interpreter=ann),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_rules_that_cannot_be_meant_are_refused(edition, organiser):
    data = RulesData(in_days(99), most_wishes=0, daily_limit=0, fairness=-1)
    with pytest.raises(RefusedError) as error:
        set_rules(actor=organiser.actor, edition=edition, version=0, data=data)
    assert [problem.field for problem in error.value.problems] == [
        "wishes_until", "most_wishes", "daily_limit", "fairness",
    ]  # fmt: skip


def test_of_two_who_set_the_rules_the_second_is_told(edition, organiser, meetings):
    with pytest.raises(ConflictError):
        set_rules(actor=organiser.actor, edition=edition, version=0, data=RulesData())
    with pytest.raises(ConflictError):
        set_rules(actor=organiser.actor, edition=edition, version=1, data=RulesData(most_wishes=5))


def test_wishes_are_opened_in_time(edition, organiser, meetings):
    shut = let_wish(actor=organiser.actor, edition=edition, version=meetings.version, is_open=False)
    past = RulesData(today() - timedelta(days=1))
    late = set_rules(actor=organiser.actor, edition=edition, version=shut.version, data=past)
    again = {"actor": organiser.actor, "edition": edition, "version": late.version, "is_open": True}
    assert refused(lambda: let_wish(**again)) == ["late"]
    Edition.objects.update(state=Edition.HELD)
    edition.refresh_from_db()
    assert refused(lambda: let_wish(**again)) == ["state"]


def test_slots_that_overlap_are_named(edition, organiser, meetings):
    assert MeetingSlot.objects.count() == 3
    with pytest.raises(RefusedError) as error:
        add_slots(actor=organiser.actor, edition=edition, blocks=[block(9, minutes=45)])
    day = edition.first_day
    said = [problem.message for problem in error.value.problems]
    assert said[0] == (
        f"{day.day} {day:%B %Y}, 12:00–12:45 overlaps {day.day} {day:%B %Y}, 12:00–12:20."
    )
    assert len(said) == 3
    two = [block(14, minutes=30, pause=15), block(16)]
    assert len(add_slots(actor=organiser.actor, edition=edition, blocks=two)) == 4


def test_blocks_that_cannot_be_meant_are_refused(edition, organiser):
    for wrong, codes in (
        (block(day=60), ["outside"]),
        (block(hours=-1), ["order"]),
        (block(hours=30), ["too_long"]),
        (block(minutes=2, pause=999), ["range", "range"]),
        (block(hours=1, minutes=61), ["none"]),
    ):
        act = lambda wrong=wrong: add_slots(  # noqa: E731
            actor=organiser.actor, edition=edition, blocks=[wrong]
        )
        assert refused(act) == codes


def test_a_slot_and_a_table_in_use_stay(edition, organiser, lyon, bonn):
    placed = place(edition, wishes(lyon, bonn))
    first, second = edition.meeting_slots.order_by("begins")[:2]
    Meeting.objects.update(fixed_slot=second)
    with pytest.raises(RefusedError) as error:
        remove_slots(actor=organiser.actor, edition=edition, slots=[first, second])
    assert [problem.code for problem in error.value.problems] == ["used", "fixed"]
    assert "is in use by the published timetable (number 1)" in error.value.problems[0].message
    assert refused(lambda: remove_table(actor=organiser.actor, table=placed.table)) == ["used"]
    lost = TableData("1", is_usable=False)
    kept = change_table(actor=organiser.actor, table=placed.table, version=1, data=lost)
    assert not kept.is_usable
    Meeting.objects.update(fixed_slot=None)
    assert remove_slots(actor=organiser.actor, edition=edition, slots=[second]) == 1


def test_tables_have_signs_of_their_own(edition, organiser, meetings):
    add = lambda labels: add_tables(  # noqa: E731
        actor=organiser.actor, edition=edition, labels=labels
    )
    assert refused(lambda: add(["2", "3", "3"])) == ["twice"]
    assert refused(lambda: add([])) == ["missing"]
    assert refused(lambda: add(["x" * 41])) == ["too_long"]
    assert refused(lambda: add([str(n) for n in range(10, 600)])) == ["many"]
    rename = {"actor": organiser.actor, "table": edition.meeting_tables.first(), "version": 1}
    assert refused(lambda: change_table(**rename, data=TableData("2"))) == ["twice"]


def test_who_interprets_has_agreed_and_speaks_two_languages(edition, organiser):
    add = lambda *what: add_interpreter(  # noqa: E731
        actor=organiser.actor, edition=edition, data=InterpreterData(*what)
    )
    assert refused(lambda: add("", ("en", "xx"), None)) == ["missing", "unknown", "consent"]
    assert refused(lambda: add("Ann", ("en", "en"), in_days(1))) == ["few", "future"]


def test_an_interpreter_who_is_removed_is_forgotten(edition, organiser, lyon, bonn):
    ann = add_interpreter(actor=organiser.actor, edition=edition, data=ANN)
    bob = add_interpreter(actor=organiser.actor, edition=edition, data=ANN)
    place(edition, wishes(lyon, bonn), interpreter=ann)
    for one in (ann, bob):
        remove_interpreter(actor=organiser.actor, interpreter=one)
    left = MeetingInterpreter.objects.get()
    assert (left.pk, left.name, left.languages, str(left)) == (ann.pk, "", [], "erased")
    change = {"actor": organiser.actor, "interpreter": ann, "version": left.version, "data": ANN}
    assert refused(lambda: change_interpreter(**change)) == ["erased"]
    assert "Ann" not in str(list(AuditEntry.objects.values_list("changes", "reason", "target")))


def test_interpreters_are_forgotten_after_the_forum(edition, organiser, meetings):
    ann = add_interpreter(actor=organiser.actor, edition=edition, data=ANN)
    assert forget_interpreters_of_past_editions() == 0
    Edition.objects.update(first_day=in_days(-95), last_day=in_days(-91))
    assert forget_interpreters_of_past_editions() == 1
    ann.refresh_from_db()
    assert ann.name == ""
    assert forget_interpreters_of_past_editions() == 0


def test_what_parties_wrote_to_each_other_is_forgotten_too(lyon, bonn):
    wishes(lyon, bonn, message="Ask for Claire", subject="Trams")
    assert forget_words_of_past_editions() == 0
    Edition.objects.update(first_day=in_days(-95), last_day=in_days(-91))
    assert forget_words_of_past_editions() == 1
    meeting = Meeting.objects.get()
    assert (meeting.subject, meeting.parties.filter(message="").count()) == ("Trams", 2)
    assert forget_words_of_past_editions() == 0


def test_a_place_says_when_it_is_away_until_wishes_close(edition, organiser, lyon, bonn, meetings):
    slots = tuple(edition.meeting_slots.all()[:2])
    row = {"delegation": lyon.delegation, "version": 0}
    data = AttendanceData(slots, needs_access=True, daily_limit=1)
    with pytest.raises(NotAllowedError):
        set_attendance(actor=bonn.officer.actor, **row, data=data)
    kept = set_attendance(actor=lyon.officer.actor, **row, data=data)
    assert (set(kept.absent.all()), kept.needs_access) == (set(slots), True)
    assert kept.daily_limit is None, "the organisers set it"
    with pytest.raises(ConflictError):
        set_attendance(actor=organiser.actor, **row, data=AttendanceData())
    row["version"] = kept.version
    let_wish(actor=organiser.actor, edition=edition, version=meetings.version, is_open=False)
    assert refused(lambda: set_attendance(actor=lyon.officer.actor, **row, data=data)) == ["closed"]
    assert set_attendance(actor=organiser.actor, **row, data=data).daily_limit == 1


def test_who_speaks_is_known_among_the_delegates(edition, organiser, lyon):
    data = SpeakerData("Claire Martin", today())
    speaker = add_speaker(actor=organiser.actor, edition=edition, data=data)
    link = {"actor": organiser.actor, "speaker": speaker}
    assert link_speaker(**link, member=lyon.head).member == lyon.head
    lyon.head.left_at = lyon.head.named_at
    assert refused(lambda: link_speaker(**link, member=lyon.head)) == ["elsewhere"]
    assert link_speaker(**link, member=None).member is None
