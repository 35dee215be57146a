"""Signing in and the account in a real browser: by a passkey of a device that Chromium plays, in both languages."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import code_for, watched
from tests.e2e.test_pages import problems

#: Passkeys belong to names; an address of numbers has none.
PEOPLE = {"en": "passkey-en@example.org", "ru": "passkey-ru@example.org"}


@pytest.fixture(scope="module")
def local(product) -> str:
    """The product under a name."""
    return product.replace("127.0.0.1", "localhost")


@pytest.fixture
def named(browser, local):
    yield from watched(browser, local)


def device(page: Page) -> str:
    """Give the browser a device that keeps passkeys and knows its owner; return its name there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    answer = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.device = session  # lives as long as the page
    return answer["authenticatorId"]


def enter_code(page: Page, served_folder: Path, email: str) -> None:
    page.locator("#id_code").fill(code_for(served_folder, email))
    page.locator("main form.sign-in button[type=submit]").first.click()


def fits(page: Page, name: str) -> None:
    assert problems(page) == [], name
    page.set_viewport_size({"width": 320, "height": 844})
    wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, name
    page.set_viewport_size({"width": 1280, "height": 900})


def look(page: Page, name: str) -> None:
    if folder := os.environ.get("ACCOUNT_PICTURES"):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 900})
    fits(page, name)


def at(page: Page, path: str) -> None:
    """Wait until the browser is at a path."""
    expect(page).to_have_url(re.compile(rf"^http://[^/]+{path}(\?|$)"))


def sign_out(page: Page, root: str) -> None:
    page.goto(f"{root}/account/")
    page.locator(f"form[action='{root}/sign-out/'] button").first.click()
    at(page, f"{root}/sign-in/")


def open_account(page: Page, served_folder: Path, email: str, language: str) -> None:
    root = f"/{language}"
    page.goto(f"{root}/sign-up/")
    look(page, f"sign-up-{language}")
    page.locator("#id_email").fill(email)
    page.locator("#id_name").fill("Anna Petrova")
    page.locator("main form.sign-in button").click()
    at(page, f"{root}/sign-up/code/")
    look(page, f"prove-{language}")
    enter_code(page, served_folder, email)
    at(page, f"{root}/workspace/")


def add_passkey(page: Page, key: str, language: str) -> list[str]:
    """Add a passkey; return the recovery codes that are shown then."""
    page.goto(f"/{language}/account/passkeys/add/")
    look(page, f"add-passkey-{language}")
    page.locator("form[data-passkey] button").click()
    at(page, f"/{language}/account/codes/")
    look(page, f"codes-{language}")
    kept = page.device.send("WebAuthn.getCredentials", {"authenticatorId": key})
    assert [one["isResidentCredential"] for one in kept["credentials"]] == [True]
    return page.locator(".codes code").all_inner_texts()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_account_is_opened_gets_a_passkey_and_is_entered_by_it(named, served_folder, language):
    page, email, root = named, PEOPLE[language], f"/{language}"
    key = device(page)
    open_account(page, served_folder, email, language)
    codes = add_passkey(page, key, language)
    assert len(codes) == 10

    sign_out(page, root)
    page.goto(f"{root}/sign-in/?next={root}/account/")
    look(page, f"sign-in-{language}")
    page.locator("form[data-passkey=sign-in] button").click()
    at(page, f"{root}/account/")
    look(page, f"account-{language}")

    page.goto(f"{root}/account/leave/")
    at(page, f"{root}/sign-in/again/passkey/")
    look(page, f"again-{language}")
    page.locator("form[data-passkey=use] button").click()
    at(page, f"{root}/account/leave/")
    for part in ("leave", "address", "app"):  # having shown who one is, one is not asked again
        page.goto(f"{root}/account/{part}/")
        at(page, f"{root}/account/{part}/")
        look(page, f"{part}-{language}")

    sign_out(page, root)
    page.locator("#id_email").fill(email)
    page.locator("main form.sign-in button").first.click()
    at(page, f"{root}/sign-in/code/")
    look(page, f"code-{language}")
    enter_code(page, served_folder, email)
    at(page, f"{root}/sign-in/second/")
    look(page, f"second-{language}")
    if language == "en":
        page.locator("form[data-passkey=use] button").click()
    else:
        page.locator("#id_code").fill(codes[0])
        page.locator("main form.sign-in button").first.click()
    at(page, f"{root}/workspace/")


def test_a_passkey_that_is_not_given_is_said_and_the_other_way_stays(named, served_folder):
    page = named
    key = device(page)
    page.device.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.goto("/en/sign-in/")
    page.locator("form[data-passkey] button").click()
    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")
    fits(page, "refused")
    expect(page.locator("#id_email")).to_be_editable()


def test_at_an_address_of_numbers_it_is_said_that_passkeys_need_a_name(page):
    device(page)
    page.goto("/en/sign-in/")
    page.locator("form[data-passkey] button").click()
    expect(page.get_by_role("alert")).to_contain_text("address with a name")


def test_without_scripts_one_signs_in_by_a_code_and_adds_an_app(browser, local, served_folder):
    opened = watched(browser, local, java_script_enabled=False)
    page, email = next(opened), "plain@example.org"
    page.goto("/en/sign-up/")
    page.locator("#id_email").fill(email)
    page.locator("main form.sign-in button").click()
    enter_code(page, served_folder, email)
    page.goto("/en/sign-in/")  # leads on: one is signed in
    page.goto("/en/account/passkeys/add/")
    expect(page.locator("[data-passkey-missing]")).to_be_visible()
    page.goto("/en/account/app/")
    expect(page.locator("img.qr")).to_be_visible()
    page.goto("/en/account/")
    expect(page.locator("h1")).to_have_text("Your account")
    assert next(opened, None) is None
