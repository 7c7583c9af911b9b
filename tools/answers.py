"""Write docs/answers.md: what the reference war says about the claims of its ledger, in words with numbers.

    .venv/bin/python tools/answers.py [--histories 400] [--cases FOLDER] [--records FOLDER]

Some thirty wars are simulated to the middle of June 2016, each once, on common random numbers; a few minutes with 400
histories.  What is asked stands in the ledger, ``polemos/wars/ledgers``; how it is judged, in ``evidence.verdict``.
With the folder of the records the claims are held against them too; without it the page says so.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polemos as pm
from claims import ledger
from polemos.evidence.argued_tables import forecast_in_words, hangs_on, numbers
from polemos.evidence.verdict import NOT_TESTABLE, VERDICTS
from polemos.experiments.answer import Answer
from polemos.experiments.statistics import rounded

ROOT = Path(__file__).resolve().parents[1]
PAGE, RECORDS = ROOT / "docs" / "answers.md", ROOT.parent / "shared" / "records"
WAR, SEED, HISTORIES, DAYS = "syria-2016", 1, 400, 167  # 1 January to 15 June 2016: what the document could have seen
EVENTS = "ucdp_ged_syria_2016-01_2016-09.csv.gz"
DOCUMENT = "fissure-post-2016-06.txt"
CHANGES = ("control_changes_2016-01_2016-06.csv", "control_changes_2016-07_2016-09.csv")
Plain = dict[str, Any]


def page(
    histories: int = HISTORIES,
    cases: str | None = None,
    progress: Callable[[Any], None] | None = None,
    records: Path | None = None,
) -> str:
    """Return the whole page."""
    lab = pm.Laboratory(WAR, seed=SEED, days=DAYS, cases=cases, progress=progress)
    asked: Plain = {"seed": SEED, "days": DAYS, "histories": histories, "laboratory": lab}
    recorded: Plain = {}
    if records is not None:
        recorded = {"events": records / EVENTS, "changes": [records / name for name in CHANGES]}
        document = records.parent / "documents" / DOCUMENT
        recorded |= {"document": document} if document.is_file() else {}
    answer = pm.argue(WAR, cases=cases, **asked, **recorded)
    together = pm.attribute(WAR, list(ledger(WAR).attributed), **asked)
    claims = answer.findings["claims"]
    parts = [_opening(histories, answer), _overview(claims), _causes(together)]
    return "\n".join([*parts, *(_claim(name, claim) for name, claim in claims.items())])


def _opening(histories: int, answer: Answer) -> str:
    case, many = answer.cases[0], answer.findings["statements"]["prior"]
    record = (
        "Held against UCDP GED (Uppsala Conflict Data Program, CC BY 4.0) and a list of changes of hands."
        if answer.findings["record"]
        else "No record was at hand: readings of the record are not testable here."
    )
    made = (
        f"Made by `tools/answers.py` with {histories} histories of each war; do not edit it here. Engine "
        f"`{answer.engine[:12]}`, scenario `{case['digest'][:12]}`, seed {SEED}, {DAYS} days (1 January to "
        f"15 June 2016). {record}"
    )
    about = (
        "The document of June 2016 says what its author, and others in it, think. Each claim is read as statements "
        "about an outcome with and without the stated cause, asked of `syria-2016` history by history with the same "
        "luck in both wars, and as numbers of what was recorded "
        "([the ledger](../src/polemos/wars/ledgers/syria-2016.yaml)). The two verdicts are kept apart: what a model "
        "with its inputs says is one thing, whether the war went so another."
    )
    key = (
        f"There are {many} statements, held together (Holm). How an interval becomes a verdict is said in [verdicts]"
        "(verdicts.md), the same for every claim. *Assumed*: the model assumes the direction, so that a statement can "
        "show a size or fail, not support. Values and questions are not judged."
    )
    return "# What the reference war says about the claims\n\n" + "\n\n".join(map(_filled, (made, about, key))) + "\n"


def _overview(claims: Plain) -> str:
    lines = ["| claim | in our words | kind | model | record | forecast |", "|---|---|---|---|---|---|"]
    for name, claim in claims.items():
        forecast = claim["forecast"]["status"] if claim["forecast"] else ""
        verdicts = f"{claim['model']['prior']['verdict']} | {claim['record']['verdict']}"
        lines.append(f"| [{name}](#{name}) | {claim['words']} | {claim['kind']} | {verdicts} | {forecast} |")
    counts = [
        f"{sum(claim[where]['verdict'] == verdict for claim in _flat(claims)) or 'none'} {verdict}"
        for where in ("model", "record")
        for verdict in VERDICTS
    ]
    told = f"In the model {', '.join(counts[:4])}; in the record {', '.join(counts[4:])}."
    return "\n".join([*lines, "", _filled(told)]) + "\n"


def _flat(claims: Plain) -> list[Plain]:
    return [{"model": claim["model"]["prior"], "record": claim["record"]} for claim in claims.values()]


def _claim(name: str, claim: Plain) -> str:
    parts = [f"## {name}\n", f"*{claim['words']}*\n"]
    told = f"{claim['kind'].capitalize()}, said by: {claim['speaker']}. Model: **{claim['model']['prior']['verdict']}**"
    told += f" ({claim['model']['prior']['reason']}). Record: **{claim['record']['verdict']}**"
    parts += [_filled(f"{told} ({claim['record']['reason']})."), ""]
    parts += [_filled(_statement(one), first="- ", then="  ") for one in claim["statements"]["prior"]]
    parts += [_filled(_reading(one), first="- ", then="  ") for one in claim["readings"]]
    if claim["forecast"]:
        parts.append(_filled(forecast_in_words(claim["forecast"]), first="- ", then="  "))
    hanging = [one for one in hangs_on(claim) if "no input" not in one]
    separating = [f"{one.get('claim') or one['words']}: {one['observation']}" for one in claim["rivals"]]
    for head, several in (("What it hangs on", hanging), ("What would tell it from its rivals", separating)):
        if several:
            parts += ["", _filled(f"*{head}.* " + "; ".join(several) + ".")]
    if claim["limits"]:
        parts += ["", _filled(f"*What this cannot say.* {claim['limits']}")]
    if any(claim["statements"].values()):
        again = f"polemos argue {WAR} --claim {name} --histories {HISTORIES}"
        parts += ["", f"Again: `{again}`"]
    return "\n".join(parts) + "\n"


def _statement(one: Plain) -> str:
    """Return a statement with its answer as one paragraph."""
    mean, interval = numbers(one)
    head = f"**{one['verdict']}** ({one['reason']}): {one['words']}{' (assumed)' if one['assumed'] else ''}."
    levels = f"{one['title'][0].upper() + one['title'][1:]}: {_level(one['with'])} with it, "
    levels += f"{_level(one['without'])} without (`{one['change']}`)"
    if not one["effect"]["differing"]:
        return f"{head} {levels}; 0 of {one['effect']['histories']:,} histories differ."
    return f"{head} {levels}; effect {mean} (95 % {interval}), smallest worth the name {one['smallest']:.3g}."


def _reading(one: Plain) -> str:
    mean, interval = numbers(one)
    head = f"**record: {one['verdict']}** ({one['reason']}): {one['words']}."
    if not interval or one["verdict"] == NOT_TESTABLE:
        return head
    if not mean:
        asked = [f"{word} {one[name]:g}" for name, word in (("least", "at least"), ("most", "at most")) if one[name]]
        return f"{head} Recorded {interval}, said {' and '.join(asked)}."
    return f"{head} {mean} (95 % {interval}), smallest worth the name {one['smallest']:g}."


def _level(level: Plain) -> str:
    if level["mean"] is None:
        return "unknown"
    return rounded(level["mean"], max(level["error"] or 0.0, abs(level["mean"]) * 1e-3), signed=False)


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
    parser.add_argument("--histories", type=int, default=HISTORIES, help="of each war  [400]")
    parser.add_argument("--cases", help="a folder in which the simulated wars are kept  [memory]")
    parser.add_argument("--records", type=Path, default=RECORDS, help="folder of the records  [../shared/records]")
    asked = parser.parse_args()
    records = asked.records if asked.records.is_dir() else None

    def told(progress: Any) -> None:
        if sys.stderr.isatty():
            print(f"\r{progress.done:,} of {progress.asked:,} histories", end="", file=sys.stderr)

    PAGE.write_text(page(asked.histories, asked.cases, told, records), encoding="utf-8")
    print(PAGE)


if __name__ == "__main__":
    main()
