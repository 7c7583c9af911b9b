"""Where compiled code is kept, so that only the first start ever has to wait.

Comes in: nothing but the sources.  Goes out: a folder named after their digest, because Numba itself does not see
an edit in a function of another file and would go on running the old one.  Compiled code is loaded as code, so the
folder must be the user's own: where there is none, a private one that goes with the process is taken.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from polemos.engine.provenance import engine_digest

PLACE = "POLEMOS_CACHE"


@cache
def cache_folder() -> Path:
    """Return the folder of this engine's compiled code, made if it was not there.

    Below $POLEMOS_CACHE, else below the user's folder for caches.
    """
    folder = _usual_place() / f"engine-{engine_digest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.access(folder, os.W_OK) and folder.stat().st_uid == os.getuid():
            return folder
    except OSError:
        pass
    private = Path(tempfile.mkdtemp(prefix="polemos-"))
    atexit.register(shutil.rmtree, private, ignore_errors=True)
    return private


@contextlib.contextmanager
def kept_compiled() -> Iterator[None]:
    """Let functions that are decorated inside with ``cache=True`` be kept in the folder."""
    from numba import config

    settings: Any = config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(cache_folder())
    try:
        yield
    finally:
        settings.CACHE_DIR = before


def is_compiled() -> bool:
    """Whether the folder holds compiled code of this engine."""
    return any(cache_folder().rglob("*.nbc"))


def _usual_place() -> Path:
    """Return the folder for the caches of this user's programs."""
    if chosen := os.environ.get(PLACE):
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "polemos"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "polemos"
