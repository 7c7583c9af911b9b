"""Play a war in a process of its own and print one digest: ``in_another_process.py digest WORLD DAYS HISTORIES``."""

from __future__ import annotations

import sys

from reproducible.test_same_bytes import digest
from worlds import simulate, world

if __name__ == "__main__":
    _, name, days, count = sys.argv[1:]
    print(digest(simulate(world(name, f"days={days}"), int(count))))
