"""Records changed in their files: what was not changed stays byte for byte, each step is checked, and hand edits survive."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cbec_kg import open_paper
from cbec_kg.api.results.sessions import CuratingSession
from cbec_kg.curation.passages import anchors_csv
from cbec_kg.curation.yaml_text import Plain, record_yaml, scalar
from cbec_kg.editing.changes import edited, field_order, plain_of, records_in, sorted_records
from cbec_kg.editing.desk import Desk
from cbec_kg.editing.mending import quoted
from cbec_kg.editing.schema_forms import record_forms
from cbec_kg.editing.session import Session, file_of, files_of
from cbec_kg.errors import ConflictError, DataError, UsageError
from cbec_kg.io.loading import parse_yaml
from cbec_kg.model.kinds import FILES
from cbec_kg.render.language.catalogue import LANGUAGES, words
from cbec_kg.text.plain import plain_document

HOUSES = """# houses of a village
- id: place-a  # the first
  zh: 甲屋
  en: House A
  at: [1.p1.s1 甲屋]
# the one by the mill
- id: place-m
  zh: "磨坊"
  en: 'the mill'
  at:
    - 1.p1.s2 磨坊   # by the river
    - "1.p2.s1 磨坊[1]"
  also: [old mill, M]

- id: place-z
  zh: 末屋
  en: the last house
"""

BUNDLED = {file: kind for file, kind in FILES.items() if file != "kinds.yaml"}
"""The files that the bundled and the invented paper have: neither needs a kind of its own."""


def changed_lines(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def change(name: str, **fields: Plain) -> str:
    record = {**records_in(HOUSES, "x")[name], **fields}
    return edited(
        HOUSES,
        "x",
        {name: {key: value for key, value in record.items() if value}},
        ["id", "zh", "en", "at", "broader", "also"],
    )


def test_a_changed_field_is_all_that_a_diff_shows() -> None:
    assert changed_lines(HOUSES, change("place-m", en="the old mill")) == ["-  en: 'the mill'", "+  en: the old mill"]


def test_a_comment_behind_a_changed_value_stays() -> None:
    renamed = edited("- id: unit-a\n  zh: 甲  # a comment\n", "x", {"unit-a": {"id": "unit-a", "zh": "乙"}})
    assert renamed == "- id: unit-a\n  zh: 乙  # a comment\n"


def test_items_of_a_list_that_stay_keep_their_text() -> None:
    after = change("place-m", at=["1.p1.s2 磨坊", "2.p1.s1 磨"])
    assert changed_lines(HOUSES, after) == ['-    - "1.p2.s1 磨坊[1]"', "+    - 2.p1.s1 磨"]


def test_a_new_field_stands_in_the_order_of_the_fields() -> None:
    assert changed_lines(HOUSES, change("place-a", broader="place-z")) == ["+  broader: place-z"]
    assert "  at: [1.p1.s1 甲屋]\n  broader: place-z\n" in change("place-a", broader="place-z")


def test_a_field_is_taken_away_with_its_lines() -> None:
    after = change("place-m", at="")
    assert changed_lines(HOUSES, after) == ["-  at:", "-    - 1.p1.s2 磨坊   # by the river", '-    - "1.p2.s1 磨坊[1]"']


def test_a_new_record_stands_where_its_id_sorts_and_comments_stay_with_theirs() -> None:
    after = edited(HOUSES, "x", {"place-b": {"id": "place-b", "zh": "乙屋", "en": "House B"}})
    assert "  at: [1.p1.s1 甲屋]\n- id: place-b\n  zh: 乙屋\n  en: House B\n# the one by the mill\n- id: place-m\n" in after
    assert len(changed_lines(HOUSES, after)) == 3


def test_a_record_that_is_not_there_is_not_removed_in_silence() -> None:
    with pytest.raises(UsageError, match="x: has no place-y to remove"):
        edited(HOUSES, "x", {"place-y": None})


def test_half_of_a_surrogate_pair_is_told() -> None:
    with pytest.raises(DataError, match=r"x:3: has half of a surrogate pair"):
        edited("- id: unit-a\n  zh: 甲\n", "x", {"unit-a": {"id": "unit-a", "zh": "甲", "\ud800": "乙"}})


def test_a_record_goes_and_no_other_line() -> None:
    after = edited(HOUSES, "x", {"place-z": None})
    assert changed_lines(HOUSES, after) == ["-- id: place-z", "-  zh: 末屋", "-  en: the last house"]


def test_a_record_with_another_id_moves_with_its_comments_within() -> None:
    record = {**records_in(HOUSES, "x")["place-m"], "id": "place-zz"}
    after = edited(HOUSES, "x", {"place-m": record})
    assert list(records_in(after, "x")) == ["place-a", "place-z", "place-zz"]
    assert "# by the river" in after


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        ("- id: unit-a\r\n  zh: 甲\r\n", "- id: unit-a\r\n  zh: 乙\r\n"),
        ("\ufeff- id: unit-a\n  zh: 甲\n", "\ufeff- id: unit-a\n  zh: 乙\n"),
        ("- id: unit-a\n  zh: 甲", "- id: unit-a\n  zh: 乙"),
        ("- {id: unit-a, zh: 甲}\n", "- {id: unit-a, zh: 乙}\n"),
        ("- zh: 甲\n  id: unit-a\n", "- zh: 乙\n  id: unit-a\n"),
        ("-   id: unit-a\n    zh: 甲\n", "-   id: unit-a\n    zh: 乙\n"),
        ("- id: unit-a\n  zh: >\n    甲\n", "- id: unit-a\n  zh: 乙\n"),
    ],
    ids=["CRLF", "byte order mark", "no new line at the end", "in a row", "another order", "wide", "folded"],
)  # fmt: skip
def test_the_layout_of_a_file_stays(old: str, expected: str) -> None:
    assert edited(old, "x", {"unit-a": {"id": "unit-a", "zh": "乙"}}) == expected


def test_a_file_laid_out_in_one_row_is_refused_with_the_next_step() -> None:
    with pytest.raises(UsageError, match=r"x: is laid out in a form that is not edited in place\. Write each record"):
        edited("[{id: unit-a, zh: 甲}]\n", "x", {"unit-a": {"id": "unit-a", "zh": "乙"}})


def test_an_id_that_is_there_is_refused() -> None:
    with pytest.raises(UsageError, match="place-z is already there"):
        edited(HOUSES, "x", {"place-a": {"id": "place-z", "zh": "甲"}})


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_text_comes_back_from_the_writer(text: str) -> None:
    fields: dict[str, Plain] = {"id": text, "zh": text, "why": {"zh": text, "en": text}, "at": [text, text], "about": [text]}
    assert plain_of(parse_yaml(record_yaml(fields), "x")) == [fields]
    assert plain_of(parse_yaml(f"[{scalar(text)}]", "x")) == [text]


@pytest.mark.parametrize("file", [file for file in BUNDLED if file != "article.yaml"])
def test_a_record_of_the_bundled_paper_that_goes_and_comes_back_leaves_all_others_as_they_were(
    file: str, real_folder: Path
) -> None:
    text = (real_folder / file).read_bytes().decode()
    records = records_in(text, file)
    for name in list(records)[:: max(1, len(records) // 5)]:
        gone = edited(text, file, {name: None}, field_order(FILES[file]))
        back = edited(gone, file, {name: records[name]}, field_order(FILES[file]))
        assert records_in(back, file) == records
        assert all(line in text for line in gone.splitlines())
        assert list(records_in(gone, file)) == [other for other in records if other != name]


def test_the_order_of_fields_is_that_of_the_bundled_paper(real_folder: Path) -> None:
    """All but the article's, of which there is one."""
    for file, kind in BUNDLED.items():
        order = field_order(kind)
        for name, fields in records_in((real_folder / file).read_bytes().decode(), file).items():
            assert file == "article.yaml" or sorted(fields, key=order.index) == list(fields), f"{file}: {name}"


@settings(max_examples=30)
@given(st.data())
def test_an_edit_of_any_record_changes_that_record_alone(data: st.DataObject) -> None:
    folder = Path(__file__).parent / "mini" / "data"
    file = data.draw(st.sampled_from(sorted(BUNDLED)))
    text = (folder / file).read_bytes().decode()
    records = records_in(text, file)
    name = data.draw(st.sampled_from(sorted(records)))
    fields = dict(records[name])
    key = data.draw(st.sampled_from([key for key in fields if key != "id"]))
    fields[key] = data.draw(
        st.one_of(st.text("甲a:#[]{}'\",- ", min_size=1), st.lists(st.text("甲a:", min_size=1), min_size=1))
    )
    after = edited(text, file, {name: fields}, field_order(FILES[file]))
    assert records_in(after, file) == {**records, name: fields}
    assert edited(after, file, {name: records[name]}, field_order(FILES[file])).count("\n") >= text.count("\n") - 1


def test_a_record_is_put_with_its_anchor_computed(session: CuratingSession) -> None:
    claim = {
        "id": "claim-roads",
        "kind": "cause",
        "zh": "山路窄",
        "en": "Roads are narrow",
        "at": ["1.p2.s1 山路窄"],
        "place": "place-qingxu",
    }
    session.put(claim)
    assert session.records["claim-roads"] == claim
    assert "claim-roads,1.p2.s1,山路窄," in (session.folder / "anchors.csv").read_text("utf-8")
    assert open_paper(session.folder).check(fast=True).records == len(session.records) + 12  # cells of the table


def test_steps_are_undone_byte_for_byte(session: CuratingSession) -> None:
    before = files_of(session.folder)
    session.remove("exempt-abstract-aim")
    session.put({**session.records["claim-capital-short"], "zh": "钱少"})
    session.undo()
    session.undo()
    assert files_of(session.folder) == before
    with pytest.raises(UsageError, match="no step to undo"):
        session.undo()


def test_a_file_that_a_step_made_goes_with_it(session: CuratingSession, tea: Path) -> None:
    (tea / "figures.yaml").unlink()
    text = (tea / "anchors.csv").read_text("utf-8")
    (tea / "anchors.csv").write_text(
        "".join(line for line in text.splitlines(True) if not line.startswith("figure-1,")), "utf-8"
    )
    with pytest.raises(ConflictError, match=r"anchors\.csv, figures\.yaml: edited by hand meanwhile"):
        session.remove("claim-capital-short")
    figure = {"id": "figure-1", "number": "1", "section": "section-1", "zh": "图", "en": "Figure",
              "at": ["fig1.caption-zh 茶价走势"], "values": "unknown", "why": {"zh": "无", "en": "none"}}  # fmt: skip
    session.put(figure)
    assert (tea / "figures.yaml").is_file()
    session.undo()
    assert not (tea / "figures.yaml").exists()


def test_another_id_is_named_by_all_that_named_the_old(session: CuratingSession) -> None:
    session.put({**session.records["claim-capital-short"], "id": "claim-money-short"}, id="claim-capital-short")
    assert "claim-capital-short" not in str(session.records)
    assert session.records["measure-buy-machines"]["concluded_from"][0]["id"] == "claim-money-short"


def test_a_step_that_breaks_a_link_is_refused_and_nothing_is_written(session: CuratingSession) -> None:
    before = files_of(session.folder)
    with pytest.raises(DataError, match=r"has no problem-pickers, which countermeasure-training\.answers names"):
        session.remove("problem-pickers")
    assert files_of(session.folder) == before


def test_a_hand_edit_is_noticed_and_survives(session: CuratingSession, tea: Path) -> None:
    file = tea / "claims.yaml"
    by_hand = file.read_text("utf-8").replace("kind: status", "kind: background")
    file.write_text(by_hand, "utf-8")
    with pytest.raises(ConflictError, match=r"claims\.yaml: edited by hand meanwhile; nothing was written") as raised:
        session.put({**session.records["claim-capital-short"], "zh": "钱少"})
    assert raised.value.files == ("claims.yaml",)
    assert file.read_text("utf-8") == by_hand
    session.put({**session.records["claim-capital-short"], "zh": "钱少"})
    assert changed_lines(by_hand, file.read_text("utf-8")) == ["-  zh: 合作社缺少资金", "+  zh: 钱少"]


def test_an_edit_saved_while_a_step_is_checked_survives(
    session: CuratingSession, tea: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cbec_kg.editing import session as module

    by_hand = (tea / "claims.yaml").read_text("utf-8").replace("kind: status", "kind: background")

    def anchors_while_an_editor_saves(*arguments: Any) -> str:
        (tea / "claims.yaml").write_text(by_hand, "utf-8")
        return anchors_csv(*arguments)

    monkeypatch.setattr(module, "anchors_csv", anchors_while_an_editor_saves)
    with pytest.raises(ConflictError, match=r"claims\.yaml: edited by hand meanwhile"):
        session.put({**session.records["claim-capital-short"], "zh": "钱少"})
    assert (tea / "claims.yaml").read_text("utf-8") == by_hand


def test_a_hand_edit_that_cannot_be_read_is_told_with_its_line(tea: Path, mini_text: str) -> None:
    desk = Desk(Session(tea, plain_document(mini_text)))
    state = desk.session.state
    (tea / "units.yaml").write_text("- {id: unit-a\n", "utf-8")
    outcome = desk.change({"revision": state.revision, "changes": {"claim-sell-online": None}})
    assert outcome.kind == "refusal"
    assert any(problem.startswith("units.yaml:2: not valid YAML") for problem in outcome.value["problems"])
    assert "claim-sell-online" in (tea / "claims.yaml").read_text("utf-8")


def test_a_step_on_an_older_state_is_refused(tea: Path, mini_text: str) -> None:
    session = Session(tea, plain_document(mini_text))
    seen = session.state.revision
    fields = session.state.records["claim-capital-short"]
    session.change({"claim-capital-short": {**fields, "zh": "钱少"}}, seen)
    with pytest.raises(ConflictError, match="older state"):
        session.change({"claim-capital-short": {**fields, "zh": "缺钱"}}, seen)


def test_another_text_is_refused_with_the_next_step(tea: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("1. 甲\n乙。\n", "utf-8")
    with pytest.raises(UsageError, match=r"not the text that .* was anchored in.* Give that text, or run: cbec-kg anchor"):
        open_paper(tea).curate(tmp_path / "other.txt")


def test_a_record_does_not_change_its_kind(session: CuratingSession) -> None:
    with pytest.raises(UsageError, match="does not change its kind"):
        session.put({**session.records["claim-capital-short"], "id": "problem-money"}, id="claim-capital-short")
    with pytest.raises(UsageError, match="must begin with one of"):
        file_of("tea-green")


@pytest.mark.parametrize(
    "given_value",
    [None, [], {}, {"revision": "x", "changes": {}}, {"revision": 1, "changes": {"claim-a": None}},
     {"revision": "x", "changes": {"claim-a": {"id": "claim-a", "zh": 1}}},
     {"revision": "x", "changes": {"claim-a": {"zh": "a"}}},
     {"revision": "x", "changes": {"claim-a": {"id": "claim-a", "zh": [[[[[[["a"]]]]]]]}}}],
)  # fmt: skip
def test_a_malformed_request_is_refused(given_value: object, tea: Path, mini_text: str) -> None:
    outcome = Desk(Session(tea, plain_document(mini_text))).change(given_value)
    assert outcome.kind == "refusal"


def test_forms_have_every_field_of_every_kind(tea: Path) -> None:
    forms = record_forms()
    assert sorted(forms) == sorted(FILES)
    for file in FILES:
        if (tea / file).is_file():
            names = {field["name"] for field in forms[file]["fields"]}
            for fields in records_in((tea / file).read_bytes().decode(), file).values():
                assert set(fields) <= names


def test_a_fragment_is_lengthened_until_it_stands_once(tea: Path, mini_text: str) -> None:
    desk = Desk(Session(tea, plain_document(mini_text)))
    shown = {passage["locator"]: passage["text"] for passage in desk.opening()["passages"]}
    line = shown["1.p1.s2"]
    assert "全县现有茶叶合作社" in line
    start = line.index("64")
    assert desk.fragment({"locator": "1.p1.s2", "start": start, "end": start + 2}).value == {"fragment": "64"}
    assert desk.fragment({"locator": "1.p1.s2", "start": 3, "end": 900}).kind == "refusal"
    assert desk.fragment({"locator": "9.p9.s9", "start": 0, "end": 1}).kind == "refusal"


# check --fix


def test_records_are_sorted_with_the_comments_above_them() -> None:
    mixed = "# head of b\n- id: place-b\n  zh: 乙\n- id: place-a\n  zh: 甲\n"
    assert sorted_records(mixed, "x") == "- id: place-a\n  zh: 甲\n# head of b\n- id: place-b\n  zh: 乙\n"


@pytest.mark.parametrize(
    ("broken", "mended_line"),
    [
        ("  en: prices: up", '  en: "prices: up"'),
        ("  at: [1.p1.s1 茶[1]]", '  at: ["1.p1.s1 茶[1]"]'),
        ("  en: %5 of all", '  en: "%5 of all"'),
        ("  en: @home", '  en: "@home"'),
    ],
)
def test_a_value_without_which_the_file_cannot_be_read_is_quoted(broken: str, mended_line: str) -> None:
    text = f"- id: claim-a\n{broken}\n  zh: 茶\n"
    assert quoted(text, "x") == (f"- id: claim-a\n{mended_line}\n  zh: 茶\n", [2])


def test_what_quotes_do_not_mend_is_left_as_it_is(tea: Path) -> None:
    (tea / "claims.yaml").write_text("- id: claim-a\n zh: [茶\n", "utf-8")
    before = files_of(tea)
    assert open_paper(tea).fix().mends == ()
    assert files_of(tea) == before


def test_a_folder_with_nothing_to_mend_is_not_written(tea: Path, mini_folder: Path) -> None:
    before = files_of(tea)
    assert str(open_paper(tea).fix(mini_folder.parent / "paper.txt")) == "Nothing to mend."
    assert files_of(tea) == before


def test_an_anchor_that_moved_is_found_where_its_fragment_stands_once(tea: Path, mini_folder: Path) -> None:
    """1.p2.s1 says of the roads what problem-roads is anchored in; the wrong locator has a passage without these words."""
    file = tea / "problems.yaml"
    right = file.read_text("utf-8")
    file.write_text(right.replace("1.p2.s1 运茶不便", "1.p1.s1 运茶不便"), "utf-8")
    fixed = open_paper(tea).fix(mini_folder.parent / "paper.txt")
    assert [mend.what for mend in fixed.mends] == ["problem-roads: '1.p1.s1 运茶不便' is now at 1.p2.s1"]
    assert file.read_text("utf-8") == right
    assert open_paper(tea).check(fast=True).anchors


def test_an_anchor_that_stands_in_several_passages_is_left_to_a_person(tea: Path, mini_folder: Path) -> None:
    """设备更新 stands in 3.p1.s3 and in 3.p2.s2."""
    file = tea / "claims.yaml"
    moved = file.read_text("utf-8").replace("at: [1.p1.s5 茗集网]", "at: [1.p1.s1 设备更新]")
    file.write_text(moved, "utf-8")
    assert open_paper(tea).fix(mini_folder.parent / "paper.txt").mends == ()
    assert file.read_text("utf-8") == moved


def test_stale_anchors_are_one_line_however_many(tea: Path) -> None:
    (tea / "anchors.csv").write_text((tea / "anchors.csv").read_text("utf-8").replace("claim-", "claim-old-"), "utf-8")
    with pytest.raises(DataError) as raised:
        open_paper(tea).check(fast=True)
    assert len(raised.value.problems) == 1
    assert "lacks anchors of claim-capital-short, claim-machines-old, claim-quality-stable and" in str(raised.value)


def test_the_command_mends_then_checks(tea: Path, mini_folder: Path) -> None:
    from click.testing import CliRunner

    from cbec_kg.cli.main import cli

    file = tea / "problems.yaml"
    file.write_text(file.read_text("utf-8").replace("1.p2.s1 运茶不便", "1.p1.s1 运茶不便"), "utf-8")
    paper = str(mini_folder.parent / "paper.txt")
    done = CliRunner().invoke(cli, ["check", "--fast", "--fix", "--paper", paper, "--data", str(tea)], standalone_mode=False)
    assert "is now at 1.p2.s1" in done.output
    assert "nothing wrong" in done.output


def test_watching_checks_again_after_each_edit(tea: Path) -> None:
    from cbec_kg.cli.curation import _watch

    seen: list[str] = []
    digests = iter(["a", "a", "a", "b", "b"])

    def digest() -> str:
        found = next(digests, None)
        if found is None:
            raise KeyboardInterrupt
        return found

    _watch(lambda: seen.append("checked"), digest, 0)
    assert seen == ["checked", "checked"]
    assert open_paper(tea).digest() == open_paper(tea).digest()


def names_in_forms(fields: list[dict[str, Any]]) -> set[str]:
    return {field["name"] for field in fields}.union(*(names_in_forms(field.get("fields", [])) for field in fields))


def test_the_page_has_a_word_for_every_field_and_kind() -> None:
    forms = record_forms()
    names = set[str]().union(*(names_in_forms(form["fields"]) for form in forms.values()))
    wanted = {f"field-{name}" for name in names} | {f"kind-{file.removesuffix('.yaml')}" for file in forms}
    for language in LANGUAGES:
        assert wanted - set(words("curator", language).texts) == set()
