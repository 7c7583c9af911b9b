"""Which axis an id belongs to, when a person names only the id.

Comes in: the labels along the axes of a measure, and ids as they were typed.  Goes out: a row number for each axis that
was named.  What is made of them is next door in ``figures``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from polemos.errors import BadInput, Problem, did_you_mean

if TYPE_CHECKING:
    import xarray

FEW = 12


def pick(found: xarray.DataArray, measure: str, axes: Sequence[str], of: Sequence[str]) -> dict[str, int]:
    """Return the row along each axis that the ids name, in the order of the axes.

    An id is tried on the axes in their order: ``army guard`` on two axes of members is the first trusting the second.
    ``AXIS=ID`` says which.  Raises BadInput for an id that is on no axis, for more ids than axes, and where an id could
    be on either of two axes and the other one is left open.
    """
    labels = {axis: [str(label) for label in found[axis].to_numpy().tolist()] for axis in axes}
    places = [list(_places(labels, measure, item)) for item in of]
    if len(of) > len(axes):
        hint = f"it has {' and '.join(axes)}" if axes else "leave them out"
        raise BadInput(Problem(f"{measure} takes {len(axes)} ids, not {len(of)}", key="of", hint=hint))
    ways = list(_ways(places, {}))
    if not ways:
        hint = f"name one of each of {' and '.join(axes)}"
        raise BadInput(Problem(f"{' and '.join(of)} are on the same axis of {measure}", key="of", hint=hint))
    if any(set(way) != set(ways[0]) for way in ways):
        either = [axis for axis in axes if any(axis in way for way in ways)]
        hint = f"write {' or '.join(f'{axis}={of[0]}' for axis in either)}, or name both"
        raise BadInput(Problem(f"{of[0]} may be the {' or the '.join(either)} of {measure}", key="of", hint=hint))
    return {axis: ways[0][axis] for axis in axes if axis in ways[0]}


def _places(labels: dict[str, list[str]], measure: str, item: str) -> Iterator[tuple[str, int]]:
    """Give the axes on which an id lies, with its row there; raises BadInput if there is none."""
    axis, _, name = item.partition("=")
    wanted = {axis: labels[axis]} if name and axis in labels else labels
    name = name if wanted is not labels else item
    there = [(axis, names.index(name)) for axis, names in wanted.items() if name in names]
    if not there:
        every = [label for names in wanted.values() for label in names]
        listed = f"there are {', '.join(every[:FEW])}{f' and {len(every) - FEW:,} more' if len(every) > FEW else ''}"
        hint = did_you_mean(name, every) or (listed if every else "leave it out")
        raise BadInput(Problem(f"{measure} has no {' or '.join(wanted) or 'ids'} {name!r}", key="of", hint=hint))
    yield from there


def _ways(places: Sequence[Sequence[tuple[str, int]]], taken: dict[str, int]) -> Iterator[dict[str, int]]:
    """Give every way to lay each id on an axis of its own, earlier axes first."""
    if not places:
        yield taken
        return
    for axis, row in places[0]:
        if axis not in taken:
            yield from _ways(places[1:], {**taken, axis: row})
