"""Why a query gives a row and why not, against graphs that are built anew from a folder without some of its statements."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from cbec_kg import Paper, open_paper
from cbec_kg.errors import UsageError
from cbec_kg.model.iris import PREFIXES, TERM
from cbec_kg.model.links import Link
from cbec_kg.provenance.absent import Missing
from cbec_kg.provenance.answer_rows import Rows
from cbec_kg.provenance.derivation import Curated, Derivation
from cbec_kg.provenance.patterns import pattern_of
from cbec_kg.queries.catalogue import read_catalogue, read_query
from cbec_kg.rdf.project import Project
from cbec_kg.store.opening import OpenStore
from cbec_kg.store.selected import statements_of
from reduced import can_be_dropped, gives

ROWS = [
    ("problem-evidence", 0), ("problem-evidence", 7), ("evidence-lines", 20), ("sole-source", 5), ("trace-problem", 3),
    ("conclusions", 0), ("effects-of-problems", 1), ("reference-network", 2), ("countermeasure-measures", 0),
    ("unsupported-headlines", 0), ("findings", 0), ("claims-by-kind", 0), ("measures-by-actor", 0), ("entities", 2),
    ("statistics-without-source", 0), ("problems-answered", 0),
]  # fmt: skip


@pytest.mark.parametrize(("query", "number"), ROWS)
def test_a_folder_with_a_set_alone_gives_the_row_and_none_of_its_members_can_be_left_out(
    mini_project: Project, mini_store: OpenStore, query: str, number: int
) -> None:
    text, curation = read_query(query).text, mini_project.curation
    answer = mini_store.answer(text, PREFIXES, None)
    row = answer.rows[number]
    (found,) = Rows(mini_store, mini_store.store, text).why(row, answer.columns, most=1).found.sets
    assert not found.undecided
    assert gives(curation, found.needed, text, row)
    for member in (one for one in found.needed if can_be_dropped(curation, one)):
        rest = [one for one in found.needed if one != member]
        assert not gives(curation, rest, text, row), member


def test_every_statement_follows_from_fields_and_links_that_are_there(mini_store: OpenStore) -> None:
    """A literal that a field of its record has, by the field's own name, follows from that field."""
    derivation, snapshot = Derivation(mini_store, mini_store.store), mini_store.snapshot
    links, by_name = set(snapshot.links), 0
    for statement in statements_of(mini_store.store):
        reasons = derivation.reasons(statement)
        for source in chain.from_iterable(reasons):
            known = (
                source in links
                if isinstance(source, Link)
                else hasattr(snapshot.records[source.record], source.field or "id")
            )
            assert known, (statement, source)
        name, term = mini_store.name(statement.subject.value) or "", statement.predicate.value.removeprefix(TERM)
        field = re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", term)
        value = getattr(snapshot.records.get(name), field, None)
        if isinstance(value, str | int) and str(value) == statement.object.value:
            by_name += 1
            assert frozenset([Curated(name, field)]) in reasons, statement
    assert by_name > 50  # of about a hundred records


def test_every_shipped_query_is_read_into_patterns_that_ask_for_all_its_rows(mini_store: OpenStore) -> None:
    for query in read_catalogue():
        pattern = pattern_of(query.text)
        assert pattern is not None, query.name
        rows = set(mini_store.answer(query.text, PREFIXES, None).rows)
        assert set(mini_store.answer(pattern.unlimited, PREFIXES, None).rows) == rows, query.name


def test_a_row_whose_time_is_over_is_told_with_what_is_undecided(mini_store: OpenStore) -> None:
    text = read_query("problem-evidence").text
    answer, rows = mini_store.answer(text, PREFIXES, None), Rows(mini_store, mini_store.store, text)
    found = rows.why(answer.rows[0], answer.columns, lambda: True).found
    assert not found.complete
    assert [(one.needed, bool(one.undecided)) for one in found.sets] == [((), True)]
    left = iter([False] * 4)
    (some,) = rows.why(answer.rows[0], answer.columns, lambda: next(left, True), most=1).found.sets
    (whole,) = rows.why(answer.rows[0], answer.columns, most=1).found.sets
    assert set(some.needed) < set(whole.needed) <= set(some.items)


@pytest.fixture(scope="module")
def tea(mini_folder: Path) -> Paper:
    return open_paper(mini_folder)


def test_a_row_says_where_its_statements_stand_and_what_must_not_be_there(tea: Paper) -> None:
    found = tea.why_row("claims-without-evidence", {"claim": "claim-sell-online"})
    lines = [(one.file, one.record, one.field) for one in found.sets[0]]
    assert lines == [("claims.yaml", "claim-sell-online", field) for field in ("kind", "zh", "en")]
    assert found.sets[0][0].places[0].locator == "1.p1.s5"
    assert found.reasons.absent == ("FILTER NOT EXISTS { ?source cbec:bearsOn ?claim }",)
    assert found.reasons.total
    for language, text in (("en", "It follows from 3 curated statements"), ("zh", "出自3条整理条目")):
        assert text in found.text(language)
        assert "claims.yaml:" in found.text(language)
    assert [one["field"] for one in found.to_dict()["sets"][0]["needed"]] == ["kind", "zh", "en"]


def test_a_missing_statement_is_told_with_the_field_it_would_be_in(tea: Paper) -> None:
    ((missing,),) = choices(tea, "conclusions", conclusion="problem-machines")
    assert (missing.kind, missing.where) == ("statement", Curated("problem-machines", "concluded_from"))
    ((missing,),) = choices(tea, "measures-and-facets", measure="measure-loan", facet="facet-pickers-age")
    assert missing.where == Curated("measure-loan", "addresses")


def test_no_field_is_named_that_the_record_cannot_have(tea: Paper) -> None:
    """No reference has premises; the reader of a folder would refuse such a field."""
    found = tea.why_not_row("conclusions", {"conclusion": "ref-02"})
    assert found.absence is not None
    ((missing,),) = found.absence.choices
    assert (missing.kind, missing.where) == ("statement", None)
    assert "No field of the records that are named here says this." in found.text()


def test_a_condition_that_keeps_a_row_out_is_told_with_what_stands_against_it(tea: Paper) -> None:
    ((missing,),) = choices(tea, "claims-without-evidence", claim="claim-tea-history")
    assert (missing.kind, missing.part) == ("condition", "FILTER NOT EXISTS { ?source cbec:bearsOn ?claim }")
    assert {(one.start, one.end) for one in missing.because if isinstance(one, Link)} == {
        ("ref-01", "citation-01-1"), ("citation-01-1", "claim-tea-history"),
    }  # fmt: skip


def test_a_total_that_differs_is_told_with_the_row_that_is_given(tea: Paper) -> None:
    found = tea.why_not_row("claims-by-kind", {"kind": "cbec:claim-cause", "claims": 2, "backedClaims": 99})
    assert found.absence is None
    assert list(found.unknown) == ["backedClaims"]
    found = tea.why_not_row("claims-by-kind", {"kind": "cbec:claim-cause", "claims": 1})
    assert found.absence is not None
    assert [[one.kind for one in parts] for parts in found.absence.choices] == [["total"]]
    assert "cbec:claim-cause" in found.text().splitlines()[-1]


def test_a_row_that_is_there_and_a_value_that_is_nowhere_are_told(tea: Paper) -> None:
    assert tea.why_not_row("claims-without-evidence", {"claim": "claim-sell-online"})
    found = tea.why_not_row("claims-without-evidence", {"claim": "claim-tea-histori"})
    assert not found
    assert "claim-tea-history" in found.unknown["claim"]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (99, "gives 10 rows, none with the number 99. Name one by its number from 1 to 10"),
        ({"source": "4"}, "rows of problem-evidence are meant"),
        ({"sauce": "4"}, "has no column 'sauce'; it has: problem, facet, source"),
        ({"source": "9"}, "no row of problem-evidence has these values. Ask what is missing: cbec-kg why-not"),
    ],
)
def test_a_row_that_is_not_named_clearly_is_refused(tea: Paper, row: int | dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        tea.why_row("problem-evidence", row)


def choices(paper: Paper, query: str, **values: str) -> tuple[tuple[Missing, ...], ...]:
    found = paper.why_not_row(query, values).absence
    assert found is not None
    return found.choices


def test_what_is_undecided_is_told_apart_from_what_is_needed(tea: Paper) -> None:
    answer, rows = (
        tea.query("problem-evidence").answer,
        Rows(tea._opened, tea._opened.store, read_query("problem-evidence").text),
    )
    partial = rows.why(answer.rows[0], answer.columns, lambda: True)
    found = replace(tea.why_row("problem-evidence", 1), reasons=partial)
    assert not found.complete
    assert "Surely needed are 0 curated statements" in found.text()
    assert "before it was decided which of these" in found.text()
    assert found.to_dict()["sets"][0]["needed"] == []
