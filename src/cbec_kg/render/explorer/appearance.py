"""How a node or an edge looks: computed from its class alone, in one place, for the explorer and for plain networks.

Hues follow the palette of Okabe and Ito, which readers with colour-blindness tell apart, darkened on light grounds and
lightened on dark ones until text in them has a contrast of 4.5 to 1 or more; and no class is marked by its hue alone,
since each has its own shape as well. The width of a line shows its role, its dashes the basis.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from cbec_kg.model.terms import BASES, DIRECT, Basis, Role

Shape = Literal["disc", "square", "diamond", "hexagon", "bars", "triangle", "chevron", "pentagon", "plus", "ring"]
Relation = Literal["support", "line", "part", "cause", "inference", "address", "answer", "same", "other"]


@dataclass(frozen=True)
class Look:
    """Look of a node: its mark, the column of a picture in which it stands, its colour on light and dark grounds; size in
    pixels and weight of its label, width of its box in pixels, most lines of label; whether its box has a tinted ground.
    """

    shape: Shape
    column: int
    light: str
    dark: str
    size: float = 12.0
    weight: int = 400
    width: int = 190
    lines: int = 3
    filled: bool = False


@dataclass(frozen=True)
class Stroke:
    """Look of an edge: colour on light and dark grounds, width in pixels, lengths of dash and gap (none: solid)."""

    light: str
    dark: str
    width: float
    dashes: tuple[float, ...] = ()


_BLUE = ("#005a9c", "#7cc0f5")
_PURPLE = ("#86397f", "#e6a8e0")
_GREY = ("#48515e", "#c3cad4")
_VERMILION = ("#b03a06", "#ff9d70")
_GREEN = ("#006b4c", "#52d3a8")

_LOOKS: dict[str, Look] = {
    "reference": Look("disc", 0, *_BLUE, size=13, weight=600, width=70, lines=1),
    "source": Look("square", 0, *_BLUE, width=152, lines=2),
    "claim": Look("diamond", 1, *_PURPLE),
    "statistic": Look("hexagon", 1, *_GREY, weight=500, lines=2),
    "figure": Look("bars", 1, *_GREY, lines=2),
    "table": Look("bars", 1, *_GREY, lines=2),
    "problem": Look("triangle", 2, *_VERMILION, size=13, weight=600, width=206, lines=4, filled=True),
    "mentioned": Look("triangle", 2, *_VERMILION, width=206),
    "facet": Look("chevron", 2, *_VERMILION, width=190),
    "countermeasure": Look("pentagon", 3, *_GREEN, size=13, weight=600, width=192, lines=4, filled=True),
    "measure": Look("plus", 3, *_GREEN, width=176),
}

OPENING = ("reference", "source", "problem", "countermeasure")
"""Classes in the opening view; the others unfold."""

_DASHES: dict[Basis, tuple[float, ...]] = {"stated": (), "inherited": (8, 4), "inferred": (1.5, 4)}
_VIS_SHAPES: dict[Shape, str] = {
    "disc": "dot", "square": "square", "diamond": "diamond", "hexagon": "hexagon", "bars": "database",
    "triangle": "triangle", "chevron": "triangleDown", "pentagon": "star", "plus": "box", "ring": "ellipse",
}  # fmt: skip
_EVIDENCE = ("#3d5a80", "#9db9dd")
_CAUSE = ("#8a5a00", "#e0b35a")


def look_of(kind: str) -> Look:
    """Return the look of a node by its class; classes that are not drawn get a plain ring."""
    return _LOOKS.get(kind, Look("ring", 1, *_GREY))


def stroke_of(relation: Relation, role: Role | None, basis: Basis) -> Stroke:
    """Return the look of an edge by its relation, the strength of its role, and its basis.

    Examples
    --------
    >>> stroke_of("support", "headline", "stated").width > stroke_of("support", "context", "stated").width
    True
    >>> stroke_of("support", "facet", "inferred").dashes
    (1.5, 4)
    """
    if relation in ("support", "line"):
        return Stroke(*_EVIDENCE, width=2.4 if role in DIRECT else 1.1, dashes=_DASHES[basis])
    if relation in ("cause", "inference"):
        return Stroke(*_CAUSE, width=1.4, dashes=_DASHES[basis])
    if relation in ("part", "same", "other"):
        return Stroke(*_GREY, width=1.2, dashes=_DASHES[basis])
    return Stroke(*_GREEN, width=1.6, dashes=_DASHES[basis])


def drawn_kinds() -> tuple[str, ...]:
    """Return the classes that a picture draws, in the order of the legend."""
    return tuple(_LOOKS)


def vis_shape(kind: str) -> str:
    """Return the shape of vis-network that comes nearest to the mark of a class."""
    return _VIS_SHAPES[look_of(kind).shape]


def look_values(of_papers: bool = False) -> dict[str, Any]:
    """Return all looks as plain values: ``kinds``, ``strokes`` by relation with a width for direct roles, ``dashes``.

    Where the records are of several papers, a reference has room for its paper.
    """
    strokes: dict[str, Any] = {}
    relations: tuple[Relation, ...] = ("support", "line", "cause", "inference", "address", "answer", "same", "other")
    for relation in relations:
        direct, weak = stroke_of(relation, "headline", "stated"), stroke_of(relation, "generic", "stated")
        strokes[relation] = {"light": weak.light, "dark": weak.dark, "width": weak.width, "direct": direct.width}
    looks = {kind: asdict(look_of(kind)) for kind in (*_LOOKS, "other")}
    if of_papers:
        looks["reference"]["width"] = looks["source"]["width"]
    return {
        "kinds": looks,
        "opening": list(OPENING),
        "strokes": strokes,
        "dashes": {basis: list(_DASHES[basis]) for basis in BASES},
    }
