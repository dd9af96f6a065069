"""The files of nanopublications: one each, named by record, graph and artifact code; all in one; and a table of them."""

from __future__ import annotations

from collections.abc import Sequence

from cbec_kg.io.writing import csv_text
from cbec_kg.rdf.nanopubs.checking import JOINED
from cbec_kg.rdf.nanopubs.publishing import Published
from cbec_kg.rdf.nanopubs.trusty import code_in

TABLE = "nanopubs.csv"
COLUMNS = ("nanopublication", "kind", "record", "graph", "state", "earlier", "file")
_FOLDERS = {"claim": "claims", "statistic": "statistics", "finding": "findings", "verdict": "verdicts",
            "retraction": "retractions"}  # fmt: skip
_LONGEST = 120
"""Characters of a record's name that a file is named by at most."""


def nanopub_files(found: Sequence[Published]) -> dict[str, str]:
    """Return the files by their path below the folder."""
    files = {file_of(one): one.text for one in found}
    files[JOINED] = "\n".join(one.text for one in found)
    files[TABLE] = csv_text(COLUMNS, table_of(found))
    return files


def table_of(found: Sequence[Published]) -> list[tuple[str, ...]]:
    """Return a row a nanopublication, in the order of `COLUMNS`."""
    return [(one.iri, one.kind, one.key.record, one.key.graph, one.state, one.earlier, file_of(one)) for one in found]


def file_of(one: Published) -> str:
    """Return where the file of a nanopublication is, below the folder."""
    name = one.key.record.rpartition("/")[2][:_LONGEST]
    return f"{_FOLDERS[one.kind]}/{name}.{one.key.graph}.{code_in(one.iri)}.trig"
