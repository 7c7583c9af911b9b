"""Write tests/baselines: a small table of measures for each of the small wars, which a test holds the engine to.

    .venv/bin/python tools/baselines.py

Run it after a change that is meant to move numbers, look at what moved (git diff), and say why under "Regression" in
CHANGELOG.md.  A change that is not meant to move numbers leaves these files as they are.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from worlds import SEED, WORLDS  # noqa: E402
from worlds.signs import of  # noqa: E402

FOLDER = ROOT / "tests" / "baselines"
HISTORIES = 200
DIGITS = 9  # significant; sums are exact before the division, so this only keeps the files readable

TOTALS = (
    "killed_total", "prisoners", "civilians_killed", "armour_lost", "armour_captured", "aircraft_lost",
    "offensives_started", "offensives_joint", "offensives_repelled", "place_changes", "changes_back",
    "front_sorties",
)  # fmt: skip
LAST = ("men", "displaced", "cohesion")
ANSWERS = ("honoured", "late", "refused")


def table(name: str) -> dict[str, Any]:
    """Return a world's means over its first histories, and how they were made."""
    run = of(name, count=HISTORIES)
    means = {f"{measure}, last week": mean(run.measures[measure].isel(week=-1)) for measure in LAST}
    means |= {measure: mean(run.measures[measure]) for measure in TOTALS}
    means |= {f"requests {answer}": mean(run.measures["requests"].sel(answer=answer)) for answer in ANSWERS}
    means["share with a fissure"] = mean(np.asarray(run.measures["fissure_day"]) >= 0)
    means["share that ended"] = mean(np.asarray(run.measures["ending_day"]) >= 0)
    return {"seed": SEED, "histories": HISTORIES, "means": means}


def mean(values: Any) -> float | None:
    """Return the mean over histories of what each adds up to, None where a world has no such thing.

    The sum is exact, so that no order of adding, and no processor, makes a difference.
    """
    cells = np.asarray(values)
    total = math.fsum(float(cell) for cell in cells.ravel())
    return None if math.isnan(total) else float(f"{total / len(cells):.{DIGITS}g}")


def written(name: str) -> str:
    """Return the text of a world's file."""
    return json.dumps(table(name), indent=2) + "\n"


if __name__ == "__main__":
    for world in WORLDS:
        (FOLDER / f"{world}.json").write_text(written(world), encoding="utf-8")
        print(f"wrote tests/baselines/{world}.json")
