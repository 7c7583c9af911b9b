"""Whether a method of inference can be believed: simulation-based calibration (Talts et al. 2018).

Comes in: a method, and a way to draw truths and records from prior and model.  Goes out: ranks, and whether they are
uniform.  If truth ~ prior, record ~ model(truth), and L draws come from the exact posterior, then the rank of the truth
among the draws is uniform on 0 to L, for every quantity of parameters and record.  A method that only gives the prior
back passes with all quantities of parameters alone; so there are quantities that depend on the record as well
(Modrak et al. 2023).

Tests of each quantity, Bonferroni over all of them at a family-wise ``level``:
- chi-square of ranks in ``BINS`` bins, which sees widths and bulges;
- Kolmogorov and Smirnov's of (rank + U) / (L + 1), U uniform: continuous and exactly uniform if the ranks are.  Without
  U the continuous test rejects exact posteriors far too often; it sees shifts;
- how often the lowest and the highest rank occur, exact binomial, which sees what is off by one or never in a tail.
Ties between truth and draws are broken by chance, each place among the equals as likely as another.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from polemos.dimensions import Counts, Floats
from polemos.errors import BadInput, Problem
from polemos.experiments.inference.draws import JITTER, TRUTHS, uniforms
from polemos.experiments.inference.parameters import check_names, probits

BINS = 20
LEVEL = 1e-3
TESTS = 4
FEWEST_PER_BIN = 5
Method = Callable[[Floats, int], Floats]
Quantities = Callable[[Floats, Floats], Floats]


class Calibration(NamedTuple):
    """Ranks [records, quantities] among ``draws`` draws, p-values by quantity of the four tests, the level."""

    names: tuple[str, ...]
    ranks: Counts
    draws: int
    chi_square: Floats
    smirnov: Floats
    lowest: Floats
    highest: Floats
    level: float

    @property
    def p_values(self) -> Floats:
        """By quantity: the smallest of its tests, times the number of all tests."""
        worst = np.stack([self.chi_square, self.smirnov, self.lowest, self.highest]).min(axis=0)
        return np.asarray(np.minimum(1.0, worst * TESTS * len(self.names)), dtype=np.float64)

    @property
    def passes(self) -> bool:
        """Whether no test of any quantity rejects uniform ranks at the family-wise level."""
        return bool((self.p_values > self.level).all())

    @property
    def failing(self) -> tuple[str, ...]:
        """Quantities whose ranks are not uniform."""
        return tuple(name for name, p in zip(self.names, self.p_values, strict=True) if p <= self.level)


def rank(draws: Floats, truth: Floats, seed: int, record: int) -> Counts:
    """Return the rank of each quantity's truth [quantities] among draws [draws, quantities], 0 to their number."""
    below, equal = (draws < truth).sum(axis=0), (draws == truth).sum(axis=0)
    place = uniforms(seed, JITTER, 0, record, 1, draws.shape[1])[0]
    return np.asarray(below + np.floor(place * (equal + 1.0)), dtype=np.int64)


def check_ranks(ranks: Counts, draws: int, names: tuple[str, ...], seed: int, level: float = LEVEL) -> Calibration:
    """Return the tests of ranks [records, quantities], each of which is a whole number from 0 to ``draws``.

    Raises BadInput for ranks outside, and for too few records to fill the bins.
    """
    from scipy.stats import binomtest, chisquare, kstest

    check_names(names, "quantity")
    if ranks.ndim != 2 or ranks.shape[1] != len(names):
        raise BadInput(Problem(f"ranks are {ranks.shape}, not records x {len(names)}"))
    if ranks.size and (ranks.min() < 0 or ranks.max() > draws):
        raise BadInput(Problem(f"ranks from {ranks.min()} to {ranks.max()}", hint=f"{draws} draws allow 0 to {draws}"))
    number, values = len(ranks), draws + 1
    bins = min(BINS, values)
    if number < FEWEST_PER_BIN * bins:
        hint = f"use at least {FEWEST_PER_BIN * bins} records"
        raise BadInput(Problem(f"{number} records cannot fill {bins} bins", hint=hint))
    width = np.bincount(np.arange(values) * bins // values, minlength=bins) / values
    jitter = uniforms(seed, JITTER, 1, 0, number, len(names))
    found = np.empty((TESTS, len(names)))
    for column in range(len(names)):
        one = ranks[:, column]
        seen = np.bincount(one * bins // values, minlength=bins)
        found[0, column] = chisquare(seen, number * width).pvalue
        found[1, column] = kstest((one + jitter[:, column]) / values, "uniform").pvalue
        for row, end in ((2, 0), (3, draws)):
            found[row, column] = binomtest(int((one == end).sum()), number, 1.0 / values).pvalue
    return Calibration(names, ranks, draws, found[0], found[1], found[2], found[3], level)


def about_the_record(columns: tuple[int, ...]) -> tuple[tuple[str, ...], Quantities]:
    """Return three quantities of levels and statistics of the record, one statistic for each of ``columns``.

    With probits z and statistics s: how far z is from s, their product, and whether z is beyond s times its size.
    """
    names = ("distance from the record", "product with the record", "excess over the record")

    def quantities(levels: Floats, record: Floats) -> Floats:
        line = probits(levels[:, list(columns)])
        away = line - record
        return np.stack([(away**2).sum(axis=1), (line * record).sum(axis=1), (np.abs(line) * away).sum(axis=1)], axis=1)

    return names, quantities


def calibration(
    names: tuple[str, ...],
    record_of: Callable[[Floats, int], Floats],
    method: Method,
    records: int,
    seed: int,
    more: tuple[tuple[str, ...], Quantities] | None = None,
    level: float = LEVEL,
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Try a method on so many records whose truth is known; every parameter is a quantity, ``more`` adds others.

    ``record_of(levels [parameters], number)`` simulates record ``number``; its noise must be its own.
    ``method(record, number)`` returns equally weighted levels [draws, parameters], always as many.  ``more``: names and
    a function (levels [rows, parameters], record) -> [rows, quantities].  Draws that depend on each other, as resampled
    ones of few effective draws do, make ranks too extreme; that is a fault of the method and counts as one.
    """
    truths = uniforms(seed, TRUTHS, 0, 0, records, len(names))
    ranks, number = [], -1
    for turn in range(records):
        record = record_of(truths[turn], turn)
        draws = method(record, turn)
        if number not in (-1, len(draws)):
            raise BadInput(Problem(f"the method gave {len(draws)} draws, before {number}"))
        number = len(draws)
        truth = truths[turn : turn + 1]
        if more is not None:
            draws = np.hstack([draws, more[1](draws, record)])
            truth = np.hstack([truth, more[1](truth, record)])
        ranks.append(rank(draws, truth[0], seed, turn))
        if progress is not None:
            progress(turn + 1, records)
    return check_ranks(np.array(ranks).reshape(records, -1), number, names + (more[0] if more else ()), seed, level)
