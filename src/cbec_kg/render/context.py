"""What every view of the evidence is rendered with: the paper, the language, how places are quoted and records named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cbec_kg.model.records import Reference
from cbec_kg.model.references import mark_of
from cbec_kg.model.snapshot import Place, Snapshot
from cbec_kg.render.language.catalogue import Words, words

if TYPE_CHECKING:
    from cbec_kg.evidence.support import Outcome


def short_quote(place: Place) -> str:
    """Return a place as locator and fragment.

    Examples
    --------
    >>> short_quote(Place("4.2.p1.s1", "缺口越来越大", None, None))
    '4.2.p1.s1 “缺口越来越大”'
    """
    return f"{place.locator} “{place.fragment}”"


@dataclass(frozen=True)
class RenderContext:
    """What a view needs besides the value that it shows: the snapshot, the language, ``zh`` or ``en``, and what gives the
    text to show for a place, its locator and fragment or the sentence of the reader's copy.
    """

    snapshot: Snapshot
    language: str = "en"
    quote: Callable[[Place], str] = short_quote

    @cached_property
    def noticed(self) -> Mapping[str, Outcome]:
        """Return what becomes of each statement that loses something by published notices, by name."""
        if not self.snapshot.notices:
            return {}
        from cbec_kg.evidence.noticed_outcomes import noticed_outcomes

        return noticed_outcomes(self.snapshot)

    def words(self, view: str) -> Words:
        """Return the texts of a view."""
        return words(view, self.language)

    def text(self, record: str) -> str:
        """Return a record's label or paraphrase."""
        return self.snapshot.text(record, self.language)

    def term(self, term: str) -> str:
        """Return what the ontology calls a class (``facet``) or a concept (``role-facet``)."""
        return self.snapshot.label(term, self.language)

    def pair(self, name: str, text: str) -> str:
        """Return a name and its explanation, with a colon between."""
        return self.words("common")("pair", name=name, text=text)

    def marks(self, terms: Iterable[str]) -> str:
        """Return the ontology's names of some terms (``role-facet``, ``basis-stated``) in brackets; empty without any."""
        common = self.words("common")
        names = common("items").join(map(self.term, terms))
        return common("brackets", text=names) if names else ""

    def source_name(self, source: str) -> str:
        """Return a short name: ``[9]`` for a reference, the id's own words for a named source.

        Where there are several folders, the folder's id goes before it, as `cbec_kg.search.resolve` reads it back.
        """
        record = self.snapshot.records.get(source)
        folder, colon, local = source.rpartition(":")
        name = mark_of(record) if isinstance(record, Reference) else local.removeprefix("source-")
        return f"{folder}{colon}{name}"

    def source_text(self, source: str) -> str:
        """Return a reference's short name or a named source's label, with the folder's id where there are several."""
        if self.snapshot.kinds.get(source) != "source":
            return self.source_name(source)
        folder, colon, _ = source.rpartition(":")
        return f"{folder}{colon}{self.text(source)}"
