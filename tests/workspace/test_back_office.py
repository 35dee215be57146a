"""The back office: what waits for those who keep the register, narrowed to their countries."""

import pytest
from django.core import mail
from django.test import Client

from jumelage.accounts.actions import add_editor
from jumelage.accounts.models import User
from jumelage.core.audit import OPERATOR
from jumelage.memberships.actions import add_member, apply_for, keep_association, name_staff
from jumelage.memberships.actors import actor_for
from jumelage.memberships.models import Association, Invitation, Membership, OfficialDomain
from jumelage.ties.objections import object_to
from tests.factories import make_claim, make_place
from tests.workspace.conftest import ask
from tests.workspace.test_members import client_of, member, queries_of, see, send

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "ru"]


@pytest.fixture
def city(data_dir, db):
    return make_place("Muenster", "DE", ru="Мюнстер")


def keeper_of(*countries: str, role: str = "officer") -> Client:
    association = keep_association(
        actor=OPERATOR, name=f"Union of {'-'.join(countries)}", countries=countries
    )
    email = f"{role}@union-{'-'.join(countries).lower()}.example"
    add_member(actor=OPERATOR, email=email, target=association, role=role, name=f"Keeper {role}")
    return client_of(email)


@pytest.fixture
def keeper(city) -> Client:
    return keeper_of("DE")


@pytest.fixture
def staff(db) -> Client:
    return client_of(
        name_staff(actor=OPERATOR, email="staff@jumelage.example", is_staff=True).email
    )


def application(place, email: str = "anna@muenster.example", **more) -> Membership:
    user = User.objects.create_user(email, "Anna Petrova")
    return apply_for(actor=actor_for(user), target=place, function="clerk", **more)


def objection(place, partner):
    claim = make_claim(place, partner, "ended", when="2022", quote="broken off")
    member(place, "officer")
    officer = actor_for(User.objects.get(email="officer@muenster.example"))
    return object_to(actor=officer, claim=claim, place=place, reason="It never ended.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_waits_is_counted_within_ones_countries(city, keeper, staff, language) -> None:
    application(city)
    application(make_place("Orsk", "RU"), "x@orsk.example")
    headed = make_place("Osnabrueck", "DE")
    member(headed, "head", "head@osnabrueck.example")
    application(headed, "y@osnabrueck.example")
    claim = make_claim(city, make_place("Salem", "US"))
    ask(claim.source)  # about a name in Germany
    ask(claim.source, "Springfield", country="US")

    def counts(client) -> list[str]:
        return [b.text for b in see(client, f"/{language}/back-office/").all("b")][:5]

    numbers = [text for text in counts(keeper) if text.isdecimal()]
    assert numbers[:3] == ["1", "0", "1"]
    numbers = [text for text in counts(staff) if text.isdecimal()]
    assert numbers[:3] == ["2", "0", "2"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_application_is_decided_with_all_evidence_in_view(city, keeper, language) -> None:
    one = application(city, message="I see to the twin towns.")
    base = f"/{language}/back-office/"
    send(
        keeper,
        f"{base}domains/",
        place="de/muenster",
        domain="https://www.muenster.example/",
        note="Imprint",
    )
    page = see(keeper, f"{base}memberships/")
    assert page.one("a", href=f"{base}memberships/{one.pk}/").text == "Anna Petrova"
    page = see(keeper, f"{base}memberships/{one.pk}/")
    for words in (
        "anna@muenster.example",
        "muenster.example",
        "Imprint",
        "I see to the twin towns.",
    ):
        assert words in page.text
    chosen = [o for o in page.all("option", value="head") if "selected" in o.attributes]
    assert len(chosen) == 1  # the first of a place is proposed as its head
    send(keeper, f"{base}memberships/{one.pk}/", decision="approve", role="head")
    one.refresh_from_db()
    assert (one.state, one.role, one.domain_matches) == ("active", "head", True)
    page = see(keeper, f"{base}memberships/{one.pk}/")
    send(keeper, f"{base}memberships/{one.pk}/end/", 422, reason="")
    send(keeper, f"{base}memberships/{one.pk}/end/", reason="The account was stolen.")
    assert "stolen" in mail.outbox[-1].body
    assert see(keeper, f"{base}memberships/?q=Anna").one("a", href=f"{base}memberships/{one.pk}/")


def test_without_evidence_the_page_asks_for_words(city, keeper) -> None:
    one = application(city, "anna@gmail.com")
    page = send(
        keeper, f"/en/back-office/memberships/{one.pk}/", 422, decision="approve", role="head"
    )
    assert page.one("span", id=f"decide-{one.pk}-reason-problem").text
    send(keeper, f"/en/back-office/memberships/{one.pk}/", 422, decision="decline", role="head")
    send(keeper, f"/en/back-office/memberships/{one.pk}/", decision="approve", role="head",
         reason="Called the town hall.")  # fmt: skip
    assert Membership.objects.active().filter(place=city).exists()


def test_what_is_of_another_country_is_not_there(city, staff) -> None:
    one = application(city)
    send(staff, "/en/back-office/domains/", place="Muenster", domain="muenster.example")
    domain = OfficialDomain.objects.get()
    dispute = objection(city, make_place("Salem", "US"))
    other = keeper_of("FR")
    base = "/en/back-office/"
    assert other.get(f"{base}memberships/{one.pk}/").status_code == 404
    for path, data in [
        (f"memberships/{one.pk}/", {"decision": "approve", "reason": "so"}),
        (f"memberships/{one.pk}/end/", {"reason": "so"}),
        (f"memberships/{one.pk}/role/", {"role": "head"}),
        (f"domains/{domain.pk}/remove/", {}),
        (f"objections/{dispute.pk}/decide/", {"decision": "uphold"}),
    ]:
        assert other.post(base + path, data).status_code == 404, path
    assert (
        other.post(f"{base}domains/", {"place": "Muenster", "domain": "evil.example"}).status_code
        == 403
    )
    for page in ("memberships/", "memberships/?q=Anna", "domains/", "objections/"):
        assert "uenster" not in see(other, base + page).text.replace("de/muenster", "")
    one.refresh_from_db()
    assert one.state == "applied"


@pytest.mark.parametrize("language", LANGUAGES)
def test_domains_are_written_down_and_taken_off(city, keeper, language) -> None:
    base = f"/{language}/back-office/domains/"
    for data, name in [
        ({"place": "Nowhereville", "domain": "x.example"}, "place"),
        ({"place": "Muenster", "domain": "gmail.com"}, "domain"),
        ({"place": "Muenster", "domain": "мuenster.de"}, "domain"),
    ]:
        page = send(keeper, base, 422, **data)
        assert page.one("span", id=f"domain-{name}-problem").text
        assert page.one("input", id="domain-domain").attributes["value"] == data["domain"]
    send(keeper, base, place="Мюнстер", domain="мюнстер.рф")
    page = see(keeper, base)
    assert "мюнстер.рф" in page.text
    assert "xn--" in page.text  # as the network writes it, too
    send(keeper, f"{base}{OfficialDomain.objects.get().pk}/remove/")
    assert not OfficialDomain.objects.exists()
    see(keeper, f"{base}?place={city.pk}&q=x")


@pytest.mark.parametrize("language", LANGUAGES)
def test_objections_are_decided_with_both_sides_in_view(city, keeper, language) -> None:
    dispute = objection(city, make_place("Salem", "US"))
    base = f"/{language}/back-office/objections/"
    page = see(keeper, base)
    for words in ("It never ended.", "broken off", "Salem"):
        assert words in page.text
    send(keeper, f"{base}{dispute.pk}/decide/", 422, decision="decline", answer="")
    send(keeper, f"{base}{dispute.pk}/decide/", decision="decline", answer="The press is clear.")
    dispute.refresh_from_db()
    assert (dispute.state, dispute.answer) == ("declined", "The press is clear.")
    send(keeper, f"{base}{dispute.pk}/decide/", 409, decision="uphold")


@pytest.mark.parametrize("language", LANGUAGES)
def test_associations_are_kept_by_staff_and_their_people_by_their_head(
    city, staff, language
) -> None:
    base = f"/{language}/back-office/associations/"
    page = send(staff, f"{base}save/", 422, name="Union", countries="Germany, Atlantis")
    assert page.one("input", id="association-countries").attributes["value"] == "Germany, Atlantis"
    send(staff, f"{base}save/", name="Union", countries="Германия, at")
    union = Association.objects.get()
    assert [row.country for row in union.countries.all()] == ["AT", "DE"]
    send(staff, f"{base}{union.pk}/invite/", email="chief@union.example", role="head")
    Invitation.objects.all().delete()
    add_member(actor=OPERATOR, email="chief@union.example", target=union, role="head")
    chief = client_of("chief@union.example")
    send(chief, f"{base}{union.pk}/invite/", 422, email="nowhere", role="officer")
    send(chief, f"{base}{union.pk}/invite/", email="friend@union.example", role="officer")
    assert "friend@union.example" in see(chief, base).text
    send(chief, f"{base}invitations/{Invitation.objects.get().pk}/withdraw/")
    add_member(actor=OPERATOR, email="officer@union.example", target=union)
    officer = client_of("officer@union.example")
    one = Membership.objects.get(user__email="officer@union.example")
    assert officer.post(f"{base}{union.pk}/invite/", {"email": "x@x.example"}).status_code == 403
    assert chief.post(f"{base}save/", {"name": "Union", "countries": "FR"}).status_code == 403
    send(chief, f"{base}members/{one.pk}/end/", 422, reason="")
    send(chief, f"{base}members/{one.pk}/end/", reason="Left.")
    assert officer.get("/en/back-office/").status_code == 403
    assert keeper_of("FR").post(f"{base}{union.pk}/invite/", {}).status_code == 404


def test_keepers_review_names_and_duplicates_of_their_countries(city, keeper) -> None:
    claim = make_claim(city, make_place("Salem", "US"))
    german, american = ask(claim.source), ask(claim.source, "Springfield", country="US")
    page = see(keeper, "/en/review/")
    assert "Springfield" not in page.text
    assert page.html.count("/en/back-office/")
    assert see(keeper, f"/en/review/{german.pk}/")
    assert keeper.get(f"/en/review/{american.pk}/").status_code == 403
    assert keeper.post(f"/en/review/{american.pk}/", {"answer": "none"}).status_code == 403
    foreign = make_place("Orsk", "RU")
    refused = keeper.post(f"/en/review/{german.pk}/", {"answer": f"place:{foreign.pk}"})
    assert refused.status_code == 403
    assert keeper.post(f"/en/review/{german.pk}/", {"answer": "none"}).status_code == 302
    first, second = make_place("Twin", "FR", lat=1.0), make_place("Twin B", "FR", lat=1.001)
    data = {"first": first.pk, "second": second.pk, "kept": first.pk}
    assert keeper.post("/en/review/compare/", data).status_code == 403
    assert see(keeper, "/en/review/duplicates/")
    assert see(keeper, "/en/review/merges/")


def test_an_editor_reviews_everything_and_sees_no_back_office(city) -> None:
    editor = client_of(add_editor(actor=OPERATOR, email="editor@example.org")[0].email)
    claim = make_claim(city, make_place("Salem", "US"))
    ask(claim.source, "Springfield", country="US")
    page = see(editor, "/en/review/")
    assert "Springfield" in page.text
    assert "/en/back-office/" not in page.html
    assert editor.get("/en/back-office/").status_code == 403


def test_lists_ask_the_database_as_often_for_many_as_for_few(city, keeper) -> None:
    paths = [
        f"/en/back-office/{page}"
        for page in ("", "memberships/", "domains/", "objections/", "associations/")
    ]

    def fill(number: int) -> None:
        place = make_place(f"Town {number}", "DE", ru=f"Город {number}")
        application(place, f"a{number}@town.example")
        send(keeper, "/en/back-office/domains/", place=place.key, domain=f"town{number}.example")
        member(place, "officer", f"o{number}@town.example")
        officer = actor_for(User.objects.get(email=f"o{number}@town.example"))
        claim = make_claim(place, make_place(f"Partner {number}", "US"), "ended", when="2022")
        object_to(actor=officer, claim=claim, place=place, reason="No.")
        union = Association.objects.get()
        add_member(actor=OPERATOR, email=f"k{number}@union.example", target=union)

    fill(0)
    few = [queries_of(keeper, path) for path in paths]
    fill(1)
    fill(2)
    assert [queries_of(keeper, path) for path in paths] == few
