"""Causes: what may be taken away from a war, and the wars in which only some of them are there.

Comes in: names as a person gives them, or none.  Goes out: ``Causes``: every set of causes as a case.  A cause is
known by the change that takes it away, so whatever ``--without``, ``--what-if`` and ``--set`` can change can be a
cause.  What is done with the wars is said next door in ``attribute``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from polemos.engine.plan import Changes
from polemos.errors import BadInput, Problem
from polemos.experiments.attribution.shares import MOST_CAUSES, Order, all_subsets, drawn_orders, subsets_of
from polemos.experiments.case import BASELINE, Case, laid_over, parse_changes
from polemos.experiments.laboratory import Laboratory

MOST_SAMPLED = 30
NO_CAUSES = "none of them"


class Cause(NamedTuple):
    """A cause: how tables call it, and the changes that take it away."""

    label: str
    removal: Changes
    title: str = ""


class Causes(NamedTuple):
    """The causes of a question, the wars with some of them, and the orders in which they are added."""

    causes: tuple[Cause, ...]
    ground: Changes
    subsets: tuple[int, ...]  # bit i: cause i is there
    orders: tuple[tuple[Order, Order], ...]  # empty: all subsets

    @property
    def full(self) -> int:
        """The set of all causes: the war as it is."""
        return (1 << len(self.causes)) - 1

    def case(self, present: int) -> Case:
        """Return the war in which only these causes are there."""
        changes = self.ground
        for row, cause in enumerate(self.causes):
            if not present >> row & 1:
                changes = laid_over(changes, cause.removal)
        return Case(self.label(present), changes)

    def label(self, present: int) -> str:
        """Return how tables call a set of causes."""
        if present == self.full:
            return BASELINE
        names = [cause.label for row, cause in enumerate(self.causes) if present >> row & 1]
        return " + ".join(names) or NO_CAUSES


def causes_of(lab: Laboratory, texts: Sequence[str], ground: Changes, orders: int, seed: int) -> Causes:
    """Return the causes that a question names, else those that the scenario marks as stated.

    Raises BadInput for none, a name that there is not, a label given twice, and more than ``MOST_SAMPLED``.
    """
    causes = [read_cause(text) for text in texts] or stated_causes(lab)
    labels = [cause.label for cause in causes]
    double = next((one for one in labels if [*labels, BASELINE, NO_CAUSES].count(one) > 1), None)
    if double is not None:
        raise BadInput(Problem(f'two causes are called "{double}"', "--cause", hint="name each once"))
    if len(causes) > MOST_SAMPLED:
        raise BadInput(Problem(f"{len(causes)} causes are more than {MOST_SAMPLED}", "--cause"))
    for cause in causes:
        _check(lab, cause, ground)
    number = len(causes)
    if number <= MOST_CAUSES:
        return Causes(tuple(causes), ground, tuple(all_subsets(number)), ())
    if orders < 2:
        raise BadInput(Problem(f"needs at least 2 pairs of orders to tell an error, not {orders}", "--orders"))
    drawn = drawn_orders(number, orders, np.random.default_rng([seed, number]))
    return Causes(tuple(causes), ground, tuple(subsets_of(drawn, number)), tuple(drawn))


def read_cause(text: str) -> Cause:
    """Return the cause of ``withdrawal``, ``ceasefire,local_calms`` or ``label: what-if NAME, set PATH=VALUE``."""
    option = f"--cause {text!r}"
    label, colon, rest = text.partition(":")
    if colon and "=" not in label:
        if not label.strip():
            raise BadInput(Problem("the label is missing", option, hint="write LABEL: without NAME, what-if NAME"))
        return Cause(label.strip(), parse_changes(rest, option))
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise BadInput(Problem("a name is missing", option, hint="names are joined by single commas"))
    return Cause(", ".join(names), Changes(without=names))


def stated_causes(lab: Laboratory) -> list[Cause]:
    """Return the causes that the scenario's what-ifs marked ``stated`` take away; raises BadInput if none is.

    A cause is called after the first thing that its what-if leaves out, or after a what-if that does anything else.
    """
    scenario = lab.war().numbers._scenario  # under the horizon that was asked for
    found = [
        Cause(item.without[0] if item.without and not item.patch else name, Changes(what_if=(name,)), item.title)
        for name, item in scenario.what_ifs.items()
        if item.stated
    ]
    if not found:
        known = dict.fromkeys(item.cause or name for name, item in scenario.interventions.items())
        listed = f": {', '.join(known)}" if known else ""
        hint = f"name some with --cause NAME; interventions, their causes and mechanisms can be named{listed}"
        raise BadInput(Problem(f"{lab.name} marks no what-if as taking a stated cause away", "--cause", hint=hint))
    return found


def _check(lab: Laboratory, cause: Cause, ground: Changes) -> None:
    """Refuse a cause that cannot be taken away, in the words of the option that named it."""
    try:
        lab.plan(laid_over(ground, cause.removal))
    except BadInput as error:
        raise BadInput(
            problem._replace(file=f"--cause {cause.label!r}") if problem.file.startswith("--without") else problem
            for problem in error.problems
        ) from None
