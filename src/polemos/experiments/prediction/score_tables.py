"""How a score looks in tables: who wins, by how much, where, and whether it is more than chance.

Comes in: an ``Answer``, fresh or opened from its folder.  Goes out: tables made from what the answer holds alone.  The
plot is next door in ``score_plot``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from polemos.experiments.prediction.forecast_tables import percent
from polemos.experiments.tables import Column, Table, closing
from polemos.theory.score_tests import BETTER, WORSE

if TYPE_CHECKING:
    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
FORECAST = "forecast"
MOST = 6
LEVEL = 0.05
SCORES = (
    Column("", right=False), Column("CRPS"), Column("ignorance", wide=2), Column("score of 90 %", wide=3),
    Column("in 50 %", wide=1), Column("in 80 %", wide=4), Column("in 90 %"), Column("sum", wide=5),
    Column("ranks p", wide=6),
)  # fmt: skip
DUELS = (
    Column("CRPS against", right=False), Column("skill"), Column("difference"), Column("95 % interval", wide=1),
    Column("p"), Column("over", right=False, wide=2), Column("verdict", right=False),
)  # fmt: skip


def tables(answer: Answer) -> list[Table]:
    """Return the answer as tables."""
    found = answer.findings
    parts = [_head(answer)]
    for one in found["layouts"].values():
        parts += _layout(one)
    if found["questions"]:
        parts += _questions(found["questions"])
    if found["refused"]:
        rows = tuple((layout, why) for layout, why in found["refused"].items())
        parts.append(Table("Not scored", (Column("draws", right=False), Column("why", right=False)), rows))
    return [*parts, _foot(answer)]


def _head(answer: Answer) -> Table:
    found = answer.findings
    name = answer.cases[0]["scenario"] if answer.cases else answer.question["forecast"]
    lines = [f"recorded from {found['recorded_from']} to {found['recorded_to']}"]
    lines.append(f"frozen as {found['frozen']}, and unchanged" if found["frozen"] else "a file of draws, not frozen")
    return Table(f"{name}: the forecast from {found['first']} to {found['last']}, scored", notes=tuple(lines))


def verdict_of(found: Plain, rival: str) -> str:
    """Return who wins in plain words, and whether it is more than chance."""
    if found["over"] == "nothing":
        side = "ahead of" if found["difference"] < 0.0 else "behind" if found["difference"] > 0.0 else "level with"
        return f"{side} {rival}; too few to tell from chance"
    if found["verdict"] == BETTER:
        return f"beats {rival}"
    if found["verdict"] == WORSE:
        return f"loses to {rival}"
    side = "ahead" if found["difference"] < 0.0 else "behind"
    return f"{side}, but no more than chance" if found["difference"] else f"level with {rival}"


def _layout(one: Plain) -> Iterator[Table]:
    size = (
        f"{len(one['periods'])} periods from {one['periods'][0]}, {len(one['series'])} series, {one['draws']:,} draws"
    )
    rows = []
    for name, told in one["forecasters"].items():
        inside = {interval["level"]: interval for interval in told["intervals"]}
        rows.append((
            name, f"{told['crps']:.3f}", f"{told['ignorance']:.2f}", f"{inside[0.9]['score']:.1f}",
            *(f"{inside[level]['coverage'] * 100.0:.0f} %" for level in (0.5, 0.8, 0.9)), f"{told['mean']:,.0f}",
            "-" if told["ranks"] is None else _p(told["ranks"]["p_value"]),
        ))  # fmt: skip
    notes = [
        f"{size}; what came: {one['came']:,.0f} ({one['came_low']:,.0f} to {one['came_high']:,.0f} by the recorder)"
    ]
    notes += [f"not scored: {number} {reason}" for reason, number in one["without"].items()]
    if not one["against"]:
        notes.append(f"no rival: only {one['past']} whole periods are recorded before the eve")
    yield Table(f"{one['layout']}: {one['counted']}", SCORES, tuple(rows), tuple(notes))
    if one["against"]:
        yield Table("", DUELS, tuple(_duel(found, name, "crps") for name, found in one["against"].items()),
                    tuple(_where(one)))  # fmt: skip


def _duel(found: Plain, rival: str, score: str) -> tuple[str, ...]:
    told = found[score]
    interval = "-" if told["low"] is None else f"{signed(told['low'])} to {signed(told['high'])}"
    over = "-" if told["over"] == "nothing" else f"{told['number']} {told['over']}"
    return (
        rival, "-" if found["skill"] is None else signed(found["skill"], 2), signed(told["difference"]), interval,
        _p(told["p_value"]), over, verdict_of(told, rival),
    )  # fmt: skip


def signed(value: float, digits: int = 3) -> str:
    """Return a number with its sign."""
    return f"{value:+.{digits}f}".replace("-", "−")


def _p(value: float | None) -> str:
    return "-" if value is None else "<0.001" if value < 0.001 else f"{value:.3f}"


def _where(one: Plain) -> Iterator[str]:
    """Yield where the forecast wins and loses: by series, by how far ahead, by the log score, by low and high."""
    if one["empty"]:
        yield f"  in {len(one['empty'])} series nobody is recorded dead, before the window or in it"
    for rival, found in one["against"].items():
        tested = [row for row in found["by_series"] if row["over"] != "nothing" and row["series"] not in one["empty"]]
        for verdict, word in ((BETTER, "beats"), (WORSE, "loses to")):
            names = [row["series"] for row in tested if row["verdict"] == verdict]
            if names:
                more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
                chance = len(tested) * LEVEL / 2.0
                told = f"{word} {rival} in {', '.join(names[:MOST])}{more}"
                yield f"  {told} (by chance about {chance:.1f} of {len(tested)})"
    for rival, found in one["against"].items():
        steps = [step["skill"] for step in found["by_period"] if step["skill"] is not None]
        third = max(1, len(steps) // 3)
        parts = [steps[:third], steps[third : len(steps) - third], steps[len(steps) - third :]]
        told = ", ".join(signed(sum(part) / len(part), 2) for part in parts if part)
        if len(steps) > 1:
            yield f"  skill against {rival} from the first to the last periods: {told}"
    bits = [f"{verdict_of(found['ignorance'], rival)}" for rival, found in one["against"].items()]
    yield f"  by ignorance: {'; '.join(bits)}"
    best = {bound: min((one["bounds"][bound][name], name) for name in one["forecasters"]) for bound in ("low", "high")}
    yield (
        "  CRPS against the recorder's low: "
        + ", ".join(f"{name} {one['bounds']['low'][name]:.3f}" for name in one["forecasters"])
        + f" (best: {best['low'][1]})"
    )
    yield (
        "  CRPS against the recorder's high: "
        + ", ".join(f"{name} {one['bounds']['high'][name]:.3f}" for name in one["forecasters"])
        + f" (best: {best['high'][1]})"
    )


def _questions(found: Plain) -> Iterator[Table]:
    rows = tuple(_question(row) for row in found["questions"])
    columns = (
        Column("question", right=False), Column("chance"), Column("came", right=False),
        Column("known by", right=False, wide=2),
        Column("base rate", wide=1), Column("no change", wide=3), Column("own past", wide=4),
    )  # fmt: skip
    notes = [
        f"{row['id']}: the list says {'yes' if row['came'] else 'no'}, the record the opposite; the list counts"
        for row in found["questions"] if row["disagree"]
    ]  # fmt: skip
    if found["strangers"]:
        notes.append(f"answers to questions that were not asked: {', '.join(found['strangers'])}")
    weeks = found["rivals_know"]
    if weeks["changes"] or weeks["holders"]:
        notes.append(
            f"rivals know {weeks['changes']} weeks of listed changes of hands; of roads, {weeks['holders']} of holders"
        )
    yield Table("Questions", columns, rows, tuple(notes))
    for name, group in found["groups"].items():
        yield from _group(name, group)


def _question(row: Plain) -> tuple[str, ...]:
    came = "not known" if row["came"] is None else "yes" if row["came"] else "no"
    chance = percent(row["chance"]) if row["chance"] is not None else "not answered"
    rivals = [percent(row["rivals"].get(name)) for name in ("base_rate", "nothing_changes", "own_past")]
    return (f"{row['id']} {row['text']}", chance, came, row["known_by"], *rivals)


def _group(name: str, group: Plain) -> Iterator[Table]:
    means = (Column("", right=False), Column("Brier score"), Column("log score"))
    rows = tuple((who, f"{one['brier']:.3f}", f"{one['log']:.2f}") for who, one in group["forecasters"].items())
    notes = [
        f"{group['yes']} of {group['scored']} came true, {group['expected_yes']:.1f} were expected; "
        f"{group['not_answered']} not answered by the model, of {group['not_known']} it is not known what came"
    ]
    yield Table(f"Questions, {name}: {group['scored']} scored", means, rows, tuple(notes))
    if group["against"]:
        columns = (Column("Brier score against", right=False), *DUELS[1:])
        duels = tuple(_duel(found, rival, "brier") for rival, found in group["against"].items())
        bits = "; ".join(verdict_of(found["log"], rival) for rival, found in group["against"].items())
        yield Table("", columns, duels, (f"  by log score: {bits}",))


def _foot(answer: Answer) -> Table:
    found = answer.findings
    lines = [
        "all scores are penalties; difference: forecast less rival, below 0 the forecast is better; skill: 1 - "
        "forecast / rival; intervals and p allow for likeness of neighbouring periods, not of neighbouring places",
        "rivals know the record up to the eve and nothing later; the forecast knows what its scenario and inputs hold",
    ]
    elsewhere = found["layouts"].get("camp_week", {}).get("elsewhere")
    if elsewhere:
        lines.append(
            "camp_week: a run counts a camp's dead in all theatres, a record in those that it covers; camps with "
            f"places elsewhere: {', '.join(elsewhere)}"
        )
    tests = sum(len(one["against"]) for one in found["layouts"].values())
    tests += sum(len(group["against"]) for group in (found["questions"] or {"groups": {}})["groups"].values())
    if tests > 1:
        lines.append(
            f"{tests} verdicts on means: without any difference about {tests * LEVEL:.1f} would be given by chance"
        )
    if found["questions"]:
        lines.append("questions about one campaign come true or not together, so p-values of questions are too small")
    return closing(lines, None, 0.0, answer.command)
