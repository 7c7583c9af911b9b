"""Recorded events, whoever recorded them: who fought whom, where, when, and how many died.

Holds ``Events``, one array per column.  Reading files into it is next door in ``readers``; what its sides and places
are called in a war, in ``mapping``; counting it on the axes of a war's measures, in ``observed``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Counts, Floats

Days = NDArray[np.datetime64]
Words = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Events:
    """Events as rows of columns of equal length, in the order of the file.

    Deaths are whole numbers of at least 0.  ``low`` <= ``best`` <= ``high`` is the recorder's own range for all deaths
    of the event; ``best`` need not be the sum of the four parts.
    """

    row: Counts  # number of the row in its file, 1 = the first after the head
    id: Words  # the recorder's own name of the event
    kind: Counts  # 1 state-based, 2 between others, 3 one-sided, as in engine.ged
    first: Days  # first and last day, both included
    last: Days
    date_precision: Counts  # 1 the day, 2 within 2 to 6 days, 3 the week, 4 the month, 5 the year
    latitude: Floats  # degrees; NaN where nobody knows
    longitude: Floats
    where_precision: Counts  # 1 exact, 2 within 25 km, 3 district, 4 governorate, 5 area, 6 country, 7 sea or air
    place: Words  # the recorder's words, "" where there are none
    adm_1: Words
    country: Words
    side_a: Words
    side_b: Words
    deaths_a: Counts
    deaths_b: Counts
    deaths_civilians: Counts
    deaths_unknown: Counts
    low: Counts
    best: Counts
    high: Counts

    def __len__(self) -> int:
        """How many events there are."""
        return len(self.row)

    def where(self, chosen: NDArray[np.bool_]) -> Events:
        """Return the chosen events, in order."""
        return Events(**{column.name: getattr(self, column.name)[chosen] for column in fields(self)})
