"""The portfolio on one page: what it reads, says, asks of the database, and to whom it is shown."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jumelage.accounts.models import User
from jumelage.agreements.models import Agreement, Change
from jumelage.core.memory import memory
from jumelage.documents.models import Document
from jumelage.memberships.models import Institution, Membership
from jumelage.places.models import Place
from jumelage.ties.domain.terms import Activity, Legal
from jumelage.workspace.domain.facts import Waiting, WaitsFor
from jumelage.workspace.domain.terms import Term
from jumelage.workspace.portfolio.queries import portfolio_of
from tests.factories import make_place
from tests.site.conftest import read, words
from tests.workspace.portfolio.conftest import (
    DAY,
    MOMENT,
    agree,
    declare,
    draft,
    in_charge,
    log,
    member,
    partner_of,
    plan,
    propose,
    sign,
    suspend,
    tie,
)

pytestmark = pytest.mark.django_db


def only_row(town: Place):
    (row,) = portfolio_of(town, DAY, "en").rows
    return row


def page(desk: Client, town: Place, query: str = "", language: str = "en"):
    response = desk.get(f"/{language}/workspace/{town.pk}/{query}")
    assert response.status_code == 200, response
    found = read(response)
    assert found.problems == []
    return found


def names(found) -> list[str]:
    return [words(head.text) for head in found.all("th", scope="row")]


def test_a_tie_is_turned_so_that_the_own_side_comes_first(town) -> None:
    first = tie(town, "Partner")
    suspend(first, by=partner_of(first, town))
    facts = only_row(town).facts
    assert (facts.ours, facts.theirs, facts.legal) == (
        Legal.IN_FORCE, Legal.SUSPENDED, Legal.SUSPENDED,
    )  # fmt: skip
    other = partner_of(first, town)
    theirs = only_row(other).facts
    assert (theirs.ours, theirs.theirs, theirs.name) == (Legal.SUSPENDED, Legal.IN_FORCE, "Hub")


def test_the_last_contact_is_that_of_the_own_log(town) -> None:
    one = tie(town)
    log(town, one, date(2026, 3, 1))
    log(town, one, date(2026, 5, 1))
    log(town, one, date(2026, 6, 1), removed_at="2026-06-02T00:00Z")
    log(town, one, date(2027, 1, 1))  # a visit that is to come
    log(partner_of(one, town), one, date(2026, 7, 1))  # theirs is none of ours
    assert only_row(town).facts.last_contact == date(2026, 5, 1)


def test_in_charge_is_who_still_holds_the_function(town) -> None:
    one = tie(town)
    in_charge(town, one, "Berta")
    in_charge(town, one, "Anton", until=date(2026, 12, 31))
    in_charge(town, one, "Gone", until=date(2026, 11, 1))
    in_charge(town, one, "", erased_at="2026-06-02T00:00Z")
    in_charge(partner_of(one, town), one, "Theirs")
    assert only_row(town).facts.people == ("Anton", "Berta")


def test_a_proposal_waits_for_who_did_not_speak_last(town) -> None:
    one = tie(town)
    propose(town, partner_of(one, town), by=town, tie=one)
    assert (only_row(town).facts.proposals, only_row(town).facts.waiting) == (1, ())
    theirs = propose(town, partner_of(one, town), by=partner_of(one, town))
    facts = only_row(town).facts
    assert facts.proposals == 2
    assert facts.waiting == (Waiting(WaitsFor.PROPOSAL, date(2026, 11, 5), theirs.pk),)
    theirs.closed_at = "2026-11-20T00:00Z"
    theirs.save()
    assert only_row(town).facts.waiting == ()


def test_an_answer_recorded_from_a_letter_is_to_be_looked_at(town) -> None:
    one = tie(town)
    them = partner_of(one, town)
    proposal = propose(town, them, by=them, tie=one)
    letter = Document.objects.create(
        owner=them, title="Letter", file_name="x.pdf", content_type="application/pdf", size=1,
        sha256="0" * 64, uploaded_by="x", uploaded_at=MOMENT,
    )  # fmt: skip
    proposal.answers.create(
        version=proposal.versions.get(), by=town, kind="accepted", on_paper=True, document=letter,
        answered_on=date(2026, 11, 1), recorded_for=them, author="x", created_at=MOMENT,
    )  # fmt: skip
    proposal.closed_at = MOMENT
    proposal.save()
    assert only_row(town).facts.waiting == (Waiting(WaitsFor.PAPER, DAY, proposal.pk),)
    assert only_row(them).facts.waiting == ()
    draft(agree(one, in_force_on=None, proposal=proposal), town)
    assert only_row(town).facts.waiting == ()


def test_a_signature_recorded_from_paper_is_to_be_looked_at(town) -> None:
    one = tie(town)
    them = partner_of(one, town)
    paper = Document.objects.create(
        owner=them, title="Copy", file_name="x.pdf", content_type="application/pdf", size=1,
        sha256="0" * 64, uploaded_by="x", uploaded_at=MOMENT,
    )  # fmt: skip
    agreement = agree(one, in_force_on=DAY)
    last = draft(agreement, them)
    agreement.signatures.create(
        draft=last, place=town, signatory="x", function="x", signed_on=date(2026, 11, 1), on_paper=True,
        recorded_for=them, document=paper, author="x", created_at=MOMENT,
    )  # fmt: skip
    waits = Waiting(WaitsFor.SIGNED_PAPER, DAY, agreement.pk)
    assert only_row(town).facts.waiting == (waits,)
    assert only_row(them).facts.waiting == ()


def test_a_proposal_without_a_tie_stands_by_itself(town) -> None:
    other = make_place("Lonely", "IT")
    propose(town, other, by=other)
    found = portfolio_of(town, DAY, "en")
    assert found.rows == []
    assert [(loose.name, loose.waiting) for loose in found.loose] == [("Lonely", True)]


def test_a_change_and_an_agreement_wait_for_us(town) -> None:
    one = tie(town)
    them = partner_of(one, town)
    declare(one, them)
    declare(one, town, "form_changed")  # waits for them
    open_one = agree(one, in_force_on=None)
    text = draft(open_one, them)
    assert [w.what for w in only_row(town).facts.waiting] == [WaitsFor.CHANGE, WaitsFor.DRAFT]
    sign(text, them, date(2026, 11, 1))
    assert [w.what for w in only_row(town).facts.waiting] == [WaitsFor.SIGNATURE, WaitsFor.CHANGE]
    sign(text, town, date(2026, 11, 20))
    assert [w.what for w in only_row(town).facts.waiting] == [WaitsFor.CHANGE]


def test_our_own_draft_waits_for_nobody_here(town) -> None:
    one = tie(town)
    open_one = agree(one, in_force_on=None)
    draft(open_one, partner_of(one, town), 1)
    draft(open_one, town, 2)
    assert only_row(town).facts.waiting == ()


def test_the_agreement_signed_last_counts_and_a_renewal_moves_its_end(town) -> None:
    one = tie(town)
    agree(one, expires=date(2020, 5, 31), in_force_on=date(2010, 6, 1))
    agree(one, expires=date(2027, 5, 31))
    term = only_row(town).facts.term
    assert term == Term(
        date(2027, 5, 31), prolonged=False, notice_by=date(2026, 11, 30), is_over=False
    )
    declare(one, town, state=Change.DONE, until=date(2037, 5, 31))
    assert only_row(town).facts.term.ends_on == date(2037, 5, 31)
    agree(one, expires=None, renewal=Agreement.UNLIMITED, in_force_on=date(2026, 11, 1))
    assert only_row(town).facts.term is None


def test_commitments_are_counted_and_the_overdue_among_them(town) -> None:
    one, other = tie(town, "One"), tie(town, "Other")
    made = plan(one, date(2026, 5, 1), date(2026, 11, 24), date(2026, 11, 25), None)
    made.items.create(title="Done", due_on=date(2026, 1, 1), state="done")
    plan(other, None)
    by_name = {row.facts.name: row.facts.plan for row in portfolio_of(town, DAY, "en").rows}
    found = by_name["One"]
    assert (found.items, found.overdue) == (4, 2)
    assert (found.first_overdue, found.next_due) == (date(2026, 5, 1), date(2026, 11, 25))
    assert (by_name["Other"].items, by_name["Other"].overdue) == (1, 0)


def test_the_page_says_how_each_tie_stands_and_what_it_needs(desk, town) -> None:
    lively = tie(town, "Lively", active="2026-09-01", form="twinning")
    log(town, lively, date(2026, 10, 1))
    in_charge(town, lively, "Berta Braun")
    stopped = tie(town, "Stopped", "RU", active="2025-02-01", when="1987-03-04")
    suspend(stopped, by=partner_of(stopped, town))
    asleep = tie(town, "Drowsy", "PL", active="2025-01-10", when="1977")
    plan(asleep, date(2026, 5, 1))
    found = page(desk, town)
    assert names(found) == ["Drowsy", "Stopped", "Lively"]
    text = words(found.one("main", id="main").text)
    assert "3 ties in 3 countries. In force: 2 active." in text
    assert "1 will become quiet or dormant within a year unless something is done together." in text
    assert "1 needs something done now." in text
    assert "1 commitment is overdue, since 1 May 2026." in text
    assert "Becomes quiet on 11 January 2027 unless something is done together." in text
    assert "The partner suspended the tie in 2022; on our side it is in force." in text
    assert "Hub: in force" in text
    assert "Stopped: suspended" in text
    assert "35 years12 May 2027" in text
    assert "40 years4 Mar 202750 years in 2037" in text
    assert "Berta Braun" in text


def test_a_round_anniversary_is_marked(desk, town) -> None:
    tie(town, when="1977-05-01")
    found = page(desk, town)
    (mark,) = [b for b in found.all("b") if b.attributes.get("class") == "jubilee"]
    assert words(mark.text) == "50 years (round)"


def test_the_page_speaks_russian(desk, town) -> None:
    tie(town, "Lively", ru="Бодрый")
    found = page(desk, town, language="ru")
    assert "Бодрый" in found.one("main", id="main").text
    assert "Узел" in found.one("h1").text


def test_a_place_without_ties_is_told_what_will_be_here(desk, town) -> None:
    found = page(desk, town)
    assert "No ties on record yet" in words(found.one("main", id="main").text)
    assert found.all("table") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=DROW", ["Drowsy"]),
        ("?q=braun", ["Lively"]),
        ("?q=poland", ["Drowsy"]),
        ("?country=RU", ["Stopped"]),
        ("?standing=suspended", ["Stopped"]),
        ("?activity=active", ["Drowsy", "Lively", "Stopped"]),
        ("?activity=dormant", []),
        ("?form=twinning", ["Lively"]),
        ("?form=unknown", ["Drowsy", "Stopped"]),
        ("?warning=falls_asleep", ["Drowsy"]),
        ("?warning=partner_stopped", ["Stopped"]),
        ("?warning=nonsense&standing=nonsense&sort=nonsense", ["Drowsy", "Lively", "Stopped"]),
    ],
)
def test_the_list_is_narrowed(desk, town, query, expected) -> None:
    in_charge(town, tie(town, "Lively", active="2026-09-01", form="twinning"), "Berta Braun")
    suspend(
        stopped := tie(town, "Stopped", "RU", active="2025-12-01"), by=partner_of(stopped, town)
    )
    tie(town, "Drowsy", "PL", active="2025-01-10")
    response = desk.get(f"/en/workspace/{town.pk}/portfolio.csv{query}")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert sorted(row["Partner"] for row in rows) == expected
    found = page(desk, town, query)
    assert sorted(names(found)) == expected
    assert ("No tie passes this filter" in found.one("main", id="main").text) == (not expected)


def test_columns_sort_by_links_that_say_how(desk, town) -> None:
    for name, country, when in [
        ("Beta", "FR", "1999"),
        ("Alfa", "PL", "1977"),
        ("Gama", "IT", "1988"),
    ]:
        tie(town, name, country, when=when)
    found = page(desk, town, "?sort=partner&country=")
    assert names(found) == ["Alfa", "Beta", "Gama"]
    (head,) = found.all("th", **{"aria-sort": "ascending"})
    assert words(head.text) == "Partner"
    links = {words(link.text): link.attributes["href"] for link in found.all("a")}
    assert links["Partner"] == "?sort=-partner"
    assert names(page(desk, town, links["Partner"])) == ["Gama", "Beta", "Alfa"]
    assert names(page(desk, town, links["Form, since"])) == ["Alfa", "Gama", "Beta"]
    assert names(page(desk, town, links["Country"])) == ["Beta", "Gama", "Alfa"]
    assert links["Most urgent first"] == "?"


def test_csv_cannot_be_taken_for_a_formula_and_is_utf8(desk, town) -> None:
    in_charge(town, tie(town, "=cmd|' /C calc'!A0"), "+49 Ольга")
    response = desk.get(f"/en/workspace/{town.pk}/portfolio.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        response.headers["Content-Disposition"] == 'attachment; filename="hub-ties-2026-11-25.csv"'
    )
    assert response.content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert row["Partner"].startswith("'=cmd")
    assert row["In charge"] == "'+49 Ольга"
    assert (row["Next anniversary"], row["Since"]) == ("12 May 2027: 35 years", "1992-05-12")


@pytest.mark.parametrize("path", ["", "portfolio.csv", "calendar/"])
def test_as_many_queries_for_one_tie_as_for_sixty(
    desk, town, path, django_assert_max_num_queries
) -> None:
    def add(number: int) -> None:
        for _ in range(number):
            one = tie(town, ru="Город", active="2025-03-01")
            them = partner_of(one, town)
            log(town, one, DAY)
            in_charge(town, one, "Berta")
            propose(town, them, by=them, tie=one)
            plan(one, date(2026, 5, 1), date(2027, 5, 1))
            agree(one, expires=date(2027, 5, 31))
            declare(one, them)

    def asked() -> int:
        memory.clear()
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"/ru/workspace/{town.pk}/{path}").status_code == 200
        return len(queries)

    Place.objects.filter(pk=town.pk).update(population=100_000)
    add(1)
    asked()
    one = asked()
    add(2)
    three = asked()
    add(57)
    assert (one, three) == (three, asked())
    assert one <= 24


def test_only_members_of_the_place_are_let_in(client, desk, town) -> None:
    other = make_place("Other")
    paths = ["", "portfolio.csv", "calendar/"]
    posts = ["calendar/address/", "calendar/address/drop/", "calendar/digest/"]
    for path in [*paths, *posts]:
        address = f"/en/workspace/{other.pk}/{path}"
        assert client.get(address).headers["Location"].startswith("/en/sign-in/")
        assert desk.get(address).status_code == 403
        assert desk.post(address).status_code == 403
    for path in posts:
        assert desk.get(f"/en/workspace/{town.pk}/{path}").status_code == 405
    for path in paths:
        answer = desk.get(f"/en/workspace/{town.pk}/{path}")
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]


def test_home_leads_to_the_one_place(client, desk, town) -> None:
    assert client.get("/en/workspace/").headers["Location"].startswith("/en/sign-in/")
    answer = desk.get("/en/workspace/")
    assert answer.headers["Location"] == f"/en/workspace/{town.pk}/"


def test_home_lets_choose_between_several(desk, town) -> None:
    other = make_place("Another", "DE")
    member(other)
    found = read(desk.get("/en/workspace/"))
    links = [link.attributes["href"] for link in found.all("a")]
    assert f"/en/workspace/{town.pk}/" in links
    assert f"/en/workspace/{other.pk}/" in links
    back = read(desk.get(f"/en/workspace/{other.pk}/")).all("a", href="/en/workspace/")
    assert "Act for another" in [words(link.text) for link in back]


def test_home_says_what_one_can_do_without_a_place(client, db) -> None:
    user = User.objects.create_user("new@example.org")
    client.force_login(user)
    text = words(read(client.get("/en/workspace/")).one("main", id="main").text)
    assert "You do not act for a place yet." in text
    assert "Back office" not in text


def at_institution(user: User, place: Place, name: str, state: str = Membership.ACTIVE) -> None:
    institution = Institution.objects.create(place=place, kind="museum", name=name)
    Membership.objects.create(
        user=user, institution=institution, role="helper", state=state, applied_at=MOMENT
    )


def test_home_lists_the_institutions_for_which_one_acts(client, town) -> None:
    user = User.objects.create_user("marta@example.org")
    at_institution(user, town, "Museum of the Sea")
    at_institution(user, town, "Museum of Ice", Membership.ENDED)
    at_institution(member(town), town, "Museum of Others")
    client.force_login(user)
    page = read(client.get("/en/workspace/"))
    assert page.problems == []
    text = words(page.one("main", id="main").text)
    assert f"Museum of the Sea museum, {town.name} · helper" in text
    assert "For an institution you can say what it seeks" in text
    assert page.one("main", id="main").text.count("Museum of") == 1
    assert "You do not act for a place yet." not in text
    address = reverse("site:place", args=[town.country.lower(), town.slug])
    assert page.all("a", href=address)
    assert client.get(f"/en/workspace/{town.pk}/").status_code in {403, 404}


def test_home_asks_the_database_as_often_for_three_institutions_as_for_one(client, town) -> None:
    user = User.objects.create_user("marta@example.org")
    client.force_login(user)
    counts = []
    for number in range(3):
        at_institution(user, town if number else make_place("Else", "FR"), f"Museum {number}")
        waiting = make_place(f"Waiting {number}", "FR")
        Membership.objects.create(
            user=user, place=waiting, state=Membership.APPLIED, applied_at=MOMENT
        )
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/ru/workspace/").status_code == 200
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts


def test_home_leads_platform_staff_on(client, town) -> None:
    user = member(town)
    user.is_staff = True
    user.save()
    client.force_login(user)
    assert client.get("/en/workspace/").status_code == 200


def test_every_page_leads_to_the_workspace(client, db) -> None:
    links = [link.attributes.get("href") for link in read(client.get("/en/about/")).all("a")]
    assert "/en/workspace/" in links


def test_what_falls_asleep_follows_the_installations_thresholds(town, settings) -> None:
    settings.JUMELAGE = {**settings.JUMELAGE, "ACTIVE_YEARS": 1, "QUIET_YEARS": 3}
    tie(town, active="2025-10-01")
    found = only_row(town).outlook
    assert (found.activity, found.turns, found.turns_on) == (
        Activity.QUIET, Activity.DORMANT, date(2028, 10, 2),
    )  # fmt: skip
