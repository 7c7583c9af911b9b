"""The whole of it in one call: prior simulations, what they say about what, does the record fit, sampling, posterior.

Comes in: a simulator, the observed summaries, names.  Goes out: ``Inference``.  Each part stands alone next door; this
room only puts them in order and carries one state through all of them, so that a stop anywhere loses at most a batch.

Prior simulations for learning (the pilot) are not used again as draws: statistics fit the simulations that they were
learned from too well.  They count in the budget.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from polemos.dimensions import Floats
from polemos.errors import BadInput, Problem
from polemos.experiments.inference.adjustment import METHODS, Adjusted
from polemos.experiments.inference.draws import PILOT, uniforms
from polemos.experiments.inference.learning import FALSE_DISCOVERY, FEWEST, Learned, learn
from polemos.experiments.inference.misfit import Misfit, misfit
from polemos.experiments.inference.parameters import check_names
from polemos.experiments.inference.posterior import BOOTSTRAPS, Posterior, posterior_of
from polemos.experiments.inference.settings import INTERRUPTED, Progress, Settings, Simulate, Target, first_round
from polemos.experiments.inference.smc import ask, sample
from polemos.experiments.inference.state import Round, State, begin, check_state, digest
from polemos.experiments.inference.summaries import check_shape

NOTHING = "nothing identified"
PREFIX = "pilot_"
SUMMARIES = "pilot_summaries"


class Choices(NamedTuple):
    """How to infer: ``pilot`` prior simulations to learn from; ``transform`` and ``missing`` as in ``summaries``; the
    rate of idle parameters among the active (``false_discovery``); the ``adjustment``; and how to sample: ``sampling``,
    whose budget counts the pilot, and whose first dice are the pilot's."""

    pilot: int = 5000
    transform: str = "sqrt"
    missing: str = "refuse"
    false_discovery: float = FALSE_DISCOVERY
    adjustment: str = "heteroscedastic"
    bootstraps: int = BOOTSTRAPS
    sampling: Settings = Settings()


class Inference(NamedTuple):
    """Everything that came out.  ``of_summaries`` and ``of_statistics``: does the record fit, on all features and on
    the learned statistics (None where nothing is identified or the pilot is too small to tell).  ``posterior`` is None
    only if it was interrupted before the first round was finished; then ``state`` goes on."""

    learned: Learned | None
    of_summaries: Misfit | None
    of_statistics: Misfit | None
    posterior: Posterior | None
    rounds: tuple[Round, ...]
    stop: str
    simulations: int
    state: State


def infer(
    simulate: Simulate,
    observed: Floats,
    names: tuple[str, ...],
    summary_names: tuple[str, ...],
    choices: Choices,
    state: State | None = None,
    progress: Callable[[Progress], None] | None = None,
    keep: Callable[[State], None] | None = None,
) -> Inference:
    """Infer the parameters from the observed summaries [summaries] (NaN: not in the record).

    ``simulate(levels [n, parameters], dice [n]) -> [n, summaries]``.  With a ``state`` that ``keep`` was given, it goes
    on from there, to the same bits as if it had never stopped.  Where no parameter is identified the posterior is the
    prior: ``draws`` prior simulations of the pilot with equal weights, and ``stop`` says so.
    """
    check_names(names, "parameter")
    check_shape(observed[None], summary_names)
    _check(choices)
    mark = digest(names, summary_names, observed, choices._replace(sampling=Settings(), bootstraps=0))
    mark = digest(mark, choices.sampling.seed, choices.sampling.first_dice)
    held = begin(mark) if state is None else state
    check_state(held._replace(facts={"digest": held.facts.get("pilot_digest", held.facts.get("digest", ""))}), mark)
    try:
        held = _pilot(simulate, len(observed), len(names), choices, held, progress, keep)
    except _Stopped as stopped:
        done = len(stopped.state.arrays.get(SUMMARIES, ()))
        return Inference(None, None, None, None, (), INTERRUPTED, done, stopped.state)
    levels = uniforms(choices.sampling.seed, PILOT, 0, 0, choices.pilot, len(names))
    learned = learn(
        levels, held.arrays[SUMMARIES], observed, names, summary_names, choices.transform, choices.missing,
        choices.false_discovery,
    )  # fmt: skip
    fits = _fits(learned, held.arrays[SUMMARIES], observed)
    if not learned.active:
        return _prior(learned, fits, levels, held, choices)
    return _sampled(simulate, observed, learned, fits, held, choices, progress, keep)


class _Stopped(Exception):
    """Ctrl-C during the pilot, with the batches that are finished."""

    def __init__(self, state: State) -> None:
        self.state = state
        super().__init__("interrupted")


def _check(choices: Choices) -> None:
    if choices.pilot < FEWEST:
        hint = f"simulate at least {FEWEST}, better ten for each summary"
        raise BadInput(Problem(f"{choices.pilot} prior simulations are too few", key="pilot", hint=hint))
    if choices.adjustment not in METHODS:
        raise BadInput(Problem(f"unknown word {choices.adjustment!r}", key="adjustment", hint=" or ".join(METHODS)))
    if choices.sampling.batch < 1:
        raise BadInput(Problem("a batch has at least one simulation", key="batch"))
    if choices.sampling.budget < choices.pilot + first_round(choices.sampling):
        need = choices.pilot + first_round(choices.sampling)
        hint = f"pilot and first round take {need}"
        raise BadInput(Problem(f"{choices.sampling.budget} simulations are too few", key="budget", hint=hint))


def _pilot(
    simulate: Simulate,
    columns: int,
    parameters: int,
    choices: Choices,
    state: State,
    progress: Callable[[Progress], None] | None,
    keep: Callable[[State], None] | None,
) -> State:
    """Return the state with all prior simulations of the pilot."""
    settings = choices.sampling
    held = state
    try:
        while (done := len(held.arrays.get(SUMMARIES, ()))) < choices.pilot:
            number = min(settings.batch, choices.pilot - done)
            levels = uniforms(settings.seed, PILOT, 0, done, number, parameters)
            dice = settings.first_dice + np.arange(done, done + number, dtype=np.int64)
            new = ask(simulate, levels, dice, columns)
            before = held.arrays.get(SUMMARIES)
            together = new if before is None else np.concatenate([before, new])
            held = State({**held.arrays, SUMMARIES: together}, held.facts)
            if progress is not None:
                progress(Progress(done + number, settings.budget, 0, float("inf")))
            if keep is not None:
                keep(held)
    except KeyboardInterrupt:
        raise _Stopped(held) from None
    return held


def _fits(learned: Learned, simulated: Floats, observed: Floats) -> tuple[Misfit | None, Misfit | None]:
    """Return whether the record fits: on all features, and on the statistics."""
    try:
        features = learned.scale.apply(simulated), learned.scale.apply(observed[None])[0]
        whole = misfit(*features, learned.scale.kept)
    except BadInput:  # a pilot too small to tell
        return None, None
    if not learned.active:
        return whole, None
    named = tuple(learned.names[column] for column in learned.active)
    return whole, misfit(learned.apply(simulated), learned.apply(observed[None])[0], named)


def _sampled(
    simulate: Simulate,
    observed: Floats,
    learned: Learned,
    fits: tuple[Misfit | None, Misfit | None],
    held: State,
    choices: Choices,
    progress: Callable[[Progress], None] | None,
    keep: Callable[[State], None] | None,
) -> Inference:
    """Return the inference after sampling; the pilot's summaries travel in the state."""
    pilot = {SUMMARIES: held.arrays[SUMMARIES]}
    first = str(held.facts.get("pilot_digest", held.facts["digest"]))

    def whole(part: State) -> State:
        return State({**part.arrays, **pilot}, {**part.facts, "pilot_digest": first})

    def keep_whole(part: State) -> None:
        if keep is not None:
            keep(whole(part))

    settings = choices.sampling._replace(
        budget=choices.sampling.budget - choices.pilot, first_dice=choices.sampling.first_dice + choices.pilot
    )
    target = Target(learned.names, learned.active, learned, observed)
    begun = None
    if "pilot_digest" in held.facts:
        arrays = {name: array for name, array in held.arrays.items() if not name.startswith(PREFIX)}
        begun = State(arrays, held.facts)
    ahead = None if progress is None else (lambda one: progress(_after_pilot(one, choices)))
    sampled = sample(simulate, target, settings, begun, ahead, keep_whole)
    done = choices.pilot + sampled.simulations
    if not len(sampled.weights):
        return Inference(learned, *fits, None, (), sampled.stop, done, whole(sampled.state))
    posterior = posterior_of(sampled, target, settings, choices.adjustment, choices.bootstraps)
    posterior = posterior._replace(simulations=done)
    return Inference(learned, *fits, posterior, sampled.rounds, sampled.stop, done, whole(sampled.state))


def _after_pilot(one: Progress, choices: Choices) -> Progress:
    return one._replace(simulations=one.simulations + choices.pilot, budget=choices.sampling.budget)


def _prior(
    learned: Learned, fits: tuple[Misfit | None, Misfit | None], levels: Floats, held: State, choices: Choices
) -> Inference:
    """Return the posterior where nothing is identified: prior simulations with equal weights."""
    number = min(choices.sampling.draws, choices.pilot)
    weights = np.full(number, 1.0 / number)
    errors = np.sqrt(np.array([1.0 / 12.0, 1.0 / 180.0]) / number)
    width = len(learned.names)
    none = Adjusted(np.empty((number, 0)), weights, "none", NOTHING, np.empty(0), np.empty(0), float("nan"), 0.0)
    posterior = Posterior(
        learned.names, (), levels[:number], weights, choices.sampling.first_dice + np.arange(number, dtype=np.int64),
        held.arrays[SUMMARIES][:number], np.full(width, errors[0]), np.full(width, errors[1]), none, float("inf"), 0,
        choices.pilot, NOTHING,
    )  # fmt: skip
    return Inference(learned, *fits, posterior, (), NOTHING, choices.pilot, held)
