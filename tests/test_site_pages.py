"""The pages of the site against the graph, and what they show."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat
from pyoxigraph import parse as parse_rdf
from rdflib import RDF, Graph, URIRef

from cbec_kg.model.iris import BASE, TERM
from cbec_kg.render.html import shown_text
from site_builder import (
    TEA,
    any_site,
    english,
    facts_of,
    graph_of,
    other_folder,
    page_at,
    pages_of,
    real_site,
    sections,
    site,
    supplied_folder,
    write_site,
)
from site_html import Element

__all__ = ["any_site", "other_folder", "real_site", "site", "supplied_folder"]

LANGUAGES = ("", "en/")
"""The folders of the two languages: Chinese, the language of the articles, stands at the root."""


# Pages and IRIs


def expected_place(iri: str, stems: set[str]) -> tuple[str, str]:
    """Return page and fragment of an IRI by the rule that HOSTING.txt states, worked out from the IRI alone."""
    path = iri.removeprefix(BASE)
    if path.startswith("ontology#"):
        return "ontology.html", path.removeprefix("ontology#")
    folder, _, rest = path.partition("/")
    record, _, part = rest.partition("/")
    if "-" in record and f"{folder}/{record}" in stems:
        return f"{folder}/{record}.html", part
    return f"{path}.html", ""


def test_every_iri_of_the_graph_has_its_page_and_its_place_on_it(any_site: Path) -> None:
    ids = {path: {element.attributes.get("id") for element in page.all()} for path, page in pages_of(any_site).items()}
    stems = {path.removesuffix(".html") for path in ids if not path.startswith("en/")}
    subjects = {triple.subject.value for triple in graph_of(any_site) if isinstance(triple.subject, NamedNode)}
    own = {iri for iri in subjects if iri.startswith(BASE)}
    assert len(own) > 800
    for iri in own:
        page, fragment = expected_place(iri, stems)
        for language in LANGUAGES:
            assert language + page in ids, iri
            assert not fragment or fragment in ids[language + page], (language, iri)


def test_every_page_of_a_resource_names_its_iri(any_site: Path) -> None:
    named = 0
    for path, page in pages_of(any_site).items():
        describes = [link.attributes["href"] for link in page.all("link") if link.attributes.get("rel") == "describes"]
        if describes:
            named += 1
            codes = [
                code.text() for section in page.all("section") for code in section.all("dd") for code in code.all("code")
            ]
            assert codes == describes
            stem = path.removeprefix("en/").removesuffix(".html")
            local = describes[0].removeprefix(BASE)
            assert stem == local or (stem.startswith("terms/") and stem.endswith("/" + local.removeprefix("ontology#"))), (
                path
            )
    assert named > 500


def test_the_data_of_all_pages_together_are_the_graph(any_site: Path) -> None:
    found = set()
    for path in any_site.rglob("*.ttl"):
        name = path.relative_to(any_site).as_posix()
        if "download/" not in name and name not in ("void.ttl", "shapes.ttl"):
            found |= {quad.triple for quad in parse_rdf(path.read_bytes(), format=RdfFormat.TURTLE)}
    assert found == graph_of(any_site)


def test_json_ld_beside_a_page_says_what_its_turtle_says(site: Path) -> None:
    paths = [path for path in site.rglob("*.jsonld") if path.with_suffix(".html").exists()]
    assert len(paths) > 300
    for path in paths:
        json_ld = {quad.triple for quad in parse_rdf(path.read_bytes(), format=RdfFormat.JSON_LD)}
        assert json_ld == {quad.triple for quad in parse_rdf(path.with_suffix(".ttl").read_bytes(), format=RdfFormat.TURTLE)}


def test_a_records_data_hold_its_parts_and_what_leads_to_it(site: Path) -> None:
    graph = Graph().parse(site / "tea-2020" / "problem-pickers.ttl")
    pickers = URIRef(f"{TEA}problem-pickers")
    assert (URIRef(f"{TEA}problem-pickers/anchor-1"), RDF.type, URIRef(f"{TERM}Anchor")) in graph
    answers = set(graph.subjects(URIRef(f"{TERM}answers"), pickers))
    assert answers == {URIRef(f"{TEA}countermeasure-training")}


def test_the_base_changes_no_iri_of_the_graph(site: Path, supplied_folder: Path, other_folder: Path, tmp_path: Path) -> None:
    elsewhere = write_site(tmp_path / "site", "--data", str(supplied_folder), "--data", str(other_folder))
    for name in ("tea-2020/problem-pickers.ttl", "download/graph.nq", "terms/class/Claim.jsonld", "ontology.ttl"):
        assert (elsewhere / name).read_bytes() == (site / name).read_bytes()
    assert f'href="{BASE}tea-2020/problem-pickers.html"' in (elsewhere / "tea-2020/problem-pickers.html").read_text("utf-8")


def test_every_kind_of_record_has_a_list_that_names_all_of_it(site: Path, mini_folder: Path) -> None:
    lists = {
        "problems": "problem-", "facets": "facet-", "countermeasures": "countermeasure-", "measures": "measure-",
        "claims": "claim-", "statistics": "stat-", "tables": "table-", "figures": "figure-", "references": "ref-",
        "sources": "source-", "citations": "citation-", "attributions": "attribution-", "sections": "section-",
        "indicators": "indicator-", "units": "unit-", "passages": "passage-",
    }  # fmt: skip
    home = {link.attributes["href"] for link in page_at(site, "tea-2020/index.html").all("a")}
    have = {path.name for path in (site / "tea-2020").glob("*.html")}
    for name, prefix in lists.items():
        listed = [link.attributes["href"] for link in page_at(site, f"tea-2020/{name}.html").all("a")]
        assert {page for page in have if page.startswith(prefix)} <= set(listed), name
        assert f"{name}.html" in home
    entities = {link.attributes["href"] for link in page_at(site, "tea-2020/entities.html").all("a")}
    ids = re.findall(r"^- \{id: (\S+),", (mini_folder / "entities.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(ids) == 14
    assert {f"{name}.html" for name in ids} <= entities


# What pages show


def test_a_figure_is_shown_as_printed_with_its_normalised_value_unit_and_unknown_period(site: Path) -> None:
    """0.52 of ten thousand is 5200; statistics.yaml and units.yaml of the mini folder."""
    found = sections(english(site, "tea-2020/stat-members.html"))
    assert "约0.52万人" in found["As printed"].text()
    facts = facts_of(found["Details"])
    assert facts["Value"] == "about 0.52"
    assert facts["Unit"] == "ten thousand"
    assert facts["Normalised value"] == "5,200"
    assert facts["Base unit"] == "count"
    assert facts["Period"] == "unknown"


def test_a_growth_shows_its_base_and_why_its_period_is_known(site: Path) -> None:
    found = sections(english(site, "tea-2020/stat-picker-wage-growth-2020.html"))
    facts = facts_of(found["Details"])
    assert facts["Comparison period"] == "2018"
    assert facts["Base year"] == "2018"
    assert "the year stands in the sentence before" in facts["Period"]
    assert "inherited" in facts["Period"]


def test_a_figure_whose_base_unit_is_unknown_is_not_normalised(site: Path) -> None:
    facts = sections(english(site, "tea-2020/stat-table-1-2019-total.html"))["Details"].text()
    assert "not normalised: the base unit is not known" in facts


def test_a_table_cell_is_marked_in_its_table_and_the_others_lead_to_their_pages(site: Path) -> None:
    grid = sections(english(site, "tea-2020/stat-table-1-2019-export.html"))["Its place in the table"]
    rows = [[cell.text() for cell in row.all("th", "td")] for row in grid.all("tr")]
    assert [row[0] for row in rows] == ["", "2018", "2019", "2020"]
    assert rows[2][1:] == ["1,240.50", "4.40", "1,030.50", "210.00"]
    marked = [cell.text() for cell in grid.all("td") if "here" in cell.attributes.get("class", "")]
    assert marked == ["210.00"]
    links = [link.attributes["href"] for link in grid.all("td")[-1].all("a")]
    assert links == ["stat-table-1-2020-export.html"]


def test_a_statement_shows_role_basis_reason_place_and_offsets(site: Path) -> None:
    found = sections(english(site, "tea-2020/problem-machines.html"))
    support = found["Evidence"].text()
    assert "context" in support and "inferred" in support
    assert "output only shows the scale" in support
    place = found["Places in the article"]
    assert "设备陈旧" in place.text()
    row = next(line for line in anchors_of("problem-machines"))
    assert f"{row['start']}–{row['end']}" in place.text()
    assert {link.attributes["href"] for link in place.all("a")} == {"passage-2.2.h.html"}


def anchors_of(record: str) -> list[dict[str, str]]:

    path = Path(__file__).parent / "mini" / "data" / "anchors.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["record"] == record]


def test_a_passage_leads_to_what_is_stated_in_it_and_to_its_neighbours(site: Path) -> None:
    page = english(site, "tea-2020/passage-1.p1.s2.html")
    stated = {link.attributes["href"] for link in sections(page)["Records stated here"].all("a")}
    assert {"stat-cooperatives.html", "stat-members.html"} <= stated
    near = {link.attributes.get("rel"): link.attributes["href"] for link in page.all("a")}
    assert (near["prev"], near["next"]) == ("passage-1.p1.s1.html", "passage-1.p1.s3.html")


def test_a_reference_without_data_is_marked_as_unknown(site: Path) -> None:
    page = english(site, "tea-2020/ref-02.html")
    assert "there is no list of references" in sections(page)["Not given in the text used"].text()
    assert "Bibliographic data supplied by the user" not in sections(page)
    cited = {link.attributes["href"] for link in sections(page)["Where the article refers to it"].all("a")}
    assert {"citation-02-1.html", "citation-02-2.html"} <= cited


def test_supplied_data_are_shown_as_supplied_beside_what_the_text_lacks(site: Path) -> None:
    found = sections(english(site, "tea-2020/ref-01.html"))
    supplied = found["Bibliographic data supplied by the user"].text()
    assert "茶史 <考>" in supplied and "2019" in supplied and "refs.bib key-1" in supplied and "A. Reader" in supplied
    assert "unknown" in found["Not given in the text used"].text()
    assert "Bibliographic data supplied by the user" not in sections(english(site, "tea-2021/ref-01.html"))


def test_the_article_page_and_citations_never_fill_in_a_title(site: Path) -> None:
    page = english(site, "tea-2020/article-tea-2020.html")
    assert "the text used has no title" in sections(page)["Not given in the text used"].text()
    cite = sections(page)["Identifier, citation and data"].text()
    assert "苔青 et al. (2020). [title unknown]. Upland Agronomy, 3(2), 5. https://doi.org/10.99999/tea.2020.0305" in cite
    assert f"{TEA}article-tea-2020" in cite


def test_a_derived_field_gives_its_reason_beside_its_value(site: Path) -> None:
    page = english(site, "tea-2020/article-tea-2020.html")
    facts = {fact.all("dt")[0].text(): fact for fact in sections(page)["Details"].all("div")}
    assert facts["Year"].attributes["id"] == "derived/year"
    assert facts["Year"].all("span")[0].text() == "2020"
    assert facts["Year"].all("p")[0].text() == "derived: from the DOI"
    assert "id" not in facts["Volume"].attributes


def test_what_the_graph_says_of_a_resource_is_headed_by_the_ontologys_labels(site: Path) -> None:
    path = next((site / "tea-2020" / "cube" / "observation").glob("*.html"))
    for language, wanted in (
        ("", {"观测的印刷原文", "类型", "由此得出"}),
        ("en/", {"printed text of an observation", "type"}),
    ):
        page = page_at(site, language + path.relative_to(site).as_posix())
        [section] = [
            found for name, found in sections(page).items() if name in ("What the graph says of it", "图谱中的描述")
        ]
        assert wanted <= {name.text() for name in section.all("dt")}


def test_what_cannot_be_shown_is_replaced_and_nothing_else() -> None:
    """Control characters but tab and new line, surrogates, and the marks of UAX 9 that turn the direction of text."""
    turning = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C}
    for code in range(0x10000):
        hidden = code in turning or (unicodedata.category(chr(code)) in ("Cc", "Cs") and code not in (9, 10))
        assert (shown_text(chr(code)) == chr(code)) is not hidden, hex(code)


def test_an_inconsistent_figure_shows_the_audits_working_first(real_site: Path) -> None:
    """The table prints 80.20 for 2018, 658.80 for 2019 and a growth of 26.40: the ratio is 8.2, not 1.26."""
    folder = next(real_site.glob("*/explorer.html")).parent.name
    block = sections(english(real_site, f"{folder}/stat-table-1-2019-export-growth.html"))[
        "Computed: the audit of the figures"
    ]
    entries = [entry.text() for entry in block.all("li")]
    assert "inconsistent" in entries[0] and "inconsistent" not in entries[-1]
    assert sum("658.80 ÷ 80.20 − 1 ≠ 26.40%" in entry for entry in entries) == 1
    assert "The data are not changed." in block.text()


def test_an_explanation_shows_its_hypotheses_in_their_order_with_what_each_would_do(real_site: Path) -> None:
    """Read against 2017 instead, the growth of 2018 resolves one conflict, adds none, confirms one relation, breaks none."""
    folder = next(real_site.glob("*/explorer.html")).parent.name
    pages = [english(real_site, str(path.relative_to(real_site))) for path in real_site.glob(f"{folder}/explanation/*.html")]
    blocks = [sections(page)["Hypotheses (nothing is corrected)"] for page in pages]
    entries = [[entry.text() for entry in block.all("li")] for block in blocks]
    [found] = [texts for texts in entries if texts and "it is compared with 2017" in texts[0]]
    counts = (("would resolve", 1), ("would add", 0), ("would confirm", 1), ("would break", 0))
    for words, count in counts:
        assert re.search(rf"{words}\W*{count}(?!\d)", found[0]), found[0]


def test_the_front_page_leads_to_the_explorer_and_to_the_audit(site: Path) -> None:
    links = {link.attributes["href"] for link in page_at(site, "index.html").all("a")}
    assert {"tea-2020/explorer.html#lang=zh", "tea-2020/audit.html"} <= links


def test_a_term_page_has_label_definition_and_number_of_uses(site: Path) -> None:
    assert [heading.text() for heading in page_at(site, "terms/class/Facet.html").all("h1")] == ["具体表现"]
    page = english(site, "terms/class/Facet.html")
    assert [heading.text() for heading in page.all("h1")] == ["facet"]
    assert "One aspect of a problem" in sections(page)["Definition"].text()
    count = sum(triple.object == NamedNode(f"{TERM}Facet") and "#" not in str(triple.subject) for triple in graph_of(site))
    assert count == 2 * 5
    assert facts_of(sections(page)["Details"])["Uses in the data"] == str(count)


def test_terms_that_differ_in_a_capital_alone_have_pages_that_no_file_system_confuses(site: Path) -> None:
    paths = [path.relative_to(site).as_posix().casefold() for path in site.rglob("*") if path.is_file()]
    assert max(Counter(paths).values()) == 1
    assert (site / "terms/class/Source.html").exists() and (site / "terms/property/source.html").exists()


# Reading


def opening(page: Element) -> str:
    [found] = [part for part in page.all("p") if part.attributes.get("class") == "opening"]
    return found.text()


def test_a_page_opens_with_what_it_is_where_it_is_stated_and_what_backs_it(site: Path) -> None:
    """problems.yaml states it in the heading of 2.1, where an attribution backs it; of its three facets one is backed."""
    english_text = opening(english(site, "tea-2020/problem-pickers.html"))
    assert english_text.startswith("Problem, stated in section 2.1, heading.")
    assert "Its headline is backed; of its 3 facets 1 is backed." in english_text
    assert opening(page_at(site, "tea-2020/problem-pickers.html")).startswith("问题，文中见第2.1节的标题。")


def test_every_record_and_passage_opens_with_a_sentence(any_site: Path) -> None:
    for path, page in pages_of(any_site).items():
        if "-" in path.removeprefix("en/").partition("/")[2].partition("/")[0] and "/" in path.removeprefix("en/"):
            assert opening(page).strip(), path


def test_a_problem_shows_the_sources_of_its_facets_beside_its_own(site: Path) -> None:
    evidence = sections(english(site, "tea-2020/problem-pickers.html"))["Evidence"]
    links = {link.attributes["href"] for link in evidence.all("a")}
    assert {"source-tea-yearbook.html", "facet-pickers-few.html", "facet-pickers-skill.html", "ref-01.html"} <= links


def test_the_picture_has_what_it_comes_from_left_and_what_comes_from_it_right(site: Path) -> None:
    """The heading rests on an attribution; three facets are its parts; one countermeasure answers it."""
    page = english(site, "tea-2020/problem-pickers.html")
    [picture] = page.all("svg")
    middle = next(box for box in picture.all("rect") if "here" in box.attributes.get("class", ""))
    boxes = {link.attributes["href"]: float(link.all("rect")[0].attributes["x"]) for link in picture.all("a")}
    left = {"attribution-yearbook-pickers.html", *(f"facet-pickers-{name}.html" for name in ("age", "few", "skill"))}
    assert {name for name, x in boxes.items() if x < float(middle.attributes["x"])} == left
    assert {name for name, x in boxes.items() if x > float(middle.attributes["x"])} == {"countermeasure-training.html"}
    assert not picture.all("script", "style", "foreignObject")


def test_records_follow_each_other_in_the_order_of_the_article(site: Path) -> None:
    """The facets of the pickers stand in 2.1.p1: few in sentence 1, skill in 3, age in 4."""
    page = page_at(site, "tea-2020/facet-pickers-skill.html")
    steps = {
        link.attributes["rel"]: link.attributes["href"]
        for link in page.all("a")
        if link.attributes.get("rel") in ("prev", "next")
    }
    assert steps == {"prev": "facet-pickers-few.html", "next": "facet-pickers-age.html"}


def test_figures_in_doubt_are_marked_in_their_table_with_the_reason(real_site: Path) -> None:
    """The rows of 2016 to 2018 are in another unit than the heading of Table 1 says, and 2019 and 2020 are not in doubt."""
    folder = next(real_site.glob("*/explorer.html")).parent.name
    page = english(real_site, f"{folder}/table-1.html")
    marked = {
        row.all("th")[0].text(): ["doubt" in cell.attributes.get("class", "") for cell in row.all("td")]
        for row in page.all("tbody")[0].all("tr")
    }
    assert all(marked["2016"]) and not any(marked["2020"])
    [reasons] = [part for part in page.all("ul") if part.attributes.get("class") == "reasons"]
    assert "100 million US dollars" in reasons.text()


def test_long_lists_are_folded_by_section_and_nothing_is_left_out(real_site: Path) -> None:
    folder = next(real_site.glob("*/explorer.html")).parent.name
    page = page_at(real_site, f"{folder}/claims.html")
    folds = page.all("details")
    assert len(folds) > 5 and [("open" in fold.attributes) for fold in folds] == [True, *[False] * (len(folds) - 1)]
    listed = [
        link.attributes["href"] for fold in folds for link in fold.all("a") if link.attributes["href"].startswith("claim-")
    ]
    assert sorted(listed) == sorted(path.name for path in (real_site / folder).glob("claim-*.html"))
