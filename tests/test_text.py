"""Text that is compared, segmented and searched: on small texts, on the mini paper, on the article where it is at hand."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cbec_kg.curation.passages import anchors_csv, passages_csv
from cbec_kg.curation.reader import read_curation
from cbec_kg.rdf.project import Project
from cbec_kg.text.normalise import digest, fold, normalise
from cbec_kg.text.plain import plain_document
from cbec_kg.text.segment import Passage, passages
from cbec_kg.text.selectors import ArticleText, positions

CHINESE = st.text(alphabet="茶山水火工人路雨一二三，、：0123456789.%[]", max_size=40)
SPACE = " \t\n\r\f\u3000\u00a0\u200b\ufeff"


def segmented(source: str) -> ArticleText:
    return ArticleText(source, passages(plain_document(source)))


# Normalised text


@given(st.text())
def test_each_normalised_character_maps_back_to_the_source_character_that_it_came_from(source: str) -> None:
    normalised = normalise(source)
    assert len(normalised.text) == len(normalised.offsets)
    for character, offset in zip(normalised.text, normalised.offsets, strict=True):
        assert character in fold(source[offset])


@given(st.text())
def test_offsets_of_normalised_text_never_decrease(source: str) -> None:
    offsets = normalise(source).offsets
    assert list(offsets) == sorted(offsets)


@given(st.text())
def test_normalising_normalised_text_changes_nothing(source: str) -> None:
    once = normalise(source).text
    assert normalise(once).text == once


@given(CHINESE, st.data())
def test_the_digest_does_not_see_white_space(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    space = data.draw(st.text(alphabet=SPACE, min_size=1, max_size=3))
    assert digest(text[:position] + space + text[position:]) == digest(text)


@given(st.text(alphabet=[chr(code) for code in range(0x21, 0x7F)], max_size=40))
def test_the_digest_does_not_see_full_width_forms(text: str) -> None:
    assert digest("".join(chr(ord(character) + 0xFEE0) for character in text)) == digest(text)


@given(CHINESE, st.data())
def test_the_digest_sees_a_changed_character(text: str, data: st.DataObject) -> None:
    assume(text)
    position = data.draw(st.integers(0, len(text) - 1))
    assert digest(text[:position] + "变" + text[position + 1 :]) != digest(text)


def test_letter_case_is_kept() -> None:
    assert normalise("Mingji").text == "Mingji"


@pytest.mark.parametrize(
    ("given_form", "same"), [("“茶”", '"茶"'), ("2018–2020", "2018-2020"), ("ﬁne", "fine"), ("㎡", "m2")]
)
def test_forms_of_one_character_are_one(given_form: str, same: str) -> None:
    assert normalise(given_form).text == same


def test_only_the_given_spans_are_normalised() -> None:
    normalised = normalise("山路很窄", [(0, 1), (3, 4)])
    assert (normalised.text, list(normalised.offsets)) == ("山窄", [0, 3])


def test_a_source_span_reaches_from_the_first_to_after_the_last_character() -> None:
    assert normalise("产 量\n86").source_span(1, 3) == (2, 5)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (1, 1), (-1, 1), (0, 3), (2, 1)])
def test_an_empty_or_outlying_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a range"):
        normalise("茶 山").source_span(start, end)


def test_the_position_of_white_space_is_that_of_the_next_character() -> None:
    assert normalise("茶 山").position(1) == 1


# Fragments


@given(CHINESE, st.data())
def test_every_piece_of_a_passage_is_found_where_it_occurs(text: str, data: st.DataObject) -> None:
    source = f"甲{text}乙。 \n"
    start = data.draw(st.integers(0, len(source) - 4))
    end = data.draw(st.integers(start + 1, len(source) - 3))
    fragment = source[start:end]
    assume(not (fragment[0].isdigit() and source[start - 1] in "0123456789.,，"))
    assume(not (fragment[-1].isdigit() and source[end] in "0123456789.,，"))
    article = segmented(source)
    assume(len(article.passages) == 1)
    assert (start, end) in [(found.start, found.end) for found in article.find("front.p1.s1", fragment)]


@given(st.text(alphabet="茶山0123456789", min_size=1, max_size=20), st.integers(0, 19))
def test_a_fragment_with_a_changed_character_is_not_found(fragment: str, number: int) -> None:
    position = number % len(fragment)
    other = "7" if fragment[position] != "7" else "8"
    changed = fragment[:position] + other + fragment[position + 1 :]
    assert segmented(f"甲{fragment}乙。 \n").find("front.p1.s1", changed) == []


@pytest.mark.parametrize(
    ("text", "figure", "times"),
    [
        ("增长14.40%", "4.40", 0),
        ("增长14.40%", "14.40", 1),
        ("增长4.405%", "4.40", 0),
        ("达1,240.50吨", "240.50", 0),
        ("达1,240.50吨", "1,240", 0),
        ("增长4.40，下降4.40", "4.40", 2),
        ("80.20 14.20", "14.20", 1),
        ("2018年", "2018", 1),
        ("长4.40。", "4.40", 1),
        ("有64家，64人", "64家", 1),
    ],
)
def test_a_figure_is_found_only_as_a_whole(text: str, figure: str, times: int) -> None:
    assert len(positions(normalise(text), figure, text)) == times


def test_overlapping_places_are_all_found() -> None:
    assert positions(normalise("茶茶茶"), "茶茶") == [0, 1]


def test_an_empty_fragment_occurs_nowhere() -> None:
    assert positions(normalise("茶"), "") == []


def test_a_fragment_is_found_over_page_furniture(mini_text: str) -> None:
    (found,) = segmented(mini_text).find("1.p2.s2", "青墟县农业农村局")
    assert mini_text[found.start : found.end].startswith("青墟县农\n\nhttps://doi.org/")
    assert mini_text[found.start : found.end].endswith("业农村局")


def test_white_space_and_width_forms_do_not_hinder_finding(mini_text: str) -> None:
    (found,) = segmented(mini_text).find("1.p1.s2", "社员约０．５２ 万人")
    assert mini_text[found.start : found.end] == "社员约 0.52 万人"


def test_a_fragment_that_occurs_once_in_the_article_needs_no_context(mini_text: str) -> None:
    (found,) = segmented(mini_text).find("1.p1.s5", "茗集网")
    assert (found.prefix, found.suffix) == ("", "")


def test_repeated_sentences_are_distinguished_by_context(mini_text: str) -> None:
    article = segmented(mini_text)
    (first,), (second,) = article.find("3.p1.s3", "设备更新之后"), article.find("3.p2.s2", "设备更新之后")
    assert first.start < second.start
    assert (first.prefix, first.suffix) != (second.prefix, second.suffix)


def test_an_unknown_locator_is_a_key_error(mini_text: str) -> None:
    with pytest.raises(KeyError):
        segmented(mini_text).text("9.9.p9.s9")


def test_every_opening_with_its_context_occurs_once_in_the_mini_paper(mini_text: str) -> None:
    article = segmented(mini_text)
    body = normalise(mini_text, sorted(span for passage in article.passages.values() for span in passage.spans))
    for locator in article.passages:
        fragment, found = article.opening(locator)
        assert len(positions(body, found.prefix + normalise(fragment).text + found.suffix)) == 1, locator


def test_a_text_of_two_alike_sentences_has_an_opening_for_each() -> None:
    article = segmented("茶好。 \n茶好。 \n")
    openings = [article.opening(locator) for locator in article.passages]
    assert [found.start for _, found in openings] == [0, 5]


# The mini paper


def test_the_mini_paper_has_the_passages_that_a_reader_counts(mini_text: str) -> None:
    counted = {
        "abstract": 2, "abstract-en": 2, "1.p1": 5, "1.p2": 2, "2.p1": 1, "2.1.p1": 4, "2.2.p1": 4, "3.p1": 3, "3.p2": 2,
    }  # fmt: skip
    found = [passage.locator for passage in passages(plain_document(mini_text)) if passage.kind == "sentence"]
    wanted = [
        f"{paragraph if 'p' in paragraph.split('.')[-1] else paragraph + '.p1'}.s{number}"
        for paragraph, count in counted.items()
        for number in range(1, count + 1)
    ]
    assert found == wanted


def test_the_mini_paper_has_its_headings_captions_notes_and_rows(mini_text: str) -> None:
    others = [passage.locator for passage in passages(plain_document(mini_text)) if passage.kind != "sentence"]
    assert others == [
        "abstract.h", "abstract-en.h", "1.h", "fig1.note", "fig1.caption-en", "fig1.caption-zh", "table1.caption-en",
        "table1.caption-zh", "table1.header", "table1.2018", "table1.2019", "table1.2020", "table1.note", "2.h", "2.1.h",
        "2.2.h", "3.h",
    ]  # fmt: skip


def test_the_furniture_of_the_mini_paper_is_set_aside(mini_text: str) -> None:
    assert [mini_text[start:end] for start, end in plain_document(mini_text).furniture()] == [
        "https://doi.org/10.99999/tea.2020.0305", "苔青 等", "DOI: 10.99999/tea.2020.0305 17 山地农学",
        "https://doi.org/10.99999/tea.2020.0305", "苔青 等", "DOI: 10.99999/tea.2020.0305 19 山地农学",
    ]  # fmt: skip


def test_no_passage_of_the_mini_paper_holds_furniture(mini_text: str) -> None:
    assert not [locator for locator, text in texts(mini_text).items() if re.search(r"10\.99999|苔青", text)]


def texts(source: str) -> dict[str, str]:
    article = segmented(source)
    return {locator: article.text(locator) for locator in article.passages}


def test_the_computed_files_of_the_mini_folder_are_fresh(mini_folder: Path, mini_text: str) -> None:
    curation = read_curation(mini_folder, computed=False)
    assert (mini_folder / "passages.csv").read_text(encoding="utf-8") == passages_csv(plain_document(mini_text))
    assert (mini_folder / "anchors.csv").read_text(encoding="utf-8") == anchors_csv(curation, plain_document(mini_text))


def test_every_anchor_of_the_mini_folder_is_at_its_offsets(mini_project: Project, mini_text: str) -> None:
    assert_places(mini_project, mini_text)


def assert_places(project: Project, source: str) -> None:
    """Check each place against the text with nothing but the standard library."""
    heads = sorted(plain_document(source).furniture())
    for place in project.curation.places:
        kept = [
            source[offset]
            for offset in range(place.start, place.end)
            if not any(start <= offset < end for start, end in heads)
        ]
        assert plain("".join(kept)) == plain(place.fragment), place


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(str.maketrans("“”‘’–—", "\"\"''--")).split())


# The article


def article_passages(source: str) -> dict[str, Passage]:
    return {passage.locator: passage for passage in passages(plain_document(source))}


@pytest.mark.paper
def test_the_article_has_its_155_passages(paper_text: str) -> None:
    assert len(article_passages(paper_text)) == 155


@pytest.mark.paper
def test_the_article_has_its_24_citation_markers(paper_text: str) -> None:
    markers = re.findall(r"\[(\d{1,2})\]", "".join(texts(paper_text).values()))
    assert len(markers) == 24
    assert {int(marker) for marker in markers} == set(range(1, 20))


@pytest.mark.paper
def test_every_anchor_is_at_its_offsets_in_the_article(real_project: Project, paper_text: str) -> None:
    assert len(real_project.curation.places) == sum(
        len(getattr(record, "at", ())) for record in real_project.curation.records.values()
    )
    assert_places(real_project, paper_text)


@pytest.mark.paper
def test_the_computed_files_of_the_article_are_fresh(real_folder: Path, paper_text: str) -> None:
    curation = read_curation(real_folder, computed=False)
    assert (real_folder / "passages.csv").read_text(encoding="utf-8") == passages_csv(plain_document(paper_text))
    assert (real_folder / "anchors.csv").read_text(encoding="utf-8") == anchors_csv(curation, plain_document(paper_text))


@pytest.mark.paper
def test_the_sentences_that_section_5_1_repeats_are_distinguished(paper_text: str) -> None:
    article = segmented(paper_text)
    wanted = "转变传统的经营观念"
    places = [
        found for locator in article.passages if locator.startswith("5.1.p") for found in article.find(locator, wanted)
    ]
    assert len(places) == 2
    assert len({(place.start, place.prefix, place.suffix) for place in places}) == 2
    assert (places[0].prefix, places[0].suffix) != (places[1].prefix, places[1].suffix)


@pytest.mark.paper
def test_every_passage_of_the_article_is_named_by_a_fragment_that_is_no_whole_sentence(
    real_folder: Path, paper_text: str
) -> None:
    article = segmented(paper_text)
    body = normalise(paper_text, sorted(span for passage in article.passages.values() for span in passage.spans))
    with (real_folder / "passages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 155
    for row in rows:
        assert len(positions(body, row["prefix"] + row["fragment"] + row["suffix"])) == 1, row["locator"]
        assert row["kind"] != "sentence" or row["fragment"] != article.text(row["locator"])
