"""The call for sessions in the browser: from the public page over the form to the agenda."""

import pytest
from django.test import Client

from jumelage.core.audit import OPERATOR
from jumelage.forum.models import Call, Edition, SessionProposal
from jumelage.memberships.actions import add_institution
from tests.forum.conftest import acting, in_days
from tests.forum.test_calls import call, proposal  # noqa: F401 - fixtures
from tests.workspace.forum.conftest import at_browser

BASE = "/en/workspace/forums/"


def text(response) -> str:
    return response.content.decode()


def body(**more) -> dict[str, str]:
    return {
        "titles_en": "Trams", "texts_en": "How they came back.", "kind": "talk", "minutes": "45",
        "languages": "English", "name_1": "Anna Petrova", "consent_on_1": str(in_days(0)), **more,
    }  # fmt: skip


def test_organisers_open_a_call_and_the_public_page_says_so(running, edition):
    address = f"{BASE}{edition.pk}/call/"
    assert "Open a call" in text(running.get(address))
    public = f"/en/forums/{edition.series.slug}/{edition.slug}/"
    assert "Propose a session" not in text(Client().get(public))
    running.post(
        address,
        {"texts_en": "Tell us", "until": str(in_days(9)), "is_open": "on", "version": "0"},
    )
    assert Call.objects.get().until == in_days(9)
    page = text(Client().get(public))
    assert "Tell us" in page
    assert f"/en/workspace/forums/{edition.pk}/propose/" in page
    running.post(address, {"texts_en": "Tell us", "until": str(in_days(9)), "version": "1"})
    assert "Propose a session" not in text(Client().get(public))


def test_from_the_public_page_to_the_agenda(running, sending, call, edition, town):  # noqa: F811
    way = sending.get(f"{BASE}{edition.pk}/propose/")
    form = way["Location"]
    assert form == f"/en/workspace/{town.pk}/forums/sessions/new/?edition={edition.pk}"
    assert "Tell of your town" in text(sending.get(form))
    made = sending.post(form, body(theme="culture"))
    one = SessionProposal.objects.get()
    assert "have not answered yet" in text(sending.get(made["Location"]))
    assert "Trams" in text(running.get(f"{BASE}{edition.pk}/call/"))
    page = f"{BASE}proposals/{one.pk}/"
    running.post(page, {"do": "note", "note": "Good one", "version": "1"})
    assert "Good one" in text(running.get(page))
    assert "Good one" not in text(sending.get(made["Location"]))
    running.post(page, {"do": "accept", "version": "2"})
    place = f"{page}place/"
    shown = text(running.get(place))
    assert "Anna Petrova" in shown
    assert '<option value="culture" selected>' in shown
    one.refresh_from_db()
    day = edition.first_day.isoformat()
    running.post(
        place,
        {"titles_en": "Trams", "kind": "talk", "day": day, "begins": "10:00", "ends": "10:45",
         "version": one.version},
    )  # fmt: skip
    one.refresh_from_db()
    assert [person.name for person in one.session.speakers.all()] == ["Anna Petrova"]
    assert "on the agenda" in text(sending.get(made["Location"]))


def test_a_refused_form_comes_back_with_the_reasons(sending, call, edition, town):  # noqa: F811
    form = f"/en/workspace/{town.pk}/forums/sessions/new/?edition={edition.pk}"
    answer = sending.post(form, body(texts_en="", consent_on_1=""))
    assert answer.status_code == 422
    assert "Say what it is about." in text(answer)
    assert "Ask first: who speaks" in text(answer)
    assert "Anna Petrova" in text(answer)


def test_declined_with_the_reason(running, sending, proposal, town):  # noqa: F811
    page = f"{BASE}proposals/{proposal.pk}/"
    assert running.post(page, {"do": "decline", "reason": "", "version": "1"}).status_code == 422
    running.post(page, {"do": "decline", "reason": "No room.", "version": "1"})
    own = text(sending.get(f"/en/workspace/{town.pk}/forums/sessions/{proposal.pk}/"))
    assert "No room." in own
    assert "Anna Petrova" not in own


def test_changed_and_withdrawn_by_the_office(sending, proposal, town):  # noqa: F811
    page = f"/en/workspace/{town.pk}/forums/sessions/{proposal.pk}/"
    assert "Anna Petrova" in text(sending.get(f"{page}change/"))
    sending.post(f"{page}change/", body(titles_en="Buses", version="1"))
    proposal.refresh_from_db()
    assert str(proposal.title) == "Buses"
    assert sending.post(f"{page}change/", body(version="1")).status_code == 409
    sending.post(page, {"do": "withdraw", "version": proposal.version})
    proposal.refresh_from_db()
    assert proposal.state == SessionProposal.WITHDRAWN
    listing = text(sending.get(f"/en/workspace/{town.pk}/forums/sessions/"))
    assert "withdrawn" in listing


def test_an_institution_proposes_in_its_own_name(call, edition, town):  # noqa: F811
    museum = add_institution(actor=OPERATOR, place=town, name="Sea museum", kind="museum")
    browser = at_browser(acting(museum, "eva@museum.example"))
    form = browser.get(f"{BASE}{edition.pk}/propose/")["Location"]
    browser.post(form, body(institution=str(museum.pk)))
    assert SessionProposal.objects.get().institution == museum


def test_who_acts_for_nobody_is_told_what_to_do(call, edition, client, django_user_model):  # noqa: F811
    assert "sign-in" in client.get(f"{BASE}{edition.pk}/propose/")["Location"]
    client.force_login(django_user_model.objects.create(email="eva@example.org"))
    assert "You act for no place" in text(client.get(f"{BASE}{edition.pk}/propose/"))


def test_another_office_sees_nothing_of_it(proposal, other, town, edition):  # noqa: F811
    stranger = at_browser(acting(other, "bob@sd.example"))
    assert (
        stranger.get(f"/en/workspace/{other.pk}/forums/sessions/{proposal.pk}/").status_code == 404
    )
    assert (
        stranger.get(f"/en/workspace/{town.pk}/forums/sessions/{proposal.pk}/").status_code == 403
    )


@pytest.mark.parametrize("state", [Edition.DRAFT, Edition.HELD])
def test_no_form_where_nobody_asks(sending, call, edition, town, state):  # noqa: F811
    Edition.objects.filter(pk=edition.pk).update(state=state)
    form = f"/en/workspace/{town.pk}/forums/sessions/new/?edition={edition.pk}"
    assert sending.get(form).status_code == 404
