"""What a printed word says of a statement against what is recorded: of how many, and how it is put.

Only words that say one thing alone decide; others, such as 多 or 要, may be read in several ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cbec_kg.errors import Problem
from cbec_kg.model import records as r
from cbec_kg.model.curated import Curation


def _by_word(classes: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return which values a word allows, from the words of each: one that stands under several allows all of them."""
    found: dict[str, set[str]] = {}
    for value, words in classes.items():
        for word in words.split():
            found.setdefault(word, set()).add(value)
    return {word: frozenset(values) for word, values in found.items()}


_WORDS = {
    "quantifier": _by_word({
        "all": "所有 全部 全体 一切 各 各个 每个 每一 all every each",
        "most": "大多数 多数 大部分 绝大多数 绝大部分 most",
        "many": "很多 许多 大量 大批 众多 诸多 不少 无数 many numerous",
        "some": "一些 部分 有些 有的 有人 某些 若干 少数 少量 some several",
        "some-unspecified": "一些 有些 某些 若干 some several",
        "few": "少数 少量 很少 极少 不多 有限 十分有限 个别 few",
    }),
    "modality": _by_word({
        "necessary": "必须 务必 需要 须 应 应当 must",
        "recommended": "应 应该 应当 应要 宜 should",
        "able": "可 可以 能 能够 can",
        "possible": "可能 或许 也许 容易 可 可以 能 may might can",
        "expected": "将 将会 会 will",
    }),
}  # fmt: skip


def words(curation: Curation) -> Iterator[Problem]:
    """Yield each statement whose printed word says another quantifier or modality than is recorded."""
    for record in curation.records.values():
        if not isinstance(record, r.Paraphrased):
            continue
        for name, word, value in (
            ("quantifier", record.quantifier_word, record.quantifier),
            ("modality", record.modal_word, record.modality),
        ):
            allowed = _WORDS[name].get((word or "").lower())
            if allowed and value is not None and value not in allowed:
                allows = " or ".join(sorted(allowed))
                message = f"{record.id}.{name} is {value}; {word!r}, which is printed, says {allows}. Correct one of them."
                yield Problem(record.where.file, record.where.line, message)
