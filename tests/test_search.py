"""What people type is found, ranked and forgiven; the expectations, made by reading, also hold in the page."""

from __future__ import annotations

import json
import random
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from cbec_kg import Paper, UnknownIdError, open_paper
from cbec_kg.curation.reader import read_curation
from cbec_kg.model.kinds import CLASSES
from cbec_kg.model.records import Problem, Statistic
from cbec_kg.search.compared import plain
from cbec_kg.search.find import ERROR, KIND_ORDER, SAME, SOUND, TEXT
from cbec_kg.search.near import can_err, near

EXPECTED: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases/search/expectations.json").read_text("utf-8")
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def paper(real_folder: Path) -> Paper:
    return open_paper(real_folder)


@pytest.mark.parametrize("query", EXPECTED)
def test_what_people_type_is_found(paper: Paper, query: str) -> None:
    expected, hits = EXPECTED[query], paper.search(query).hits
    assert (not hits) == expected.get("nothing", False)
    if "first" in expected:
        assert (hits[0].record, hits[0].fit) == (expected["first"], expected["fit"])
    fits = {hit.record: hit.fit for hit in hits}
    assert {fits.get(name) for name in expected.get("holds", ())} <= {expected.get("fit")}
    kinds = [kind for kind, _ in groupby(hit.kind for hit in hits)]
    assert [kind for kind in kinds if kind in expected.get("kinds", ())] == expected.get("kinds", [])


def test_every_kind_of_the_graph_has_a_place_in_the_order() -> None:
    assert {*KIND_ORDER} == CLASSES.keys() - {"exemption"} | {"passage"}


def test_each_kind_stands_in_one_place_and_the_closest_come_first(paper: Paper) -> None:
    for query in ("杭州", "hangzhou", "2019", "cross-border", "[9]", "人才", "rencai"):
        hits = paper.search(query).hits
        runs = [kind for kind, _ in groupby(hit.kind for hit in hits)]
        assert len(runs) == len(set(runs)), query
        for kind in runs:
            fits = [hit.fit for hit in hits if hit.kind == kind]
            assert fits == sorted(fits), (query, kind)
        plainly = [kind for kind in runs if not any(hit.kind == kind and hit.fit in (SAME, SOUND) for hit in hits)]
        assert plainly == sorted(plainly, key=KIND_ORDER.index), query


def test_every_record_is_found_by_its_id_its_labels_and_its_print(paper: Paper, real_folder: Path) -> None:
    records = sorted(read_curation(real_folder).records)
    for record in (paper.record(name) for name in random.Random(3).sample(records, 80) if not name.startswith("exempt-")):
        for text in (record.id, getattr(record, "zh", ""), getattr(record, "en", ""), getattr(record, "printed", "")):
            assert not text or record.id in {hit.record for hit in paper.search(text).hits}, (record.id, text)


def edits(word: str) -> set[str]:
    """Return all words of letters within one edit of a word, by making each."""
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return (
        {word}
        | {head + tail[1:] for head, tail in splits if tail}
        | {head + letter + tail[1:] for head, tail in splits if tail for letter in LETTERS}
        | {head + letter + tail for head, tail in splits for letter in LETTERS}
        | {head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1}
    )


def test_just_the_words_within_one_typing_error_are_near() -> None:
    chance = random.Random(5)
    for word in ("talent", "logistics", "gap", "tested", "aabb"):
        close = edits(word)
        far = {"".join(chance.choices(word + "xyz", k=len(word) + chance.choice((-1, 0, 1)))) for _ in range(300)}
        for other in close | far:
            assert near(word, f"the {other} of") == (other in close), (word, other)


def test_no_error_is_forgiven_in_a_figure_an_id_or_a_short_word() -> None:
    assert [word for word in ("31.2%", "2019", "ref-09", "gap", "b2b", "物流") if can_err(word)] == []
    assert all(can_err(word) for word in ("gaps", "物流业"))


def test_an_error_is_forgiven_only_where_nothing_fits_otherwise(paper: Paper) -> None:
    for query in ("talent", "logistics", "物流成本"):
        assert all(hit.fit < ERROR for hit in paper.search(query).hits)
    assert {hit.fit for hit in paper.search("talnet gap").hits} == {ERROR}
    assert paper.search("talnet gpa").hits == ()


def test_figures_are_found_from_their_first_digit_on(paper: Paper, real_folder: Path) -> None:
    for figure in read_curation(real_folder).of(Statistic)[::5]:
        digits = plain(figure.printed)
        if digits[:3].isdecimal():
            assert figure.id in {hit.record for hit in paper.search(digits[:3]).hits}, figure.printed
            inside = {hit.record for hit in paper.search(digits[1:]).hits if hit.field in ("print", "label")}
            assert figure.id not in inside, figure.printed


def test_a_word_that_is_no_id_is_answered_with_the_records_that_have_it(paper: Paper) -> None:
    with pytest.raises(UnknownIdError) as told:
        paper.trace("人才缺口")
    assert "facet-talent-gap-widening" in told.value.nearest
    assert "cbec-kg search WORDS" in str(told.value)


def test_a_text_that_is_the_label_has_the_best_fit(paper: Paper) -> None:
    record = paper.record("problem-talent")
    assert isinstance(record, Problem)
    hits = {hit.record: hit.fit for hit in paper.search(record.en).hits}
    assert hits["problem-talent"] == SAME
    assert {hit.fit for hit in paper.search(record.en[2:-2]).hits} == {TEXT}
