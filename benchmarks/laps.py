"""A stop watch for compiled loops: the processor's cycle counter, and a book of laps.

Comes in: a book (int64) and a row.  Goes out: cycles by row; row 0 of the book holds the latest reading.  A reading
costs some tens of cycles, about a hundredth of a microsecond.
"""

from __future__ import annotations

from typing import Any

import numba
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic


@intrinsic
def cycles(typing_context: Any) -> Any:
    """Return the processor's cycle counter."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = ir.FunctionType(ir.IntType(64), [])
        return builder.call(builder.module.declare_intrinsic("llvm.readcyclecounter", fnty=kind), [])

    return types.int64(), codegen


@numba.njit(nogil=True, _nrt=False)
def lap(book: Any, row: int) -> None:
    """Add the cycles since the latest reading to a row; row 0 only starts the watch."""
    now = cycles()
    if row > 0:
        book[row] += now - book[0]
    book[0] = cycles()
