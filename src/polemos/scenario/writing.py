"""Plain data as the text of a scenario file, such that reading it gives the same data again.

In comes what ``Node.plain`` gives, out goes YAML: mappings in their order, a number with its range on one
line, text quoted wherever it could be read as something else.  Reading is next door in ``document.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from polemos.scenario.node import Data
from polemos.scenario.patch import RANGE_KEYS
from polemos.scenario.scalars import Scalar

_BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TAKEN = re.compile(r"true|false|null|nan|inf|infinity", re.IGNORECASE)


def dump(data: Data) -> str:
    """Return the text of a document; ``read_document(dump(data)).data == data``."""
    return "".join(f"{line}\n" for line in _lines(data))


def _lines(data: Data) -> Iterator[str]:
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from _entry(f"{_word(key)}:", value)
    elif isinstance(data, list) and data:
        for value in data:
            yield from _entry("-", value)
    else:
        yield _flow(data)


def _entry(lead: str, value: Data) -> Iterator[str]:
    if _on_one_line(value):
        yield f"{lead} {_flow(value)}"
        return
    lines = _lines(value)
    yield f"- {next(lines)}" if lead == "-" else lead
    for line in lines:
        yield f"  {line}"


def _on_one_line(value: Data) -> bool:
    if isinstance(value, dict):
        return value.keys() <= RANGE_KEYS and not any(isinstance(item, (dict, list)) for item in value.values())
    return not isinstance(value, list) or not any(isinstance(item, (dict, list)) for item in value)


def _flow(value: Data) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_word(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _word(value)


def _word(value: Scalar) -> str:
    if isinstance(value, str) and _BARE.fullmatch(value) and not _TAKEN.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
