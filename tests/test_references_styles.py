"""References as text in GB/T 7714 and APA."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbec_kg.bibliography import styles
from cbec_kg.bibliography.entries import Item
from cbec_kg.bibliography.listing import list_references, to_values
from cbec_kg.bibliography.styles import format_references
from cbec_kg.io.pandoc import run_pandoc
from cbec_kg.rdf.project import Project
from cbec_kg.render.console.references import render_text
from references_builder import (
    BOOK,
    ENGLISH,
    ITEMS,
    JOURNAL,
    NEWSPAPER,
    PAGE,
    REPORT,
    THESIS,
    supplied,
)

Files = Callable[[str, str | bytes], Path]

FORMATTED: list[tuple[Item, str, str]] = [
        (
            JOURNAL,
            "茶小明, 欧阳青. 云溪镇茶叶网上销售的实证研究[J]. 茶业经济, 2019, 3(2): 12-15.",
            "茶小明, & 欧阳青. (2019). 云溪镇茶叶网上销售的实证研究. 茶业经济, 3(2), 12–15.",
        ),
        (
            ENGLISH,
            "TELLER A B, BREWER C, XU Y, et al. Tea roads & <i>digital</i> trade[J/OL]. Proc. of Tea, 2018, 7(1): 1-20. "
            "DOI:10.99999/xyz.",
            "Teller, A. B., Brewer, C., Xu, Y., & World Tea Bank. (2018). Tea roads & <i>digital</i> trade. Proc. of Tea, "
            "7(1), 1–20. https://doi.org/10.99999/xyz",
        ),
        (
            THESIS,
            "李茶. 云溪镇茶叶出口研究[D]. 云溪: 云溪大学, 2017.",
            "李茶. (2017). 云溪镇茶叶出口研究 [硕士学位论文]. 云溪大学.",
        ),
        (BOOK, "陆茶圣. 茶史[M]. 2版. 北京: 茶出版社, 2015.", "陆茶圣. (2015). 茶史 (2nd ed.). 茶出版社."),
        (
            NEWSPAPER,
            "张三. 云溪茶市见闻[N]. 云溪茶报, 2016-05-04(3).",
            "张三. (2016, May 4). 云溪茶市见闻. 云溪茶报, 3.",
        ),
        (
            PAGE,
            "云溪镇茶署. 云溪茶叶网[EB/OL]. (2020-01-02)[2020-05-06]. https://example.org/tea?a=1&b=2.",
            "云溪镇茶署. (2020, January 2). 云溪茶叶网. https://example.org/tea?a=1&b=2",
        ),
        (REPORT, "World Tea Bank. Report on Tea[R]. 2011.", "World Tea Bank. (2011). Report on Tea."),
        (
            {"type": "chapter", "title": "On pots", "container-title": "Tea", "editor": [{"family": "Ed", "given": "Itor"}],
             "author": [{"family": "Pot", "given": "P."}], "publisher": "Leaf", "page": "1-9",
             "issued": {"date-parts": [[2011]]}},
            "POT P. On pots[M]//ED I. Tea. Leaf, 2011: 1-9.",
            "Pot, P. (2011). On pots. In I. Ed (Ed.), Tea (pp. 1–9). Leaf.",
        ),
        ({"type": "book", "title": "Tea", "edition": "3"}, "Tea[M]. 3rd ed.", "Tea (3rd ed.). (n.d.)."),
        (
            {"type": "article-magazine", "title": "茶讯", "container-title": "茶刊", "issued": {"date-parts": [[2011, 5]]}},
            "茶讯[J]. 茶刊, 2011.",
            "茶讯. (2011, May). 茶刊.",
        ),
        (
            {"type": "book", "title": "茶", "author": [{"literal": "李茶"}, {"literal": "others"}]},
            "李茶, 等. 茶[M].",
            "李茶, et al. (n.d.). 茶.",
        ),
        (
            {"type": "webpage", "title": "Tea", "URL": "https://example.org", "accessed": {"date-parts": [[2020]]}},
            "Tea[EB/OL]. [2020]. https://example.org.",
            "Tea. (n.d.). Retrieved 2020, from https://example.org",
        ),
        ({"type": "book", "title": "茶", "accessed": {"date-parts": [[2020, 5, 6]]}}, "茶[M].", "茶. (n.d.)."),
    ]  # fmt: skip


def test_references_are_formatted_as_the_styles_want() -> None:
    items = [item for item, _, _ in FORMATTED]
    assert format_references(items, "gbt7714") == [text for _, text, _ in FORMATTED]
    assert format_references(items, "apa") == [text for _, _, text in FORMATTED]


@settings(max_examples=8)
@given(st.lists(ITEMS, min_size=1, max_size=25))
def test_every_item_can_be_formatted(items: list[Item]) -> None:
    for style in ("gbt7714", "apa"):
        assert all(format_references(items, style))


def test_a_reference_reads_the_same_alone_and_in_a_list() -> None:
    items = [{**ENGLISH, "title": title} for title in ("A", "B")] + [BOOK, THESIS]
    for style in ("gbt7714", "apa"):
        assert format_references(items, style) == [format_references([item], style)[0] for item in items]


def test_text_of_the_supplier_is_not_taken_for_markup_or_tex() -> None:
    item = {"type": "book", "title": "*a* <b> $x$ \\y `z` \"q\" 'r' ~ ^2^ @c & d_e_"}
    assert format_references([item], "gbt7714") == [f"{item['title']}[M]."]


def test_what_was_formatted_once_needs_no_pandoc_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counted(*arguments: Any) -> str:
        calls.append(arguments)
        return run_pandoc(*arguments)

    monkeypatch.setenv("CBEC_KG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(styles, "run_pandoc", counted)
    for _ in range(2):
        styles._rendered.cache_clear()
        format_references([BOOK, ENGLISH], "gbt7714")
    assert len(calls) == 2  # one for what is in Chinese, one for what is not


def test_without_pandoc_references_are_shown_in_no_style(mini_project: Project, no_pandoc: None) -> None:
    listed = list_references(mini_project.curation, {2: supplied(2, BOOK)})
    lines = render_text(listed, "gbt7714", "zh").split("\n")
    assert lines[2] == "[2] 陆茶圣. 茶史. 茶出版社. 2015"
    assert lines[-2] == "formatting references in GB/T 7714 needs pandoc: pip install 'cbec-kg[documents]'"
    assert to_values(listed, "apa")[1]["style"] is None
