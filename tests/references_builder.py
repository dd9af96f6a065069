"""What the tests of the bibliography share: cases, invented references, and how they are read.

All entries are invented; no such works exist.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from cbec_kg.bibliography.entries import TEXT_FIELDS, TYPES, Entry, Item, Provenance, SourceFile, Supplied
from cbec_kg.bibliography.formats import read_file
from cbec_kg.bibliography.matching import match_entries
from cbec_kg.errors import CbecError

CASES = Path(__file__).parent / "cases" / "references"
DAY = "2021-08-30"
DIGEST = "0" * 64
KNOWN = range(1, 20)


def entries(name: str) -> dict[str, Entry]:
    return {entry.key: entry for entry in read_file(CASES / name).entries}


def numbers(source: SourceFile, **options: Any) -> dict[str, int | None]:
    return {match.entry.key: match.number for match in match_entries(source, KNOWN, **options)}


def supplied(number: int, item: Item, key: str = "k", by: str | None = "A. Reader") -> Supplied:
    return Supplied(number, item, Provenance("refs.bib", DIGEST, key, DAY, by))


def problem(path: Path, form: str | None = None) -> str:
    """Return what is said of a file of which nothing, or not everything, can be read."""
    try:
        source = read_file(path, form)
    except CbecError as caught:
        said = str(caught)
    else:
        said = "\n".join(map(str, source.problems))
        if not said:
            with pytest.raises(CbecError) as refused:
                match_entries(source, KNOWN)
            said = str(refused.value)
    assert "Traceback" not in said
    return said


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
NAMES = st.one_of(
    st.fixed_dictionaries({"literal": WORDS}),
    st.fixed_dictionaries({"family": WORDS}, optional={"given": WORDS, "suffix": WORDS}),
)
DATES = st.one_of(
    st.fixed_dictionaries({"literal": WORDS}),
    st.dates().map(lambda day: {"date-parts": [[day.year, day.month, day.day]]}),
    st.tuples(st.integers(1, 2100), st.integers(1, 2100)).map(lambda years: {"date-parts": [[years[0]], [years[1]]]}),
)
PEOPLE = st.lists(NAMES, min_size=1, max_size=5)
ITEMS = st.builds(
    lambda kind, texts, people, dates: {"type": kind, "title": "茶", **texts, **people, **dates},
    st.sampled_from(sorted(TYPES)),
    st.dictionaries(st.sampled_from(sorted(TEXT_FIELDS - {"note"})), WORDS, max_size=8),
    st.dictionaries(st.sampled_from(["author", "editor", "translator", "collection-editor"]), PEOPLE),
    st.dictionaries(st.sampled_from(["issued", "accessed", "event-date", "original-date"]), DATES),
)  # fmt: skip

JOURNAL = {
    "type": "article-journal",
    "title": "云溪镇茶叶网上销售的实证研究",
    "author": [{"family": "茶", "given": "小明"}, {"literal": "欧阳青"}],
    "container-title": "茶业经济",
    "issued": {"date-parts": [[2019]]},
    "volume": "3",
    "issue": "2",
    "page": "12-15",
}
ENGLISH = {
    "type": "article-journal",
    "title": "Tea roads & <i>digital</i> trade",
    "author": [
        {"family": "Teller", "given": "Ann B."},
        {"family": "Brewer", "given": "Carl"},
        {"family": "Xu", "given": "Yi"},
        {"literal": "World Tea Bank"},
    ],
    "container-title": "Proc. of Tea",
    "issued": {"date-parts": [[2018]]},
    "volume": "7",
    "issue": "1",
    "page": "1-20",
    "DOI": "10.99999/xyz",
}
THESIS = {
    "type": "thesis",
    "genre": "硕士学位论文",
    "title": "云溪镇茶叶出口研究",
    "author": [{"family": "李", "given": "茶"}],
    "publisher": "云溪大学",
    "publisher-place": "云溪",
    "issued": {"date-parts": [[2017]]},
}
BOOK = {
    "type": "book",
    "title": "茶史",
    "author": [{"literal": "陆茶圣"}],
    "edition": "2",
    "publisher": "茶出版社",
    "publisher-place": "北京",
    "issued": {"date-parts": [[2015]]},
}
NEWSPAPER = {
    "type": "article-newspaper",
    "title": "云溪茶市见闻",
    "author": [{"literal": "张三"}],
    "container-title": "云溪茶报",
    "issued": {"date-parts": [[2016, 5, 4]]},
    "page": "3",
}
PAGE = {
    "type": "webpage",
    "title": "云溪茶叶网",
    "author": [{"literal": "云溪镇茶署"}],
    "URL": "https://example.org/tea?a=1&b=2",
    "issued": {"date-parts": [[2020, 1, 2]]},
    "accessed": {"date-parts": [[2020, 5, 6]]},
}
REPORT = {
    "type": "report",
    "title": "Report on Tea",
    "author": [{"literal": "World Tea Bank"}],
    "issued": {"date-parts": [[2011]]},
}
