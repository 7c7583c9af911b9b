"""Numbers by chance that hang on what they are for, never on how many were asked at once.

Comes in: a seed, a stream (what the draws are for), a round, and which rows.  Goes out: uniform numbers.
Row i of a stream is the same whether it is drawn alone or among thousands (Philox4x64-10 by counter: Salmon et al.
2011), so batches and going on after a stop change no draw.
"""

from __future__ import annotations

import numpy as np

from polemos.dimensions import Floats

# One stream for each use; two uses never share a draw.
PILOT, LEVELS, PARENTS, STEPS, RESAMPLING, ERRORS, JITTER, TRUTHS = range(8)
WORDS = 4  # of 64 bits from one count of the generator


def uniforms(seed: int, stream: int, turn: int, first: int, number: int, columns: int) -> Floats:
    """Return rows ``first`` to ``first + number`` of a stream [number, columns], each from 2^-53 to 1 - 2^-53.

    ``turn`` tells rounds of the same use apart.  Seed: 0 to 2^64 - 1; turn: below 2^32.
    """
    blocks = -(-columns // WORDS)
    key = np.array([seed, (stream << 32) | turn], dtype=np.uint64)
    source = np.random.Philox(key=key, counter=np.array([first * blocks, 0, 0, 0], dtype=np.uint64))
    words = source.random_raw(number * blocks * WORDS).reshape(number, blocks * WORDS)[:, :columns]
    levels: Floats = ((words >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
    return levels


def normals(seed: int, stream: int, turn: int, first: int, number: int, columns: int) -> Floats:
    """Return standard normal numbers, row by row as ``uniforms`` does, by the inverse of their distribution."""
    from scipy.special import ndtri

    drawn: Floats = ndtri(uniforms(seed, stream, turn, first, number, columns))
    return drawn
