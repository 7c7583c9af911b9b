"""The live page and the report of the reference war: first drawing, bytes, frames while sliding, the server's memory.

Needs a browser (POLEMOS_BROWSER or Chromium) and the built page (make page).  2,000 histories only with --big.
"""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from figures import SEED, WAR, Figure, child, main, polemos

SIZES, BIG = (12, 300), 2_000
NAMES = (os.environ.get("POLEMOS_BROWSER", ""), "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
# One week a frame from the first week to the last and back: the time between frames is what a hand at the slider feels.
SLIDE = """async () => {
  const slider = document.querySelector('#week'), last = Number(slider.max), stamps = [];
  const frame = () => new Promise(requestAnimationFrame);
  for (let step = 0; step <= 2 * last; step += 1) {
    slider.value = String(step <= last ? step : 2 * last - step);
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    stamps.push(await frame());
  }
  return stamps.slice(1).map((stamp, row) => stamp - stamps[row]);
}"""
WIRE = """() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
  .map(one => [one.transferSize, one.decodedBodySize])"""


def measure(big: bool) -> list[Figure]:
    """Return the figures of each size."""
    program = next((found for name in NAMES if name and (found := shutil.which(name))), None)
    if program is None:
        sys.exit("no browser here: install Chromium or name one in POLEMOS_BROWSER")
    figures = []
    with tempfile.TemporaryDirectory() as place:
        for histories in (*SIZES, *((BIG,) if big else ())):
            run = f"{place}/{histories}"
            child(polemos("run", WAR, "--histories", str(histories), "--seed", str(SEED), "--quiet", "--out", run))
            figures += _live(program, run, f"{histories:,} histories")
            page = Path(place) / "page.html"
            cost = child(polemos("report", run, "--quick", "--out", str(page)))
            size = page.stat().st_size
            packed = len(gzip.compress(page.read_bytes(), 6))
            note = f"{packed / 1e3:.0f} kB gzipped; written in {cost.clock:.1f} s, {cost.peak:.0f} MB at the peak"
            figures.append(Figure(f"{histories:,} histories, report --quick", size / 1e3, "kB", note))
    return figures


def _live(program: str, run: str, label: str) -> list[Figure]:
    """Return the figures of the live page of a run."""
    from playwright.sync_api import sync_playwright

    began = time.perf_counter()
    server = subprocess.Popen([*polemos("explore", run, "--quiet")], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        address = server.stdout.readline().strip()
        ready = time.perf_counter() - began
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
            first = _opened(browser, address)
            again = _opened(browser, address)
            browser.close()
        return [
            Figure(f"{label}, server ready", ready, "s", "from the command to its address"),
            Figure(f"{label}, first drawing", first["drawn"], "s", f"asked again: {again['drawn']:.2f} s"),
            Figure(f"{label}, over the wire", first["wire"] / 1e3, "kB", f"{first['whole'] / 1e3:.0f} kB unpacked"),
            Figure(f"{label}, frames while sliding", 1e3 / statistics.median(again["frames"]), "a second",
                   f"the slowest frame took {max(again['frames']):.0f} ms, of {len(again['frames'])}"),
            Figure(f"{label}, server's memory", _peak(server.pid), "MB", "at its peak"),
        ]  # fmt: skip
    finally:
        server.terminate()
        server.wait()


def _opened(browser: Any, address: str) -> dict[str, Any]:
    """Open the page in a window of its own; return seconds until map and cohesion are drawn, bytes, times of frames."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address)
    page.locator("#map .places").wait_for(timeout=120_000)
    page.locator("#cohesion svg").first.wait_for()
    drawn = time.perf_counter() - began
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate(WIRE)
    frames = page.evaluate(SLIDE)
    context.close()
    return {
        "drawn": drawn, "frames": frames,
        "wire": sum(size for size, _ in sizes), "whole": sum(size for _, size in sizes),
    }  # fmt: skip


def _peak(process: int) -> float:
    """Return the peak of a running process's memory [MB], not a number where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((float(line.split()[1]) / 1e3 for line in lines if line.startswith("VmHWM")), float("nan"))


if __name__ == "__main__":
    main(measure, __doc__)
