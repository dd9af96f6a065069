"""Roles, bases and names by cue words. Expected values were worked out by hand from the rules of the field dictionary."""

from __future__ import annotations

import pytest

from cbec_kg.api.results.sessions import CuratingSession
from cbec_kg.drafting.link_cues import bases_of, name_in, roles_of


@pytest.mark.parametrize(
    ("sentence", "first", "cue"),
    [
        ("因此茶价上涨。", "premise", "因此"),
        ("Therefore the price rose.", "premise", "Therefore"),
        ("由于山路窄，运茶很慢。", "cause", "由于"),
        ("The mill stopped because of ice.", "cause", "because"),
        ("山路窄导致运茶慢。", "effect", "导致"),
        ("县里必须修路。", "requirement", "必须"),
        ("Owners must mend the sails.", "requirement", "must"),
        ("合作社缺乏资金。", "headline", "缺乏"),
        ("Mills lack sails.", "headline", "lack"),
        ("一是标签不全。", "facet", "一是"),
        ("据县志统计，茶园有三百亩。", "value", "据县志统计"),
        ("According to the board, mills fell.", "value", "According to"),
        ("丁香认为茶好。", "statement", "认为"),
        ("如前所述，路很远。", "echo", "如前所述"),
        ("与往年相比，茶价平稳。", "context", "与往年相比"),
        ("However, the sails held.", "context", "However"),
        ("产量达300吨。", "measures", "达3"),
        ("参见县志。", "generic", "参见"),
    ],
)
def test_a_cue_word_ranks_a_role_first(sentence: str, first: str, cue: str) -> None:
    assert roles_of(sentence)[0] == (first, cue)


def test_no_cue_ranks_nothing() -> None:
    assert (roles_of("天空是蓝色的。"), bases_of("天空是蓝色的。"), roles_of("")) == ([], [], [])


@pytest.mark.parametrize(
    ("sentence", "bases"),
    [
        ("茶价上涨[3]。", [("stated", "[3]")]),
        ("据统计，茶价上涨。", [("stated", "据统计")]),
        ("According to the board, mills fell.", [("stated", "According to")]),
        ("这导致茶价上涨。", [("inherited", "这")]),
        ("其中一半是旧的[4]。", [("stated", "[4]"), ("inherited", "其中")]),
        ("These mills fell.", [("inherited", "These")]),
        ("随着路修通，茶价上涨[5]。", [("stated", "[5]"), ("inferred", "随着")]),
        ("路修通了；茶价上涨[5]。", [("stated", "[5]"), ("inferred", "；")]),
        ("此外，茶好。", []),
    ],
)
def test_markers_and_words_rank_the_basis(sentence: str, bases: list[tuple[str, str]]) -> None:
    assert bases_of(sentence) == bases


@pytest.mark.parametrize(
    ("text", "names", "whole", "found"),
    [
        ("蜂蜜产量很高", ["蜂蜜产量"], False, (1, "蜂蜜产量")),
        ("产量很高", ["蜂蜜产量"], False, (0.5, "产量")),
        ("产地很远", ["蜂蜜产量"], False, None),
        ("Honey was dear", ["honey output"], False, (0.5, "Honey")),
        ("It was dear", ["honey output"], False, None),
        ("the Lake Board met", ["Lake Board"], True, (1, "Lake Board")),
        ("the Lake Boards met", ["Lake Board"], True, None),
        ("the Lake met", ["Lake Board"], True, None),
    ],
)
def test_a_record_is_named_by_a_part_or_whole(
    text: str, names: list[str], whole: bool, found: tuple[float, str] | None
) -> None:
    assert name_in(text, names, whole) == found


def test_a_session_ranks_the_folders_own_vocabulary_and_writes_nothing(session: CuratingSession, mini_text: str) -> None:
    before = session.records
    printed = "".join(mini_text.split())
    places = [fields for name, fields in before.items() if name.startswith("place-") and fields["zh"] in printed]
    assert places
    named = {one["value"] for ranked in session.cues().values() for one in ranked.get("named", ())}
    assert named >= {fields["id"] for fields in places}
    assert all(one["cue"] for ranked in session.cues().values() for cues in ranked.values() for one in cues)
    session.put({**places[0], "zh": "从未出现之地", "en": "nowhere at all", "also": ["从未"]})
    named = {one["value"] for ranked in session.cues().values() for one in ranked.get("named", ())}
    assert places[0]["id"] not in named
