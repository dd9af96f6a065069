"""How well a statement is backed, as a grade that says its own rule; no weights.

The grade looks at the evidence lines of the statement itself. A problem is graded by what backs the problem or a facet of it
(the matrix says which); what backs a cause, a need, an effect or the setting, and what echoes it, never lifts a grade above
``oblique``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from cbec_kg.model.links import EvidenceLine
from cbec_kg.model.terms import DIRECT


class Grade(NamedTuple):
    """A grade, what it is called in Chinese, and the rule that gives it in Chinese and English."""

    name: str
    label: str
    zh: str
    en: str


GRADES = (
    Grade(
        "several",
        "多源",
        "至少两个来源直接支撑（问题：其本身或某一侧面），依据方式为明说",
        "two or more sources back it directly (a problem: itself or a facet of it), as stated",
    ),
    Grade(
        "single",
        "单源",
        "恰有一个来源直接支撑（问题：其本身或某一侧面），依据方式为明说",
        "exactly one source backs it directly (a problem: itself or a facet of it), as stated",
    ),
    Grade(
        "read-in",
        "读得",
        "有来源直接支撑，但全靠承接或推断",
        "sources back it directly, but only as inherited or inferred",
    ),
    Grade(
        "oblique",
        "旁及",
        "来源只涉及其原因、需求、结果或背景，或只在别处复述它，或所指不明",
        "sources bear only on its cause, needs, effects or setting, only echo it elsewhere, or it is not clear on what",
    ),
    Grade("none", "无", "没有任何来源", "no source bears on it"),
)
"""From the best to the worst; the first whose rule holds is given."""


def grade_of(lines: Collection[EvidenceLine]) -> Grade:
    """Return the grade of a statement by its evidence lines.

    Parameters
    ----------
    lines : collection of EvidenceLine
        All lines whose target the statement is.
    """
    several, single, read_in, oblique, none = GRADES
    stated = {line.source for line in lines if line.role in DIRECT and line.basis == "stated"}
    if len(stated) > 1:
        return several
    if stated:
        return single
    if any(line.role in DIRECT for line in lines):
        return read_in
    return oblique if lines else none
