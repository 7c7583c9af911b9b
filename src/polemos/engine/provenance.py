"""What made a run: enough to run it again, and to refuse to mix it with another.

Comes in: the scenario's texts, edits, seed and horizon.  Goes out: a ``Manifest`` and its file ``run.json``,
which carries a digest of itself.  No user names, host names, absolute paths or times of day enter it.  The
folder that keeps it is next door in ``store``.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import blake2b
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from polemos.errors import BadInput, Problem

FORMAT = 1
LIBRARIES = ("polemos", "numpy", "numba")
# What decides the numbers of a history: a change in one of these is another engine.
KERNEL_SOURCES = (
    "dimensions.py",
    "theory/ballots.py",
    "theory/contests.py",
    "theory/divisions.py",
    "theory/elections.py",
    "model",
    "scenario/compile.py",
    "scenario/legend.py",
    "scenario/ground.py",
    "scenario/acts.py",
    "scenario/numbers.py",
    "scenario/inputs.py",
    "scenario/posterior.py",
    "scenario/theatre.py",
    "scenario/geography.py",
    "engine/record.py",
    "engine/kernel.py",
)


@dataclass(frozen=True)
class Branch:
    """Where a run leaves another: the first date that goes on otherwise, and what holds from then on.

    ``run`` is the id of the run that it leaves.  ``history`` is the one past of all its histories, -1 where each goes
    on from its own; ``futures`` is how many go on from each past, 1 where its luck goes on too.
    """

    run: str
    date: str
    history: int = -1
    futures: int = 1
    edits: tuple[str, ...] = ()
    what_if: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """The content of ``run.json``: who made which histories of which war from what."""

    scenario: str
    title: str
    digest: str
    days: int
    seed: int
    histories: int
    engine: str
    source: str = ""
    edits: tuple[str, ...] = ()
    what_if: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    machine: dict[str, str | int] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()

    @property
    def run(self) -> str:
        """The identity of the run: all that decides a history's numbers, not how many were asked.

        A run that keeps only some arrays (``kept``) is another one than that which keeps all (none named), and one that
        leaves another (``branches``) is another than one in a single war.
        """
        identity: list[Any] = [FORMAT, self.digest, self.days, self.seed, self.engine]
        if self.kept:
            identity.append(list(self.kept))
        if self.branches:
            identity.append([[branch.date, branch.history, branch.futures] for branch in self.branches])
        return blake2b(_canonical(identity), digest_size=16).hexdigest()

    @property
    def folder_name(self) -> str:
        """The name of the run's folder when the user gives none."""
        left = f"-from-{self.branches[-1].date}" if self.branches else ""
        return f"{self.scenario}-{self.run[:6]}-s{self.seed}{left}"

    def asking(self, histories: int) -> Manifest:
        """Return the same run with another number of histories asked for."""
        return replace(self, histories=histories)

    def to_json(self) -> bytes:
        """Return the bytes of ``run.json``: readable, one order of keys, with a digest of the rest."""
        plain: dict[str, Any] = {"format": FORMAT, "run": self.run, **asdict(self)}
        if not self.kept:
            del plain["kept"]
        if not self.branches:
            del plain["branches"]
        plain["self"] = text_digest(_canonical(plain).decode("ascii"))
        return json.dumps(plain, indent=1, sort_keys=True, ensure_ascii=True).encode("ascii") + b"\n"


def read_manifest(data: bytes, path: Path) -> Manifest:
    """Return what ``run.json`` says; raises BadInput if it is damaged, edited or of another version."""
    broken = Problem("is damaged or edited: its digest does not fit", file=str(path))
    try:
        plain = json.loads(data)
        if plain["format"] != FORMAT:
            what = f"has format {plain['format']}, this polemos reads format {FORMAT}"
            raise BadInput(Problem(what, file=str(path), hint="open it with the polemos that made it"))
        claimed = plain.pop("self")
        if claimed != text_digest(_canonical(plain).decode("ascii")):
            raise BadInput(broken)
        plain.pop("format")
        run = plain.pop("run")
        for name in ("edits", "what_if", "without", "kept"):
            plain[name] = tuple(plain.get(name, ()))
        plain["branches"] = tuple(_branch(branch) for branch in plain.get("branches", ()))
        manifest = Manifest(**plain)
        if manifest.run != run:
            raise BadInput(broken)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput(broken) from None
    return manifest


def _branch(plain: dict[str, Any]) -> Branch:
    return Branch(**plain | {name: tuple(plain[name]) for name in ("edits", "what_if", "without")})


def text_digest(text: str) -> str:
    """Return the BLAKE2b-256 digest of a text, line ends made one kind first."""
    return blake2b(text.replace("\r\n", "\n").encode("utf-8"), digest_size=32).hexdigest()


def engine_digest() -> str:
    """Return the digest of the sources that decide a history's numbers."""
    package = resources.files("polemos")
    whole = blake2b(digest_size=16)
    for name in KERNEL_SOURCES:
        root = package.joinpath(name)
        files = [root] if root.is_file() else sorted(root.iterdir(), key=lambda item: item.name)
        for file in files:
            if file.name.endswith(".py"):
                text = file.read_text("utf-8").replace("\r\n", "\n")
                whole.update(f"{name}/{file.name}\n{len(text)}\n{text}".encode())
    return whole.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions that took part."""
    found = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            found[library] = "unknown"
    return found


def machine() -> dict[str, str | int]:
    """Return the words that describe the machine and nobody in particular."""
    return {"system": platform.system(), "processor": platform.machine(), "cores": cores()}


def cores() -> int:
    """Return the processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def describe_difference(old: Manifest, new: Manifest) -> str:
    """Say in words why ``new`` cannot go on with ``old``'s folder; empty if it can."""
    if old.run == new.run:
        return ""
    if old.scenario != new.scenario:
        return f"holds {old.scenario}, not {new.scenario}"
    if old.seed != new.seed:
        return f"holds seed {old.seed}, not {new.seed}"
    if old.branches != new.branches:
        return f"holds {_left(old)}, not {_left(new)}"
    if old.days != new.days:
        return f"holds {old.days} days, not {new.days}"
    for name in sorted({*old.texts, *new.texts}):
        if name.endswith(".py") and old.texts.get(name) != new.texts.get(name):
            return f"was made with another {name.rpartition('/')[2]}"
    if old.kept != new.kept:
        return "holds a run that keeps other arrays"
    if old.digest != new.digest:
        return f"holds another version of {old.scenario} ({old.digest[:6]}, not {new.digest[:6]})"
    return f"was made by another engine ({old.engine[:6]}, not {new.engine[:6]})"


def _left(manifest: Manifest) -> str:
    """Return where a run leaves another, in words."""
    if not manifest.branches:
        return "a run without a branch"
    branch = manifest.branches[-1]
    of = f" of history {branch.history}" if branch.history >= 0 else ""
    return f"a branch of {branch.date}{of}" + (f" with {branch.futures} futures" if branch.futures > 1 else "")


def _canonical(value: Mapping[str, Any] | list[Any]) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return text.encode("ascii")
