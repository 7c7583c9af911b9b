"""Draws that came near to the record, nearer with every round: batched sequential Monte Carlo without a likelihood.

Comes in: a simulator, what is sought (``Target``), ``Settings``.  Goes out: ``Sampled``, with weighted draws whose
statistics lie within a tolerance of the record's, why it stopped, and the state from which it goes on.

Way: the population Monte Carlo of Beaumont et al. (2009), adaptive as in Lenormand, Jabot and Deffuant (2013).  The
first round simulates n_0 = draws / share points of the prior, the others n_0 - draws from a kernel about the draws
kept; with many parameters from the prior again, which is rejection, for no kernel is narrow and even in many dimensions
(``settings.MOST_BY_KERNEL``).  After a round, of the draws kept before and the new ones together, those are kept that
are as near as the ``draws``-th nearest: its distance is the tolerance.  Every kept draw gets the weight prior / mixture
of all rounds (``proposals``).  So
    p(z | distance(s(y), s(record)) <= tolerance)
is what they stand for.  A round has a fixed number of simulations, asked for in whole batches, and none is thrown away
for being late; no draw is ever copied.  Why not the ways next to it: decisions, on calibration.

Same numbers whatever the batch: proposals of a round are made together before its first batch, statistics together
after its last.  Simulation number i has the dice ``first_dice`` + i, never used twice.
Same numbers after a stop: a round that does not fit into the budget is not begun, so more budget later goes on as if it
had been there from the start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput, Problem
from polemos.experiments.inference.draws import LEVELS, uniforms
from polemos.experiments.inference.parameters import levels_of, probits
from polemos.experiments.inference.proposals import (
    Kernel,
    effective,
    log_mixture,
    make_kernel,
    mixture_weights,
    propose,
    with_kernel,
)
from polemos.experiments.inference.settings import (
    BUDGET,
    FEWEST,
    INTERRUPTED,
    NEARER,
    STUCK,
    TOLERANCE,
    UNEVEN,
    Progress,
    Settings,
    Simulate,
    Target,
    check_settings,
    first_round,
    from_the_prior,
    kind_of,
)
from polemos.experiments.inference.state import (
    BATCH,
    Draws,
    Round,
    State,
    begin,
    check_state,
    digest,
    draws_of,
    kernels_of,
    rounds_of,
    with_batch,
    with_round,
)

# Rounds in which ties may hold the tolerance where it is.
PATIENCE = 5


class Sampled(NamedTuple):
    """Draws with their weights, the rounds, why it stopped (a key of
    ``settings.REASONS``) and the state to go on from."""

    draws: Draws
    weights: Floats
    rounds: tuple[Round, ...]
    stop: str
    state: State

    @property
    def tolerance(self) -> float:
        """The largest distance of a kept draw."""
        return self.rounds[-1].tolerance

    @property
    def simulations(self) -> int:
        """Simulations of the finished rounds."""
        return self.rounds[-1].simulations


def sample(
    simulate: Simulate,
    target: Target,
    settings: Settings,
    state: State | None = None,
    progress: Callable[[Progress], None] | None = None,
    keep: Callable[[State], None] | None = None,
) -> Sampled:
    """Sample until a rule stops it.  ``keep`` gets the state after every batch; Ctrl-C keeps finished batches.

    ``simulate(levels [n, parameters], dice [n]) -> summaries [n, summaries]``.  Raises BadInput for settings that
    cannot work, a state of something else, summaries of the wrong shape, and when no round is finished.
    """
    observed = _observed_statistics(target)
    check_settings(target, settings)
    mark = digest(
        target.names, target.active, observed, target.observed, settings.draws, settings.share, settings.seed,
        settings.kernel, settings.first_dice,
    )  # fmt: skip
    held = begin(mark) if state is None else state
    check_state(held, mark)
    try:
        while not (stop := _why_stop(held, settings)):
            kernel, line = _round_to_play(held, settings, len(target.active))
            while len(held.arrays.get(BATCH, ())) < len(line):
                held = _play_batch(simulate, target, settings, held, line)
                if progress is not None:
                    progress(_progress(held, settings))
                if len(held.arrays[BATCH]) == len(line):
                    held = _finish_round(target, settings, held, kernel, line, observed)
                if keep is not None:
                    keep(held)
                if BATCH not in held.arrays:
                    break
    except KeyboardInterrupt:
        stop = INTERRUPTED
    rounds = rounds_of(held)
    if not rounds:
        return _nothing_yet(held, stop)
    draws = draws_of(held)
    weights = mixture_weights(draws.line, draws.mixed)
    return Sampled(draws, weights, rounds, stop, held)


def _nothing_yet(state: State, stop: str) -> Sampled:
    """Return a sample without draws: only its state is of use."""
    nothing = np.empty((0, 0))
    none = Draws(nothing, np.empty(0, dtype=np.int64), nothing, np.empty(0), nothing, np.empty(0))
    return Sampled(none, np.empty(0), (Round(0, float("inf"), 1.0, 0.0, 0),), stop, state)


def _why_stop(state: State, settings: Settings) -> str:
    """Return the reason to stop before the next round, or the empty string."""
    rounds = rounds_of(state)
    if not rounds:
        return ""
    last = rounds[-1]
    if last.tolerance <= settings.tolerance:
        return TOLERANCE
    if len(rounds) > 1 and last.nearer < settings.nearer:
        return NEARER
    if len(rounds) > PATIENCE and last.tolerance >= rounds[-1 - PATIENCE].tolerance:
        return STUCK
    if last.effective < settings.even * settings.draws:
        return UNEVEN
    more = first_round(settings) - settings.draws
    return BUDGET if last.simulations + more > settings.budget else ""


def _round_to_play(state: State, settings: Settings, columns: int) -> tuple[Kernel | None, Floats]:
    """Return the kernel of the round under way and the probits it simulates; only finished rounds decide them."""
    rounds = rounds_of(state)
    if not rounds:
        return None, np.empty((first_round(settings), columns))
    if from_the_prior(settings, columns):
        return None, np.empty((first_round(settings) - settings.draws, columns))
    draws = draws_of(state)
    weights = mixture_weights(draws.line, draws.mixed)
    kernel = make_kernel(draws.line, weights, kind_of(settings), first_round(settings) - settings.draws)
    return kernel, propose(kernel, settings.seed, len(rounds))


def _play_batch(simulate: Simulate, target: Target, settings: Settings, state: State, line: Floats) -> State:
    """Return the state after the next batch of the round under way; its levels hang on number and round alone."""
    done = len(state.arrays.get(BATCH, ()))
    number = min(settings.batch, len(line) - done)
    first = int(state.facts["simulations"]) + done
    levels = uniforms(settings.seed, LEVELS, 0, first, number, len(target.names))
    if state.facts["round"] and not from_the_prior(settings, len(target.active)):
        levels[:, list(target.active)] = levels_of(line[done : done + number])
    dice = settings.first_dice + np.arange(first, first + number, dtype=np.int64)
    return with_batch(state, ask(simulate, levels, dice, len(target.observed)))


def ask(simulate: Simulate, levels: Floats, dice: Counts, columns: int) -> Floats:
    """Return the summaries of a batch [rows, columns]; refuse another shape."""
    summaries = np.asarray(simulate(levels, dice), dtype=np.float64)
    if summaries.shape != (len(levels), columns):
        what = f"the simulator gave {summaries.shape} summaries for {len(levels)} simulations"
        raise BadInput(Problem(what, hint=f"it has to give {(len(levels), columns)}"))
    return summaries


def _finish_round(
    target: Target, settings: Settings, state: State, kernel: Kernel | None, line: Floats, observed: Floats
) -> State:
    """Return the state after a round whose batches are all there."""
    summaries = state.arrays[BATCH]
    first = int(state.facts["simulations"])
    if kernel is None:
        levels = uniforms(settings.seed, LEVELS, 0, first, len(line), len(target.names))
        line = probits(levels[:, list(target.active)])
    statistics = target.reduction.apply(summaries)
    square = ((statistics - observed) ** 2).sum(axis=1)
    distances = np.where(np.isfinite(square), np.sqrt(square), np.inf)
    numbers = first + np.arange(len(line), dtype=np.int64)
    new = Draws(line, numbers, statistics, distances, summaries, np.full(len(line), np.nan))
    rounds = rounds_of(state)
    draws = _nearest(_both(draws_of(state), new) if rounds else new, settings.draws)
    draws = _weighed(draws, state, kernel, first)
    nearer = float((distances < rounds[-1].tolerance).mean()) if rounds else 1.0
    size = effective(mixture_weights(draws.line, draws.mixed))
    unknown = int(np.isinf(distances).sum())
    one = Round(first + len(line), float(draws.distances[-1]), nearer, size, unknown)
    return with_round(state, draws, one, kernel)


def _weighed(draws: Draws, state: State, kernel: Kernel | None, first: int) -> Draws:
    """Return the draws with their ``mixed``: one kernel more for the old ones, all kernels for the new ones.

    Where every round is from the prior, so is the mixture, and all draws weigh the same.
    """
    if kernel is None:
        return draws._replace(mixed=log_mixture(draws.line, (), first + len(state.arrays[BATCH])))
    fresh = draws.numbers >= first
    mixed = draws.mixed.copy()
    mixed[~fresh] = with_kernel(mixed[~fresh], kernel, draws.line[~fresh])
    mixed[fresh] = log_mixture(draws.line[fresh], (*kernels_of(state), kernel), rounds_of(state)[0].simulations)
    return draws._replace(mixed=mixed)


def _both(one: Draws, other: Draws) -> Draws:
    return Draws(*(np.concatenate(pair) for pair in zip(one, other, strict=True)))


def _nearest(draws: Draws, number: int) -> Draws:
    """Return the draws as near as the ``number``-th nearest, ties and all; never one with an unknown summary."""
    order = np.argsort(draws.distances, kind="stable")
    order = order[np.isfinite(draws.distances[order])]
    if len(order) < FEWEST:
        what = f"only {len(order)} of {len(draws.distances)} simulations have all summaries known"
        raise BadInput(Problem(what, hint="mask the summaries that are often unknown"))
    tolerance = draws.distances[order[min(number, len(order)) - 1]]
    order = order[draws.distances[order] <= tolerance]
    return Draws(*(array[order] for array in draws))


def _observed_statistics(target: Target) -> Floats:
    observed = target.reduction.apply(target.observed[None])[0]
    if not np.isfinite(observed).all():
        raise BadInput(Problem("the record does not hold all summaries that the statistics need"))
    return np.asarray(observed, dtype=np.float64)


def _progress(state: State, settings: Settings) -> Progress:
    rounds = rounds_of(state)
    done = int(state.facts["simulations"]) + len(state.arrays.get(BATCH, ()))
    return Progress(done, settings.budget, len(rounds), rounds[-1].tolerance if rounds else float("inf"))
