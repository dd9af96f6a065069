"""What a generation has of its papers together: what is the same in them, and their edges as a table.

    table/ID/           nodes.parquet and edges.parquet of each paper, and same.parquet beside (`cbec_kg.literature`)
    mappings.sssom.tsv  a curator's statements about the papers, as they were loaded

The files of a paper that the last generation has with the same digest are its own, by hard links. Without DuckDB there is
no table; the next load that finds it writes all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cbec_kg.io.durable import link_or_copy, write_flushed
from cbec_kg.literature.edge_table import EDGES, NODES, is_writable
from cbec_kg.store.layout import MAPPINGS, TABLE, Generation
from cbec_kg.store.staging import StagedPaper

if TYPE_CHECKING:
    from cbec_kg.alignment.matches import Alignment


@dataclass(frozen=True)
class Together:
    """The papers of a generation that is to be made, and the mapping set about them, empty without one.

    `called` is what the mapping set is called in messages; `read` is called with the number of papers that were read.
    """

    papers: Sequence[StagedPaper]
    mappings: bytes
    called: str
    read: Callable[[int], None]

    @cached_property
    def alignment(self) -> Alignment:
        """Return what is the same in the papers.

        Raises
        ------
        UsageError, DataError
            When a paper's snapshot is damaged; when a row of the mapping set names a record that its paper does not have.
        """
        from cbec_kg.alignment.matches import Alignment, Statement, align, alignable
        from cbec_kg.alignment.sssom import statements_in
        from cbec_kg.io.loading import checked_text
        from cbec_kg.model.joining import joined

        if not self.papers or (len(self.papers) == 1 and not self.mappings):
            return Alignment(())
        parts, names = [], set()
        for count, paper in enumerate(self.papers, start=1):
            snapshot = paper.snapshot()
            parts.append(alignable(snapshot))
            names |= {f"{paper.receipt.id}:{name}" for name in snapshot.records} if self.mappings else set()
            self.read(count)
        statements: tuple[Statement, ...] = ()
        if self.mappings:
            text = checked_text(self.mappings, self.called)
            statements = statements_in(text, self.called, [paper.receipt.id for paper in self.papers], names).statements
        return align(joined(parts), statements)

    def nquads(self) -> bytes:
        """Return the matches as N-Quads, sorted."""
        from cbec_kg.rdf.mappings import alignment_nquads

        return alignment_nquads(self.alignment).encode()

    def write(self, folder: Path, last: Generation | None) -> None:
        """Write the table and the mapping set into the folder of a generation.

        Raises
        ------
        LimitError
            When two records have one number.
        OSError
            When the disk cannot take it.
        """
        if self.mappings:
            write_flushed(folder / MAPPINGS, self.mappings)
        if self.papers and is_writable():
            from cbec_kg.literature.edge_table import engine_errors

            with engine_errors(folder):
                self._write_table(folder / TABLE, last)

    def _write_table(self, table: Path, last: Generation | None) -> None:
        from cbec_kg.io.writing import make_folder
        from cbec_kg.literature.edge_table import check_numbers, connect, write_paper, write_same

        with connect(threads=1) as connection:
            for paper in self.papers:
                name = paper.receipt.id
                there = last.manifest.by_id.get(name) if last is not None else None
                old = [last.table / name / file for file in (NODES, EDGES)] if last is not None else []
                if there is not None and there.digest == paper.receipt.digest and all(file.is_file() for file in old):
                    for file in old:
                        link_or_copy(file, table / name / file.name)
                else:
                    make_folder(table / name)
                    write_paper(connection, paper.snapshot(), table / name)
            write_same(connection, self.alignment.groups, table)
            check_numbers(connection, table)
