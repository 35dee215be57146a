"""Writing wishes: what is refused and why, who may, what two people at once do, and what time does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.translation import override

from jumelage.core.audit import Actor, revision
from jumelage.core.clock import today
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.languages import LANGUAGES
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditEntry
from jumelage.memberships.models import Institution
from jumelage.partners.actions import wishes
from jumelage.partners.actions.wellformed import TextData, data_of
from jumelage.partners.domain.terms import GOODS, KINDS
from jumelage.partners.jobs import look_after_wishes
from jumelage.partners.models.wishes import Wish
from jumelage.partners.wishes import wording
from jumelage.partners.wishes.queries import BoardFilter, board
from tests.partners.conftest import officer_of, wish_data


def _fields(error) -> set[str]:
    return {problem.field for problem in error.value.problems}


def test_a_wish_keeps_what_was_said(town, officer, museum):
    data = wish_data(
        texts=(TextData("ru", "Ищем хор", "Сорок голосов"), TextData("en", "A choir sought")),
        institution=museum, kinds=("culture", "museum"), offers=("venues",), needs=("interpreters",),
        languages=("ru", "en"), countries=("US", "JP"), not_countries=("FR",), form="friendship",
        size_from=1000, size_to=5000, km_to=900, capacity=2, interpreter=True,
    )  # fmt: skip
    made = wishes.publish_new(actor=officer.actor, place=town, data=data)
    made = Wish.objects.get(pk=made.pk)
    assert data_of(made) == data
    assert made.state == Wish.OPEN
    assert made.texts.get(is_original=True).language == "ru"


def test_every_reason_is_given_at_once(town, officer, other):
    elsewhere = Institution.objects.create(place=other, kind="school", name="Lincoln High")
    actor = Actor(label="of both", places={town.pk: "officer", other.pk: "officer"})
    data = wish_data(
        title=" ", until=today() - timedelta(days=1), themes=(), offers=("gold",), languages=("xx",),
        countries=("US", "ZZ"), not_countries=("US",), form="love", size_from=9, size_to=1, km_from=5, km_to=2,
        capacity=0, institution=elsewhere,
    )  # fmt: skip
    with pytest.raises(RefusedError) as error:
        wishes.publish_new(actor=actor, place=town, data=data)
    assert _fields(error) == {
        "title", "until", "themes", "offers", "languages", "countries", "not_countries", "form", "size_to", "km_to",
        "capacity", "institution",
    }  # fmt: skip
    assert not Wish.objects.exists()


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (731, True), (732, False)])
def test_a_wish_stands_for_two_years_at_most(town, officer, days, fits):
    data = wish_data(until=today() + timedelta(days=days))
    if fits:
        assert wishes.publish_new(actor=officer.actor, place=town, data=data).pk
    else:
        with pytest.raises(RefusedError) as error:
            wishes.publish_new(actor=officer.actor, place=town, data=data)
        assert _fields(error) == {"until"}


def test_a_translation_is_in_another_language(town, officer):
    data = wish_data(texts=(TextData("en", "A"), TextData("en", "B")))
    with pytest.raises(RefusedError) as error:
        wishes.save_draft(actor=officer.actor, place=town, data=data)
    assert _fields(error) == {"language_2"}


def test_a_draft_may_be_unfinished_and_is_seen_by_nobody_else(town, officer):
    before = revision()
    draft = wishes.save_draft(actor=officer.actor, place=town, data=wish_data(themes=()))
    assert not board(today(), BoardFilter()).exists()
    assert revision() == before
    with pytest.raises(RefusedError) as error:
        wishes.publish(actor=officer.actor, wish=draft, version=draft.version)
    assert _fields(error) == {"themes"}
    changed = wishes.change(
        actor=officer.actor, wish=draft, version=1, data=wish_data(kinds=("school",))
    )
    wishes.publish(actor=officer.actor, wish=changed, version=changed.version)
    assert board(today(), BoardFilter()).get() == draft
    assert revision() > before


def test_only_officers_write_and_those_of_an_institution_for_it_alone(town, other, museum, wish):
    for actor in (
        Actor(label="anybody"),
        officer_of(other, "bob@sd.example").actor,
        officer_of(town, "helper@vlad.example", role="helper").actor,
    ):
        with pytest.raises(NotAllowedError):
            wishes.publish_new(actor=actor, place=town, data=wish_data())
        for act in (wishes.withdraw, wishes.close_as_found, wishes.publish):
            with pytest.raises(NotAllowedError):
                act(actor=actor, wish=wish, version=wish.version)
    curator = Actor(label="curator", institutions={museum.pk: "officer"})
    own = wishes.publish_new(actor=curator, place=town, data=wish_data(institution=museum))
    with pytest.raises(NotAllowedError):
        wishes.change(actor=curator, wish=own, version=own.version, data=wish_data())
    with pytest.raises(NotAllowedError):
        wishes.publish_new(actor=curator, place=town, data=wish_data())


def test_the_second_of_two_people_is_told_even_if_only_words_changed(wish, officer):
    first = wish_data("A brass band")
    changed = wishes.change(actor=officer.actor, wish=wish, version=wish.version, data=first)
    assert changed.version == wish.version + 1
    with pytest.raises(ConflictError):
        wishes.change(actor=officer.actor, wish=wish, version=wish.version, data=wish_data("Jazz"))
    assert changed.texts.get().title == "A brass band"


def test_saving_the_same_again_changes_nothing(wish, officer):
    entries = AuditEntry.objects.count()
    again = wishes.change(actor=officer.actor, wish=wish, version=wish.version, data=data_of(wish))
    assert (again.version, AuditEntry.objects.count()) == (wish.version, entries)


@pytest.mark.parametrize(
    ("act", "closing"), [(wishes.withdraw, Wish.WITHDRAWN), (wishes.close_as_found, Wish.FOUND)]
)
def test_a_closed_wish_leaves_the_board_and_stays_closed(wish, officer, act, closing):
    closed = act(actor=officer.actor, wish=wish, version=wish.version)
    assert (closed.state, closed.closing) == (Wish.CLOSED, closing)
    assert not board(today(), BoardFilter()).exists()
    for again in (wishes.withdraw, wishes.close_as_found, wishes.publish):
        with pytest.raises(RefusedError):
            again(actor=officer.actor, wish=closed, version=closed.version)
    with pytest.raises(RefusedError):
        wishes.change(actor=officer.actor, wish=closed, version=closed.version, data=wish_data())


def test_what_has_run_out_is_closed_once(wish, mailoutbox):
    Wish.objects.update(until=today() - timedelta(days=1))
    assert look_after_wishes() == (1, 0)
    wish.refresh_from_db()
    assert (wish.state, wish.closing) == (Wish.CLOSED, Wish.EXPIRED)
    assert look_after_wishes() == (0, 0)
    assert mailoutbox == []


def test_officers_are_reminded_once_a_fortnight_before(wish, officer, mailoutbox):
    Wish.objects.update(until=today() + timedelta(days=15))
    assert look_after_wishes() == (0, 0)
    Wish.objects.update(until=today() + timedelta(days=14))
    assert look_after_wishes() == (0, 1)
    assert look_after_wishes() == (0, 0)
    assert [mail.to for mail in mailoutbox] == [["anna@vlad.example"]]
    assert "A choir for our jubilee" in mailoutbox[0].subject
    data = replace(data_of(wish), until=today() + timedelta(days=300))
    wish.refresh_from_db()
    wishes.change(actor=officer.actor, wish=wish, version=wish.version, data=data)
    assert Wish.objects.get().reminded_at is None


@pytest.mark.parametrize(
    ("chosen", "fits"),
    [
        ({}, True),
        ({"country": "RU"}, True),
        ({"country": "US"}, False),
        ({"theme": "culture", "language": "en"}, True),
        ({"theme": "sport"}, False),
        ({"kind": "school"}, False),
        ({"sought": "US"}, True),
        ({"sought": "DE"}, False),
        ({"holder": "municipality"}, True),
        ({"holder": "museum"}, False),
        ({"words": "CHOIR voices"}, True),
        ({"words": "Владивосток"}, True),
        ({"words": "football"}, False),
    ],
)
def test_the_board_is_narrowed(town, officer, chosen, fits):
    data = wish_data(languages=("en",), countries=("US",))
    made = wishes.publish_new(actor=officer.actor, place=town, data=data)
    assert list(board(today(), BoardFilter(**chosen))) == ([made] if fits else [])


def test_a_wish_without_countries_is_for_all_but_the_excluded(town, officer):
    data = wish_data(not_countries=("FR",))
    wishes.publish_new(actor=officer.actor, place=town, data=data)
    assert board(today(), BoardFilter(sought="DE")).count() == 1
    assert board(today(), BoardFilter(sought="FR")).count() == 0


@override("ru")
def test_everything_on_the_lists_has_a_name():
    assert all(wording.kind_name(code) != code for code in KINDS)
    assert all(wording.good_name(code) != code for code in GOODS)
    assert all(wording.language_name(code) != code for code in LANGUAGES)
    assert all(name != code for code, name in wording.holder_choices())
    assert wording.kind_name("none such") == "none such"
