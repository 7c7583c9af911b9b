"""What is sought and how: the target, the settings of sampling, the reasons to stop, and settings that cannot work.

Comes in: what the caller wants.  Goes out: checked words and numbers for ``smc``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput, Problem
from polemos.experiments.inference.proposals import KINDS
from polemos.experiments.inference.summaries import Reduction

FEWEST = 10
AUTOMATIC, PRIOR = "automatic", "prior"
MOST_BY_KERNEL = 8
"""With more parameters than this the rounds are simulated from the prior: measured, see decision 0015."""
BUDGET, NEARER, TOLERANCE, STUCK, UNEVEN, INTERRUPTED = (
    "budget", "few nearer", "tolerance", "stuck", "uneven", "interrupted",
)  # fmt: skip
REASONS = {
    BUDGET: "another round does not fit into the budget of simulations",
    NEARER: "too few new simulations come nearer than the tolerance before",
    TOLERANCE: "the tolerance asked for is reached",
    UNEVEN: "too few draws carry the weight: another round would make it worse",
    STUCK: "the tolerance no longer falls: distances are tied",
    INTERRUPTED: "interrupted; finished batches are kept",
}
Simulate = Callable[[Floats, Counts], Floats]


class Target(NamedTuple):
    """What is sought: names of all parameters, columns of the ``active`` ones (the others are drawn anew from the
    prior in every simulation), how summaries become statistics, and the observed summaries [summaries]."""

    names: tuple[str, ...]
    active: tuple[int, ...]
    reduction: Reduction
    observed: Floats


class Settings(NamedTuple):
    """How to sample: ``draws`` to keep, the ``share`` of old and new that they are, ``budget`` of simulations,
    simulations asked at once (``batch``), stop when a share of new simulations below ``nearer`` comes nearer or when
    the ``tolerance`` is reached, or when the effective sample size is below a share ``even`` of the draws (in many
    dimensions weights grow uneven faster than draws come nearer); ``kernel`` as in ``proposals``, "prior" for none, or
    "automatic": none where there are many parameters; the dice of the first simulation."""

    draws: int = 1000
    budget: int = 20_000
    seed: int = 1
    share: float = 0.5
    batch: int = 500
    nearer: float = 0.02
    tolerance: float = 0.0
    even: float = 0.3
    kernel: str = "automatic"
    first_dice: int = 0


class Progress(NamedTuple):
    """Where it stands: simulations done, the budget, the round under way, the tolerance so far (infinite at first)."""

    simulations: int
    budget: int
    round: int
    tolerance: float


def kind_of(settings: Settings) -> str:
    """Return the kind of kernel."""
    return KINDS[0] if settings.kernel == AUTOMATIC else settings.kernel


def from_the_prior(settings: Settings, parameters: int) -> bool:
    """Whether every round is simulated from the prior: asked for, or too many parameters for a kernel."""
    return settings.kernel == PRIOR or (settings.kernel == AUTOMATIC and parameters > MOST_BY_KERNEL)


def first_round(settings: Settings) -> int:
    """Return how many simulations of the prior the first round takes."""
    return int(np.ceil(settings.draws / settings.share))


def check_settings(target: Target, settings: Settings) -> None:
    """Refuse settings that cannot work, all at once."""
    columns = len(target.active)
    least = max(FEWEST, 2 * columns)
    problems = []
    if not columns:
        problems.append(Problem("no parameter is active", hint="where none is identified, the posterior is the prior"))
    if settings.draws < least:
        hint = f"keep at least {least} for {columns} active parameters"
        problems.append(Problem(f"{settings.draws} draws are too few", key="draws", hint=hint))
    if not 0.0 < settings.share < 1.0:
        problems.append(Problem(f"{settings.share} is no share between 0 and 1", key="share"))
    elif settings.budget < first_round(settings):
        hint = f"the first round takes {first_round(settings)} (draws / share)"
        problems.append(Problem(f"{settings.budget} simulations are no whole round", key="budget", hint=hint))
    if settings.batch < 1:
        problems.append(Problem("a batch has at least one simulation", key="batch"))
    if not (0 <= settings.seed < 2**64 and settings.first_dice >= 0):
        problems.append(Problem("seed and dice are whole numbers from 0", key="seed"))
    known = (AUTOMATIC, *KINDS, PRIOR)
    if settings.kernel not in known:
        problems.append(Problem(f"unknown word {settings.kernel!r}", key="kernel", hint=" or ".join(known)))
    if problems:
        raise BadInput(problems)
