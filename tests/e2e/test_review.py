"""The workspace in a real browser: by keys alone, without scripts, accessible, on a telephone, by night."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import sign_in as sign_in_as
from tests.e2e.conftest import watched
from tests.e2e.test_pages import problems

EMAIL = "anna@example.org"
LIST = """city1,country1,city2,country2
Springfield,United States,Vladivostok,Russia
Salem,United States,Orsk,Russia
Nowhereville,Germany,Omsk,Russia
Springfield,United States,Murmansk,Russia
"""
TWINS = """
INSERT INTO places_place (country, slug, kind, label, name, division, lat, lng, timezone, note, tie_count, created_at)
SELECT country, 'vladivostok-2', kind, '', name, division, lat + 0.05, lng, '', '', 0, created_at FROM places_place
WHERE country = 'RU' AND slug = 'vladivostok';
INSERT INTO places_placename (place_id, language, kind, name, key)
SELECT id, 'en', 'official', name, 'vladivostok' FROM places_place WHERE slug = 'vladivostok-2';
"""


@pytest.fixture(scope="module")
def editor(product, tmp_path_factory, served_folder) -> Path:
    """Bring in a list with names that are not clear, record a town twice, and name an editor."""
    path = tmp_path_factory.mktemp("list") / "pairs.csv"
    path.write_text(LIST, encoding="utf-8")
    command = str(Path(sys.executable).parent / "jumelage")
    env = {**os.environ, "JUMELAGE_DATA_DIR": str(served_folder)}
    env.pop("DATABASE_URL", None)

    def run(*words: str) -> str:
        done = subprocess.run(
            [command, *words], env=env, capture_output=True, text=True, check=True
        )
        return done.stdout

    run(
        "import",
        "pairs",
        str(path),
        "--source",
        "A list of twin towns",
        "--url",
        "https://example.org/",
    )
    with sqlite3.connect(served_folder / "jumelage.sqlite3", timeout=30) as database:
        database.executescript(TWINS)
    run("editors", "add", "Anna Petrova", "--email", EMAIL)
    return served_folder


def sign_in(page, editor: Path, path: str = "/en/review/") -> None:
    sign_in_as(page, editor, EMAIL, path)
    expect(page).to_have_url(re.compile(re.escape(path)))


def first_question(page, language: str = "en") -> None:
    page.goto(f"/{language}/review/")
    page.locator(".next a").click()
    expect(page.locator("form[data-question]")).to_have_count(1)


def test_questions_are_decided_by_keys_alone(page, editor):
    sign_in(page, editor)
    first_question(page)
    name = page.locator("h1").inner_text()
    page.keyboard.press("2")
    expect(page.locator("[data-key='2']")).to_be_checked()
    expect(page.locator("[data-key='2']")).to_be_focused()
    expect(page.locator(".plate-place--chosen")).to_have_attribute("data-spot", "2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"Decided: “{name}” is")
    expect(page.locator("h1")).not_to_have_text(name)
    second = page.locator("h1").inner_text()
    page.keyboard.press("n")
    expect(page.locator("h1")).not_to_have_text(second)
    page.keyboard.press("u")
    expect(page.locator("h1")).to_have_text(name)
    expect(page.get_by_role("status")).to_contain_text("Taken back")
    page.keyboard.press("0")
    expect(page.locator("[data-key='0']")).to_be_checked()
    page.keyboard.press("?")
    expect(page.locator("details[data-keys]")).to_have_attribute("open", "")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("1")
    expect(page.locator("[data-key='0']")).to_be_checked()
    page.locator("[data-keys-on]").check()
    page.locator("#find").fill("1 n u 0")  # what is written is no command
    expect(page.locator("[data-key='0']")).to_be_checked()


def test_questions_are_decided_without_scripts(browser, product, editor):
    opened = watched(browser, product, java_script_enabled=False)
    page = next(opened)
    sign_in(page, editor)
    first_question(page)
    name = page.locator("h1").inner_text()
    page.locator("input[name=answer]").first.check()
    page.get_by_role("button", name="Decide").click()
    expect(page.locator(".last")).to_contain_text(f"Decided: “{name}” is")
    page.locator(".last button").click()
    expect(page.locator("h1")).to_have_text(name)
    assert next(opened, None) is None


def test_two_records_are_merged_and_parted(page, editor):
    sign_in(page, editor, "/en/review/duplicates/")
    page.get_by_role("link", name=re.compile("Compare.*vladivostok-2")).click()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("status")).to_contain_text(
        "Merged: ru/vladivostok-2 is now ru/vladivostok"
    )
    page.goto("/en/places/ru/vladivostok-2/")
    expect(page).to_have_url(re.compile("/en/places/ru/vladivostok/$"))
    page.goto("/en/review/merges/")
    page.get_by_role("button", name="Part again").click()
    expect(page.get_by_role("status")).to_contain_text("Parted: ru/vladivostok-2 is back")


PATHS = {
    "queue": "review/",
    "duplicates": "review/duplicates/",
    "compare": "review/compare/?a=ru/vladivostok&b=ru/vladivostok-2",
    "ask": "review/compare/",
    "merges": "review/merges/",
}


@pytest.mark.parametrize("size", ["desktop", "telephone"])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_workspace_is_accessible_and_fits(browser, product, editor, language, size):
    scheme = "dark" if size == "telephone" else "light"
    opened = watched(browser, product, size=size, color_scheme=scheme)
    page = next(opened)
    sign_in(page, editor, f"/{language}/review/")
    for name, path in [*PATHS.items(), ("question", "")]:
        if path:
            page.goto(f"/{language}/{path}")
        else:
            first_question(page, language)
            if size == "desktop":  # where there is a keyboard
                page.locator("details[data-keys] summary").click()
        page.wait_for_timeout(250)  # what is said has arrived
        if folder := os.environ.get("REVIEW_PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{language}-{size}.png", full_page=True)
        assert problems(page) == [], name
        if size == "telephone":
            page.set_viewport_size({"width": 320, "height": 844})
            wide = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, name
            page.set_viewport_size({"width": 390, "height": 844})
    assert next(opened, None) is None
