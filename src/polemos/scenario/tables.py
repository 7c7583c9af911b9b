"""CSV tables read with every problem located: what is wrong, in which file, line and column.

In: a path and the columns that must be there.  Out: rows that know where they stand, and one list of problems for
all tables read together.  Next door: ``theatre.py`` says what the values mean; YAML is read elsewhere.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path

from polemos.errors import Problem, did_you_mean

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
"""How an id is written: lower case, digits, underscores, ASCII only."""


@dataclass(frozen=True)
class Row:
    """One line of a table: values by column name, all text without surrounding blanks."""

    file: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]


class Tables:
    """Reads tables and collects what is wrong with them; nothing is raised, so that all problems show at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def read(self, path: Path, columns: Sequence[str]) -> list[Row]:
        """Return the rows of a CSV file (UTF-8, header); none where the file cannot be read as such a table."""
        file = str(path)
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                reader = csv.reader(stream, strict=True)
                numbered = []
                start = 1
                for values in reader:
                    numbered.append((start, [value.strip() for value in values]))
                    start = reader.line_num + 1
        except OSError as error:
            return self._refuse(file, 0, f"cannot read the table ({error.strerror})")
        except UnicodeDecodeError:
            return self._refuse(file, 0, "the table is not UTF-8 text")
        except csv.Error as error:
            return self._refuse(file, 1, f"this is no CSV table ({error})")
        if not numbered:
            return self._refuse(file, 1, "the table is empty")
        header = numbered[0][1]
        if missing := [column for column in columns if column not in header]:
            hint = did_you_mean(missing[0], header)
            return self._refuse(file, 1, f'the column "{missing[0]}" is missing', hint)
        return [row for line, values in numbered[1:] if (row := self._row(file, line, header, values))]

    def _refuse(self, file: str, line: int, what: str, hint: str = "") -> list[Row]:
        self.problems.append(Problem(what, file, line, 1, hint=hint))
        return []

    def _row(self, file: str, line: int, header: list[str], values: list[str]) -> Row | None:
        if not any(values):
            return None
        if len(values) != len(header):
            what = f"{len(values)} values in a table of {len(header)} columns"
            self.problems.append(Problem(what, file, line, 1))
            return None
        return Row(file, line, dict(zip(header, values, strict=True)))

    def wrong(self, row: Row, column: str, what: str, hint: str = "") -> None:
        """Note a problem with one value of a row."""
        self.problems.append(Problem(what, row.file, row.line, 1, column, hint))

    def number(self, row: Row, column: str, low: float, high: float) -> float:
        """Return a finite number in [low, high]; ``low`` itself, and a problem noted, where it is none."""
        try:
            value = float(row[column])
        except ValueError:
            value = math.nan
        if math.isnan(value) or math.isinf(value):
            self.wrong(row, column, f'"{row[column]}" is not a number')
        elif not low <= value <= high:
            self.wrong(row, column, f"{row[column]} is out of range, {low:g} to {high:g} is allowed")
        else:
            return value
        return low

    def choice(self, row: Row, column: str, known: Sequence[str]) -> bool:
        """Return whether a value is one of the known words; note a problem where not."""
        if row[column] in known:
            return True
        hint = did_you_mean(row[column], known) or f"known: {', '.join(known)}"
        self.wrong(row, column, f'unknown {column} "{row[column]}"', hint)
        return False

    def once(self, row: Row, column: str, seen: Container[str]) -> None:
        """Note a problem where a value is empty or was there before."""
        if not row[column]:
            self.wrong(row, column, "a value is missing")
        elif row[column] in seen:
            self.wrong(row, column, f'"{row[column]}" is there twice')

    def identifier(self, row: Row, column: str, seen: Container[str]) -> None:
        """Note a problem where an id is not lower_snake ASCII, empty or there before."""
        self.once(row, column, seen)
        if row[column] and not IDENTIFIER.fullmatch(row[column]):
            self.wrong(row, column, f'"{row[column]}" is no id', "use lower case letters, digits and underscores")

    def spans(self, row: Row, column: str) -> tuple[tuple[int, int], ...]:
        """Return character spans written as ``12:19;40:46``; an empty value is no span."""
        found = []
        for part in filter(None, row[column].split(";")):
            start, _, end = part.partition(":")
            if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()) or int(start) >= int(end):
                self.wrong(row, column, f'"{part}" is no span', 'write "start:end" with start before end')
                continue
            found.append((int(start), int(end)))
        return tuple(found)
