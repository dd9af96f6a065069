"""What the tests in headless Chromium share: when they are skipped, how the browser is started, and how long they wait.

They are skipped, with the reason, where playwright or Chromium is missing: install Debian's ``chromium``, or name one in the
variable ``CBEC_KG_CHROMIUM``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
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

CATCH_DOWNLOADS = """(() => {
  const blobs = new Map();
  const addressOf = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    const address = addressOf.call(URL, blob);
    blobs.set(address, blob);
    return address;
  };
  const click = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) window.caught = blobs.get(this.href).text();
    else click.call(this);
  };
})()"""
"""Lets a page put what it saves into `caught` instead: Chromium lets some of many downloads in a row go by."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
        yield started
        started.close()


def new_context(browser: Any, **options: Any) -> Any:
    """Return a context with the network off that waits as long as a busy machine needs."""
    context = browser.new_context(offline=True, **options)
    context.set_default_timeout(PATIENCE)
    return context


class Opened:
    """An open page that has noted every request beyond its own file and every complaint."""

    def __init__(
        self, browser: Any, file: Path, hash: str = "", width: int = 1280, height: int = 800, script: str = ""
    ) -> None:
        size = {"width": width, "height": height}
        self.context = new_context(browser, viewport=size, locale="en-GB", reduced_motion="reduce")
        if script:
            self.context.add_init_script(script)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        own = file.as_uri()
        self.page.on("request", lambda request: None if request.url.startswith(own) else self._request(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(own + hash)
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")

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
