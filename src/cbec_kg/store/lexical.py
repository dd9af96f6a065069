"""Whether the text of a typed literal is a value of its type.

Source: https://www.w3.org/TR/xmlschema11-2/ (lexical spaces) and https://www.w3.org/TR/rdf11-concepts/#section-Datatypes
"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import cache

from cbec_kg.model.iris import PREFIXES

XSD = PREFIXES["xsd"]
_RDF_JSON = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"

_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_DECIMAL = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_DOUBLE = rf"{_DECIMAL}(?:[Ee][+-]?\d+)?|[+-]?INF|NaN"
_DAYS = r"(?:\d+Y)?(?:\d+M)?(?:\d+D)?"
_HOURS = r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"
_BASE64 = r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}(?:[A-Za-z0-9+/] ?|= ?)=)?"

_PATTERNS = {
    "boolean": "true|false|1|0",
    "decimal": _DECIMAL,
    "float": _DOUBLE,
    "double": _DOUBLE,
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE[:-1]}",
    "time": f"{_TIME}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
    "gMonthDay": f"--(?!0[2469]-31|11-31|02-30){_MONTH}-{_DAY}{_ZONE}",
    "duration": f"-?P(?=.){_DAYS}{_HOURS}",
    "yearMonthDuration": r"-?P(?=.)(?:\d+Y)?(?:\d+M)?",
    "dayTimeDuration": rf"-?P(?=.)(?:\d+D)?{_HOURS}",
    "hexBinary": "(?:[0-9A-Fa-f]{2})*",
    "base64Binary": _BASE64,
    "language": "[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?! )[^\t\n\r]*(?<! )",
}

_SIGNED = (("byte", 8), ("short", 16), ("int", 32), ("long", 64))
_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None), "nonNegativeInteger": (0, None), "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0), "negativeInteger": (None, -1),
    **{one: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for one, bits in _SIGNED},
    **{f"unsigned{name}": (0, 2**bits - 1) for name, bits in (("Byte", 8), ("Short", 16), ("Int", 32), ("Long", 64))},
}  # fmt: skip

_FREE = frozenset(["string", "anyURI", "Name", "NCName", "NMTOKEN", "QName", "NOTATION", "ENTITY", "ID", "IDREF"])
_DATES = ("date", "dateTime", "dateTimeStamp")


def fault_of(text: str, datatype: str) -> str:
    """Return what is wrong with a literal of a type of XML Schema, or ``rdf:JSON``; empty for none, and for other types.

    Examples
    --------
    >>> fault_of("1,347", f"{XSD}decimal"), fault_of("01.50", f"{XSD}decimal"), fault_of("2021-02-29", f"{XSD}date")
    ('is no xsd:decimal', '', 'is no xsd:date')
    >>> fault_of("1", f"{XSD}integr"), fault_of("300", f"{XSD}byte"), fault_of("x", "https://example.org/own")
    ('has the type xsd:integr, which does not exist', 'is no xsd:byte', '')
    """
    if datatype == _RDF_JSON:
        return "" if _is_json(text) else "is no rdf:JSON"
    if not datatype.startswith(XSD):
        return ""
    name = datatype.removeprefix(XSD)
    if name in _FREE:
        return ""
    if name in _INTEGERS:
        good = _is_integer(text, *_INTEGERS[name])
    elif name in _PATTERNS:
        good = _pattern(name).fullmatch(text) is not None and (name not in _DATES or _is_day(text))
    else:
        return f"has the type xsd:{name}, which does not exist"
    return "" if good else f"is no xsd:{name}"


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name], re.ASCII)


def _is_integer(text: str, least: int | None, most: int | None) -> bool:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        return False
    digits = text.lstrip("+-").lstrip("0")
    if len(digits) > 20:  # beyond every bounded type; int() of a long text takes its time
        return (least if text.startswith("-") else most) is None
    value = int(text)
    return (least is None or value >= least) and (most is None or value <= most)


def _is_day(text: str) -> bool:
    year, month, day = text.lstrip("-").partition("T")[0].split("-")[:3]
    return int(day[:2]) <= monthrange(int(year[-4:]) % 400 + 2000, int(month))[1]


def _is_json(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
