"""Arrays that are made when somebody looks at them.

Comes in: a function that makes a whole array, and its shape.  Goes out: what xarray takes for stored data: nothing
is computed until a number is asked for.  The array made last is remembered, one for a dataset, so that walking
through a variable piece by piece makes it once, and memory holds no more than one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from xarray.backends import BackendArray
from xarray.core import indexing

Make = Callable[[], NDArray[Any]]


class Slot:
    """Room for the one array that a dataset remembers."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.owner: object = None
        self.whole: NDArray[Any] = np.empty(0)


class MadeLater(BackendArray):
    """The data of one variable."""

    def __init__(self, make: Make, shape: tuple[int, ...], dtype: np.dtype[Any], slot: Slot) -> None:
        self._make = make
        self._slot = slot
        self.shape = shape
        self.dtype = dtype

    def __getitem__(self, key: Any) -> Any:
        """Return a part of the array, made now."""
        return indexing.explicit_indexing_adapter(key, self.shape, indexing.IndexingSupport.BASIC, self._part)

    def __deepcopy__(self, memo: Any) -> MadeLater:
        """Return itself: nothing in it can be changed."""
        return self

    def _part(self, key: Any) -> Any:
        with self._slot.guard:
            if self._slot.owner is not self:
                self._slot.whole, self._slot.owner = np.empty(0), None
                self._slot.whole, self._slot.owner = self._made(), self
            part = self._slot.whole[key]
            if np.shape(part) != self.shape:
                return np.array(part)
            # The whole is handed out, not copied; remembering it as well would let others change it.
            self._slot.whole, self._slot.owner = np.empty(0), None
            return part

    def _made(self) -> NDArray[Any]:
        whole = self._make()
        if whole.shape != self.shape or whole.dtype != self.dtype:
            raise ValueError(f"made as {whole.dtype} {whole.shape}, expected {self.dtype} {self.shape}")
        return whole


def lazily(make: Make, shape: tuple[int, ...], dtype: np.dtype[Any], slot: Slot) -> Any:
    """Return data for an xarray variable that ``make`` makes when it is first looked at."""
    return indexing.LazilyIndexedArray(MadeLater(make, shape, dtype, slot))
