"""From a name or a suggestion to the council: an officer collects places, notes, shares the list, proposes."""

import re
import shutil
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from jumelage.core.clock import today
from jumelage.places.domain.gazetteer_index import open_gazetteer
from tests.e2e.conftest import sign_in
from tests.e2e.offices import command
from tests.e2e.test_pages import problems
from tests.environment import GAZETTEER

OFFICER = "shortlists@vladivostok.example"


def fits(page: Page) -> None:
    assert problems(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, page.url
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def gazetteer(served_folder, tables) -> None:
    """Give the product the index that all tests share: it would take its time to make another."""
    with open_gazetteer(GAZETTEER):
        pass
    (served_folder / "cache").mkdir(mode=0o700, exist_ok=True)
    for index in GAZETTEER.glob("gazetteer-all.bin"):
        shutil.copy(index, served_folder / "cache" / index.name)


@pytest.fixture
def office(page, served_folder, gazetteer) -> Page:
    command(
        served_folder, "members", "add", OFFICER, "--place", "ru/vladivostok", "--role", "officer"
    )
    sign_in(page, served_folder, OFFICER, "/en/workspace/")
    return page


def collect(office: Page) -> None:
    office.get_by_role("link", name="Shortlists", exact=True).first.click()
    fits(office)
    office.get_by_role("link", name="New list").click()
    office.get_by_label("Title").fill("Ports of the Pacific")
    fits(office)
    office.get_by_role("button", name="Begin the list").click()
    for name, country in (("Tacoma", ""), ("Dunedin", "New Zealand")):
        office.get_by_label("Name of the place").fill(name)
        if country:
            office.get_by_label("Country").select_option(label=country)
        office.get_by_role("button", name="Search").click()
        fits(office)
        office.get_by_role("button", name=re.compile(f"Put on the list.*{name}")).first.click()
        expect(office.get_by_role("status")).to_contain_text(f"{name} is on the list")
    fits(office)


def take_up_a_suggestion(office: Page) -> str:
    """Put the first that is suggested on the list, and come back to the list."""
    office.goto("/en/partners/ru/vladivostok/")
    first = office.locator(".partner-name").first
    expect(first).to_be_visible(timeout=120_000)
    name = first.inner_text()
    office.get_by_role("link", name=re.compile(f"Put on a shortlist.*{name}")).first.click()
    fits(office)
    office.get_by_role("button", name="Put on the list").click()
    expect(office.get_by_role("status")).to_contain_text(f"{name} is on the list")
    expect(office.locator(".shortlist-figures")).to_contain_text(name)
    return name


def write(office: Page) -> None:
    office.get_by_role("link", name=re.compile("Write a note.*Dunedin")).click()
    office.get_by_label("Your note").fill("A harbour, and a university beside it.")
    fits(office)
    office.get_by_role("button", name="Save").click()
    office.get_by_role("button", name=re.compile("Up.*Dunedin")).click()
    expect(office.locator(".shortlist-figures tbody tr").first).to_contain_text("Dunedin")


def share(office: Page) -> str:
    until = today() + timedelta(days=30)
    office.get_by_label("Until which day?").fill(until.isoformat())
    office.get_by_role("button", name="Make an address").click()
    expect(office.get_by_role("status")).to_contain_text("Whoever has the address")
    fits(office)
    return office.get_by_label("Secret address").input_value()


def test_an_office_puts_places_before_its_council(office, telephone, product):
    collect(office)
    suggested = take_up_a_suggestion(office)
    write(office)
    address = share(office)
    path = "/en/" + address.partition("/en/")[2]
    telephone.goto(path)
    expect(telephone.get_by_role("heading", level=1)).to_have_text("Ports of the Pacific")
    expect(telephone.locator("main")).to_contain_text("A harbour, and a university beside it.")
    expect(telephone.locator("main")).to_contain_text(suggested)
    assert problems(telephone) == []
    paper = telephone.request.get(f"{product}{path}pdf/")
    assert paper.body()[:5] == b"%PDF-"
    office.get_by_role("link", name=re.compile("Start a proposal.*Dunedin")).click()
    fits(office)
    office.get_by_role("button", name="Put it in the register and go on").click()
    expect(office.get_by_role("heading", level=1)).to_contain_text("Dunedin")
    fits(office)
    office.goto("/en/workspace/")
    office.get_by_role("link", name="Shortlists", exact=True).first.click()
    office.get_by_role("link", name="Ports of the Pacific").click()
    office.get_by_role("button", name="Take the address back").click()
    assert telephone.request.get(f"{product}{path}").status == 404
