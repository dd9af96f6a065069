"""What the tests in headless Chromium share: when they are skipped, how the browser is started, and how long they wait.

They are skipped, with the reason, where playwright or Chromium is missing: install Debian's ``chromium``, or name one in the
variable ``CBEC_KG_CHROMIUM``.
"""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")

CHROMIUM = os.environ.get("CBEC_KG_CHROMIUM") or shutil.which("chromium")
in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found: install chromium or set CBEC_KG_CHROMIUM"),
]
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

PATIENCE = 600_000
"""Milliseconds after which a wait is given up: only a page that hangs takes so long, never a machine that is busy."""

RULES = "{ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }"
COLOUR_RULES = "{ resultTypes: ['violations'], runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }"
"""What axe-core looks for: everything, and what colours decide, which is all that can differ between light and dark."""

CATCH_DOWNLOADS = """(() => {
  const blobs = new Map();
  window.caught = [];
  const addressOf = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    const address = addressOf.call(URL, blob);
    blobs.set(address, blob);
    return address;
  };
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) window.caught.push(blobs.get(this.href));
    else click.call(this);
  };
})()"""
"""Lets a page put what it saves into `caught` instead: Chromium lets some of many downloads in a row go by."""

LONG_QUERIES = """(() => {
  const later = setTimeout;
  window.setTimeout = (run, wait, ...more) => later(run, wait === 30_000 ? 600_000 : wait, ...more);
})()"""
"""Gives queries in the page, which else end after half a minute, as long as a busy machine needs."""

SETTLED = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 1)))
)"""
"""Ends when the page has been painted, has measured what was painted, and has done what it left for afterwards."""

FOLLOWED = """(hash) => new Promise((done) => {
  const before = location.href;
  location.hash = hash;
  const wanted = location.href;
  if (wanted === before) return done();
  const told = ({ newURL }) => {
    if (newURL !== wanted) return;
    removeEventListener("hashchange", told);
    setTimeout(done, 1);
  };
  addEventListener("hashchange", told);
})"""
"""Changes the address and ends when the page, which is told some time later, has drawn it."""

BYTES = """async () => {
  const bytes = new Uint8Array(await window.caught.at(-1).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""

POINTED = """([x, y, ...types]) => {
  const pointer = { bubbles: true, cancelable: true, pointerId: 1, pointerType: "mouse", isPrimary: true };
  const buttons = (type) => (type.endsWith("down") ? 1 : 0);
  const made = types.map((type) => new PointerEvent(type, { ...pointer, clientX: x, clientY: y, buttons: buttons(type) }));
  for (const event of made) document.elementFromPoint(x, y).dispatchEvent(event);
}"""
"""Does at a point what the left button does, at once: how long a click takes and how soon another follows has a meaning."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
        yield started
        started.close()


def new_context(browser: Any, offline: bool = True, **options: Any) -> Any:
    """Return a context, with the network off unless it is asked for, that waits as long as a busy machine needs."""
    context = browser.new_context(offline=offline, **options)
    context.set_default_timeout(PATIENCE)
    return context


def settle(page: Any) -> None:
    """Wait until a page has been painted and has done what it does after that."""
    page.evaluate(SETTLED)


def go(page: Any, hash: str) -> None:
    """Change the address of a page and wait until it is drawn."""
    page.evaluate(FOLLOWED, hash)


def hash_of(page: Any) -> str:
    """Return the part of the address that a page keeps its state in; of `page.url` the browser tells some time later."""
    return str(page.evaluate("location.hash"))


def click_at(page: Any, x: float, y: float, times: int = 1) -> None:
    """Click at a point, as often as asked, without the time that a busy machine takes between pressing and letting go."""
    page.evaluate(POINTED, [x, y, *["pointerdown", "pointerup"] * times])


def violations(page: Any, rules: str = RULES) -> list[str]:
    """Return what axe-core, which the page must have, finds on it: the rule, how often, the first place."""
    found = page.evaluate(f"async () => (await axe.run(document, {rules})).violations")
    return [f"{rule['id']}: {len(rule['nodes'])} x {rule['nodes'][0]['html'][:200]}" for rule in found]


def violations_in_both_schemes(page: Any) -> list[str]:
    """Return what axe-core finds on a page in light colours, and by its colours in dark ones; light ones are left."""
    light = violations(page)
    page.emulate_media(color_scheme="dark")
    settle(page)
    dark = violations(page, COLOUR_RULES)
    page.emulate_media(color_scheme="light")
    settle(page)
    return light + dark


def caught(page: Any, act: Callable[[], None]) -> bytes:
    """Return what a page that has ``CATCH_DOWNLOADS`` saves when something is done."""
    before = page.evaluate("window.caught.length")
    act()
    page.wait_for_function("before => window.caught.length > before", arg=before)
    return base64.b64decode(page.evaluate(BYTES))


class Opened:
    """An open page that has noted every request beyond its own file and every complaint."""

    def __init__(
        self, browser: Any, file: Path, hash: str = "", width: int = 1280, height: int = 800, script: str = ""
    ) -> None:
        size = {"width": width, "height": height}
        self.context = new_context(browser, viewport=size, locale="en-GB", reduced_motion="reduce")
        for one in filter(None, (LONG_QUERIES, script)):
            self.context.add_init_script(one)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        own = file.as_uri()
        self.page.on("request", lambda request: None if request.url.startswith(own) else self._request(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(own + hash)
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")
        settle(self.page)

    def _request(self, url: str) -> None:
        if not url.startswith("data:"):
            self.requests.append(url)

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def heading(self) -> str:
        return self.text("#reading h2")

    def wait_for_heading(self, text: str) -> None:
        """Wait until the reading pane is about something: going back is told to a page some time later."""
        self.page.wait_for_function("text => document.querySelector('#reading h2').innerText === text", arg=text)
