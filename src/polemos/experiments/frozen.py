"""A folder that is frozen: what was said before it happened, so that any later change of it is seen.

Comes in: the folder of a forecast.  Goes out: ``frozen.json`` in it, with the digest of every other file and of itself,
and nothing of the clock or the machine, so that the same files give the same digest anywhere.  That digest is what one
publishes before the time comes; whoever has it can tell later whether the folder is still the one.  How the digests of
an answer's own files look is said here too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from polemos.engine import durable
from polemos.errors import BadInput, Problem

FROZEN = "frozen.json"
FORMAT = 1
PIECE = 1 << 20
UNTOUCHED = "only what was frozen counts as the forecast; take the folder from where it was kept"


class Frozen(NamedTuple):
    """What ``frozen.json`` says."""

    digest: str  # of everything; to be published
    about: dict[str, Any]
    files: dict[str, str]  # path inside the folder -> BLAKE2b-256 digest


def freeze(folder: str | Path, about: Mapping[str, Any] | None = None) -> Frozen:
    """Freeze a folder with all files in it; ``about`` is kept beside the digests and is plain data.

    Freezing again what has not changed gives the same; a changed folder, or another ``about``, is refused.  Raises
    BadInput too for an empty folder, links, and names that are not text; EnvironmentTrouble if the disk will not have
    it.
    """
    place = Path(folder)
    files = _digests(place)
    if not files:
        raise BadInput(Problem("holds nothing to freeze", file=str(place)))
    try:
        plain = {"format": FORMAT, "about": json.loads(canonical(dict(about or {}))), "files": files}
    except (TypeError, ValueError):
        raise BadInput(Problem("needs plain data: text, numbers, lists, mappings", key="about")) from None
    if is_frozen(place):
        earlier = verify(place)
        if {"format": FORMAT, "about": earlier.about, "files": earlier.files} != plain:
            raise BadInput(Problem("is frozen already, and about something else", file=str(place), hint=UNTOUCHED))
        return earlier
    plain["self"] = digest_of(canonical(plain))
    durable.write_whole(place / FROZEN, json.dumps(plain, indent=1, sort_keys=True).encode("ascii") + b"\n")
    return Frozen(plain["self"], plain["about"], files)


def verify(folder: str | Path, digest: str | None = None) -> Frozen:
    """Return what a folder was frozen with, if nothing has changed since; ``digest``: the published one.

    Raises BadInput that names every file that was changed, taken away or added, and for another digest than published.
    """
    place = Path(folder)
    path = place / FROZEN
    try:
        written = path.read_bytes()
        plain = json.loads(written)
        claimed = plain.pop("self")
        if plain["format"] != FORMAT:
            what = f"has format {plain['format']}, this polemos reads format {FORMAT}"
            raise BadInput(Problem(what, file=str(path), hint="open it with the polemos that made it"))
        kept = Frozen(str(claimed), dict(plain["about"]), dict(plain["files"]))
        whole = json.dumps({**plain, "self": claimed}, indent=1, sort_keys=True).encode("ascii") + b"\n"
        if claimed != digest_of(canonical(plain)) or whole != written:
            raise BadInput(Problem("was changed: its digest does not fit", file=str(path), hint=UNTOUCHED))
    except FileNotFoundError:
        raise BadInput(Problem("is not frozen", file=str(place))) from None
    except OSError as error:
        raise BadInput(Problem(f"cannot be read ({error.strerror})", file=str(path))) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput(Problem("was changed: it cannot be read", file=str(path), hint=UNTOUCHED)) from None
    if digest is not None and digest != kept.digest:
        what = f"is frozen as {kept.digest[:12]}..., not as {digest[:12]}... that was published"
        raise BadInput(Problem(what, file=str(place), hint=UNTOUCHED))
    found = _digests(place)
    problems = [
        Problem(_what_happened(name, kept.files, found), file=str(place / name), hint=UNTOUCHED)
        for name in sorted({*kept.files, *found})
        if kept.files.get(name) != found.get(name)
    ]
    if problems:
        raise BadInput(problems)
    return kept


def is_frozen(folder: str | Path) -> bool:
    """Whether a folder says that it is frozen."""
    return (Path(folder) / FROZEN).exists()


def refuse_frozen(folder: Path) -> None:
    """Refuse to write into a folder that is frozen; raises BadInput."""
    if is_frozen(folder):
        what = "is frozen: nothing may be written into it"
        raise BadInput(Problem(what, file=str(folder), hint="name another folder with --out"))


def digest_of(data: bytes) -> str:
    """Return the BLAKE2b-256 digest of bytes."""
    return blake2b(data, digest_size=32).hexdigest()


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return plain data as bytes of which there is only one form; raises ValueError for NaN and infinities."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def _what_happened(name: str, kept: Mapping[str, str], found: Mapping[str, str]) -> str:
    if name not in found:
        return "was taken away after freezing"
    return "was changed after freezing" if name in kept else "was added after freezing"


def _digests(folder: Path) -> dict[str, str]:
    """Return the digest of every file in a folder and below but ``frozen.json``, by its path inside."""
    if not folder.is_dir():
        raise BadInput(Problem("there is no such folder", file=str(folder)))
    found: dict[str, str] = {}
    try:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise BadInput(Problem("is no file of its own", file=str(path), hint="put the file itself there"))
            if path.is_dir() or name == FROZEN:
                continue
            name.encode("utf-8")
            whole = blake2b(digest_size=32)
            with path.open("rb") as file:
                while piece := file.read(PIECE):
                    whole.update(piece)
            found[name] = whole.hexdigest()
    except UnicodeEncodeError:
        raise BadInput(Problem("holds a file whose name is not text", file=repr(str(folder)))) from None
    except OSError as error:
        raise BadInput(Problem(f"cannot be read ({error.strerror})", file=str(error.filename))) from None
    return found
