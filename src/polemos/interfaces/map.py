"""The theatre on one day: who holds which place, in what share of the histories.

Comes in: axes, a ``Ground`` and who holds what.  Goes out: the same axes, drawn.  A place's colour and shape say which
camp holds it most often, its filling how sure that is; the wash gives the ground to the place it is counted with; a
dark line joins places that different camps hold.  Borders and roads are next door in ``ground``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from polemos.interfaces.camps import style
from polemos.interfaces.ground import CELLS, Box, Ground, nearest
from polemos.interfaces.labels import Spot, place_labels

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes

SURE, LIKELY = 0.8, 0.5
"""Shares of histories from which a marker is full, and from which it is pale; below it is hollow."""
SEA, LAND, ABROAD, ROAD = "#e6edf2", "#fbfaf7", "#ecebe6", "#b8b3a8"
CONTACT = "#3d0c11"
IMPORTANT = 12
"""So many of the largest places get a name even where it is crowded."""


class Control(NamedTuple):
    """Per place shown: the camp that holds it most often (-1 nobody), in what ``share``; ``camps``
    [history, place]."""

    camp: npt.NDArray[np.int64]
    share: npt.NDArray[np.float64]
    camps: npt.NDArray[np.int64]


def control(measures: xarray.Dataset, ground: Ground, week: int) -> Control:
    """Return who holds the places at the end of a week, over all histories; a tie goes to the earlier
    camp."""
    names = [str(name) for name in measures["camp"].values]
    camp_of = np.array([names.index(str(camp)) for camp in measures["camp_of"].values] + [-1], dtype=np.int64)
    holder = measures["holder"].transpose("history", "week", "place").values[:, week, :][:, ground.shown]
    camps = camp_of[holder.astype(np.int64)]
    counts = np.stack([(camps == camp).sum(axis=0) for camp in range(-1, len(names))])
    # Nobody comes last in a tie.
    most = np.where(counts[1:].max(axis=0) >= counts[0], counts[1:].argmax(axis=0), -1)
    share = np.take_along_axis(counts, (most + 1)[None, :], axis=0)[0] / len(camps)
    return Control(most, share, camps)


def draw(
    ax: Axes,
    ground: Ground,
    state: Control,
    box: Box | None = None,
    size: float = 1.0,
    letters: float = 6.6,
    labels: Sequence[str] | None = None,
    fronts: bool = False,
) -> Axes:
    """Draw the theatre; ``box`` (west, east, south, north) [degrees] is the part to show, all of it without.

    ``size`` scales the markers, ``letters`` is the height of names [points]; ``labels`` names the places to write,
    "" for none; ``fronts`` writes the fronts' names.
    """
    part = west, east, south, north = box or (ground.west, ground.east, ground.south, ground.north)
    ax.set_xlim(west, east)
    ax.set_ylim(south, north)
    ax.set_aspect(ground.stretch)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.set_facecolor(SEA if ground.countries else LAND)
    for spine in ax.spines.values():
        spine.set_visible(True)
        spine.set_color("#8a8f96")
    _borders(ax, ground, state, part, CELLS if box is None else CELLS // 2)
    _roads(ax, ground, state, size)
    inside = _within(ground, part)
    _markers(ax, ground, state, inside, size)
    if labels is not None:
        _write(ax, ground, inside, labels, fronts, marker_areas(ground, size), letters)
    return ax


def _within(ground: Ground, box: Box) -> npt.NDArray[np.int64]:
    west, east, south, north = box
    x, y = ground.longitude, ground.latitude
    return np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))


def _borders(ax: Axes, ground: Ground, state: Control, part: Box, columns: int) -> None:
    """Draw land, the wash of the camps, borders and rivers."""
    for role, ring in ground.countries:
        ax.fill(
            ring[:, 0],
            ring[:, 1],
            facecolor=LAND if role == "country" else ABROAD,
            edgecolor="none",
            zorder=0,
        )
    if ground.countries:
        ax.imshow(
            _wash(nearest(ground, part, columns), state), extent=part, origin="lower", interpolation="nearest",
            aspect="auto", zorder=0.5,
        )  # fmt: skip
        ax.set_aspect(ground.stretch)
    for role, ring in ground.countries:
        heavy = role == "country"
        ax.plot(
            ring[:, 0], ring[:, 1], color="#5c5f66" if heavy else "#b4b2aa", linewidth=1.1 if heavy else 0.6,
            zorder=0.9 if heavy else 0.2,
        )  # fmt: skip
    for river in ground.rivers:
        ax.plot(river[:, 0], river[:, 1], color="#5b9bd0", linewidth=1.6, zorder=0.8, solid_capstyle="round")


def _wash(cells: npt.NDArray[np.int64], state: Control) -> npt.NDArray[np.uint8]:
    """Return the picture of the ground: a camp's colour, paler where fewer histories agree."""
    from matplotlib.colors import to_rgb

    colours = np.array([to_rgb(style(int(camp)).fill) for camp in state.camp] + [(1.0, 1.0, 1.0)])
    strength = np.append(0.06 + 0.34 * np.clip((state.share - 0.3) / 0.7, 0.0, 1.0), 0.0)
    picture = np.empty((*cells.shape, 4))
    picture[..., :3] = colours[cells]
    picture[..., 3] = strength[cells]
    return np.asarray(np.round(picture * 255.0), dtype=np.uint8)


def _roads(ax: Axes, ground: Ground, state: Control, size: float) -> None:
    """Draw links; those whose ends different camps hold in half of the histories or more are lines of
    contact."""
    from matplotlib.collections import LineCollection

    ends = np.column_stack([ground.longitude, ground.latitude])[ground.roads]
    apart = (state.camps[:, ground.roads[:, 0]] != state.camps[:, ground.roads[:, 1]]).mean(axis=0)
    calm = apart < LIKELY
    ax.add_collection(LineCollection(list(ends[calm]), colors=ROAD, linewidths=0.7 * size, zorder=1), autolim=False)
    ax.add_collection(
        LineCollection(
            list(ends[~calm]), colors=CONTACT, linewidths=size * (0.5 + 0.9 * apart[~calm]), zorder=1.1,
            linestyles=[(0, (2.2, 1.4))],
        ),
        autolim=False,
    )  # fmt: skip


def _markers(ax: Axes, ground: Ground, state: Control, inside: npt.NDArray[np.int64], size: float) -> None:
    """Draw the places, large ones first so that small ones stay in sight."""
    areas = marker_areas(ground, size)
    for camp in np.unique(state.camp[inside]):
        look = style(int(camp))
        for low, high, face, edge in (
            (SURE, 2.0, look.fill, "#111111"),
            (LIKELY, SURE, _paler(look.fill), "#111111"),
            (-1.0, LIKELY, "#ffffff", look.ink),
        ):
            chosen = inside[(state.camp[inside] == camp) & (state.share[inside] >= low) & (state.share[inside] < high)]
            if len(chosen):
                ax.scatter(
                    ground.longitude[chosen], ground.latitude[chosen], s=areas[chosen], marker=look.marker,
                    facecolor=face, edgecolor=edge, linewidth=0.55 if face != "#ffffff" else 1.1, zorder=3,
                )  # fmt: skip


def marker_areas(ground: Ground, size: float) -> npt.NDArray[np.float64]:
    """Return the area [points^2] of each place's marker: it grows with the root of its people, capped
    at 600,000."""
    return size * size * (13.0 + 75.0 * np.sqrt(np.minimum(ground.people, 6e5) / 6e5))


def _paler(colour: str) -> tuple[float, float, float]:
    from matplotlib.colors import to_rgb

    red, green, blue = (0.42 * part + 0.58 for part in to_rgb(colour))
    return red, green, blue


def _write(
    ax: Axes, ground: Ground, inside: npt.NDArray[np.int64], labels: Sequence[str], fronts: bool,
    areas: npt.NDArray[np.float64], letters: float,
) -> None:  # fmt: skip
    """Write names where they hide neither a marker nor each other: places first, then fronts."""
    spots = [
        Spot(
            ground.longitude[row],
            ground.latitude[row],
            labels[row],
            float(np.sqrt(areas[row])) / 2.0,
            letters,
        )
        for row in inside
    ]
    order = sorted(range(len(spots)), key=lambda number: -ground.people[inside[number]])
    taken = place_labels(ax, [spots[number] for number in order], important=IMPORTANT)
    if not fronts:
        return
    middle = []
    for name in dict.fromkeys(ground.front[row] for row in inside if ground.front[row]):
        rows = [row for row in inside if ground.front[row] == name]
        if len(rows) > 2:
            middle.append(
                Spot(
                    float(ground.longitude[rows].mean()),
                    float(ground.latitude[rows].mean()),
                    name.split(" (")[0],
                    0.0,
                    letters,
                )
            )
    place_labels(ax, middle, taken, italic=True)
