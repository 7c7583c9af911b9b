"""Recorded events: a file of a release's size read strictly, beside a bare ``csv.reader`` over the same file.

Each reading is a process of its own, so that its memory is its own; the two take turns, so that a busy machine slows
both.  The rows are made up in the 49 columns of UCDP GED, with quoted headlines that run over lines.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from figures import SEED, Cost, Figure, child, main

ROUNDS = 3
ROWS, BIG = 100_000, 1_000_000
BARE = "import csv, sys; sum(1 for row in csv.reader(open(sys.argv[1], encoding='utf-8', newline=''), strict=True))"
MAKE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from bench_records import write
write(Path(sys.argv[1]), int(sys.argv[2]))
"""
STRICT = """
import sys
from polemos.evidence.readers import read_events
reading = read_events(sys.argv[1])
assert reading.read == len(reading.events) == int(sys.argv[2])
"""


def write(path: Path, rows: int) -> None:
    """Write so many made-up rows."""
    import csv

    import numpy as np

    from polemos.engine.ged import COLUMNS

    chance = np.random.Generator(np.random.Philox(key=SEED))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="7")
        writer.writeheader()
        for number in range(rows):
            day, dead = f"2016-{1 + number % 9:02d}-{1 + number % 28:02d} 00:00:00.000", int(chance.integers(40))
            writer.writerow({
                "id": number, "type_of_violence": 1 + number % 3, "side_a": f"side {number % 30}",
                "side_b": f"side {30 + number % 37}", "where_prec": 1 + number % 7, "date_prec": 1 + number % 5,
                "source_article": f'"Agency, {day}, A ""headline"" of words"; "Another,\nand its second line"',
                "where_coordinates": f"place {number % 3000}", "adm_1": f"area {number % 14}", "country": "Midland",
                "latitude": f"{34 + chance.random():.6f}", "longitude": f"{36 + chance.random():.6f}",
                "date_start": day, "date_end": day, "deaths_a": 0, "deaths_b": dead, "deaths_civilians": 0,
                "deaths_unknown": 0, "low": dead, "best": dead, "high": dead + 2,
            })  # fmt: skip


def measure(big: bool) -> list[Figure]:
    """Return time and memory of both readings, and their ratio."""
    rows = BIG if big else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        child([sys.executable, "-c", MAKE, str(path), str(rows), str(Path(__file__).parent)])
        size = path.stat().st_size / 1e6
        taken: dict[str, list[Cost]] = {BARE: [], STRICT: []}
        for _ in range(ROUNDS):
            for code, costs in taken.items():
                costs.append(child([sys.executable, "-c", code, str(path), str(rows)]))
    bare, strict = (min(costs, key=lambda cost: cost.cpu) for costs in taken.values())
    ratio = statistics.median(two.cpu / one.cpu for one, two in zip(taken[BARE], taken[STRICT], strict=True))
    return [
        Figure("bare csv.reader", bare.cpu, "s of CPU", f"{rows:,} rows, {size:.0f} MB; peak {bare.peak:.0f} MB"),
        Figure("read_events", strict.cpu, "s of CPU", f"{strict.clock:.1f} s by the clock"),
        Figure("read_events, memory", strict.peak, "MB", "at the peak, with libraries; goal for 1,000,000 rows: 500"),
        Figure("read_events : csv.reader", ratio, "ratio", f"of CPU, median of {ROUNDS} turns"),
    ]


if __name__ == "__main__":
    main(measure, __doc__)
