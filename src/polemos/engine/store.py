"""A run on the disk: a folder with its provenance and its batches.

Comes in: a manifest, the scenario's texts, and blocks of histories.  Goes out: the batches, verified, in the
order of their histories.  No list of batches is kept: the folder itself is the list, so nothing can disagree
with it. The bytes of a batch are next door in ``batchfile``, writing safely in ``durable``, ``run.json`` in
``provenance``.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from polemos.engine import batchfile, durable
from polemos.engine.batchfile import Arrays, Batch, Span
from polemos.engine.provenance import Manifest, describe_difference, read_manifest, text_digest
from polemos.errors import BadInput, Problem

MANIFEST = "run.json"
BATCHES = "batches"
TEXT_NAME = re.compile(r"(scenario\.yaml|before-\d+\.yaml|sources/[A-Za-z0-9][A-Za-z0-9._-]*)")


class Stored(NamedTuple):
    """How large one written batch is [bytes], unpacked and on the disk."""

    unpacked: int
    on_disk: int


class Writer:
    """The one process that may add batches to a run; made by ``writing``."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._guard = threading.Condition()
        self._busy = 0
        self._closed = False

    def missing(self, histories: int, block: int) -> list[Span]:
        """Return the blocks that still have to be computed; existing files are verified first."""
        batches = read_batches(self.folder, self.manifest)
        return missing_spans([batch.span for batch in batches], histories, block)

    def write(self, span: Span, arrays: Arrays) -> Stored | None:
        """Store one block durably; threads may call this at the same time.  None if writing has ended."""
        data = batchfile.encode(self.manifest.run, span, arrays)
        with self._guard:
            if self._closed:
                return None
            self._busy += 1
        try:
            durable.write_whole(self.folder / BATCHES / span.name, data)
        finally:
            with self._guard:
                self._busy -= 1
                self._guard.notify_all()
        return Stored(sum(array.nbytes for array in arrays.values()), len(data))

    def close(self) -> None:
        """Take no more batches and let those being written reach the disk."""
        with self._guard:
            self._closed = True
            self._guard.wait_for(lambda: self._busy == 0)


@contextlib.contextmanager
def writing(folder: Path, manifest: Manifest, texts: Mapping[str, str]) -> Iterator[Writer]:
    """Begin a run folder, or go on with it; one writer at a time.

    Raises BadInput if the folder holds something else, another run or a damaged one, or if another process
    writes to it; EnvironmentTrouble if the disk will not have it.
    """
    _refuse_foreign(folder)
    durable.make_folder(folder)
    with durable.only_writer(folder):
        durable.make_folder(folder / BATCHES)
        durable.sweep(folder)
        durable.sweep(folder / BATCHES)
        writer = Writer(folder, _begin(folder, manifest, texts))
        try:
            yield writer
        finally:
            writer.close()


def read_folder(folder: Path) -> Manifest:
    """Return the manifest of a run folder, its texts verified; raises BadInput naming the file that is wrong."""
    if not folder.is_dir():
        raise BadInput(Problem("there is no such run folder", file=str(folder)))
    path = folder / MANIFEST
    try:
        manifest = read_manifest(path.read_bytes(), path)
    except FileNotFoundError:
        what = f"is not a run folder: it has no {MANIFEST}"
        raise BadInput(Problem(what, file=str(folder), hint="name a folder that polemos run has written")) from None
    except OSError as error:
        raise BadInput(Problem(f"cannot be read ({error.strerror})", file=str(path))) from None
    for name, digest in manifest.texts.items():
        _verify_text(folder, name, digest)
    return manifest


def read_batches(folder: Path, manifest: Manifest) -> list[Batch]:
    """Return every batch of the folder, verified and in order; raises BadInput at the first that is wrong."""
    spans: list[Span] = []
    for name in _listing(folder / BATCHES):
        if not name.endswith(".batch"):
            continue
        span = batchfile.span_of(name)
        if span is None:
            what = "is not the name of a batch"
            raise BadInput(Problem(what, file=str(folder / BATCHES / name), hint="remove or rename that file"))
        spans.append(span)
    spans.sort()
    for before, after in itertools.pairwise(spans):
        if after.first < before.end:
            what = f"holds histories that {before.name} holds too"
            path = folder / BATCHES / after.name
            raise BadInput(Problem(what, file=str(path), hint=batchfile.REMEDY))
    return [batchfile.verify(folder / BATCHES / span.name, manifest.run, span) for span in spans]


def missing_spans(held: list[Span], histories: int, block: int) -> list[Span]:
    """Return the gaps of ``held`` below ``histories``, cut at multiples of ``block``."""
    gaps: list[Span] = []
    at = 0
    for span in [*sorted(held), Span(histories, 0)]:
        while at < min(span.first, histories):
            end = min((at // block + 1) * block, span.first, histories)
            gaps.append(Span(at, end - at))
            at = end
        at = max(at, span.end)
    return gaps


def _begin(folder: Path, manifest: Manifest, texts: Mapping[str, str]) -> Manifest:
    """Write the texts and then the manifest, or check those that are there; the manifest comes last."""
    path = folder / MANIFEST
    if path.exists():
        held = read_folder(folder)
        difference = describe_difference(held, manifest)
        if difference:
            hint = "name another folder with --out; runs are never mixed"
            raise BadInput(Problem(difference, file=str(folder), hint=hint))
        if manifest.histories <= held.histories:
            return held
        held = held.asking(manifest.histories)
        durable.write_whole(path, held.to_json())
        return held
    for name, text in texts.items():
        if not TEXT_NAME.fullmatch(name):
            raise ValueError(f"{name} cannot be the name of a text in a run folder")
        durable.make_folder((folder / name).parent)
        durable.write_whole(folder / name, text.encode("utf-8"))
    durable.write_whole(path, manifest.to_json())
    return manifest


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder that is neither empty nor a run, so that nobody's files are mixed with a run's."""
    if not folder.is_dir():
        return
    names = set(_listing(folder))
    ours = {MANIFEST, BATCHES, durable.LOCK, "scenario.yaml", "sources"}
    foreign = sorted(
        name for name in names - ours if not name.endswith(durable.UNFINISHED) and not TEXT_NAME.fullmatch(name)
    )
    if foreign and MANIFEST not in names:
        what = f"holds other files ({foreign[0]} for one) and is not a run folder"
        raise BadInput(Problem(what, file=str(folder), hint="name a new or empty folder with --out"))


def _verify_text(folder: Path, name: str, digest: str) -> None:
    path = folder / name
    if not TEXT_NAME.fullmatch(name):
        raise BadInput(Problem(f"names a text outside the run folder ({name})", file=str(folder / MANIFEST)))
    try:
        fits = text_digest(path.read_bytes().decode("utf-8")) == digest
    except (OSError, UnicodeDecodeError):
        fits = False
    if not fits:
        what = f"is missing, damaged or edited: it is not the text that {MANIFEST} was made with"
        raise BadInput(Problem(what, file=str(path), hint="run the changed scenario into a folder of its own"))


def _listing(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BadInput(Problem(f"cannot be read ({error.strerror})", file=str(folder))) from None
