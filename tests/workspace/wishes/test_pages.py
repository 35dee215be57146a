"""The pages of a place’s wishes: who sees what, what is refused beside which field, what two people at once do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from jumelage.core.clock import today
from jumelage.partners.actions import messages as letters
from jumelage.partners.actions.wishes import publish_new, withdraw
from jumelage.partners.models.answers import WishDecline, WishMessage
from jumelage.partners.models.wishes import Wish
from tests.partners.conftest import wish_data
from tests.site.conftest import read, words
from tests.workspace.wishes.conftest import at_browser

pytestmark = pytest.mark.django_db

FORM = {
    "title": "A choir for our jubilee",
    "text": "Forty voices, two weeks in May.",
    "language": "en",
    "themes": ["culture", "youth"],
    "kinds": ["culture"],
    "offers": ["venues"],
    "needs": ["interpreters"],
    "languages": "English, русский",
    "countries": "Germany, Франция",
    "not_countries": "JP",
    "size_from": "1000",
    "km_to": "900",
    "form": "friendship",
    "capacity": "2",
    "until": (today() + timedelta(days=90)).isoformat(),
    "title_2": "Хор к юбилею",
    "text_2": "Сорок голосов.",
    "language_2": "ru",
}


def letter(bob, other, wish, text="We sing too.") -> WishMessage:
    return letters.write_as_officer(
        actor=bob.actor, wish=wish, sender=letters.Sender(other), text=text
    )


def checked_names(page) -> set[str]:
    return {
        e.attributes["value"]
        for e in page.elements
        if e.attributes.get("type") == "checkbox" and "checked" in e.attributes
    }


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_is_whole_and_for_members_only(
    anna, bobs, client, town, other, bob, wish, theirs, language
):
    came = letter(bob, other, wish)
    paths = [
        "", "new/", f"{wish.pk}/", f"{wish.pk}/edit/", "sent/", f"write/?to={theirs.pk}&own={wish.pk}",
        f"messages/{came.pk}/",
    ]  # fmt: skip
    for path in paths:
        url = f"/{language}/workspace/{town.pk}/wishes/{path}"
        response = anna.get(url)
        assert response.status_code == 200, url
        page = read(response)
        assert page.problems == [], url
        assert len(page.all("h1")) == 1, url
        ids = [e.attributes["id"] for e in page.elements if e.attributes.get("id")]
        assert len(ids) == len(set(ids)), url
        assert not [e for e in page.elements if "style" in e.attributes], url
        assert bobs.get(url).status_code == 403, url
        assert client.get(url).status_code == 302, url


def test_a_wish_is_written_in_two_languages_and_stands_on_the_board(anna, base):
    response = anna.post(f"{base}/new/", {**FORM, "do": "publish"})
    wish = Wish.objects.get()
    assert response.headers["Location"] == f"{base}/{wish.pk}/"
    assert wish.state == Wish.OPEN
    codes = {(term.aspect, term.code) for term in wish.terms.all()}
    assert {("country", "DE"), ("country", "FR"), ("not_country", "JP"), ("language", "ru")} < codes
    assert [text.language for text in wish.texts.all()] == ["en", "ru"]
    assert (wish.capacity, wish.form, wish.size_from, wish.km_to) == (2, "friendship", 1000, 900)
    page = read(anna.get(f"{base}/{wish.pk}/edit/"))
    assert checked_names(page) >= {"culture", "youth", "venues", "interpreters"}
    assert page.one("input", name="countries").attributes["value"] == "France, Germany"
    assert page.one("input", name="title_2").attributes["value"] == "Хор к юбилею"


def test_every_reason_stands_beside_its_field_and_nothing_typed_is_lost(anna, base):
    wrong = {
        **FORM, "title": "", "themes": [], "kinds": [], "countries": "Atlantis, Germany", "size_from": "9",
        "size_to": "3", "capacity": "0", "until": "2020-01-01", "language_2": "en", "do": "publish",
    }  # fmt: skip
    response = anna.post(f"{base}/new/", wrong)
    assert response.status_code == 422
    page = read(response)
    assert "Atlantis" in page.one("span", id="id_countries_error").text
    assert page.one("input", name="countries").attributes["value"] == "Atlantis, Germany"
    fixed = wrong | {"countries": "Germany", "capacity": "1"}
    page = read(anna.post(f"{base}/new/", fixed))
    for field in ("title", "themes", "size_to", "until", "language_2"):
        assert page.all("span", id=f"id_{field}_error"), field
    assert page.one("textarea", name="text_2").text.strip() == "Сорок голосов."
    assert not Wish.objects.exists()


def test_a_preview_keeps_nothing_and_says_what_is_missing(anna, base):
    response = anna.post(f"{base}/new/", {**FORM, "themes": [], "kinds": [], "do": "preview"})
    page = read(response)
    preview = words(page.one("section", class_="wish-preview").text)
    assert "Forty voices" in preview
    assert "1 000 inhabitants or more" in preview.replace("\N{NO-BREAK SPACE}", " ")
    assert page.all("span", id="id_themes_error")
    assert read(anna.post(f"{base}/new/", {**FORM, "do": "preview"})).all(
        "section", class_="wish-preview"
    )
    assert not Wish.objects.exists()


def test_a_draft_is_kept_published_and_closed(anna, base, client):
    anna.post(f"{base}/new/", {**FORM, "themes": [], "kinds": [], "do": "draft"})
    draft = Wish.objects.get()
    assert draft.state == Wish.DRAFT
    assert client.get(f"/en/wishes/{draft.pk}/").status_code == 404
    refused = anna.post(
        f"{base}/{draft.pk}/act/", {"do": "publish", "version": draft.version}, follow=True
    )
    assert "Choose a theme or a kind of exchange" in refused.content.decode()
    anna.post(f"{base}/{draft.pk}/edit/", {**FORM, "do": "publish", "version": draft.version})
    draft.refresh_from_db()
    assert draft.state == Wish.OPEN
    anna.post(f"{base}/{draft.pk}/act/", {"do": "found", "version": draft.version})
    draft.refresh_from_db()
    assert draft.closing == Wish.FOUND
    assert anna.get(f"{base}/{draft.pk}/edit/").status_code == 302


def test_who_saves_second_sees_both_and_saves_again(anna, base, wish):
    first = {**FORM, "title": "A brass band", "do": "save", "version": wish.version}
    anna.post(f"{base}/{wish.pk}/edit/", first)
    late = anna.post(
        f"{base}/{wish.pk}/edit/", {**FORM, "title": "Jazz", "do": "save", "version": wish.version}
    )
    assert late.status_code == 409
    page = read(late)
    assert "A brass band" in words(page.one("table").text)
    version = page.one("input", name="version").attributes["value"]
    anna.post(
        f"{base}/{wish.pk}/edit/", {**FORM, "title": "Jazz", "do": "save", "version": version}
    )
    assert Wish.objects.get().texts.get(is_original=True).title == "Jazz"


def test_a_helper_reads_but_neither_writes_nor_sees_messages(helping, base, wish, bob, other):
    came = letter(bob, other, wish)
    assert helping.get(f"{base}/").status_code == 200
    shown = helping.get(f"{base}/{wish.pk}/")
    assert "We sing too" not in shown.content.decode()
    assert "bob@sd.example" not in shown.content.decode()
    for path in ("new/", f"{wish.pk}/edit/", f"messages/{came.pk}/", "sent/"):
        assert helping.get(f"{base}/{path}").status_code == 403, path
    assert (
        helping.post(
            f"{base}/{wish.pk}/act/", {"do": "withdraw", "version": wish.version}
        ).status_code
        == 403
    )
    assert Wish.objects.get().state == Wish.OPEN


def test_an_officer_of_a_museum_has_its_wishes_alone(curator, base, wish, museum, officer, town):
    client = at_browser(curator)
    page = client.get(f"{base}/")
    assert "A choir for our jubilee" not in page.content.decode()
    assert "/contacts/" not in page.content.decode()
    assert client.get(f"{base}/{wish.pk}/").status_code == 404
    assert client.get(f"/en/workspace/{town.pk}/").status_code == 403
    refused = client.post(f"{base}/new/", {**FORM, "do": "publish"})
    assert refused.status_code == 422
    client.post(f"{base}/new/", {**FORM, "institution": museum.pk, "do": "publish"})
    own = Wish.objects.get(institution=museum)
    assert own.state == Wish.OPEN
    assert client.get(f"{base}/{own.pk}/").status_code == 200
    assert "A choir for our jubilee" in client.get(f"{base}/").content.decode()
    assert f"/en/workspace/{town.pk}/wishes/" in client.get("/en/workspace/").content.decode()


def test_another_office_reaches_nothing_by_number(bobs, other, wish, bob, officer, theirs, town):
    came = letter(bob, other, wish)
    base = f"/en/workspace/{other.pk}/wishes"
    for path in (f"{wish.pk}/", f"{wish.pk}/edit/", f"messages/{came.pk}/"):
        assert bobs.get(f"{base}/{path}").status_code == 404, path
    for path in (f"{wish.pk}/act/", f"{wish.pk}/decline/"):
        assert bobs.post(f"{base}/{path}", {"do": "withdraw", "version": 2}).status_code == 404
    other_letter = letters.write_as_officer(
        actor=officer.actor, wish=theirs, sender=letters.Sender(town), text="Hello"
    )
    assert bobs.post(f"{base}/sent/{other_letter.pk}/take-back/").status_code == 404
    assert WishMessage.objects.count() == 2


def test_two_offices_write_and_answer(anna, bobs, base, other, wish, theirs, mailoutbox):
    page = read(bobs.get(f"/en/workspace/{other.pk}/wishes/write/?to={wish.pk}&own={theirs.pk}"))
    chosen = [e for e in page.all("option", value=str(theirs.pk)) if "selected" in e.attributes]
    assert chosen
    sent = bobs.post(
        f"/en/workspace/{other.pk}/wishes/write/?to={wish.pk}",
        {"sender": "place", "own_wish": theirs.pk, "text": "Shall we?"},
    )
    assert sent.status_code == 302
    listed = words(read(anna.get(f"{base}/")).one("main").text)
    assert "1 message waits for an answer" in listed
    came = WishMessage.objects.get()
    shown = anna.get(f"{base}/messages/{came.pk}/").content.decode()
    assert "bob@sd.example" in shown
    assert "A stage for choirs" in shown
    assert anna.post(f"{base}/messages/{came.pk}/", {"do": "answer", "text": ""}).status_code == 422
    anna.post(f"{base}/messages/{came.pk}/", {"do": "answer", "text": "Gladly."})
    assert "Gladly." in mailoutbox[-1].body
    theirs_sent = bobs.get(f"/en/workspace/{other.pk}/wishes/sent/").content.decode()
    assert "Gladly." in theirs_sent
    assert "anna@vlad.example" not in theirs_sent
    bobs.post(f"/en/workspace/{other.pk}/wishes/sent/{came.pk}/take-back/")
    assert not WishMessage.objects.exists()


def test_a_message_is_set_aside_and_erased(anna, base, wish, bob, other):
    came = letter(bob, other, wish)
    anna.post(f"{base}/messages/{came.pk}/", {"do": "aside"})
    assert "set aside" in anna.get(f"{base}/{wish.pk}/").content.decode()
    anna.post(f"{base}/messages/{came.pk}/", {"do": "back"})
    assert WishMessage.objects.waiting().exists()
    anna.post(f"{base}/messages/{came.pk}/", {"do": "erase"})
    assert not WishMessage.objects.exists()


def test_a_place_does_not_flood_the_board(bobs, other, wish, monkeypatch):
    monkeypatch.setattr("jumelage.workspace.wishes.letters.A_DAY", 2)
    url = f"/en/workspace/{other.pk}/wishes/write/?to={wish.pk}"
    codes = [bobs.post(url, {"sender": "place", "text": f"No. {n}"}).status_code for n in range(3)]
    assert codes == [302, 302, 422]


def test_what_fits_is_shown_with_reasons_and_declined_for_good(anna, base, wish, theirs):
    page = read(anna.get(f"{base}/{wish.pk}/"))
    fits = words(page.one("ol", class_="wish-matches").text)
    assert "A stage for choirs" in fits
    assert "themes that both seek: culture and the arts" in fits
    anna.post(f"{base}/{wish.pk}/decline/", {"other": theirs.pk})
    page = read(anna.get(f"{base}/{wish.pk}/"))
    assert page.all("ol", class_="wish-matches") == []
    assert WishDecline.objects.count() == 1
    anna.post(f"{base}/{wish.pk}/decline/", {"other": theirs.pk, "do": "back"})
    assert read(anna.get(f"{base}/{wish.pk}/")).all("ol", class_="wish-matches")
    missing = anna.post(f"{base}/{wish.pk}/decline/", {"other": "999"}, follow=True)
    assert "There is no such wish" in missing.content.decode()


def test_what_others_write_is_shown_as_text(anna, base, bob, other, wish):
    bad = "<script>alert(1)</script>"
    publish_new(actor=bob.actor, place=other, data=wish_data(bad))
    came = letter(bob, other, wish, bad)
    for path in (f"{wish.pk}/", f"messages/{came.pk}/"):
        body = anna.get(f"{base}/{path}").content.decode()
        assert bad not in body
        assert escape(bad) in body


def test_as_many_queries_for_one_wish_as_for_four(anna, base, officer, town, bob, other, wish):
    letter(bob, other, wish)

    def count(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as done:
            assert anna.get(f"{base}/{path}").status_code == 200
        return len(done)

    publish_new(actor=bob.actor, place=other, data=wish_data("Theirs"))
    before = count(""), count(f"{wish.pk}/")
    for number in range(3):
        publish_new(actor=officer.actor, place=town, data=wish_data(f"Ours {number}"))
        publish_new(actor=bob.actor, place=other, data=wish_data(f"Theirs {number}"))
        letter(bob, other, wish)
    assert (count(""), count(f"{wish.pk}/")) == before


def test_the_mail_about_what_fits_is_switched_off_and_on(anna, base):
    anna.post(f"{base}/mail/", {"wanted": "0"})
    assert "Switch it on" in anna.get(f"{base}/").content.decode()
    anna.post(f"{base}/mail/", {"wanted": "1"})
    assert "Switch it off" in anna.get(f"{base}/").content.decode()


def test_a_closed_wish_has_no_form_of_messages(bobs, other, officer, wish):
    withdraw(actor=officer.actor, wish=wish, version=wish.version)
    url = f"/en/workspace/{other.pk}/wishes/write/?to={wish.pk}"
    assert bobs.post(url, {"sender": "place", "text": "Hello"}).status_code == 422
    for wrong in ("", "?to=", "?to=abc", "?to=999999999999999999999"):
        assert bobs.get(f"/en/workspace/{other.pk}/wishes/write/{wrong}").status_code == 404
