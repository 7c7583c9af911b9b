"""Write docs/answers.md: what the reference war says about the claims c02 to c13, in words with numbers.

    .venv/bin/python tools/answers.py [--histories 300] [--cases FOLDER]

Some twenty wars are simulated to the middle of June 2016, each once, on common random numbers; a few minutes with 300
histories.  What is asked stands in ``statements``; nothing here depends on what comes out.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from statements import ATTRIBUTED, STATEMENTS, Statement

import polemos as pm
from claims import catalogue
from polemos.experiments.answer import Answer
from polemos.experiments.contrasts.contrast_tables import holds_among
from polemos.experiments.statistics import rounded

PAGE = Path(__file__).resolve().parents[1] / "docs" / "answers.md"
WAR, SEED, HISTORIES = "syria-2016", 1, 300
DAYS = 167  # 1 January to 15 June 2016: what the document could have seen
STATED, OTHER, UNSEEN, NOTHING = "as stated", "the other way", "no effect seen", "exactly no effect"
# Where fewer histories differ, their number is said.
FEW = 10
VERDICTS = (STATED, OTHER, UNSEEN, NOTHING)
Plain = dict[str, Any]


class Judged(NamedTuple):
    """A statement with its answer: the row of its measure in the comparison, and what that says."""

    statement: Statement
    row: Plain
    verdict: str
    sure: bool

    @property
    def effect(self) -> Plain:
        """What the cause does: the war with it less the war without."""
        found = {name: value or 0.0 for name, value in self.row["difference"].items()}
        return {**found, "mean": -found["mean"], "low": -found["high"], "high": -found["low"], "up": found["down"],
                "down": found["up"]}  # fmt: skip


def page(histories: int = HISTORIES, cases: str | None = None, progress: Callable[[Any], None] | None = None) -> str:
    """Return the whole page."""
    lab = pm.Laboratory(WAR, seed=SEED, days=DAYS, cases=cases, progress=progress)
    asked: Plain = {"seed": SEED, "days": DAYS, "histories": histories, "laboratory": lab}
    answers = {claim: _asked(statements, asked) for claim, statements in STATEMENTS.items()}
    several = sum(len(statements) for statements in STATEMENTS.values())
    judged = {
        claim: [judge(one, row_of(answers[claim], one), several) for one in statements]
        for claim, statements in STATEMENTS.items()
    }
    together = pm.attribute(WAR, list(ATTRIBUTED), **asked)
    parts = [_opening(histories, answers["c02"], several), _overview(judged), _causes(together)]
    parts += [_claim(claim, judged[claim], answers[claim]) for claim in STATEMENTS]
    return "\n".join(parts)


def _asked(statements: Sequence[Statement], asked: Plain) -> Answer:
    changes = list(dict.fromkeys(one.change for one in statements))
    measures = list(dict.fromkeys(one.outcome for one in statements))
    return pm.compare(WAR, what_if=changes, measures=measures, **asked)


def row_of(answer: Answer, statement: Statement) -> Plain:
    """Return the row of a comparison that answers a statement."""
    contrasts = answer.findings["contrasts"]
    contrast = next(item for item in contrasts if item["alternative"] == f"what if {statement.change}")
    found: Plain = next(row for row in contrast["measures"] if row["measure"] == statement.outcome)
    return found


def judge(statement: Statement, row: Plain, several: int) -> Judged:
    """Return what an answer says of a statement; ``several`` are all statements of the page."""
    found = row["difference"]
    if found["verdict"] == "none":
        return Judged(statement, row, NOTHING, False)
    if found["verdict"] not in ("up", "down"):
        return Judged(statement, row, UNSEEN, False)
    higher_with_cause = found["verdict"] == "down"
    verdict = STATED if higher_with_cause is statement.higher else OTHER
    return Judged(statement, row, verdict, holds_among(found, several, 0.95))


def _opening(histories: int, answer: Answer, several: int) -> str:
    case = answer.cases[0]
    made = (
        f"Made by `tools/answers.py` with {histories} histories of each war; do not edit it here. Engine "
        f"`{answer.engine[:12]}`, scenario `{case['digest'][:12]}`, seed {SEED}, {DAYS} days (1 January to "
        "15 June 2016)."
    )
    about = (
        "The document of June 2016 says what its author thinks did it. Each claim is read as statements about an "
        "outcome with and without the stated cause (`tools/statements.py`, from the claims' words alone), and asked of "
        "`syria-2016` history by history, with the same luck in both wars. These are answers of a model with its "
        "inputs, none of which was chosen for them; whether the war went so is another question, which only records "
        "can answer."
    )
    key = (
        f"*{STATED}*: the 95 % interval of the paired difference lies on the side that the claim says; *{OTHER}*: on "
        f"the other; *{UNSEEN}*: it holds 0, and effects beyond it are excluded; *{NOTHING}*: not one history differs. "
        f"There are {several} statements: were there no effect at all, about {round(several * 0.05)} would seem to "
        "have one. A star says that an effect holds for all of them together. An effect can be sure and small: read "
        "its size. Where the model assumes the direction (a mode of command *is* its chances to join, to wait and to "
        "be refused), a statement is marked *direction assumed*, and counted in brackets: there only the size is an "
        "answer."
    )
    return "# What the reference war says about the claims\n\n" + "\n\n".join(map(_filled, (made, about, key))) + "\n"


def _overview(judged: dict[str, list[Judged]]) -> str:
    words = catalogue(WAR).claims
    lines = [f"| claim | in our words | {' | '.join(VERDICTS)} |", "|---|---|" + "---|" * len(VERDICTS)]
    for claim, several in judged.items():
        cells = " | ".join(_count([one for one in several if one.verdict == verdict]) for verdict in VERDICTS)
        lines.append(f"| [{claim}](#{claim}) | {words[claim].words} | {cells} |")
    return "\n".join(lines) + "\n"


def _count(judged: Sequence[Judged]) -> str:
    assumed = sum(one.statement.assumed for one in judged)
    return f"{len(judged) or ''}" + (f" ({assumed})" if assumed else "")


def _claim(claim: str, judged: Sequence[Judged], answer: Answer) -> str:
    found = catalogue(WAR).claims[claim]
    parts = [f"## {claim}\n", f"*{found.words}*\n"]
    parts += [_filled(_told(one), first="- ", then="  ") for one in judged]
    parts += ["", _filled(f"*What this cannot say.* {found.limits}"), "", f"Again: `{answer.command}`\n"]
    return "\n".join(parts)


def _told(judged: Judged) -> str:
    """Return a statement and its answer as one paragraph."""
    one, row, effect = judged.statement, judged.row, judged.effect
    star = " *" if judged.sure else ""
    head = f"**{judged.verdict}{star}:** {one.words}{' (direction assumed)' if one.assumed else ''}."
    width = (effect["high"] - effect["low"]) / 2.0 if effect["low"] is not None else 0.0
    levels = f"{row['title'][0].upper() + row['title'][1:]}: {_level(row['against'])} with it, "
    levels += f"{_level(row['alternative'])} without (`{one.change}`)"
    if judged.verdict == NOTHING:
        return f"{head} {levels}; 0 of {effect['histories']:,} histories differ."
    interval = f"95 % {rounded(effect['low'], width)} to {rounded(effect['high'], width)}"
    if judged.verdict == UNSEEN:
        told = f"{head} {levels}; difference {rounded(effect['mean'], width)} ({interval})"
        few = f"; {effect['differing']:,} of {effect['histories']:,} histories differ"
        return f"{told}{few if effect['differing'] < FEW else ''}."
    size = f"{rounded(effect['mean'], width)}{_part(effect['mean'], row['alternative']['mean'])}"
    way, share = ("higher", effect["up"]) if effect["mean"] > 0 else ("lower", effect["down"])
    return f"{head} {levels}; difference {size} ({interval}), {way} in {_percent(share)} of histories."


def _level(level: Plain) -> str:
    if level["mean"] is None:
        return "unknown"
    return rounded(level["mean"], max(level["error"] or 0.0, abs(level["mean"]) * 1e-3), signed=False)


def _part(effect: float, level: float) -> str:
    """Return the effect as a part of the level without the cause, where that says something."""
    if not level or abs(effect) < 0.005 * abs(level):
        return ""
    return f", {_percent(abs(effect) / abs(level))} of the latter"


def _causes(answer: Answer) -> str:
    """Return what the three stated causes do alone and together, from the answer of ``attribute``."""
    about = (
        "Withdrawal of aircraft, ceasefire (with the local calms), loss of the integrated command: the war with every "
        "set of them. *Share*: what a cause adds, mean over all orders (Shapley); shares sum to the whole. "
        "*Necessary*: of the histories in which it happens, those in which it does not when this cause alone is taken "
        "away; *by luck*: what that would be if the dice had been thrown anew. More in [questions](questions.md)."
    )
    lines = ["## The three stated causes together\n", _filled(about)]
    for outcome in answer.findings["outcomes"]:
        lines += ["", *_outcome(outcome)]
    return "\n".join([*lines, "", f"Again: `{answer.command}`\n"])


def _outcome(found: Plain) -> list[str]:
    whole, width = found["effect"], (found["effect"]["high"] - found["effect"]["low"]) / 2.0
    said = f"{_level(found['with_all'])} with all three, {_level(found['with_none'])} with none: "
    said += f"together {rounded(whole['mean'], width)} (95 % {rounded(whole['low'], width)} to "
    said += f"{rounded(whole['high'], width)})."
    lines = [_filled(f"**{found['title']}** ({found['unit']}): {said}"), ""]
    event = found["kind"] == "share"
    lines.append("| cause | share | 95 % interval |" + (" necessary | by luck |" if event else ""))
    lines.append("|---|---|---|" + ("---|---|" if event else ""))
    for cause in found["causes"]:
        share = cause["shapley"]
        half = (share["high"] - share["low"]) / 2.0
        line = f"| {cause['cause'].replace('_', ' ')} | {rounded(share['mean'], half)} | "
        line += f"{rounded(share['low'], half)} to {rounded(share['high'], half)} |"
        lines.append(line + (_necessary(cause) if event else ""))
    return lines


def _necessary(cause: Plain) -> str:
    found, luck = cause["among_others"]["necessity"], cause["among_others"].get("by_luck")
    if found["mean"] is None:
        return " - | - |"
    low, high = (f"{found[name] * 100.0:.0f}" for name in ("low", "high"))
    return f" {_percent(found['mean'])} ({low} to {high}) | {'-' if luck is None else _percent(luck)} |"


def _percent(share: float) -> str:
    return f"{share * 100.0:.0f} %"


def _filled(text: str, first: str = "", then: str = "") -> str:
    return textwrap.fill(text, 118, initial_indent=first, subsequent_indent=then, break_long_words=False,
                         break_on_hyphens=False)  # fmt: skip


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--histories", type=int, default=HISTORIES, help="of each war  [300]")
    parser.add_argument("--cases", help="a folder in which the simulated wars are kept  [memory]")
    asked = parser.parse_args()

    def told(progress: Any) -> None:
        if sys.stderr.isatty():
            print(f"\r{progress.done:,} of {progress.asked:,} histories", end="", file=sys.stderr)

    PAGE.write_text(page(asked.histories, asked.cases, told), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
