"""The picture's lines in headless Chromium: none runs behind a box of others, and each is reached by mouse, keys and ear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import Opened, browser, click_at, go, hash_of, in_browser, settle
from cbec_kg.assets import asset_folder
from cbec_kg.curation.reader import read_curation
from cbec_kg.evidence.lines import evidence_lines
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of, statements_of
from cbec_kg.model.records import Claim, Countermeasure, Problem, Reference
from cbec_kg.model.terms import BASES
from cbec_kg.render.explorer.page import explorer_network
from cbec_kg.render.language.wording import vocabulary

__all__ = ["browser"]

pytestmark = in_browser

JUDGE = """async (hashes) => {
  const drawn = () => new Promise((done) => addEventListener("hashchange", () => setTimeout(done, 1), { once: true }));
  const cross = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  const meet = (a, b, c, d) => cross(a, b, c) * cross(a, b, d) < -1e-6 && cross(c, d, a) * cross(c, d, b) < -1e-6;
  const inside = ([x, y], [left, top, width, height]) =>
    x > left + 1 && x < left + width - 1 && y > top + 1 && y < top + height - 1;
  const behind = (a, b, box) => {
    const [left, top, width, height] = box;
    const [right, bottom] = [left + width - 1, top + height - 1];
    const corners = [[left + 1, top + 1], [right, top + 1], [right, bottom], [left + 1, bottom]];
    return inside(a, box) || inside(b, box) || corners.some((corner, n) => meet(a, b, corner, corners[(n + 1) % 4]));
  };
  const found = { behind: [], overlaps: [], crossings: [], lines: 0, boxes: 0, pictures: 0 };
  for (const hash of hashes) {
    if (location.hash !== hash) {
      const waiting = drawn();
      location.hash = hash;
      await waiting;
    }
    const numbers = (text, between) => text.split(between).map(Number);
    const pointsOf = ({ course }) => course.split(" ").map((point) => numbers(point, ","));
    const all = (selector) => [...document.querySelectorAll(selector)].map((one) => one.dataset);
    const boxes = all("[data-place]").map((one) => [one.box, numbers(one.place, " ")]);
    const lines = all("[data-course]").map((one) => [one, pointsOf(one)]);
    found.pictures += 1;
    found.boxes += boxes.length;
    found.lines += lines.length;
    boxes.forEach(([id, [x, y, w, h]], n) => boxes.slice(n + 1).forEach(([other, [x2, y2, w2, h2]]) => {
      const over = x + 1 < x2 + w2 && x2 + 1 < x + w && y + 1 < y2 + h2 && y2 + 1 < y + h;
      if (over) found.overlaps.push(`${hash}: ${id} and ${other}`);
    }));
    let crossings = 0;
    lines.forEach(([{ from, to }, points], n) => {
      for (const [id, box] of boxes) {
        if (id === from || id === to) continue;
        const hidden = points.slice(1).some((point, m) => behind(points[m], point, box));
        if (hidden) found.behind.push(`${hash}: ${from} -> ${to} behind ${id}`);
      }
      for (const [, others] of lines.slice(n + 1)) {
        for (let m = 1; m < points.length; m++) {
          for (let k = 1; k < others.length; k++) crossings += meet(points[m - 1], points[m], others[k - 1], others[k]);
        }
      }
    });
    found.crossings.push(crossings);
  }
  return found;
}"""
"""Judges each address by the geometry that its picture was drawn from: boxes as rectangles, lines as points along them."""


@pytest.fixture(scope="module")
def curation() -> Curation:
    return read_curation(asset_folder("data"))


@pytest.fixture(scope="module")
def explorer_file(curation: Curation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lines") / "explorer.html"
    lines = evidence_lines(links_of(curation), statements_of(curation))
    path.write_text(explorer_network(curation, lines).generate_html(), encoding="utf-8", newline="\n")
    return path


@pytest.fixture
def open_page(browser: Any, explorer_file: Path) -> Iterator[Any]:
    opened: list[Opened] = []

    def run(hash: str = "", width: int = 1280, height: int = 800) -> Opened:
        opened.append(Opened(browser, explorer_file, hash, width, height))
        opened[-1].page.wait_for_selector("#items button", state="attached")
        return opened[-1]

    yield run
    for page in opened:
        page.context.close()
        assert page.requests == []
        assert page.complaints == []


def judged(open_page: Any, hashes: list[str]) -> dict[str, Any]:
    page = open_page("#lang=en")
    found: dict[str, Any] = page.page.evaluate(JUDGE, hashes)
    assert found["behind"] == [] and found["overlaps"] == []
    return found


def test_over_all_selections_no_line_runs_behind_a_box_that_it_does_not_belong_to(
    open_page: Any, curation: Curation
) -> None:
    ids = sorted(curation.records)
    found = judged(open_page, [f"#id={id}&lang=en" for id in ids])
    crossings = sorted(found["crossings"])
    many = sum(number > 9 for number in crossings)
    print(
        f"{found['pictures']} pictures, {found['boxes']} boxes, {found['lines']} lines, {sum(crossings)} crossings: "
        f"median {crossings[len(crossings) // 2]}, most {crossings[-1]}, over 9 in {many}"
    )
    assert found["lines"] > 1000
    assert many <= len(ids) // 50


@pytest.mark.parametrize("rest", ["&lang=en&scope=wide", "&lang=zh", "&lang=en&scope=only", "&lang=zh&without=inferred"])
def test_nor_with_neighbours_in_chinese_or_when_something_is_left_out(open_page: Any, curation: Curation, rest: str) -> None:
    records = [*curation.of(Problem), *curation.of(Countermeasure), *curation.of(Reference)[:6]]
    judged(open_page, [f"#id={record.id}{rest}" for record in records])


def test_nor_in_the_overview_whatever_is_unfolded(open_page: Any, curation: Curation) -> None:
    opened = ",".join(problem.id for problem in curation.of(Problem)[:2])
    kinds = "reference,source,problem,mentioned,facet,countermeasure"
    judged(open_page, ["#lang=en", f"#lang=en&open={opened}", f"#lang=zh&kinds={kinds}", "#lang=zh&off=ref-09"])


# What a line says


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("supports", "Role: ", "Basis: ", "Place: ")), ("zh", ("支撑", "证据作用：", "依据方式：", "出处："))],
)
def test_a_line_says_role_basis_reason_and_place_to_those_who_hear_it(
    open_page: Any, curation: Curation, language: str, words: tuple[str, ...]
) -> None:
    links = [link for link in links_of(curation) if link.relation == "support" and link.why]
    link = next(link for link in links if isinstance(curation.records.get(link.end), Claim))
    assert link.why
    page = open_page(f"#lang={language}&id={link.end}").page
    names = page.eval_on_selector_all("[data-line]", "all => all.map((one) => one.ariaLabel)")
    assert all(any(vocabulary()["basis"][basis][language] in name for basis in BASES) for name in names)
    reason = getattr(link.why, language)
    (told,) = [name for name in names if reason in name][:1]
    assert all(word in told for word in words)
    box = page.get_attribute(f'[data-box="{link.end}"]', "aria-label")
    assert getattr(curation.records[link.end], language) in box


SHOWN = """wanted => {
  const card = document.getElementById("card");
  if (!card.checkVisibility()) return false;
  const line = card.querySelector(".relation") !== null;
  return wanted === "line" ? line : !line && card.innerText.includes(wanted);
}"""
"""Whether the card beside the pointer tells of a line (``line``) or of a box with this text."""

LOOK = f"""wanted => {{
  const shown = {SHOWN};
  const area = document.getElementById("picture").getBoundingClientRect();
  for (let y = area.y + 30; y < area.bottom - 20; y += 9) {{
    for (let x = area.x + 20; x < area.right - 20; x += 23) {{
      const given = {{ bubbles: true, clientX: x, clientY: y, pointerType: "mouse" }};
      for (const type of ["pointermove", "mousemove"]) {{
        document.elementFromPoint(x, y)?.dispatchEvent(new PointerEvent(type, given));
      }}
      if (shown(wanted)) return [x, y];
    }}
  }}
  return null;
}}"""
"""Goes over the picture until the card tells what is wanted, and gives the point."""


def under_the_mouse(page: Any, wanted: str) -> tuple[float, float]:
    """Move the mouse to a point of the picture where it finds a line (``line``) or a box with this text; return it."""
    settle(page)
    point = page.evaluate(LOOK, wanted)
    assert point, f"nothing like {wanted!r} in the picture"
    page.mouse.move(*point)
    page.wait_for_function(SHOWN, arg=wanted)
    return point[0], point[1]


def test_the_mouse_finds_a_line_and_a_click_keeps_what_it_says(open_page: Any, curation: Curation) -> None:
    problem = next(problem for problem in curation.of(Problem) if problem.status == "diagnosed")
    page = open_page(f"#lang=en&id={problem.id}").page
    click_at(page, *under_the_mouse(page, "line"))
    page.wait_for_selector("#card.pinned")
    ends = page.eval_on_selector_all("#card > .go", "all => all.map((one) => one.dataset.id)")
    assert len(ends) == 2 and set(ends) <= set(curation.records)
    assert page.evaluate("document.activeElement.closest('#card') !== null")
    page.keyboard.press("Escape")
    assert page.is_hidden("#card")
    assert page.evaluate("document.activeElement.id") == "picture"


def test_a_label_that_is_cut_short_is_shown_in_full_under_the_pointer(open_page: Any, curation: Curation) -> None:
    answer = max(curation.of(Countermeasure), key=lambda record: len(record.en))
    page = open_page(f"#lang=en&id={answer.id}").page
    under_the_mouse(page, answer.en)
    assert page.get_attribute("#card", "aria-hidden") == "true"


def test_the_keys_go_along_the_lines_of_a_box_to_their_other_ends(open_page: Any, curation: Curation) -> None:
    ends = [link.end for link in links_of(curation) if link.relation != "facet"]
    problem = max(curation.of(Problem), key=lambda record: ends.count(record.id))
    page = open_page(f"#lang=en&id={problem.id}").page
    page.focus("#picture")
    page.keyboard.press("ArrowUp")
    here = page.get_attribute("#picture", "aria-activedescendant")
    assert page.get_attribute(f"#{here}", "data-box") == problem.id
    lines = page.locator(f'[data-line][data-from="{problem.id}"], [data-line][data-to="{problem.id}"]').count()
    seen = []
    for _ in range(lines):
        page.keyboard.press("l")
        item = page.get_attribute("#picture", "aria-activedescendant")
        seen.append(page.get_attribute(f"#{item}", "data-line"))
        assert page.inner_text("#status") == page.get_attribute(f"#{item}", "aria-label")
        assert page.is_visible("#card .relation")
    assert len(set(seen)) == lines >= 2
    page.keyboard.press("Enter")
    page.wait_for_selector("#card.pinned")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("#picture", "aria-activedescendant") is not None


# What the hand does


def test_the_wheel_zooms_about_the_pointer(open_page: Any, curation: Curation) -> None:
    problem = next(problem for problem in curation.of(Problem) if problem.status == "diagnosed")
    page = open_page(f"#lang=en&id={problem.id}").page
    x, y = under_the_mouse(page, problem.en)
    settle(page)
    drawing = "document.querySelector('#picture canvas').toDataURL()"
    before = page.evaluate(drawing)
    page.mouse.wheel(0, -240)
    page.wait_for_function(f"before => {drawing} !== before", arg=before)
    page.mouse.move(x + 1, y)
    page.wait_for_function(SHOWN, arg=problem.en)


def test_a_box_can_be_moved_and_its_lines_follow(open_page: Any, curation: Curation) -> None:
    problem = next(problem for problem in curation.of(Problem) if problem.status == "diagnosed")
    page = open_page(f"#lang=en&id={problem.id}").page
    places = "all => Object.fromEntries(all.map((one) => [one.dataset.box, one.dataset.place.split(' ').map(Number)]))"

    def moved(move: Any) -> None:
        before = page.eval_on_selector_all("[data-place]", places)
        move()
        settle(page)
        after = page.eval_on_selector_all("[data-place]", places)
        facets = {link.start for link in links_of(curation) if link.relation == "facet" and link.end == problem.id}
        family = {problem.id, *facets & set(before)}
        assert {id for id in before if before[id] != after[id]} == family
        for start, end, course in page.eval_on_selector_all("[data-course]", courses):
            points = [tuple(map(float, point.split(","))) for point in course.split()]
            for id, (x, y) in ((start, points[0]), (end, points[-1])):
                left, top, width, height = after[id]
                assert min(abs(x - left), abs(x - left - width)) < 1.5 and top <= y <= top + height

    courses = "all => all.map((one) => [one.dataset.from, one.dataset.to, one.dataset.course])"

    def drag() -> None:
        x, y = under_the_mouse(page, problem.en)
        page.mouse.down()
        page.mouse.move(x + 30, y + 40, steps=4)
        page.mouse.up()

    moved(drag)
    page.focus("#picture")
    page.keyboard.press("ArrowUp")
    moved(lambda: page.keyboard.press("Shift+ArrowLeft"))


def test_a_double_click_and_the_letter_u_unfold_and_fold(open_page: Any, curation: Curation) -> None:
    problem = next(problem for problem in curation.of(Problem) if problem.status == "diagnosed")
    page = open_page(f"#lang=en&id={problem.id}&scope=only").page
    before = int(page.inner_text("#status").split()[0])
    page.focus("#picture")
    for key in ("ArrowUp", "ArrowRight", "u"):
        page.keyboard.press(key)
    assert "open=" in hash_of(page)
    settle(page)
    assert int(page.inner_text("#status").split()[0]) > before
    page.keyboard.press("ArrowUp")
    click_at(page, *under_the_mouse(page, problem.en), times=2)
    assert f"open={problem.id}" in hash_of(page)


# The whole graph


def test_the_whole_graph_is_a_map_whose_records_are_found_and_picked(open_page: Any, curation: Curation) -> None:
    opened = open_page("#lang=en")
    page = opened.page
    page.click("#everything")
    assert "scope=whole" in hash_of(page)
    assert int(page.inner_text("#status").split()[0]) > 400
    settle(page)
    page.focus("#picture")
    for key in ("ArrowDown", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    item = page.get_attribute("#picture", "aria-activedescendant")
    id = page.get_attribute(f"#{item}", "data-box")
    assert id in curation.records and page.is_visible("#card")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#items [data-box='{id}']", state="attached")
    assert f"id={id}" in hash_of(page) and "whole" not in hash_of(page)
    page.keyboard.press("Escape")
    page.wait_for_selector("#overview:disabled", state="attached")


# What goes wrong


@pytest.mark.parametrize("height", [120, 60, 1])
def test_a_window_of_hardly_any_height_does_no_harm(open_page: Any, curation: Curation, height: int) -> None:
    page = open_page(f"#lang=en&id={curation.of(Problem)[0].id}", height=height).page
    for hash in ("#lang=en", "#lang=zh&scope=whole", f"#lang=en&id={curation.of(Problem)[0].id}"):
        go(page, hash)
        page.focus("#picture")
        for key in ("0", "+", "-", "ArrowDown", "l"):
            page.keyboard.press(key)
    page.set_viewport_size({"width": 1280, "height": 800})
    under_the_mouse(page, "line")


@pytest.mark.parametrize(
    "hash",
    [
        "#id=problem-talent&kinds=problem,nothing,cluster:1:2&scope=full&zoom=2&lang=fr",
        "#open=nothing-here,problem-talent&sections=99&lang=en&kinds=",
        "#id=cluster:1:2&lang=en&open=%00,%F0%9F%98%80",
        "#lang=en&scope=whole&id=problem-talent&view=network",
    ],
)
def test_a_link_from_an_older_page_opens(browser: Any, explorer_file: Path, hash: str) -> None:
    page = Opened(browser, explorer_file, hash)
    assert page.page.is_visible("#picture")
    assert page.complaints == [] and page.requests == []
    page.context.close()
