"""Pages of contacts: what they show to whom, what they take, and what they refuse without losing a word."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jumelage.contacts.models import LogEntry, Office, Person
from tests.contacts import made
from tests.factories import make_place
from tests.site.conftest import read, words

pytestmark = pytest.mark.django_db

PERSON = {
    "name": "Anna Petrova",
    "function": "Head",
    "languages": "English, русский",
    "visibility": "own",
}
OFFICE = {
    "name": "International Relations",
    "visibility": "public",
    "time_zone": "Asia/Vladivostok",
}


def every_page(own, tie) -> list[str]:
    """The addresses of all pages of a place, each with something on it."""
    office = made.office(own)
    person = made.person(own, "Anna", "public", office=office)
    entry = made.entry(own, tie, person=person)
    return [
        "contacts/", "contacts/offices/new/", f"contacts/offices/{office.pk}/", "contacts/people/new/",
        f"contacts/people/{person.pk}/", f"contacts/people/{person.pk}/hand-over/",
        f"contacts/people/{person.pk}/erase/", "contacts/import/", "contacts/export/", "contacts/requests/",
        "contacts/requests/new/", "log/", "log/?removed=1", "log/new/", f"log/new/?tie={tie.pk}", f"log/{entry.pk}/",
    ]  # fmt: skip


def cells_of(page) -> list[str]:
    """What the table of differences says."""
    return [
        e.text
        for e in page.elements
        if e.tag in {"th", "td"} and e.attributes.get("scope") != "col"
    ][1:]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_whole_and_for_members_only(signed_in, foreign, client, own, tie, language):
    for path in every_page(own, tie):
        url = f"/{language}/workspace/{own.pk}/{path}"
        response = signed_in.get(url)
        assert response.status_code == 200, url
        page = read(response)
        assert page.problems == [], url
        assert len(page.all("h1")) == 1, url
        ids = [e.attributes["id"] for e in page.elements if "id" in e.attributes]
        assert len(ids) == len(set(ids)), url
        for element in page.elements:
            if element.tag in {"input", "select", "textarea"} and element.attributes.get(
                "type"
            ) not in {"hidden", "radio", "checkbox"}:
                assert page.all("label", for_=element.attributes["id"]) or element.attributes[
                    "id"
                ] in {e.attributes.get("for") for e in page.all("label")}, (url, element)
            assert "style" not in element.attributes
        assert foreign.get(url).status_code == 403, url
        assert client.get(url).status_code == 302, url


def test_a_helper_gets_no_page_of_an_officer(helping, base, own):
    person = made.person(own)
    for path in (
        f"contacts/people/{person.pk}/erase/",
        "contacts/requests/",
        "contacts/requests/new/",
    ):
        assert helping.get(f"{base}/{path}").status_code == 403
    assert helping.post(f"{base}/contacts/people/{person.pk}/data/").status_code == 403
    page = helping.get(f"{base}/contacts/people/{person.pk}/").content.decode()
    assert "Erase this person" not in page


def test_an_office_and_a_person_are_added_and_shown(signed_in, base, own):
    signed_in.post(f"{base}/contacts/offices/new/", OFFICE)
    office = Office.objects.get()
    done = signed_in.post(
        f"{base}/contacts/people/new/", PERSON | {"office": office.pk}, follow=True
    )
    assert "Anna Petrova was added." in done.content.decode()
    person = Person.objects.get()
    assert (person.office, person.languages, person.place) == (office, ["en", "ru"], own)
    text = words(read(signed_in.get(f"{base}/contacts/")).one("main").text)
    assert "International Relations everybody sees it" in text
    assert "writes English, Russian" in text


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(signed_in, base):
    wrong = PERSON | {
        "email": "anna@",
        "visibility": "public",
        "note": "tea",
        "languages": "klingon",
    }
    response = signed_in.post(f"{base}/contacts/people/new/", wrong)
    page = read(response)
    assert response.status_code == 422
    assert not Person.objects.exists()
    field = page.one("input", name="email")
    assert field.attributes["value"] == "anna@"
    assert page.one("span", id=field.attributes["aria-describedby"].split()[-1]).text
    assert "klingon" in page.one("div", role="alert").text
    assert page.one("textarea", name="note").text.strip() == "tea"
    again = signed_in.post(f"{base}/contacts/people/new/", PERSON | {"visibility": "public"})
    assert "only with the person’s consent" in words(read(again).one("div", role="alert").text)


def test_a_helper_who_would_publish_is_told_and_keeps_the_form(helping, base):
    response = helping.post(f"{base}/contacts/offices/new/", OFFICE)
    assert response.status_code == 422
    page = read(response)
    assert "What others see is written by officers" in page.one("div", role="alert").text
    assert page.one("input", name="name").attributes["value"] == "International Relations"


def test_who_saves_second_sees_both_and_saves_again(signed_in, helping, base, own):
    person = made.person(own, **{k: v for k, v in PERSON.items() if k == "function"})
    url = f"{base}/contacts/people/{person.pk}/"
    version = read(signed_in.get(url)).all("input", name="version")[0].attributes["value"]
    helping.post(url, PERSON | {"phone": "+7 111", "version": version})
    response = signed_in.post(url, PERSON | {"phone": "+7 222", "version": version})
    assert response.status_code == 409
    page = read(response)
    assert cells_of(page) == ["Telephone", "+7 111", "+7 222"]
    assert page.one("input", name="phone").attributes["value"] == "+7 222"
    current = page.all("input", name="version")[0].attributes["value"]
    signed_in.post(url, PERSON | {"phone": "+7 222", "version": current})
    assert Person.objects.get().phone == "+7 222"


def test_a_partner_reads_what_is_shown_and_changes_nothing(foreign, partner, own, tie):
    shown = made.person(own, "Anna", "partners", note="secret", function="Head")
    hidden = made.person(own, "Boris")
    base = f"/en/workspace/{partner.pk}/contacts"
    listed = foreign.get(f"{base}/").content.decode()
    assert "Anna" in listed
    assert "Boris" not in listed
    page = foreign.get(f"{base}/people/{shown.pk}/").content.decode()
    assert "Head" in page
    assert "secret" not in page
    assert "Time there" in page
    assert foreign.get(f"{base}/people/{hidden.pk}/").status_code == 404
    for path in (
        f"people/{shown.pk}/",
        f"people/{shown.pk}/erase/",
        f"people/{shown.pk}/hand-over/",
    ):
        assert foreign.post(f"{base}/{path}", PERSON | {"version": "1"}).status_code == 404
    assert Person.objects.get(pk=shown.pk).name == "Anna"


def test_a_person_sees_to_a_tie_and_hands_it_over(signed_in, base, own, tie):
    person = made.person(own, function="Head")
    url = f"{base}/contacts/people/{person.pk}"
    signed_in.post(f"{url}/ties/", {"tie": tie.pk})
    assert "San Diego" in words(
        read(signed_in.get(f"{url}/")).one("ul", class_="contact-ties").text
    )
    nobody = signed_in.post(f"{url}/hand-over/", {"on": "2026-05-01", "version": 1})
    assert "one of the two" in nobody.content.decode()
    done = signed_in.post(
        f"{url}/hand-over/", {"on": "2026-05-01", "name": "Boris Orlov", "version": 1}, follow=True
    )
    assert "Boris Orlov holds the function now." in done.content.decode()
    assert tie.contact_people.get().person.name == "Boris Orlov"
    signed_in.post(
        f"{base}/contacts/people/{tie.contact_people.get().person.pk}/ties/",
        {"tie": tie.pk, "do": "detach"},
    )
    assert not tie.contact_people.exists()


def test_who_hands_over_second_sees_both_and_hands_over_next_time(signed_in, helping, base, own):
    person = made.person(own, function="Head")
    url = f"{base}/contacts/people/{person.pk}"
    form = {"on": "2026-05-01", "name": "Boris Orlov", "email": "boris@vlc.ru", "phone": "+7 222"}
    helping.post(f"{url}/", PERSON | {"function": "Head of twinning", "version": person.version})
    response = signed_in.post(f"{url}/hand-over/", form | {"version": person.version})
    assert response.status_code == 409
    page = read(response)
    assert page.problems == []
    assert "Head of twinning" in page.one("main").text
    assert cells_of(page) == [
        "First day of the successor", "–", "2026-05-01", "Who takes the function?", "–", "Boris Orlov",
    ]  # fmt: skip
    for name, typed in form.items():
        assert page.one("input", name=name).attributes["value"] == typed
    person.refresh_from_db()
    assert person.successor is None
    current = page.one("input", name="version")
    done = signed_in.post(f"{url}/hand-over/", form | {"version": current.attributes["value"]})
    person.refresh_from_db()
    assert done.status_code == 302
    assert (person.successor.name, person.successor.function) == ("Boris Orlov", "Head of twinning")


def test_what_somebody_else_handed_over_meanwhile_is_shown(signed_in, helping, base, own):
    person = made.person(own, function="Head")
    url = f"{base}/contacts/people/{person.pk}/hand-over/"
    known = made.person(own, "Vera Lind")
    form = {"on": "2026-05-01", "version": person.version}
    helping.post(url, form | {"name": "Boris Orlov"})
    page = read(signed_in.post(url, form | {"to": known.pk}))
    assert cells_of(page) == ["Who takes the function?", "Boris Orlov", "Vera Lind"]


def test_a_person_is_given_out_and_erased(signed_in, base, own, tie):
    person = made.person(own)
    made.entry(own, tie, summary="Call with Anna Petrova")
    made.entry(own, tie, summary="Anna Petrova of Moscow")
    url = f"{base}/contacts/people/{person.pk}"
    data = signed_in.post(f"{url}/data/")
    assert "attachment" in data.headers["Content-Disposition"]
    assert json.loads(data.content)["person"]["name"] == "Anna Petrova"
    page = read(signed_in.get(f"{url}/erase/"))
    keys = [e.attributes["value"] for e in page.all("input", name="mention")]
    assert len(keys) == 2
    chosen = [e for e in keys if str(LogEntry.objects.get(summary__startswith="Call").pk) in e]
    unseen = signed_in.post(
        f"{url}/erase/", {"version": 1, "shown": keys[:1], "mention": keys[:1]}, follow=True
    )
    assert "look again" in unseen.content.decode()
    signed_in.post(f"{url}/erase/", {"version": 1, "shown": keys, "mention": chosen})
    summaries = set(LogEntry.objects.values_list("summary", flat=True))
    assert summaries == {"Call with (name erased)", "Anna Petrova of Moscow"}
    assert "An erased person" in signed_in.get(f"{url}/").content.decode()


def test_an_office_is_closed_and_opened_again(signed_in, base, own):
    office = made.office(own, visibility="public")
    url = f"{base}/contacts/offices/{office.pk}/"
    signed_in.post(url, {"do": "close", "version": 1})
    assert "Nobody else sees it" in signed_in.get(url).content.decode()
    signed_in.post(url, {"do": "reopen", "version": 2})
    assert Office.objects.get().closed_at is None


ENTRY = {"kind": "visit", "on": "2026-03-01", "summary": "The mayor came", "direction": "in"}


def test_a_visit_is_logged_and_put_on_the_public_page_of_the_tie(signed_in, client, base, tie):
    form = ENTRY | {
        "tie": tie.pk,
        "is_public": "on",
        "public_words": "Librarians visited Vladivostok.",
    }
    done = signed_in.post(f"{base}/log/new/?tie={tie.pk}", form, follow=True)
    assert done.redirect_chain[-1][0].endswith(f"/log/?tie={tie.pk}")
    assert "on the public register" in words(read(done).one("main").text)
    public = client.get("/en/ties/ru/vladivostok/us/san-diego/").content.decode()
    assert "Librarians visited Vladivostok." in public
    assert "The mayor came" not in public


def test_a_helper_has_no_way_to_publish_but_edits_what_is_public(helping, signed_in, base, tie):
    assert "public_words" not in helping.get(f"{base}/log/new/").content.decode()
    form = ENTRY | {"tie": tie.pk, "is_public": "on", "public_words": "They came."}
    signed_in.post(f"{base}/log/new/", form)
    entry = LogEntry.objects.get()
    done = helping.post(
        f"{base}/log/{entry.pk}/",
        ENTRY | {"tie": tie.pk, "summary": "Other", "version": 1},
        follow=True,
    )
    assert "Kept." in done.content.decode()
    entry.refresh_from_db()
    assert (entry.summary, entry.claim.note) == ("Other", "They came.")


def test_an_entry_with_a_place_without_a_tie(signed_in, base):
    other = make_place("Orsk", "RU")
    refused = signed_in.post(f"{base}/log/new/", ENTRY | {"other": "nowhere"})
    assert "is not one place of the register" in read(refused).one("div", role="alert").text
    signed_in.post(f"{base}/log/new/", ENTRY | {"other": "Орск"})
    assert LogEntry.objects.get().other == other


def test_an_entry_is_removed_found_among_the_removed_and_brought_back(helping, base, own, tie):
    entry = made.entry(own, tie)
    helping.post(f"{base}/log/{entry.pk}/", {"do": "remove", "version": 1})
    assert "The log is empty" in helping.get(f"{base}/log/").content.decode()
    assert "A letter" in helping.get(f"{base}/log/?removed=1").content.decode()
    assert "Bring it back" in helping.get(f"{base}/log/{entry.pk}/").content.decode()
    helping.post(f"{base}/log/{entry.pk}/", {"do": "restore"})
    assert "A letter" in helping.get(f"{base}/log/").content.decode()


def test_who_changes_an_entry_second_sees_both(signed_in, helping, base, own, tie):
    entry = made.entry(own, tie)
    url = f"{base}/log/{entry.pk}/"
    helping.post(url, ENTRY | {"tie": tie.pk, "version": 1})
    response = signed_in.post(
        url, ENTRY | {"tie": tie.pk, "version": 1, "summary": "Mine", "kind": "call"}
    )
    assert response.status_code == 409
    page = read(response)
    assert cells_of(page) == [
        "What was it?", "visit", "call", "What was it about?", "The mayor came", "Mine",
    ]  # fmt: skip
    assert page.one("textarea", name="summary").text.strip() == "Mine"


@pytest.mark.parametrize(
    "query",
    [
        "?tie=x",
        "?tie=999999999999999999999999",
        "?kind=dream",
        "?since=yesterday",
        "?page=-1",
        "?tie=%00",
    ],
)
def test_addresses_that_make_no_sense_show_the_log(signed_in, base, query):
    for path in ("log/", "log/new/", "contacts/", "contacts/people/new/"):
        assert signed_in.get(f"{base}/{path}{query}").status_code == 200


@pytest.mark.parametrize("path", ["contacts/", "log/"])
def test_as_many_queries_for_one_as_for_three(signed_in, base, own, path):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert signed_in.get(f"{base}/{path}".replace("/en/", "/ru/")).status_code == 200
        return len(captured)

    def add(number: int) -> None:
        for _ in range(number):
            town = make_place(country="US", ru="Город")
            tie = made.tie(own, town)
            office = made.office(own)
            made.entry(own, tie, person=made.person(own, office=office))
            made.person(own, until=date(2026, 1, 1), since=date(2020, 1, 1))
            made.person(
                town, visibility="partners", office=made.office(town, visibility="partners")
            )

    add(1)
    asked()
    one = asked()
    add(2)
    assert asked() == one
    assert one < 30


def test_the_desk_of_a_tie_shows_who_sees_to_it_and_when_to_call(
    own, partner, tie, officer, stranger
):
    from jumelage.contacts.actions.people import attach_to_tie
    from jumelage.workspace.contacts.shown import contacts_on_tie

    mine, theirs = made.person(own), made.person(partner, "Ann Smith", "partners")
    hidden = made.person(partner, "Hidden")
    attach_to_tie(actor=officer, person=mine, tie=tie)
    for person in (theirs, hidden):
        attach_to_tie(actor=stranger, person=person, tie=tie)
    entry = made.entry(own, tie)
    shown = contacts_on_tie(officer, own, tie)
    assert (shown["own_people"], shown["their_people"]) == ([mine], [theirs])
    assert shown["entries"] == [entry]
    assert "15:00–17:00" in shown["call"]
