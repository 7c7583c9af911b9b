"""What the page of claims says that a switch moves, it moves: histories with the same luck, compared to the bit.

Whether it moves the measure far, or in the direction that the document claims, is no question of these tests.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import xarray

from moved_measures import moved_measures
from polemos.dimensions import MECHANISMS
from polemos.engine.definitions import MEASURES
from polemos.engine.run import run
from tools_of_the_house import tool
from worlds import HERE, SEED

HISTORIES = 12
BOOK: Any = tool("claims").catalogue()


def switches() -> dict[tuple[str, int], list[str]]:
    """Return every switch of the page with its days, and the measures that it is said to move."""
    found: dict[tuple[str, int], list[str]] = {}
    for claim in BOOK.claims.values():
        for switch, measures in claim.switches.items():
            known = found.setdefault((switch, claim.days), [])
            known += [measure for measure in measures if measure not in known]
    return found


@cache
def as_it_was(days: int) -> xarray.Dataset:
    """Return the measures of the unchanged war."""
    return run("syria-2016", histories=HISTORIES, seed=SEED, days=days).measures


def test_a_dataset_moves_nothing_against_itself() -> None:
    short = run(HERE / "one_front.yaml", histories=2, seed=SEED, days=14).measures
    assert moved_measures(short, short) == set()


@pytest.mark.slow
@pytest.mark.parametrize(("switch", "days"), list(switches()), ids=str)
def test_a_switch_of_the_reference_war_moves_the_measures_of_its_row(switch: str, days: int) -> None:
    """A row that says "nothing" must be true as well, so that a finding does not outlive its cause."""
    known = tool("inputs_at").war().what_ifs
    chosen = {"what_if": [switch]} if switch in known else {"without": [switch]}
    changed = run("syria-2016", histories=HISTORIES, seed=SEED, days=days, **chosen).measures  # type: ignore[arg-type]
    named, found = switches()[switch, days], moved_measures(as_it_was(days), changed)
    assert [measure for measure in named if measure not in found] == []
    assert named or not found


SMALL = HERE / "two_fronts_one_air_force.yaml"
# Members of the small coalition seldom stand next to the same place: among 60 histories command moves an attack.
MANY, DAYS = 60, 119


@cache
def small(without: str = "") -> xarray.Dataset:
    """Return the measures of the small war with two fronts and one air force, with one mechanism switched off."""
    left_out = (f"mechanisms.{without}",) if without else ()
    return run(SMALL, histories=MANY, seed=SEED, days=DAYS, without=left_out).measures


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_each_mechanism_moves_a_measure_of_its_claims_in_a_small_war_too(mechanism: str) -> None:
    named = [name for (switch, _), names in switches().items() if switch == f"mechanisms.{mechanism}" for name in names]
    assert moved_measures(small(), small(mechanism)) & set(named or MEASURES)
