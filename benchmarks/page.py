"""Measures the page at three sizes in headless Chromium, each time beside the page that pyvis writes of the same graph.

Size on disk, first paint, time until the page takes input, and the time of a frame while the picture is moved and zoomed.
The plain pyvis page has the same nodes and edges, the script put into it, and physics off, so that it need not find places.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from curations import make_curation

from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.render.explorer.asking import Asking
from cbec_kg.render.explorer.engine import read_engine
from cbec_kg.render.explorer.page import explorer_network
from cbec_kg.render.explorer.pyvis_networks import network_of

ROOT = Path(__file__).parents[1]
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
FRAMES = """async ([wheel, ctrl]) => {
  const canvas = document.querySelector('canvas');
  const { x, y, width, height } = canvas.getBoundingClientRect();
  const times = [];
  let last = await new Promise(requestAnimationFrame);
  for (let number = 0; number < 60; number++) {
    const way = ctrl && number % 20 > 9 ? -wheel : wheel;
    const where = { clientX: x + width / 2, clientY: y + height / 2 };
    canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: way, ctrlKey: ctrl, bubbles: true, cancelable: true, ...where }));
    const now = await new Promise(requestAnimationFrame);
    times.push(now - last);
    last = now;
  }
  times.sort((one, other) => one - other);
  return times[Math.floor(times.length * 0.95)];
}"""


@dataclass(frozen=True)
class Figures:
    """What one opening of a page took: milliseconds."""

    paint: float
    ready: float
    pan: float
    zoom: float


def our_page(curation: Curation) -> str:
    return explorer_network(curation, evidence_lines(links_of(curation), statements_of(curation))).generate_html()


def pyvis_page(curation: Curation) -> str:
    """Return what pyvis writes by itself of the graph that our picture draws."""
    network = network_of(curation)
    network.toggle_physics(False)
    return str(network.generate_html(notebook=False))


def opened(browser: Any, file: Path, ready: str, limit: int) -> Figures:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    page.set_default_timeout(limit * 1000)
    page.goto(file.as_uri() + "#lang=en", wait_until="commit")
    page.wait_for_function(ready)
    took = page.evaluate("() => performance.now()")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length > 0")
    paint = page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    pan = page.evaluate(FRAMES, [40, False])
    zoom = page.evaluate(FRAMES, [40, True])
    context.close()
    return Figures(paint, took, pan, zoom)


SELECT = """async (ids) => {
  const own = dagre;
  let within = 0;
  const layout = (...given) => {
    const began = performance.now();
    const made = own.layout(...given);
    within += performance.now() - began;
    return made;
  };
  window.dagre = { ...own, layout };
  const times = [];
  for (const id of ids) {
    within = 0;
    const began = performance.now();
    const followed = new Promise((done) => addEventListener('hashchange', done, { once: true }));
    location.hash = '#lang=en&id=' + id;
    await followed;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push([performance.now() - began, within, document.querySelectorAll('[data-box]').length]);
  }
  window.dagre = own;
  return times;
}"""
"""From a selection to its painted trace, and what of it is the layout library's own call."""


def selected(browser: Any, file: Path, ids: list[str], runs: int) -> None:
    """Print what the ten slowest selections among some take, beside the layout library's own call alone."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    page.goto(file.as_uri() + "#lang=en")
    page.wait_for_function(OURS)
    all = [page.evaluate(SELECT, ids) for _ in range(runs)]
    best = [min(times) for times in zip(*([tuple(one[:2]) for one in times] for times in all), strict=True)]
    slowest = sorted(best, reverse=True)[:10]
    times, layouts = ([one[part] for one in slowest] for part in (0, 1))
    print(
        f"          selection to trace, the ten slowest of {len(ids)}: median {statistics.median(times):.0f} ms, most "
        f"{max(times):.0f} ms; {statistics.median(times) / max(0.1, statistics.median(layouts)):.1f} times dagre's own call"
    )
    context.close()


OURS = "() => document.documentElement.dataset.ready === 'yes'"
PYVIS = """() => window.network && new Promise((done) => {
  network.once('afterDrawing', () => done(true));
  network.redraw();
})"""


def medians(all: list[Figures]) -> list[float]:
    """Return the median of each figure, in the order of `Figures`."""
    return [statistics.median(values) for values in zip(*map(astuple, all), strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[600, 5000, 50000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=int, default=180, help="seconds for one opening")
    options = parser.parse_args()
    from playwright.sync_api import Error, sync_playwright

    chromium = os.environ.get("CBEC_KG_CHROMIUM") or shutil.which("chromium")
    engine = read_engine()
    parts = asking_size(engine)
    load = os.getloadavg()[0]
    print(f"python {platform.python_version()}, {os.cpu_count()} processors, {options.runs} pairs a size, load {load:.1f}")
    names = ("KiB", "first paint", "takes input", "moving 95%", "zooming 95%")
    print(f"{'records':>8}  {'page':6} " + " ".join(f"{name:>12}" for name in names) + "  (ms)")
    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        print(f"          chromium {browser.version}; the SPARQL engine adds {parts / 1024:,.0f} KiB, and the graph")
        for size in options.sizes:
            curation = make_curation(ROOT / "data", size)
            pages = {"ours": (our_page(curation), OURS), "pyvis": (pyvis_page(curation), PYVIS)}
            found: dict[str, list[Figures]] = {name: [] for name in pages}
            for name, (text, _) in pages.items():
                (Path(place) / f"{name}.html").write_text(text, encoding="utf-8")
            if size == options.sizes[0]:
                kinds = ("problem-", "facet-", "countermeasure-", "claim-")
                ids = [record for record in curation.records if record.startswith(kinds)][:250]
                selected(browser, Path(place) / "ours.html", ids, options.runs)
            for _ in range(options.runs):
                for name, (_, ready) in pages.items():
                    try:
                        found[name].append(opened(browser, Path(place) / f"{name}.html", ready, options.limit))
                    except Error:
                        print(f"{size:>8,}  {name:6} did not open within {options.limit} s")
                        break
            rows = {name: (len(pages[name][0].encode()), *medians(all)) for name, all in found.items() if all}
            for name, (length, *row) in rows.items():
                print(f"{size:>8,}  {name:6} " + " ".join(f"{value:>12,.0f}" for value in (length / 1024, *row)))
            if len(rows) == 2:
                ratios = [theirs / ours for ours, theirs in zip(rows["ours"], rows["pyvis"], strict=True)]
                print(f"{'':>8}  {'ratio':6} " + " ".join(f"{ratio:>12.2f}" for ratio in ratios) + "  pyvis / ours")
        browser.close()


def asking_size(engine: Any) -> int:
    from cbec_kg.render.explorer.asking import asking_parcels

    return sum(map(len, asking_parcels(Asking(engine, "", (), ())).values())) if engine else 0


if __name__ == "__main__":
    main()
