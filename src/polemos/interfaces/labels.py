"""Names on a map that keep out of each other's way.

Comes in: spots with a name and the radius of their marker, the most important first.  Goes out: texts in the axes,
for as many as find room; the rest stay nameless rather than hide something.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from polemos.interfaces.ground import Box

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LETTER = 0.6
"""Mean width of a letter of a plain sans-serif, in heights: a name is measured without drawing it."""


class Spot(NamedTuple):
    """A point with a name to write beside it; ``radius`` of its marker and ``height`` of the letters in points."""

    x: float
    y: float
    name: str
    radius: float
    height: float


FAR = (12.0, 20.0, 30.0, 42.0)
"""Distances [points] at which an important name may stand away from its marker, joined to it by a line."""


def place_labels(
    ax: Axes, spots: Sequence[Spot], taken: Sequence[Box] = (), italic: bool = False, important: int = 0
) -> list[Box]:
    """Write the names of spots beside them where there is room; return all boxes that are taken [points].

    The first ``important`` ones may stand farther away, joined to their marker by a line.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    if figure.get_layout_engine() is None:
        ax.apply_aspect()
    else:
        figure.draw_without_rendering()
    scale = 72.0 / figure.get_dpi()
    frame = ax.get_window_extent()
    edge = (frame.x0 * scale, frame.x1 * scale, frame.y0 * scale, frame.y1 * scale)
    points = [tuple(ax.transData.transform((spot.x, spot.y)) * scale) for spot in spots]
    boxes = list(taken)
    boxes += [
        (x - spot.radius, x + spot.radius, y - spot.radius, y + spot.radius)
        for spot, (x, y) in zip(spots, points, strict=True)
        if spot.radius > 0.0
    ]
    written: set[str] = set()
    for number, (spot, (x, y)) in enumerate(zip(spots, points, strict=True)):
        if not spot.name or spot.name in written:
            continue
        for box, side, level in _choices(spot, x, y, far=number < important):
            if _free(box, boxes, edge):
                boxes.append(box)
                written.add(spot.name)
                _write(ax, spot, box, side, level, italic, (x, y))
                break
    return boxes


def _choices(spot: Spot, x: float, y: float, far: bool = False) -> list[tuple[Box, str, str]]:
    """Return where the name could go, the best first: right, left, above, below; on the spot if it has no marker."""
    wide, high, off = LETTER * spot.height * len(spot.name), spot.height, spot.radius + 1.2
    if spot.radius == 0.0:
        return [
            ((x - wide / 2, x + wide / 2, y + shift - high / 2, y + shift + high / 2), "center", "center")
            for shift in (0.0, high, -high, 2 * high, -2 * high, 3 * high, -3 * high)
        ]
    near = [
        ((x + off, x + off + wide, y - high / 2, y + high / 2), "left", "center"),
        ((x - off - wide, x - off, y - high / 2, y + high / 2), "right", "center"),
        ((x - wide / 2, x + wide / 2, y + off, y + off + high), "center", "bottom"),
        ((x - wide / 2, x + wide / 2, y - off - high, y - off), "center", "top"),
    ]
    for distance in FAR if far else ():
        for across, up in ((-1.0, 0.0), (-0.8, 0.6), (-0.8, -0.6), (1.0, 0.0), (0.8, 0.6), (0.8, -0.6)):
            end_x, end_y = x + across * distance, y + up * distance
            left = end_x if across > 0 else end_x - wide
            side = "left" if across > 0 else "right"
            near.append(((left, left + wide, end_y - high / 2, end_y + high / 2), side, "center"))
    return near


def _free(box: Box, boxes: Sequence[Box], edge: Box) -> bool:
    left, right, bottom, top = box
    if left < edge[0] or right > edge[1] or bottom < edge[2] or top > edge[3]:
        return False
    return not any(left < b and right > a and bottom < d and top > c for a, b, c, d in boxes)


def _write(ax: Axes, spot: Spot, box: Box, side: str, level: str, italic: bool, at: tuple[float, ...]) -> None:
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.patheffects import withStroke

    anchor_x = {"left": box[0], "right": box[1], "center": (box[0] + box[1]) / 2}[side]
    anchor_y = {"bottom": box[2], "top": box[3], "center": (box[2] + box[3]) / 2}[level]
    away = spot.radius > 0.0 and level == "center" and abs(anchor_x - at[0]) > spot.radius + 2.0
    figure = ax.get_figure(root=True)
    # In a page the style sheet draws the halo; as paths it would be most of the file.
    page = figure is not None and isinstance(figure.canvas, FigureCanvasSVG)
    name = ax.annotate(
        spot.name, (spot.x, spot.y), xytext=(anchor_x - at[0], anchor_y - at[1]), textcoords="offset points",
        ha=side, va=level, fontsize=spot.height, style="italic" if italic else "normal",
        color="#4a1016" if italic else "#15181c", zorder=5 if italic else 4, annotation_clip=True,
        path_effects=[] if page else [withStroke(linewidth=1.8, foreground="#ffffffcc")],
        arrowprops={"arrowstyle": "-", "linewidth": 0.6, "color": "#15181c", "shrinkA": 0, "shrinkB": spot.radius}
        if away
        else None,
    )  # fmt: skip
    # A name finds its room on the finished layout and must not move it.
    name.set_in_layout(False)
