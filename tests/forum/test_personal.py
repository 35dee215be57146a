"""What forums keep of people is found with a request about personal data, given out, and erased."""

import pytest
from django.core import mail

from jumelage.accounts.exporting import export_account
from jumelage.contacts.actions.requests import (
    RequestData,
    answer_request,
    note_request,
)
from jumelage.contacts.elsewhere import erase_elsewhere, kept_elsewhere
from jumelage.core.audit import OPERATOR
from jumelage.core.clock import today
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.forum.actions.agenda import SpeakerData, add_speaker
from jumelage.forum.actions.members import name_member
from jumelage.forum.jobs import forget_people_of_past_editions
from jumelage.forum.models import Edition, Member, ProposedSpeaker, Speaker
from tests.forum.conftest import acting, in_days, member_data
from tests.forum.test_calls import call, proposal  # noqa: F401 - fixtures


def asked(officer, place, name: str = "Anna Petrova", kind: str = "erase"):
    data = RequestData(kind, name, "anna@example.org")
    return note_request(actor=officer.actor, place=place, data=data)


@pytest.fixture
def anna(coming, officer):
    data = member_data("Anna Petrova", function="Mayor", needs="No nuts", is_head=True)
    return name_member(actor=officer.actor, delegation=coming, data=data)


@pytest.fixture
def speaker(edition, organiser, town):
    data = SpeakerData("Петрова Анна", today(), "Mayor", town)
    return add_speaker(actor=organiser.actor, edition=edition, data=data)


def keys(request) -> set[str]:
    return {one.key.split(":")[1] for one in kept_elsewhere(request)}


def test_found_in_any_order_and_script_for_the_own_place(
    anna,
    speaker,
    proposal,  # noqa: F811
    officer,
    town,
    other,
):
    assert keys(asked(officer, town)) == {"member", "speaker", "proposed"}
    assert keys(asked(officer, town, "Boris Ivanov")) == set()
    bob = acting(other, "bob@sd.example")
    assert keys(asked(bob, other)) == set()


def test_erased_by_the_office_though_others_wrote_it_down(anna, speaker, proposal, officer, town):  # noqa: F811
    request = asked(officer, town)
    for one in kept_elsewhere(request):
        erase_elsewhere(actor=officer.actor, asked=request, key=one.key)
    assert keys(request) == set()
    assert not Speaker.objects.exists()
    assert not ProposedSpeaker.objects.exists()
    assert Member.objects.get().name == ""


def test_nothing_is_erased_that_is_not_of_who_asks(anna, officer, town):
    request = asked(officer, town, "Boris Ivanov")
    with pytest.raises(RefusedError, match="not kept any more"):
        erase_elsewhere(actor=officer.actor, asked=request, key=f"forum:member:{anna.pk}")


def test_a_helper_erases_nobody(anna, speaker, officer, town):
    helper = acting(town, "help@vlad.example", role="helper")
    request = asked(officer, town)
    for one in kept_elsewhere(request):
        with pytest.raises(NotAllowedError):
            erase_elsewhere(actor=helper.actor, asked=request, key=one.key)


def test_given_out_with_the_answer(anna, officer, town):
    request = asked(officer, town, kind="see")
    (one,) = kept_elsewhere(request)
    answer_request(actor=officer.actor, asked=request, done=True, elsewhere=[one.about])
    assert "No nuts" in mail.outbox[-1].body
    assert "Mayor" in mail.outbox[-1].body


def test_a_request_that_names_no_office_finds_the_very_name(anna, officer, town):
    request = asked(officer, town)
    type(request).objects.filter(pk=request.pk).update(place=None)
    request.refresh_from_db()
    assert keys(request) == {"member"}
    erase_elsewhere(actor=OPERATOR, asked=request, key=f"forum:member:{anna.pk}")
    assert keys(request) == set()


def test_what_somebody_proposed_is_in_the_file_of_the_account(proposal, officer):  # noqa: F811
    (one,) = export_account(officer.user)["forum_sessions_proposed"]
    assert one["title"] == {"en": "Trams", "ru": "Трамваи"}


def test_who_was_only_proposed_is_forgotten_90_days_after(proposal, edition):  # noqa: F811
    Edition.objects.filter(pk=edition.pk).update(first_day=in_days(-91), last_day=in_days(-90))
    assert forget_people_of_past_editions() == 0
    Edition.objects.filter(pk=edition.pk).update(last_day=in_days(-91))
    assert forget_people_of_past_editions() == 1
    assert not ProposedSpeaker.objects.exists()
