"""A timetable in browsers: the organiser draws, publishes, repairs; the delegation reads it, and so does the hall."""

import json
import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SIZES, sign_in
from tests.e2e.offices import opened
from tests.e2e.test_pages import problems
from tests.environment import ROOT

#: Milliseconds that a search may take on a busy machine.
PATIENCE = 180_000


@pytest.fixture
def forum(served_folder, product) -> dict:
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"JUMELAGE_DATA_DIR": str(served_folder), "JUMELAGE_BASE_URL": product}
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.timetable_records"],
        env=env, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def fits(page: Page) -> None:
    """No problem of accessibility, and nothing wider than a telephone."""
    assert problems(page) == [], page.url
    page.set_viewport_size({"width": 390, "height": 844})
    wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, page.url
    width, height = SIZES["desktop"]
    page.set_viewport_size({"width": width, "height": height})


def drawn(page: Page) -> None:
    expect(page.get_by_role("heading", name="What it comes to")).to_be_visible(timeout=PATIENCE)
    fits(page)


def test_drawn_published_read_and_repaired(browser, product, served_folder, forum):
    base = f"/en/workspace/forums/{forum['edition']}/timetables/"
    with opened(browser, product) as page, opened(browser, product) as town:
        sign_in(page, served_folder, "timetable@union.example", base)
        fits(page)
        page.get_by_role("link", name="Draw a timetable").click()
        page.get_by_label("Seconds to search at most").fill("30")
        fits(page)
        page.get_by_role("button", name="Draw", exact=True).click()
        drawn(page)
        expect(page.get_by_text("Proved: there is no better timetable.")).to_be_visible()
        expect(page.locator("main")).to_contain_text("9 / 9")
        page.get_by_role("button", name="Publish it").click()
        expect(page.get_by_text("This one counts.")).to_be_visible()

        own = f"/en/workspace/{forum['place']}/forums/{forum['delegation']}/timetable/"
        sign_in(town, served_folder, "timetable@town.example", own)
        expect(town.locator(".meeting-row")).to_have_count(3)
        for other in forum["others"]:
            expect(town.locator("main")).to_contain_text(other)
        fits(town)
        town.get_by_role("button", name="Make an address").click()
        secret = town.locator(".secret a").first.get_attribute("href")

        repaired(page, town, base, forum)
        participant(browser, product, secret)
        board(browser, product, page, base)


def repaired(page: Page, town: Page, base: str, forum: dict) -> None:
    """The town is away in the time of its first meeting: the page that the town has open says so by itself."""
    first = town.locator(".meeting-row").first
    time = re.search(r"\d\d:\d\d", first.inner_text()).group(0)
    page.goto(f"{base}repair/")
    fits(page)
    page.get_by_label("Who or what is missing?").select_option(label=forum["town"])
    for name in ("From", "Until"):
        choice = page.get_by_label(name, exact=True)
        choice.select_option(value=choice.locator("option", has_text=time).get_attribute("value"))
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("button", name="Repair it").click()
    drawn(page)
    expect(page.get_by_role("heading", name="Different from timetable 1")).to_be_visible()
    page.get_by_role("button", name="Publish it").click()
    town.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(town.locator(".meeting-changed").first).to_be_visible(timeout=60_000)
    expect(town.locator(".meeting-time b", has_text=time)).to_have_count(0)


def participant(browser, product: str, secret: str) -> None:
    with opened(browser, product) as page:
        page.goto(secret)
        expect(page.locator(".meeting-row")).to_have_count(3)
        fits(page)
        page.get_by_role("navigation", name="Whose meetings").get_by_role("link").nth(1).click()
        expect(page.locator("main")).to_contain_text("Meetings of")


def board(browser, product: str, page: Page, base: str) -> None:
    page.goto(base)
    page.get_by_role("button", name="Make its address").click()
    address = page.get_by_role("link", name="Open the board").get_attribute("href")
    with opened(browser, product) as hall:
        hall.goto(address)
        expect(hall.locator(".board-lines li").first).to_be_visible()
        expect(hall.locator(".board-clock")).to_have_text(re.compile(r"\d\d:\d\d"))
        fits(hall)
