"""The hottest room against the same room in C, turn by turn in one process.

Combat, on what real histories look like at the end of some days.  ``yardstick.c`` is compiled with ``cc -O2``; without
a C compiler this says so and does nothing.  Both must leave the same numbers, or it stops.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from figures import SEED, WAR, Figure, main

HISTORIES, DAYS, TURNS = range(4), (30, 100, 200, 300), 60
# What the C code is handed, in the order of its struct.
WORLD = ("place_key", "actor_key", "terrain")
READ = ("holder", "leader", "launch", "since", "present", "who", "field", "served")
GIVEN = ("quality",)
LEVELS = ("reliance", "threat", "fire", "employment")
WRITTEN = (
    "men", "attack", "fallen", "wounded", "killed", "unhelped", "armour", "armour_lost", "missiles", "missiles_fired",
    "prepared", "stores", "used", "strength_ratio",
)  # fmt: skip
# Filled with the day's chance by the C code; how the other side keeps it is its own affair.
SCRATCH = ("chance",)
WHERE = (*WORLD, *READ, *GIVEN, *LEVELS, *WRITTEN, *SCRATCH)


class War(ctypes.Structure):
    """The struct of ``yardstick.c``."""

    _fields_ = [
        *((name, ctypes.c_void_p) for name in (*WHERE, "numbers")),
        *((name, ctypes.c_int64) for name in ("places", "actors")),
        *((name, ctypes.c_uint64) for name in ("seed", "history")),
    ]


def measure(big: bool) -> list[Figure]:
    """Return the cycles of a day of combat in both languages, and their ratio."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        print("  skipped: no C compiler (cc, gcc or clang)")
        return [Figure("skipped", 0.0, "")]
    import numpy as np

    from polemos.scenario.compile import compile_scenario
    from polemos.scenario.load import load

    war = compile_scenario(load(WAR))
    with tempfile.TemporaryDirectory() as folder:
        run = _race(_c_room(compiler, Path(folder)))
        spent = np.array([_compare(run, war, history, day) for history in HISTORIES for day in DAYS])
    python, c = spent.mean(axis=0)
    ratios = spent[:, 0] / spent[:, 1]
    return [
        Figure("combat, compiled Python", python, "cycles a day", f"{len(spent)} days, best of {TURNS} turns each"),
        Figure("combat, C (-O2)", c, "cycles a day", "same numbers left, to the bit"),
        Figure("compiled Python : C", python / c, "", f"{ratios.min():.2f} .. {ratios.max():.2f} by day"),
    ]


def _c_room(compiler: str, folder: Path) -> Any:
    """Compile the C code and return its function."""
    library = folder / "yardstick.so"
    source = Path(__file__).with_name("yardstick.c")
    # Contracted products and sums would round once where the rooms round twice.
    flags = ["-O2", "-std=c11", "-ffp-contract=off", "-fPIC", "-shared"]
    subprocess.run([compiler, *flags, str(source), "-o", str(library), "-lm"], check=True)
    room = ctypes.CDLL(str(library)).combat_day
    room.argtypes, room.restype = (ctypes.c_int64, ctypes.c_int64), None
    return room


def _race(c_room: Any) -> Any:
    """Return a compiled function that runs one room after the other, with laps in rows 1 and 2 of the book."""
    import numba
    from laps import lap

    from polemos.model import combat
    from polemos.model.compiled import held

    @numba.njit(nogil=True, error_model="numpy", _nrt=False)
    def race(world, given, state, key, day, address, c_first, book):  # type: ignore[no-untyped-def]
        world, given, state = held(world), held(given), held(state)
        if c_first:
            lap(book, 0)
            c_room(address, day)
            lap(book, 2)
        lap(book, 0)
        combat.act(world, given, state, key, day)
        lap(book, 1)
        if not c_first:
            c_room(address, day)
            lap(book, 2)

    return race


def _compare(race: Any, war: Any, history: int, day: int) -> tuple[int, int]:
    """Return the least cycles of a day of combat in Python and in C; exits if they leave different numbers."""
    import numpy as np

    from polemos.engine.kernel import play
    from polemos.model.chance import Key

    given, _ = war.parameters(SEED, history)
    start = play(replace(war, days=day), SEED, history)[0]
    one, two = (type(start)(*(array.copy() for array in start)) for _ in range(2))
    numbers = np.array([*given.combat, given.supply.least_strength, given.supply.consumption])
    arrays = [*(getattr(war.world, name) for name in WORLD), *(getattr(two, name) for name in READ)]
    arrays += [
        *(getattr(given, name) for name in GIVEN),
        *(getattr(two, name) for name in (*LEVELS, *WRITTEN)),
        np.zeros((start.men.shape[0], 4)),
    ]
    shape = (*start.men.shape, SEED, history)
    handed = War(*(array.ctypes.data for array in (*arrays, numbers)), *shape)
    key, spent = Key(np.uint64(SEED), np.uint64(history)), []
    for turn in range(TURNS):
        for name in WRITTEN:
            getattr(one, name)[...] = getattr(start, name)
            getattr(two, name)[...] = getattr(start, name)
        book = np.zeros(3, np.int64)
        race(war.world, given, one, key, day, ctypes.addressof(handed), turn % 2 == 1, book)
        spent.append((int(book[1]), int(book[2])))
        different = [name for name in WRITTEN if not np.array_equal(getattr(one, name), getattr(two, name))]
        if different:
            sys.exit(f"C and Python differ in {', '.join(different)} (history {history}, day {day})")
    least = np.array(spent[2:]).min(axis=0)
    return int(least[0]), int(least[1])


if __name__ == "__main__":
    main(measure, __doc__)
