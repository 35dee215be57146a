"""A place at a forum, in the browser: answering, naming, replacing, staying away."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.core.clock import today
from jumelage.forum.actions import delegations, editions, members
from jumelage.forum.models import Delegation, Member
from tests.forum.conftest import acting, edition_data, member_data
from tests.workspace.forum.conftest import at_browser


def text(response) -> str:
    return response.content.decode()


def base(delegation) -> str:
    return f"/en/workspace/{delegation.place_id}/forums/"


def test_a_place_without_invitations_is_told_how_they_come(sending, town):
    page = text(sending.get(f"/en/workspace/{town.pk}/forums/"))
    assert "No invitation yet" in page


def test_a_place_accepts_names_its_people_and_replaces_one(sending, invited):
    path = f"{base(invited)}{invited.pk}/"
    assert "waits for your answer" in text(sending.get(base(invited)))
    assert "Do you come?" in text(sending.get(path))
    sending.post(path, {"do": "accept", "version": 1, "answer": "With pleasure"})
    assert Delegation.objects.get().state == "accepted"
    body = {"name": "Anna Petrova", "function": "Mayor", "languages": "русский, English",
            "is_head": "on", "consent_on": str(today()), "needs": "No nuts"}  # fmt: skip
    refused = sending.post(f"{path}people/new/", {**body, "consent_on": ""})
    assert refused.status_code == 422
    assert "Ask first" in text(refused)
    sending.post(f"{path}people/new/", body)
    anna = Member.objects.get()
    assert (anna.languages, anna.is_head, anna.needs) == (["ru", "en"], True, "No nuts")
    sending.post(f"{path}people/{anna.pk}/", {**body, "function": "Head of the city", "version": 1})
    anna.refresh_from_db()
    assert anna.function == "Head of the city"
    sending.post(
        f"{path}people/{anna.pk}/substitute/",
        {"name": "Boris", "consent_on": str(today()), "version": 2},
    )
    boris = Member.objects.coming().get()
    assert (boris.name, boris.is_head) == ("Boris", True)
    sending.get(path)  # with what was said about her
    assert "Anna Petrova" not in text(sending.get(path))
    assert sending.get(f"{path}people/{anna.pk}/").status_code == 404
    sending.post(f"{path}people/{boris.pk}/", {"do": "remove", "version": 1})
    assert not Member.objects.coming().exists()


def test_what_somebody_else_changed_meanwhile_is_shown_beside(sending, coming, officer):
    anna = members.name_member(actor=officer.actor, delegation=coming, data=member_data())
    members.change_member(
        actor=officer.actor, member=anna, version=1, data=member_data(function="Mayor")
    )
    response = sending.post(
        f"{base(coming)}{coming.pk}/people/{anna.pk}/",
        {"name": "Anna Petrova", "function": "Clerk", "consent_on": str(today()), "version": 1},
    )
    assert response.status_code == 409
    assert "Mayor" in text(response)
    assert "Clerk" in text(response)


def test_a_full_delegation_says_so(sending, coming, officer):
    for name in ("Anna", "Boris"):
        members.name_member(actor=officer.actor, delegation=coming, data=member_data(name))
    path = f"{base(coming)}{coming.pk}/"
    assert "The delegation is full." in text(sending.get(path))
    refused = sending.post(f"{path}people/new/", {"name": "C", "consent_on": str(today())})
    assert "The delegation is full: 2 may come." in text(refused)


def test_a_place_stays_away_after_all(sending, coming, officer):
    members.name_member(actor=officer.actor, delegation=coming, data=member_data())
    path = f"{base(coming)}{coming.pk}/"
    sending.post(path, {"do": "withdraw", "version": coming.version})
    assert Delegation.objects.get().state == "withdrawn"
    assert "Anna Petrova" not in text(sending.get(path))
    assert sending.post(path, {"do": "nonsense"}).status_code == 404


def test_a_helper_reads_and_does_not_write(invited, town):
    client = at_browser(acting(town, "helper@vlad.example", role="helper"))
    path = f"{base(invited)}{invited.pk}/"
    assert "An officer of your office answers." in text(client.get(path))
    assert client.post(path, {"do": "accept", "version": 1}).status_code == 403
    assert Delegation.objects.get().state == "invited"


def test_another_place_sees_nothing_of_it(coming, officer, other):
    person = members.name_member(actor=officer.actor, delegation=coming, data=member_data())
    client = at_browser(acting(other, "sam@sandiego.example"))
    assert client.get(f"{base(coming)}{coming.pk}/").status_code == 403
    own = f"/en/workspace/{other.pk}/forums/{coming.pk}/"
    for path in ("", "people/new/", f"people/{person.pk}/", f"people/{person.pk}/substitute/"):
        assert client.get(f"{own}{path}").status_code == 404
        assert client.post(f"{own}{path}", {"do": "accept"}).status_code == 404


@pytest.mark.parametrize("path", ["", "{pk}/"])
def test_as_many_queries_for_one_as_for_three(
    sending, coming, officer, organiser, series, town, path
):
    def grow(number: int) -> None:
        made = editions.create_edition(actor=organiser.actor, series=series, data=edition_data())
        made = editions.set_state(actor=organiser.actor, edition=made, version=1, state="open")
        delegations.invite_places(actor=organiser.actor, edition=made, places=[town], quota=2)
        data = member_data(f"Person {number}")
        Delegation.objects.update(quota=9)
        members.name_member(actor=officer.actor, delegation=coming, data=data)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            address = f"{base(coming)}{path.format(pk=coming.pk)}"
            assert sending.get(address).status_code == 200
        return len(queries)

    grow(1)
    asked()
    one = asked()
    grow(2)
    grow(3)
    assert asked() == one <= 16
