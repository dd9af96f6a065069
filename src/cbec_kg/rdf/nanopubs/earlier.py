"""The nanopublications of a folder that was written before: each what its name says, and which of them are current."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode

from cbec_kg.errors import UsageError
from cbec_kg.io.digest_list import read_list
from cbec_kg.model.iris import BASE, expanded, split_iri
from cbec_kg.rdf.nanopubs.checking import JOINED, files_in, read_file
from cbec_kg.rdf.nanopubs.drafts import key_of
from cbec_kg.rdf.nanopubs.nanopublication import NPX, Nanopublication, text_of
from cbec_kg.rdf.nanopubs.trusty import canonical_text, code_in

_TOOL = re.compile(rf"^{re.escape(BASE)}cbec-kg-[^/\s]+$", re.MULTILINE)


@dataclass(frozen=True)
class Known:
    """An earlier nanopublication; `retracts` is what it retracts, `text` its file, `content` what it says and from where."""

    iri: str
    version: str
    public_key: str
    content: str
    text: str
    retracts: str = ""
    supersedes: frozenset[str] = frozenset()
    licences: tuple[str, ...] = ()

    def says(self, content: str) -> bool:
        """Return whether it says the same as another; by which version of this program does not matter."""
        return _TOOL.sub("", content) == _TOOL.sub("", self.content)


@dataclass(frozen=True)
class Earlier:
    """The current nanopublications of a folder, and its retractions, by the name of what they are versions of."""

    current: Mapping[str, Known] = field(default_factory=dict)
    retractions: Mapping[str, Known] = field(default_factory=dict)


def read_earlier(folder: Path, paper: str, public: str) -> Earlier:
    """Return the nanopublications that were written into a folder before.

    Parameters
    ----------
    paper : str
        The id of the paper that they are to be of.
    public : str
        The key that is to take their place, empty for none.

    Raises
    ------
    UsageError
        When one is not what its name says, one that was written is missing, they are of another paper or by another key.
    """
    known = [*_read(folder)]
    for one in known:
        if split_iri(one.version)[0] != paper:
            found = split_iri(one.version)[0] or "no paper of this program"
            raise UsageError(f"{folder}: has nanopublications of {found}, not of {paper}. Name the folder of this paper.")
        if one.public_key not in ("", public):
            raise UsageError(
                f"{folder}: is signed by a key that was not given, and only by the same one can it be superseded. "
                "Give it with --key."
            )
    gone = {iri for one in known for iri in (one.retracts, *one.supersedes)}
    current: dict[str, Known] = {}
    retractions: dict[str, Known] = {}
    for one in known:
        place = retractions if one.retracts else current
        if one.iri not in gone and place.setdefault(one.version, one).iri != one.iri:
            raise UsageError(
                f"{folder}: {one.iri} and {place[one.version].iri} are both of {one.version}. Keep one of them."
            )
    return Earlier(current, retractions)


def _read(folder: Path) -> Iterator[Known]:
    files = [file for file in files_in(folder) if file != folder / JOINED and file.suffix == ".trig"]
    listed = read_list(folder)
    missing = sorted(name for name in listed.digests if not (folder / name).is_file()) if listed is not None else []
    if missing:
        raise UsageError(f"{folder}: {missing[0]} was written and is missing. Put it back, or name a folder that is whole.")
    for file in files:
        first, *others = read_file(file)
        if first.nanopublication is None or any(one.fault is not None for one in (first, *others)):
            raise UsageError(f"{file}: is not as it was written. See: cbec-kg nanopubs --check {folder}")
        if others:
            raise UsageError(f"{file}: has several nanopublications, where each has a file of its own. Take it away.")
        yield _known(file, first.nanopublication, first.text)


def _known(file: Path, one: Nanopublication, text: str) -> Known:
    retracted = [text_of(quad.object) for quad in one.assertion if quad.predicate == NamedNode(f"{NPX}retracts")]
    versions = one.infos(expanded("dcterms:relation" if retracted else "dcterms:isVersionOf"))
    try:
        (version,) = versions
        key_of(version)
    except ValueError:
        raise UsageError(f"{file}: is none that cbec-kg nanopubs wrote. Name a folder of its own.") from None
    content = canonical_text((*one.assertion, *one.provenance), code_in(one.iri))
    supersedes = frozenset(one.infos(f"{NPX}supersedes"))
    licences = tuple(one.infos(expanded("dcterms:license")))
    return Known(one.iri, version, one.public_key, content, text, next(iter(retracted), ""), supersedes, licences)
