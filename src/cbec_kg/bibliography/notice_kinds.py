"""Which kind of notice a word of the sources means, in English or Chinese."""

from __future__ import annotations

import re

from cbec_kg.bibliography.fields import one_line
from cbec_kg.model.published import NoticeKind

_KINDS: dict[str, NoticeKind] = {
    "retraction": "retraction", "retracted": "retraction", "retracted article": "retraction",
    "retracted publication": "retraction", "retraction of publication": "retraction", "retract and replace": "retraction",
    "retraction and replacement": "retraction", "withdrawal": "withdrawal", "withdrawn": "withdrawal",
    "removal": "withdrawal", "removed": "withdrawal", "temporary removal": "withdrawal",
    "partial retraction": "partial-retraction", "retraction in part": "partial-retraction",
    "expression of concern": "expression-of-concern", "editorial expression of concern": "expression-of-concern",
    "concern": "expression-of-concern", "correction": "correction", "author correction": "correction",
    "publisher correction": "correction", "corrected": "correction", "corrected and republished article": "correction",
    "corrigendum": "correction", "erratum": "correction", "published erratum": "correction", "addendum": "correction",
    "clarification": "correction", "reinstatement": "reinstatement", "reinstated": "reinstatement",
    "retract & replace": "retraction", "withdrawn article": "withdrawal", "temporary withdrawal": "withdrawal",
    "撤稿": "retraction", "撤回": "retraction", "勘误": "correction", "更正": "correction",
}  # fmt: skip
"""The words of the sources: what changes trust in an article."""

_NO_KINDS = frozenset(("new edition", "new version", "edition", "version", "update", "version of record"))
"""The words of the sources that say nothing of trust."""


def kind_of(word: str) -> NoticeKind | None:
    """Return what a source's word says of an article, None where it says nothing of trust.

    Examples
    --------
    >>> kind_of("Expression of concern"), kind_of("partial_retraction"), kind_of("Corrigendum"), kind_of("new_edition")
    ('expression-of-concern', 'partial-retraction', 'correction', None)
    """
    return _KINDS.get(_spaced(word))


def _spaced(word: str) -> str:
    return one_line(re.sub(r"[_-]", " ", word)).lower()


def says_nothing_of_trust(word: str) -> bool:
    """Return whether a word of the sources is one for new editions and versions."""
    return _spaced(word) in _NO_KINDS
