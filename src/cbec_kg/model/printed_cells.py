"""What a cell of a printed table says: a number and its marks, that there is none, or something that is no one number.

A cell is read strictly: a range, a value with its error, a number in brackets or with a unit of its own is no number here.
Out of scope: what the number measures.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from cbec_kg.model.closed_lists import Operator

_MISSING = re.compile(
    r"|[-—–−―─~～]{1,4}|[.…⋯]{1,6}|/|·|n\.?\s?[adsr]\.?|n/[adr]|nil|none|null|\(?missing\)?|无|缺|缺失|无数据|不详|未检出|nd"
    r"|not (?:available|applicable|reported|detected)",
    re.IGNORECASE,
)
_DIGITS = r"\d{1,3}(?:[,，]\d{3})+(?![,，]?\d)|\d{1,3}(?:[\u2009\u202f]\d{3})+(?!\d)|\d{1,30}"
_NUMBER = re.compile(
    rf"(?P<operator>[<>≥⩾≈~＜＞]|>=)?\s*(?P<minus>[-−–－])?\+?(?P<digits>(?:{_DIGITS})?(?:\.\d{{1,12}})?)(?P<sign>\s?[%％‰])?"
    r"(?P<marks>(?:\s?(?:\*{1,4}|[＊†‡§¶#※]|[⁰¹²³⁴-⁹ᵃ-ᶿ①-⑳]+(?:[,，][⁰¹²³⁴-⁹ᵃ-ᶿ]+)*|(?<=\d)(?:[abcef]|[a-f]{2,3})))*)"
)
_OPERATORS: dict[str, Operator] = {
    "<": "less-than", ">": "more-than", "≥": "at-least", "⩾": "at-least", ">=": "at-least", "≈": "about", "~": "about",
}  # fmt: skip
_POWER = re.compile(r"10[⁰¹²³⁴-⁹]+")
_LONGEST = 60


class PrintedCell(NamedTuple):
    """What a cell holds.

    Of a ``number``: its `value` as digits with a decimal point and no separators, what stands before it as `operator`, and
    `sign`, the sign of per cent or per thousand behind it. Its marks, such as stars and letters of footnotes, are no part of
    the value. A cell is ``missing`` where it is empty or says that there is no number, ``other`` with any other text.
    """

    holds: Literal["number", "missing", "other"]
    value: str = ""
    operator: Operator = "equal"
    sign: str = ""


def printed_cell(text: str) -> PrintedCell:
    """Return what a cell says, as far as it is certain.

    Examples
    --------
    >>> [printed_cell(one).value for one in ("1,234.5", "−3.2%", "0.31**", ".05", "12.6ab", "45.1¹", "１２")]
    ['1234.5', '-3.2', '0.31', '0.05', '12.6', '45.1', '12']
    >>> [printed_cell(one).holds for one in ("", "—", "n.a.", "12-15", "3.1±0.2", "(1.96)", "12 (3.4)", "0,123", "1 234")]
    ['missing', 'missing', 'missing', 'other', 'other', 'other', 'other', 'other', 'other']
    >>> printed_cell("<0.01").operator, printed_cell("12.3％").sign, printed_cell("10³").holds, printed_cell("45 kg").holds
    ('less-than', '%', 'other', 'other')
    """
    cell = text.strip()
    if _MISSING.fullmatch(cell):
        return PrintedCell("missing")
    match = _NUMBER.fullmatch(cell) if len(cell) <= _LONGEST else None
    digits = re.sub(r"[,，\u2009\u202f]", "", unicodedata.normalize("NFKC", match["digits"])) if match else ""
    if match is None or not digits or _POWER.match(cell):
        return PrintedCell("other")
    if match["digits"][0] == "0" and len(match["digits"]) > 1 and match["digits"][1] != ".":
        return PrintedCell("other")  # 0,123 has a comma for a point
    value = ("-" if match["minus"] else "") + (f"0{digits}" if digits[0] == "." else digits)
    operator = _OPERATORS.get((match["operator"] or "").replace("＜", "<").replace("＞", ">"), "equal")
    sign = (match["sign"] or "").strip().replace("％", "%")
    return PrintedCell("number", value, operator, sign)
