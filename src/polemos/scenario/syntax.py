"""What the YAML parser says of text that is not YAML, in words that name a cure.

In comes an error of PyYAML (its C or its Python parser, which word the same fault differently) and the text;
out goes one ``Problem`` with the line and column of the fault.  Faults of YAML that is well formed but not
allowed in a scenario are next door in ``document.py``.
"""

from __future__ import annotations

import re

import yaml

from polemos.errors import Problem

_SYNTAX = (
    ("cannot start any token", "a value cannot begin with this character", "quote the value"),
    ("mapping values are not allowed", 'a second ": " in one value, or wrong indentation', "quote the value"),
    ("sequence entries are not allowed", 'a "- " item cannot stand here', "put the list on lines of its own"),
    ("expected ',' or ']'", "a bracket [ is not closed, or a comma is missing", ""),
    ("expected ',' or '}'", "a brace { is not closed, or a comma is missing", ""),
    ("node content", "a value is missing here", ""),
    ("unexpected end of stream", "a quotation mark is not closed", ""),
    ("unexpected document indicator", "a quotation mark is not closed", ""),
    ("unknown escape character", "an unknown escape sequence in double quotes", "use single quotes"),
    ("escape code", "an escape sequence that is no character", "use single quotes"),
    ("hexadecimal numbers", "an escape sequence needs hexadecimal digits", "use single quotes"),
    ("tab character", "a tab in the indentation", "indent with spaces"),
    ("find expected ':'", 'a key without ":"', 'write "key: value"'),
    ("expected alphabetic or numeric", "a value cannot begin with & or *", "quote the value"),
    ("undefined tag handle", "tags are not allowed", "remove it, or quote the value"),
    ("did not find expected '-'", "a list item does not begin with -, or wrong indentation", ""),
    ("expected <block end>", "wrong indentation, or a key in the wrong place", ""),
    ("expected key", "wrong indentation, or a key in the wrong place", ""),
    ("<document start>", "something stands after the end of the document", ""),
    ("'<stream end>'", "something stands after the end of the document", ""),
)


def syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """Return what YAML says in words that name a cure; line and column are those of the fault."""
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    begun = getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
    rows = text.split("\n")
    at_tab = 0 < line <= len(rows) and rows[line - 1][column - 1 : column] == "\t"
    found = "tab character" if at_tab else said
    unknown = f"cannot be read as YAML: {re.sub(r'[^ -~]', '?', said)}"
    what, hint = next((cure for sign, *cure in _SYNTAX if sign in found), (unknown, ""))
    if begun is not None and begun.line + 1 < line and not hint:
        hint = f"what it belongs to begins in line {begun.line + 1}"
    return Problem(what, file, line, column, hint=hint)
