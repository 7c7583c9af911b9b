"""How an answer of ``attribute`` looks: for each outcome a table of causes, their interactions, and what is left over.

Comes in: an ``Answer``, fresh or opened from its folder.  Goes out: tables and axes, made from what the answer holds
alone.  The numbers are made next door in ``attribute``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polemos.experiments.statistics import rounded
from polemos.experiments.tables import Column, Table, closing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
SHARE = (Column("cause", right=False), Column("share"), Column("95 % interval"), Column("of all", wide=4))
CAUSATION = (
    Column("necessary"), Column("by luck", wide=3), Column("sufficient"), Column("both", wide=1),
    Column("prevented", wide=2),
)  # fmt: skip
SINGLE = (
    Column("one at a time", right=False), Column("taken away from all"), Column("95 % interval", wide=2),
    Column("added to none"), Column("95 % interval", wide=1), Column("suffices alone", wide=3),
)  # fmt: skip
PAIRS = (Column("pair", right=False), Column("interaction"), Column("95 % interval"), Column("", right=False))
COLOURS = ("#005a8c", "#b3261e", "#3a7d44", "#8a6d00", "#6b4ba1", "#57606a")


def tables(answer: Answer) -> list[Table]:
    """Return the tables of every outcome, and what holds for all of them."""
    found = answer.findings
    parts = [_head(answer)]
    for item in found["outcomes"]:
        parts += [_causes(item), _single(item)]
        if item["interactions"]:
            parts.append(_pairs(item))
        parts.append(Table("", notes=tuple(_left_over(item, len(found["causes"])))))
    return [*parts, _foot(answer)]


def _head(answer: Answer) -> Table:
    found, case = answer.findings, answer.cases[0]
    how = f"{found['wars']:,} wars, one for each set of causes"
    if found["pairs_of_orders"]:
        how = f"{found['wars']:,} wars along {found['pairs_of_orders']} random orders of the causes and their reverses"
    lines = [
        f"{found['histories']:,} histories of {case['days']:,} days in each of {how}; seed {case['seed']}, the same "
        "luck in every war"
    ]
    lines += [f"  without {row['cause']}: {row['title'] or row['removal']}" for row in found["outcomes"][0]["causes"]]
    if answer.question.get("baseline"):
        lines.append(f"every war: {answer.question['baseline']}")
    return Table(f"{case['scenario']}: what {len(found['causes'])} causes have to do with it", notes=tuple(lines))


def _causes(item: Plain) -> Table:
    """Return the shares of the causes, and for an event the probabilities of causation."""
    event = item["kind"] == "share"
    rows = [
        (
            row["cause"],
            *_interval(row["shapley"]),
            _part(row["part"]),
            *(_chances(row["among_others"]) if event else ()),
        )
        for row in item["causes"]
    ]
    together = _chances(item["together"]) if event else ()
    rows.append(("all of them together", *_interval(item["effect"]), "", *together))
    title = f"{item['title']}: {_level(item['with_all'])} with all causes, {_level(item['with_none'])} with none"
    unit = "" if item["unit"] in ("share", "1") else f" [{item['unit']}]"
    return Table(title + unit, SHARE + (CAUSATION if event else ()), tuple(rows))


def _single(item: Plain) -> Table:
    event = item["kind"] == "share"
    rows = [
        (row["cause"], *_interval(row["last"]), *_interval(row["first"]),
         _percent(row["alone"]["sufficiency"]) if event else "")
        for row in item["causes"]
    ]  # fmt: skip
    return Table("", SINGLE if event else SINGLE[:-1], tuple(row if event else row[:-1] for row in rows))


def _pairs(item: Plain) -> Table:
    rows = [
        (f"{pair['one']} and {pair['two']}", *_interval(pair), _kind(pair, item["effect"]))
        for pair in item["interactions"]
    ]
    return Table("", PAIRS, tuple(rows))


def _kind(pair: Plain, effect: Plain) -> str:
    """Return an interaction in words: whether it goes the way of the whole effect, or against it."""
    if pair["low"] is None:
        return "unknown"
    if pair["low"] == pair["high"] == 0.0:
        return "none"
    if pair["low"] <= 0.0 <= pair["high"]:
        return "none seen"
    if effect["verdict"] not in ("up", "down"):
        return "above 0" if pair["low"] > 0.0 else "below 0"
    with_it = (pair["low"] > 0.0) == (effect["mean"] > 0.0)
    return "each adds to the other" if with_it else "each does part of the other's work"


def _left_over(item: Plain, causes: int) -> list[str]:
    """Return what the causes do not explain, and what is to be kept in mind."""
    lines = []
    effect, together = item["effect"], item["together"]
    if together is not None and together["necessity"]["mean"] is not None:
        anyway = {
            name: None if together["necessity"][other] is None else 1.0 - together["necessity"][other]
            for name, other in (("mean", "mean"), ("low", "high"), ("high", "low"))
        }
        lines.append(
            f"  unexplained: of the histories in which it happens {_percent(anyway)} have it without any of these "
            f"causes too; it happens in {_percent(item['with_none'])} of histories with none of them"
        )
    elif together is not None:
        lines.append("  it happens in no history with all causes: there is nothing to explain")
    else:
        lines.append(f"  unexplained: {_level(item['with_none'])}, what there is with none of these causes")
    if effect["verdict"] in ("none", "not seen"):
        lines.append("  all causes together make no difference that is seen, so no part of the whole is told")
    if together is not None and together["both"]["mean"] and together["prevented"]["mean"]:
        lines.append(
            "  histories that part go on with other luck: both and prevented hold such accidents alike, their "
            "difference is the effect"
        )
    if item["unknown"]:
        lines.append(f"  left out, as the outcome is not known in all wars: {item['unknown']:,} histories")
    return lines


def _foot(answer: Answer) -> Table:
    found = answer.findings
    lines = [
        "share: what the cause adds, mean over all orders of adding causes (Shapley); shares sum to the whole",
        "interaction: what two causes do together beyond what each does alone",
    ]
    if any(item["kind"] == "share" for item in found["outcomes"]):
        lines += [
            "necessary: of the histories with the outcome, those that lack it when this cause alone is taken away; by "
            "luck: what that would be if the dice had been thrown anew",
            "sufficient: of the histories that lack the outcome without this cause, those that have it with it; both: "
            "of all histories; prevented: it happens only without the cause",
        ]
    if found["pairs_of_orders"]:
        lines.append("errors hold the chance of the orders drawn; interactions are told of at most 10 causes")
    return closing(lines, found["precision"], answer.question.get("precision") or 0.0, answer.command)


def _interval(told: Plain) -> tuple[str, str]:
    """Return ``+0.12`` and ``+0.08 to +0.16``."""
    if told["mean"] is None:
        return "-", "-"
    if told["low"] is None or told["high"] is None:
        return rounded(told["mean"], 0.0), "-"
    width = (told["high"] - told["low"]) / 2.0
    low, high = (rounded(told[name], width) for name in ("low", "high"))
    return rounded(told["mean"], width), f"{low} to {high}"


def _level(told: Plain) -> str:
    if told["mean"] is None:
        return "unknown"
    if told["error"] is None:
        return rounded(told["mean"], 0.0, signed=False)
    return (
        f"{rounded(told['mean'], told['error'], signed=False)} ± {rounded(told['error'], told['error'], signed=False)}"
    )


def _chances(told: Plain) -> tuple[str, ...]:
    luck = "-" if told["by_luck"] is None else f"{100 * told['by_luck']:.0f} %"
    return (
        _percent(told["necessity"]), luck, _percent(told["sufficiency"]), _percent(told["both"]),
        _percent(told["prevented"]),
    )  # fmt: skip


def _percent(told: Plain) -> str:
    """Return ``34 % (30–38)``."""
    if told["mean"] is None:
        return "-"
    if told["low"] is None or told["high"] is None:
        return f"{100 * told['mean']:.0f} %"
    return f"{100 * told['mean']:.0f} % ({100 * told['low']:.0f}–{100 * told['high']:.0f})"


def _part(told: Plain | None) -> str:
    return "-" if told is None else _percent({"mean": told["value"], "low": told["low"], "high": told["high"]})


def size(answer: Answer) -> tuple[float, float]:
    """Return the size of the plot [inches]: a line for each cause of each outcome."""
    lines = len(answer.findings["outcomes"]) * (len(answer.findings["causes"]) + 1)
    return 8.0, min(40.0, 1.9 + 0.32 * lines)


def draw(answer: Answer, ax: Axes) -> Axes:
    """Draw each cause's share with its interval, and beside it what it does taken away from all, and added to none.

    One outcome in its own unit, several in standard deviations between the histories of the war as it is.
    """
    found = answer.findings
    several = len(found["outcomes"]) > 1
    spread = answer.dataset["value"].sel(war=answer.cases[-1]["label"]).std("history", ddof=1, skipna=True)
    names, line = [], 0
    for number, item in enumerate(found["outcomes"]):
        scale = float(spread[number]) if several else 1.0
        scale = scale if scale > 0.0 else 1.0
        for row in item["causes"]:
            marks = (
                ("shapley", "o", COLOURS[0], True),
                ("last", "s", COLOURS[1], False),
                ("first", "D", COLOURS[2], False),
            )
            for shift, (key, marker, colour, filled) in zip((0.0, -0.2, 0.2), marks, strict=True):
                _mark(ax, row[key], -line + shift, scale, marker, colour, filled, _NAMES[key] if not line else None)
            names.append(f"{item['title']}: {row['cause']}" if several else row["cause"])
            line += 1
    ax.axvline(0.0, color="#57606a", linewidth=0.8)
    ax.set_yticks([-row for row in range(line)], names, fontsize=8)
    ax.set_ylim(-line + 0.4, 0.6)
    unit = "standard deviations between histories" if several else found["outcomes"][0]["unit"]
    ax.set_xlabel(f"what the cause adds [{unit}] (bars: 95 % interval)")
    title = f"{answer.cases[0]['scenario']}, {found['histories']:,} histories"
    ax.set_title(title if several else f"{found['outcomes'][0]['title']}: {title}", loc="left", fontsize=10)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(fontsize=8, frameon=False)
    return ax


_NAMES = {"shapley": "share (Shapley)", "last": "taken away from all", "first": "added to none"}


def _mark(
    ax: Axes, told: Plain, at: float, scale: float, marker: str, colour: str, filled: bool, label: str | None
) -> None:
    if told["mean"] is None:
        return
    if told["low"] is not None and told["high"] is not None:
        ax.plot([told["low"] / scale, told["high"] / scale], [at, at], color=colour, linewidth=1.3)
    ax.plot(
        [told["mean"] / scale], [at], marker=marker, color=colour, markersize=5, linestyle="none", label=label,
        markerfacecolor=colour if filled else "white",
    )  # fmt: skip
