"""Two runs of one war side by side: whether their histories pair.

Comes in: two runs.  Goes out: nothing, or a refusal.  What differs between the wars is in ``scenario.difference``; what
follows from it in one history is next door in ``divergence``, in all of them in ``partings``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from polemos.errors import BadInput, Problem

if TYPE_CHECKING:
    from polemos.engine.run import Run


def refuse_strangers(a: Run, b: Run) -> None:
    """Raise BadInput unless the histories of two runs pair: one war but for edits, one start, one seed."""
    one, two = a.manifest, b.manifest
    problems = []
    if one.scenario != two.scenario:
        what = f"the runs are of two wars, {one.scenario} and {two.scenario}: nothing pairs their histories"
        problems.append(Problem(what, hint="give two runs of one war that differ by edits"))
    elif a.war.start != b.war.start:
        what = f"the wars begin on two days, {a.war.start} and {b.war.start}: their days do not pair"
        problems.append(Problem(what, hint="give two runs of one war that differ by edits"))
    if one.seed != two.seed:
        what = f"the runs have two seeds, {one.seed} and {two.seed}: their histories share no luck"
        problems.append(Problem(what, hint=f"run one of them again with --seed {one.seed} or --seed {two.seed}"))
    if problems:
        raise BadInput(problems)
