"""What became of recorded events when they were matched with a war, as plain data and in words.

Comes in: a ``Matched``.  Goes out: shares of events and deaths that found their sides, place, front and governorate,
by pair of camps, and what did not with its reasons, the largest names first.  The matching is next door in
``matching``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import Floats
from polemos.engine.definitions import governorates_of, pairs_of
from polemos.evidence import counting
from polemos.evidence.axes import pair_rows
from polemos.evidence.mapping import CIVILIAN
from polemos.evidence.matching import NO_SIDE, TOO_FAR, Matched

if TYPE_CHECKING:
    from polemos.evidence.control_changes import Control
    from polemos.scenario.compile import War

MOST_NAMES = 8
"""Names listed for one reason."""

Mask = NDArray[np.bool_]


def describe_matching(matched: Matched, war: War, names: int = MOST_NAMES) -> dict[str, Any]:
    """Return what was matched and what was not, as plain data.

    ``levels`` gives for sides, place, front and governorate how many of the counted events and of their dead found
    theirs; an attack on civilians needs one side only.  ``unmatched`` gives the rest by reason, with the ``names``
    that have most dead.
    """
    events = matched.events
    counted, dead = matched.counted, counting.total(events).astype(np.float64)
    sides = matched.camp >= 0
    levels = {
        "sides": sides.all(axis=1) | (sides.any(axis=1) & (matched.camp == CIVILIAN).any(axis=1)),
        "place": matched.place >= 0,
        "front": matched.front >= 0,
        "governorate": (matched.governorate >= 0) | ~matched.main,
    }
    far = counted & (matched.governorate >= 0) & (matched.place >= 0)
    _, of_place = governorates_of(war)
    elsewhere = far & (of_place[matched.place] != matched.governorate)
    return {
        "war": war.name,
        "mapping": matched.mapping.file,
        "record": matched.mapping.record,
        "first": str(events.first.min()),
        "last": str(events.last.max()),
        "given": _sum(np.ones(len(events), dtype=np.bool_), dead),
        "counted": _sum(counted, dead),
        "levels": {name: _sum(counted & found, dead, counted) for name, found in levels.items()},
        "governorate_of_place_differs": _sum(elsewhere, dead, counted),
        "pairs": _pairs(matched, war),
        "unmatched": list(_unmatched(matched, dead, names)),
    }


def _sum(rows: Mask, dead: Floats, of: Mask | None = None) -> dict[str, float | int]:
    found: dict[str, float | int] = {"events": int(rows.sum()), "deaths": float(dead[rows].sum())}
    if of is not None:
        whole = float(dead[of].sum())
        found["share_of_deaths"] = found["deaths"] / whole if whole > 0.0 else 0.0
    return found


def _pairs(matched: Matched, war: War) -> list[dict[str, Any]]:
    """Return events and men killed by pair of camps, most deadly first, and of attacks on civilians by camp."""
    camps = war.legend.camps
    row = pair_rows(matched.camp[:, 0], matched.camp[:, 1], len(camps))
    men, civilians = counting.men_killed(matched.events).best, counting.civilians_killed(matched.events).best
    found = []
    for number, name in enumerate(pairs_of(camps)):
        here = matched.counted & (row == number)
        if here.any():
            found.append({"pair": name, "events": int(here.sum()), "men": float(men[here].sum()),
                          "civilians": float(civilians[here].sum())})  # fmt: skip
    for camp, name in enumerate(camps):
        here = matched.counted & (matched.camp == camp).any(axis=1) & (matched.camp == CIVILIAN).any(axis=1)
        if here.any():
            found.append({"pair": f"{name}|", "events": int(here.sum()), "men": float(men[here].sum()),
                          "civilians": float(civilians[here].sum())})  # fmt: skip
    return sorted(found, key=lambda pair: -(pair["men"] + pair["civilians"]))


def _unmatched(matched: Matched, dead: Floats, most: int) -> Iterator[dict[str, Any]]:
    """Give every reason why something was not matched, with the names that have most dead."""
    events, counted = matched.events, matched.counted
    yield from _by_reason("event", matched.left_out, events.country, dead, {}, most)
    for column, names in enumerate((events.side_a, events.side_b)):
        reasons = np.where(counted & (matched.side_reason[:, column] == NO_SIDE), NO_SIDE, "")
        hints = {name: hint for (kind, name), hint in matched.hints.items() if kind == "side"}
        yield from _by_reason("side", reasons, names, dead, hints, most)
    near = {
        str(events.place[row]): f"{matched.distance_km[row]:.0f} km from the nearest place"
        for row in np.flatnonzero(matched.place_reason == TOO_FAR)
    }
    yield from _by_reason("place", np.where(counted, matched.place_reason, ""), events.place, dead, near, most)
    hints = {name: hint for (kind, name), hint in matched.hints.items() if kind == "governorate"}
    reasons = np.where(counted, matched.governorate_reason, "")
    yield from _by_reason("governorate", reasons, events.adm_1, dead, hints, most)


def _by_reason(
    level: str, reasons: Any, names: Any, dead: Floats, hints: dict[str, str], most: int
) -> Iterator[dict[str, Any]]:
    for reason in sorted(set(reasons) - {""}):
        rows = reasons == reason
        each = {str(name): float(dead[rows & (names == name)].sum()) for name in dict.fromkeys(names[rows])}
        largest = sorted(each, key=lambda name: (-each[name], name))[:most]
        yield {
            "level": level, "reason": str(reason), **_sum(rows, dead), "different_names": len(each),
            "names": [{"name": name, "deaths": each[name], "hint": hints.get(name, "")} for name in largest],
        }  # fmt: skip


def describe_changes(control: Control) -> dict[str, Any]:
    """Return what became of a list of changes of hands, as plain data."""
    return {
        "last": control.last.isoformat(),
        "counted": int(control.by_day.sum()),
        "changes_back": control.changes_back,
        "not_counted": dict(sorted(control.not_counted.items())),
        "not_places": dict(sorted(control.not_places.items())),
        "disagreeing": list(control.disagreeing),
    }


def in_words(told: dict[str, Any]) -> str:
    """Return ``describe_matching`` (and ``describe_changes`` under ``changes``) as text for a terminal."""
    given, counted = told["given"], told["counted"]
    lines = [
        f"{told['record']} and {told['war']}, {told['first']} to {told['last']}",
        f"  {given['events']:,} events with {given['deaths']:,.0f} dead, counted {counted['events']:,} with "
        f"{counted['deaths']:,.0f}",
        "", "found, share of the dead counted",
    ]  # fmt: skip
    lines += [
        f"  {name:<12} {found['events']:>6,} events  {found['deaths']:>7,.0f} dead  {found['share_of_deaths']:>6.1%}"
        for name, found in told["levels"].items()
    ]
    lines += ["", f"between{'':<27} events     men  civilians"]
    for pair in told["pairs"]:
        one, other = pair["pair"].split("|")
        who = f"{one} and {other}" if other else f"{one} on civilians"
        lines.append(f"  {who:<30} {pair['events']:>7,} {pair['men']:>7,.0f} {pair['civilians']:>10,.0f}")
    lines += ["", "not found"] if told["unmatched"] else []
    for one in told["unmatched"]:
        lines.append(f"  {one['level']}, {one['reason']}: {one['events']:,} events, {one['deaths']:,.0f} dead")
        for name in one["names"]:
            hint = f", {name['hint']}" if name["hint"] else ""
            lines.append(f"    {name['name'] or '(no name)'}, {name['deaths']:,.0f} dead{hint}")
    return "\n".join(lines + _changes_in_words(told.get("changes")))


def _changes_in_words(changes: dict[str, Any] | None) -> list[str]:
    if changes is None:
        return []
    lines = ["", f"changes of hands to {changes['last']}: {changes['counted']} counted, of them "
             f"{changes['changes_back']} back"]  # fmt: skip
    lines += [f"  not counted, {reason}: {number}" for reason, number in changes["not_counted"].items()]
    lines += [f"    {name} (nearest: {near})" for name, near in changes["not_places"].items()]
    return lines + [f"  {words}" for words in changes["disagreeing"]]
