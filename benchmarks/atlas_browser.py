"""The atlas in headless Chromium, with graphics in software: when all ties are drawn, and how filters do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import machine

OPTIONS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]  # fmt: skip
SIZE = {"width": 1280, "height": 900}
#: Milliseconds since the page was asked for; the promise resolves when all ties are on the screen.
READY = "async () => { await window.jumelageAtlas.ready; return performance.now(); }"
COUNTS = "() => [window.jumelageAtlas.tiesDecoded, window.jumelageAtlas.tiesDrawn]"
#: Changes a field of the filters and waits for the picture that follows; reading a point back makes sure of it.
CHANGE = """async ([name, value]) => {
  const field = document.querySelector(name);
  if (field.type === "checkbox") field.checked = value;
  else field.value = value;
  const began = performance.now();
  field.dispatchEvent(new Event("input", {bubbles: true}));
  field.dispatchEvent(new Event("change", {bubbles: true}));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  const gl = document.querySelector(".atlas-canvas").getContext("webgl2");
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  return [window.jumelageAtlas.lastFilterTime, performance.now() - began, window.jumelageAtlas.tiesDrawn];
}"""
CHANGES = (
    ("one country", "#country", "FR"),
    ("all countries again", "#country", ""),
    ("one form", "#form", "unknown"),
    ("all forms again", "#form", ""),
)


@dataclass(slots=True)
class Visit:
    """What one visit of the page showed. Times in milliseconds since the page was asked for."""

    ready_ms: float
    decoded: int
    drawn: int
    #: Bytes that Chromium received, heads of answers included, and the addresses it asked for.
    received: int = 0
    addresses: list[str] = field(default_factory=list)
    #: What was changed, script and picture in milliseconds, ties shown then.
    filters: list[tuple[str, float, float, int]] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=machine.chromium(), args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


def visit(browser: Browser, address: str, *, motion: bool = False, filters: bool = False) -> Visit:
    """Open the atlas with nothing in the browser's cache."""
    context = browser.new_context(
        viewport=SIZE, reduced_motion="no-preference" if motion else "reduce"
    )
    page = context.new_page()
    received: list[int] = []
    addresses: list[str] = []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(f"{address}/en/atlas/")
    ready = page.evaluate(READY)
    decoded, drawn = page.evaluate(COUNTS)
    page.wait_for_load_state("networkidle")
    found = Visit(ready, decoded, drawn, round(sum(received)), addresses)
    if filters:
        found.filters = [(what, *_changed(page, name, to)) for what, name, to in CHANGES]
    context.close()
    return found


def _changed(page: Page, name: str, value: Any) -> tuple[float, float, int]:
    script, picture, drawn = page.evaluate(CHANGE, [name, value])
    return script, picture, drawn


def ties_on_record(address: str) -> int:
    """Return how many ties the registry has, by its own interface."""
    with urlopen(f"{address}/api/v1/ties?size=1", timeout=60) as answer:  # noqa: S310 - our own server
        return int(json.loads(answer.read())["total"])
