"""A batch file gives back what was put in, or says by name that it cannot be trusted."""

from __future__ import annotations

import struct
from hashlib import blake2b
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from polemos.engine import batchfile
from polemos.engine.batchfile import Span
from polemos.errors import BadInput

RUN = "a" * 32
SPAN = Span(64, 16)


@pytest.fixture
def path(tmp_path: Path, toy: ModuleType) -> Path:
    file = tmp_path / SPAN.name
    file.write_bytes(batchfile.encode(RUN, SPAN, toy.simulate(1, *SPAN)))
    return file


def refusal(path: Path, run: str = RUN, span: Span = SPAN) -> str:
    with pytest.raises(BadInput) as caught:
        batchfile.verify(path, run, span)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    assert "remove that file" in problem.hint
    return problem.what


def read_all(batch: batchfile.Batch) -> None:
    for name in batch.names:
        batch.load(name)


def signed(body: bytes) -> bytes:
    return body + blake2b(body, digest_size=32).digest()


def test_every_array_comes_back_with_its_type_shape_and_bits(path: Path, toy: ModuleType) -> None:
    batch = batchfile.verify(path, RUN, SPAN)
    expected = toy.simulate(1, *SPAN)
    assert set(batch.names) == set(expected)
    for name, array in expected.items():
        found = batch.load(name)
        assert found.dtype == array.dtype
        assert found.shape == array.shape
        assert found.tobytes() == array.tobytes()


def test_the_same_block_gives_the_same_bytes(path: Path, toy: ModuleType) -> None:
    assert batchfile.encode(RUN, SPAN, toy.simulate(1, *SPAN)) == path.read_bytes()


def test_the_order_of_memory_leaves_no_trace() -> None:
    array = np.arange(12.0).reshape(4, 3)
    assert batchfile.encode(RUN, Span(0, 4), {"a": array}) == batchfile.encode(
        RUN, Span(0, 4), {"a": np.asfortranarray(array).astype(">f8")}
    )


@pytest.mark.parametrize("shape", [(4,), (4, 0), (4, 2, 3, 1)])
def test_odd_shapes_come_back(tmp_path: Path, shape: tuple[int, ...]) -> None:
    file = tmp_path / Span(0, 4).name
    file.write_bytes(batchfile.encode(RUN, Span(0, 4), {"a": np.ones(shape)}))
    assert batchfile.verify(file, RUN, Span(0, 4)).load("a").shape == shape


def test_every_flipped_bit_is_seen(path: Path) -> None:
    """Every byte of the front and the digest, and 600 spread over the rest, one bit each."""
    good = path.read_bytes()
    places = {*range(400), *range(len(good) - 64, len(good)), *range(0, len(good), max(1, len(good) // 600))}
    for place in sorted(places):
        bad = bytearray(good)
        bad[place] ^= 1 << (place % 8)
        path.write_bytes(bad)
        refusal(path)


def test_every_cut_and_every_addition_is_seen(path: Path) -> None:
    good = path.read_bytes()
    for length in [
        0,
        1,
        8,
        15,
        16,
        40,
        47,
        48,
        200,
        len(good) // 2,
        len(good) - 33,
        len(good) - 32,
        len(good) - 1,
    ]:
        path.write_bytes(good[:length])
        refusal(path)
    path.write_bytes(good + b"\0")
    assert "damaged" in refusal(path)


def test_a_block_under_another_name_is_seen(path: Path) -> None:
    other = path.with_name(Span(0, 16).name)
    path.rename(other)
    assert refusal(other, span=Span(0, 16)) == "holds histories 64-79: it was swapped or renamed"


def test_a_block_of_another_run_is_seen(path: Path) -> None:
    assert "belongs to another run" in refusal(path, run="b" * 32)


def test_another_format_version_is_named(path: Path) -> None:
    body = bytearray(path.read_bytes()[:-32])
    struct.pack_into("<I", body, 8, 2)
    path.write_bytes(signed(bytes(body)))
    assert refusal(path) == "has format 2, this polemos reads format 1"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"dtype":"<i8"', b'"dtype":"|O8"'),
        (b'"shape":[16,5,3]', b'"shape":[16,5,4]'),
        (b'"shape":[16,5,3]', b'"shape":[99,5,3]'),
        (b'"shape":[16,5,3]', b'"shape":[-1,5,3]'),
        (b'"offset":0', b'"offset":9'),
        (b'"stored":', b'"stared":'),
        (b'{"arrays"', b'["arrays"'),
        (b'"shape":[16]', b'"shape":1616'),
    ],
)
def test_a_lying_header_with_a_right_digest_is_refused(path: Path, old: bytes, new: bytes) -> None:
    body = path.read_bytes()[:-32]
    assert old in body
    path.write_bytes(signed(body.replace(old, new, 1)))
    with pytest.raises(BadInput):
        read_all(batchfile.verify(path, RUN, SPAN))


def test_a_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    """A header that claims more than zlib can have packed is refused by arithmetic, not by memory."""
    file = tmp_path / Span(0, 1).name
    honest = batchfile.encode(RUN, Span(0, 1), {"a": np.zeros((1, 1000))})[:-32]
    claimed = honest.replace(b'"shape":[1,1000]', b'"shape":[1,9999]')
    assert claimed != honest
    file.write_bytes(signed(claimed))
    assert "does not hold" in refusal(file, span=Span(0, 1))


def test_a_change_after_verifying_is_seen(path: Path) -> None:
    """Even one to another sound batch of the same lengths."""
    one, two = (batchfile.encode(RUN, SPAN, {"a": np.full(16, value)}) for value in (1.0, 2.0))
    assert len(one) == len(two)
    path.write_bytes(one)
    batch = batchfile.verify(path, RUN, SPAN)
    path.write_bytes(two)
    with pytest.raises(BadInput, match="changed while it was read"):
        read_all(batch)


@pytest.mark.parametrize(
    "name",
    [
        "x.batch",
        "000000-00001.batch",
        "000005-000004.batch",
        "0000000-000015.batch",
        "000000-000015.batch.tmp",
    ],
)
def test_only_the_one_name_of_a_block_is_accepted(name: str) -> None:
    assert batchfile.span_of(name) is None


@pytest.mark.parametrize("span", [Span(0, 1), Span(999_990, 64), Span(12_345_678, 16)])
def test_names_and_blocks_are_one_to_one(span: Span) -> None:
    assert batchfile.span_of(span.name) == span


def test_what_a_file_cannot_hold_is_our_own_fault() -> None:
    with pytest.raises(ValueError, match="type"):
        batchfile.encode(RUN, Span(0, 2), {"a": np.array(["x", "y"], dtype=object)})
    with pytest.raises(ValueError, match="first axis"):
        batchfile.encode(RUN, Span(0, 2), {"a": np.zeros(3)})
