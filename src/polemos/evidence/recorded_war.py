"""From files to a record of a war: read, matched, and laid on axes that end with what was recorded.

Comes in: a scenario, a file of events, lists of changes of hands, a window.  Goes out: what ``observed`` gives, on the
axes of the war from its first day to the last one that is recorded, so that a month cut off by the window is a month
cut off in the histories too.  Holding it against histories is for ``experiments``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from polemos.errors import BadInput, Problem
from polemos.evidence.control_changes import read_changes
from polemos.evidence.mapping_file import read_mapping
from polemos.evidence.matching import match
from polemos.evidence.observed import observed
from polemos.evidence.readers import read_events

if TYPE_CHECKING:
    import xarray

FEWEST_DAYS = 7


def recorded_war(
    scenario: str | Path,
    *,
    events: str | Path | None = None,
    changes: Sequence[str | Path] = (),
    mapping: str | Path | None = None,
    first: date | None = None,
    last: date | None = None,
    long_events: str = "spread",
    days: int | None = None,
    edits: Sequence[str] = (),
    what_if: Sequence[str] = (),
    without: Sequence[str] = (),
) -> xarray.Dataset:
    """Return what files of events and of changes of hands say of a war, on its axes.

    ``first`` .. ``last`` is the window, by default all that is recorded within the scenario; the axes end with it, or
    after ``days``.  ``long_events`` is as in ``observed``; ``edits``, ``what_if`` and ``without`` change the war.

    Raises BadInput where a file cannot be read, nothing of it belongs to the war, or less than a week is recorded.
    """
    from polemos.scenario.compile import compile_scenario
    from polemos.scenario.load import load

    if events is None and not changes:
        hint = "give --events FILE, --changes FILE or both"
        raise BadInput(Problem("nothing recorded is named", hint=hint))
    war = compile_scenario(load(scenario, edits=edits, what_if=what_if, without=without))
    names = read_mapping(mapping, war)
    matched = match(read_events(events).events, names, war) if events is not None else None
    end = last
    if end is None:
        lasts: list[date] = [read_changes(changes, names, war).rows[-1].day] if changes else []
        if matched is not None:
            lasts.append(matched.events.last[np.flatnonzero(matched.counted)].max().astype(object))
        end = max(lasts)
    horizon = min(war.days, (end - war.start).days + 1) if days is None else min(war.days, days)
    if horizon < FEWEST_DAYS:
        what = f"is recorded to {end}, and the war starts on {war.start}: that is not a week"
        raise BadInput(Problem(what, file=str(events or changes[0]), hint="is it another war?"))
    end = min(end, war.start + timedelta(horizon - 1))
    return observed(
        replace(war, days=horizon), events=matched, changes=changes or None, mapping=names, first=first, last=end,
        long_events=long_events,
    )  # fmt: skip
