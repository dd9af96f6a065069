"""What kinds, roles, bases, functions and fields are called in Chinese and English on pages for readers.

Labels of closed vocabularies only; the texts of a page's own controls live with the page. Out of scope: anything that a
curation says.
"""

from __future__ import annotations

from collections.abc import Mapping

Label = tuple[str, str]
"""Chinese, English."""

KINDS: Mapping[str, Label] = {
    "problem": ("问题", "problem"),
    "mentioned": ("别处提到的问题", "problem elsewhere"),
    "facet": ("方面", "facet"),
    "countermeasure": ("对策", "countermeasure"),
    "measure": ("措施", "measure"),
    "claim": ("论断", "claim"),
    "statistic": ("统计数字", "statistic"),
    "figure": ("图", "figure"),
    "table": ("表", "table"),
    "reference": ("参考文献", "reference"),
    "source": ("点名的来源", "named source"),
    "citation": ("文中引用", "in-text citation"),
    "attribution": ("文中点名", "attribution"),
    "indicator": ("指标", "indicator"),
    "org": ("组织", "organisation"),
    "platform": ("平台", "platform"),
    "place": ("地点", "place"),
    "law": ("法律", "law"),
    "concept": ("概念", "concept"),
}

ROLES: Mapping[str, Label] = {
    "headline": ("支持问题本身", "backs the problem itself"),
    "facet": ("支持某一方面", "backs a facet"),
    "measures": ("直接衡量", "measures it"),
    "statement": ("支持这一说法", "backs the statement"),
    "value": ("数字出处", "source of the figure"),
    "cause": ("支持原因", "backs a cause"),
    "requirement": ("支持需要什么", "backs what is needed"),
    "effect": ("支持后果", "backs an effect"),
    "echo": ("别处同说", "says the same elsewhere"),
    "context": ("只作背景", "context only"),
    "generic": ("泛泛引用", "cited in general"),
}

BASES: Mapping[str, Label] = {
    "stated": ("文中明说", "stated"),
    "inherited": ("由邻句或注承接", "inherited"),
    "inferred": ("整理者推断", "inferred"),
}

CLAIM_KINDS: Mapping[str, Label] = {
    "background": ("背景", "background"),
    "status": ("现状", "status"),
    "problem": ("问题", "problem"),
    "cause": ("原因", "cause"),
    "effect": ("后果", "effect"),
    "requirement": ("要求", "requirement"),
    "countermeasure": ("对策", "countermeasure"),
    "benefit": ("益处", "benefit"),
    "evaluation": ("评价", "evaluation"),
    "definition": ("定义", "definition"),
    "aim": ("目的", "aim"),
}

SOURCE_KINDS: Mapping[str, Label] = {
    "statistics": ("统计数据", "statistics"),
    "bulletin": ("公报", "bulletin"),
    "report": ("报告", "report"),
    "newspaper": ("报纸", "newspaper"),
}

STATISTIC_KINDS: Mapping[str, Label] = {
    "level": ("数值", "level"),
    "growth": ("增长率", "growth"),
    "average-growth": ("平均增长率", "average growth"),
    "share": ("占比", "share"),
    "rank": ("位次", "rank"),
}

OPERATORS: Mapping[str, Label] = {
    "equal": ("等于", "equal to"),
    "about": ("约", "about"),
    "nearly": ("接近", "nearly"),
    "more-than": ("多于", "more than"),
    "less-than": ("少于", "less than"),
    "at-least": ("至少", "at least"),
}

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

FACTS: Mapping[str, Label] = {
    "about": ("涉及", "About"),
    "actors": ("由谁做", "Actors"),
    "base": ("对比期", "Compared with"),
    "broader": ("上位", "Broader"),
    "column": ("列", "Column"),
    "counterpart": ("贸易伙伴", "Trading partner"),
    "definition": ("定义", "Definition"),
    "function": ("引用方式", "Function"),
    "indicator": ("指标", "Indicator"),
    "instruments": ("用什么", "Instruments"),
    "kind": ("类别", "Kind"),
    "members": ("所列成员", "Members listed"),
    "metadata": ("著录信息", "Bibliographic data"),
    "note": ("说明", "Note"),
    "operator": ("数值关系", "Relation"),
    "also": ("又称", "Also called"),
    "part_of": ("属于", "Part of"),
    "period": ("时间", "Period"),
    "place": ("地点", "Place"),
    "points_to": ("指向", "Points to"),
    "population": ("对象", "Population"),
    "publisher": ("发布者", "Publisher"),
    "section": ("章节", "Section"),
    "table": ("所在的表", "Table"),
    "unit": ("单位", "Unit"),
    "value": ("数值", "Value"),
    "values": ("图中数值", "Values drawn"),
    "whole": ("占何者的比", "Share of"),
    "year": ("年份", "Year"),
}

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


def vocabulary() -> dict[str, dict[str, dict[str, str]]]:
    """Return all closed vocabularies as plain values: vocabulary, term, language."""
    parts: Mapping[str, Mapping[str, Label]] = {
        "kind": KINDS,
        "role": ROLES,
        "basis": BASES,
        "claim": CLAIM_KINDS,
        "source": SOURCE_KINDS,
        "statistic": STATISTIC_KINDS,
        "operator": OPERATORS,
        "function": FUNCTIONS,
        "fact": FACTS,
    }
    return {name: {term: bilingual(label) for term, label in terms.items()} for name, terms in parts.items()}
