"""A real browser on the real product: served as a user serves it, with the starter registry."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from jumelage.partners.tables import make_tables, open_tables, tables_folder
from tests.environment import ROOT

OPTIONS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SOFTWARE_GRAPHICS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
#: Seconds. A first start loads the starter registry; on a busy machine that is slow, and no fault.
PATIENCE = 300
SIZES = {"desktop": (1280, 900), "telephone": (390, 844)}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium is installed"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        urlopen(address, timeout=10).close()  # noqa: S310 - our own address
    except (URLError, ConnectionError, TimeoutError):
        return False
    return True


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory) -> Path:
    """The data folder of the product that the tests look at."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def product(served_folder) -> Iterator[str]:
    """Serve the starter registry from a folder of its own; yield the address."""
    folder, port = served_folder, _free_port()
    address = f"http://127.0.0.1:{port}"
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"JUMELAGE_DATA_DIR": str(folder), "JUMELAGE_BASE_URL": address}
    command = [str(Path(sys.executable).parent / "jumelage"), "serve", "--port", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            until = time.monotonic() + PATIENCE
            while not _answers(f"{address}/en/"):
                said = (folder / "log").read_text()
                assert server.poll() is None, f"the product stopped: {said}"
                assert time.monotonic() < until, f"no answer within {PATIENCE} s: {said}"
                time.sleep(0.2)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=20)


@pytest.fixture(scope="session")
def tables(served_folder, product) -> None:
    """What suggestions need of the gazetteer takes half a minute to make: it is made once, for all runs."""
    kept = tables_folder(ROOT / ".cache")
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (kept.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if open_tables(kept) is None:
            make_tables(kept, lambda _step, _done, _of: None)
    served = tables_folder(served_folder)
    if not served.exists():
        shutil.copytree(kept, served)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        # Its event loop stays in this thread until the session ends. Tests of the database that the same process does
        # afterwards run no code of their own in it, so that Django need not keep them from the database.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        yield started
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser(playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*OPTIONS, *SOFTWARE_GRAPHICS]
    )
    yield launched
    launched.close()


@pytest.fixture
def page(browser, product) -> Iterator[Page]:
    """A page at desktop width that fails the test on any error of a script or of the content policy."""
    yield from watched(browser, product)


@pytest.fixture
def telephone(browser, product) -> Iterator[Page]:
    """The same at a telephone's width."""
    yield from watched(browser, product, size="telephone", has_touch=True)


def watched(browser: Browser, product: str, size: str = "desktop", **options) -> Iterator[Page]:
    width, height = SIZES[size]
    context = browser.new_context(
        base_url=product,
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        **options,
    )
    opened = context.new_page()
    errors: list[str] = []
    foreign: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on(
        "console", lambda said: errors.append(said.text) if _is_error(said, opened.url) else None
    )
    opened.on(
        "request",
        lambda asked: (
            foreign.append(asked.url)
            if not asked.url.startswith((product, "data:", "blob:"))
            else None
        ),
    )
    yield opened
    context.close()
    assert errors == []
    assert foreign == []


def sign_in(page: Page, served_folder: Path, email: str, path: str) -> None:
    """Sign in as a person does, with the code that the product prints; only once, since codes are not given often."""
    if email not in SIGNED_IN:
        page.goto("/en/sign-in/")
        page.locator("#id_email").fill(email)
        page.get_by_role("button", name="Send me a code").click()
        page.locator("#id_code").fill(code_for(served_folder, email))
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url("**/workspace/**")
        SIGNED_IN[email] = page.context.cookies()
    page.context.add_cookies(SIGNED_IN[email])
    page.goto(path)


#: The cookies of those who have signed in.
SIGNED_IN: dict[str, list] = {}


def code_for(served_folder: Path, email: str, seconds: float = 20) -> str:
    """Return the code in the last message to an address: without a server for e-mail the product prints them."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        said = (served_folder / "log").read_text()
        codes = re.findall(
            rf"^To: {re.escape(email)}$.+?^    (\d{{4}}-\d{{4}})$", said, re.M | re.S
        )
        if codes and codes[-1] not in USED:
            USED.add(codes[-1])
            return codes[-1]
        time.sleep(0.2)
    raise AssertionError(f"no code came for {email}")


USED: set[str] = set()


def _is_error(said, url: str) -> bool:
    """An error in the console; that a missing page is missing is none."""
    return said.type == "error" and "status of 404" not in said.text
