"""How to run it again, and what the run cannot say.

Comes in: the facts of a run.  Goes out: two sections of the page.
"""

from __future__ import annotations

import shlex

from polemos.engine.provenance import Manifest
from polemos.interfaces.markup import Html, join, paragraph, section, table, tag, text
from polemos.interfaces.sections.facts import Facts


def again(facts: Facts) -> Html:
    """Return the command, digests, seed and versions that suffice to get the same numbers."""
    made = facts.run.manifest
    rows = [
        ("scenario", f"{made.title} ({made.scenario})"),
        ("digest of the scenario", made.digest),
        ("seed", str(made.seed)),
        ("histories", f"{facts.histories:,}"),
        ("days", f"{made.days:,}, from {facts.start.isoformat()}"),
        ("digest of the engine", made.engine),
        ("run", made.run),
        *((f"version of {name}", version) for name, version in sorted(made.versions.items())),
    ]
    words = "The numbers of a history depend on scenario, seed, engine and its own number alone, not on the machine."
    return section(
        "again", "How to run it again", tag("pre", tag("code", text(lines_of(facts)))), paragraph(words),
        table(("What", "value"), rows, "Provenance", 2),
    )  # fmt: skip


def lines_of(facts: Facts) -> str:
    """Return the command of the run; of a branch, that of the run that it leaves, and then its own."""
    branches = facts.run.manifest.branches
    if not branches:
        return command(facts.run.manifest, facts.histories)
    left, made = branches[-1], facts.run.manifest
    pasts = left.history + 1 if left.history >= 0 else facts.histories // left.futures
    days = next((change for change in left.edits if change.startswith("days=")), None)
    first = f"{command(made, pasts)} --out RUN" if days is None else ""
    if len(branches) > 1 or days is not None:
        first = f"# make the run {left.run[:12]} as RUN, then"
    words = ["polemos", "branch", "RUN", "--at", left.date]
    if left.history >= 0 or left.futures > 1:
        words += ["--history", str(left.history)] * (left.history >= 0)
        words += ["--futures", str(facts.histories if left.history >= 0 else left.futures)]
    for option, values in (("--set", left.edits), ("--what-if", left.what_if), ("--without", left.without)):
        for value in values:
            words += [option, value]
    return f"{first}\n{shlex.join(words)}"


def command(made: Manifest, histories: int) -> str:
    """Return the command line of the run; a scenario file of the user's own is named by its file name."""
    words = ["polemos", "run", made.source or made.scenario, "--histories", str(histories)]
    words += ["--seed", str(made.seed), "--days", str(made.days)]
    for option, values in (("--set", made.edits), ("--what-if", made.what_if), ("--without", made.without)):
        for value in values:
            if not (option == "--set" and value == f"days={made.days}"):
                words += [option, value]
    return shlex.join(words)


def limits(facts: Facts) -> Html:
    """Return in plain words what the numbers above do not mean."""
    return section(
        "limits", "What this cannot say", tag("ul", join(tag("li", text(line)) for line in limits_said(facts)))
    )


def limits_said(facts: Facts) -> tuple[str, ...]:
    """Return the same as sentences."""
    weak = sum(1 for item in facts.war.inputs if item.confidence in ("", "none") or not item.source)
    judged = (
        f"{weak:,} of {len(facts.war.inputs):,} uncertain inputs rest on judgement or have no source; "
        "another judge would "
        "choose other ranges and get other bands."
        if weak
        else "Every uncertain input names a source, which may itself be wrong."
    )
    return (
        "These are histories of a model, not of the world. They say what follows from the assumptions, no more.",
        "The bands hold chance and the uncertain inputs. They do not hold the doubt whether the model "
        "has the right shape: "
        "the true uncertainty is wider.",
        judged,
        f"With {facts.histories:,} histories a share near one half is good to about "
        f"±{100 * 0.98 / facts.histories**0.5:.1f} "
        "percentage points.",
        "Forces are counted in men and kinds of weapon at places; there is no tactical detail, no "
        "person, no target. The "
        "ground between places belongs to the nearest place.",
        "A cause named for a fissure is the model's own account of it. Whether leaving that cause out "
        "would have changed the "
        "outcome is another question: ask it with a what-if.",
        "Nothing here was fitted to what happened after the scenario's start, and the model does not know it.",
    )
