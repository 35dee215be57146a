"""Two officers of two cities, each in a browser: from a proposal to a signed agreement, a suspension and its end.

Beside them a reader who has not signed in: at each step, what the public page says, and what it does not.
"""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.offices import Office, at_work, command, fill, opened
from tests.e2e.test_pages import problems

HERE, THERE = "ru/derbent", "us/boise"
EMAILS = {HERE: "derbent@example.org", THERE: "boise@example.org"}
#: What must never be seen by anybody else.
SECRETS = ("a quiet word about the budget", "strictly between us", "Sister Cities Committee only")
#: Public addresses on which a leak would be seen.
PUBLIC = (
    "/en/places/ru/derbent/", "/en/places/us/boise/", "/en/ties/?q=derbent", "/en/changes/", "/en/changes/feed/",
    "/en/sources/", "/api/v1/ties?place=ru/derbent", "/export/ties.jsonl",
)  # fmt: skip


def assert_secret(reader: Page, *words: str) -> None:
    for path in PUBLIC:
        answer = reader.request.get(path)
        assert answer.status in {200, 404}, path
        text = answer.text()
        assert [word for word in (*SECRETS, *words) if word in text] == [], path


def public_tie(reader: Page) -> Page:
    """The public page of the tie between the two cities."""
    reader.goto("/en/places/ru/derbent/")
    ties = reader.locator("main a[href*='/ties/']").evaluate_all("all => all.map(a => a.href)")
    for tie in dict.fromkeys(ties):
        reader.goto(tie)
        if "Boise" in reader.locator("main h1").inner_text():
            return reader
    raise AssertionError(f"Derbent's page leads to no tie with Boise: {ties}")


@pytest.fixture(scope="module")
def offices(served_folder, product) -> None:
    for place, email in EMAILS.items():
        command(served_folder, "members", "add", email, "--place", place, "--role", "head")


def test_from_a_proposal_to_an_agreement_to_a_suspension_and_its_end(
    browser, product, served_folder, offices
):
    with (
        at_work(browser, product, served_folder, EMAILS[HERE]) as here,
        at_work(browser, product, served_folder, EMAILS[THERE]) as there,
        opened(browser, product) as reader,
    ):
        _propose_and_accept(here, there, reader)
        number = _write_and_sign(here, there, reader)
        _paper(here, number)
        _suspend_and_resume(here, there, reader)


def _propose_and_accept(here: Office, there: Office, reader: Page) -> None:
    here.go("proposals/new/")
    here.page.locator("#find").fill("Boise")
    here.press("Search")
    here.page.locator("main").get_by_role("link", name=re.compile("Boise")).first.click()
    fill(
        here.page, purpose="establish", form="friendship", aims="Schools of both towns write to each other.",
        message=SECRETS[0], shown="when_agreed",
    )  # fmt: skip
    here.press("Make the proposal")
    assert_secret(reader, "Schools of both towns")

    there.go("proposals/")
    there.page.locator("main").get_by_role("link", name=re.compile("Derbent")).first.click()
    assert problems(there.page) == []
    expect(there.page.locator("main")).to_contain_text(SECRETS[0])
    there.page.get_by_role("link", name="Answer with another version").click()
    fill(
        there.page,
        form="twinning",
        aims="Schools and sports clubs meet each year.",
        message=SECRETS[1],
    )
    there.press("Send this version")
    assert_secret(reader, "Schools and sports clubs")

    here.go("proposals/")
    here.page.locator("main").get_by_role("link", name=re.compile("Boise")).first.click()
    here.page.get_by_role("link", name="Accept", exact=True).click()
    fill(here.page, sure="1")
    here.press("Accept")
    assert_secret(reader)
    expect(public_tie(reader).locator("main")).to_contain_text("proposed")


def _write_and_sign(here: Office, there: Office, reader: Page) -> int:
    proposal = re.search(r"/proposals/(\d+)/", here.page.url)
    assert proposal, here.page.url
    here.page.locator(f"main a[href*='agreements/new/?proposal={proposal[1]}']").first.click()
    fill(here.page, form="twinning", first_language="en", second_language="ru", renewal="unlimited")
    here.press("Make the first draft")
    found = re.search(r"/agreements/(\d+)/", here.page.url)
    assert found, here.page.url
    number = int(found[1])
    there.go(f"agreements/{number}/draft/")
    there.page.locator("main textarea").nth(2).fill(f"The parties are the two cities. {SECRETS[2]}")
    there.page.locator("main [name=note]").fill("Parties shortened")
    there.press("Save as a new draft")
    expect(here.go(f"agreements/{number}/").locator("main")).to_contain_text(SECRETS[2])
    assert_secret(reader)
    for office, who in ((here, "Rustam Mayor"), (there, "Lauren Mayor")):
        office.go(f"agreements/{number}/sign/")
        fill(office.page, signatory=who, function="Mayor", signed_on="2026-01-15", sure="1")
        office.press("Record the signature")
        assert_secret(reader)
    for office in (here, there):
        main = office.go(f"agreements/{number}/").locator("main")
        expect(main).to_contain_text("Rustam Mayor")
        expect(main).to_contain_text("Lauren Mayor")
        assert office.page.goto(f"/en/workspace/{office.number}/agreements/{number}/draft/")
        expect(office.page.locator("main textarea")).to_have_count(0)
    expect(public_tie(reader).locator("main")).to_contain_text("in force")
    return number


def _paper(here: Office, number: int) -> None:
    """The PDF holds both languages, and only the two sides get it."""
    path = f"/en/workspace/{here.number}/agreements/{number}/pdf/"
    answer = here.page.request.get(path)
    assert answer.headers["content-type"] == "application/pdf"
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
    assert "Rustam Mayor" in words
    assert re.search("[А-я]{5}", words)
    assert SECRETS[2] in " ".join(words.split())


def _suspend_and_resume(here: Office, there: Office, reader: Page) -> None:
    there.go("")
    there.page.locator("main").get_by_role("link", name="Derbent").first.click()
    tie = re.search(r"/ties/(\d+)/", there.page.url)
    assert tie, there.page.url
    for kind, day, said in (
        ("suspended", "2026-03-01", "suspended"),
        ("resumed", "2026-06-01", "in force"),
    ):
        there.go(f"ties/{tie[1]}/changes/new/?kind={kind}")
        fill(there.page, kind=kind, effective_on=day, reason="strictly between us")
        there.page.locator("main [name=jointly][value='']").check()
        there.press("Next: see what becomes public")
        fill(there.page, sure="1")
        there.press("Declare it")
        main = public_tie(reader).locator("main")
        expect(main).to_contain_text(re.compile(f"Boise.*{said}", re.S))
        assert_secret(reader)
        expect(here.go(f"ties/{tie[1]}/").locator("main")).to_contain_text("strictly between us")
