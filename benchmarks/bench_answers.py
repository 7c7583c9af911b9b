"""From histories to answers: the measured dataset, the summary, the page.

On a run of 1,000 histories in a folder; the page is made in a process of its own, as a person makes it.
"""

from __future__ import annotations

import tempfile
import time

from figures import SEED, WAR, Figure, child, main, polemos

HISTORIES = 1_000


def measure(big: bool) -> list[Figure]:
    """Return the time of each step from a run's folder to its page."""
    with tempfile.TemporaryDirectory() as place:
        run = f"{place}/run"
        child(polemos("run", WAR, "--histories", str(HISTORIES), "--seed", str(SEED), "--quiet", "--out", run))
        page = child(polemos("report", run, "--out", f"{place}/page.html"))
        import polemos as pm

        began = time.perf_counter()
        opened = pm.open_run(run)
        there = time.perf_counter()
        print(f"  {len(opened.measures)} measures", end=", ")
        measured = time.perf_counter()
        print(f"{len(str(opened.summary()).splitlines())} lines of summary")
        summarised = time.perf_counter()
    return [
        Figure("open and verify the folder", there - began, "s"),
        Figure("measures", measured - there, "s", "libraries loaded included"),
        Figure("summary", summarised - measured, "s"),
        Figure("polemos report", page.clock, "s", f"{page.cpu:.1f} s CPU, {page.peak:.0f} MB at the peak"),
    ]


if __name__ == "__main__":
    main(measure, __doc__)
