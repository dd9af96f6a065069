"""Annotations of others as anchors that are proposed: where each stands in the article, and as what a record would take it.

Nothing here is recorded: a person accepts a proposal, for a record. A quote is looked for as anchors are, white space and
width forms aside; one that stands several times is decided by its context, then by its offsets, and else left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, cast
from urllib.parse import unquote

from cbec_kg.curation.quoting import furniture_of
from cbec_kg.curation.yaml_text import Plain
from cbec_kg.editing.annotated import Annotated
from cbec_kg.errors import UsageError
from cbec_kg.model.curated import Curation
from cbec_kg.model.iris import split_iri
from cbec_kg.text.document import Document
from cbec_kg.text.locate import SearchableText
from cbec_kg.text.passage_text import PassageText
from cbec_kg.text.segment import passages
from cbec_kg.text.selectors import ArticleText, Quoted, longest

ProposalState = Literal["known", "exact", "moved", "offsets", "ambiguous", "not-found", "too-long", "no-place", "elsewhere"]
"""``known``: the record has this anchor already; ``exact``: quote, context and offsets agree, as far as given; ``moved``:
the quote stands once, but not with that context or at those offsets; ``offsets``: there is no quote, and offsets alone
cannot be proven; ``ambiguous``: it stands several times; ``not-found``; ``too-long``: over too many passages;
``no-place``: the annotation is of the whole text; ``elsewhere``: it is of another article."""

ACCEPTABLE = frozenset(("exact", "moved", "offsets"))

MOST_PASSAGES = 4
_LONGEST_COMPARED = 200
"""Characters of a quote that the nearest place is looked for by."""

_MOST_COMPARED = 500
"""Quotes that are not found whose nearest place is looked for; more are of another text."""

_DOI = re.compile(r"10\.\d{4,9}/[^\s?#\"<>]+")

_OPEN = re.compile(r"[\[［(（《“‘「]$|[\[［][^\]］]*$")
"""What a text that is cut short does not end with: a bracket that opens, or a part of a citation marker."""

Anchors = tuple[tuple[str, str], ...]


class AnchorProposal(NamedTuple):
    """What one annotation proposes: `anchors` as locator and fragment, one for each passage that it goes over.

    `record` is the id of the record that the annotation names, empty where it names none that there is. `note` has what
    differs at the nearest place; `address` that of another article or one that is not known to be this one's.
    """

    number: int
    state: ProposalState
    record: str
    anchors: Anchors
    text: str
    tags: tuple[str, ...]
    by: str
    note: str = ""
    address: str = ""


def anchor_proposals(
    annotations: Iterable[Annotated], curation: Curation, paper: Document
) -> tuple[tuple[AnchorProposal, ...], int]:
    """Return what annotations propose, in their order, and how many are of passages as they are, which propose nothing."""
    finder = _Finder(curation, paper)
    found, whole = [], 0
    for one in annotations:
        if finder.is_passage(one):
            whole += 1
        else:
            found.append(finder.proposal(one))
    return tuple(found), whole


class _Finder:
    """The article's text, ready to be searched for quotes, and the anchors that its records have."""

    def __init__(self, curation: Curation, paper: Document) -> None:
        found = passages(paper)
        self._curation = curation
        self._text = ArticleText(paper.text, found)
        self._nearby = SearchableText(paper, furniture_of(curation.article))
        self._pieces = {passage.locator: PassageText(paper.text, passage) for passage in found}
        self._compared = 0
        self._known = {(place.record, place.start, place.end): place.fragment for place in curation.places}

    def is_passage(self, one: Annotated) -> bool:
        """Return whether an annotation is of a whole passage by its address, as the exports have them."""
        folder, names = self._curation.folder_id, map(split_iri, one.names)
        return any(name == folder and local.removeprefix("passage-") in self._pieces for name, local in names)

    def proposal(self, one: Annotated) -> AnchorProposal:
        record = self._record(one)
        standing = standing_of(one.source, self._curation)
        state, note, anchors = self._found(one, record) if standing != "other" else ("elsewhere", "", ())
        address = one.source if standing != "this" else ""
        return AnchorProposal(
            one.number, state, record, anchors, " ".join(" ".join(one.texts).split()), one.tags, one.by, note, address
        )

    def _record(self, one: Annotated) -> str:
        """Return the id of the record that an annotation names by its address, or by a tag; empty for none."""
        folder, records = self._curation.folder_id, self._curation.records
        named = [local for name, local in map(split_iri, one.names) if name == folder]
        return next((name for name in (*named, *one.tags) if name in records), "")

    def _found(self, one: Annotated, record: str) -> tuple[ProposalState, str, Anchors]:
        if one.exact.strip():
            places, wanted = self._text.quoted(one.exact, one.prefix, one.suffix)
            if not places:
                self._compared += 1
                if self._compared > _MOST_COMPARED:
                    return "not-found", "", ()
                near = self._nearby.nearest(one.exact[:_LONGEST_COMPARED])
                return "not-found", near.difference, ()
            place, sure = _decided(places, wanted, one)
            if place is None:
                return "ambiguous", str(len(places)), ()
            state: ProposalState = "exact" if sure else "moved"
            start, end = place.start, place.end
        elif one.start is not None and one.end is not None:
            if not one.start < one.end <= len(self._text.source):
                return "no-place", "", ()
            state, start, end = "offsets", one.start, one.end
        else:
            return "no-place", "", ()
        return self._anchored(state, start, end, record)

    def _anchored(self, state: ProposalState, start: int, end: int, record: str) -> tuple[ProposalState, str, Anchors]:
        pieces = [
            piece
            for piece in self._pieces.values()
            if any(first < end and start < last for first, last in piece.passage.spans)
        ]
        if not pieces:
            return "no-place", "", ()
        if len(pieces) > MOST_PASSAGES:
            return "too-long", str(len(pieces)), ()
        known = self._known.get((record, start, end))
        if known is not None:
            return "known", "", ((pieces[0].passage.locator, known),)
        anchors = [(piece.passage.locator, fragment) for piece in pieces if (fragment := _fragment(piece, start, end))]
        return (state, "", tuple(anchors)) if anchors else ("ambiguous", "1", ())


def _decided(places: list[Quoted], wanted: int, one: Annotated) -> tuple[Quoted | None, bool]:
    """Return which place is meant, None where that is open, and whether context and offsets agree with it."""

    def at_offsets(place: Quoted) -> bool:
        return one.start is None or (place.start, place.end) == (one.start, one.end)

    if len(places) > 1:
        most = max(place.context for place in places) if wanted else 0
        likely = [place for place in places if place.context == most]
        exact = [place for place in likely if at_offsets(place)] if one.start is not None else []
        if len(likely) > 1 and len(exact) != 1:
            return None, False
        places = likely if len(likely) == 1 else exact
    return places[0], places[0].context == wanted and at_offsets(places[0])


def _fragment(piece: PassageText, start: int, end: int) -> str | None:
    """Return a fragment that stands once in a passage for the part of a range that is in it: its beginning if it is long."""
    first, last = (piece.text_offset(offset) for offset in (start, end))
    while first < last and piece.text[first].isspace():
        first += 1
    room = longest(piece.text[first:last])
    for size in range(min(room, last - first), 0, -1):
        if first + size < last and _OPEN.search(piece.text[first : first + size]):
            continue
        found = piece.fragment(first, first + size)
        if found is not None:
            return found
    return None


def standing_of(source: str, curation: Curation) -> Literal["this", "other", "unknown"]:
    """Return whether an address is one of the article: of its DOI or IRI, of another's, or of none that can be told."""
    folder, _ = split_iri(source)
    if folder:
        return "this" if folder == curation.folder_id else "other"
    given, own = _DOI.search(unquote(source)), (curation.article.doi or "").lower()
    if given is None or not own:
        return "unknown"
    rest = given[0].lower().removeprefix(own) if given[0].lower().startswith(own) else None
    return "this" if rest in ("", ".pdf") or (rest or "").startswith("/") else "other"


def accepted(
    proposals: Iterable[AnchorProposal], chosen: Mapping[int, str], records: Mapping[str, Mapping[str, Plain]]
) -> dict[str, dict[str, Plain]]:
    """Return the records that get anchors, with all their fields, where the proposals of some numbers are accepted.

    `chosen` has the record for each number, empty for the one that the annotation names.

    Raises
    ------
    UsageError
        For a number that is no proposal that can be accepted, and a record that is not there or takes no anchors.
    """
    listed = tuple(proposals)
    changed: dict[str, dict[str, Plain]] = {}
    for number, given in chosen.items():
        for one in _usable([one for one in listed if one.number == number], number, given):
            name = given or one.record
            if not name:
                raise UsageError(f"annotation {number} names no record. Say whose anchor it is: {number}=claim-x")
            fields = changed.setdefault(name, dict(_record_of(name, records)))
            at = cast("list[Plain]", fields["at"])
            new = (f"{locator} {fragment}" for locator, fragment in one.anchors)
            fields["at"] = [*at, *(anchor for anchor in new if anchor not in at)]
    return changed


def _usable(proposals: list[AnchorProposal], number: int, given: str) -> list[AnchorProposal]:
    """Return those proposals of one annotation that can be accepted; one that is known can be for another record."""
    if not proposals:
        raise UsageError(f"there is no annotation {number} of a place.")
    found = [one for one in proposals if one.state in ACCEPTABLE or (one.state == "known" and given not in ("", one.record))]
    if not found:
        raise UsageError(f"annotation {number} is {proposals[0].state}: it has no place to accept.")
    return found


def _record_of(name: str, records: Mapping[str, Mapping[str, Plain]]) -> Mapping[str, Plain]:
    if name not in records:
        raise UsageError(f"{name}: the folder has no such record. Accept the anchor for one that it has.")
    if not isinstance(records[name].get("at"), list):
        raise UsageError(f"{name}: has no anchors of its own. Accept it for a record that stands in the text.")
    return records[name]
