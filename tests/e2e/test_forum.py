"""A forum from the invitation to what was promised: an organiser and two delegations, each in a browser."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from jumelage.core.clock import today
from tests.e2e.conftest import sign_in
from tests.e2e.offices import Office, at_work, command, fill, opened
from tests.e2e.test_pages import problems

ASSOCIATION, ORGANISER = "Association of the Lake", "organiser@lake.example.org"
PSKOV, ROANOKE = ("ru/pskov", "pskov@example.org"), ("us/roanoke", "roanoke@example.org")
SERIES, EDITION = "Forum on the Lake", "Lake forum of this week"
FORUM = "/en/forums/forum-on-the-lake/lake-forum-of-this-week/"
#: Never seen by who has not signed in.
SECRETS = ("Vegetarian food", "a bakery that trains pupils", "Ilya Secretary")


@pytest.fixture(scope="module")
def people(served_folder, product) -> None:
    command(served_folder, "members", "association", "add", ASSOCIATION, "--country", "RU")
    command(
        served_folder, "members", "add", ORGANISER, "--association", ASSOCIATION, "--role", "head"
    )
    for place, email in (PSKOV, ROANOKE):
        command(served_folder, "members", "add", email, "--place", place, "--role", "head")


class Organiser:
    """Who runs the forum, in a browser."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.edition = page, 0
        sign_in(page, folder, ORGANISER, "/en/workspace/forums/")

    def go(self, path: str) -> Page:
        self.page.goto(f"/en/workspace/forums/{self.edition}/{path}")
        assert problems(self.page) == [], path
        return self.page

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()
        alert = self.page.locator("main [role=alert]")
        assert alert.count() == 0, alert.all_inner_texts()


def test_from_the_invitation_to_what_was_promised(browser, product, served_folder, people):
    with (
        opened(browser, product) as desk,
        at_work(browser, product, served_folder, PSKOV[1]) as pskov,
        at_work(browser, product, served_folder, ROANOKE[1]) as roanoke,
        opened(browser, product) as reader,
    ):
        organiser = Organiser(desk, served_folder)
        _announce_and_invite(organiser)
        forums = {
            id(one): _come(one, head)
            for one, head in ((pskov, "Vera Mayor"), (roanoke, "John Mayor"))
        }
        _approve(organiser, reader)
        _prepare_meetings(organiser)
        meeting = _wish_and_accept(pskov, roanoke, forums)
        _draw_and_publish(organiser)
        begins = _read(pskov, forums[id(pskov)])
        _repair(organiser, begins)
        moved = {_read(one, forums[id(one)]) for one in (pskov, roanoke)}
        assert len(moved) == 1
        assert moved != {begins}
        _promise(pskov, roanoke, forums[id(pskov)], meeting, reader)


def _announce_and_invite(organiser: Organiser) -> None:
    """A forum that began yesterday and goes on until tomorrow, so that meetings have been held."""
    page = organiser.page
    page.get_by_role("link", name="Begin a forum").click()
    fill(page, names_en=SERIES, names_ru="Форум на озере")
    page.locator("main [name=association]").select_option(label=ASSOCIATION)
    organiser.press("Keep")
    first = today() - timedelta(days=1)
    fill(
        page, names_en=EDITION, names_ru="Форум этой недели", first_day=first.isoformat(),
        last_day=(first + timedelta(days=2)).isoformat(), place="ru/pskov", time_zone="Europe/Moscow",
    )  # fmt: skip
    organiser.press("Keep")
    found = re.search(r"/forums/(\d+)/", page.url)
    assert found, page.url
    organiser.edition = int(found[1])
    organiser.press("Open it for delegations")
    organiser.go("delegations/")
    fill(page, places="ru/pskov\nus/roanoke", quota="3")
    organiser.press("Invite them")
    expect(page.locator("main")).to_contain_text("Roanoke")


def _come(office: Office, head: str) -> int:
    """Accept the invitation, and name the head and somebody who needs something; return the delegation."""
    office.go("forums/")
    office.page.locator("main").get_by_role("link", name=EDITION).first.click()
    found = re.search(r"/forums/(\d+)/", office.page.url)
    assert found, office.page.url
    office.press("Yes, we come")
    for name, extra in ((head, {"is_head": "1"}), ("Ilya Secretary", {"needs": SECRETS[0]})):
        office.page.get_by_role("link", name="Name somebody").click()
        fill(office.page, name=name, languages="English", consent_on=today().isoformat(), **extra)
        office.press("Keep")
    expect(office.page.locator("main")).to_contain_text(head)
    return int(found[1])


def _approve(organiser: Organiser, reader: Page) -> None:
    for town in ("Pskov", "Roanoke"):
        organiser.go("delegations/").locator("main").get_by_role("link", name=town).first.click()
        organiser.press("Approve the delegation")
    reader.goto(FORUM)
    assert problems(reader) == []
    expect(reader.locator("main")).to_contain_text(
        "1 city of Russia and 1 city of the United States"
    )
    assert [word for word in SECRETS if word in reader.content()] == []


def _prepare_meetings(organiser: Organiser) -> None:
    page, first = organiser.page, today() - timedelta(days=1)
    organiser.go("meetings/rules/")
    fill(page, wishes_until=today().isoformat(), most_wishes="3", is_public="1")
    organiser.press("Keep")
    organiser.go("meetings/times/")
    page.locator(f"main [name=slots-days][value='{first}']").check()
    for name, value in {"begins": "09:00", "ends": "11:00", "minutes": "30", "pause": "0"}.items():
        page.locator(f"main [name=slots-{name}]").fill(value)
    organiser.press("Add times")
    page.locator("main [name=tables-labels]").fill("1-2")
    organiser.press("Add tables")
    organiser.go("meetings/")
    organiser.press("Open the wishes")


def _wish_and_accept(pskov: Office, roanoke: Office, forums: dict[int, int]) -> int:
    pskov.go(f"forums/{forums[id(pskov)]}/meetings/whom/")
    expect(pskov.page.locator("main")).to_contain_text("Your partners")  # they are twins
    pskov.page.get_by_role("link", name="Wish to meet").first.click()
    fill(pskov.page, subject=SECRETS[1], priority="3")
    pskov.press("Wish to meet")
    roanoke.go(f"forums/{forums[id(roanoke)]}/meetings/")
    expect(roanoke.page.locator("main")).to_contain_text("Who wishes to meet you")
    roanoke.page.locator("main").get_by_role("link", name=re.compile("Pskov|Answer")).first.click()
    found = re.search(r"/meetings/(\d+)/", roanoke.page.url)
    assert found, roanoke.page.url
    roanoke.press("Accept")
    return int(found[1])


def _draw_and_publish(organiser: Organiser) -> None:
    organiser.go("timetables/draw/")
    fill(organiser.page, seconds="10")
    organiser.press("Draw")
    publish = organiser.page.get_by_role("button", name="Publish it", exact=True)
    expect(publish).to_be_visible(timeout=90_000)
    expect(organiser.page.locator("main")).to_contain_text("Proved")
    organiser.press("Publish it")


def _read(office: Office, delegation: int) -> str:
    """Return when the one meeting of a delegation begins, on its page and on paper."""
    rows = office.go(f"forums/{delegation}/timetable/").locator("main .meeting-row")
    expect(rows).to_have_count(1)
    found = re.search(r"\d\d:\d\d", rows.inner_text())
    assert found
    address = f"/en/workspace/{office.number}/forums/{delegation}/timetable/pdf/"
    paper = PdfReader(io.BytesIO(office.page.request.get(address).body()))
    assert found[0] in " ".join(page.extract_text() for page in paper.pages)
    return found[0]


def _repair(organiser: Organiser, begins: str) -> None:
    """Roanoke is away when the one meeting would begin: it is moved."""
    page = organiser.page
    organiser.go("timetables/repair/")
    for name, words in {"what": "Roanoke", "first": begins, "last": begins}.items():
        options = page.locator(f"main [name=missing-{name}] option")
        texts = options.all_inner_texts()
        at = next(n for n, text in enumerate(texts) if re.search(rf"(^|\s|,){words}", text))
        page.locator(f"main [name=missing-{name}]").select_option(index=at)
    organiser.press("Write it down")
    page.locator("main [name=begins]").first.select_option(index=0)
    organiser.press("Repair it")
    expect(page.get_by_role("button", name="Publish it", exact=True)).to_be_visible(timeout=90_000)
    expect(page.locator("main")).to_contain_text(re.compile(r"1 meeting"))
    organiser.press("Publish it")


def _promise(pskov: Office, roanoke: Office, delegation: int, meeting: int, reader: Page) -> None:
    """The meeting was held; what came of it is promised by both, and only then is public."""
    pskov.go(f"forums/{delegation}/meetings/{meeting}/")
    pskov.page.locator("main [name=outcome-outcome][value=held]").check()
    pskov.page.locator("main [name=outcome-result]").fill("Pupils bake in the other town.")
    pskov.page.locator("main [name=outcome-is_public]").uncheck()
    pskov.press("Keep")
    pskov.page.get_by_role("link", name="Make a commitment of it").click()
    fill(
        pskov.page,
        titles_en="Ten pupils bake in the other town",
        due="2027-09",
        function="School office",
    )
    pskov.press("Keep as a draft")
    fill(pskov.page, wants_public="1")
    pskov.press("Propose it")
    assert "Ten pupils bake" not in reader.request.get("/en/commitments/").text()

    roanoke.go("commitments/")
    roanoke.page.locator("main").get_by_role("link", name="Ten pupils bake").first.click()
    roanoke.page.get_by_role("link", name=re.compile("Confirm")).first.click()
    fill(roanoke.page, function="Superintendent of schools", wants_public="1")
    roanoke.press("Confirm it")
    reader.goto("/en/commitments/")
    assert problems(reader) == []
    expect(reader.locator("main")).to_contain_text("Ten pupils bake")
    reader.goto(FORUM)
    expect(reader.locator("main")).to_contain_text("Ten pupils bake")
    assert [word for word in SECRETS if word in reader.content()] == []
