"""Officers at work in browsers: signing in, filling in forms, pressing buttons, and commands of the operator."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import sign_in, watched
from tests.e2e.test_pages import problems


@dataclass
class Office:
    """An officer in a browser."""

    page: Page
    number: int  # of the place

    def go(self, path: str) -> Page:
        self.page.goto(f"/en/workspace/{self.number}/{path}")
        assert problems(self.page) == [], path
        return self.page

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()
        alert = self.page.locator("main [role=alert]")
        assert alert.count() == 0, alert.all_inner_texts()


def command(folder: Path, *words: str) -> str:
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    tool = str(Path(sys.executable).parent / "jumelage")
    done = subprocess.run(
        [tool, *words], env=env | {"JUMELAGE_DATA_DIR": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def opened(browser: Browser, product: str) -> Iterator[Page]:
    windows = watched(browser, product)
    yield next(windows)
    with pytest.raises(StopIteration):
        next(windows)


@contextmanager
def at_work(browser: Browser, product: str, folder: Path, email: str) -> Iterator[Office]:
    """Sign an officer in who acts for one place."""
    with opened(browser, product) as page:
        sign_in(page, folder, email, "/en/workspace/")
        found = re.search(r"/workspace/(\d+)/", page.url)
        assert found, page.url
        yield Office(page, int(found[1]))


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"main [name={name}]").first
        kind = field.get_attribute("type")
        if kind == "hidden":  # the only thing that can be meant here
            assert field.input_value() == value
        elif kind == "radio":
            page.locator(f"main [name={name}][value='{value}']").check()
        elif kind == "checkbox":
            field.check()
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
