"""The atlas draws every tie, filters them, keeps its state in the address, and does without WebGL."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import CHROMIUM, OPTIONS

COUNT = "() => { const a = window.jumelageAtlas; return [a.tiesDecoded, a.tiesDrawn]; }"


def opened(page, query=""):
    page.goto(f"/en/atlas/{query}")
    page.evaluate("() => window.jumelageAtlas.ready")
    return page.evaluate(COUNT)


@pytest.fixture
def total(page):
    return page.request.get("/api/v1/ties?size=1").json()["total"]


def test_every_tie_is_drawn(page, total):
    assert opened(page) == [total, total]


@pytest.mark.parametrize(
    "query",
    ["country=RU&standing=suspended", "standing=ended", "disputed=1", "country=RU&country=US"],
)
def test_what_is_drawn_is_what_is_listed(page, query):
    drawn = opened(page, f"?{query}")[1]
    listed = page.request.get(f"/api/v1/ties?size=1&{query.replace('disputed=1', 'disputed=true')}")
    assert drawn == listed.json()["total"] > 0


def test_a_filter_is_kept_in_the_address_and_given_to_the_list(page, total):
    opened(page)
    page.locator("input[name=standing][value=suspended]").check()
    page.wait_for_function("() => location.search.includes('standing=suspended')")
    drawn = page.evaluate(COUNT)[1]
    assert 0 < drawn < total
    expect(page.locator("[data-atlas-count]")).to_contain_text(f"{drawn}")
    page.reload()
    page.evaluate("() => window.jumelageAtlas.ready")
    assert page.evaluate(COUNT)[1] == drawn
    page.locator("[data-atlas-list]").click()
    expect(page).to_have_url(re.compile(r"/ties/\?.*standing=suspended"))
    expect(page.locator("table tbody tr")).to_have_count(drawn)


def test_all_are_shown_again(page, total):
    drawn = opened(page, "?standing=ended")[1]
    assert drawn < total
    page.locator("button[type=reset]").click()
    page.wait_for_function("(n) => window.jumelageAtlas.tiesDrawn === n", arg=total)


def test_the_years_can_be_gone_through(page):
    opened(page)
    slider = page.locator("[data-atlas-time] input[type=range]")
    slider.focus()
    slider.evaluate(
        "s => { s.value = '1985'; s.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    page.wait_for_function("() => window.jumelageAtlas.tiesDrawn < 10")
    expect(page).to_have_url(re.compile("on=1985-12-31"))


def test_the_flat_map_draws_the_same(page, total):
    opened(page)
    page.get_by_role("button", name="Flat map").click()
    expect(page).to_have_url(re.compile("view=flat"))
    assert page.evaluate(COUNT)[1] == total


def test_a_click_on_a_place_opens_its_panel(page):
    opened(page, "?at=131.87,43.11,4")
    stage = page.locator("[data-atlas-stage]").bounding_box()
    page.mouse.click(stage["x"] + stage["width"] / 2, stage["y"] + stage["height"] / 2)
    panel = page.locator("[data-atlas-panel]")
    expect(panel).to_contain_text("San Diego")
    panel.get_by_role("link", name="Vladivostok").click()
    page.wait_for_url("**/places/ru/vladivostok/")


def test_without_webgl_the_picture_stays(playwright, product):
    browser = playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*OPTIONS, "--disable-gpu", "--disable-3d-apis"]
    )
    page = browser.new_page(base_url=product)
    page.goto("/en/atlas/")
    page.locator(".atlas--still").wait_for()
    assert page.locator(".atlas-picture").is_visible()
    assert page.locator("[data-atlas-list]").is_visible()
    browser.close()


def test_the_atlas_is_one_compressed_file_kept_for_ever(page, product):
    with page.expect_response("**/atlas/*.en.bin") as waited:
        page.goto("/en/atlas/")
    headers = waited.value.all_headers()
    assert headers["content-encoding"] in {"br", "gzip"}
    assert "immutable" in headers["cache-control"]
