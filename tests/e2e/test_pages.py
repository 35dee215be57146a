"""Every page, in both languages: accessible, within the screen, without an error, without another host."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tools.screenshots import PAGES

EVERY_PAGE = [
    pytest.param(f"/{language}/{path}", id=f"{name}-{language}")
    for name, path in PAGES.items()
    for language in ("en", "ru")
]
#: WCAG 2.2 AA and what it builds on.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def problems(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for rule in found
        for node in rule["nodes"]
    ]


def wait_for_atlas(page) -> None:
    page.evaluate("() => window.jumelageAtlas ? window.jumelageAtlas.ready : null")


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_page_is_accessible(page, path):
    page.goto(path)
    wait_for_atlas(page)
    assert problems(page) == []


@pytest.mark.parametrize("path", EVERY_PAGE)
def test_a_page_fits_a_telephone(telephone, path):
    telephone.goto(path)
    wait_for_atlas(telephone)
    wide = telephone.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


@pytest.mark.parametrize("name", ["home", "atlas", "tie", "pair", "place", "ties"])
def test_a_page_is_accessible_in_the_dark_on_a_telephone(browser, product, name):
    from tests.e2e.conftest import watched

    opened = watched(browser, product, size="telephone", color_scheme="dark")
    page = next(opened)
    page.goto(f"/en/{PAGES[name]}")
    wait_for_atlas(page)
    assert problems(page) == []
    assert next(opened, None) is None


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_other_language_is_the_same_page(page, language):
    other = {"en": "ru", "ru": "en"}[language]
    page.goto(f"/{language}/countries/ru/us/?on=2019-10-11")
    page.locator(f".languages a[hreflang={other}]").click()
    assert page.url.endswith(f"/{other}/countries/ru/us/?on=2019-10-11")
    assert page.locator("html").get_attribute("lang") == other


def test_the_theme_is_kept(page):
    page.goto("/en/")
    light = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.locator("[data-theme-toggle]").click()
    dark = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.goto("/en/about/")
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == dark != light


def test_suggestions_lead_to_a_place_in_any_script(page):
    page.goto("/en/")
    box = page.locator("#q")
    box.press_sequentially("Владив", delay=20)
    option = page.get_by_role("option").first
    option.wait_for()
    assert "Vladivostok" in option.inner_text()
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/places/ru/vladivostok/")


def test_the_keyboard_reaches_the_content_at_once(page):
    page.goto("/en/countries/ru/us/")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


@pytest.fixture
def plain(browser, product):
    """A browser that runs no scripts."""
    from tests.e2e.conftest import watched

    yield from watched(browser, product, java_script_enabled=False)


def test_without_scripts_a_place_is_found_and_asked_about_another_day(plain):
    plain.goto("/en/")
    plain.locator("#q").fill("Stavropol Krai")
    plain.locator("#q").press("Enter")
    if "/places/" not in plain.url:
        plain.locator("main a[href$='/places/ru/stavropol-krai/']").first.click()
    plain.locator("input[name=on]").fill("2019-10-11")
    plain.get_by_role("button", name="Show").click()
    assert "on=2019-10-11" in plain.url
    assert plain.get_by_text("1 tie in force").count() == 1


def test_without_scripts_the_atlas_is_a_picture_and_a_list(plain):
    plain.goto("/en/atlas/")
    picture = plain.locator(".atlas-picture")
    assert picture.get_attribute("alt")
    assert (
        plain.request.get(picture.get_attribute("src"))
        .headers["content-type"]
        .startswith("image/svg+xml")
    )
    plain.locator("#country").select_option("RU")
    plain.locator("input[name=standing][value=suspended]").check()
    plain.get_by_role("button", name="As a list").click()
    assert "standing=suspended" in plain.url
    listed = plain.request.get("/api/v1/ties?country=RU&standing=suspended&size=1").json()["total"]
    assert plain.locator("table tbody tr").count() == listed > 0
