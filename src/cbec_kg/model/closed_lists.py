"""The values that fields of records may have, where the list is closed; a folder may declare more kinds of its own."""

from __future__ import annotations

from typing import Literal

ClaimKind = Literal[
    "background", "status", "problem", "cause", "effect", "requirement", "countermeasure", "benefit", "evaluation",
    "definition", "aim",
]  # fmt: skip
SectionKind = Literal[
    "front", "abstract", "introduction", "literature-review", "status", "problems", "countermeasures", "conclusion", "body",
    "references", "back",
]  # fmt: skip
SourceKind = Literal["statistics", "bulletin", "report", "newspaper"]
KindList = Literal["claim", "entity", "section", "source"]
ProblemStatus = Literal["diagnosed", "mentioned"]
StatisticKind = Literal["level", "growth", "average-growth", "share", "rank"]
Operator = Literal["equal", "about", "nearly", "more-than", "less-than", "at-least", "between"]
CitationFunction = Literal[
    "agreesWith", "cites", "citesAsAuthority", "citesAsDataSource", "citesAsEvidence", "citesAsPotentialSolution",
    "citesAsRecommendedReading", "citesAsRelated", "citesAsSourceDocument", "citesForInformation", "confirms",
    "containsAssertionFrom", "critiques", "describes", "disagreesWith", "discusses", "disputes", "documents", "extends",
    "obtainsBackgroundFrom", "obtainsSupportFrom", "qualifies", "refutes", "reviews", "supports", "usesConclusionsFrom",
    "usesDataFrom", "usesMethodIn",
]  # fmt: skip
Yes = Literal["yes", "no"]
