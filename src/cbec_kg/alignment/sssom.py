"""Matches as a mapping set in the SSSOM format (tab-separated values), and a curator's statements read from one.

Source: Simple Standard for Sharing Ontological Mappings, https://w3id.org/sssom/, version 1.0. The curated rows of a set
are read back: a proposal is accepted, or rejected with the modifier ``Not``, by giving it the justification
``semapv:ManualMappingCuration``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Container, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from cbec_kg.alignment.matches import Alignment, Match, Predicate, Statement
from cbec_kg.errors import DataError, Problem
from cbec_kg.io.loading import YamlMap, YamlText, parse_yaml, read_utf8
from cbec_kg.model.iris import BASE, CORPUS, PREFIXES, split_iri
from cbec_kg.model.snapshot import Snapshot

CURATED = "semapv:ManualMappingCuration"
JUSTIFICATIONS = {"identifier": "semapv:LexicalMatching", "name": "semapv:LexicalMatching", "statement": CURATED}
PREDICATES: dict[Predicate, str] = {"exact": "skos:exactMatch", "close": "skos:closeMatch"}
NAMESPACES = {"semapv": "https://w3id.org/semapv/vocab/", "sssom": "https://w3id.org/sssom/"}

_READ: dict[str, Predicate] = {
    PREFIXES["skos"] + "exactMatch": "exact", PREFIXES["skos"] + "closeMatch": "close", PREFIXES["owl"] + "sameAs": "exact",
}  # fmt: skip
_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "subject_match_field", "object_match_field", "match_string", "comment",
)  # fmt: skip
_FIELDS = {"identifier": "dcterms:identifier", "name": "rdfs:label"}


class Stated(NamedTuple):
    """What a mapping set states of some papers' records; `others` is the number of curated rows about other things."""

    statements: tuple[Statement, ...]
    others: int


def mapping_set(alignment: Alignment, snapshot: Snapshot, language: str = "en") -> str:
    """Return matches as an SSSOM mapping set; a record's CURIE is its name, the paper's id being the prefix."""
    prefixes = {paper: f"{BASE}{paper}/" for paper in snapshot.papers}
    prefixes |= {name: PREFIXES[name] for name in ("dcterms", "rdfs", "skos")} | NAMESPACES
    head = [f"mapping_set_id: {BASE}{CORPUS}/mappings", "sssom_version: '1.0'", "curie_map:"]
    head += [f"  {prefix}: {namespace}" for prefix, namespace in sorted(prefixes.items())]
    out = io.StringIO()
    rows = csv.DictWriter(out, _COLUMNS, dialect="excel-tab", lineterminator="\n")
    rows.writeheader()
    for match in alignment.matches:
        rows.writerow(_row(match, snapshot, language))
    return "".join(f"# {line}\n" for line in head) + out.getvalue()


def _row(match: Match, snapshot: Snapshot, language: str) -> dict[str, str]:
    row = {
        "subject_id": match.subject, "subject_label": snapshot.text(match.subject, language),
        "predicate_id": PREDICATES[match.predicate],
        "object_id": match.object, "object_label": snapshot.text(match.object, language),
        "mapping_justification": JUSTIFICATIONS[match.justification], "comment": match.comment,
    }  # fmt: skip
    if match.justification in _FIELDS:
        row |= dict.fromkeys(("subject_match_field", "object_match_field"), _FIELDS[match.justification])
        row["match_string"] = match.shared
    return row


def read_statements(file: Path, snapshot: Snapshot) -> Stated:
    """Return what a mapping set's file states of the papers of a joined snapshot; see `statements_in`."""
    return statements_in(read_utf8(file, file.name), file.name, snapshot.papers, snapshot.records)


def statements_in(text: str, name: str, papers: Collection[str], records: Container[str]) -> Stated:
    """Return what the curated rows of a mapping set state of papers, by their ids, and of their records, ``PAPER:ID``.

    DataError names each row that cannot be read, with its line; rows with another justification are left to be computed.
    """
    lines = text.lstrip("\ufeff").splitlines()
    head = [line for line in lines if line.startswith("#")]
    prefixes = {
        **PREFIXES,
        **NAMESPACES,
        **{paper: f"{BASE}{paper}/" for paper in papers},
        **_curie_map(head, name),
    }
    first = next((number for number, line in enumerate(lines) if line and not line.startswith("#")), len(lines))
    columns = lines[first].split("\t") if first < len(lines) else []
    lacking = [column for column in _NEEDED if column not in columns]
    if lacking:
        message = f"lacks the columns {', '.join(lacking)}. Give an SSSOM mapping set with tabs between the columns."
        raise DataError([Problem(name, first + 1 if columns else 0, message)])
    found: list[Statement] = []
    problems: list[Problem] = []
    others = 0
    for number, line in enumerate(lines[first + 1 :], first + 2):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            cells = next(csv.reader([line], dialect="excel-tab"))
        except csv.Error as error:
            problems.append(Problem(name, number, f"cannot be read as a row: {error}. Correct it."))
            continue
        row = dict(zip(columns, (*cells, *[""] * len(columns)), strict=False))
        if _expanded(row["mapping_justification"], prefixes) != NAMESPACES["semapv"] + "ManualMappingCuration":
            continue
        names = [_name(row[column], prefixes, papers, records) for column in ("subject_id", "object_id")]
        predicate = _READ.get(_expanded(row["predicate_id"], prefixes))
        if any(one == "" for one in names) or (predicate is None and None not in names):
            problems.append(Problem(name, number, _what_is_wrong(row, names)))
        elif names[0] is None or names[1] is None or predicate is None:
            others += 1
        else:
            a, b = sorted(names)  # type: ignore[type-var]  # neither is None
            differs = row.get("predicate_modifier", "") == "Not"
            found.append(Statement(str(a), str(b), predicate, differs, row.get("comment", "")))
    if problems:
        raise DataError(problems)
    return Stated(tuple(found), others)


def _curie_map(head: Iterable[str], name: str) -> Mapping[str, str]:
    """Return the prefixes that a mapping set's head declares; blank lines keep the numbers of lines."""
    node = parse_yaml("\n".join(line.removeprefix("#").removeprefix(" ") for line in head), name)
    declared = node.items.get("curie_map") if isinstance(node, YamlMap) else None
    items = declared.items if isinstance(declared, YamlMap) else {}
    return {prefix: value.text for prefix, value in items.items() if isinstance(value, YamlText)}


def _expanded(term: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI that a CURIE stands for, or what is none as it is."""
    prefix, colon, local = term.strip().partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else term.strip()


def _name(term: str, prefixes: Mapping[str, str], papers: Collection[str], records: Container[str]) -> str | None:
    """Return the name of the record that a term means; empty for one that its paper lacks, None for what is of no paper."""
    folder, local = split_iri(_expanded(term, prefixes))
    if folder not in papers:
        return None
    name = f"{folder}:{local}"
    return name if name in records else ""


def _what_is_wrong(row: Mapping[str, str], names: Iterable[str | None]) -> str:
    for column, name in zip(("subject_id", "object_id"), names, strict=True):
        if name == "":
            return f"{column} is {row[column][:80]!r}, which that paper does not have. Correct the id."
    known = " or ".join(PREDICATES.values())
    return f"predicate_id is {row['predicate_id'][:80]!r}; expected is {known}. Correct it, or leave the row out."
