"""Evidence as a reader meets it: texts and pictures in either language, of one folder and of two."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from click.testing import CliRunner

from cbec_kg.cli.main import cli
from cbec_kg.evidence.grades import GRADES
from cbec_kg.evidence.profiles import profile
from cbec_kg.model.terms import BASES, ROLES
from cbec_kg.render.context import RenderContext
from cbec_kg.render.svg.pictures import matrix_svg
from cbec_kg.store.opening import OpenStore, join_stores, open_folder

SVG = "{http://www.w3.org/2000/svg}"
TOKENS = {*ROLES, *BASES, *GRADES}


def answer(*words: str | Path) -> str:
    done = CliRunner().invoke(cli, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.stdout


def picture(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


# In Chinese


@pytest.mark.parametrize(
    "command",
    [
        ["evidence"],
        ["evidence", "countermeasure-machines"],
        ["evidence", "-f", "svg"],
        ["trace", "problem-pickers"],
        ["trace", "[2]"],
        ["trace", "problem-pickers", "-f", "svg"],
        ["trace", "ref-02", "-f", "svg"],
        ["trace", "citation-03-2", "-f", "svg"],
        ["whatif", "--without", "4"],
        ["whatif", "--without", "4", "-f", "svg"],
        ["whatif", "--only-stated"],
    ],
    ids=" ".join,
)
def test_a_chinese_text_has_no_english_role_basis_or_grade(command: list[str], mini_folder: Path) -> None:
    text = answer(*command, "--lang", "zh", "--data", mini_folder)
    shown = " ".join(texts(picture(text))) if "svg" in command else text
    words = set(re.findall(r"(?<![\w-])[a-z][a-z-]+(?![\w-])", shown))
    assert words & TOKENS == set()


def test_the_picture_of_a_withdrawal_is_titled_by_what_was_withdrawn(mini_folder: Path) -> None:
    root = picture(answer("whatif", "--without", "2", "--without", "4", "-f", "svg", "--data", mini_folder))
    assert root.findtext(f"{SVG}title") == "Without ref-02, ref-04"
    assert texts(root)[0] == "Without ref-02, ref-04"
    inferred = picture(answer("whatif", "--without-basis", "inferred", "-f", "svg", "--data", mini_folder))
    assert inferred.findtext(f"{SVG}title") == "Without basis inferred"


def test_a_role_is_called_the_same_in_every_text(mini_store: OpenStore, mini_folder: Path) -> None:
    snapshot = mini_store.snapshot
    assert (snapshot.label("role-requirement", "zh"), snapshot.label("basis-stated", "zh")) == ("需求", "明说")
    tree = answer("trace", "facet-pickers-skill", "--lang", "zh", "--data", mini_folder)
    drawn = answer("trace", "facet-pickers-skill", "--lang", "zh", "-f", "svg", "--data", mini_folder)
    matrix = answer("evidence", "facet-pickers-skill", "--lang", "zh", "--data", mini_folder)
    assert "（需求，明说）" in tree and "（需求，明说）" in drawn and "R 需求：" in matrix


def test_every_role_basis_and_kind_has_its_name_from_the_ontology(mini_store: OpenStore) -> None:
    snapshot = mini_store.snapshot
    for term in [*(f"role-{role}" for role in ROLES), *(f"basis-{basis}" for basis in BASES), *set(snapshot.kinds.values())]:
        assert re.search(r"[一-鿿]", snapshot.label(term, "zh")), term
        assert snapshot.label(term, "en").isascii()


def test_json_and_csv_keep_the_tokens_in_either_language(mini_folder: Path) -> None:
    for command in (["evidence", "-f", "json"], ["whatif", "--without", "4", "-f", "csv"], ["trace", "2", "-f", "json"]):
        chinese, english = (answer(*command, "--lang", language, "--data", mini_folder) for language in ("zh", "en"))
        assert chinese == english


# Two folders


def test_with_two_folders_a_source_is_named_with_its_folder(mini_folder: Path, real_folder: Path) -> None:
    snapshot = join_stores([open_folder(mini_folder), open_folder(real_folder)]).snapshot
    context = RenderContext(snapshot)
    assert context.source_name("tea-2020:ref-02") == context.source_text("tea-2020:ref-02") == "tea-2020:[2]"
    assert context.source_name("tea-2020:source-tea-yearbook") == "tea-2020:tea-yearbook"
    assert context.source_text("tea-2020:source-tea-yearbook") == "tea-2020:Qingxu tea yearbook"


@pytest.mark.parametrize("form", ["text", "csv", "svg"])
def test_with_two_folders_no_two_columns_of_the_matrix_are_called_the_same(
    form: str, mini_folder: Path, real_folder: Path
) -> None:
    text = answer("evidence", "-f", form, "--data", mini_folder, "--data", real_folder)
    if form == "svg":
        heads = [
            element.text
            for element in picture(text).iter(f"{SVG}text")
            if element.get("text-anchor") and element.get("font-weight")
        ]
    else:
        heads = re.split(r",|  +", text.split("\n")[0])
    assert len(heads) > 10
    assert len(heads) == len(set(heads))
    assert "tea-2020:[2]" in text


def test_with_two_folders_a_withdrawal_names_the_folder(mini_folder: Path, real_folder: Path) -> None:
    text = answer("whatif", "--without", "tea-2020:4", "--data", mini_folder, "--data", real_folder)
    assert "lost: tea-2020:[4] → " in text


# Pictures


def test_the_picture_of_a_reference_shows_what_rests_on_it(mini_folder: Path) -> None:
    """[4] is cited twice: on old pans and on the lack of capital."""
    shown = texts(picture(answer("trace", "4", "-f", "svg", "--data", mini_folder)))
    assert shown[0] == "[4]"
    assert "[4] in 2.2.p1.s1" in shown and "[4] in 2.2.p1.s4" in shown
    assert "Most cooperatives still use old pans" in shown and "The cooperatives have little capital" in shown


def test_the_picture_of_a_citation_shows_both_ends(mini_folder: Path) -> None:
    shown = texts(picture(answer("trace", "citation-04-2", "-f", "svg", "--data", mini_folder)))
    assert shown[:3] == ["[4] in 2.2.p1.s4", "What it rests on", "[4]"]
    assert "The cooperatives have little capital" in shown[shown.index("What rests on it") :]


def test_the_picture_of_a_problem_leads_down_to_its_sources_alone(mini_folder: Path) -> None:
    shown = texts(picture(answer("trace", "problem-machines", "-f", "svg", "--data", mini_folder)))
    assert "[4]" in shown and "[2]" in shown
    assert "What rests on it" not in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_matrix_fits_a_window_of_1280_pixels_and_cuts_no_name(language: str, real_store: OpenStore) -> None:
    snapshot = real_store.snapshot
    root = picture(matrix_svg([profile(snapshot, name) for name in snapshot.diagnosed], RenderContext(snapshot, language)))
    assert float(root.get("width", "inf")) <= 1280
    shown = texts(root)
    assert not [text for text in shown if "…" in text]
    whole = "".join(shown).replace(" ", "")
    for name in (
        *snapshot.diagnosed,
        *(link.start for link in snapshot.links if link.relation == "facet" and link.end in snapshot.diagnosed),
    ):
        assert snapshot.node(name).text(language).replace(" ", "") in whole


def test_every_column_of_the_matrix_is_explained(real_store: OpenStore) -> None:
    snapshot = real_store.snapshot
    shown = texts(picture(matrix_svg([profile(snapshot, name) for name in snapshot.diagnosed], RenderContext(snapshot))))
    named = [
        line.source
        for line in snapshot.lines
        if line.target in snapshot.diagnosed and snapshot.node(line.source).kind == "source"
    ]
    assert named
    for source in named:
        assert sum(text.endswith(f"  {snapshot.node(source).en}") for text in shown) == 1
