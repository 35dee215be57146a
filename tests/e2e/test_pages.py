"""Every page, in both languages: accessible, within the screen, without an error, without another host."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

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
    for width in (390, 320):  # 320 is also what 400 % of magnification leaves of a desk's screen
        telephone.set_viewport_size({"width": width, "height": 844})
        wide = telephone.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, width


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_menu_is_one_line_on_a_telephone(telephone, language):
    for width in (390, 360):
        telephone.set_viewport_size({"width": width, "height": 844})
        telephone.goto(f"/{language}/about/")
        lines = telephone.locator(".masthead-nav a").evaluate_all(
            "links => new Set(links.filter(link => link.offsetParent).map(link => link.offsetTop)).size"
        )
        assert lines == 1, width


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
    expect(page).to_have_url(re.compile(rf"/{other}/countries/ru/us/\?on=2019-10-11$"))
    expect(page.locator("html")).to_have_attribute("lang", other)


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
    box.fill("Владив")  # at once: an answer to half of it may still be under way
    expect(page.get_by_role("option").first).to_contain_text("Vladivostok")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/places/ru/vladivostok/")


def test_the_keyboard_reaches_the_content_at_once(page):
    page.goto("/en/countries/ru/us/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


@pytest.fixture
def plain(browser, product):
    """A browser that runs no scripts."""
    from tests.e2e.conftest import watched

    yield from watched(browser, product, java_script_enabled=False)


def test_without_scripts_a_place_is_found_and_asked_about_another_day(plain):
    plain.goto("/en/")
    plain.locator("#q").fill("Stavropol Krai")
    plain.locator("#q").press("Enter")
    expect(plain).to_have_url(re.compile("/places/ru/stavropol-krai/$"))
    plain.locator("input[name=on]").fill("2019-10-11")
    plain.get_by_role("button", name="Show").click()
    expect(plain).to_have_url(re.compile("on=2019-10-11"))
    expect(plain.get_by_text("1 tie in force")).to_have_count(1)


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
    expect(plain).to_have_url(re.compile("/ties/.*standing=suspended"))
    listed = plain.request.get("/api/v1/ties?country=RU&standing=suspended&size=1").json()["total"]
    assert listed > 0
    expect(plain.locator("table tbody tr")).to_have_count(listed)
