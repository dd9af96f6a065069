"""The records of the bundled paper against its Chinese text: what a reader finds there by hand, sentence by sentence.

Nothing here was copied from a record: modal words, clauses before markers and conclusions were written down from the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cbec_kg.curation.reader import read_curation
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation
from cbec_kg.model.links import links_of
from cbec_kg.text.plain import plain_document
from cbec_kg.text.segment import passages

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def curation() -> Curation:
    return read_curation(ROOT / "data")


def statements(curation: Curation) -> Iterator[r.Paraphrased]:
    return (record for record in curation.records.values() if isinstance(record, r.Paraphrased))


def first(record: r.Paraphrased) -> str:
    return record.at[0].locator


# Modality

MODALS = {
    "5.1.p1.s1": ("recommended", "应"),
    "5.1.p1.s2": ("recommended", "应要"),
    "5.1.p1.s3": ("recommended", "应该"),
    "5.1.p2.s1": ("recommended", "应要"),
    "5.2.p2.s1": ("recommended", "应"),
    "5.2.p2.s3": ("able", "可以"),
    "5.2.p2.s4": ("necessary", "需要"),
    "5.3.p1.s1": ("necessary", "必须"),
    "5.3.p1.s2": ("recommended", "应"),
    "5.3.p1.s4": ("necessary", "必须"),
    "5.3.p1.s6": ("necessary", "必须"),
    "5.3.p1.s7": ("proposed", None),
    "5.4.p1.s2": ("necessary", "需要"),
    "5.4.p1.s3": ("necessary", "需要"),
    "5.5.p1.s2": ("able", "可以"),
    "5.5.p1.s3": ("able", "可以"),
    "5.5.p1.s4": ("able", "可以"),
    "5.5.p2.s1": ("able", "可以"),
    "5.5.p2.s2": ("proposed", None),
    "5.5.p3.s5": ("able", "可以"),
}
"""Sentences of section 5 whose measures all stand under one modal word, or under none."""

DIVIDED = {
    "measure-specialise-staff-technically": ("5.2.p2.s2", "necessary", "既要"),
    "measure-teach-commercial-law": ("5.2.p2.s2", "necessary", "又要"),
    "measure-government-backs-credit-system": ("5.4.p1.s1", "necessary", "需要"),
    "measure-speed-up-credit-rating": ("5.4.p1.s1", "proposed", None),
    "measure-draw-on-foreign-law": ("5.4.p1.s6", "recommended", "应"),
    "measure-adapt-foreign-law": ("5.4.p1.s6", "necessary", "又要"),
}
"""Measures of sentences that put their clauses differently."""


def test_every_measure_keeps_the_modal_word_of_its_clause(curation: Curation) -> None:
    measures = {record.id: record for record in curation.of(r.Measure)}
    found = {name: (first(record), record.modality, record.modal_word) for name, record in measures.items()}
    assert found == {name: DIVIDED.get(name) or (first(record), *MODALS[first(record)]) for name, record in measures.items()}


ENGLISH = {"recommended": "should", "able": "can", "necessary": "need must"}


def test_a_measure_says_in_english_what_its_modal_word_says(curation: Curation) -> None:
    for record in curation.of(r.Measure):
        words = ENGLISH.get(str(record.modality), "").split()
        assert not words or any(word in record.en for word in (*words, "necessary")), record.id


AIMS = {
    "claim-advice-solves-own-problems": "来",
    "claim-brand-fame-and-loyalty": "从而",
    "claim-brand-fame-built": "来",
    "claim-consumers-attracted": "以",
    "claim-firms-develop-healthily": "以此",
    "claim-healthy-lasting-development": "来",
    "claim-students-join-early": "使",
    "claim-talent-promotes-hangzhou-cbec": "以此",
    "claim-team-quality-raised": "从而",
    "claim-training-system-built": "从而",
}
"""Clauses of purpose without a modal word of their own, with the word that opens them."""


@pytest.mark.parametrize("name", AIMS)
def test_what_the_article_aims_at_is_not_told_as_a_fact(curation: Curation, name: str) -> None:
    record = curation.records[name]
    assert isinstance(record, r.Claim)
    assert record.modality == "asserted"
    assert any(word in record.zh for word in ("为的是", "目的", "是为了", "意在")), record.zh
    assert any(word in record.en for word in ("aim", "meant", "serves to")), record.en


def test_only_two_statements_are_said_to_be_likely_and_three_to_be_expected(curation: Curation) -> None:
    """容易 in 4.4.p1.s2 and 4.5.p2.s3; 将会 twice in 4.3.p2.s4; 才会 in 5.1.p2.s3."""
    found = {record.id: record.modal_word for record in statements(curation) if record.modality in ("possible", "expected")}
    assert found == {
        "facet-credit-ip-infringement": "容易",
        "claim-buyer-seller-conflict": "容易",
        "claim-unbranded-firms-fade-away": "将会",
        "claim-unbranded-firms-get-into-trouble": "将会",
        "claim-way-out-found": "才会",
    }


# Quantifiers

QUANTIFIED = {
    "4.1.p1.s2": ("many", "很多"),
    "4.1.p2.s1": ("most", "大部分"),
    "4.3.p1.s2": ("most", "多数"),
    "5.2.p2.s4": ("many", "众多"),
}
"""Sentences whose one quantifier stands on the firms that every facet or measure of them is about."""


def test_the_firms_of_a_sentence_are_as_many_as_it_says(curation: Curation) -> None:
    for record in (*curation.of(r.Facet), *curation.of(r.Measure)):
        if first(record) in QUANTIFIED:
            assert (record.quantifier, record.quantifier_word) == QUANTIFIED[first(record)], record.id


# The basis of places

ELSEWHERE = {
    "claim-logistics-demand-grows": "in the title of a report only",
    "facet-credit-legal-loopholes": "for the image that is harmed",
    "facet-credit-platform-fraud": "for the image that is harmed",
}
"""Statements about Hangzhou whose sentence names it for something else."""


@pytest.mark.parametrize(("place", "name"), [("place-hangzhou", "杭州"), ("place-zhejiang", "浙江")])
def test_a_place_is_stated_just_where_its_own_sentence_names_it(
    curation: Curation, paper_text: str, place: str, name: str
) -> None:
    texts = {
        passage.locator: "".join("".join(paper_text[start:end] for start, end in passage.spans).split())
        for passage in passages(plain_document(paper_text))
    }
    for record in statements(curation):
        if record.place == place and record.id not in ELSEWHERE:
            assert (record.place_basis is None) == (name in texts[first(record)]), record.id
    assert all(getattr(curation.records[name], "place_basis").basis == "inherited" for name in ELSEWHERE)  # noqa: B009


# Clauses before a marker

MARKED = {
    "citation-01-1": (
        {"stat-china-cbec-retail-import-share"},
        {"stat-china-retail-import-2018", "stat-china-retail-import-growth-2018"},
    ),
    "citation-03-1": (
        {
            "facet-zhejiang-payment-few-banks", "facet-zhejiang-payment-narrow-coverage",
            "facet-zhejiang-payment-few-currencies", "claim-zhejiang-payment-hinders-foreign-firms",
        },
        {"facet-zhejiang-payment-young"},
    ),
    "citation-05-1": (
        {"claim-zhejiang-pilot-cities"},
        {"claim-zhejiang-national-policy", "claim-zhejiang-trade-strength", "claim-zhejiang-cbec-grows-fast"},
    ),
    "citation-05-2": (
        {
            "claim-cbec-needs-versatile-talent", "claim-talent-must-know-platform-deals",
            "claim-talent-must-know-settlement",
        },
        {"claim-cbec-emerges", "claim-it-keeps-developing"},
    ),
    "citation-06-1": (
        {"stat-hangzhou-platform-countries-2014"},
        {"stat-hangzhou-cbec-import-2014", "stat-hangzhou-cbec-trade-2014"},
    ),
    "citation-07-1": (
        {
            "claim-zhejiang-sme-location-advantage", "claim-zhejiang-sme-market-advantage",
            "claim-zhejiang-sme-industry-advantage", "facet-zhejiang-sme-talent-loss",
            "facet-zhejiang-sme-informatisation", "facet-zhejiang-sme-brand-sense", "problem-zhejiang-sme-many",
        },
        set(),
    ),
    "citation-09-2": (
        {"problem-hangzhou-cbec-sme-unspecified"},
        {"claim-globalisation-deepens", "claim-hangzhou-sme-market-widens", "claim-traditional-firms-slow"},
    ),
    "citation-09-3": (
        {"stat-cbec-park-area", "claim-parks-attract-firms", "stat-cbec-park-firms", "claim-parks-agglomeration"},
        {"claim-one-zone-thirteen-parks", "stat-hangzhou-cbec-parks", "stat-cbec-parks-other-cities"},
    ),
    "citation-09-4": (
        {"facet-credit-rating-system", "facet-credit-misconduct-unrecorded"},
        {"claim-financial-credit-data-concentrated"},
    ),
    "citation-13-1": (
        {"claim-advice-hire-talent", "claim-advice-train-talent", "claim-talent-promotes-hangzhou-cbec"},
        {"claim-guangzhou-shanghai-healthy", "facet-hangzhou-sme-inexperience", "problem-talent"},
    ),
    "citation-17-1": (
        {"facet-credit-platform-fraud", "claim-fraud-harms-industry-image", "claim-fraud-harms-brand-building"},
        {"facet-credit-legal-loopholes"},
    ),
    "citation-18-1": (
        {"facet-logistics-slow-transport", "claim-slow-transport-hurts-repurchase", "claim-sound-development-in-difficulty"},
        {"facet-logistics-form-knowledge", "facet-logistics-blind-speed", "claim-logistics-cost-rises-too-much"},
    ),
}  # fmt: skip
"""Markers at the end of a sentence of several clauses: what stands in the marked clause, and what before it."""


@pytest.mark.parametrize("marker", MARKED)
def test_a_marker_backs_its_clause_as_stated_and_what_stands_before_as_inferred(curation: Curation, marker: str) -> None:
    locator = getattr(curation.records[marker], "at")[0].locator  # noqa: B009
    bases: dict[str, set[str]] = {}
    for link in links_of(curation):
        anchors: tuple[r.AnchorText, ...] = getattr(curation.records[link.end], "at", ())
        if link.start == marker and link.relation == "support" and locator in {anchor.locator for anchor in anchors}:
            bases.setdefault(link.basis, set()).add(link.end)
    stated, inferred = MARKED[marker]
    assert bases == {"stated": stated} | ({"inferred": inferred} if inferred else {})


@pytest.mark.parametrize(("marker", "reached"), [("citation-01-1", {"2.p1.s2"}), ("citation-08-1", {"2.p3.s3", "2.p3.s4"})])
def test_a_marker_reaches_back_over_semicolons_and_by_inference_only(
    curation: Curation, marker: str, reached: set[str]
) -> None:
    """2.p1.s3 and 2.p3.s5 end enumerations joined by semicolons, each part a level and its growth; 2.p1.s1 ends with 。"""
    locator = getattr(curation.records[marker], "at")[0].locator  # noqa: B009
    before = [
        (record.at[0].locator, link.basis)
        for record in curation.of(r.Statistic)
        for link in record.rests_on
        if link.on == marker and record.at[0].locator != locator
    ]
    assert sorted(before) == sorted((passage, "inferred") for passage in reached for _ in ("level", "growth"))


# Roles


def test_a_claim_that_says_what_is_needed_is_backed_as_such_and_a_repetition_is_no_echo_of_a_source(
    curation: Curation,
) -> None:
    for record in statements(curation):
        for link in record.rests_on:
            if link.on.startswith(("citation-", "attribution-")):
                assert link.role not in ("requirement", "echo"), (record.id, link.on)


# Conclusions

FIGURES = {
    "stat-own-brand-export-2019", "stat-own-brand-export-growth-2019", "stat-own-brand-export-share-2019",
    "stat-china-cbec-trade-after-outbreak", "stat-china-cbec-trade-growth-after-outbreak",
}  # fmt: skip
LAW = {"facet-law-behind-developed", "facet-law-disputes"}

CONCLUSIONS = {
    "claim-study-serves-hangzhou-industry": {"facet-traditional-sme-hard-hit", "facet-traditional-sme-elimination"},  # 因此
    "claim-unbranded-firms-fade-away": FIGURES,  # 由此可见
    "claim-unbranded-firms-get-into-trouble": FIGURES,  # 由此可见
    "claim-consumer-need-decides": {"claim-consumption-demand-grows"},  # 由此来看
    "measure-innovate-products-services": {"claim-consumer-need-decides"},  # 基于此
    "measure-draw-on-foreign-law": LAW,  # 基于此
    "measure-adapt-foreign-law": LAW,  # 基于此
    "claim-advice-hire-talent": {"facet-hangzhou-sme-inexperience"},  # 由于…必须
    "claim-advice-train-talent": {"facet-hangzhou-sme-inexperience"},  # 由于…必须
    "claim-hangzhou-export-centre": {"claim-table-1-shows"},  # 结合表1数据
}
"""What the article itself concludes from something that it points to, with the words that join the two."""


@pytest.mark.parametrize("name", CONCLUSIONS)
def test_a_conclusion_has_the_premises_that_the_article_points_to(curation: Curation, name: str) -> None:
    record = curation.records[name]
    assert isinstance(record, r.Paraphrased)
    assert {link.id for link in record.concluded_from if link.basis != "inferred"} == CONCLUSIONS[name]


def test_what_is_concluded_is_not_told_as_an_effect(curation: Curation) -> None:
    links = links_of(curation)
    inferred = {(link.start, link.end) for link in links if link.relation == "inference"}
    assert not inferred & {(link.start, link.end) for link in links if link.relation == "cause"}


def test_a_national_figure_is_a_doubtful_premise_for_hangzhous_firms(curation: Curation) -> None:
    for record in statements(curation):
        for link in record.concluded_from:
            if link.id in FIGURES:
                assert link.doubt is not None, record.id


# Parts and islands


def test_three_facets_of_logistics_are_first_said_among_the_countermeasures(curation: Curation) -> None:
    """5.5.p1.s1 on parcels and transport time, 5.5.p3.s4 on analysis; all other facets of section 4 stand in section 4."""
    diagnosed = {record.id for record in curation.of(r.Problem) if record.status == "diagnosed"}
    found = {record.id for record in curation.of(r.Facet) if record.problem in diagnosed and record.status == "mentioned"}
    assert found == {"facet-logistics-parcel-loss", "facet-logistics-parcel-time", "facet-logistics-analysis"}


def test_every_claim_and_problem_is_linked_or_says_why_it_stands_alone(curation: Curation) -> None:
    """Three definitions or judgements of 5.5 and 6, and two states of 3.p2.s3, are tied to nothing."""
    linked = {name for link in links_of(curation) for name in (link.start, link.end)}
    able = [record for record in statements(curation) if isinstance(record, r.Claim | r.Problem)]
    alone = {record.id for record in able if record.id not in linked}
    assert alone == {record.id for record in able if record.stands_alone is not None}
    assert {first(record) for record in statements(curation) if record.id in alone} == {
        "3.p2.s3", "5.5.p3.s2", "5.5.p3.s3", "6.p1.s1", "6.p1.s2",
    }  # fmt: skip


def test_every_statement_says_how_the_article_puts_it(curation: Curation) -> None:
    assert all(record.modality is not None for record in statements(curation))
    assert all(record.status is not None for record in curation.of(r.Facet))


# Figures and their sources

PLACES_CARRIED_OVER = {
    "2.p1.s2": {"561.20亿元", "67%"},
    "2.p1.s3": {"785.80亿元", "39.80%"},  # the share names China again
    "2.p2.s3": {"超过40亿美元", "16%", "第二位"},  # the whole province
    "2.p3.s4": {"超过70亿美元", "16%"},
    "2.p3.s5": {"超过30亿美元", "42%"},
    "3.p3.s6": {"5.70%", "8.50%"},
    "3.p3.s7": {"138.40亿美元", "10.80%"},
    "4.3.p2.s3": {"1.69万亿元", "31.10%"},
}
"""Figures of sentences that do not name the place that they are about."""


def test_a_figure_says_where_its_place_comes_from_just_where_its_sentence_does_not_name_it(curation: Curation) -> None:
    found: dict[str, set[str]] = {}
    for record in curation.of(r.Statistic):
        for text in filter(None, (record.why, record.note)):
            if record.table is None and "承" in text.zh and "carried over" in text.en:
                found.setdefault(record.at[0].locator, set()).add(record.printed)
    assert found == PLACES_CARRIED_OVER


def test_no_figure_is_about_the_body_that_its_source_names(curation: Curation) -> None:
    publishers = {record.publisher for record in curation.of(r.Source)} - {None}
    assert publishers == {"org-china-customs", "org-hangzhou-customs", "org-hangzhou-statistics-bureau", "org-time-weekly"}
    assert not [record.id for record in curation.of(r.Statistic) if publishers & set(record.about)]


def test_no_named_source_has_a_year_of_publication(curation: Curation) -> None:
    """2019 and 2020 stand in three titles alone."""
    assert [record.year for record in curation.of(r.Source)] == [None] * 7


def test_the_note_of_a_marker_says_that_what_links_infer_is_not_clear(curation: Curation) -> None:
    inferred = {link.start for link in links_of(curation) if link.relation == "support" and link.basis == "inferred"}
    markers = [record for record in curation.of(r.Citation) if record.id in inferred]
    assert {record.id for record in markers} == {
        f"citation-{number}"
        for number in (
            "01-1",
            "03-1",
            "04-1",
            "05-1",
            "05-2",
            "06-1",
            "08-1",
            "09-2",
            "09-3",
            "09-4",
            "13-1",
            "17-1",
            "18-1",
        )
    }
    for record in markers:
        assert "不清楚" in record.note.zh and "not clear" in record.note.en, record.id


def test_a_marker_in_the_review_of_literature_is_no_evidence_of_the_articles_own_case(curation: Curation) -> None:
    for record in curation.of(r.Citation):
        review = record.at[0].locator.startswith("2.")
        assert record.function not in ({"citesAsEvidence"} if review else {"citesForInformation", "discusses"}), record.id
