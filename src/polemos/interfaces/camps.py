"""How a camp looks: colour, line, marker and hatch, by its place in the scenario's order of camps.

Comes in: the number of a camp.  Goes out: a ``Style``.  Colours keep apart for colour-blind readers (after Okabe and
Ito 2008); a second sign (marker, dashes, hatch) says the same in grey.  The order is fixed, so that a camp looks alike
in every chart and map of a war.
"""

from __future__ import annotations

from typing import NamedTuple


class Style(NamedTuple):
    """``fill`` for areas and markers; ``ink`` for lines, at least 3:1 on white; the rest for readers of grey."""

    fill: str
    ink: str
    marker: str
    dash: str | tuple[float, tuple[float, ...]]
    hatch: str


STYLES = (
    Style("#d55e00", "#b34700", "o", "-", ""),
    Style("#f0b400", "#8f6a00", "D", (0, (5, 1.5)), "//"),
    Style("#009e73", "#00785a", "^", (0, (3, 1.2)), "\\\\"),
    Style("#9ad0f5", "#2a7ab0", "p", (0, (1, 1)), ".."),
    Style("#2b2b2b", "#1c1c1c", "s", (0, (6, 1.2, 1, 1.2)), "xx"),
    Style("#0072b2", "#005a8c", "v", (0, (4, 1, 1, 1, 1, 1)), "||"),
    Style("#cc79a7", "#a14c7c", "P", (0, (2, 2)), "--"),
    Style("#8c8c8c", "#6b6b6b", "X", (0, (8, 2)), "++"),
    Style("#b59a57", "#7a6530", "h", (0, (1, 2)), "oo"),
    Style("#6a51a3", "#54408a", "*", (0, (3, 3)), "OO"),
    Style("#5e8c61", "#3f6b42", "<", (0, (7, 1, 2, 1)), "**"),
)
NOBODY = Style("#ffffff", "#767676", "o", (0, (1, 3)), "")


def style(camp: int) -> Style:
    """Return the look of the camp with this number; -1 is nobody's; looks come round again after the last."""
    return NOBODY if camp < 0 else STYLES[camp % len(STYLES)]
