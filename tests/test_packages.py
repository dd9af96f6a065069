"""What other programs open: the RO-Crate, notes for Obsidian, tables for OpenCitations, metadata of a deposit."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from cbec_kg import open_paper
from cbec_kg.bibliography.entries import Item
from cbec_kg.bibliography.opencitations import CITS, INDEX, META, citation_tables
from cbec_kg.errors import UsageError
from cbec_kg.rdf.project import Project, build_project
from cbec_kg.render.exports.bundle import export_files
from cbec_kg.render.exports.crate import CRATE_FILE, crate
from cbec_kg.render.exports.deposit import Deposit, deposit_of
from cbec_kg.render.exports.obsidian import note_names, obsidian_notes, plain_text
from cli_calls import Edited, files_of, inside
from references_builder import supplied

# RO-Crate

ARTICLE = "https://doi.org/10.99999/tea.2020.0305"


@pytest.fixture(scope="module")
def packed(mini_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of the mini paper's exports with their crate."""
    folder = tmp_path_factory.mktemp("packed")
    files = export_files(mini_project)
    made = files | {CRATE_FILE: crate(files, [mini_project.snapshot], deposit_of(["Tea, Jan"], "2021-08-30"))}
    for name, content in made.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def entities(packed: Path) -> dict[str, dict[str, Any]]:
    document = json.loads((packed / CRATE_FILE).read_text(encoding="utf-8"))
    assert document["@context"] == "https://w3id.org/ro/crate/1.2/context"
    found = {entity["@id"]: entity for entity in document["@graph"]}
    assert len(found) == len(document["@graph"])
    return found


def test_every_file_is_described_with_its_size_and_digest(packed: Path, entities: dict[str, dict[str, Any]]) -> None:
    from hashlib import sha256

    content = {name: data for name, data in files_of(packed).items() if name != CRATE_FILE}
    described = {name: one for name, one in entities.items() if one["@type"] == "File"}
    assert set(described) == set(content)
    for name, one in described.items():
        assert (one["contentSize"], one["sha256"]) == (str(len(content[name])), sha256(content[name]).hexdigest())
        assert one["description"].count("\n") == 1 and one["license"] == {
            "@id": "https://creativecommons.org/licenses/by/4.0/"
        }


def test_the_crate_has_what_its_specification_asks_for(entities: dict[str, dict[str, Any]]) -> None:
    root = entities["./"]
    assert entities[CRATE_FILE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    assert entities[CRATE_FILE]["about"] == {"@id": "./"}
    assert {"name", "description", "datePublished", "license", "hasPart"} <= set(root)
    assert (root["datePublished"], root["about"], root["isBasedOn"]) == (
        "2021-08-30",
        {"@id": ARTICLE},
        {"@id": ARTICLE},
    )
    assert entities[root["author"]["@id"]]["familyName"] == "Tea"
    article = entities[ARTICLE]
    assert article["@type"] == "ScholarlyArticle" and article["datePublished"] == "2020"
    issue = entities[article["isPartOf"]["@id"]]
    volume = entities[issue["isPartOf"]["@id"]]
    journal = entities[volume["isPartOf"]["@id"]]
    assert (issue["issueNumber"], volume["volumeNumber"], journal["name"]) == ("2", "3", "山地农学")
    assert entities["#build"]["instrument"]["@id"] in entities


def test_every_entity_of_the_crate_is_reached_from_its_root(entities: dict[str, dict[str, Any]]) -> None:
    reached, waiting = set[str](), [CRATE_FILE]
    while waiting:
        name = waiting.pop()
        if name in entities and name not in reached:
            reached.add(name)
            text = json.dumps({key: value for key, value in entities[name].items() if key != "@id"})
            waiting += re.findall(r'"@id": "([^"]+)"', text)
    assert reached == set(entities)
    named = {one["@id"] for entity in entities.values() for value in entity.values() for one in _ids(value)}
    assert named - set(entities) == {"https://w3id.org/ro/crate/1.2"}


def _ids(value: Any) -> list[dict[str, str]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def test_the_maintained_library_reads_the_crate(packed: Path, entities: dict[str, dict[str, Any]]) -> None:
    from rocrate.rocrate import ROCrate

    read = ROCrate(packed)
    assert {one.id for one in read.get_entities()} == set(entities)
    assert read.root_dataset["isBasedOn"].type == "ScholarlyArticle"
    assert {one.id for one in read.data_entities} == {
        name for name, one in entities.items() if one["@type"] in ("File", "Dataset") and name != "./"
    }


def test_what_is_not_known_is_not_in_the_crate(mini_project: Project) -> None:
    text = crate({"graph.ttl": ""}, [mini_project.snapshot])
    root = json.loads(text)["@graph"][1]
    assert not {"author", "creator", "publisher", "datePublished"} & set(root)
    assert text == crate({"graph.ttl": ""}, [mini_project.snapshot], Deposit())


# A deposit


def test_a_deposit_without_author_or_day_is_refused(data: list[str]) -> None:
    for form in ("zenodo", "invenio"):
        done = inside("export", form, *data)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--creator" in done.stderr and "--published" in done.stderr
    done = inside("export", "zenodo", "--creator", "Tea, Jan", "--published", "2021", *data)
    assert done.returncode == 2 and "--published" in done.stderr and "--creator" not in done.stderr


@pytest.mark.parametrize(
    "creator", ["", "Tea,", ", Jan", "Tea, Jan [0000-0002-1825-0098]", "Press [0000-0002-1825-0097]", "Tea [x]", "a\x00b"]
)
def test_a_creator_who_is_none_is_refused(creator: str) -> None:
    with pytest.raises(UsageError, match="--creator"):
        deposit_of([creator], "")


@pytest.mark.parametrize("day", ["2021-02-30", "2021-13", "yesterday", "30.8.2021", "2021-8-30", "２０２１"])
def test_a_day_of_publication_that_is_none_is_refused(day: str) -> None:
    with pytest.raises(UsageError, match="--published"):
        deposit_of([], day)


def test_a_deposit_says_what_it_is_derived_from(mini_folder: Path) -> None:
    paper = open_paper(mini_folder)
    creators = ["Tea, Jan [https://orcid.org/0000-0002-1825-0097]", "Green Press"]
    zenodo = json.loads(paper.deposit("zenodo", creators=creators, published="2021-08-30"))
    assert zenodo["creators"] == [{"name": "Tea, Jan", "orcid": "0000-0002-1825-0097"}, {"name": "Green Press"}]
    assert zenodo["related_identifiers"][0]["identifier"] == "10.99999/tea.2020.0305"
    assert (zenodo["upload_type"], zenodo["license"], zenodo["publication_date"]) == ("dataset", "cc-by-4.0", "2021-08-30")
    record = json.loads(paper.deposit("invenio", creators=creators, published="2021-08"))["metadata"]
    assert {"resource_type", "creators", "title", "publication_date"} <= set(record)
    assert [one["person_or_org"]["type"] for one in record["creators"]] == ["personal", "organizational"]
    assert record["additional_titles"][0]["title"] == "知识图谱：山地农学 2020, 3(2), 5"


# OpenCitations

CITED: dict[int, Item] = {
    1: {
        "type": "article-journal", "title": "Tea, sold", "DOI": "https://doi.org/10.99999/TEA.1", "page": "12-15",
        "author": [{"family": "Tea", "given": "Jan"}, {"literal": "欧阳青"}], "container-title": "Tea [Economy]",
        "ISSN": "0378-5955", "issued": {"date-parts": [[2018, 3]]}, "volume": "3", "issue": "2",
    },
    2: {"type": "book", "title": "茶", "author": [{"family": "茶", "given": "小 明"}], "ISBN": "978-3-16-148410-0",
        "issued": {"date-parts": [[2001]]}, "publisher": "Green Press"},
    3: {"type": "webpage", "title": "Prices", "issued": {"literal": "last spring"}},
    4: {"type": "article-journal", "title": "Pans", "author": [{"family": "Tea"}, {"literal": "others"}], "PMID": "12345",
        "volume": "7", "issued": {"date-parts": [[2019, 2, 3]]}},
}  # fmt: skip
"""Invented works: with a DOI; a book; what is known too little of; one with a PubMed id, whose authors are not all known."""


@pytest.fixture(scope="module")
def tables(mini_project: Project) -> dict[str, list[list[str]]]:
    found = citation_tables([(mini_project.curation, {number: supplied(number, item) for number, item in CITED.items()})])
    assert (found.cited, found.indexed, found.described, found.unnamed) == (4, 1, 3, ())
    return {name: list(csv.reader(io.StringIO(text))) for name, text in found.files.items()}


def test_metadata_has_what_is_known_and_no_more(tables: dict[str, list[list[str]]]) -> None:
    assert tables["metadata.csv"] == [
        list(META),
        ["doi:10.99999/tea.2020.0305", "", "", "2020", "山地农学", "3", "2", "", "journal article", "", ""],
        [
            "doi:10.99999/tea.1", "Tea, sold", "Tea, Jan; 欧阳青", "2018-03", "Tea (Economy) [issn:0378-5955]", "3", "2",
            "12-15", "journal article", "", "",
        ],
        ["isbn:9783161484100", "茶", "茶, 小明", "2001", "", "", "", "", "book", "Green Press", ""],
        ["pmid:12345", "Pans", "", "2019-02-03", "", "", "", "", "journal article", "", ""],
    ]  # fmt: skip


def test_only_citations_between_known_works_are_written(tables: dict[str, list[list[str]]]) -> None:
    own = "doi:10.99999/tea.2020.0305"
    assert tables["citations.csv"] == [
        list(CITS),
        [own, "2020", "doi:10.99999/tea.1", "2018-03"],
        [own, "2020", "pmid:12345", "2019-02-03"],
    ]
    assert tables["index.csv"] == [
        list(INDEX), ["", "10.99999/tea.2020.0305", "10.99999/tea.1", "2020", "P2Y", "", ""],
    ]  # fmt: skip


def test_a_paper_without_a_doi_cites_nothing(edited: Edited) -> None:
    folder = edited(("article.yaml", "doi: 10.99999/tea.2020.0305\n", ""))
    project = build_project(folder)
    found = citation_tables([(project.curation, {1: supplied(1, CITED[1])})])
    assert (found.indexed, found.unnamed) == (0, ("tea-2020",))
    assert found.files["index.csv"].count("\n") == found.files["citations.csv"].count("\n") == 1


def test_the_command_tells_how_many_references_are_left_out(data: list[str], tmp_path: Path) -> None:
    done = inside("export", "opencitations", tmp_path / "oc", *data)
    assert done.returncode == 0 and "0 citations of 4 have a DOI" in done.stdout and "4 left out" in done.stdout
    assert set(files_of(tmp_path / "oc")) == {"metadata.csv", "citations.csv", "index.csv", "SHA256SUMS"}
    done = inside("export", "opencitations", tmp_path / "oc", "--lang", "zh", *data)
    assert done.returncode == 0 and "4 条未知" in done.stdout


# Obsidian

LINK = re.compile(r"(?<!\\)\[\[([^\]|#]+)(?:[|#][^\]]*)?\]\]")


def read_note(text: str) -> tuple[dict[str, Any], list[str]]:
    """Return the properties of a note and what its text links to, read as Obsidian does."""
    _, head, body = text.split("---\n", 2)
    return yaml.safe_load(head), LINK.findall(body)


def property_links(properties: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in properties.items():
        links = [match[1] for item in _listed(value) if isinstance(item, str) and (match := LINK.fullmatch(item))]
        found |= {key: links} if links else {}
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_every_record_is_a_note_and_every_link_leads_to_one(mini_project: Project) -> None:
    notes = obsidian_notes(mini_project.curation, mini_project.snapshot)
    names = {name.removesuffix(".md") for name in notes}
    assert names == set(mini_project.snapshot.records)
    drawn = set()
    for name, text in notes.items():
        properties, linked = read_note(text)
        typed = property_links(properties)
        assert {end for ends in typed.values() for end in ends} == set(linked) <= names
        drawn |= {frozenset((name.removesuffix(".md"), end)) for end in linked}
    assert {frozenset((link.start, link.end)) for link in mini_project.snapshot.links} <= drawn


def test_a_note_says_what_where_and_how_well_backed(mini_project: Project) -> None:
    properties, _ = read_note(obsidian_notes(mini_project.curation, mini_project.snapshot)["problem-machines.md"])
    assert properties["aliases"] == ["制茶设备老旧", "Machines are old"]
    assert properties["tags"] == ["cbec-kg", "cbec-kg/problem"]
    assert (properties["type"], properties["file"], properties["locators"]) == ("problem", "problems.yaml:1", ["2.2.h"])
    assert properties["grade"] == "oblique"
    assert properties["rests-on"] == ["[[stat-tea-output-2019]]"]
    assert properties["has-the-facet"] == ["[[facet-machines-drying]]", "[[facet-machines-old-pans]]"]


HOSTILE = (
    "[[evil]] `$= app.vault` <% tp.file %> ```dataviewjs x:: y #tag $a$ %%b%% <img src=x onerror=alert(1)> ^id ==h== [[[c]]]"
)


def test_a_hostile_label_neither_runs_nor_links(edited: Edited) -> None:
    folder = edited(("problems.yaml", "zh: 制茶设备老旧", f"zh: {json.dumps('制茶' + HOSTILE, ensure_ascii=False)}"))
    project = build_project(folder)
    notes = obsidian_notes(project.curation, project.snapshot)
    text = notes["problem-machines.md"]
    properties, linked = read_note(text)
    assert "evil" not in linked and all("evil" not in ends for ends in property_links(properties).values())
    for note in notes.values():
        body = note.split("---\n", 2)[2]
        for run in ("<%", "`$", "```", "x:: y", "[[evil", "%%"):
            assert run not in body
        assert not re.search(r"(?<!\\)<", body)
        assert "<%" not in note  # a template runs wherever it stands
        assert not re.search(r"(?<![\\\w])[#`$^]\w", body)
    assert properties["aliases"][0].startswith("制茶[ [evil] ] `$= app.vault` <% tp.file %>")
    assert properties["aliases"][0].endswith("[ [ [c] ] ]")


def test_names_of_notes_are_safe_on_every_system() -> None:
    names = [
        "claim-a",
        "Claim-A",
        "CLAIM-A",
        'x:/\\*?"<>|y',
        "con",
        "Aux.md",
        "nul",
        "lpt1",
        "end. ",
        "",
        "x" * 300,
        "a#b^c[d]",
    ]
    found = note_names(names)
    assert len({name.casefold() for name in found.values()}) == len(names)
    for name in found.values():
        assert re.fullmatch(r'[^\x00-\x1f\\/:*?"<>|#^\[\]]+', name) and len(name) < 120
        assert not name.endswith((".", " ")) and name.split(".")[0].lower() not in ("con", "aux", "nul", "lpt1")


def test_a_text_is_shown_as_it_is() -> None:
    import html

    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark").renderInline(plain_text(HOSTILE))
    assert html.unescape(shown) == HOSTILE


def test_notes_of_several_papers_stand_in_a_folder_each(mini_project: Project) -> None:
    """A paper's name that a system keeps for itself is none of a folder."""
    papers = [obsidian_notes(mini_project.curation, mini_project.snapshot, name) for name in ("tea-2020", "con")]
    assert [{name.split("/")[0] for name in notes} for notes in papers] == [{"tea-2020"}, {"note-con"}]
    for notes in papers:
        assert all(f"{end}.md" in notes for text in notes.values() for end in read_note(text)[1])


def test_a_changed_note_is_not_replaced_without_force(data: list[str], tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    assert inside("export", "obsidian", vault, *data).returncode == 0
    (vault / ".obsidian").mkdir()
    assert inside("export", "obsidian", vault, *data).returncode == 0
    note = vault / "problem-machines.md"
    note.write_text(note.read_text(encoding="utf-8") + "my own\n", encoding="utf-8")
    done = inside("export", "obsidian", vault, *data)
    assert done.returncode == 2 and "problem-machines.md" in done.stderr and "my own" in note.read_text(encoding="utf-8")
    assert inside("export", "obsidian", vault, "--force", *data).returncode == 0
    assert "my own" not in note.read_text(encoding="utf-8")


def test_nothing_is_exported_over_a_curation_folder(mini_folder: Path, data: list[str]) -> None:
    before = files_of(mini_folder)
    for form in ("obsidian", "opencitations"):
        done = inside("export", form, mini_folder, "--force", *data)
        assert done.returncode == 2 and "curation folder" in done.stderr
    assert files_of(mini_folder) == before
