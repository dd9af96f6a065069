"""Kinds of trouble that bibliographic files bring, each with an invented entry and what a scholar would print of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cbec_kg.bibliography.formats import read_file
from cbec_kg.bibliography.gbt7714 import parse_gbt7714
from cbec_kg.bibliography.names import Name, names_of
from cbec_kg.bibliography.styles import format_references
from cbec_kg.bibliography.tex import KNOWN, prepared
from cbec_kg.io.pandoc import PandocError, run_pandoc

Files = Callable[[str, str | bytes], Path]

LEAVES = "author={Green, Ada}, journal={Leaf}, year=2016"
KINDS = {
    "others.bib": (
        "@article{1, title={Hot pots}, author={Green, Ada and others}, journal={Leaf}, year=2016}\n"
        "@article{2, title={壶}, author={青壶 and others}, journal={壶刊}, year=2016}",
        ["GREEN A, et al. Hot pots[J]. Leaf, 2016.", "青壶, 等. 壶[J]. 壶刊, 2016."],
        ["Green, A., et al. (2016). Hot pots. Leaf.", "青壶, et al. (2016). 壶. 壶刊."],
    ),
    "number-of-article.bib": (
        f"@article{{1, title={{Hot pots}}, {LEAVES}, volume=4, number=1, eid={{77}}}}",
        ["GREEN A. Hot pots[J]. Leaf, 2016, 4(1): 77."],
        ["Green, A. (2016). Hot pots. Leaf, 4(1), Article 77."],
    ),
    "joined.bib": (
        '@string{lf = "Leaf"}\n@article{1, title = "Hot" # { pots}, author={Green, Ada}, journal = lf # " Letters",'
        ' year = 2016, month = "3~" # mar}\n'
        '@article{2, title={Cold}, author={Green, Ada}, journal=lf, year=2016, month = mar # "/" # apr}',
        ["GREEN A. Hot pots[J]. Leaf Letters, 2016.", "GREEN A. Cold[J]. Leaf, 2016."],
        ["Green, A. (2016). Hot pots. Leaf Letters.", "Green, A. (2016). Cold. Leaf."],
    ),
    "crossref.bib": (
        "@incollection{1, author={Green, Ada}, title={Hot pots}, pages={3--9}, crossref={all}}\n"
        "@book{all, title={All Pots}, year={2016}, editor={Low, Bo}, publisher={Pot and Sons}, address={Delft}}",
        ["GREEN A. Hot pots[M]//LOW B. All Pots. Delft: Pot and Sons, 2016: 3-9.",
         "LOW B. All Pots[M]. Delft: Pot and Sons, 2016."],
        ["Green, A. (2016). Hot pots. In B. Low (Ed.), All Pots (pp. 3–9). Pot and Sons.",
         "Low, B. (Ed.). (2016). All Pots. Pot and Sons."],
    ),
    "edition.bib": (
        "@book{1, title={Pots}, author={Green, Ada}, edition={Third}, publisher={Pot}, year=2016}\n"
        "@book{2, title={壶}, author={青壶}, edition={3rd}, publisher={壶社}, year=2016}\n"
        "@book{3, title={壶史}, author={青壶}, edition={第一版}, publisher={壶社}, year=2016}",
        ["GREEN A. Pots[M]. 3rd ed. Pot, 2016.", "青壶. 壶[M]. 3版. 壶社, 2016.", "青壶. 壶史[M]. 壶社, 2016."],
        ["Green, A. (2016). Pots (3rd ed.). Pot.", "青壶. (2016). 壶 (3rd ed.). 壶社.",
         "青壶. (2016). 壶史 (1st ed.). 壶社."],
    ),
    "editors.bib": (
        "@book{1, title={Pots}, editor={Green, Ada and Low, Bo}, publisher={Pot}, address={Delft}, year=2016}",
        ["GREEN A, LOW B. Pots[M]. Delft: Pot, 2016."],
        ["Green, A., & Low, B. (Eds.). (2016). Pots. Pot."],
    ),
    "proceedings.bib": (
        "@proceedings{1, title={壶会文集}, editor={青壶}, publisher={壶社}, address={宜兴}, year=2016}",
        ["青壶. 壶会文集[C]. 宜兴: 壶社, 2016."],
        ["青壶 (Ed.). (2016). 壶会文集. 壶社."],
    ),
    "newspaper.bib": (
        "@newspaper{1, title={壶市}, author={青壶}, journal={壶报}, date={2016-03-04}, number={5}}\n"
        "@article{2, entrysubtype={newspaper}, title={壶市}, author={青壶}, journal={壶报}, date={2016-03-04}, pages={6}}\n"
        "@newspaper{3, title={壶市}, author={青壶}, journal={壶报}, date={2016-03-04}, number={5}, pages={2}}",
        ["青壶. 壶市[N]. 壶报, 2016-03-04(5).", "青壶. 壶市[N]. 壶报, 2016-03-04(6).",
         "青壶. 壶市[N]. 壶报, 2016-03-04(5): 2."],
        None,
    ),
    "month.bib": (
        f"@article{{1, title={{Pots}}, {LEAVES}, volume=4, month={{Summer}}}}",
        ["GREEN A. Pots[J]. Leaf, 2016, 4."],
        ["Green, A. (2016). Pots. Leaf, 4."],
    ),
    "tex.bib": (
        f"@article{{1, title={{On {{\\it Camellia}} \\textendash{{}} ``hot'' H$_2$O at $\\alpha$, "
        f"\\mbox{{A\\&B}}}}, {LEAVES}}}",
        ["GREEN A. On Camellia – “hot” H₂O at α, A&B[J]. Leaf, 2016."],
        ["Green, A. (2016). On Camellia – “hot” H₂O at α, A&B. Leaf."],
    ),
    "percent.bib": (
        "% pots\n@article{1, % first\n title={Pots, 50\\% off}, % why\n author={Green, Ada}, % who\n"
        " journal={Leaf}, year=2016\n}",
        ["GREEN A. Pots, 50% off[J]. Leaf, 2016."],
        ["Green, A. (2016). Pots, 50% off. Leaf."],
    ),
    "undefined.bib": (
        "@article{1, title={Pots}, author={Green, Ada}, journal=LFL, year=2016}",
        ["GREEN A. Pots[J]. LFL, 2016."],
        ["Green, A. (2016). Pots. LFL."],
    ),
    "names.ris": (
        "TY  - JOUR\nID  - 1\nAU  - 青壶；紫砂\nTI  - 壶\nJO  - 壶刊\nPY  - 2016\nER  - \n"
        "TY  - JOUR\nID  - 2\nAU  - Ada B. Green and Bo Low\nTI  - Pots\nJF  - Leaf\nPY  - 2016\nER  - \n"
        "TY  - JOUR\nID  - 3\nAU  - Green AB, Low C\nTI  - Pots\nJF  - Leaf\nY1  - 2016///\nER  - \n",
        ["青壶, 紫砂. 壶[J]. 壶刊, 2016.", "GREEN A B, LOW B. Pots[J]. Leaf, 2016.",
         "GREEN A B, LOW C. Pots[J]. Leaf, 2016."],
        ["青壶, & 紫砂. (2016). 壶. 壶刊.", "Green, A. B., & Low, B. (2016). Pots. Leaf.",
         "Green, A. B., & Low, C. (2016). Pots. Leaf."],
    ),
    "chapter.ris": (
        "TY  - CHAP\nID  - 1\nAU  - Green, A.\nED  - Low, B.\nTI  - Hot\nBT  - Pots\nPY  - 2016\nSP  - 1\nEP  - 9\n"
        "PB  - Pot\nCY  - Delft\nER  - \n",
        ["GREEN A. Hot[M]//LOW B. Pots. Delft: Pot, 2016: 1-9."],
        ["Green, A. (2016). Hot. In B. Low (Ed.), Pots (pp. 1–9). Pot."],
    ),
    "markup.json": (
        '[{"id": "1", "type": "book", "title": "<b>Pots</b> of <sc>Delft</sc> at 10<sup>3</sup> <i>degrees</i>",'
        ' "author": [{"family": "Green", "given": "A."}], "publisher": "Pot", "issued": {"date-parts": [[2016]]}}]',
        ["GREEN A. Pots of Delft at 10³ degrees[M]. Pot, 2016."],
        ["Green, A. (2016). Pots of Delft at 10³ degrees. Pot."],
    ),
    "event.json": (
        '[{"id": "1", "type": "paper-conference", "title": "壶", "event-title": "壶会", "author": [{"literal": "青壶"}],'
        ' "issued": {"date-parts": [[2016]]}, "page": "7"}]',
        ["青壶. 壶[C]//壶会. 2016: 7."],
        None,
    ),
    "zotero.json": (
        '[{"id": "1", "type": "book", "title": "壶", "author": [{"literal": "青壶"}], "volume": "2",'
        ' "issued": {"date-parts": [[2016]]}, "note": "page: 88\\nedition: 2"}]',
        ["青壶. 壶: 第2卷[M]. 2版. 2016: 88."],
        None,
    ),
    "cnki.net": (
        "{Reference Type}: Journal Article\n{Title}: 壶\n{Author}: 青壶;紫砂;\n{Author Address}: 壶所;\n{Journal}: 壶刊\n"
        "{Year}: 2016\n{Volume}: 4\n{Issue}: 01\n{Pages}: 1-9\n{Label}: 1\n{Database Provider}: 某库\n",
        ["青壶, 紫砂. 壶[J]. 壶刊, 2016, 4(01): 1-9."],
        None,
    ),
    "cnki.txt": (
        "[1]青壶,紫砂.壶[J].壶刊,2016,4(01):1-9.\n[2]青壶.壶论[D].壶大学,2015.\n[3]青壶.壶市[N].壶报,2016-03-04(005).",
        ["青壶, 紫砂. 壶[J]. 壶刊, 2016, 4(01): 1-9.", "青壶. 壶论[D]. 壶大学, 2015.",
         "青壶. 壶市[N]. 壶报, 2016-03-04(005)."],
        None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_of_entry_is_printed_as_a_scholar_would(file: Files, name: str) -> None:
    content, gbt7714, apa = KINDS[name]
    source = read_file(file(name, content))
    items = [entry.item for entry in source.entries]
    assert format_references(items, "gbt7714") == gbt7714
    if apa is not None:
        assert format_references(items, "apa") == apa
    assert source.problems == ()


def test_what_was_read_otherwise_than_written_is_told(file: Files) -> None:
    content = "@article{1, title={x}, journal=LFL}\n@inbook{2, title={y}, crossref={none}}"
    undefined, crossed = (entry.notes for entry in read_file(file("a.bib", content)).entries)
    assert undefined == ("journal: LFL is no name that an @string defines; taken as text. Put the @string entries before "
                         "the others",)  # fmt: skip
    assert crossed == ("crossref: no entry has the key 'none'",)
    (entry,) = read_file(file("a.bib", "@book{1, title={x}, author={青壶, 紫砂 and Green, Ada}}")).entries
    assert entry.notes == ("author '青壶, 紫砂' was read as 2 names",)
    (entry,) = read_file(file("a.ris", "TY  - BOOK\nAU  - 青壶,紫砂\nTI  - x\nER  - \n")).entries
    assert entry.notes == ("author '青壶,紫砂' was read as 2 names",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("欧阳, 青", [{"family": "欧阳", "given": "青"}]),
        ("王, 五", [{"family": "王", "given": "五"}]),
        ("青壶,紫砂", [{"literal": "青壶"}, {"literal": "紫砂"}]),
        ("青壶、紫砂、龙井 等", [{"literal": "青壶"}, {"literal": "紫砂"}, {"literal": "龙井"}, {"literal": "others"}]),
        ("汉斯·格林", [{"literal": "汉斯·格林"}]),
        ("中国壶学会", [{"literal": "中国壶学会"}]),
        ("Ludwig van Green", [{"family": "Green", "given": "Ludwig", "non-dropping-particle": "van"}]),
        ("Green, Ada, Jr.", [{"family": "Green", "given": "Ada", "suffix": "Jr."}]),
        ("Green, A., Low, B.", [{"family": "Green", "given": "A."}, {"family": "Low", "given": "B."}]),
        ("Ministry of Pots and Leaves", [{"literal": "Ministry of Pots and Leaves"}]),
        ("Pot Growers,", [{"literal": "Pot Growers"}]),
        ("WHO", [{"literal": "WHO"}]),
        ("et al.", [{"literal": "others"}]),
        ("", []),
    ],
)
def test_names_in_one_text_are_told_apart(text: str, names: list[Name]) -> None:
    assert names_of(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "青壶, 紫砂, 龙井, 等. 壶: 第2卷[M]. 绿茶, 译. 2版. 北京: 壶社, 2015: 20-30.",
        "GREEN A B, LOW C. Hot pots[J/OL]. Leaf, 2018, 7(1): 1-20[2019-02-03]. https://example.org/p. DOI:10.99999/p.1.",
        "GREEN A. Hot[M]//LOW B, RED C. Pots of Delft. 2nd ed. Cambridge, Mass.: Pot Press, Inc., 2015: 1-9.",
        "青壶. 壶论[D]. 宜兴: 壶大学, 2017.",
        "青壶. 一种壶: CN201920985122.2[P]. 2020-03-20.",
        "全国壶标委. 壶: GB/T 99999-2014[S]. 北京: 壶社, 2014: 2-3.",
        "壶署. 壶网[EB/OL]. (2020-01-02)[2020-05-06]. https://example.org/?a=1&b=2.",
        "壶署. 第3次壶报告[R]. 北京: 壶署, 2019.",
        "青壶. 壶市[N]. 壶报, 2016-03-04(5).",
        "青壶, 紫砂. 壶会文集[C]. 宜兴: 壶社, 2015.",
    ],
)
def test_an_entry_in_gbt_7714_is_taken_apart_and_printed_again(text: str) -> None:
    read = parse_gbt7714(text)
    assert read is not None
    item, rest = read
    assert rest == ""
    assert format_references([item], "gbt7714") == [text]


def test_what_is_not_understood_of_a_line_is_told(file: Files) -> None:
    (entry,) = read_file(file("a.txt", "[1] 青壶. 壶[M]. 某处某社某年.")).entries
    assert entry.item["title"] == "壶"
    assert entry.notes == ("not understood: '某处某社某年'",)


def test_an_entry_that_pandoc_cannot_read_costs_no_other(file: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    def picky(content: bytes, arguments: tuple[str, ...], purpose: str) -> str:
        if b"bad" in content:
            raise PandocError("unexpected bad")
        return run_pandoc(content, arguments, purpose)

    monkeypatch.setattr("cbec_kg.bibliography.bibtex.run_pandoc", picky)
    content = "".join(f"@book{{k{place}, title={{{'bad' if place in (3, 7) else 'good'}}}}}\n" for place in range(10))
    source = read_file(file("a.bib", content))
    assert [entry.key for entry in source.entries] == ["k0", "k1", "k2", "k4", "k5", "k6", "k8", "k9"]
    assert [problem.line for problem in source.problems] == [4, 8]


def test_pandoc_reads_each_command_that_is_said_to_be_known() -> None:
    names = sorted(KNOWN - {"href"})
    values = [f"a\\{name}{{}}{{e}}b" if name.isalpha() else f"a\\{name} eb" for name in names]
    source = "".join(f"@book{{k{place}, title={{{value}}}, langid={{german}}}}\n" for place, value in enumerate(values))
    read = run_pandoc(source.encode(), ("--from=biblatex", "--to=csljson"), "a test")
    assert read.count('"title"') == len(names)
    assert prepared("\\foo{x}") != "\\foo{x}"
