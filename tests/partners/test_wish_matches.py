"""Wishes that fit from both sides: which come in which order and why, what is never suggested, who is told once."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from jumelage.core.audit import Actor
from jumelage.core.clock import now, today
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.partners.actions.declines import decline, want_after_all
from jumelage.partners.actions.mail_choice import choose_mail, stop_mail, stop_token, wants_mail
from jumelage.partners.actions.wishes import publish_new, withdraw
from jumelage.partners.jobs import tell_of_new_wishes
from jumelage.partners.models.answers import WishDecline
from jumelage.partners.models.wishes import Wish
from jumelage.partners.wishes.fit_words import reasons_for
from jumelage.partners.wishes.matches import matches_for
from jumelage.partners.wishes.queries import with_all
from tests.factories import make_claim, make_place
from tests.partners.conftest import officer_of, wish_data


@pytest.fixture
def bob(other):
    return officer_of(other, "bob@sd.example")


def publish(person, place, **more) -> Wish:
    return publish_new(actor=person.actor, place=place, data=wish_data(**more))


def found(wish) -> list[Wish]:
    return [match.wish for match in matches_for(wish, today(), "en")]


def test_the_best_served_on_both_sides_comes_first(
    town, officer, other, bob, django_assert_num_queries
):
    own = publish(
        officer, town, themes=("culture", "sport"), needs=("venues",), offers=("lodging",)
    )
    good = publish(bob, other, themes=("culture", "sport"), offers=("venues",), needs=("lodging",))
    fair = publish(bob, other, themes=("culture",), needs=("interpreters",))
    publish(bob, other, themes=("health",))
    assert found(own) == [good, fair]
    own = with_all(Wish.objects.all(), "ru").get(pk=own.pk)
    with django_assert_num_queries(8):
        matches_for(own, today(), "ru")


def test_reasons_are_whole_sentences_in_both_languages(town, officer, other, bob):
    own = publish(
        officer, town, themes=("culture",), needs=("venues", "grants"), languages=("ru", "en"),
        size_from=10,
    )  # fmt: skip
    publish(bob, other, themes=("culture",), offers=("venues",), languages=("en",))
    other.population = 1_400_000
    other.save()
    (match,) = matches_for(own, today(), "en")
    assert "it offers what you need: halls and stages" in reasons_for(match)
    assert "it does not offer: partners for grant applications" in reasons_for(match)
    assert "languages in common: English" in reasons_for(match)
    with override("ru"):
        assert "общие языки: английский" in reasons_for(match)
        assert all("%" not in reason for reason in reasons_for(match))


def test_what_never_comes(town, officer, other, bob, museum):
    own = publish(officer, town)
    publish(officer, town, institution=museum)
    publish(officer, town)
    closed = publish(bob, other)
    withdraw(actor=bob.actor, wish=closed, version=closed.version)
    publish(bob, other, countries=("JP",))
    publish(bob, other, not_countries=("RU",))
    assert found(own) == []
    fitting = publish(bob, other)
    assert found(own) == [fitting]
    make_claim(town, other, "signed", when="1991")
    assert found(own) == []


def test_a_museum_seeks_where_its_town_has_a_tie_already(town, officer, other, bob, museum):
    make_claim(town, other, "signed", when="1991")
    own = publish(officer, town, institution=museum)
    theirs = publish(bob, other, any_kind=True)
    assert theirs not in found(own)
    Wish.objects.update(any_kind=True)
    own.refresh_from_db()
    assert theirs not in found(own)  # the town seeks no second tie with the town


def test_another_kind_of_holder_comes_only_if_both_would_have_it(town, officer, other, bob, museum):
    own = publish(officer, town, institution=museum, any_kind=True)
    strict = publish(bob, other)
    assert found(own) == []
    open_minded = publish(bob, other, any_kind=True)
    assert found(own) == [open_minded]
    assert strict not in found(own)


def test_countries_that_one_wants_decide(town, officer, other, bob):
    own = publish(officer, town, countries=("DE", "JP"))
    publish(bob, other)
    assert found(own) == []
    Wish.objects.filter(pk=own.pk).get().terms.filter(aspect="country", code="JP").update(code="US")
    own = Wish.objects.get(pk=own.pk)
    assert len(found(own)) == 1


def test_what_one_of_the_two_declined_comes_to_neither(town, officer, other, bob):
    own, theirs = publish(officer, town), publish(bob, other)
    for _twice in range(2):
        decline(actor=officer.actor, wish=own, other=theirs)
    assert (found(own), found(theirs), WishDecline.objects.count()) == ([], [], 1)
    want_after_all(actor=officer.actor, wish=own, other=theirs)
    assert (found(own), found(theirs)) == ([theirs], [own])


def test_who_may_decline_and_what(town, officer, other, bob):
    own, theirs = publish(officer, town), publish(bob, other)
    helper = officer_of(town, "helper@vlad.example", role="helper")
    for actor in (Actor(label="anonymous"), bob.actor, helper.actor):
        for act in (decline, want_after_all):
            with pytest.raises(NotAllowedError):
                act(actor=actor, wish=own, other=theirs)
    with pytest.raises(RefusedError):
        decline(actor=officer.actor, wish=own, other=own)


def _pass_time(minutes: int = 30) -> None:
    for wish in Wish.objects.all():
        Wish.objects.filter(pk=wish.pk).update(
            opened_at=wish.opened_at - timedelta(minutes=minutes)
        )


def test_owners_are_told_of_a_new_wish_that_fits_once(town, officer, other, bob, mailoutbox):
    own = publish(officer, town)
    _pass_time()
    assert tell_of_new_wishes() == 0
    publish(bob, other, title="A stage for choirs")
    assert tell_of_new_wishes() == 0  # not yet: what is very new is left to the next day
    Wish.objects.exclude(pk=own.pk).update(opened_at=now() - timedelta(minutes=10))
    own.matches_told.up_to = now() - timedelta(hours=1)
    own.matches_told.save()
    assert tell_of_new_wishes() == 1
    assert tell_of_new_wishes() == 0
    assert [mail.to for mail in mailoutbox] == [["anna@vlad.example"]]
    assert "A stage for choirs" in mailoutbox[0].body
    assert f"/ru/workspace/{town.pk}/wishes/{own.pk}/" in mailoutbox[0].body


def test_one_message_a_person_however_many_wishes(town, officer, other, bob, mailoutbox):
    publish(officer, town, title="Ours one")
    publish(officer, town, title="Ours two")
    _pass_time(60)
    publish(bob, other, title="Theirs one")
    publish(bob, other, title="Theirs two")
    _pass_time(30)
    assert tell_of_new_wishes() == 1
    for title in ("Ours one", "Ours two", "Theirs one", "Theirs two"):
        assert title in mailoutbox[0].body


def test_what_fits_badly_or_is_declined_is_not_told(town, officer, other, bob, mailoutbox):
    own = publish(officer, town, themes=("culture",), needs=("venues", "grants", "relief"))
    _pass_time(60)
    publish(bob, other, themes=("culture",))  # offers nothing of what is needed
    good = publish(bob, other, offers=("venues", "grants", "relief"))
    decline(actor=officer.actor, wish=own, other=good)
    _pass_time(30)
    assert tell_of_new_wishes() == 0
    assert mailoutbox == []


def test_whoever_has_the_link_switches_the_mail_off(town, officer, other, bob, mailoutbox):
    publish(officer, town)
    _pass_time(60)
    publish(bob, other)
    _pass_time(30)
    stop_mail(token=stop_token(officer.user))
    stop_mail(token=stop_token(officer.user))
    assert not wants_mail(officer.user.pk)
    assert tell_of_new_wishes() == 0
    choose_mail(actor=officer.actor, wanted=True)
    assert wants_mail(officer.user.pk)
    for wrong in ("", "1", f"{officer.user.pk}:abc"):
        with pytest.raises(RefusedError):
            stop_mail(token=wrong)


def test_many_wishes_are_compared_in_few_queries(
    town, officer, bob, other, django_assert_max_num_queries
):
    publish(officer, town, themes=("sport",))
    for number in range(12):
        place = make_place(f"Town {number}", "DE")
        publish(officer_of(place, f"o{number}@de.example"), place, not_countries=("DE",))
    _pass_time()
    with django_assert_max_num_queries(12):
        tell_of_new_wishes()
