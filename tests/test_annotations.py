"""Annotations of other programs as proposed anchors, and anchors as annotations."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cbec_kg import open_paper
from cbec_kg.documents.reading import read_document
from cbec_kg.editing.anchor_proposals import AnchorProposal, anchor_proposals
from cbec_kg.editing.annotated import read_annotations
from cbec_kg.errors import CbecError
from cbec_kg.rdf.project import Project
from cbec_kg.render.exports.annotations import hypothesis_annotations, web_annotations
from cli_calls import inside

ADDRESS = "https://doi.org/10.99999/tea.2020.0305"
Given = Callable[[str, str | bytes], Path]


def quote(exact: str, prefix: str = "", suffix: str = "", **position: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}]
    return [*found, {"type": "TextPositionSelector", **position}] if position else found


def row(selector: list[dict[str, Any]], uri: str = ADDRESS, text: str = "", tags: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return an annotation as the search of Hypothes.is answers it."""
    target = {"source": uri, "selector": [{"type": "RangeSelector", "startContainer": "/p[1]"}, *selector]}
    user = {"user": "acct:reader@hypothes.is", "created": "2021-08-30T12:00:00.000000+00:00", "group": "__world__"}
    return {
        "id": "x",
        "uri": uri,
        "text": text,
        "tags": list(tags),
        "target": [target],
        "document": {"title": ["t"]},
        **user,
    }


@pytest.fixture
def proposed(mini_project: Project, mini_folder: Path, file: Given) -> Callable[[Any], list[AnchorProposal]]:
    """Return what reads a document of annotations and proposes their anchors in the mini paper."""
    paper = read_document(mini_folder.parent / "paper.txt")

    def propose(document: Any) -> list[AnchorProposal]:
        read = read_annotations(file("annotations.json", json.dumps(document)))
        return list(anchor_proposals(read.annotations, mini_project.curation, paper)[0])

    return propose


def states(proposals: list[AnchorProposal]) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    return [(one.state, one.anchors) for one in proposals]


# Out and in again


@pytest.mark.parametrize("form", [hypothesis_annotations, web_annotations])
def test_the_anchors_of_all_records_come_back_as_they_are(
    form: Callable[..., str], mini_project: Project, proposed: Callable[[Any], list[AnchorProposal]]
) -> None:
    found = proposed(json.loads(form(mini_project.snapshot)))
    wanted = sorted((place.record, place.locator, place.fragment) for place in mini_project.snapshot.places)
    assert sorted((one.record, *one.anchors[0]) for one in found) == wanted
    assert {one.state for one in found} == {"known"} and {one.address for one in found} == {""}


@pytest.mark.parametrize("form", [hypothesis_annotations, web_annotations])
def test_anchors_are_found_in_a_folder_that_has_none(
    form: Callable[..., str], mini_project: Project, mini_folder: Path, file: Given
) -> None:
    """Without the known anchors, each is proposed where it was: the cells of a table among them."""
    from msgspec.structs import replace

    bare = replace(mini_project.curation, places=())
    read = read_annotations(file("a.json", form(mini_project.snapshot)))
    found, _ = anchor_proposals(read.annotations, bare, read_document(mini_folder.parent / "paper.txt"))
    assert {one.state for one in found} == {"exact"}
    wanted = {(place.record, place.locator, place.fragment) for place in mini_project.snapshot.places}
    assert {(one.record, *one.anchors[0]) for one in found} == wanted


def test_what_goes_out_has_short_fragments_and_no_sentence(mini_project: Project) -> None:
    snapshot = mini_project.snapshot
    for form in (hypothesis_annotations, web_annotations):
        exact = re.findall(r'"exact": "(.*?)"', form(snapshot))
        assert len(exact) == len(snapshot.places)
        assert all(len(text) <= (20 if re.search(r"[\u4e00-\u9fff]", text) else 60) for text in exact)


def test_the_client_of_hypothesis_gets_the_fields_that_it_imports(mini_project: Project) -> None:
    """Its import keeps uri, document, text, tags and target; the server wants a list of typed selectors of each target."""
    document = json.loads(hypothesis_annotations(mini_project.snapshot, "https://example.org/tea.pdf"))
    assert set(document) == {"annotations"}
    for one in document["annotations"]:
        assert set(one) == {"uri", "document", "text", "tags", "target"}
        assert one["uri"] == one["target"][0]["source"] == "https://example.org/tea.pdf"
        assert one["document"]["highwire"] == {"doi": ["10.99999/tea.2020.0305"]} and isinstance(
            one["document"]["title"], list
        )
        assert all(isinstance(tag, str) for tag in one["tags"]) and isinstance(one["text"], str)
        kinds = [selector["type"] for selector in one["target"][0]["selector"]]
        assert kinds == ["TextPositionSelector", "TextQuoteSelector"]


# What annotations of others propose


def test_quotes_are_found_whatever_their_white_space(proposed: Callable[[Any], list[AnchorProposal]]) -> None:
    found = proposed({"total": 2, "rows": [
        row(quote("合作社目前有两个 困难"), text="only two?", tags=("check", "problem-machines")),
        row(quote("our machines are many")),
    ]})  # fmt: skip
    assert states(found) == [("exact", (("2.p1.s1", "合作社目前有两个困难"),)), ("not-found", ())]
    assert (found[0].record, found[0].text, found[0].by) == ("problem-machines", "only two?", "reader@hypothes.is")


def test_a_quote_that_stands_twice_is_decided_by_context_then_by_offsets(
    proposed: Callable[[Any], list[AnchorProposal]], mini_text: str
) -> None:
    twice = "茶叶品质才能稳定"
    _, second = (found.start() for found in re.finditer("品质才能稳定", mini_text))
    found = proposed([
        row(quote(twice)),
        row(quote(twice, suffix="。 依照")),
        row(quote("品质才能稳定", start=second, end=second + 6)),
        row(quote("品质才能稳定", suffix="。 依照", start=second, end=second + 6)),
        row(quote(twice, prefix="no such words ", suffix=" of the kind", start=3, end=9)),
    ])  # fmt: skip
    assert states(found) == [
        ("ambiguous", ()),
        ("exact", (("3.p1.s3", twice),)),
        ("exact", (("3.p2.s2", "品质才能稳定"),)),
        ("moved", (("3.p1.s3", "品质才能稳定"),)),  # context goes before offsets
        ("ambiguous", ()),
    ]
    assert found[0].note == "2"


def test_a_quote_at_other_offsets_is_moved(proposed: Callable[[Any], list[AnchorProposal]]) -> None:
    assert states(proposed([row(quote("烘干设备", start=1, end=5))])) == [("moved", (("2.2.p1.s3", "烘干设备"),))]


def test_a_figure_within_a_longer_one_is_not_found(proposed: Callable[[Any], list[AnchorProposal]]) -> None:
    assert [one.state for one in proposed([row(quote("240.50")), row(quote("86.00 元"))])] == ["not-found", "exact"]


def test_a_quote_over_two_sentences_has_an_anchor_in_each(proposed: Callable[[Any], list[AnchorProposal]]) -> None:
    """It goes on over the page's foot, too, which is no part of the article."""
    (one,) = proposed([row(quote("炒锅旧，火候难控，导致茶叶品质不稳定[2]。烘干设备也不足"))])
    assert one.state == "exact"
    assert one.anchors == (("2.2.p1.s2", "炒锅旧，火候难控，导致茶叶品质不稳定"), ("2.2.p1.s3", "烘干设备也不足"))


def test_overlapping_annotations_are_proposals_of_their_own(proposed: Callable[[Any], list[AnchorProposal]]) -> None:
    found = proposed([row(quote("合作社资金少")), row(quote("资金少，难以添置设备"))])
    assert states(found) == [
        ("exact", (("2.2.p1.s4", "合作社资金少"),)),
        ("exact", (("2.2.p1.s4", "资金少，难以添置设备"),)),
    ]


def test_another_article_is_said_and_an_unknown_address_too(proposed: Callable[[Any], list[AnchorProposal]]) -> None:
    words = quote("烘干设备")
    found = proposed([
        row(words, "https://doi.org/10.99999/other.1"),
        row(words, "https://w3id.org/cbec-kg/other-2020/article-other-2020"),
        row(words, "https://example.org/doi/10.99999%2Ftea.2020.0305/pdf"),
        row(words, "https://example.org/tea.pdf"),
        row(words, "urn:x-pdf:abc"),
    ])  # fmt: skip
    assert [(one.state, bool(one.address)) for one in found] == [
        ("elsewhere", True), ("elsewhere", True), ("exact", False), ("exact", True), ("exact", True),
    ]  # fmt: skip


def test_web_annotations_of_others_are_read(proposed: Callable[[Any], list[AnchorProposal]], mini_text: str) -> None:
    start = mini_text.index("烘干设备")
    chars = {
        "type": "FragmentSelector",
        "conformsTo": "http://tools.ietf.org/rfc/rfc5147",
        "value": f"char={start},{start + 4}",
    }
    body = [
        {"type": "TextualBody", "value": "claim-machines-old", "purpose": "tagging"},
        {"type": "TextualBody", "value": "old?"},
    ]
    refined = {"type": "XPathSelector", "value": "/html/body/p[3]", "refinedBy": quote("合作社资金少")[0]}
    whole = {
        "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage",
        "items": [
            {"type": "Annotation", "body": body, "target": {"source": ADDRESS, "selector": refined},
             "creator": {"name": "Li"}},
            {"type": "Annotation", "bodyValue": "here", "target": {"source": ADDRESS, "selector": chars}},
            {"type": "Annotation", "target": [f"{ADDRESS}#char={start},{start + 4}", ADDRESS]},
        ],
    }  # fmt: skip
    found = proposed(whole)
    assert states(found) == [
        ("exact", (("2.2.p1.s4", "合作社资金少"),)),
        ("offsets", (("2.2.p1.s3", "烘干设备"),)),
        ("offsets", (("2.2.p1.s3", "烘干设备"),)),
        ("no-place", ()),
    ]
    assert (found[0].record, found[0].text, found[0].by, found[1].text) == ("claim-machines-old", "old?", "Li", "here")
    assert states(proposed(whole["items"][0])) == states(found)[:1]


def test_replies_and_page_notes_propose_nothing(file: Given) -> None:
    reply = {**row([]), "target": [{"source": ADDRESS}], "references": ["x"]}
    read = read_annotations(file("a.json", json.dumps({"annotations": [row(quote("茶")), reply]})))
    assert (len(read.annotations), read.replies) == (1, 1)


BROKEN = {
    "empty": b"",
    "no JSON": b"<html></html>",
    "cut": b'{"rows": [{"uri": "x", ',
    "not a list": b'{"rows": {}}',
    "another shape": b'{"type": "FeatureCollection", "features": []}',
    "a number": b"1",
    "no object": b'{"rows": [1, "a"]}',
    "no target": b'{"rows": [{"uri": "https://example.org"}]}',
    "NaN": b'{"rows": [{"target": NaN}]}',
    "deep": b"[" * 100_000,
    "a long number": b'{"rows": [{"target": 1' + b"0" * 5000 + b"}]}",
    "GBK": '{"rows": [{"text": "茶叶合作社的设备很旧，采茶的人手也不够"}]}'.encode("gb18030"),
    "UTF-16": '{"rows": []}'.encode("utf-16"),
    "binary": bytes(range(256)) * 8,
    "pages elsewhere": b'{"type": "AnnotationCollection", "first": "https://example.org/page1"}',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_file_that_is_none_is_refused_in_one_line(content: bytes, file: Given) -> None:
    with pytest.raises(CbecError) as refused:
        read_annotations(file("a.json", content))
    assert str(refused.value).startswith("a.json") and "Traceback" not in str(refused.value)
    assert len(str(refused.value)) < 700


def test_a_huge_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as huge:
        huge.truncate(100 * 1024 * 1024)
    with pytest.raises(CbecError, match="larger than 32 MiB"):
        read_annotations(path)


def test_more_annotations_than_a_text_has_are_refused(file: Given) -> None:
    documents: list[Any] = [{"rows": [{"target": [ADDRESS] * 30_000}]}, [{}] * 30_000]
    for document in documents:
        with pytest.raises(CbecError, match="30,000 annotations; 20,000 are read"):
            read_annotations(file("a.json", json.dumps(document)))


def test_odd_values_cost_no_other_annotation(proposed: Callable[[Any], list[AnchorProposal]]) -> None:
    odd = [
        {
            "target": [{"selector": [None, 1, "x", {"type": "TextQuoteSelector", "exact": 5}, {"start": -1, "end": True}]}],
            "uri": 7,
        },
        {
            "target": [
                {"source": {"id": ADDRESS}, "selector": {"type": "TextPositionSelector", "start": 10**12, "end": 10**13}}
            ]
        },
        {"target": [{"source": ADDRESS, "selector": quote(" \u200b ")}], "tags": "x", "text": None, "user": [{}]},
        {"target": [{"source": ADDRESS, "selector": quote("茶" * 5000)}]},
        {"target": [{"source": ADDRESS, "selector": {"type": "TextPositionSelector", "start": 0, "end": 1300}}]},
    ]
    found = proposed({"rows": [*odd, row(quote("烘干设备"))]})
    assert [one.state for one in found] == ["no-place", "no-place", "not-found", "not-found", "too-long", "exact"]


# Accepted by a person


def test_nothing_is_written_before_a_person_accepts(tea: Path, mini_folder: Path, file: Given) -> None:
    given = file("a.json", json.dumps({"rows": [
        row(quote("烘干设备也不足"), tags=("problem-machines",)), row(quote("农忙时工价")), row(quote("no such words")),
    ]}))  # fmt: skip
    before = (tea / "problems.yaml").read_text(encoding="utf-8")
    options = ("--paper", mini_folder.parent / "paper.txt", "--data", tea)
    done = inside("annotations", "import", given, *options)
    assert done.returncode == 1 and "1. found exactly: 2.2.p1.s3 烘干设备也不足" in done.stdout
    assert (tea / "problems.yaml").read_text(encoding="utf-8") == before
    found = open_paper(tea).annotations(given, options[1])
    refused = {(2, ""): "names no record", (3, ""): "not-found", (9, ""): "no annotation 9"}
    for chosen, why in {**refused, (2, "claim-x"): "no such record", (2, "ref-01"): "no anchors"}.items():
        with pytest.raises(CbecError, match=why):
            found.accept(dict([(1, ""), chosen]))
        assert (tea / "problems.yaml").read_text(encoding="utf-8") == before
    done = inside("annotations", "import", given, "--accept", "1", "--accept", "2=claim-young-leave", *options)
    assert (done.returncode, done.stdout) == (0, "problem-machines: written\nclaim-young-leave: written\n")
    paper = open_paper(tea)
    assert [place.locator for place in paper._snapshot.anchors["problem-machines"]] == ["2.2.h", "2.2.p1.s3"]
    assert [one.state for one in paper.annotations(given, options[1]).proposals] == ["known", "exact", "not-found"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [(["import", "a.json", "--accept", "x"], "number"),
     (["import", "a.json", "--accept", "1", "--accept", "1=claim-x"], "once"),
     (["export", "--address", "article.pdf"], "an address is expected"),
     (["export", "--format", "w3c", "--address", "https://example.org"], "goes with --format hypothesis")],
)  # fmt: skip
def test_wrong_use_is_said_in_one_line(arguments: list[str], why: str, mini_folder: Path, place: Path, file: Given) -> None:
    file("place/a.json", "[]")
    given = ["--paper", str(mini_folder.parent / "paper.txt")] if arguments[0] == "import" else []
    done = inside("annotations", *arguments, *given, "--data", mini_folder)
    assert done.returncode == 2 and why in done.stderr and done.stdout == ""


def test_another_text_than_the_anchored_one_is_refused(tea: Path, file: Given) -> None:
    done = inside("annotations", "import", file("a.json", "[]"), "--paper", file("other.txt", "茶叶。"), "--data", tea)
    assert done.returncode == 2 and "not the text" in done.stderr


def test_every_form_of_table_has_all_proposals(mini_folder: Path, tmp_path: Path) -> None:
    paper = open_paper(mini_folder)
    out = tmp_path / "anchors.jsonld"
    assert inside("annotations", "export", "--format", "w3c", "--out", out, "--data", mini_folder).returncode == 0
    found = paper.annotations(out, mini_folder.parent / "paper.txt")
    assert (found.open, found.counts[2]) == (0, len(paper._snapshot.passages))
    assert found.text().startswith(f"{found.counts[0]} places annotated: 80 anchored already")
    assert found.text("zh").startswith(f"共批注 {found.counts[0]} 处：已有此锚点 80 条")
    assert len(found.to_dict()) == len(found.rows) == 80
