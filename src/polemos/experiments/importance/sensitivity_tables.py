"""How an answer of ``sensitivity`` looks: a table per outcome, plain words under it, and bars.

Comes in: an ``Answer``, fresh or opened from its folder.  Goes out: tables and axes, made from what the answer holds
alone.  The numbers are made next door in ``sensitivity``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polemos.experiments.tables import Column, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
MOST_ROWS = 25
LONGEST_TITLE = 44
# By how much a first order may lie above its total order before it is worth a word.
CLEAR = 0.02
COLOURS = ("#005a8c", "#b3261e", "#3a7d44", "#8a6d00")
PALE, CHANCE, INK = 0.35, "#8c959f", "#1f2328"
SHARES = (
    Column("group of inputs", right=False), Column("numbers", wide=3), Column("alone"), Column("95 % interval", wide=2),
    Column("with others"), Column("95 % interval", wide=1), Column("stands out", right=False),
)  # fmt: skip
EFFECTS = (
    Column("group of inputs", right=False), Column("numbers", wide=3), Column("effect"), Column("95 % interval"),
    Column("mean |change|", wide=1), Column("by chance", wide=2), Column("up or down", wide=4),
    Column("stands out", right=False),
)  # fmt: skip


def tables(answer: Answer) -> list[Table]:
    """Return one table for each outcome, after a line on the study and before what holds for all of them."""
    found, case = answer.findings, answer.cases[0]
    of = "trajectories" if found["method"] == "morris" else "base points"
    rows = found["histories"] // (found["samples"] * found["replicates"])
    design = (
        f"{found['histories']:,} histories of {case['days']:,} days: {found['samples']:,} {of} of {rows:,} rows, "
        f"each under {found['replicates']} dice; seed {case['seed']}"
    )
    head = Table(f"{case['scenario']}: which inputs matter ({found['method'].capitalize()})", notes=(design,))
    each = [_outcome(item, found["method"]) for item in found["outcomes"]]
    return [head, *each, Table("", notes=_notes(found))]


def _outcome(item: Plain, method: str) -> Table:
    sobol = method == "sobol"
    shown = [group for row, group in enumerate(item["groups"]) if row < MOST_ROWS or group["stands_out"]]
    rows = tuple(_shares(group) if sobol else _effects(group) for group in shown)
    title = f"{item['title']}: mean {_with_error(item['mean'])}"
    return Table(title, SHARES if sobol else EFFECTS, rows, _said(item, len(shown)))


def _said(item: Plain, shown: int) -> tuple[str, ...]:
    chance = item["chance"]
    lines = [
        f"  chance alone makes {_percent(chance['value'])} of its variance ({_range(chance)}): it is left when every "
        "input is known"
    ]
    if item["alone"] is not None:
        lines.append(_together(item))
    out = [group["title"] for group in item["groups"] if group["stands_out"]]
    rest = len(item["groups"]) - len(out)
    if not out:
        lines.append(f"  no group of inputs stands out from chance among {rest:,}")
    elif rest:
        verb = "stands" if len(out) == 1 else "stand"
        lines.append(f"  {len(out):,} {verb} out; the other {rest:,} cannot be told from chance")
    if any("first" in group and group["first"]["value"] > group["total"]["value"] + CLEAR for group in item["groups"]):
        lines.append("  alone above with others is sampling error, mostly of alone: more --samples tell them apart")
    if shown < len(item["groups"]):
        lines.append(f"  {len(item['groups']) - shown:,} weaker groups are in the dataset and not shown")
    return tuple(lines)


def _together(item: Plain) -> str:
    """Say how much of what inputs make is interaction between groups, or that none is seen."""
    inputs, alone = 1.0 - item["chance"]["value"], item["alone"]
    said = f"  inputs make {_percent(inputs)}; groups alone add up to {_percent(alone['value'])} "
    said += f"(± {100.0 * alone['error']:.0f})"
    if alone["high"] >= inputs:
        return f"{said}, so that no interaction between groups is seen"
    return f"{said}, the rest is what groups do only together"


def _notes(found: Plain) -> tuple[str, ...]:
    alarm = "stands out: an effect on the mean that chance does not explain; of groups without one any is called so in "
    alarm += "one study of twenty"
    if found["method"] == "sobol":
        kind = "alone: share of the variance that the group makes by itself (first order); with others: that it takes "
        kind += "part in (total order); both of all variance, chance included"
    else:
        kind = (
            "effect: root mean square change of the expected outcome when the group moves by half of its distribution, "
        )
        kind += "freed of chance; mean |change| has chance in it, by chance is its size without an effect"
    return (kind, alarm)


def _shares(group: Plain) -> tuple[str, ...]:
    first, total = group["first"], group["total"]
    return (
        group["title"], f"{group['inputs']:,}", _percent(first["value"]), _range(first), _percent(total["value"]),
        _range(total), _verdict(group),
    )  # fmt: skip


def _effects(group: Plain) -> tuple[str, ...]:
    effect, mu = group["effect"], group["mu"]
    sure = mu is not None and (mu["low"] > 0.0 or mu["high"] < 0.0)
    direction = "" if mu is None else "unclear" if not sure else "up" if mu["value"] > 0.0 else "down"
    return (
        group["title"], f"{group['inputs']:,}", _short(effect["value"]),
        f"{_short(effect['low'])} to {_short(effect['high'])}", _short(group["mu_star"]["value"]),
        _short(group["mu_star_by_chance"]), direction, _verdict(group),
    )  # fmt: skip


def _verdict(group: Plain) -> str:
    return "yes" if group["stands_out"] else "–"


def _percent(share: float) -> str:
    """Return a share; an estimate below 0 is sampling error and shown as 0, the dataset has it as it is."""
    return f"{100.0 * max(share, 0.0):.{1 if share < 0.1 else 0}f} %"


def _range(one: Plain) -> str:
    low, high = (min(max(one[end], 0.0), 1.0) for end in ("low", "high"))
    digits = 1 if high < 0.1 else 0
    return f"{100.0 * low:.{digits}f} to {100.0 * high:.{digits}f} %"


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}"


def _with_error(one: Plain) -> str:
    return f"{_short(one['value'])} ± {_short(one['error'])}"


def size(answer: Answer) -> tuple[float, float]:
    """Return the size of the plot [inches]: a line for every group."""
    lines = min(MOST_ROWS, len(answer.findings["outcomes"][0]["groups"])) + 1
    return 8.5, 1.8 + 0.3 * lines * (1 if len(answer.findings["outcomes"]) == 1 else 1.5)


def draw(answer: Answer, ax: Axes) -> Axes:
    """Draw the groups as bars, the strongest on top, with 95 % intervals; chance has a bar of its own or is in the key.

    Sobol: a full bar is the share alone, the pale one behind it the share with others.  Morris: effects as parts of the
    outcome's standard deviation, so that several outcomes share an axis; they stand side by side in colours, in the
    order of the first.
    """
    from matplotlib.patches import Patch

    found = answer.findings
    outcomes, sobol = found["outcomes"][: len(COLOURS)], found["method"] == "sobol"
    names = [group["group"] for group in outcomes[0]["groups"]][:MOST_ROWS]
    titles = {group["group"]: group["title"] for group in outcomes[0]["groups"]}
    at = np.arange(len(names)) + (1.0 if sobol else 0.0)
    height = 0.72 / len(outcomes)
    for number, (item, colour) in enumerate(zip(outcomes, COLOURS, strict=False)):
        rows = {group["group"]: group for group in item["groups"]}
        where = at + (number - (len(outcomes) - 1) / 2.0) * height
        several = [rows[name] for name in names]
        if sobol:
            _draw_shares(ax, several, where, height, colour, item)
        else:
            _draw_effects(ax, several, where, height, colour, item)
    labels = [_cut(titles[name]) for name in names]
    if sobol:
        at, labels = np.concatenate([[0.0], at]), ["chance alone", *labels]
    ax.set_yticks(at, labels)
    ax.set_ylim(at[-1] + 0.6, at[0] - 0.6)
    ax.set_xlim(left=0.0)
    ax.axvline(0.0, color=INK, linewidth=0.8)
    ax.grid(True, axis="x", color="#d8dce1", linewidth=0.6)
    ax.set_axisbelow(True)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.set_title(_title(answer), loc="left", fontsize=10, fontweight="bold", pad=8.0 + 13.0 * len(outcomes))
    ax.set_xlabel(
        "share of the variance: alone (full), with others (pale)"
        if sobol
        else "effect in standard deviations of the outcome (pale: may be chance)"
    )
    if sobol:
        ax.xaxis.set_major_formatter(lambda value, _: f"{100.0 * value:.0f} %")
    keys = [Patch(color=colour, label=_key(item)) for item, colour in zip(outcomes, COLOURS, strict=False)]
    ax.legend(handles=keys, loc="lower left", bbox_to_anchor=(0.0, 1.0), frameon=False, fontsize=8.5, borderpad=0.2)
    return ax


def _draw_shares(ax: Axes, groups: list[Plain], at: Any, height: float, colour: str, item: Plain) -> None:
    total, first = ([group[name] for group in groups] for name in ("total", "first"))
    ax.barh(at, np.maximum(_values(total), 0.0), height, color=colour, alpha=PALE, linewidth=0)
    ax.barh(at, np.maximum(_values(first), 0.0), height * 0.5, color=colour, linewidth=0)
    ax.errorbar(_values(total), at, xerr=_widths(total), fmt="none", ecolor=INK, elinewidth=0.8, capsize=2)
    chance = [item["chance"]]
    place = at[:1] - 1.0
    ax.barh(place, _values(chance), height, color=CHANCE, edgecolor=colour, linewidth=1.0)
    ax.errorbar(_values(chance), place, xerr=_widths(chance), fmt="none", ecolor=INK, elinewidth=0.8, capsize=2)


def _draw_effects(ax: Axes, groups: list[Plain], at: Any, height: float, colour: str, item: Plain) -> None:
    spread = float(np.sqrt(item["variance"]["value"]))
    effect = [group["effect"] for group in groups]
    bars = ax.barh(at, _values(effect) / spread, height, linewidth=0, color=colour)
    for bar, group in zip(bars, groups, strict=True):
        bar.set_alpha(1.0 if group["stands_out"] else PALE)
    low, high = _widths(effect) / spread
    low = np.minimum(low, _values(effect) / spread)
    ax.errorbar(_values(effect) / spread, at, xerr=[low, high], fmt="none", ecolor=INK, elinewidth=0.8, capsize=2)


def _values(several: list[Plain]) -> Any:
    return np.array([one["value"] for one in several])


def _widths(several: list[Plain]) -> Any:
    return np.array([[one["value"] - one["low"], one["high"] - one["value"]] for one in several]).T


def _key(item: Plain) -> str:
    return f"{item['title']}; chance alone makes {_percent(item['chance']['value'])} of its variance"


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def _title(answer: Answer) -> str:
    items = answer.findings["outcomes"]
    what = items[0]["title"] if len(items) == 1 else f"{len(items)} outcomes"
    return f"{answer.cases[0]['scenario']}: which inputs matter for {what}"
