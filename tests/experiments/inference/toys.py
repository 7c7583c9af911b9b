"""Models without a war, whose posterior is known in closed form or by integration; noise hangs on the dice alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from scipy import stats
from scipy.special import ndtr

from polemos.dimensions import Counts, Floats
from polemos.experiments.inference.draws import normals, uniforms
from polemos.experiments.inference.parameters import probits
from polemos.experiments.inference.settings import Simulate, Target

SEED = 20160101  # the house's; no other was tried
NOISE = 40  # a stream that the package does not use


class AsTheyAre:
    """Summaries that are their own statistics."""

    def apply(self, summaries: Floats) -> Floats:
        return summaries


def noise(dice: Counts, columns: int, seed: int = SEED) -> Floats:
    """Return standard normal noise [rows, columns] of consecutive dice."""
    assert (np.diff(dice) == 1).all()
    return normals(seed, NOISE, 0, int(dice[0]), len(dice), columns)


class Linear(NamedTuple):
    """Summaries = probits of the levels @ ``matrix`` + noise of size ``size``."""

    matrix: Floats
    size: float

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"p{column}" for column in range(len(self.matrix)))

    @property
    def summary_names(self) -> tuple[str, ...]:
        return tuple(f"s{column}" for column in range(self.matrix.shape[1]))

    def simulate(self, levels: Floats, dice: Counts) -> Floats:
        return probits(levels) @ self.matrix + self.size * noise(dice, self.matrix.shape[1])

    def posterior(self, observed: Floats) -> tuple[Floats, Floats]:
        """Return mean and covariance of the probits, exactly."""
        precision = np.eye(len(self.matrix)) + self.matrix @ self.matrix.T / self.size**2
        covariance = np.linalg.inv(precision)
        return covariance @ self.matrix @ observed / self.size**2, covariance

    def target(self, observed: Floats) -> Target:
        return Target(self.names, tuple(range(len(self.matrix))), AsTheyAre(), observed)


ONE = Linear(np.array([[1.0]]), 0.5)
TWO = Linear(np.array([[1.0, 1.0], [1.0, -0.5]]), 0.4)
RECORD_OF_ONE, RECORD_OF_TWO = np.array([0.8]), np.array([0.9, -0.6])


def few_of_many(parameters: int = 30, summaries: int = 20, matter: int = 3) -> Linear:
    """Return a model in which only the first parameters move summaries."""
    matrix = np.zeros((parameters, summaries))
    matrix[:matter] = np.random.default_rng(SEED).normal(size=(matter, summaries)) / np.sqrt(summaries)
    return Linear(matrix, 0.15)


def at_tolerance(observed: float, size: float, tolerance: float) -> tuple[float, float]:
    """Return mean and standard deviation of z given |z + noise - observed| <= tolerance, by integration."""
    z = np.linspace(-8.0, 8.0, 40_001)
    inside = ndtr((observed + tolerance - z) / size) - ndtr((observed - tolerance - z) / size)
    density = np.exp(-0.5 * z**2) * inside
    density /= density.sum()
    mean = float(density @ z)
    return mean, float(np.sqrt(density @ (z - mean) ** 2))


SHAPE, RATE, PERIODS = 2.0, 0.5, 10


def poisson(levels: Floats, dice: Counts) -> Floats:
    """Return counts of ``PERIODS`` periods [rows, periods] whose rate is the gamma quantile of the only level."""
    rates = stats.gamma.ppf(levels[:, 0], SHAPE, scale=1.0 / RATE)
    chance = uniforms(SEED, NOISE, 1, int(dice[0]), len(dice), PERIODS)
    return np.asarray(stats.poisson.ppf(chance, rates[:, None]), dtype=np.float64)


def poisson_posterior(counts: Floats) -> tuple[float, float]:
    """Return mean and standard deviation of the level, by integration over Gamma(a + sum, b + periods)."""
    law = stats.gamma(SHAPE + counts.sum(), scale=1.0 / (RATE + PERIODS))
    rates = law.ppf((np.arange(20_000) + 0.5) / 20_000)
    levels = stats.gamma.cdf(rates, SHAPE, scale=1.0 / RATE)
    return float(levels.mean()), float(levels.std())


class Watched:
    """A simulator that notes the dice it got and may be interrupted at a batch."""

    def __init__(self, simulate: Simulate, stop_at: int = -1) -> None:
        self.simulate, self.stop_at = simulate, stop_at
        self.dice: list[int] = []
        self.summaries: list[Floats] = []
        self.batches = 0

    def __call__(self, levels: Floats, dice: Counts) -> Floats:
        if self.batches == self.stop_at:
            raise KeyboardInterrupt
        self.batches += 1
        self.dice += dice.tolist()
        self.summaries.append(self.simulate(levels, dice))
        return self.summaries[-1]


def same(one: Any, other: Any) -> bool:
    """Whether two nests of tuples, mappings and arrays are equal to the bit."""
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other) or (one != one and other != other)


def moments(line: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return weighted mean and standard deviation by column."""
    mean = weights @ line
    return mean, np.sqrt(weights @ (line - mean) ** 2)


Check = Callable[[], None]
