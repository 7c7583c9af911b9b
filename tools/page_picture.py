"""Take docs/page.png, the README's picture of the live page: the real server, a real browser, a run of the war.

    python tools/page_picture.py RUN [PICTURE] [WEEK]

RUN is a folder that ``polemos run`` has written; PICTURE is docs/page.png and WEEK 26 unless said otherwise.  Needs a
browser (Chromium, or POLEMOS_BROWSER) and the built page (``make page``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

SIZE = {"width": 1280, "height": 1160}
COLOURS = 256
NAMES = (os.environ.get("POLEMOS_BROWSER", ""), "chromium", "chromium-browser", "google-chrome")


def take(run: Path, picture: Path, week: int) -> None:
    """Serve a run, look at it in a week, and keep what is seen."""
    program = next((found for name in NAMES if name and (found := shutil.which(name))), None)
    if program is None:
        sys.exit("no browser here: install Chromium or name one in POLEMOS_BROWSER")
    command = [sys.executable, "-m", "polemos.interfaces.cli", "explore", run.name, "--quiet"]
    server = subprocess.Popen(command, cwd=run.resolve().parent, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        address = server.stdout.readline().strip()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport=SIZE)
            page.goto(f"{address}#week={week}")
            page.locator("#map .places").wait_for()
            page.locator("#cohesion svg").first.wait_for()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=picture)
            browser.close()
    finally:
        server.terminate()
        server.wait()
    # 256 colours are enough here, and a quarter of the size.
    Image.open(picture).convert("P", palette=Image.Palette.ADAPTIVE, colors=COLOURS).save(picture, optimize=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3, 4):
        sys.exit(__doc__)
    target = Path(sys.argv[2] if len(sys.argv) > 2 else "docs/page.png")
    take(Path(sys.argv[1]), target, int(sys.argv[3]) if len(sys.argv) > 3 else 26)
