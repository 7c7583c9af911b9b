"""Where a calibration stands, on a disk: written whole after every batch, so that a stopped one goes on.

Comes in: a ``State`` of inference.  Goes out: one file beside the cases of questions, with a digest of its bytes.  The
file of a finished calibration stays, so that a larger budget goes on from it.
"""

from __future__ import annotations

import io
import json
from hashlib import blake2b
from pathlib import Path

import numpy as np

from polemos.engine import durable
from polemos.errors import BadInput, Problem
from polemos.experiments.inference.state import State

FACTS = "facts"
DIGEST = 32
REMEDY = "remove the file: the calibration then begins anew"


def state_path(folder: Path, name: str) -> Path:
    """Return the file of a calibration's state; ``name`` is a digest of all that it depends on."""
    return folder / f"calibrate-{name}.state"


def keep(path: Path, state: State) -> None:
    """Write a state, whole or not at all; raises EnvironmentTrouble if the disk will not have it."""
    packed = io.BytesIO()
    facts = np.frombuffer(json.dumps(dict(state.facts)).encode("utf-8"), dtype=np.uint8)
    np.savez(packed, allow_pickle=False, **{FACTS: facts, **dict(state.arrays)})
    data = packed.getvalue()
    durable.make_folder(path.parent)
    durable.write_whole(path, blake2b(data, digest_size=DIGEST).digest() + data)


def kept(path: Path) -> State | None:
    """Return the state of a file, None if there is none; raises BadInput if it is damaged."""
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        return None
    data = whole[DIGEST:]
    if blake2b(data, digest_size=DIGEST).digest() != whole[:DIGEST]:
        raise BadInput(Problem("is damaged: its digest does not fit", file=str(path), hint=REMEDY))
    with np.load(io.BytesIO(data), allow_pickle=False) as packed:
        arrays = {name: packed[name] for name in packed.files}
    facts = json.loads(arrays.pop(FACTS).tobytes().decode("utf-8"))
    return State(arrays, facts)
