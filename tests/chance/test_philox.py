"""The dice: known answers, and uniforms that look uniform and independent.

The statistical checks run on fixed keys, so they cannot flicker; each says how often it would be wrong about a
generator that is right.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from polemos.model.chance import AIR, COMBAT, NOBODY, Key, counter, draw, fill, philox

ONES = 0xFFFFFFFF
# Counter, key, answer: the three lines for philox4x32 with 10 rounds in kat_vectors of the Random123 library
# (Salmon, Moraes, Dror & Shaw 2011, D. E. Shaw Research).  The third is made of digits of pi.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES, ONES, ONES, ONES), (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
KEY = Key(np.uint64(1), np.uint64(2))


@pytest.mark.parametrize("source", ["compiled", "plain"])
@pytest.mark.parametrize(("count", "key", "answer"), KNOWN)
def test_known_answers(source: str, count: tuple[int, ...], key: tuple[int, ...], answer: tuple[int, ...]) -> None:
    function = philox if source == "compiled" else getattr(philox, "py_func", philox)
    words = function(*(np.uint64(word) for word in (*count, *key)))
    assert tuple(int(word) for word in words) == answer


def test_fill_gives_what_draw_gives() -> None:
    keys = np.array([0, 1, 7, ONES], dtype=np.uint64)
    block = np.empty((len(keys), 4))
    for day in (0, 1, 365):
        for actor in (np.uint64(0), np.uint64(12345), np.uint64(ONES)):
            fill(KEY, AIR, day, actor, keys, block)
            assert [tuple(row) for row in block] == [tuple(draw(KEY, AIR, day, actor, place)) for place in keys]


def test_every_part_of_the_key_counts() -> None:
    one, two = np.uint64(1), np.uint64(2)
    asked = [
        draw(Key(one, one), AIR, 1, one, one),
        draw(Key(two, one), AIR, 1, one, one),
        draw(Key(one, two), AIR, 1, one, one),
        draw(Key(one, one), COMBAT, 1, one, one),
        draw(Key(one, one), AIR, 2, one, one),
        draw(Key(one, one), AIR, 1, two, one),
        draw(Key(one, one), AIR, 1, one, two),
    ]
    assert len({value for four in asked for value in four}) == 4 * len(asked)


def test_no_two_days_of_two_mechanisms_share_a_counter() -> None:
    words = {int(counter(mechanism, day)) for mechanism in range(1, 14) for day in range(0, 3661)}
    assert len(words) == 13 * 3661
    assert max(words) <= ONES


def test_uniforms_stay_inside_their_open_interval() -> None:
    step = 1.0 / 2**32
    assert (0 + 0.5) * step > 0.0
    assert (ONES + 0.5) * step < 1.0


def uniforms(days: int, places: int, key: Key = KEY, mechanism: int = COMBAT) -> np.ndarray:
    """Return uniforms as the rooms draw them: [days, places, 4]."""
    keys = np.arange(places, dtype=np.uint64)
    out = np.empty((days, places, 4))
    for day in range(days):
        fill(key, mechanism, day, NOBODY, keys, out[day])
    return out


def chi_square_z(counts: np.ndarray) -> float:
    """Return chi-square against equal shares as a normal deviate (Wilson & Hilferty 1931)."""
    expected = counts.sum() / len(counts)
    free = len(counts) - 1
    chi = ((counts - expected) ** 2 / expected).sum()
    return float(((chi / free) ** (1 / 3) - (1 - 2 / (9 * free))) / math.sqrt(2 / (9 * free)))


def test_uniform() -> None:
    """A million draws in 256 bins, and pairs of neighbours in 32 x 32; false alarm below 1e-5 each (|z| < 4.5)."""
    values = uniforms(256, 1024).ravel()
    assert abs(chi_square_z(np.bincount((values * 256).astype(int), minlength=256))) < 4.5
    cells = (values[:-1:2] * 32).astype(int) * 32 + (values[1::2] * 32).astype(int)
    assert abs(chi_square_z(np.bincount(cells, minlength=1024))) < 4.5


def test_neighbours_are_not_correlated() -> None:
    """Lanes, days, places, histories, mechanisms: 10 correlations of 2e5 pairs; false alarm below 1e-4 together."""
    base = uniforms(200, 1001)
    other = uniforms(200, 1001, Key(np.uint64(1), np.uint64(3)))
    air = uniforms(200, 1001, KEY, AIR)
    pairs = [(base[:, :, i], base[:, :, j]) for i in range(4) for j in range(i)]
    pairs += [
        (base[1:, :, 0], base[:-1, :, 0]),
        (base[:, 1:, 0], base[:, :-1, 0]),
        (base[..., 0], other[..., 0]),
        (base[..., 0], air[..., 0]),
    ]
    for one, two in pairs:
        r = np.corrcoef(one.ravel(), two.ravel())[0, 1]
        assert abs(r) < 4.5 / math.sqrt(one.size)
