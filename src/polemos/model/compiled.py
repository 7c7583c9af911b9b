"""How the rooms' plain loops are compiled, and how big tuples travel between them without being copied.

Comes in: functions and NamedTuples of arrays.  Goes out: compiled functions, and ``held`` tuples: the same attributes,
handed from room to room as one pointer.  Numba passes a NamedTuple field by field; for a state of a hundred arrays
that costs minutes of compilation and a copy at each call.  Nothing here knows the war.

With ``NUMBA_DISABLE_JIT=1`` the same source runs as plain Python and ``held`` hands its argument through.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, TypeVar

import numba
from numba.core import cgutils, config, types
from numba.core.datamodel import models
from numba.core.datamodel.registry import register_default
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a room's function without Python's lock, without fast-math, with divisions that never raise.

    Nor may it allocate: without reference counts the loops run several times faster, and scratch space is a field of
    the state.  ``.py_func`` is the source.
    """
    return numba.njit(nogil=True, error_model="numpy", _nrt=False)(function)  # type: ignore[call-overload]


def entry(function: F) -> F:
    """Compile a function that Python calls, and keep it on disk."""
    return numba.njit(nogil=True, error_model="numpy", _nrt=False, cache=True)(function)  # type: ignore[call-overload]


class Held(types.Type):
    """The type of a NamedTuple that is held by reference."""

    def __init__(self, whole: Any) -> None:
        self.whole = whole
        digest = blake2b(str(whole).encode(), digest_size=8).hexdigest()
        super().__init__(name=f"{whole.instance_class.__name__}.{digest}")


@register_default(Held)
class _HeldModel(models.OpaqueModel):
    """A pointer to the tuple."""


@infer_getattr
class _HeldAttributes(AttributeTemplate):
    key = Held

    def generic_resolve(self, held: Held, name: str) -> Any:  # type: ignore[override]
        return held.whole.types[held.whole.fields.index(name)] if name in held.whole.fields else None


@lower_getattr_generic(Held)  # type: ignore[no-untyped-call, untyped-decorator]
def _load(context: Any, builder: Any, held: Held, value: Any, name: str) -> Any:
    pointer = builder.bitcast(value, context.get_value_type(held.whole).as_pointer())
    field = cgutils.gep_inbounds(builder, pointer, 0, held.whole.fields.index(name))  # type: ignore[no-untyped-call]
    return builder.load(field)


@intrinsic
def _hold(typing_context: Any, whole: Any) -> Any:
    """Copy a NamedTuple to this function's frame and give its address; arrays in it are borrowed, not owned."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        copy = args[0]
        for number, field in enumerate(whole.types):
            if isinstance(field, types.Array):
                array = context.make_array(field)(context, builder, value=builder.extract_value(copy, number))
                array.meminfo = cgutils.get_null_value(array.meminfo.type)  # type: ignore[no-untyped-call]
                copy = builder.insert_value(copy, array._getvalue(), number)
        here = cgutils.alloca_once_value(builder, copy)  # type: ignore[no-untyped-call]
        return builder.bitcast(here, cgutils.voidptr_t)

    return Held(whole)(whole), codegen


if config.DISABLE_JIT:  # type: ignore[attr-defined]

    def held(whole: Any) -> Any:
        """Return the tuple itself: plain Python passes it by reference anyway."""
        return whole

else:
    held = _hold  # type: ignore[assignment]
