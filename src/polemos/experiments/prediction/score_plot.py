"""The plot of a score: skill against every rival, and the reliability diagram of the questions.

Comes in: an ``Answer``, fresh or opened from its folder.  Goes out: axes, drawn from what the answer holds alone.  The
tables are next door in ``score_tables``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polemos.theory.score_tests import BETTER, WORSE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
COLOURS = {BETTER: "#005a8c", WORSE: "#b3261e"}
UNSURE, GREY = "#b9c0c7", "#57606a"
# Skill is drawn no farther down than this; the number is written where a bar is cut.
LEAST = -1.5


def size(answer: Answer) -> tuple[float, float]:
    """Return the size of the plot [inches]: a bar for each layout and rival."""
    return (11.0 if _diagram(answer) else 8.0), max(4.0, 1.6 + 0.26 * len(_bars(answer)))


def draw(answer: Answer, ax: Axes) -> Axes:
    """Draw skill against every rival as bars, and beside them how often came what was given a chance.

    Blue: better than the rival by more than chance; red: worse; grey: no difference could be told.
    """
    found = answer.findings
    name = answer.cases[0]["scenario"] if answer.cases else "draws"
    ax.set_title(f"{name}, {found['first']} to {found['last']}, scored", loc="left", fontsize=10)
    ax.set_axis_off()
    diagram = _diagram(answer)
    bars = ax.inset_axes((0.26, 0.1, 0.38 if diagram else 0.72, 0.88))
    _skill(bars, _bars(answer))
    if diagram:
        _reliability(ax.inset_axes((0.73, 0.1, 0.27, 0.88)), diagram)
    return ax


def _diagram(answer: Answer) -> Plain | None:
    questions = answer.findings["questions"]
    found: Plain | None = questions["groups"].get("all") if questions else None
    return found


def _bars(answer: Answer) -> list[tuple[str, float, str]]:
    """Return a label, a skill and a verdict for each layout and rival, and for the questions."""
    found = answer.findings
    bars = [
        (f"{layout}: {rival}", one["skill"], one["crps"]["verdict"])
        for layout, told in found["layouts"].items()
        for rival, one in told["against"].items()
        if one["skill"] is not None
    ]
    group = _diagram(answer)
    for rival, one in (group["against"] if group else {}).items():
        if one["skill"] is not None:
            bars.append((f"questions: {rival}", one["skill"], one["brier"]["verdict"]))
    return bars


def _skill(ax: Axes, bars: list[tuple[str, float, str]]) -> None:
    for place, (_, value, verdict) in enumerate(reversed(bars)):
        shown = max(LEAST, value)
        ax.barh(place, shown, height=0.7, color=COLOURS.get(verdict, UNSURE))
        if shown > value:
            ax.text(shown, place, f" {value:.1f} ", ha="left", va="center", fontsize=7, color="white")
    ax.axvline(0.0, color=GREY, linewidth=0.8)
    ax.set_yticks(range(len(bars)), [label for label, _, _ in reversed(bars)], fontsize=8)
    ax.set_xlim(min([-0.1, *(max(LEAST, value) for _, value, _ in bars)]) * 1.05, 1.0)
    ax.set_xlabel("skill: worse than the rival < 0 < better\n(blue, red: by more than chance)", fontsize=8)
    ax.tick_params(labelsize=8)


def _reliability(ax: Axes, group: Plain) -> None:
    told = group["reliability"]
    ax.plot([0.0, 1.0], [0.0, 1.0], color=GREY, linewidth=0.8)
    for said, came, number, low, high in zip(
        told["forecast"], told["observed"], told["number"], told["low"], told["high"], strict=True
    ):
        ax.plot([said, said], [low, high], color=UNSURE, linewidth=4.0, solid_capstyle="butt")
        ax.plot([said], [came], "o", color=COLOURS[BETTER] if low <= came <= high else COLOURS[WORSE], markersize=6)
        ax.annotate(str(number), (said, came), xytext=(5, 4), textcoords="offset points", fontsize=7, color=GREY)
    ax.set_xlim(-0.03, 1.03)
    ax.set_ylim(-0.03, 1.03)
    ax.set_xlabel("chance given (bars: where 90 % of\nright forecasts lie; numbers: questions)", fontsize=8)
    ax.set_ylabel("how often it came", fontsize=8)
    ax.tick_params(labelsize=8)
