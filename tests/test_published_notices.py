"""Notices about what is cited: invented, in the formats of Retraction Watch and of Crossref."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cbec_kg import open_paper
from cbec_kg.bibliography.notice_days import day_of
from cbec_kg.bibliography.notice_kinds import kind_of
from cbec_kg.bibliography.noticed import Known, noticed
from cbec_kg.bibliography.notices import Notice, read_notices
from cbec_kg.errors import DataError, UsageError
from cbec_kg.model.published import NoticeKind, ReferenceNotice, contradictions, state_at
from cli_calls import call
from notice_cases import look_alikes, outcomes, write_table

TITLE = "Steeping times of green tea in mountain villages"


def row(**cells: str) -> dict[str, str]:
    return {
        "Record ID": "1", "Title": TITLE, "Author": "Jan Q Tea;Ann Brew", "RetractionDate": "3/4/2021 0:00",
        "RetractionDOI": "10.9999/tea.r1", "OriginalPaperDate": "5/6/2018 0:00", "OriginalPaperDOI": "10.9999/tea.1",
        "OriginalPaperPubMedID": "0", "RetractionNature": "Retraction", "Reason": "+Error in Data;+Doubts;",
    } | cells  # fmt: skip


def test_a_row_of_retraction_watch_is_a_notice(tmp_path: Path) -> None:
    found = read_notices(
        write_table(tmp_path / "rw.csv", [row(), row(RetractionDOI="unavailable", OriginalPaperPubMedID="123")])
    )
    first, second = found.notices
    digest = sha256((tmp_path / "rw.csv").read_bytes()).hexdigest()
    assert first == Notice(
        "retraction", "2021-03-04", "10.9999/tea.1", "", TITLE, "Jan Q Tea;Ann Brew", "2018", "10.9999/tea.r1",
        "Error in Data;+Doubts", "rw.csv", 2, "Retraction Watch", digest,
    )  # fmt: skip
    assert (second.notice, second.pmid) == ("", "123")


def test_works_of_crossref_are_read_from_both_sides(tmp_path: Path) -> None:
    updated = {"date-parts": [[2021, 3, 4]], "timestamp": 1}
    notice: dict[str, Any] = {
        "DOI": "10.9999/tea.r1",
        "update-to": [{"DOI": "10.9999/tea.1", "type": "expression_of_concern", "updated": updated}],
    }
    article = {
        "DOI": "10.9999/TEA.2", "title": [TITLE], "issued": {"date-parts": [[2018]]},
        "author": [{"given": "Jan", "family": "Tea"}],
        "updated-by": [{"DOI": "10.9999/tea.r2", "type": "retraction", "updated": {"date-parts": [[2022, 5]]}},
                       {"DOI": "10.9999/tea.3", "type": "new_version"}],
    }  # fmt: skip
    (tmp_path / "answer.json").write_text(json.dumps({"message": {"items": [notice, article]}}), encoding="utf-8")
    (tmp_path / "lines.json").write_text(f"{json.dumps(notice)}\n{json.dumps(article)}\n", encoding="utf-8")
    for name in ("answer.json", "lines.json"):
        found = read_notices(tmp_path / name)
        shown = [(one.kind, one.day, one.doi, one.notice, one.year) for one in found.notices]
        assert shown == [
            ("expression-of-concern", "2021-03-04", "10.9999/tea.1", "10.9999/tea.r1", ""),
            ("retraction", "2022-05", "10.9999/TEA.2", "10.9999/tea.r2", "2018"),
        ]
        assert found.others == 1


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Retraction", "retraction"), ("retraction", "retraction"), ("Partial_Retraction", "partial-retraction"),
        ("Withdrawal", "withdrawal"), ("removal", "withdrawal"), ("Expression of Concern", "expression-of-concern"),
        ("expression_of_concern", "expression-of-concern"), ("Erratum", "correction"), ("corrigendum", "correction"),
        ("addendum", "correction"), ("clarification", "correction"), ("Reinstatement", "reinstatement"),
        ("new_edition", None), ("new_version", None), ("", None),
        ("Retract & Replace", "retraction"), ("撤稿", "retraction"), ("Temporary Withdrawal", "withdrawal"),
    ],
)  # fmt: skip
def test_kinds_are_kept_apart(word: str, kind: NoticeKind | None) -> None:
    assert kind_of(word) == kind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/31/2020 0:00", "2020-12-31"), ("31/12/2020", "2020-12-31"), ("2020-12-31T10:00:00Z", "2020-12-31"),
        ("31.12.2020", "2020-12-31"), ("31 December 2020", "2020-12-31"), ("Dec. 31, 2020", "2020-12-31"),
        ("2020", "2020"), ("2020-12", "2020-12"), ("December 2020", "2020-12"), ("", ""), ("unavailable", ""),
        ("2020-13-01", None), ("yesterday", None), ("31-31-2020", None), ("2020年12月31日", "2020-12-31"),
        ("2020年12月", "2020-12"), ("20201231", "2020-12-31"), ("20201331", None),
    ],
)  # fmt: skip
def test_dates_in_many_forms(text: str, day: str | None) -> None:
    assert day_of(text) == day


def notice(kind: NoticeKind = "retraction", day: str = "2021-03-04", **fields: str) -> Notice:
    given = {
        "doi": "",
        "pmid": "",
        "title": TITLE,
        "authors": "Jan Tea;Ann Brew",
        "year": "2018",
        "notice": "",
        "reason": "",
    }
    return Notice(kind, day, **given | fields, file="a.csv", line=2)


def about(kind: NoticeKind = "retraction", day: str = "2021-03-04", **fields: str) -> ReferenceNotice:
    return ReferenceNotice(reference="ref-01", kind=kind, day=day, by="doi", **fields)  # type: ignore[arg-type]


def test_what_notices_come_to_depends_on_the_day() -> None:
    retracted, back = about(), about("reinstatement", "2022-01-10")
    concern, slip = about("expression-of-concern", "2020-05"), about("correction", "2019-01-01")
    all_of_them = [back, retracted, concern, slip]
    days = ("2018-12-31", "2019-06-01", "2020-05-20", "2021-03-04", "2022-01-09", "2022-01-10", "")
    assert [state_at(all_of_them, day)[0] for day in days] == [
        "not in force", "corrected", "under concern", "withdrawn", "withdrawn", "reinstated", "reinstated",
    ]  # fmt: skip
    assert state_at([about("partial-retraction")])[0] == "partly withdrawn"
    assert state_at([about(day="")], "2000-01-01")[0] == "withdrawn"  # the day is not known


@pytest.mark.parametrize(
    ("notices", "state"),
    [
        ([about(), about("reinstatement")], "reinstated"),  # of one day: what is taken back was there
        ([about(), about("reinstatement", "2021")], "reinstated"),
        ([about(), about("reinstatement", "")], "reinstated"),
        ([about(day="2022"), about("reinstatement", "2021-12-31")], "withdrawn"),
        ([about(), about("reinstatement", "2021-06-01"), about("withdrawal", "2021-07-01")], "withdrawn"),
        ([about(notice="10.9999/R"), about("reinstatement", "2021-06-01"), about(day="2021-09-01", notice="10.9999/r")],
         "reinstated"),  # one retraction that two sources give with two days
        ([about(), about("reinstatement", "2021-06-01"), about("correction", "2021-07-01")], "corrected"),
        ([about("correction"), about("partial-retraction", "2020-01-01")], "partly withdrawn"),
        ([], "not in force"),
    ],
)  # fmt: skip
def test_the_last_that_decides_counts(notices: list[ReferenceNotice], state: str) -> None:
    assert {state_at(order)[0] for order in (notices, notices[::-1])} == {state}


def test_notices_that_contradict_each_other_are_named() -> None:
    two_days = [about(notice="10.9999/r"), about(day="2021-09-01", notice="10.9999/R")]
    assert contradictions(two_days) == [tuple(two_days)]
    one_day = [about(notice="10.9999/r"), about("reinstatement", notice="10.9999/b")]
    assert contradictions(one_day) == [tuple(one_day)]
    assert contradictions([about(day="2021-03", notice="10.9999/r"), about(notice="10.9999/r")]) == []


def matched(known: Known, one: Notice) -> list[tuple[str, str]]:
    return [(found.by, found.proposed) for found in noticed([known], [one])]


def test_a_reference_is_matched_by_identifier_or_by_title_year_and_first_author() -> None:
    known = Known("ref-1", "10.9999/tea.1", "77", TITLE, "2018", "Tea")
    assert matched(known, notice(doi="10.9999/TEA.1", title="Other")) == [("doi", "")]
    assert matched(known._replace(doi=""), notice(pmid="77", title="Other")) == [("pmid", "")]
    assert matched(known._replace(doi=""), notice(title=f"RETRACTED ARTICLE: {TITLE.upper()}.")) == [("title", "")]
    assert matched(known._replace(doi="", year=""), notice()) == [("title", "year")]
    assert matched(known._replace(doi="", author="Pot"), notice()) == [("title", "author")]
    assert matched(known._replace(doi="", title=f"Retraction notice to: {TITLE}"), notice()) == [("title", "title")]
    assert matched(known._replace(doi="", title=f"RETRACTED: {TITLE}"), notice()) == [("title", "")]
    near = TITLE.replace("villages", "village")
    assert matched(known._replace(doi="", title=near), notice()) == [("title", "title")]


def test_a_thousand_look_alikes_are_no_match() -> None:
    """DOIs that continue, lack or change a character, other PubMed ids, titles of another part, titles that say nothing."""
    known = [
        Known("ref-1", "10.9999/tea.1", "77", TITLE, "2018", "Tea"),
        Known("ref-2", title="Editorial", year="2018", author="Tea"),
    ]
    dois = [f"10.9999/tea.1{number}" for number in range(500)] + [f"10.9999/te{number}a.1" for number in range(250)]
    alike = [notice(doi=doi) for doi in (*dois, "10.9999/tea.", "10.9999/tea", "9999/tea.1")]
    alike += [notice(pmid=f"77{number}") for number in range(150)]
    alike += [notice(title=f"Part {number} of another study of steeping") for number in range(150)]
    alike += [notice(title="Editorial")]
    assert len(alike) > 1000
    assert [one for one in noticed(known, alike) if not one.proposed] == []


def test_a_thousand_of_their_kinds_made_at_random_are_no_match() -> None:
    known, alike = look_alikes(1000, 7)
    assert len(alike) == 1000
    assert [one for one in noticed(known, alike) if not one.proposed] == []


def test_two_hundred_cases_worked_out_by_hand(tmp_path: Path) -> None:
    found = outcomes(tmp_path)
    assert len(found) >= 200
    assert [(case.line, state, case.state) for case, state in found if state != case.state] == []


def test_damaged_files_are_told_with_file_and_line(tmp_path: Path) -> None:
    good = write_table(tmp_path / "rw.csv", [row(), row(RetractionDate="soon"), row(RetractionNature="")])
    read = read_notices(good)
    assert (len(read.notices), [problem.line for problem in read.problems]) == (1, [3, 4])
    assert "'soon' is no date" in read.problems[0].message
    latin = write_table(tmp_path / "latin.csv", [row(Author="José Té")], encoding="cp1252")
    assert read_notices(latin).notices[0].authors == "José Té"
    for name, content, why in (
        ("columns.csv", "Title,DOI\nTea,10.9999/tea.1\n", "has no column RetractionNature"),
        ("empty.csv", "", "is empty"),
        ("cut.json", '[{"DOI": "10.9999/tea.1", ', "not valid JSON"),
        ("deep.json", "[" * 200_000, "not valid JSON"),
        ("works.json", "[1]", "must be a work"),
    ):
        (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(DataError, match=why):
            read_notices(tmp_path / name)
    with pytest.raises(UsageError, match="cannot be read"):
        read_notices(tmp_path / "missing.csv")


@pytest.fixture
def supplied(tmp_path: Path) -> Path:
    """A bibliography that gives [4] a DOI, and [1] a title with year and author."""
    custom = {"status": "asserted", "source": "x.bib", "sha256": "0" * 64, "key": "x", "date": "2026-01-01"}
    items = [
        {"citation-number": 4, "type": "article-journal", "DOI": "10.9999/tea.1", "custom": custom},
        {
            "citation-number": 1, "type": "article-journal", "title": TITLE, "issued": {"date-parts": [[2018]]},
            "author": [{"family": "Tea", "given": "J."}], "custom": custom,
        },
    ]  # fmt: skip
    path = tmp_path / "bibliography.json"
    path.write_text(json.dumps(items), encoding="utf-8")
    return path


def test_a_retraction_reaches_single_claims(supplied: Path, mini_folder: Path, tmp_path: Path) -> None:
    rows = [
        row(Title="Another"),
        row(OriginalPaperDOI="", RetractionNature="Expression of concern", RetractionDOI="10.9999/c"),
    ]
    paper = open_paper(mini_folder, bibliography=supplied)
    found = paper.notices(write_table(tmp_path / "rw.csv", rows), day="2021-12-31")
    assert found.withdrawn == ("ref-04",)
    assert {name: state for name, (state, _) in found.states.items()} == {"ref-04": "withdrawn", "ref-01": "under concern"}
    assert paper.what_if(found.withdrawn).falls == paper.what_if([4]).falls != ()
    assert paper.notices(tmp_path / "rw.csv", day="2021-03-03").withdrawn == ()
    assert "[4]: withdrawn" in found.text() and "[4]：已撤稿" in found.text("zh")


def test_the_commands_tell_what_falls_with_a_notice(supplied: Path, mini_folder: Path, tmp_path: Path) -> None:
    file = write_table(tmp_path / "rw.csv", [row(Title="Another")])
    of = ("--bibliography", str(supplied), "--data", str(mini_folder))
    done = call("notices", str(file), *of)
    assert done.returncode == 1 and "[4]: withdrawn\n  retraction, 2021-03-04, same DOI" in done.stdout
    none = call("notices", str(file), "--as-at", "2021-03-03", *of)
    assert none.returncode == 0 and "nothing in force yet" in none.stdout
    assert call("notices", str(file), "--as-at", "3/3/2021").returncode == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "gbk.csv",
            "Title,RetractionNature\n茶叶出口的研究与展望,撤稿\n".encode("gb18030"),
            r"gbk.csv:1: is not UTF-8 .* GB18030",
        ),
        (
            "utf16.csv",
            "Title,RetractionNature\nTea,Retraction\n".encode("utf-16"),
            r"utf16.csv:1: .* UTF-16. Convert it: iconv",
        ),
        ("picture.csv", b"\x89PNG\x00\x01\x02\xff" * 40, "is no text"),
        ("blank.json", b" \n\n", "blank.json:1: is empty"),
        ("latin.json", '[{"title": ["Té verde de las montañas"]}]'.encode("cp1252"), "Windows-1252"),
    ],
)
def test_other_encodings_are_told_with_what_to_do(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_notices(tmp_path / name)


def test_one_bad_line_or_row_costs_no_other(tmp_path: Path) -> None:
    work = json.dumps({"DOI": "10.9999/tea.1", "updated-by": [{"type": "retraction", "DOI": "10.9999/r"}]})
    (tmp_path / "works.jsonl").write_text(f"{work}\n{{broken\n\n{work.replace('tea.1', 'tea.2')}\n", encoding="utf-8")
    read = read_notices(tmp_path / "works.jsonl")
    assert [one.doi for one in read.notices] == ["10.9999/tea.1", "10.9999/tea.2"]
    assert [problem.line for problem in read.problems] == [2]
    huge = write_table(tmp_path / "huge.csv", [row(Title="t" * 3_000_000), row(RetractionDOI="10.9999/tea.r2")])
    assert len(read_notices(huge).notices) == 2
    text = write_table(tmp_path / "open.csv", [row(), *[row(RetractionDOI=f"10.9999/{n}") for n in range(300)]]).read_text(
        "utf-8"
    )
    first, second, *rest = text.splitlines()
    (tmp_path / "open.csv").write_text("\n".join([first, second, '1,"never closed', *rest]), encoding="utf-8")
    read = read_notices(tmp_path / "open.csv")
    assert len(read.notices) == 1 and "a quotation mark is not closed" in read.problems[0].message


def test_numbers_of_thousands_of_digits_are_told(tmp_path: Path) -> None:
    digits = "9" * 5000
    (tmp_path / "works.json").write_text(f'[{{"DOI": {digits}}}]', encoding="utf-8")
    with pytest.raises(DataError, match=r"works\.json:1: not valid JSON: it has a number of thousands of digits"):
        read_notices(tmp_path / "works.json")
    work = json.dumps({"DOI": "10.9999/tea.1", "updated-by": [{"type": "retraction", "DOI": "10.9999/r"}]})
    (tmp_path / "works.jsonl").write_text(f"{work}\n{digits}\n", encoding="utf-8")
    read = read_notices(tmp_path / "works.jsonl")
    assert (len(read.notices), [problem.line for problem in read.problems]) == (1, [2])
    cells = row() | {"Source": "a", "File": "b", "Line": digits, "SHA256": "c"}
    (tmp_path / "saved.csv").write_text(f"{','.join(cells)}\n{','.join(cells.values())}\n", encoding="utf-8")
    assert [one.line for one in read_notices(tmp_path / "saved.csv").notices] == [2]


def test_of_very_many_bad_rows_the_others_are_counted(tmp_path: Path) -> None:
    (tmp_path / "works.json").write_text(f"[{'1,' * 10_001}1]", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        read_notices(tmp_path / "works.json")
    assert len(refused.value.problems) == 10_001
    assert str(refused.value.problems[0]) == "works.json: 2 more rows cannot be read either."


def test_one_value_that_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cbec_kg.bibliography.notices._MOST_AT_ONCE", 300)
    work = json.dumps({"DOI": "10.9999/tea.1", "updated-by": [{"type": "retraction", "DOI": "10.9999/r"}]})
    (tmp_path / "list.json").write_text(f"[{', '.join([work] * 4)}]", encoding="utf-8")
    with pytest.raises(DataError, match=r"list\.json:1: is one value of over .* Write each work on a line"):
        read_notices(tmp_path / "list.json")
    (tmp_path / "lines.json").write_text(f"{work}\n" * 4, encoding="utf-8")
    assert len(read_notices(tmp_path / "lines.json").notices) == 4


def test_a_byte_order_mark_and_copies_do_not_matter(tmp_path: Path) -> None:
    found = read_notices(write_table(tmp_path / "bom.csv", [row(), row()], encoding="utf-8-sig"))
    assert [(one.line, one.doi) for one in found.notices] == [(2, "10.9999/tea.1"), (3, "10.9999/tea.1")]
    assert len(noticed([Known("ref-1", "10.9999/tea.1")], found.notices)) == 1


def test_dates_with_the_day_first_are_told_where_others_could_be(tmp_path: Path) -> None:
    rows = [row(RetractionDate="3/4/2021 0:00"), row(RetractionDate="25/12/2020 0:00", RetractionDOI="10.9999/x")]
    read = read_notices(write_table(tmp_path / "both.csv", rows))
    assert [one.day for one in read.notices] == ["2021-03-04", "2020-12-25"]
    assert "25/12/2020 has the day first; dates such as 3/4/2021 were read month first" in read.notes[0].message
    assert read_notices(write_table(tmp_path / "one.csv", rows[:1])).notes == ()


@pytest.mark.parametrize(
    "doi",
    [
        "10.9999/tea.1.", "10.9999%2Ftea.1", "https://www.doi.org/10.9999/tea.1", "doi.org/10.9999/TEA.1",
        "\u200b10.9999/tea.1", "https://doi.org/10.9999%2ftea.1", "https://doi.org/doi:10.9999/tea.1", "10.9999/tea.1,",
    ],
)  # fmt: skip
def test_a_doi_is_known_however_it_is_written(doi: str, tmp_path: Path) -> None:
    found = read_notices(write_table(tmp_path / "a.csv", [row(OriginalPaperDOI=doi, Title="Other")]))
    assert matched(Known("ref-1", "10.9999/tea.1"), found.notices[0]) == [("doi", "")]


def test_what_is_no_doi_and_no_number_of_pubmed_is_not_known(tmp_path: Path) -> None:
    rows = [row(OriginalPaperDOI="see the notice", OriginalPaperPubMedID=text) for text in ("PMID: 77", "077.0", "0", "n/a")]
    found = read_notices(write_table(tmp_path / "a.csv", rows)).notices
    assert [(one.doi, one.pmid) for one in found] == [("", "77"), ("", "77"), ("", ""), ("", "")][: len(found)]


def test_titles_and_authors_as_chinese_lists_write_them_are_the_same() -> None:
    title = "跨境电商信用体系建设研究——以青墟为例"
    known = Known("ref-1", "", "", title, "2018", "周茗")
    for shown, authors in (
        (title.replace("——", "："), "周 茗；李青"), (f"【已撤稿】{title}", "周茗，李青"),
        (title.replace("——", " （") + "）", "周茗、李青"),
    ):  # fmt: skip
        assert matched(known, notice(title=shown, authors=authors)) == [("title", "")]
    assert matched(known, notice(title=title, authors="李青、周茗")) == [("title", "author")]


def test_a_word_that_is_no_kind_is_told_and_a_new_edition_is_counted(tmp_path: Path) -> None:
    rows = [row(RetractionNature=word) for word in ("Retraction", "Notice", "New edition", "Correction;Retraction")]
    found = read_notices(write_table(tmp_path / "a.csv", rows))
    assert (len(found.notices), found.others) == (1, 1)
    assert [one.line for one in found.problems] == [3, 5] and "'Notice' is no kind that is known" in str(found.problems[0])


def test_tables_of_spreadsheets_and_answers_a_line_are_read(tmp_path: Path) -> None:
    plain = write_table(tmp_path / "a.csv", [row()]).read_text(encoding="utf-8")
    head, body = plain.split("\n", 1)
    (tmp_path / "tabs.csv").write_text(head.replace(",", "\t") + "\n" + body.replace(",", "\t"), encoding="utf-8")
    (tmp_path / "spaced.csv").write_text(plain.replace("OriginalPaperDOI", "Original paper DOI"), encoding="utf-8")
    for name in ("tabs.csv", "spaced.csv"):
        assert [one.doi for one in read_notices(tmp_path / name).notices] == [
            read_notices(tmp_path / "a.csv").notices[0].doi
        ]
    (tmp_path / "twice.csv").write_text(head + ",Title\n", encoding="utf-8")
    with pytest.raises(DataError, match="has two columns Title"):
        read_notices(tmp_path / "twice.csv")
    work = {"DOI": "10.9999/n", "update-to": {"DOI": "10.9999/tea.1", "type": "retraction"}}
    (tmp_path / "lines.json").write_text(
        f"{json.dumps({'message': work})}\n{json.dumps({'message': work})}\n", encoding="utf-8"
    )
    assert [one.doi for one in read_notices(tmp_path / "lines.json").notices][:1] == ["10.9999/tea.1"]
