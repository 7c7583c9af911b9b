"""How an answer of ``check-prior`` looks: coverage of the many, a row for each of the few, the truce, plain words.

Comes in: an ``Answer``, fresh or opened from its folder.  Goes out: tables, made from what the answer holds alone.  The
plot is next door in ``check_plot``, the natural test's table in ``truce_tables``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polemos.experiments.checking.compared import TABLES
from polemos.experiments.checking.placing import IMPOSSIBLE, TAIL, TELLING, WITHIN, by_chance
from polemos.experiments.checking.truce_tables import truce_tables
from polemos.experiments.tables import Column, Table

if TYPE_CHECKING:
    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
CLEAR = 0.05
NAMED = 6
MANY = 12
"""Of a group of more numbers than this, those that lie within are not shown."""
HELD = (
    Column("numbers of each week or month", right=False), Column("numbers"), Column("in 50 %", wide=2),
    Column("in 80 %", wide=3), Column("in 95 %"), Column("if independent", wide=4), Column("as few", wide=1),
    Column("impossible"),
)  # fmt: skip
ROWS = (
    Column("number", right=False), Column("recorded"), Column("range", wide=3), Column("median"),
    Column("95 % of histories"), Column("below", wide=1), Column("x or /", wide=2), Column("verdict", right=False),
)  # fmt: skip


def tables(answer: Answer) -> list[Table]:
    """Return the coverage of groups, a table for each kind of number, the natural test, and what it comes to."""
    found = answer.findings
    parts = [_head(answer), _coverage(found)]
    parts += [_few(found, name) for name in TABLES[:-1]]
    if found["truce"] is not None:
        parts += truce_tables(found)
    return [part for part in parts if part.rows or part.notes] + [_foot(answer)]


def _head(answer: Answer) -> Table:
    found, case = answer.findings, answer.cases[0]
    record = found["record"]
    kind = "inputs learned from a posterior" if found["learned"] else "inputs from the prior"
    window = [str(record[name]) for name in ("first", "last") if name in record]
    told = [f"deaths {' to '.join(window)}"] if window else []
    told += [f"changes of hands to {record['changes_last']}"] if "changes_last" in record else []
    lines = (
        f"{found['histories']:,} histories of {case['days']:,} days, seed {case['seed']}, {kind}",
        f"record: {record.get('record') or 'of no name'}; {', '.join(told) or 'window unknown'}",
    )
    word = "posterior" if found["learned"] else "prior"
    return Table(f"{case['scenario']}: the record among {word} predictive histories", notes=lines)


def _coverage(found: Plain) -> Table:
    rows = []
    for group in found["groups"]:
        if group["each"]:
            continue
        fifty, eighty, most = group["held"]
        rows.append((
            group["title"], f"{group['number']:,}", percent(fifty["share"]), percent(eighty["share"]),
            percent(most["share"]), f"{percent(most['low'])} to {percent(most['high'])}", share_of(most["as_few"]),
            str(group["verdicts"][IMPOSSIBLE]),
        ))  # fmt: skip
    notes = (
        "in 50, 80, 95 %: share of the recorded numbers that lie in these intervals, ties broken by luck; if "
        "independent: Wilson's 95 % interval of the last share, too narrow, for the numbers of one war hang together",
        "as few: share of histories that, put in the record's place, lie in as few of their own 95 % intervals",
    )
    return Table("Coverage", HELD, tuple(rows), notes if rows else ())


def _few(found: Plain, name: str) -> Table:
    rows, notes = shown_rows(found, name)
    return Table(f"{name[0].upper()}{name[1:]}", ROWS, tuple(map(row_of, rows)), tuple(notes))


def shown_rows(found: Plain, name: str) -> tuple[list[Plain], list[str]]:
    """Return the numbers of one kind that are shown, of many alike only those outside, and how many are not."""
    shown, notes = [], []
    for group in found["groups"]:
        if group["table"] != name or not group["each"]:
            continue
        rows = [row for row in found["rows"] if row["group"] == group["title"]]
        told = [row for row in rows if row["verdict"] != WITHIN] if len(rows) > MANY else rows
        shown += told
        if len(told) < len(rows):
            notes.append(f"{group['title']}: {len(rows) - len(told)} of {len(rows)} lie within and are not shown")
    return shown, notes


def row_of(row: Plain) -> tuple[str, ...]:
    """Return one number as cells."""
    low, best, high = row["recorded"]
    least, most = row["intervals"][-1]
    ranged = f"{amount(low)} to {amount(high)}" if (low, high) != (best, best) else ""
    verdict = row["verdict"] + (", whole range" if row["verdict"] == IMPOSSIBLE and low != high
                                and row["range_outside"] else "")  # fmt: skip
    return (
        row["title"], amount(best), ranged, amount(row["median"]), f"{amount(least)} to {amount(most)}",
        share_of(row["below"]), "-" if row["factor"] is None or row["unit"] == "1" else f"{row['factor']:.2g}", verdict,
    )  # fmt: skip


def summary_of(found: Plain) -> list[str]:
    """Return what the check comes to, in sentences."""
    rows = [row for row in found["rows"] if row["verdict"] != "unknown"]
    tail, none = by_chance(len(rows), found["histories"])
    outside = [row for row in rows if row["verdict"] in (TAIL, IMPOSSIBLE)]
    impossible = [row for row in rows if row["verdict"] == IMPOSSIBLE]
    lines = [
        f"{len(outside)} of {len(rows)} numbers with a row lie outside 95 % of the histories (by chance about "
        f"{tail:.0f}), {len(impossible)} outside all (by chance {none:.1f}); they hang together, so one cause can move "
        "many"
    ]
    if found["histories"] < TELLING:
        lines.append(f"fewer than {TELLING} histories do not show what the model cannot make")
    lines.append(_cannot(found, impossible))
    wide = [row for row in rows if row["table"] == TABLES[0] and row["verdict"] == WITHIN and (row["factor"] or 0) > 2]
    if wide:
        lines.append(
            f"{len(wide)} levels lie within only because nearly everything would: their 90 % interval is its middle "
            "times or over more than 2 (column x or /)"
        )
    if found["not_compared"]:
        names = ", ".join(found["not_compared"])
        lines.append(f"own dead are not compared for camps that also fight where the record does not look: {names}")
    return lines


def _cannot(found: Plain, impossible: list[Plain]) -> str:
    """Return the sentence on what the model cannot make."""
    groups = [
        f"{group['title']} ({percent(group['held'][-1]['share'])} in 95 %)"
        for group in found["groups"]
        if not group["each"] and group["held"][-1]["as_few"] <= CLEAR
    ]
    order = sorted(impossible, key=lambda row: not row["range_outside"])
    rows = [_in_words(row) for row in order[:NAMED]]
    more = f" and {len(impossible) - NAMED} more" if len(impossible) > NAMED else ""
    if not rows and not groups:
        return "the model makes all of this, as far as these histories tell"
    parts = ["in no history are " + "; ".join(rows) + more] if rows else []
    parts += ["too far out too often are " + "; ".join(groups)] if groups else []
    return "what the model does not make: " + "; and ".join(parts)


def _in_words(row: Plain) -> str:
    least, most = row["intervals"][-1]
    best = row["recorded"][1]
    if least == most == 0.0:
        return f"{row['title']} ({amount(best)}, and none in the model)"
    way = "more" if best > most else "less"
    return f"{row['title']} ({amount(best)}, {way} than {amount(least)} to {amount(most)})"


def _foot(answer: Answer) -> Table:
    found = answer.findings
    lines = [
        "below: share of histories below the record, ties half; x or /: the 90 % interval is its middle times or over "
        "this; in the tail: outside 95 % of the histories, impossible: outside all; whole range: its low and high too",
        *summary_of(found),
    ]
    return Table("", notes=(*lines, f"again: {answer.command}"))


def amount(value: float | None) -> str:
    """Return a number with three figures, whole from 100 on."""
    if value is None:
        return "-"
    if abs(value) >= 100.0 or value == int(value):
        return f"{value:,.0f}".replace("-", "−")
    return f"{value:.3g}".replace("-", "−")


def percent(share: float | None) -> str:
    """Return a share in percent."""
    return "-" if share is None else f"{share * 100.0:.0f} %"


def share_of(share: float | None) -> str:
    """Return a share in percent; a few of many are not none."""
    if share is None:
        return "-"
    if 0.0 < share < 0.005:
        return "<1 %"
    return ">99 %" if 0.995 < share < 1.0 else f"{share * 100.0:.0f} %"
