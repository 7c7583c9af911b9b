"""What the server can say, each made once and kept as bytes; made in a thread, so that others are answered meanwhile.

Comes in: what ``polemos explore`` has opened.  Goes out: ``Views``, functions that make plain data, and ``Kept``, which
calls each at most once however many ask at the same time.  The data are made in the rooms next door.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from polemos.engine.run import Run
    from polemos.evidence.segments import Document
    from polemos.experiments.answer import Answer

MOST_HISTORIES_KEPT = 32


@dataclass(frozen=True)
class Opened:
    """A run and what stands beside it on the page, all verified; ``path`` is the run's folder as commands name it."""

    run: Run
    path: str
    other: Run | None = None
    argued: Answer | None = None
    answers: tuple[Answer, ...] = ()
    document: Document | None = None


@dataclass(frozen=True)
class Views:
    """What makes each answer of the contract; each may raise BadInput."""

    page: Callable[[], Any]
    weeks: Callable[[], Any]
    inputs: Callable[[], Any]
    answers: Callable[[], Any]
    ledger: Callable[[], Any]
    document: Callable[[], Any]
    other: Callable[[], Any]
    history: Callable[[int], Any]
    plots: Sequence[Callable[[], str]] = ()


def views_of(opened: Opened) -> Views:
    """Return what makes the answers about what was opened; nothing is made yet."""
    from polemos.interfaces.explorer.answers_view import answers_of
    from polemos.interfaces.explorer.history_view import history_of
    from polemos.interfaces.explorer.inputs_view import inputs_of
    from polemos.interfaces.explorer.ledger_view import document_in_segments, ledger_of
    from polemos.interfaces.explorer.page_view import page_of
    from polemos.interfaces.explorer.weeks_view import weeks_of

    run, document = opened.run, opened.document
    beside = (opened.other is not None, opened.argued is not None, document is not None)
    return Views(
        page=lambda: page_of(run, opened.path, *beside),
        weeks=lambda: weeks_of(run),
        inputs=lambda: inputs_of(run),
        answers=lambda: answers_of(opened.answers),
        ledger=lambda: ledger_of(run, opened.argued, document),
        document=lambda: None if document is None else document_in_segments(document),
        other=lambda: other_of(run, opened.other),
        history=lambda number: history_of(run, number),
        plots=[answer.svg for answer in opened.answers],
    )


def other_of(run: Run, other: Run | None) -> Any:
    """Return the contrast of the second run with the first, None without one."""
    if other is None:
        return None
    from polemos.experiments.case import label_of
    from polemos.interfaces.explorer.contrasts import contrast_of, pairing_of
    from polemos.interfaces.explorer.repeating import changes_of, pair_command

    changes = changes_of(other)
    label = label_of(changes) if changes != changes_of(run) else Path(str(other.folder)).name
    return contrast_of(run, other, label, pair_command(run, other, pairing_of(run, other).histories))


def as_json(plain: Any) -> bytes:
    """Return plain data as strict JSON: a number that is none would be an error here, never on the page."""
    return json.dumps(plain, allow_nan=False, separators=(",", ":")).encode("ascii")


class Kept:
    """Bytes by their key, each made once, in a thread; what could not be made is tried again when next asked for."""

    def __init__(self) -> None:
        self._made: dict[Hashable, asyncio.Task[bytes]] = {}

    async def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """Return the bytes of a key; who asks while they are being made waits for the same ones."""
        from starlette.concurrency import run_in_threadpool

        task = self._made.get(key)
        if task is None:
            task = self._made[key] = asyncio.create_task(run_in_threadpool(make))
        try:
            # One who goes away stops nobody else's answer.
            return await asyncio.shield(task)
        except Exception:
            self._made.pop(key, None)
            raise

    def forget(self, kind: type, most: int) -> None:
        """Drop the oldest keys of a kind beyond so many, those still being made apart."""
        keys = [key for key, task in self._made.items() if isinstance(key, kind) and task.done()]
        for key in keys[: max(0, len(keys) - most)]:
            del self._made[key]
