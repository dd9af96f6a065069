"""The questions that are offered beside SPARQL, each with its parameters: what HTTP resources and assistants' tools share.

Each calls the method of the API of the same name, and gives what that gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cbec_kg.api.explaining_rows import row_of
from cbec_kg.api.packaged import CITATION_TABLES
from cbec_kg.api.questions import bound
from cbec_kg.api.results.base import Made
from cbec_kg.errors import LimitError, UsageError

if TYPE_CHECKING:
    from cbec_kg import Corpus, Result

MOST_CHARACTERS = 1_000
"""Characters of one value; most values of one parameter: `MOST_VALUES`."""

MOST_VALUES = 100

Values = Mapping[str, Sequence[str]]


_JSON = {"application/json": "json"}


class Parameter(NamedTuple):
    """A parameter: its kind is ``text`` (one), ``texts`` (any number) or ``flag`` (true or false)."""

    name: str
    kind: str
    meaning: str
    required: bool = False
    known: tuple[str, ...] = ()


class Operation(NamedTuple):
    """A question: name, what it answers, parameters, and the method that answers it.

    `papers` tells whether it is of ``any`` papers, of ``several`` or of ``one``; `forms` has the format of the API's answer
    by media type, the first where a client asks for none; `builds` whether it needs folders and what is built of them.
    """

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    ask: Callable[[Corpus, Asked], Result]
    papers: str = "any"
    forms: Mapping[str, str] = _JSON
    builds: bool = False


class Asked:
    """The values of one call, held against the parameters of its operation; `seconds` are those that reasons may take.

    Raises
    ------
    UsageError
        For an unknown parameter, a missing one, one that is given too often, or a flag that is none.
    LimitError
        For values that are too long or too many.
    """

    def __init__(self, operation: Operation, given: Values, seconds: float = 60.0) -> None:
        self.seconds = seconds
        known = {parameter.name: parameter for parameter in operation.parameters}
        for name, values in given.items():
            if name not in known:
                may = ", ".join(known) or "none"
                raise UsageError(f"{operation.name} has no parameter {name[:80]!r}; it has: {may}.")
            most = MOST_VALUES if known[name].kind == "texts" else 1
            if len(values) > most:
                raise UsageError(
                    f"{name} is given {len(values)} times. Give it {f'at most {most} times' if most > 1 else 'once'}."
                )
            for value in values:
                if len(value) > MOST_CHARACTERS:
                    raise LimitError(
                        f"{name} has {len(value):,} characters; at most {MOST_CHARACTERS:,} are read. Shorten it."
                    )
                if known[name].known and value not in known[name].known:
                    raise UsageError(f"{name}={value[:80]!r} is none of: {', '.join(known[name].known)}.")
        for name, parameter in known.items():
            if parameter.required and not any(given.get(name, ())):
                raise UsageError(f"{operation.name} needs {name}: {parameter.meaning}.")
        self._given = given

    def text(self, name: str) -> str | None:
        """Return the value of a parameter, None without one."""
        return next(iter(self._given.get(name, ())), None)

    def texts(self, name: str) -> list[str]:
        """Return all values of a parameter."""
        return list(self._given.get(name, ()))

    def flag(self, name: str) -> bool:
        """Return whether a flag is set: ``true`` or ``1``."""
        value = (self.text(name) or "false").lower()
        if value not in ("true", "false", "1", "0"):
            raise UsageError(f"{name}={value[:80]!r}: true or false is expected.")
        return value in ("true", "1")


_RECORD = "an id, a reference's number such as [9], a locator or an IRI"
_QUERY = Parameter("query", "text", "the name of a shipped query", required=True)
_BOUND = Parameter("param", "texts", "NAME=ID: a parameter of the query and the record that it is bound to")
_ALL = Parameter("all", "flag", "list everything, not only what stands out")

_WITHDRAWN = (
    Parameter("without", "texts", f"sources to withdraw: {_RECORD}"),
    Parameter("without_basis", "texts", "links that count no more", known=("inherited", "inferred")),
)
_SUBJECT = Parameter("subject", "text", f"a statement ({_RECORD}) or a finding of the audit by its id", required=True)

OPERATIONS = (
    Operation(
        "search", "Records and passages that hold all words of a text",
        (Parameter("text", "text", "words in Chinese or English, figures, or parts of ids", required=True),),
        lambda papers, asked: papers.search(asked.text("text") or ""),
    ),
    Operation(
        "evidence", "Which references and named sources a statement rests on, by role and basis; every problem without one",
        (Parameter("statement", "text", _RECORD), _ALL),
        lambda papers, asked: papers.evidence(asked.text("statement"), everything=asked.flag("all")),
    ),
    Operation(
        "trace", "A record with what it rests on down to its sources, and what rests on it",
        (Parameter("record", "text", _RECORD, required=True),),
        lambda papers, asked: papers.trace(asked.text("record") or ""),
    ),
    Operation(
        "whatif", "What falls, what is weakened and what stands when sources are withdrawn",
        (
            *_WITHDRAWN,
            Parameter("only_stated", "flag", "count only links that the article states"),
            _ALL,
        ),
        lambda papers, asked: papers.what_if(
            asked.texts("without"), without_basis=asked.texts("without_basis"), only_stated=asked.flag("only_stated"),
            everything=asked.flag("all"),
        ),
    ),
    Operation(
        "critical-sources", "Which sources statements cannot do without: minimal cut sets, single points of failure, loads",
        (Parameter("statement", "texts", f"statements, all problems without: {_RECORD}"),),
        lambda papers, asked: papers.critical_sources(*asked.texts("statement")),
    ),
    Operation(
        "gaps", "What is missing between evidence, problems and countermeasures",
        (Parameter("kind", "texts", "kinds of gap, all without"),),
        lambda papers, asked: papers.gaps(*asked.texts("kind")),
    ),
    Operation(
        "notices", "Retractions, corrections and their like about what is cited, by files that the folder has",
        (
            Parameter("day", "text", "only notices of this day or before count, such as 2021-08-30; all without"),
            Parameter("since", "text", "a day before it"),
        ),
        lambda papers, asked: papers.notices(day=asked.text("day") or "", since=asked.text("since") or ""),
    ),
    Operation(
        "why-row", "From which curated statements a row of a shipped query follows, with file, line and passage",
        (_QUERY, Parameter("row", "texts", "the row's number from 1 on, or COLUMN=VALUE for some of its columns"), _BOUND),
        lambda papers, asked: papers.why_row(
            asked.text("query") or "", row_of(asked.texts("row"), "row"), bound(asked.texts("param"), "param"),
            timeout=asked.seconds,
        ),
    ),
    Operation(
        "why-not-row", "What is missing for a row that a shipped query does not give, and what stands against it",
        (_QUERY, Parameter("row", "texts", "COLUMN=VALUE for some columns of the row", required=True), _BOUND),
        lambda papers, asked: papers.why_not_row(
            asked.text("query") or "", bound(asked.texts("row"), "row", "COLUMN=VALUE"),
            bound(asked.texts("param"), "param"), timeout=asked.seconds,
        ),
    ),
    Operation(
        "diff", "What differs between two of the papers: figures of one quantity or of one paper alone, and shared sources",
        (
            Parameter("old", "text", "the id of a paper", required=True),
            Parameter("new", "text", "the id of another", required=True),
        ),
        lambda papers, asked: papers.diff(asked.text("old") or "", asked.text("new") or ""), "several",
    ),
    Operation(
        "agreement", "How far several readings of one article agree: by field, with each disagreement",
        (Parameter("paper", "texts", "ids of the papers that are its readings, all without"),),
        lambda papers, asked: papers.agreement_between(*asked.texts("paper")), "several", builds=True,
    ),
    Operation(
        "audit", "The article's figures recomputed: which cannot all be true, and which single explanation clears them",
        (
            Parameter("statistic", "texts", "figures that the report is narrowed to, by id or locator"),
            Parameter(
                "verdict", "texts", "checks to list", known=("consistent", "within-rounding", "inconsistent", "undecidable"),
            ),
            Parameter("rule", "texts", "names of rules whose checks are listed"),
            _ALL,
        ),
        lambda papers, asked: papers.audit(
            *asked.texts("statistic"), verdicts=asked.texts("verdict"), rules=asked.texts("rule"),
            everything=asked.flag("all"),
        ),
    ),
    Operation(
        "certificates", "From what each contradiction follows by arithmetic alone, for another program to check",
        (Parameter("name", "texts", "ids of certificates, all without"),),
        lambda papers, asked: papers.certificates(*asked.texts("name")), forms=_JSON | {"text/turtle": "turtle"},
    ),
    Operation(
        "nanopubs", "The nanopublications: claims, statistics, findings and verdicts, each by its trusty URI",
        (), lambda papers, asked: papers.nanopublications(), builds=True, forms=_JSON | {"text/csv": "csv"},
    ),
    Operation(
        "nanopub", "One nanopublication, with whether its statements are those that its name has the digest of",
        (Parameter("name", "text", "its trusty URI, or the artifact code at the end of that", required=True),),
        lambda papers, asked: papers.nanopublication(asked.text("name") or ""), builds=True,
        forms=_JSON | {"application/trig": "trig"},
    ),
    Operation(
        "citation-table", "What is cited, as a table of OpenCitations",
        (Parameter("table", "text", "the citations without, data of what is cited, or an index", known=CITATION_TABLES),),
        lambda papers, asked: papers.citation_table(asked.text("table") or "citations"), builds=True,
        forms=_JSON | {"text/csv": "csv"},
    ),
    Operation(
        "deposit", "The metadata of a deposit of all that is made of the papers",
        (
            Parameter("form", "text", "who receives it", required=True, known=("zenodo", "invenio")),
            Parameter("creator", "texts", "Family, Given, with an ORCID in brackets; or an organisation", required=True),
            Parameter("published", "text", "the day of publication, such as 2021-08-30", required=True),
        ),
        lambda papers, asked: Made(
            papers.deposit(
                asked.text("form") or "", creators=asked.texts("creator"), published=asked.text("published") or ""
            )
        ),
    ),
    Operation(
        "annotation-export", "The anchors of the records for annotation tools",
        (
            Parameter("form", "text", "Hypothes.is without, or Web Annotations", known=("hypothesis", "w3c")),
            Parameter("address", "text", "of Hypothes.is: where the article is read; the address of its DOI without"),
        ),
        lambda papers, asked: Made(
            papers.annotation_export(asked.text("form") or "hypothesis", address=asked.text("address") or "")
        ),
        "one",
    ),
    Operation(
        "why", "From which lines of the files a role, a grade, a withdrawal's outcome or a finding follows: smallest sets",
        (_SUBJECT, *_WITHDRAWN),
        lambda papers, asked: papers.why(
            asked.text("subject") or "", without=asked.texts("without"), without_basis=asked.texts("without_basis"),
            timeout=asked.seconds,
        ),
    ),
    Operation(
        "why-not", "Why a statement does not rest on a source, and which links are missing",
        (Parameter("statement", "text", _RECORD, required=True), Parameter("source", "text", _RECORD, required=True)),
        lambda papers, asked: papers.why_not(
            asked.text("statement") or "", asked.text("source") or "", timeout=asked.seconds,
        ),
    ),
    Operation(
        "what-changes", "What would change a grade, a withdrawal's outcome or a finding: the smallest changes",
        (_SUBJECT, *_WITHDRAWN),
        lambda papers, asked: papers.what_changes(
            asked.text("subject") or "", without=asked.texts("without"), without_basis=asked.texts("without_basis"),
            timeout=asked.seconds,
        ),
    ),
)  # fmt: skip
"""In the order in which they are offered."""


def offered(papers: Corpus) -> tuple[Operation, ...]:
    """Return the operations that some papers can be asked: of one paper, not those that take several."""
    other = "one" if len(papers.ids) > 1 else "several"
    return tuple(operation for operation in OPERATIONS if operation.papers != other)


def values_of(pairs: Iterable[tuple[str, str]]) -> Values:
    """Return the values of parameters by name, in the order in which they came."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def answer(papers: Corpus, operation: Operation, given: Values, seconds: float = 60.0) -> Result:
    """Return what the API gives; its errors, and those of `Asked`, are raised."""
    return operation.ask(papers, Asked(operation, given, seconds))
