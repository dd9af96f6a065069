"""Draws docs/architecture.svg: the rooms of the package and the imports between them, read from the code.

A room stands above all that it imports. An arrow that a longer path of arrows implies is left out, so that the picture
shows the flow. ``--check`` writes nothing and ends with 1 where the picture is no longer that of the code.
"""

from __future__ import annotations

import ast
import sys
from graphlib import TopologicalSorter
from html import escape
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "cbec_kg"
PICTURE = ROOT / "docs" / "architecture.svg"

Rooms = dict[str, set[str]]
Item = tuple[str | int, ...]
"""A room, alone; or the gap in a row through which an arrow passes: from, to, row."""

EVERYWHERE = {"errors", "assets"}
"""Modules that any room may import; they would only add an arrow from everything."""

WIDTH, HEIGHT, GAP, ACROSS, DOWN, BEND, EDGE = 132, 44, 4, 24, 52, 36, 24


def room_of(module: str) -> str:
    """Return the room of a module's full name: the package, or the module, right below cbec_kg."""
    return module.split(".")[1] if "." in module else "cbec_kg"


def read_rooms(package: Path = PACKAGE) -> Rooms:
    """Return for each room the rooms that its modules import, imports within functions and for types included."""
    rooms: Rooms = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        room = "cbec_kg" if parts == ("__init__",) else parts[0]
        used = rooms.setdefault(room, set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                used |= {room_of(alias.name) for alias in node.names if alias.name.startswith("cbec_kg.")}
            elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "cbec_kg":
                below = [node.module] if "." in node.module else [f"cbec_kg.{alias.name}" for alias in node.names]
                used |= {room_of(name) for name in below}
    return {
        room: {other for other in used - {room} if other in rooms and other not in EVERYWHERE}
        for room, used in rooms.items()
        if room not in EVERYWHERE and room != "cbec_kg"
    }


def depths(rooms: Rooms) -> dict[str, int]:
    """Return each room's row, counted from the top: right below the lowest of the rooms that import it.

    Raises
    ------
    graphlib.CycleError
        When rooms import each other.
    """
    depth = dict.fromkeys(rooms, 0)
    for room in reversed([*TopologicalSorter(rooms).static_order()]):
        for other in rooms[room]:
            depth[other] = max(depth[other], depth[room] + 1)
    return depth


def direct(rooms: Rooms) -> list[tuple[str, str]]:
    """Return the imports that no longer path of imports implies."""
    reached: Rooms = {}
    for room in TopologicalSorter(rooms).static_order():
        reached[room] = rooms[room].union(*(reached[other] for other in rooms[room]))
    return [
        (room, other)
        for room in sorted(rooms)
        for other in sorted(rooms[room])
        if not any(other in reached[between] for between in rooms[room])
    ]


def placed(rooms: Rooms) -> tuple[list[list[Item]], list[list[Item]]]:
    """Return the rows from the top, and each arrow as the items that it passes: a room, gaps between other rooms, a room.

    A row is ordered by where the items of the row above stand that lead to it, which keeps arrows short and seldom crossed.
    """
    depth = depths(rooms)
    paths: list[list[Item]] = [
        [(room,), *((room, other, row) for row in range(depth[room] + 1, depth[other])), (other,)]
        for room, other in direct(rooms)
    ]
    rows: list[list[Item]] = [
        sorted((room,) for room in rooms if depth[room] == row) for row in range(max(depth.values()) + 1)
    ]
    for path in paths:
        for item in path[1:-1]:
            rows[int(item[2])].append(item)
    above: dict[Item, list[Item]] = {}
    for path in paths:
        for upper, lower in pairwise(path):
            above.setdefault(lower, []).append(upper)
    for number, row in enumerate(rows[1:], 1):
        centre = centres(rows[number - 1])
        row.sort(key=lambda item: (sum(centre[one] for one in above[item]) / len(above[item]), item[0]))
    return rows, paths


def centres(row: list[Item]) -> dict[Item, float]:
    """Return the middle of each item of a row, counted from the row's own middle."""
    widths = [WIDTH if len(item) == 1 else GAP for item in row]
    left = -(sum(widths) + ACROSS * (len(row) - 1)) / 2
    found = {}
    for item, width in zip(row, widths, strict=True):
        found[item] = left + width / 2
        left += width + ACROSS
    return found


def draw(rooms: Rooms) -> str:
    """Return the picture as SVG: the command line on top, what imports nothing at the bottom."""
    rows, paths = placed(rooms)
    middles = [centres(row) for row in rows]
    width = 2 * EDGE + 2 * max(abs(middle) + WIDTH / 2 for row in middles for middle in row.values())
    height = 2 * EDGE + len(rows) * HEIGHT + (len(rows) - 1) * DOWN
    place = {
        item: (width / 2 + middle, EDGE + number * (HEIGHT + DOWN))
        for number, row in enumerate(middles)
        for item, middle in row.items()
    }
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
        ' role="img" aria-labelledby="title">',
        "<!-- Generated from the imports by scripts/architecture.py; do not edit. -->",
        '<title id="title">The rooms of cbec_kg and what they import</title>',
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#57606a"/></marker></defs>',
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>',
    ]
    for path in paths:
        points = [place[item] for item in path]
        line = f"M{points[0][0]:g} {points[0][1] + HEIGHT:g}"
        for (x1, y1), (x2, y2) in pairwise(points):
            top, bottom = y1 + HEIGHT, y2 - (2 if (x2, y2) == points[-1] else 0)
            line += f"L{x1:g} {top:g}C{x1:g} {top + BEND:g} {x2:g} {bottom - BEND:g} {x2:g} {bottom:g}"
        lines.append(f'<path d="{line}" fill="none" stroke="#57606a" stroke-width="1.2" marker-end="url(#head)"/>')
    for (room,), (x, y) in ((item, at) for item, at in place.items() if len(item) == 1):
        box = f'x="{x - WIDTH / 2:g}" y="{y:g}" width="{WIDTH}" height="{HEIGHT}"'
        lines.append(f'<rect {box} rx="6" fill="#eef3f8" stroke="#3b5b7a"/>')
        lines.append(
            f'<text x="{x:g}" y="{y + HEIGHT / 2 + 5:g}" text-anchor="middle" font-family="sans-serif" '
            f'font-size="15" fill="#1f2328">{escape(str(room))}</text>'
        )
    return "\n".join([*lines, "</svg>", ""])


def main(arguments: list[str]) -> int:
    """Write the picture, or compare it with the code; return the exit code."""
    picture = draw(read_rooms())
    if "--check" not in arguments:
        PICTURE.write_text(picture, encoding="utf-8", newline="\n")
        return 0
    if PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == picture:
        return 0
    print(f"{PICTURE}: is not the picture of the code: nox -s picture draws it anew.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
