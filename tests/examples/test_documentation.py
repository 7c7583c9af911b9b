"""What the README and the guides show is what happens: commands, output, Python, links and the index.

The examples of one page run in order in one empty folder.  In a ```` ```console ```` block a line
``$ polemos ...`` is run and must succeed, or end with the code that a comment ``# exit 2`` names; the lines
under it must come out in that order, where ``...`` stands for anything.  A run or question without output shown is cut
to a few histories; one with output runs as it stands.  A block whose first line is ``# name.yaml`` or ``# name.py`` is
written to that file; later blocks that begin with ``# name.yaml, continued`` are added to it.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
# Pages whose examples run the reference war for long enough to matter in the fast tests.
SLOW_PAGES = frozenset({"first-answer.md"})
FEW = 20
# The first start ever compiles the engine, which is to take less than 90 s; a busy machine may be slower.
PATIENCE = 240.0
# Commands that simulate as many histories as they are asked for.
VERBS = ("run", "compare", "attribute", "sensitivity", "discover", "branch", "check-prior", "forecast", "argue")
SIMULATING = tuple(f"polemos {verb} " for verb in VERBS)
SERVING = "polemos explore "
NOT_RUN = ("make", "git", "cd", "pip", "xdg-open")
NAMED = re.compile(r"# ([\w-]+\.(?:yaml|py))(, continued)?\n")
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


class Example(NamedTuple):
    """One command or one Python block of a page, and what the page says comes of it."""

    line: int
    language: str
    text: str
    shown: tuple[str, ...] = ()
    exit_code: int = 0


def examples(page: str) -> list[Example]:
    """Return the examples of a page in order; raise ValueError for a command that no test would run."""
    found: list[Example] = []
    for block in FENCE.finditer(page):
        language, body = block.groups()
        line = page.count("\n", 0, block.start()) + 1
        if language == "python" or (language == "yaml" and NAMED.match(body)):
            found.append(Example(line, language, body))
        elif language in {"console", "sh"}:
            found += _commands(body, line)
    return found


def _commands(body: str, line: int) -> list[Example]:
    found: list[Example] = []
    for offset, text in enumerate(body.splitlines(), start=1):
        if text.startswith("$ "):
            command, _, comment = text[2:].partition("  #")
            code = re.search(r"exit (\d)", comment)
            found.append(Example(line + offset, "sh", command.strip(), (), int(code[1]) if code else 0))
        elif text.strip() and found:
            found[-1] = found[-1]._replace(shown=(*found[-1].shown, text.strip()))
        elif text.strip():
            raise ValueError(f"line {line + offset}: output without a command, or a command without '$ '")
    for example in found:
        if not example.text.startswith(("polemos ", *(f"{word} " for word in NOT_RUN))):
            raise ValueError(f"line {example.line}: no test runs {example.text!r}")
    return [example for example in found if example.text.startswith("polemos ")]


def cut(command: str) -> str:
    """Return a run or a question with at most a few histories of each war, a report without questions of its own.

    Other commands stay as they are.
    """
    if command.startswith("polemos report ") and "--quick" not in command:
        return f"{command} --quick"
    if not command.startswith(SIMULATING):
        return command
    asked = re.search(r"--histories[ =](\d+)", command)
    if asked is None:
        return f"{command} --histories {FEW}"
    return command.replace(asked[0], f"--histories {min(FEW, int(asked[1]))}")


def missing_line(shown: tuple[str, ...], printed: str) -> str | None:
    """Return the first shown line that is not printed after the one before it, or None if all are."""
    rest = iter(" ".join(line.split()) for line in printed.splitlines())
    for line in shown:
        pattern = ".*".join(re.escape(part) for part in " ".join(line.split()).split("..."))
        if not any(re.fullmatch(pattern, candidate) for candidate in rest):
            return line
    return None


def perform(example: Example, folder: Path) -> tuple[int, str]:
    """Run one example in a folder, or write its file; return its exit code and everything it printed."""
    named = NAMED.match(example.text) if example.language in {"yaml", "python"} else None
    if named is not None:
        with (folder / named[1]).open("a" if named[2] else "x", encoding="utf-8") as file:
            file.write(example.text)
        return 0, ""
    text = example.text if example.shown else cut(example.text)
    start = [sys.executable, "-c"] if example.language == "python" else ["bash", "-euc"]
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1", "COLUMNS": "110"}
    if text.startswith(SERVING):
        return until_it_serves(text, folder, environment)
    done = subprocess.run(
        [*start, text],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return done.returncode, done.stdout


def until_it_serves(command: str, folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """Start a command that goes on until Ctrl-C, and press that once it has said everything; return as ``perform``."""
    process = subprocess.Popen(
        ["bash", "-euc", f"exec {command}"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            process.send_signal(signal.SIGINT)
    return process.wait(PATIENCE), "".join(lines)


def marked(page: Path) -> object:
    marks = [pytest.mark.slow] if page.name in SLOW_PAGES else []
    return pytest.param(page, marks=marks, id=page.relative_to(ROOT).as_posix())


WITH_EXAMPLES = [page for page in PAGES if examples(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", [marked(page) for page in WITH_EXAMPLES])
def test_examples_of_a_page_do_what_it_shows(page: Path, tmp_path: Path) -> None:
    for example in examples(page.read_text(encoding="utf-8")):
        code, printed = perform(example, tmp_path)
        place = f"{page.name}:{example.line}: {example.text}"
        assert code == example.exit_code, f"{place}\nended with {code}\n{printed}"
        missing = missing_line(example.shown, printed)
        assert missing is None, f"{place}\nthe page shows {missing!r}, but it printed\n{printed}"


def test_the_readme_has_commands_and_python() -> None:
    found = examples((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {example.language for example in found} == {"sh", "python"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_index_names_every_guide() -> None:
    named = set(LINK.findall((ROOT / "docs" / "README.md").read_text(encoding="utf-8")))
    assert {page.name for page in (ROOT / "docs").glob("*.md")} - {"README.md"} <= named


def test_make_targets_that_pages_name_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        named = re.findall(r"`make ([a-z]+)`|^\$ make ([a-z]+)", text, re.MULTILINE)
        assert {first or second for first, second in named} <= targets, page.name


def test_glossary_is_in_order_and_says_each_word_once() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = re.findall(r"^\*\*(.+?)\*\*", text, re.MULTILINE)
    assert words == sorted(set(words), key=str.casefold)
    assert len(words) > 40


PLANTED = """
```console
$ make demo
$ polemos run syria-2016 --histories 500 --out a
$ polemos check broken.yaml  # exit 2
broken.yaml:3:1: ... unknown key
$ polemos run small
```
```python
import polemos
```
```yaml
name: x
```
```yaml
# x.yaml
name: x
```
"""


def test_examples_are_found_with_line_code_and_output() -> None:
    assert examples(PLANTED) == [
        Example(4, "sh", "polemos run syria-2016 --histories 500 --out a"),
        Example(5, "sh", "polemos check broken.yaml", ("broken.yaml:3:1: ... unknown key",), 2),
        Example(7, "sh", "polemos run small"),
        Example(9, "python", "import polemos\n"),
        Example(15, "yaml", "# x.yaml\nname: x\n"),
    ]


@pytest.mark.parametrize("body", ["$ rm -rf run", "polemos run war"])
def test_a_command_that_nothing_runs_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        examples(f"```sh\n{body}\n```\n")


def test_only_what_simulates_is_cut() -> None:
    assert cut("polemos compare war --without air") == f"polemos compare war --without air --histories {FEW}"
    assert cut("polemos run war --histories 500") == f"polemos run war --histories {FEW}"
    assert cut("polemos run war --histories=5") == "polemos run war --histories 5"
    assert cut("polemos run war") == f"polemos run war --histories {FEW}"
    assert cut("polemos report run") == "polemos report run --quick"
    assert cut("polemos show run") == "polemos show run"


def test_shown_output_must_come_in_order_and_may_have_gaps() -> None:
    printed = "seed 1\n  took 2.4 s\nend   state\n"
    assert missing_line(("seed 1", "took ... s", "end state"), printed) is None
    assert missing_line(("end state", "seed 1"), printed) == "seed 1"
    assert missing_line(("took 9 s",), printed) == "took 9 s"


def test_a_named_block_is_a_file_that_later_blocks_add_to(tmp_path: Path) -> None:
    for text in ("# x.yaml\nname: x\n", "# x.yaml, continued\ndays: 3\n"):
        assert perform(Example(1, "yaml", text), tmp_path) == (0, "")
    assert (tmp_path / "x.yaml").read_text(encoding="utf-8").count("\n") == 4


def test_a_failing_example_is_seen(tmp_path: Path) -> None:
    assert perform(Example(1, "python", "raise SystemExit(3)"), tmp_path)[0] == 3
    assert perform(Example(1, "sh", "polemos no-such-command"), tmp_path)[0] != 0
