"""Finding a partner in a real browser: from the first page to two towns side by side, and the same without scripts."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import SIZES
from tests.e2e.test_pages import problems

#: Milliseconds: the first who asks waits for the ties to be counted, which a busy machine does slowly.
PATIENCE = 120_000
PLACE = "/en/partners/ru/vladivostok/"
PAGES = ["partners/", "partners/ru/vladivostok/?near=-2&country=JP", "partners/how-good/"]


@pytest.fixture
def ready(page, tables):
    """A page that has waited until suggestions come."""
    page.goto(PLACE)
    expect(page.locator(".partner-name").first).to_be_visible(timeout=PATIENCE)
    return page


def test_from_the_first_page_to_two_towns_side_by_side(ready):
    page = ready
    page.goto("/en/")
    page.get_by_role("link", name="Find a partner", exact=True).click()
    page.locator("#q").press_sequentially("Murmans")
    page.get_by_role("option", name="Murmansk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Partners for Murmansk")
    first = page.locator(".partner-name").first.inner_text()
    page.get_by_label("Distance", exact=True).fill("-4")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".partner-name").first).not_to_have_text(first)
    expect(page.get_by_label("Distance", exact=True)).to_have_value("-4")
    page.get_by_role("link", name="Remove: your sliders").click()
    expect(page.locator(".partner-name").first).to_have_text(first)
    boxes = page.get_by_role("checkbox", name="Compare")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Compare the chosen ones").click()
    expect(page.get_by_role("columnheader")).to_have_count(4)
    expect(page.get_by_role("columnheader", name=first)).to_be_visible()
    assert problems(page) == []


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_of_partners_are_accessible(ready, path, language):
    ready.goto(f"/{language}/{path}")
    ready.evaluate("() => window.jumelageAtlas ? window.jumelageAtlas.ready : null")
    assert problems(ready) == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_of_partners_fit_a_telephone(ready, telephone, language):
    compare = "partners/ru/vladivostok/compare/?with=geonames:2950159&with=geonames:2643743"
    for path in [*PAGES, compare]:
        telephone.goto(f"/{language}/{path}")
        for width in (390, 320):
            telephone.set_viewport_size({"width": width, "height": 844})
            wide = telephone.evaluate("() => document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (path, width)


def test_it_works_without_scripts(ready, browser, product):
    width, height = SIZES["telephone"]
    context = browser.new_context(
        base_url=product, viewport={"width": width, "height": height}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/en/partners/")
    page.locator("#q").fill("Мурманск")
    page.get_by_role("button", name="Find partners").click()
    page.locator(".partner-form summary").click()
    page.get_by_label("Country", exact=True).select_option("JP")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".partner-facts").first).to_contain_text("Japan")
    context.close()
