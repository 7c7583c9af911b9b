"""Functions whose indices are known from their formula, in the clothes of a war's inputs: for tests of designs."""

from __future__ import annotations

from math import pi

import numpy as np

from polemos.dimensions import Floats
from polemos.experiments.importance.factors import Group, Space
from polemos.scenario.inputs import Input


def plain_space(inputs: int, groups: dict[str, tuple[int, ...]] | None = None) -> Space:
    """Return a space of inputs x0, x1 ... in groups, or each alone."""
    items = tuple(Input(f"x{row}", 0.0, 0.5, 1.0, "ratio", "", "") for row in range(inputs))
    named = groups or {item.path: (row,) for row, item in enumerate(items)}
    return Space(items, (), tuple(Group(name, name, columns) for name, columns in named.items()))


def ishigami(points: Floats) -> Floats:
    """Return sin x + 7 sin^2 y + 0.1 z^4 sin x for x, y, z uniform on -pi to pi (Ishigami and Homma 1990)."""
    x = -pi + 2.0 * pi * points
    found: Floats = np.sin(x[..., 0]) + 7.0 * np.sin(x[..., 1]) ** 2 + 0.1 * x[..., 2] ** 4 * np.sin(x[..., 0])
    return found


def ishigami_indices() -> tuple[Floats, Floats]:
    """Return first and total order indices by integration: a = 7, b = 0.1 (Saltelli et al. 2008, p. 179)."""
    a, b = 7.0, 0.1
    one, two = (1.0 + b * pi**4 / 5.0) ** 2 / 2.0, a * a / 8.0
    both = b * b * pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    return np.array([one, two, 0.0]) / (one + two + both), np.array([one + both, two, both]) / (one + two + both)


WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])
"""The usual weights of the g-function (Saltelli and Sobol 1995): the smaller, the more an input matters."""


def g_function(points: Floats) -> Floats:
    """Return the product of (|4 x - 2| + a) / (1 + a)."""
    return np.prod((np.abs(4.0 * points - 2.0) + WEIGHTS) / (1.0 + WEIGHTS), axis=-1)


def g_indices() -> tuple[Floats, Floats]:
    """Return first and total order indices: V_i = 1 / (3 (1 + a_i)^2), V = prod(1 + V_i) - 1."""
    part = 1.0 / (3.0 * (1.0 + WEIGHTS) ** 2)
    whole = np.prod(1.0 + part)
    return part / (whole - 1.0), part * (whole / (1.0 + part)) / (whole - 1.0)
