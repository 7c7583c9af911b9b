"""What the charts of the page draw: one measure of one thing, week by week.

Comes in: a war and what was recorded of it, of all histories or of one.  Goes out: ``Drawn``, which makes its values,
and ``Series``, which has them [history, week]; and the contract's ``Weekly``.  Which axes are summed is said here
alone: ``killed`` over all actors (all theatres), ``requests`` over the clients among the members of the coalition, over
all clients where there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from polemos.dimensions import ANSWERS
from polemos.engine.definitions import Recorded
from polemos.experiments.catalogue import Make, measure_of
from polemos.experiments.laboratory import ReadOnce
from polemos.interfaces.explorer.plain import Plain, Values, fan_of, in_unit, mean_of
from polemos.interfaces.sections.facts import Facts

if TYPE_CHECKING:
    from polemos.scenario.compile import War

ANSWERED = {"honoured": "honoured at once", "late": "honoured late", "refused": "refused"}


class Drawn(NamedTuple):
    """One measure of one thing along the weeks; ``make`` gives its values [history, week]."""

    measure: str
    of: tuple[str, ...]
    title: str
    unit: str
    make: Make

    @property
    def key(self) -> tuple[str, ...]:
        """What it is, the same in two wars."""
        return (self.measure, *self.of)


class Series(NamedTuple):
    """A measure along the weeks: ``of`` are the ids along its further axes; ``values`` [history, week]."""

    measure: str
    of: tuple[str, ...]
    title: str
    unit: str
    values: Values


def drawn_of(war: War, camps: Collection[str]) -> Iterator[Drawn]:
    """Yield what is drawn of a war, from what every case of a question keeps, with the places held by ``camps``."""
    killed, held, asked = (measure_of(name) for name in ("killed", "places_held", "requests"))
    focal = int(war.world.focal[0])
    clients = np.asarray((war.world.coalition == focal) & (focal >= 0))
    whose = "of the coalition's members" if clients.any() else "of all clients"
    yield Drawn("cohesion", (), "Cohesion of the coalition", "share", measure_of("cohesion"))
    for row, camp in enumerate(war.legend.camps):
        if camp in camps:
            title = war.legend.camp_titles[row] or camp
            yield Drawn("places_held", (camp,), title, "places", partial(_of_row, held, row))
    yield Drawn("killed", (), "Men killed in the week, all sides, all theatres", "men",
        lambda r, w: killed(r, w).sum(axis=2))  # fmt: skip
    yield Drawn("civilians_killed", (), "Civilians killed in the week, in the counted theatre", "people",
        measure_of("civilians_killed"))  # fmt: skip
    for row, answer in enumerate(ANSWERS):
        title = f"Requests {whose} in the week, {ANSWERED[answer]}"
        yield Drawn("requests", (answer,), title, "requests", partial(_answered, asked, clients, row))


def series_of(facts: Facts, camps: Sequence[int]) -> Iterator[Series]:
    """Yield what the charts draw, in the order of the contract, with the places held by each of ``camps``."""
    recorded, legend = ReadOnce(facts.run.recorded), facts.legend
    for drawn in drawn_of(facts.war, [legend.camps[row] for row in camps]):
        values = np.asarray(drawn.make(recorded, facts.war), dtype=np.float64)
        yield Series(drawn.measure, drawn.of, drawn.title, drawn.unit, values)
    yield Series("effort", (), "Effort of the patron", "ratio", facts.values("effort", "week"))
    men = facts.values("men", "week", "actor")
    for row in facts.members:
        yield Series("men", (legend.actors[row],), facts.actor(row), "men", men[:, :, row])


def _of_row(make: Make, row: int, recorded: Recorded, war: War) -> Values:
    return np.asarray(make(recorded, war)[:, :, row])


def _answered(make: Make, clients: Values, answer: int, recorded: Recorded, war: War) -> Values:
    found = make(recorded, war)[..., answer]
    return np.asarray(found[:, :, clients if clients.any() else slice(None)].sum(axis=2))


def weekly(series: Series) -> Plain:
    """Return a series over all histories: its fan and its mean."""
    return {
        "measure": series.measure, "of": list(series.of), "title": series.title, "unit": series.unit,
        "fan": fan_of(series.values, series.unit), "mean": in_unit(mean_of(series.values), series.unit),
    }  # fmt: skip
