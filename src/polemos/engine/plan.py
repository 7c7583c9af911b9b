"""From a scenario to all that a run needs: the compiled war, its provenance, and one function that simulates.

Comes in: a scenario's name, path or object, with edits; or a run folder.  Goes out: a ``Plan``.  Loading and
compiling are on the floor below; doing the plan is next door in ``run``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from polemos.engine.batchfile import Arrays
from polemos.engine.provenance import Manifest

if TYPE_CHECKING:
    from polemos.scenario.compile import War
    from polemos.scenario.schema import Scenario


class Plan(NamedTuple):
    """What is to be simulated: ``simulate(first, count)`` gives the arrays of a block of histories."""

    manifest: Manifest
    texts: dict[str, str]
    war: War
    simulate: Callable[[int, int], Arrays]


def make_plan(
    scenario: str | Path | Scenario,
    histories: int,
    seed: int,
    days: int | None,
    edits: Sequence[str],
    what_if: Sequence[str],
    without: Sequence[str],
) -> Plan:
    """Load, edit and compile a scenario; raises BadInput with all that is wrong with it."""
    raise NotImplementedError


def plan_again(folder: Path, manifest: Manifest) -> Plan:
    """Return the plan of a folder's run, from its own texts."""
    raise NotImplementedError


def war_of_folder(folder: Path, manifest: Manifest) -> War:
    """Return the compiled war of a folder's run, from its own texts."""
    raise NotImplementedError
