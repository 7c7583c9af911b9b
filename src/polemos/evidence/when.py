"""Dates in running English, exact or vague, each as an interval of days.

Comes in: words, the day on which they were written if it is known, and named days from which others are counted
("after the intervention").  Goes out: ``Dated`` spans.  What "few" and "recent" mean in days is a judgement that stands
here and nowhere else; without a day of writing, words that hang on it have a span and no interval.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from polemos.evidence.apart import longest_apart

Days = tuple[date, date]

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
SHORT_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
NUMBERS = {"a": (1, 1), "an": (1, 1), "one": (1, 1), "two": (2, 2), "three": (3, 3), "four": (4, 4), "five": (5, 5),
           "six": (6, 6), "seven": (7, 7), "eight": (8, 8), "nine": (9, 9), "ten": (10, 10), "couple": (2, 3),
           "few": (2, 6), "several": (3, 8), "some": (2, 8), "many": (6, 24)}  # fmt: skip
"""How many a word is, at least and at most (judgement for those that are no numbers)."""
DAYS_IN = {"day": 1, "week": 7, "month": 30, "year": 365}
RECENT_DAYS = 60
"""How far back "recent" reaches [days], judgement."""
FIRST_MONTHS = 90
"""How long "the first months" after something are [days], judgement."""

_MONTH = r"(?P<month>" + "|".join([*MONTHS, *(f"{name}\\.?" for name in SHORT_MONTHS), "sept\\.?"]) + r")"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(NUMBERS) + r")"
_UNIT = r"(?P<unit>day|week|month|year)s?"
_WITHIN = r"(?:(?:in|over|for|during|within)\s+)?"
_PATTERNS = tuple(
    (name, re.compile(rf"\b(?:{pattern})\b", re.I))
    for name, pattern in (
        ("iso", r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"),
        ("day", rf"(?:on\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}"),
        ("day", rf"(?:on\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}"),
        ("day", rf"(?:on\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}"),
        ("day", rf"(?:on\s+)?{_MONTH}\s+{_DAY}"),
        ("month", rf"(?:(?P<part>early|mid|late)[\s-])?{_MONTH},?\s+(?:of\s+)?{_YEAR}"),
        ("month", rf"(?:(?:in|since|during|until|by|of|last|from|early|mid|late)[\s-]){{1,3}}{_MONTH}"),
        ("decade", r"(?:(?:in\s+)?the\s+)?(?:(?P<part>early|mid|late)[\s-])?(?P<year>(?:19|20)\d0)s"),
        ("year", rf"(?:in|since|during|until|of|from|by)\s+(?:(?P<part>early|mid|late)[\s-])?{_YEAR}"),
        ("ago", rf"(?:only\s+|just\s+|some\s+|a\s+)?{_COUNT}\s+(?:of\s+)?{_UNIT}\s+ago"),
        ("last", rf"{_WITHIN}(?:the\s+)?(?:last|past|previous|recent)\s+{_COUNT}\s+{_UNIT}"),
        ("last", rf"{_WITHIN}(?:the\s+)?(?:last|past)\s+{_UNIT}"),
        ("last", rf"(?:in\s+)?(?P<recent>recent)\s+{_UNIT}"),
        ("weekday", rf"(?:on\s+)?(?:last\s+)?(?P<weekday>{'|'.join(calendar.day_name)})"),
        ("this", rf"(?:earlier\s+)?this\s+{_UNIT}"),
        ("first", r"(?:in\s+)?(?:the\s+)?first\s+(?:(?P<count>\w+)\s+)?(?P<unit>day|week|month)s?\s+"
                  r"(?:after|of|since)\s+(?P<anchor>\w+(?:\s+\w+){0,2})"),
        ("today", r"today|tonight|this\s+(?:morning|afternoon|evening)"),
        ("yesterday", r"yesterday|last\s+night"),
        ("recent", r"recent(?:ly)?|lately|these\s+days"),
    )
)  # fmt: skip


class Dated(NamedTuple):
    """Words that say when: ``[first:last]``, and the days they may mean, None where nobody knows."""

    first: int
    last: int
    days: Days | None
    vague: bool  # more than one day


def dates_in(words: str, written: Days | None = None, named_days: Mapping[str, date] | None = None) -> list[Dated]:
    """Return the dates of a text in order, none overlapping; the longest wins.

    ``written``: the day or days on which the text was written.  ``named_days``: in lower case, what something is called
    and the day it began.
    """
    found: list[Dated] = []
    impossible: list[tuple[int, int]] = []  # 31 February 2016 is not February 2016
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(words):
            last = match.end()
            if name == "first":
                anchor = _anchor(match["anchor"], named_days or {})
                if not anchor:
                    continue
                last = match.start("anchor") + anchor.end()
            if name in ("day", "month") and _is_may(match, words):
                continue
            days = _days(name, match, written, named_days or {})
            if days is None and name in ("iso", "day"):
                impossible += [match.span()] if "year" in match.groupdict() else []
                continue
            found.append(Dated(match.start(), last, days, days is None or days[0] != days[1]))
    spoilt = {place for first, last in impossible for place in range(first, last)}
    found = [one for one in found if spoilt.isdisjoint(range(one.first, one.last))]
    return longest_apart(found)


def written_iso(days: Days | None) -> str:
    """Return days in ISO form: one day, ``first/last``, or nothing."""
    if days is None:
        return ""
    return days[0].isoformat() if days[0] == days[1] else f"{days[0].isoformat()}/{days[1].isoformat()}"


def read_iso(text: str) -> Days | None:
    """Return days from ISO form, None if it is none or its last day is before its first."""
    try:
        first, _, last = text.partition("/")
        days = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        return None
    return days if days[0] <= days[1] else None


def _anchor(words: str, named: Mapping[str, date]) -> re.Match[str] | None:
    """Return the first word of some that names a day."""
    return next((word for word in re.finditer(r"\w+", words) if word[0].lower() in named), None)


def _is_may(match: re.Match[str], words: str) -> bool:
    """Whether a month without a year is the verb: may, march."""
    return match["month"].lower() in ("may", "march") and not match["month"][0].isupper()


def _days(name: str, match: re.Match[str], written: Days | None, named: Mapping[str, date]) -> Days | None:
    given = {key: value.lower() for key, value in match.groupdict().items() if value}
    if name == "first":
        anchor = _anchor(given["anchor"], named)
        start = named[anchor[0].lower()] if anchor else date.min
        count = NUMBERS.get(given.get("count", ""), (0, 0))[1]
        return start, start + timedelta(days=(count * DAYS_IN[given["unit"]]) or FIRST_MONTHS)
    if name in ("iso", "day", "month", "decade", "year"):
        return _calendar(name, given, written)
    return _counted(name, given, written)


def _calendar(name: str, given: Mapping[str, str], written: Days | None) -> Days | None:
    if "year" not in given and written is None:
        return None
    if name == "decade":
        return _part(date(int(given["year"]), 1, 1), date(int(given["year"]) + 9, 12, 31), given.get("part"))
    if name == "year":
        return _part(date(int(given["year"]), 1, 1), date(int(given["year"]), 12, 31), given.get("part"))
    month = given["month"].rstrip(".")
    number = int(month) if name == "iso" else MONTHS.get(month) or SHORT_MONTHS[month[:3]]
    day = int(given["day"]) if "day" in given else 1
    try:
        if "year" in given:
            first = date(int(given["year"]), number, day)
        else:
            first = _latest_before(number, day, written[1]) if written else date.min
    except ValueError:
        return None
    if "day" in given:
        return first, first
    return _part(first, first.replace(day=calendar.monthrange(first.year, number)[1]), given.get("part"))


def _latest_before(month: int, day: int, end: date) -> date:
    """Return the last such day that is not after another, for what has no year."""
    here = date(end.year, month, day)
    return here if here <= end else date(end.year - 1, month, day)


def _part(first: date, last: date, part: str | None) -> Days:
    """Return the early, middle or late third of some days."""
    third = (last - first) / 3
    return {"early": (first, first + third), "mid": (first + third, last - third), "late": (last - third, last)}.get(
        part or "", (first, last)
    )


def _counted(name: str, given: Mapping[str, str], written: Days | None) -> Days | None:
    """Return days that are counted back from the day of writing."""
    if written is None:
        return None
    start, end = written
    if name == "weekday":
        past = timedelta(days=(end.weekday() - WEEKDAYS[given["weekday"]]) % 7)
        return end - past, end - past
    if name in ("today", "yesterday"):
        back = timedelta(days=1 if name == "yesterday" else 0)
        return start - back, end - back
    if name == "recent":
        return start - timedelta(days=RECENT_DAYS), end
    unit = DAYS_IN[given.get("unit", "month")]
    if name == "this":
        return start - timedelta(days=unit), end
    count = given.get("count", "several" if given.get("recent") else "one")
    least, most = NUMBERS.get(count) or (int(count), int(count))
    if name == "last":
        return start - timedelta(days=most * unit), end
    spare = unit // 2 if unit > 1 else 0  # "two months ago" is not sixty days to the day
    return start - timedelta(days=most * unit + spare), end - timedelta(days=max(0, least * unit - spare))
