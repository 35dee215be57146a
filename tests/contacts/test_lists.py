"""Taking an address list over: read, looked at, applied whole or not at all."""

import pytest

from jumelage.contacts.actions import lists, people
from jumelage.contacts.jobs import clear_old_lists
from jumelage.contacts.lists import Do, entries_of
from jumelage.contacts.models import AddressList, Office, Person
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from tests.contacts import made
from tests.contacts.test_people import codes

pytestmark = pytest.mark.django_db

TABLE = """ФИО;Должность;Эл. почта;Организация
Петрова Анна;начальник;anna@vlc.ru;Отдел связей
Борис Орлов;переводчик;не помню;Отдел связей
;;info@vlc.ru;Протокольный отдел
;;;
Петрова Анна;начальник;anna@vlc.ru;Отдел связей
""".encode("cp1251")


def stage(actor, place, data=TABLE) -> AddressList:
    return lists.stage_list(actor=actor, place=place, file_name="list.csv", data=data)


def doing(waiting) -> list[str]:
    return [str(entry.do) for entry in entries_of(waiting)]


def test_a_list_is_only_read_until_it_is_applied(helper, own):
    waiting = stage(helper, own)
    assert doing(waiting) == ["new", "new", "new", "skip"]  # the last says the first again
    assert not Person.objects.exists()
    assert not Office.objects.exists()
    applied = lists.apply_list(actor=helper, waiting=waiting)
    assert applied.counts == {"new": 3, "update": 0, "skip": 1}
    anna = Person.objects.get(email="anna@vlc.ru")
    assert (anna.name, anna.function, anna.office.name) == (
        "Петрова Анна",
        "начальник",
        "Отдел связей",
    )
    assert {person.visibility for person in Person.objects.all()} == {"own"}
    assert {office.name: office.email for office in Office.objects.all()} == {
        "Отдел связей": "", "Протокольный отдел": "info@vlc.ru",
    }  # fmt: skip


def test_nothing_of_an_applied_list_is_kept_beside_the_contacts(helper, own):
    waiting = stage(helper, own)
    lists.apply_list(actor=helper, waiting=waiting)
    waiting.refresh_from_db()
    assert (waiting.rows, waiting.decisions) == ([], {})
    for again in (lists.apply_list, lists.throw_away):
        with pytest.raises(RefusedError) as error:
            again(actor=helper, waiting=waiting)
        assert codes(error) == {("gone", "")}


def test_the_same_list_once_more_changes_nothing(helper, own):
    lists.apply_list(actor=helper, waiting=stage(helper, own))
    again = stage(helper, own)
    assert doing(again) == ["skip"] * 4
    assert lists.apply_list(actor=helper, waiting=again).counts["skip"] == 4
    assert Person.objects.count() == 2


def test_an_update_brings_what_the_list_says_and_keeps_the_rest(helper, own):
    person = made.person(own, "Anna Petrova", email="anna@vlc.ru", phone="+7 423", function="clerk")
    waiting = stage(
        helper, own, b"Name,Email,Position,Languages\nPetrova Anna,anna@vlc.ru,head,en\n"
    )
    (entry,) = entries_of(waiting)
    assert (entry.do, entry.known) == (Do.UPDATE, person)
    assert [(c.name, c.old, c.new) for c in entry.changes] == [
        ("function", "clerk", "head"), ("languages", [], ["en"]),
    ]  # fmt: skip
    lists.apply_list(actor=helper, waiting=waiting)
    person.refresh_from_db()
    assert (person.name, person.function, person.phone, person.languages) == (
        "Anna Petrova", "head", "+7 423", ["en"],
    )  # fmt: skip


def test_where_it_is_not_sure_nothing_is_done_unless_one_says_so(helper, own):
    made.person(own, "Anna Petrova", email="private@vlc.ru")
    waiting = stage(helper, own, b"Name,Email\nAnna Petrova,anna@vlc.ru\n")
    assert doing(waiting) == ["skip"]
    lists.keep_decisions(actor=helper, waiting=waiting, decisions={1: ("new", 0), 99: ("new", 0)})
    waiting.refresh_from_db()
    assert doing(waiting) == ["new"]
    lists.apply_list(actor=helper, waiting=waiting)
    assert Person.objects.count() == 2


def test_a_decision_that_does_not_fit_is_none(helper, own):
    waiting = stage(helper, own, b"Name,Email\nAnna,anna@vlc.ru\n" + b"x" * 201 + b",b@vlc.ru\n")
    decisions = {1: ("update", 0), 2: ("new", 0)}
    lists.keep_decisions(actor=helper, waiting=waiting, decisions=decisions)
    waiting.refresh_from_db()
    assert doing(waiting) == ["skip", "skip"]


def test_who_was_changed_since_it_was_shown_is_not_written_over(helper, own):
    person = made.person(own, "Anna Petrova", email="anna@vlc.ru")
    waiting = stage(
        helper, own, b"Name,Email,Position\nNew One,,x\nAnna Petrova,anna@vlc.ru,head\n"
    )
    lists.keep_decisions(actor=helper, waiting=waiting, decisions={2: ("update", 1)})
    changed = people.PersonData(name="Anna Petrova", email="anna@vlc.ru", function="mayor")
    people.change_person(actor=helper, person=person, version=1, data=changed)
    with pytest.raises(RefusedError) as error:
        lists.apply_list(actor=helper, waiting=waiting)
    assert codes(error) == {("conflict", "")}
    assert [(p.name, p.function) for p in Person.objects.all()] == [("Anna Petrova", "mayor")]


def test_one_entry_that_is_refused_stops_the_whole_list(helper, own):
    made.person(own, "Anna Petrova", "public", email="anna@vlc.ru")
    waiting = stage(
        helper, own, b"Name,Email,Position\nNew One,,x\nAnna Petrova,anna@vlc.ru,head\n"
    )
    with pytest.raises(NotAllowedError, match="Entry 2"):
        lists.apply_list(actor=helper, waiting=waiting)  # what others see is an officer's
    assert Person.objects.count() == 1
    assert lists.apply_list(actor=made.actor(own, "officer"), waiting=waiting).counts["new"] == 1


def test_columns_can_be_read_otherwise(helper, own):
    waiting = stage(helper, own, b"Who,Where,Email\nAnna,Office,anna@vlc.ru\n")
    assert waiting.mapping == ["", "", "email"]
    assert doing(waiting) == ["skip"]
    for mapping, code in (
        (["name", "name", ""], "twice"),
        (["email", "", ""], "no_name"),
        (["name"], "mapping"),
        (["name", "mood", ""], "mapping"),
    ):
        with pytest.raises(RefusedError) as error:
            lists.set_mapping(actor=helper, waiting=waiting, mapping=mapping)
        assert codes(error) == {(code, "")}
    waiting = lists.set_mapping(actor=helper, waiting=waiting, mapping=["name", "office", "email"])
    assert doing(waiting) == ["new"]


def test_cards_are_taken_over_too(helper, own):
    made.office(own, "Dept")
    cards = b"BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nORG:Vladivostok;Dept\nEND:VCARD\n"
    lists.apply_list(actor=helper, waiting=stage(helper, own, cards))
    assert Person.objects.get().office.name == "Dept"


def test_strangers_do_nothing_with_a_list(stranger, helper, own):
    waiting = stage(helper, own)
    for write in (
        lambda: stage(stranger, own),
        lambda: lists.set_mapping(actor=stranger, waiting=waiting, mapping=[]),
        lambda: lists.keep_decisions(actor=stranger, waiting=waiting, decisions={}),
        lambda: lists.apply_list(actor=stranger, waiting=waiting),
        lambda: lists.throw_away(actor=stranger, waiting=waiting),
    ):
        with pytest.raises(NotAllowedError):
            write()


@pytest.mark.parametrize(("data", "code"), [(b"", "empty"), (b"x" * 3_000_000, "too_large")])
def test_what_cannot_be_read_is_refused(helper, own, data, code):
    with pytest.raises(RefusedError) as error:
        stage(helper, own, data)
    assert codes(error) == {(code, "file")}


def test_lists_do_not_pile_up(helper, own, monkeypatch):
    monkeypatch.setattr(lists, "MOST_WAITING", 1)
    waiting = stage(helper, own)
    with pytest.raises(RefusedError):
        stage(helper, own)
    lists.throw_away(actor=helper, waiting=waiting)
    stage(helper, own)
    AddressList.objects.update(created_at="2020-01-01T00:00Z")
    assert clear_old_lists() == 1


def test_the_trail_of_a_list_has_no_names(helper, own):
    lists.apply_list(actor=helper, waiting=stage(helper, own))
    told = " ".join(
        str((entry.changes, entry.reason, entry.target)) for entry in AuditEntry.objects.all()
    )
    for word in ("Петрова", "anna@vlc.ru", "начальник", "Отдел"):
        assert word not in told
