"""How well a reading agrees with what a person marked: precision and recall, kind by kind.

A name is right if it overlaps a marked one of the same kind and has its id; days are right if they share at least half
of all days that either names.  Each mark counts for one finding at most.  Of events, the action has to be the same and
the words that say it have to overlap; roles are counted among events that were found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from polemos.evidence.annotation_file import ROLES, MarkedEvent, MarkedMention
from polemos.evidence.coding import Told
from polemos.evidence.mentions import Mention
from polemos.evidence.names import DATED, MENTION_KINDS
from polemos.evidence.when import read_iso

SAME_DAYS = 0.5


class _Spanned(Protocol):
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


Found = TypeVar("Found", bound=_Spanned)
Marked = TypeVar("Marked", bound=_Spanned)


class Agreement(NamedTuple):
    """Counts of one kind; ``exact`` of the right ones have the very span that was marked."""

    kind: str
    marked: int
    found: int
    right: int
    exact: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right, NaN if nothing was found."""
        return self.right / self.found if self.found else float("nan")

    @property
    def recall(self) -> float:
        """The share of what was marked that was found, NaN if nothing was marked."""
        return self.right / self.marked if self.marked else float("nan")


def agreement_on_mentions(found: Sequence[Mention], marked: Sequence[MarkedMention]) -> tuple[Agreement, ...]:
    """Return the agreement kind by kind, and on all names."""
    rows = []
    for kind in MENTION_KINDS:
        ours = [one for one in found if one.kind == kind]
        theirs = [one for one in marked if one.kind == kind]
        pairs = paired(ours, theirs, lambda one, other: same_id(one.kind, one.id, other.id))
        exact = sum((one.first, one.last) == (other.first, other.last) for one, other in pairs)
        rows.append(Agreement(kind, len(theirs), len(ours), len(pairs), exact))
    return (*rows, total(rows))


def total(rows: Sequence[Agreement]) -> Agreement:
    """Return the sum of several kinds."""
    return Agreement(
        "all", sum(row.marked for row in rows), sum(row.found for row in rows), sum(row.right for row in rows),
        sum(row.exact for row in rows),
    )  # fmt: skip


def paired(
    found: Sequence[Found], marked: Sequence[Marked], same: Callable[[Found, Marked], bool]
) -> list[tuple[Found, Marked]]:
    """Return findings with their marks, in the order of the text, each used once; an equal span goes first."""
    pairs: list[tuple[Found, Marked]] = []
    free = list(found)
    for mark in marked:
        near = [one for one in free if one.first < mark.last and mark.first < one.last and same(one, mark)]
        if near:
            best = min(near, key=lambda one: abs(one.first - mark.first) + abs(one.last - mark.last))
            free.remove(best)
            pairs.append((best, mark))
    return pairs


def same_id(kind: str, one: str, other: str) -> bool:
    """Whether two ids are the same; of days, whether they share half."""
    return one == other or (kind == DATED and share_of_days(one, other) >= SAME_DAYS)


def share_of_days(one: str, other: str) -> float:
    """Return the days that two intervals share, as a share of those that either has; 0 if either is unknown."""
    here, there = read_iso(one), read_iso(other)
    if here is None or there is None:
        return 0.0
    common = (min(here[1], there[1]) - max(here[0], there[0])).days + 1
    both = (max(here[1], there[1]) - min(here[0], there[0])).days + 1
    return max(0, common) / both


def agreement_on_events(found: Sequence[Told], marked: Sequence[MarkedEvent]) -> tuple[Agreement, ...]:
    """Return the agreement on events, and role by role among those that were found."""
    pairs = paired(found, marked, lambda one, other: one.action == other.action)
    exact = sum((one.first, one.last) == (other.first, other.last) for one, other in pairs)
    rows = [Agreement("event", len(marked), len(found), len(pairs), exact)]
    for role in ROLES:
        told = [(_told(one, role), other.roles.get(role, "")) for one, other in pairs]
        right = sum(bool(mark) and same_id(role, ours, mark) for ours, mark in told)
        rows.append(Agreement(role, sum(bool(mark) for _, mark in told), sum(bool(ours) for ours, _ in told), right))
    return tuple(rows)


def _told(one: Told, role: str) -> str:
    value = getattr(one, role)
    return "" if value is None else str(value)
