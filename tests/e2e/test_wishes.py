"""A town seeks a partner: an officer publishes, a visitor writes and confirms, the officer answers."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import sign_in
from tests.e2e.offices import command
from tests.e2e.test_pages import problems

OFFICER, VISITOR = "vladivostok@example.org", "choir@visitor.example"
TITLE = "A choir from another river"


def mail_to(folder: Path, address: str, pattern: str, seconds: float = 30) -> str:
    """Return what a pattern finds in the last message to an address: without a server the product prints them."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        messages = re.split(r"^-{20,}$", (folder / "log").read_text(), flags=re.M)
        for message in reversed(messages):
            found = re.search(pattern, message, re.S)
            if re.search(rf"^To: {re.escape(address)}$", message, re.M) and found:
                return found[1] if found.groups() else found[0]
        time.sleep(0.3)
    raise AssertionError(f"no message to {address} has {pattern}")


def fits(page: Page) -> None:
    assert problems(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, page.url
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def office(page, served_folder) -> Page:
    command(
        served_folder, "members", "add", OFFICER, "--place", "ru/vladivostok", "--role", "officer"
    )
    sign_in(page, served_folder, OFFICER, "/en/workspace/")
    return page


def publish(office: Page) -> None:
    office.get_by_role("link", name="Wishes", exact=True).first.click()
    fits(office)
    office.get_by_role("link", name="Write a wish").click()
    fits(office)
    office.get_by_label("What do you seek? In one line").fill(TITLE)
    office.get_by_label("culture and the arts").check()
    office.get_by_label("Countries in which you seek").fill("Germany, France")
    office.get_by_role("button", name="Preview").click()
    expect(office.locator(".wish-preview")).to_contain_text("France, Germany")
    fits(office)
    office.get_by_role("button", name="Put it on the board").click()
    expect(office.get_by_role("status")).to_contain_text("It stands on the board")
    fits(office)


def write(visitor: Page, folder: Path) -> None:
    visitor.goto("/en/wishes/?theme=culture")
    fits(visitor)
    visitor.get_by_role("link", name=TITLE).click()
    fits(visitor)
    visitor.get_by_role("link", name="Write to Vladivostok").click()
    visitor.get_by_label("Your message").fill("Forty of us sing by the Loire.")
    visitor.get_by_label("Your name").fill("Marie Dubois")
    visitor.get_by_label("Your e-mail address").fill(VISITOR)
    fits(visitor)
    visitor.get_by_role("button", name="Send the message").click()
    expect(visitor.locator("h1")).to_have_text("Look into your mail")
    visitor.goto(mail_to(folder, VISITOR, r"(/en/wishes/messages/\d+/[\w-]+/)"))
    fits(visitor)
    visitor.get_by_role("button", name="Confirm the message").click()
    expect(visitor.locator("h1")).to_contain_text("Your message is with Vladivostok")


def test_a_wish_is_published_written_to_and_answered(office, telephone, served_folder):
    publish(office)
    write(telephone, served_folder)
    office.goto(mail_to(served_folder, OFFICER, r"(/en/workspace/\d+/wishes/messages/\d+/)"))
    expect(office.locator("main")).to_contain_text("Forty of us sing by the Loire.")
    expect(office.locator("main")).to_contain_text(VISITOR)
    fits(office)
    office.get_by_label("Your answer").fill("Come in May: the river is high.")
    office.get_by_role("button", name="Send the answer").click()
    expect(office.get_by_role("status")).to_contain_text("Answered")
    assert mail_to(served_folder, VISITOR, r"Come in May: the river is high\.")
    assert mail_to(served_folder, VISITOR, r"Do not reply to this e-mail")
    for path in ("/en/wishes/", "/en/wishes.atom", "/en/places/ru/vladivostok/"):
        said = telephone.request.get(path).text()
        assert not any(word in said for word in (VISITOR, "Marie", OFFICER, "Loire")), path
    telephone.goto("/en/places/ru/vladivostok/")
    expect(telephone.locator("#wishes")).to_contain_text(TITLE)
