"""What kinds, roles, bases, functions and fields are called in Chinese and English on pages for readers.

Words come from the ontology (`terms`); here stands only what it does not name: functions of citations, whose terms are
CiTO's, a few fields of pages, and the words for what is left open. Out of scope: anything that a curation says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cbec_kg.model.terms import Bilingual
from cbec_kg.render.language.ontology import Term, ontology_terms, scheme_terms

Label = tuple[str, str]
"""Chinese, English."""

_CLASSES: Mapping[str, str] = {
    "problem": "Problem", "facet": "Facet", "countermeasure": "Countermeasure", "measure": "Measure", "claim": "Claim",
    "statistic": "Statistic", "figure": "Figure", "table": "Table", "reference": "Reference", "source": "Source",
    "citation": "Citation", "attribution": "Attribution", "indicator": "Indicator", "org": "Organisation",
    "platform": "Platform", "place": "Place", "law": "Law", "concept": "Concept",
}  # fmt: skip
_SCHEMES: Mapping[str, str] = {
    "role": "RoleScheme", "basis": "BasisScheme", "claim": "ClaimKindScheme", "source": "SourceKindScheme",
    "statistic": "StatisticKindScheme", "operator": "OperatorScheme",
}  # fmt: skip
_KINDS: Mapping[str, Label] = {
    "mentioned": ("别处提及的问题", "problem elsewhere"),
    "source": ("无编号来源", "named source"),
}
"""What a page tells apart and the ontology does not, and where its word would be taken for another: `source` alone."""

FUNCTIONS: Mapping[str, Label] = {
    "agreesWith": ("赞同", "agrees with"),
    "cites": ("引用", "cites"),
    "citesAsAuthority": ("作为权威引用", "cites as authority"),
    "citesAsDataSource": ("作为数据来源引用", "cites as data source"),
    "citesAsEvidence": ("作为证据引用", "cites as evidence"),
    "citesAsPotentialSolution": ("作为可能的办法引用", "cites as potential solution"),
    "citesAsRecommendedReading": ("作为推荐阅读引用", "cites as recommended reading"),
    "citesAsRelated": ("作为相关文献引用", "cites as related"),
    "citesAsSourceDocument": ("作为原始文件引用", "cites as source document"),
    "citesForInformation": ("为提供信息而引用", "cites for information"),
    "confirms": ("证实", "confirms"),
    "containsAssertionFrom": ("转述其论断", "contains assertion from"),
    "critiques": ("评析", "critiques"),
    "describes": ("描述", "describes"),
    "disagreesWith": ("不赞同", "disagrees with"),
    "discusses": ("讨论", "discusses"),
    "disputes": ("质疑", "disputes"),
    "documents": ("记载", "documents"),
    "extends": ("扩展", "extends"),
    "obtainsBackgroundFrom": ("从中取得背景", "obtains background from"),
    "obtainsSupportFrom": ("从中取得支持", "obtains support from"),
    "qualifies": ("限定", "qualifies"),
    "refutes": ("反驳", "refutes"),
    "reviews": ("综述", "reviews"),
    "supports": ("支持", "supports"),
    "usesConclusionsFrom": ("采用其结论", "uses conclusions from"),
    "usesDataFrom": ("采用其数据", "uses data from"),
    "usesMethodIn": ("采用其方法", "uses method in"),
}

_PROPERTIES: Mapping[str, str] = {
    "about": "about", "actors": "actor", "base": "comparisonPeriod", "column": "tableColumn", "counterpart": "counterpart",
    "function": "citationFunction", "indicator": "indicator", "instruments": "instrument", "members": "member",
    "operator": "operator", "period": "period", "place": "place", "points_to": "pointsTo", "population": "population",
    "section": "inSection", "table": "inTable", "unit": "unit", "value": "value", "whole": "whole",
}  # fmt: skip
_FACTS: Mapping[str, Label] = {
    "also": ("又称", "Also called"),
    "broader": ("上位", "Broader"),
    "definition": ("定义", "Definition"),
    "kind": ("类别", "Kind"),
    "metadata": ("著录信息", "Bibliographic data"),
    "note": ("说明", "Note"),
    "part_of": ("属于", "Part of"),
    "publisher": ("发布者", "Publisher"),
    "values": ("图中数值", "Values drawn"),
    "year": ("年份", "Year"),
}
"""Fields of pages that are no property of ours."""

UNKNOWN: Label = ("未知", "unknown")
UNSPECIFIED: Label = ("文中未说明", "not specified in the article")
PREVIOUS_YEAR: Label = ("上年", "previous year")
NO_LABEL: Label = ("（无标签）", "(no label)")
AND_OTHERS: Label = ("等（未列全）", "and others, not listed")


def bilingual(label: Label) -> dict[str, str]:
    """Return a label as the mapping that pages carry.

    Examples
    --------
    >>> bilingual(UNKNOWN)
    {'zh': '未知', 'en': 'unknown'}
    """
    return {"zh": label[0], "en": label[1]}


def word_for(vocabulary: str, term: str) -> dict[str, str]:
    """Return the label of a term of one of the ontology's closed lists, as the mapping that pages carry.

    Examples
    --------
    >>> word_for("basis", "inferred")
    {'zh': '推断', 'en': 'inferred'}
    """
    return _plain(scheme_terms(_SCHEMES[vocabulary])[term].label)


def field_word(field: str) -> dict[str, str]:
    """Return the name of a field of pages; of an unknown one, its own.

    Examples
    --------
    >>> field_word("note")
    {'zh': '说明', 'en': 'Note'}
    """
    if field in _PROPERTIES:
        return _heading(ontology_terms()[_PROPERTIES[field]])
    return bilingual(_FACTS.get(field, (field, field)))


def vocabulary() -> dict[str, dict[str, Any]]:
    """Return all closed vocabularies as plain values: vocabulary, term, language.

    Terms of the ontology's lists carry what they mean besides, under ``means``.
    """
    terms = ontology_terms()
    kinds = {kind: _plain(terms[name].label) for kind, name in _CLASSES.items()} | _bilinguals(_KINDS)
    facts = {fact: _heading(terms[name]) for fact, name in _PROPERTIES.items()} | _bilinguals(_FACTS)
    found: dict[str, dict[str, Any]] = {"kind": kinds, "fact": facts, "function": _bilinguals(FUNCTIONS)}
    for name, scheme in _SCHEMES.items():
        found[name] = {notation: _meant(term) for notation, term in scheme_terms(scheme).items()}
    return found


def _plain(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _bilinguals(labels: Mapping[str, Label]) -> dict[str, dict[str, str]]:
    return {name: bilingual(label) for name, label in labels.items()}


def _heading(term: Term) -> dict[str, str]:
    """Return a property's label as the name of a field: ``has unit`` is ``Unit`` there."""
    english = term.label.en.removeprefix("has ")
    return {"zh": term.label.zh, "en": english[0].upper() + english[1:]}


def _meant(term: Term) -> dict[str, Any]:
    meaning = {"means": _sentence(term.definition)} if term.definition else {}
    return {**_plain(term.label), **meaning}


def _sentence(text: Bilingual) -> dict[str, str]:
    """Return a definition without its full stop, to stand among other words."""
    return {"zh": text.zh.removesuffix("。"), "en": text.en.removesuffix(".")}
