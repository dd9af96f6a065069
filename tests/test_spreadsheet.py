"""Records through a spreadsheet: nothing is lost on the way, changes come back, conflicts are told by cell."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cbec_kg.api.results.sessions import CuratingSession
from cbec_kg.editing.changes import records_in
from cbec_kg.editing.session import files_of
from cbec_kg.editing.spreadsheet import exported, imported
from cbec_kg.errors import DataError, UsageError
from cbec_kg.model.kinds import FILES
from cbec_kg.model.records import Unit


def edit(path: Path, record: str, **cells: str) -> None:
    """Change cells of a spreadsheet as a spreadsheet program would."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    for row in rows:
        if row[heading.index("id")] == record:
            for name, text in cells.items():
                row[heading.index(name.replace("__", "."))] = text
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([heading, *rows])


@pytest.mark.parametrize("folder", ["real_folder", "mini_folder"])
@pytest.mark.parametrize("file", sorted(FILES))
def test_a_spreadsheet_that_is_not_edited_changes_nothing(file: str, folder: str, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(folder) / file
    records = records_in(path.read_bytes().decode(), file) if path.is_file() else {}
    assert imported(FILES[file], "x.csv", exported(FILES[file], records), records) == ({}, ())


@pytest.mark.parametrize("file", sorted(set(FILES) - {"article.yaml", "kinds.yaml"}))
def test_all_records_come_back_from_a_spreadsheet_alone(file: str, real_folder: Path) -> None:
    """Rows without digests are new records, so that every cell has to be read."""
    records = records_in((real_folder / file).read_bytes().decode(), file)
    heading, *rows = csv.reader(exported(FILES[file], records).splitlines(keepends=True))
    lines = [dict(zip(heading, row, strict=True)) | {"exported": ""} for row in rows]
    text = "\n".join(
        [
            ",".join(heading),
            *(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line.values()) for line in lines),
        ]
    )
    assert imported(FILES[file], "x.csv", text, {}).changes == records


def test_a_changed_cell_is_written_and_no_other(session: CuratingSession, tmp_path: Path) -> None:
    sheet = tmp_path / "claims.csv"
    session.export_spreadsheet(sheet)
    before = (session.folder / "claims.yaml").read_text("utf-8")
    edit(sheet, "claim-capital-short", zh="钱少")
    assert str(session.import_spreadsheet(sheet)) == "claim-capital-short: written\n1 records changed."
    assert (session.folder / "claims.yaml").read_text("utf-8") == before.replace("zh: 合作社缺少资金", "zh: 钱少")


def test_a_cell_that_the_folder_changed_alone_stays_as_it_is_there(session: CuratingSession, tmp_path: Path) -> None:
    sheet = tmp_path / "claims.csv"
    session.export_spreadsheet(sheet)
    session.put({**session.records["claim-capital-short"], "en": "Capital is short"})
    edit(sheet, "claim-capital-short", zh="钱少")
    session.import_spreadsheet(sheet)
    changed = session.records["claim-capital-short"]
    assert (changed["zh"], changed["en"]) == ("钱少", "Capital is short")


def test_a_cell_that_both_changed_is_told_and_nothing_is_written(session: CuratingSession, tmp_path: Path) -> None:
    sheet = tmp_path / "claims.csv"
    session.export_spreadsheet(sheet)
    session.put({**session.records["claim-capital-short"], "zh": "缺钱"})
    edit(sheet, "claim-capital-short", zh="钱少", en="Money is short")
    before = files_of(session.folder)
    report = session.import_spreadsheet(sheet)
    assert str(report) == (
        "claims.csv:2: claim-capital-short, zh: the folder has '缺钱' since the export, the spreadsheet '钱少'. "
        "Make them equal in one of them.\n1 conflicts; nothing was written."
    )
    assert files_of(session.folder) == before


def test_links_and_texts_in_both_languages_are_edited_as_cells(session: CuratingSession, tmp_path: Path) -> None:
    sheet = tmp_path / "problems.csv"
    session.export_spreadsheet(sheet)
    link = "{on: claim-young-leave, role: cause, basis: inferred, why: {zh: 无, en: none}}"
    edit(sheet, "problem-roads", stands_alone__en="", stands_alone__zh="", rests_on=link)
    session.import_spreadsheet(sheet)
    changed = session.records["problem-roads"]
    assert "stands_alone" not in changed
    assert changed["rests_on"] == [
        {"on": "claim-young-leave", "role": "cause", "basis": "inferred", "why": {"zh": "无", "en": "none"}}
    ]


def test_a_cell_that_cannot_be_read_is_told_with_its_line(session: CuratingSession, tmp_path: Path) -> None:
    sheet = tmp_path / "problems.csv"
    session.export_spreadsheet(sheet)
    edit(sheet, "problem-roads", rests_on="{on: claim-young-leave")
    with pytest.raises(DataError, match=r"problems\.csv:\d+: rests_on: '\{on: claim-young-leave'"):
        session.import_spreadsheet(sheet)


def test_no_cell_is_taken_for_a_formula() -> None:
    record = {"id": "unit-a", "zh": "=1+1", "en": "-a", "symbol": "'+x", "factor": "1", "base": "count"}
    text = exported(Unit, {"unit-a": record})
    assert "'=1+1,'-a,''+x,1,count" in text
    without = text.replace(text.rsplit(",", 1)[1], "\n")
    assert imported(Unit, "x", without, {}).changes == {"unit-a": record}


def test_a_spreadsheet_of_no_kind_is_refused(session: CuratingSession, tmp_path: Path) -> None:
    for name in ("teas.csv", "claims.xls", "claims.ods"):
        with pytest.raises(UsageError, match=r"or by a kind of records is expected: article\.csv, attributions\.csv"):
            session.export_spreadsheet(tmp_path / name)


def test_a_row_given_twice_and_one_without_its_columns_are_refused() -> None:
    with pytest.raises(DataError, match="lacks the columns zh, en, symbol, factor, base, exported"):
        imported(Unit, "x", "id\nunit-a\n", {})
    row = "unit-a,甲,a,a,1,count,\n"
    with pytest.raises(DataError, match="x:3: unit-a is there twice"):
        imported(Unit, "x", f"id,zh,en,symbol,factor,base,exported\n{row}{row}", {})


def run(*arguments: str | Path) -> Result:
    from cbec_kg.cli.main import cli

    return CliRunner().invoke(cli, [str(argument) for argument in arguments], standalone_mode=False)


def test_the_command_exports_and_imports(tea: Path, mini_folder: Path, tmp_path: Path) -> None:
    paper, sheet = mini_folder.parent / "paper.txt", tmp_path / "facets.csv"
    done = run("curate", tea, "--paper", paper, "--export", sheet)
    assert done.return_value == 0
    assert f"--import {sheet}" in done.output
    done = run("curate", tea, "--paper", paper, "--import", sheet)
    assert (done.return_value, done.output) == (0, "0 records changed.\n")
