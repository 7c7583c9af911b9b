"""How a rule is called, whoever wrote it: by its address, with numbers in and a number out.

Comes in: functions of plain numbers, the built-in ones and a user's.  Goes out: addresses that stand in ``World``, and
``ask``, which calls one and takes no answer that its slot does not allow.  A rule as an address leaves the engine as it
was compiled; a rule handed on as a function would compile it anew.  What the slots are is next door in ``slots``, what
a user's mechanism may not do to the books in ``books``.

With ``NUMBA_DISABLE_JIT=1`` there are no addresses: the number is a row of a list of functions.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

import numba
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import cgutils, config, types
from numba.extending import intrinsic

from polemos.model.chance import Key
from polemos.model.compiled import Held, compiled
from polemos.model.slots import BUILT_IN, SLOTS
from polemos.model.state import State

Function = Callable[..., Any]

# rows of State.fault: what went wrong first (0 nothing), on which day, whose rule or which mechanism, the answer;
# then what the books say, or the arguments.
KIND, DAY, WHO, ANSWER, WHAT, ROW, DUE, FOUND = range(8)
ARGUMENTS = 8
# kinds beyond the numbers of the slots
RAISED, BOOKS = 4, 5

NOTHING = float("nan")
_TABLE: list[Function] = []
# What a compiled function refers to when it takes numbers from a generator that nobody keyed.
_UNKEYED = "random_state"


class Address:
    """Where a rule can be called; the compiled code lives as long as this does."""

    def __init__(self, number: int, kept: object) -> None:
        self.number = number
        self.kept = kept


class Unfit(Exception):
    """The function compiles and cannot be taken; the arguments are what is wrong and what to do."""


@compiled
def ask(state: State, slot: int, address: int, who: int, values: Any, most: float) -> float:
    """Return a rule's answer; one that is no number from 0 to ``most`` is a fault, and counts as 0."""
    answer = call(address, values)
    if answer >= 0.0 and answer <= most:
        return answer
    fault = state.fault
    if fault[KIND] == 0.0:
        fault[KIND], fault[WHO], fault[ANSWER] = slot, who, answer
        for number in range(len(values)):
            fault[ARGUMENTS + number] = values[number]
    return 0.0


@cache
def built_in(slot: str, name: str) -> Address:
    """Return where a built-in rule can be called; made once per process, when a war first names it."""
    rule = _function_of(slot, name)
    if config.DISABLE_JIT:  # type: ignore[attr-defined]
        return Address(BUILT_IN.index((slot, name)), rule)
    signature = types.float64(*[types.float64] * len(SLOTS[slot].arguments))
    # Kept on disk only where the engine has said in which folder.
    kept = bool(config.CACHE_DIR)  # type: ignore[attr-defined]
    return _compiled(numba.cfunc(signature, error_model="numpy", _nrt=False, cache=kept)(rule))  # type: ignore[call-arg]


def address_of_rule(rule: Function, arguments: int) -> Address:
    """Return where a user's function of so many numbers can be called.

    It may make arrays and raise; what it raises comes out as no number, and its indices are checked.  Raises
    numba's errors where it cannot be compiled, ``Unfit`` where it returns no number or draws without a key.
    """
    if config.DISABLE_JIT:  # type: ignore[attr-defined]
        return _row_of(_quiet(rule))
    signature = types.float64(*[types.float64] * arguments)
    inner = numba.njit(boundscheck=True)(rule)
    inner.compile(signature.args)
    answer = inner.overloads[signature.args].signature.return_type  # type: ignore[attr-defined]
    if not isinstance(answer, (types.Number, types.Boolean)):
        raise Unfit(f"returns {_in_words(answer)}, not a number", "return a number on every way out")
    return _own(signature, _guarded(inner, arguments))


def address_of_mechanism(act: Function, kinds: tuple[Any, Any, Any, Any]) -> Address:
    """Return where a user's mechanism can be called; ``kinds`` are world, given, its numbers and state as they are."""
    if config.DISABLE_JIT:  # type: ignore[attr-defined]
        return _row_of(_quiet_act(act, type(kinds[2])))
    world, given, numbers, state = (numba.typeof(kind) for kind in kinds)  # type: ignore[no-untyped-call]
    key = numba.typeof(Key(np.uint64(0), np.uint64(0)))  # type: ignore[no-untyped-call]
    held = (Held(_unwritable(world)), Held(_unwritable(given)), Held(numbers), Held(state))
    signature = types.int64(*held, key, types.int64, types.int64)
    inner = numba.njit(boundscheck=True)(act)
    inner.compile(signature.args)
    return _own(signature, _guarded_act(inner))


def _own(signature: Any, guarded: Function) -> Address:
    made = numba.cfunc(signature, error_model="numpy")(guarded)
    if _UNKEYED in made.inspect_llvm():
        hint = "take the random that it is given, or draw(key, stream, day, ...) in a mechanism"
        raise Unfit("draws random numbers that no key belongs to", hint)
    return _compiled(made)


def _compiled(made: Any) -> Address:
    return Address(int(made.address), made)


def _row_of(function: Function) -> Address:
    _TABLE.append(function)
    return Address(len(BUILT_IN) + len(_TABLE) - 1, function)


def _function_of(slot: str, name: str) -> Function:
    rule: Function = getattr(import_module(f"polemos.model.{SLOTS[slot].room}"), name)
    return rule


def _unwritable(whole: Any) -> Any:
    """Return the type of a NamedTuple whose arrays can only be read."""
    kinds = [
        kind.copy(readonly=True) if isinstance(kind, types.Array) else
        _unwritable(kind) if isinstance(kind, types.BaseNamedTuple) else kind
        for kind in whole.types
    ]  # fmt: skip
    return types.NamedTuple(kinds, whole.instance_class)  # type: ignore[no-untyped-call]


def _in_words(kind: Any) -> str:
    if kind is types.none:
        return "nothing"
    if isinstance(kind, types.Optional):
        return "nothing on some way out"
    return "text" if isinstance(kind, (types.UnicodeType, types.StringLiteral)) else str(kind)


def _guarded(inner: Function, arguments: int) -> Function:
    """Return the rule with whatever it raises turned into no number; one form for each number of arguments."""

    def five(a, b, c, d, e):  # type: ignore[no-untyped-def]
        try:
            return float(inner(a, b, c, d, e))
        except Exception:
            return NOTHING

    def nine(a, b, c, d, e, f, g, h, i):  # type: ignore[no-untyped-def]
        try:
            return float(inner(a, b, c, d, e, f, g, h, i))
        except Exception:
            return NOTHING

    forms: dict[int, Function] = {5: five, 9: nine}
    return forms[arguments]


def _guarded_act(inner: Function) -> Function:
    def guarded(world, given, numbers, state, key, stream, day):  # type: ignore[no-untyped-def]
        try:
            inner(world, given, numbers, state, key, stream, day)
            return 0
        except Exception:
            return 1

    return guarded


def _quiet(rule: Function) -> Function:
    def quiet(*values: float) -> float:
        try:
            return float(rule(*map(float, values)))
        except Exception:
            return NOTHING

    return quiet


def _quiet_act(act: Function, numbers: Any) -> Function:
    def quiet(world: Any, given: Any, row: Any, *rest: Any) -> int:
        try:
            act(world, given, numbers(*row[: len(numbers._fields)].tolist()), *rest)
        except Exception:
            return 1
        return 0

    return quiet


@intrinsic
def _call(typing_context: Any, address: Any, values: Any) -> Any:
    """Call the function of numbers at an address."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        numbers = cgutils.unpack_tuple(builder, args[1], len(values))  # type: ignore[no-untyped-call]
        kind = ir.FunctionType(ir.DoubleType(), [ir.DoubleType()] * len(values))
        return builder.call(builder.inttoptr(args[0], kind.as_pointer()), numbers)

    return types.float64(types.int64, values), codegen


@intrinsic
def _act(typing_context: Any, address: Any, world: Any, given: Any, own: Any, row: Any, state: Any, key: Any,
         stream: Any, day: Any) -> Any:  # fmt: skip
    """Call the mechanism at an address with the row of ``own`` that holds its numbers."""

    def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        table = context.make_array(own)(context, builder, value=args[3])
        width = cgutils.unpack_tuple(builder, table.strides, 2)[0]  # type: ignore[no-untyped-call]
        start = builder.ptrtoint(table.data, ir.IntType(64))
        numbers = builder.inttoptr(builder.add(start, builder.mul(args[4], width)), cgutils.voidptr_t)
        handed = [args[1], args[2], numbers, *args[5:]]
        kind = ir.FunctionType(ir.IntType(64), [value.type for value in handed])
        return builder.call(builder.inttoptr(args[0], kind.as_pointer()), handed)

    whole = types.int64
    return whole(whole, world, given, own, whole, state, key, whole, whole), codegen


def _call_row(address: int, values: Any) -> float:
    rule = _function_of(*BUILT_IN[address]) if address < len(BUILT_IN) else _TABLE[address - len(BUILT_IN)]
    return float(rule(*values))


def _act_row(address: int, world: Any, given: Any, own: Any, row: int, *rest: Any) -> int:
    return int(_TABLE[address - len(BUILT_IN)](world, given, own[row], *rest))


if config.DISABLE_JIT:  # type: ignore[attr-defined]
    call, act_at = _call_row, _act_row
else:
    call, act_at = _call, _act  # type: ignore[assignment]
