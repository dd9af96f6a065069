"""The picture at the head of a page: the resource between what it comes from and what comes from it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from cbec_kg.model.iris import TERM
from cbec_kg.render.site.query_rows import Row
from cbec_kg.render.site.view import View
from cbec_kg.render.svg.neighbourhood import MOST, Neighbour, neighbourhood_svg

_BEFORE = ("Support", "CausalLink", "Inference")
"""Links that lead from left to right; in the others what answers or addresses a problem stands at its right."""


def picture(view: View, iri: str) -> Markup:
    """Return the picture of a resource with its neighbours, empty where it has none."""
    left, right = list(_left(view, iri)), list(_right(view, iri))
    if not left and not right:
        return Markup()
    label = view.label(iri)
    middle = Neighbour(label, view.kind(iri).striptags(), "", "here")
    title = str(view.t("picture-of", label=label))
    counts = str(view.t("picture-sides", left=len(left), right=len(right)))
    made = neighbourhood_svg(middle, _few(view, left), _few(view, right), title, counts, view.language)
    return Markup(made)  # every text of a picture is escaped as it is drawn


def _few(view: View, side: list[Neighbour]) -> list[Neighbour]:
    more = Neighbour(str(view.t("more", n=len(side) - MOST + 1)), "", "#lists", "more")
    return side if len(side) <= MOST else [*side[: MOST - 1], more]


def _left(view: View, iri: str) -> Iterator[Neighbour]:
    yield from _links(view, iri, "to", "from", forward=True)
    yield from _links(view, iri, "from", "to", forward=False)
    for whole, part in (("problem", "facet"), ("countermeasure", "measure")):
        for name in view.column(f"{whole}-{part}s", part, **{whole: iri}):
            yield _box(view, name, "part")
    above = ("cbec:pointsTo", "cbec:parentSection", "cbec:inTable", *(["cbec:inSection"] if "/passage-" in iri else []))
    for name in view.objects(iri, *above):
        yield _box(view, name)


def _right(view: View, iri: str) -> Iterator[Neighbour]:
    yield from _links(view, iri, "from", "to", forward=True)
    yield from _links(view, iri, "to", "from", forward=False)
    for name in view.objects(iri, "cbec:facetOf", "cbec:measureOf"):
        yield _box(view, name)
    seen = {row["statement"]: row for row in reversed(view.ask("evidence-lines", source=iri))}
    for row in reversed(seen.values()):
        yield _linked(view, row, row["statement"])
    within = view.subjects(iri, "cbec:parentSection", "cbec:inSection")
    for name in (*view.column("anchors", "record", passage=iri), *within):
        if "/passage-" not in name:
            yield _box(view, name)
    if not seen and not view.ask("links", **{"from": iri}) and not view.ask("links", to=iri):
        for name, _ in view.naming(iri):
            yield _box(view, name)


def _links(view: View, iri: str, end: str, other: str, *, forward: bool) -> Iterator[Neighbour]:
    """Yield what is at the `other` end of the links of a resource: of those that lead from left to right, or of the rest."""
    for row in view.ask("links", **{end: iri}):
        if (row["class"].removeprefix(TERM) in _BEFORE) == forward:
            yield _linked(view, row, row[other])


def _linked(view: View, row: Row, other: str) -> Neighbour:
    marks = [view.label(row[name]) for name in ("role", "basis") if name in row]
    if "role" not in row:
        marks.insert(0, view.label(row["class"]))
    basis, is_link = row["basis"].rpartition("-")[2], "line" not in row
    return _box(view, other, "", basis, marks, is_link)  # from a source: the statement's other sources are left out


def _box(
    view: View, iri: str, kind: str = "", basis: str = "stated", marks: list[str] | None = None, with_sources: bool = True
) -> Neighbour:
    found, below = view.addresses.of(iri), marks or [view.kind(iri).striptags()]
    sources = [view.label(source) for source in view.column("evidence-lines", "source", statement=iri)]
    if sources and with_sources:
        named = str(view.t("comma")).join(sources[:3])
        below = [*below, str(view.t("from-sources", sources=named, n=len(sources)))]
    address = view.href(found.page, found.fragment) if found else ""
    return Neighbour(view.label(iri), " · ".join(below), address, "doubtful" if view.doubts(iri) else kind, basis)
