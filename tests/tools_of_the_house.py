"""The scripts of ``tools/`` as modules, so that tests hold the pages to what the scripts write."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def tool(name: str) -> ModuleType:
    """Return a script of ``tools/`` as a module; the scripts import each other by plain names."""
    folder = str(ROOT / "tools")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module(name)
