"""What the charts of the page draw: one measure of one thing, week by week.

Comes in: the facts of a run, of all histories or of one.  Goes out: ``Series`` with values [history, week], and the
contract's ``Weekly``.  Which axes are summed is said here alone: ``killed`` over all actors (all theatres),
``requests`` over the clients among the members of the coalition, over all clients where there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from polemos.dimensions import ANSWERS
from polemos.interfaces.explorer.plain import Plain, Values, fan_of, in_unit, mean_of
from polemos.interfaces.sections.facts import Facts

ANSWERED = {"honoured": "honoured at once", "late": "honoured late", "refused": "refused"}


class Series(NamedTuple):
    """A measure along the weeks: ``of`` are the ids along its further axes; ``values`` [history, week]."""

    measure: str
    of: tuple[str, ...]
    title: str
    unit: str
    values: Values


def series_of(facts: Facts, camps: Sequence[int]) -> Iterator[Series]:
    """Yield what the charts draw, in the order of the contract, with the places held by each of ``camps``."""
    legend, members = facts.legend, list(facts.members)
    yield Series("cohesion", (), "Cohesion of the coalition", "share", facts.values("cohesion", "week"))
    held = facts.values("places_held", "week", "camp")
    for row in camps:
        yield Series("places_held", (legend.camps[row],), facts.camp(row), "places", held[:, :, row])
    killed = facts.values("killed", "week", "actor").sum(axis=2)
    yield Series("killed", (), "Men killed in the week, all sides, all theatres", "men", killed)
    civilians = facts.values("civilians_killed", "week")
    yield Series("civilians_killed", (), "Civilians killed in the week, in the counted theatre", "people", civilians)
    clients = members or list(range(len(legend.actors)))
    requests = facts.values("requests", "week", "actor", "answer")[:, :, clients].sum(axis=2)
    whose = "of the coalition's members" if members else "of all clients"
    for row, answer in enumerate(ANSWERS):
        title = f"Requests {whose} in the week, {ANSWERED[answer]}"
        yield Series("requests", (answer,), title, "requests", requests[:, :, row])
    yield Series("effort", (), "Effort of the patron", "ratio", facts.values("effort", "week"))
    men = facts.values("men", "week", "actor")
    for row in members:
        yield Series("men", (legend.actors[row],), facts.actor(row), "men", men[:, :, row])


def weekly(series: Series) -> Plain:
    """Return a series over all histories: its fan and its mean."""
    return {
        "measure": series.measure, "of": list(series.of), "title": series.title, "unit": series.unit,
        "fan": fan_of(series.values, series.unit), "mean": in_unit(mean_of(series.values), series.unit),
    }  # fmt: skip
