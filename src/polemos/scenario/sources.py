"""Where a scenario comes from: built-in wars, files, and what they extend, joined into one tree.

In comes a name or a path, out goes a ``Source``: the joined tree, the text of every file that took part and
the folder of its theatre.  ``extends`` is followed here; what the joined tree means is next door in
``load.py``, laying one tree over another in ``patch.py``.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from polemos.errors import BadInput, Problem, did_you_mean
from polemos.scenario.document import read_document
from polemos.scenario.node import Mark, Node
from polemos.scenario.patch import patched
from polemos.scenario.scalars import show

LONGEST_CHAIN = 8
"""Files of the longest chain of ``extends``."""

WARS = Path(__file__).resolve().parent.parent / "wars"
SUFFIXES = (".yaml", ".yml")


class Source(NamedTuple):
    """A scenario as it was found: one tree, the texts by file name (the asked one first), its own file.

    ``problems`` are the changes in it that fit nothing.
    """

    root: Node
    texts: dict[str, str]
    path: Path
    problems: list[Problem]


def built_in_names() -> list[str]:
    """Return the names of the wars that come with polemos."""
    return sorted(path.stem for path in WARS.glob("*.yaml"))


def find(name_or_path: str | Path) -> Path:
    """Return the file of a built-in war or of a path; raises ``BadInput`` that lists the names there are."""
    names = built_in_names()
    if isinstance(name_or_path, str) and name_or_path in names:
        return WARS / f"{name_or_path}.yaml"
    path = Path(name_or_path)
    is_path = isinstance(name_or_path, Path) or path.suffix in SUFFIXES or len(path.parts) > 1
    if is_path or _exists(path):
        return path
    what = f"there is no built-in scenario {show(str(name_or_path))}"
    near = did_you_mean(str(name_or_path), names)
    listed = f"built in: {', '.join(names)}" if names else "none is built in"
    raise BadInput(Problem(what, hint=f"{near} ({listed}; a file is named by its path)".strip()))


def gather(name_or_path: str | Path) -> Source:
    """Read a scenario and all that it extends into one tree; raises ``BadInput`` with every fault found."""
    path = find(name_or_path)
    chain: list[Path] = []
    trees: list[Node] = []
    texts: dict[str, str] = {}
    asked: Path | None = path
    while asked is not None:
        chain.append(asked)
        document = read_document(asked)
        texts[_text_name(asked, texts)] = document.text
        extends = document.root.child("extends")
        trees.append(_without_extends(document.root))
        asked = _base(extends, asked, chain) if extends is not None else None
    problems: list[Problem] = []
    root = trees.pop()
    while trees:
        root = patched(root, trees.pop(), problems)
    return Source(root, texts, path, problems)


def theatre_folder(root: Node, path: Path) -> Path | None:
    """Return the folder that ``theatre.from`` names: built in, or relative to the file that says so."""
    theatre = root.child("theatre")
    said = theatre.child("from") if theatre is not None else None
    if said is None or not isinstance(said.value, str) or "\0" in said.value:
        return None
    built_in = WARS / "theatres" / said.value
    if said.value == Path(said.value).name and built_in.is_dir():
        return built_in
    beside = Path(said.at.file).parent if said.at.line else path.parent
    return beside / said.value


def _base(extends: Node, path: Path, chain: list[Path]) -> Path:
    """Return the file that ``extends`` names, or refuse a circle, a long chain, or what is no name."""
    at = extends.at
    if not isinstance(extends.value, str):
        raise BadInput(_at(at, f"must be a built-in name or a path, not {show(extends.plain())}"))
    try:
        base = find(extends.value)
    except BadInput as error:
        raise BadInput(_at(at, problem.what, problem.hint) for problem in error.problems) from None
    if base.parent != WARS:
        base = path.parent / base
    if not _exists(base):
        near = did_you_mean(base.stem, built_in_names())
        raise BadInput(_at(at, f"there is no file {show(str(base))}", near))
    if base.resolve() in [member.resolve() for member in chain]:
        names = " extends ".join(member.name for member in [*chain, base])
        raise BadInput(_at(at, f"goes round in a circle: {names}"))
    if len(chain) >= LONGEST_CHAIN:
        raise BadInput(_at(at, f"more than {LONGEST_CHAIN} files extend each other"))
    return base


def _exists(path: Path) -> bool:
    """Whether a file is there; a name that no file can have is not."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _at(at: Mark, what: str, hint: str = "") -> Problem:
    return Problem(what, at.file, at.line, at.column, "extends", hint)


def _without_extends(root: Node) -> Node:
    assert isinstance(root.value, dict)
    return root._replace(value={key: node for key, node in root.value.items() if key != "extends"})


def _text_name(path: Path, taken: dict[str, str]) -> str:
    """Return a name for a file's text that no other text has."""
    name, number = path.name, 2
    while name in taken:
        name, number = f"{path.stem}-{number}{path.suffix}", number + 1
    return name
