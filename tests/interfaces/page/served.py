"""A small war with everything that the page can show, its run in a folder, and the real command that serves it.

Comes in: what every free text of war, ledger and document says.  Goes out: folders, and the address of a running
server.  The war is ``two_fronts_one_air_force``: a coalition with a patron, wings, a flow, dated decisions; what-ifs, a
ledger with verdicts, a document and a kept answer are laid beside it.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

import polemos as pm
from worlds import HERE

HISTORIES = 24
SEED = 20160101  # the first that came to mind; no other was tried
DAYS = 119
FREE = frozenset("title source summary zero one words limits speaker unrecorded note notes test".split())
"""Keys of a scenario or a ledger under which anything may be written."""
WHAT_IFS = {
    "jets_stay": {"title": "The jets stay", "without": ["leaving"], "stated": True},
    "no_truce": {"title": "No truce", "without": ["truce"]},
}
SAID = "The air force left and the alliance broke. Nobody in the hills was asked."
Words = Callable[[str], str]


def as_it_is(text: str) -> str:
    return text


def filled(part: Any, words: Words, key: str = "") -> Any:
    """Return plain data with every free text replaced by what ``words`` makes of it; ids and numbers stay."""
    if isinstance(part, dict) and key == "fronts":
        return {name: words(title) for name, title in part.items()}
    if isinstance(part, dict):
        return {name: filled(item, words, name) for name, item in part.items()}
    if isinstance(part, list):
        return [words(item) if key == "rivals" and isinstance(item, str) else filled(item, words) for item in part]
    return words(part) if key in FREE and isinstance(part, str) else part


def war_file(folder: Path, words: Words = as_it_is) -> Path:
    """Write the war and return its file."""
    plain = yaml.safe_load((HERE / "two_fronts_one_air_force.yaml").read_text(encoding="utf-8"))
    plain["what_ifs"] = WHAT_IFS
    for place in plain["theatre"]["places"]:
        plain["theatre"]["places"][place]["title"] = place.title()
    path = folder / "war.yaml"
    path.write_text(yaml.safe_dump(filled(plain, words), sort_keys=False), encoding="utf-8")
    return path


def ledger_file(folder: Path, words: Words = as_it_is) -> Path:
    """Write a document and its ledger of two claims; return the ledger's file."""
    document = folder / "post.txt"
    document.write_text(f"{SAID}\n\n{words(SAID)}\n", encoding="utf-8")
    statement = {"change": "jets_stay", "outcome": "first_fissure", "higher": True}
    first = {
        "words": "That the jets leave breaks the alliance.", "kind": "causal", "speaker": "author", "spans": [[0, 20]],
        "rooms": ["air"], "limits": "A small war.",
        "statements": [{"words": "a fissure is likelier", **statement}],
    }  # fmt: skip
    second = {"words": "It is a shame.", "kind": "evaluative", "speaker": "author", "spans": [[20, 40]]}
    about = {
        "title": "A made-up post",
        "digest": blake2b(document.read_bytes(), digest_size=32).hexdigest(),
        "date": "2000-04-20",
    }
    plain = {
        "polemos": 1, "war": "two-fronts-one-air-force", "document": about, "claims": {"c01": first, "c02": second},
    }  # fmt: skip
    # A title and a speaker may have 200 characters.
    said = filled(plain, lambda text: text if text == "author" else words(text)[:200])
    path = folder / "ledger.yaml"
    path.write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")
    return path


def make_everything(folder: Path, words: Words = as_it_is, histories: int = HISTORIES) -> Path:
    """Write ``war.yaml``, the runs ``run`` and ``other``, ``argued`` and a kept comparison below a folder."""
    war = war_file(folder, words)
    common: dict[str, Any] = {"seed": SEED, "days": DAYS}
    pm.run(war, histories=histories, out=folder / "run", **common)
    if words is as_it_is:
        pm.run(war, histories=histories, out=folder / "other", without=["leaving"], **common)
    pm.compare(war, what_if=["no_truce"], histories=histories, **common).save(folder / "run" / "answers" / "compare")
    pm.argue(war, ledger=ledger_file(folder, words), histories=histories, **common).save(folder / "argued")
    return folder


@contextlib.contextmanager
def serving(folder: Path, *words: str) -> Iterator[str]:
    """Run ``polemos explore`` with these words in a folder; gives the address that it prints, ends it afterwards."""
    command = [sys.executable, "-m", "polemos.interfaces.cli", "explore", *words, "--quiet"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=with_sources()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda out=process.stdout: lines.put(out.readline()), daemon=True).start()
        try:
            try:
                address = lines.get(timeout=60).strip()
            except queue.Empty:
                address = ""
            if not address.startswith("http"):
                process.terminate()
                raise AssertionError(f"polemos explore printed {address!r}: {process.stderr.read()}")
            yield address
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def with_sources() -> dict[str, str]:
    """Return an environment in which a child finds the same sources as this process."""
    home = str(Path(pm.__file__).resolve().parents[1])
    return {**os.environ, "PYTHONPATH": os.pathsep.join([home, os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)}
