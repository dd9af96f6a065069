"""What bytes are that are no UTF-8: the likely encoding by name, so that a message can say how to convert them."""

from __future__ import annotations

import codecs

from cbec_kg.errors import Problem

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_CANDIDATES = ("gb18030", "big5", "shift_jis")
_NAMES = {"gb18030": "GB18030 (GBK)", "big5": "Big5", "shift_jis": "Shift_JIS", "euc_kr": "EUC-KR"}
_SAMPLE = 1 << 16


def likely_encoding(content: bytes) -> str:
    """Return the name of the encoding that bytes are most likely in; empty for UTF-8, ``binary`` for what is no text.

    Examples
    --------
    >>> likely_encoding("茶叶出口".encode("gb18030")), likely_encoding("茶".encode("utf-16")), likely_encoding("茶".encode())
    ('GB18030 (GBK)', 'UTF-16', '')
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    start = content[:_SAMPLE]
    if b"\0" in start:
        even, odd = start[0::2].count(0), start[1::2].count(0)
        if max(even, odd) * 4 > len(start) // 2 and min(even, odd) * 10 < max(even, odd):
            return "UTF-16LE" if odd > even else "UTF-16BE"
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return _of_bytes(content[max(0, error.start - 1000) : error.start + _SAMPLE])
    return ""


def _of_bytes(part: bytes) -> str:
    """Return the encoding of bytes by which of the readings has most of the characters that its language is written in."""
    if b"\0" in part:
        return "binary"
    most, found = 0.5, ""
    for encoding in _CANDIDATES:
        text = [one for one in part.decode(encoding, "replace") if ord(one) > 127]
        good = sum(_is_common(one, encoding) for one in text) / max(1, len(text))
        if good > most:
            most, found = good, encoding
    if found == "gb18030" and _is_korean(part):
        found = "euc_kr"
    if found:
        return _NAMES[found]
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in part)
    return "binary" if controls * 20 > len(part) else "Windows-1252 (Latin-1)"


def _is_korean(part: bytes) -> bool:
    """Return whether bytes that are Chinese by their first level are syllables of Korean alone, and not a few by chance."""
    text = [one for one in part.decode("euc_kr", "replace") if ord(one) > 127]
    return len(text) > 5 and all("가" <= one <= "힣" for one in text)


def _is_common(character: str, encoding: str) -> bool:
    if character in "，。、；：？！（）《》“”‘’—…":
        return True
    if encoding == "shift_jis":
        return "぀" <= character <= "ヿ"
    try:  # the first level of GB 2312 and of Big5 has what texts are written with
        first = character.encode("gb2312" if encoding == "gb18030" else "big5")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= first <= 0xD7 if encoding == "gb18030" else 0xA4 <= first <= 0xC6


def encoding_problem(encoding: str, name: str) -> Problem:
    """Return that a file is in another encoding than UTF-8, as `likely_encoding` names it, or no text, with what to do."""
    if encoding == "binary":
        return Problem(name, 1, "is no text. Export the file anew.")
    return Problem(name, 1, f"is not UTF-8 but, it seems, {encoding}. Convert it: {converted_by(encoding, name)}")


def converted_by(encoding: str, name: str) -> str:
    """Return the command that makes UTF-8 of a file."""
    return f"iconv -f {encoding.partition(' ')[0].upper()} -t UTF-8 {name} > NEW"
