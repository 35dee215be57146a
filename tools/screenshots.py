"""Pictures of the running product: for the documents, and to look at.

``python -m tools.screenshots --out FOLDER`` draws every page in both languages, at desktop and telephone width;
``--documents`` draws the few that the documents show into ``docs/images``; ``--cards`` draws the cards by which other
sites show a link to a page, into ``frontend/images``. Serves a registry of its own, or uses that at ``--address``.
"""

import argparse
import base64
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tools.palette import write

ROOT = Path(__file__).resolve().parents[1]
BROWSER_OPTIONS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
]  # fmt: skip
DESKTOP, TELEPHONE = (1280, 900), (390, 844)
PAGES = {
    "home": "",
    "atlas": "atlas/",
    "places": "places/",
    "place": "places/ru/vladivostok/",
    "ties": "ties/",
    "tie": "ties/ru/stavropol/us/des-moines/",
    "tie-plain": "ties/ru/vladivostok/us/san-diego/",
    "countries": "countries/",
    "country": "countries/ru/",
    "pair": "countries/ru/us/",
    "pair-then": "countries/ru/us/?on=2019-10-11",
    "sources": "sources/",
    "source": "sources/russkiymir-2019-forum/",
    "compare": "sources/wp-en-russia/compare/",
    "comparison": "sources/wp-en-russia/compare/wp-en-us/",
    "disputes": "disputes/",
    "forums": "forums/",
    "forum": "forums/russian-american-municipal-forum/moscow-2019/",
    "search": "search/?q=Санкт",
    "changes": "changes/",
    "about": "about/",
    "missing": "places/ru/nowhere/",
}
DOCUMENTS = {
    "atlas-en": ("/en/atlas/", DESKTOP, "light"),
    "pair-ru": ("/ru/countries/ru/us/?on=2019-10-11", DESKTOP, "light"),
    "tie-en": ("/en/ties/ru/stavropol/us/des-moines/", DESKTOP, "dark"),
    "place-ru-phone": ("/ru/places/ru/vladivostok/", TELEPHONE, "light"),
}

CARD = (1200, 630)
#: What is hidden of the atlas, and where the rest goes, so that it makes a card.
CARD_STYLE = """
.masthead, .colophon, .atlas-filters, .atlas-bar, .atlas-controls, [data-atlas-time], .skip { display: none !important }
.atlas-stage { position: fixed !important; inset: -10px -20px -10px 500px !important; height: auto !important }
.atlas-stage > :not(canvas) { display: none !important }
.card { position: fixed; left: 64px; top: 0; bottom: 0; width: 430px; display: flex; flex-direction: column;
  justify-content: center; gap: 28px; z-index: 9 }
.card .wordmark { font-size: 64px; color: var(--ink) }
.card .wordmark svg { width: 64px; height: 64px }
.card p { font: 400 32px / 1.25 var(--serif); color: var(--ink); max-width: none; margin: 0 }
"""
CARD_WORDS = """
  const card = document.createElement("div");
  card.className = "card";
  const words = document.createElement("p");
  words.textContent = document.querySelector("meta[property='og:description']").content;
  card.append(document.querySelector(".wordmark").cloneNode(true), words);
  document.body.append(card);
"""
PIXELS = """async (shot) => {
  const image = new Image();
  image.src = "data:image/png;base64," + shot;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  let text = "";
  for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
  return btoa(text);
}"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served() -> Iterator[str]:
    """Serve a registry in a folder that is thrown away; yield its address."""
    with tempfile.TemporaryDirectory(prefix="jumelage-pictures-") as folder:
        address = f"http://127.0.0.1:{(port := free_port())}"
        command = [str(Path(sys.executable).parent / "jumelage"), "--data-dir", folder]
        with subprocess.Popen([*command, "serve", "--port", str(port)]) as server:  # noqa: S603
            try:
                _wait(f"{address}/en/")
                yield address
            finally:
                server.terminate()


def _wait(address: str, seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 - our own address
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
        else:
            return
    sys.exit(f"{address} does not answer")


def picture(
    browser: Browser, address: str, size: tuple[int, int], theme: str, path: Path, *, whole: bool
) -> None:
    """Draw one page."""
    locale = "ru-RU" if "/ru/" in address else "en-GB"
    page: Page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        locale=locale,
    )
    page.goto(address, wait_until="networkidle")
    if page.locator("[data-atlas]").count():
        page.wait_for_timeout(2500)
    page.screenshot(path=path, full_page=whole)
    page.close()


def card(browser: Browser, address: str, language: str) -> None:
    """Draw the card of one language: the name, what it is, and the globe at night."""
    page = browser.new_page(
        viewport={"width": CARD[0], "height": CARD[1]},
        color_scheme="dark",
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page.goto(f"{address}/{language}/atlas/?at=-172,66,1", wait_until="networkidle")
    page.add_style_tag(content=CARD_STYLE)
    page.evaluate(CARD_WORDS)
    page.wait_for_timeout(2500)
    shot = base64.b64encode(page.screenshot()).decode()
    pixels = base64.b64decode(page.evaluate(PIXELS, shot))
    write(ROOT / "frontend" / "images" / f"card-{language}.png", CARD, pixels)
    page.close()


def main() -> None:
    """Read the options and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--address", default="")
    parser.add_argument("--documents", action="store_true")
    parser.add_argument("--cards", action="store_true")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or os.environ.get("CHROMIUM") or sys.exit("no chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_OPTIONS)
        if options.address:
            _draw(browser, options.address, options)
        else:
            with served() as address:
                _draw(browser, address, options)


def _draw(browser: Browser, address: str, options: argparse.Namespace) -> None:
    if options.cards:
        for language in ("en", "ru"):
            card(browser, address, language)
        return
    if options.documents:
        folder = ROOT / "docs" / "images"
        folder.mkdir(exist_ok=True)
        for name, (path, size, theme) in DOCUMENTS.items():
            picture(browser, address + path, size, theme, folder / f"{name}.png", whole=False)
        return
    options.out.mkdir(parents=True, exist_ok=True)
    for name, path in PAGES.items():
        if options.only and name not in options.only:
            continue
        for language in ("en", "ru"):
            for width, size in (("desktop", DESKTOP), ("phone", TELEPHONE)):
                file = options.out / f"{name}-{language}-{width}.png"
                url = f"{address}/{language}/{path}"
                picture(browser, url, size, options.theme, file, whole=name != "atlas")


if __name__ == "__main__":
    main()
