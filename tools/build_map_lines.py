"""Draws the decorative map lines of Thanh Hóa: outline and communes, simplified to at most 20 kB.

Run by hand when the boundaries change; the drawing is committed as frontend/images/map-lines.svg.
Boundaries: thanglequoc/vietnamese-provinces-database (MIT), geometry of the 2025 units published on
sapnhap.bando.com.vn. The drawing is for decoration; it must not be measured on.
"""

from __future__ import annotations

import json
import math
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

WIDTH = 640.0
_LEADING_ZERO = re.compile(r"(?<!\d)0\.")
MOST_BYTES = 20_000
Point = tuple[float, float]


def rings(feature: dict[str, Any]) -> list[list[Point]]:
    """Every ring of a polygon or multipolygon as (longitude, latitude)."""
    geometry = feature["geometry"]
    polygons = (
        geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    )
    return [[(x, y) for x, y, *_rest in ring] for polygon in polygons for ring in polygon]


def simplified(line: list[Point], tolerance: float) -> list[Point]:
    """Douglas-Peucker on a line whose ends stay."""
    if len(line) < 3:
        return line
    (x1, y1), (x2, y2) = line[0], line[-1]
    length = math.hypot(x2 - x1, y2 - y1) or 1e-9
    distances = [
        abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
        if (x1, y1) != (x2, y2)
        else math.hypot(x - x1, y - y1)
        for x, y in line[1:-1]
    ]
    far = max(range(len(distances)), key=distances.__getitem__)
    if distances[far] <= tolerance:
        return [line[0], line[-1]]
    return simplified(line[: far + 2], tolerance)[:-1] + simplified(line[far + 1 :], tolerance)


def shared_edges(all_rings: list[list[Point]]) -> tuple[list[list[Point]], list[list[Point]]]:
    """Lines between two communes, each once, and the outer lines, cut where three lines meet."""
    owners: dict[tuple[Point, Point], int] = {}
    for ring in all_rings:
        for a, b in pairwise(ring):
            edge = (a, b) if a < b else (b, a)
            owners[edge] = owners.get(edge, 0) + 1
    inner = chains([edge for edge, count in owners.items() if count > 1])
    outer = chains([edge for edge, count in owners.items() if count == 1])
    return inner, outer


def chains(edges: list[tuple[Point, Point]]) -> list[list[Point]]:
    """Edges joined into lines that end where more or fewer than two of them meet."""
    near: dict[Point, list[Point]] = {}
    for a, b in edges:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    used: set[tuple[Point, Point]] = set()
    lines: list[list[Point]] = []

    def walk(start: Point, following: Point) -> list[Point]:
        line = [start, following]
        used.update({(start, following), (following, start)})
        while len(near[line[-1]]) == 2 and line[-1] != start:
            onward = next((p for p in near[line[-1]] if (line[-1], p) not in used), None)
            if onward is None:
                break
            used.update({(line[-1], onward), (onward, line[-1])})
            line.append(onward)
        return line

    junctions = [point for point, around in near.items() if len(around) != 2]
    for point in [*junctions, *near]:
        lines += [walk(point, other) for other in near[point] if (point, other) not in used]
    return lines


def drawing(source: Path, tolerance: float) -> str:
    """The SVG at one tolerance (units of the drawing)."""
    features = json.loads(source.read_text())["features"]
    all_rings = [
        [(round(x, 6), round(y, 6)) for x, y in ring]
        for feature in features
        for ring in rings(feature)
    ]
    xs = [x for ring in all_rings for x, _y in ring]
    ys = [y for ring in all_rings for _x, y in ring]
    squeeze = math.cos(math.radians((min(ys) + max(ys)) / 2))
    scale = WIDTH / ((max(xs) - min(xs)) * squeeze)
    height = (max(ys) - min(ys)) * scale

    def placed(point: Point) -> Point:
        return ((point[0] - min(xs)) * squeeze * scale, (max(ys) - point[1]) * scale)

    def path(lines: list[list[Point]]) -> str:
        return "".join(_written(simplified([placed(p) for p in line], tolerance)) for line in lines)

    inner, outer = shared_edges(all_rings)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 {WIDTH + 8:.0f} {height + 8:.0f}" '
        'fill="none" stroke-linejoin="round">\n'
        "<!-- Boundaries: thanglequoc/vietnamese-provinces-database (MIT), "
        "from sapnhap.bando.com.vn. Decoration only. -->\n"
        f'<path stroke="#B9D6D8" stroke-opacity=".42" stroke-width=".8" d="{path(inner)}"/>\n'
        f'<path stroke="#B9D6D8" stroke-opacity=".85" stroke-width="1.6" d="{path(outer)}"/>\n'
        "</svg>\n"
    )


def _written(line: list[Point]) -> str:
    """Relative whole tenths: the shortest way to write a line."""
    if len(line) < 2:
        return ""
    x, y = round(line[0][0], 1), round(line[0][1], 1)
    parts = [f"M{x:g} {y:g}l"]
    moves: list[str] = []
    for px, py in line[1:]:
        nx, ny = round(px, 1), round(py, 1)
        dx, dy = round(nx - x, 1), round(ny - y, 1)
        if dx or dy:
            moves.append(_LEADING_ZERO.sub(".", f"{dx:g} {dy:g}"))
        x, y = nx, ny
    return parts[0] + " ".join(moves).replace(" -", "-") if moves else ""


def main() -> None:
    """build_map_lines.py <communes.geojson> <map-lines.svg>."""
    sys.setrecursionlimit(20_000)
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    tolerance = 0.8
    while len((svg := drawing(source, tolerance)).encode()) > MOST_BYTES:
        tolerance *= 1.15
    target.write_text(svg)


if __name__ == "__main__":
    main()
