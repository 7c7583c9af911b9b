"""The recorded patterns by which the reference war is to be judged, each with its figures, source and measure.

The figures are computed from records of January to mid-June 2016 that do not belong to this project; a test computes
them anew where the records are at hand.
"""

from __future__ import annotations

from typing import NamedTuple

GED = "UCDP GED (Sundberg 2013), computed"


class Pattern(NamedTuple):
    """One pattern: what was recorded, from where, and which measure of the model answers it."""

    title: str
    record: str
    source: str
    measures: tuple[str, ...]


BATTLE_DEATHS_A_DAY = (82, 97, 45, 56, 41, 68)
TRUCE = {"government and insurgents": (52.8, 26.1, 17.1, 38.8), "government and ISIL": (25.4, 27.0, 29.2, 12.8)}
CHANGES_A_MONTH = (7, 41, 24, 36, 27, 14)
DISPERSION = (0.8, 2.1, 4.9)
AUTOCORRELATION = (0.0, 0.3, 0.7)
CROSS_FRONT = 0.06
AGAIN = 0.4
EVENT_SIZE = (3, 5.5)


def _over_time(deaths: tuple[float, ...]) -> str:
    before, during, after, april = deaths
    return f"{before} before the truce, {during} in its first 17 days, {after} to the end of March, {april} in April"


PATTERNS = (
    Pattern(
        "level and course of the fighting",
        f"{', '.join(map(str, BATTLE_DEATHS_A_DAY[:5]))} battle deaths a day from January to May, "
        f"{BATTLE_DEATHS_A_DAY[5]} in the first half of June",
        GED,
        ("killed_daily", "killed"),
    ),
    Pattern(
        "what the truce did, and to whom",
        f"deaths a day between government and insurgents {_over_time(TRUCE['government and insurgents'])}; between "
        f"government and ISIL, whom the truce left out, {_over_time(TRUCE['government and ISIL'])}",
        GED,
        ("killed_daily", "front_killed"),
    ),
    Pattern(
        "places change hands",
        f"{', '.join(map(str, CHANGES_A_MONTH[:5]))} changes from January to May, {CHANGES_A_MONTH[5]} in the first "
        "half of June, at 92 places; two in five of them at a place that had changed before",
        "dated articles and press, collected for this project; six in seven rest on one source each",
        ("place_changes_by_month", "changes_back"),
    ),
    Pattern(
        "fighting comes in clusters",
        "variance over mean of the events of a front and week {} (median {}) to {}, where 1 is pure chance; "
        "correlation with the week before {} (median {}) to {}, at 17 fronts".format(*DISPERSION, *AUTOCORRELATION),
        GED,
        ("front_killed", "front_attacks"),
    ),
    Pattern(
        "fronts hardly move together",
        f"mean correlation of two fronts' events in the same week {CROSS_FRONT}, at 17 fronts",
        GED,
        ("front_killed",),
    ),
    Pattern(
        "few events are large",
        f"deaths of a battle event: median {EVENT_SIZE[0]}, mean {EVENT_SIZE[1]}; exponent of the tail 1.6 to 3.6 over "
        "many wars",
        f"{GED}; Spagat 2020",
        ("place_killed", "killed_daily"),
    ),
)


def table() -> str:
    """Return the patterns as a table."""
    rows = [
        f"| {one.title} | {one.record} | {one.source} | {', '.join(f'`{name}`' for name in one.measures)} |"
        for one in PATTERNS
    ]
    return "| pattern | in the records | source | measure |\n|---|---|---|---|\n" + "\n".join(rows) + "\n"
