"""Every way to write a scenario wrong has one exact message, with the line and column of the fault.

``bad/NAME.yaml`` is a faulty file, ``bad/NAME.txt`` what is said of it.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from polemos.errors import BadInput
from polemos.scenario.document import read_document
from polemos.scenario.load import check, load

HERE = Path(__file__).resolve().parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
RIVER = HERE / "good" / "river.yaml"


def said_of(path: Path) -> str:
    return "".join(f"{problem}\n" for problem in check(path)).replace(f"{path.parent}{os.sep}", "")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_message_is_exact(path: Path) -> None:
    assert said_of(path) == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_every_message_has_a_place(path: Path) -> None:
    problems = check(path)
    assert problems
    for problem in problems:
        assert problem.file
        assert problem.line >= 1
        assert problem.column >= 1


@pytest.mark.parametrize("name", ["unknown_actor", "nothing_to_take_away", "silent_kinds", "duplicate_keys"])
def test_loading_says_what_checking_says(name: str) -> None:
    path = HERE / "bad" / f"{name}.yaml"
    with pytest.raises(BadInput) as raised:
        load(path)
    assert list(raised.value.problems) == check(path)
    assert raised.value.exit_code == 2


def test_a_sound_file_has_no_problems() -> None:
    assert check(RIVER) == []


def test_faults_of_the_schema_and_of_the_whole_are_said_together(tmp_path: Path) -> None:
    path = tmp_path / "war.yaml"
    path.write_text(f"extends: {RIVER}\nactors: {{guard: {{strenght: 1, quality: -1, camp: bleu}}}}\n")
    keys = [problem.key for problem in check(path)]
    assert keys == ["actors.guard.strenght", "actors.guard.quality", "actors.guard.camp"]


ENCODINGS = {
    "utf16_with_mark": (
        "title: War\n".encode("utf-16"),
        ":1:1: is UTF-16 text (byte order mark at byte 0), save the",
    ),
    "utf16_without_mark": (
        "title: War\n".encode("utf-16-le"),
        ":1:2: byte 1 is NUL, it may be UTF-16 text; save the",
    ),
    "utf32": ("title: War\n".encode("utf-32"), ":1:1: is UTF-32 text (byte order mark at byte 0), save the"),
    "nul": (b"title: War\nsummary: a\0b\n", ":2:11: byte 21 is NUL, it may be"),
    "latin1": ("name: war\ntitle: Kobané\n".encode("latin-1"), ":2:13: byte 22 (0xE9) is not UTF-8, perhaps"),
    "windows1256": ("title: حلب\n".encode("cp1256"), ":1:8: byte 7 (0xCD) is not UTF-8, perhaps"),
    "surrogate": (b"title: \xed\xa0\x80\n", ":1:8: byte 7 (0xED) is half of a surrogate pair, save"),
    "cut_short": ("title: é".encode()[:-1], ":1:8: byte 7 (0xC3) is not UTF-8"),
    "after_a_mark": (b"\xef\xbb\xbfa: \xff\n", ":1:4: byte 6 (0xFF) is not UTF-8"),
    "two_marks": (b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n", ":1:1: byte 3 is a byte order mark in the middle"),
}


@pytest.mark.parametrize(("data", "said"), ENCODINGS.values(), ids=ENCODINGS)
def test_encoding_is_never_guessed(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "war.yaml"
    path.write_bytes(data)
    assert said_of(path).startswith(f"war.yaml{said}")


def test_utf8_is_read_with_and_without_mark() -> None:
    text = "title: Ḥalab حلب\n"
    plain, marked = read_document(text.encode()), read_document(text.encode("utf-8-sig"))
    assert plain.data == marked.data == {"title": "Ḥalab حلب"}
    assert plain.positions == marked.positions


def test_line_ends_of_both_kinds_give_the_same() -> None:
    text = "a: 1\nb:\n  - 2\n"
    assert read_document(text).positions == read_document(text.replace("\n", "\r\n")).positions


def test_a_directory(tmp_path: Path) -> None:
    assert check(tmp_path)[0].what == "is a directory"


def test_a_missing_file(tmp_path: Path) -> None:
    assert said_of(tmp_path / "war.yaml") == "war.yaml: there is no such file\n"


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "war.yaml")
    assert said_of(tmp_path / "war.yaml") == "war.yaml: is not an ordinary file\n"


def test_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "war.yaml"
    path.write_text("a: 1\n")
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser may read everything

        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refuse)
    said = said_of(path)
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert said == "war.yaml: may not be read, change its permissions\n"


def test_a_name_that_no_file_can_have() -> None:
    assert [str(problem) for problem in check(Path("a\0b.yaml"))] == [
        "a\\x00b.yaml: cannot be read: no file can have this name"
    ]
    assert str(check("\udcff.yaml")[0]) == "\\udcff.yaml: there is no such file"


def test_an_unknown_name_lists_what_is_built_in() -> None:
    with pytest.raises(BadInput, match=r'there is no built-in scenario "syria-2061".*built in: .*syria-2016'):
        load("syria-2061")


SAME_IN_BOTH = [path for path in BAD if path.stem not in ("indentation", "unclosed", "empty_key", "hidden_characters")]


@pytest.mark.parametrize("path", SAME_IN_BOTH, ids=lambda path: path.stem)
def test_the_python_parser_says_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML comes without its C parser on some machines; both must refuse alike."""
    assert hasattr(yaml, "CSafeLoader"), "the C parser is not here: the comparison shows nothing"
    monkeypatch.delattr(yaml, "CSafeLoader")
    assert said_of(path) == path.with_suffix(".txt").read_text(encoding="utf-8")


LINES = RIVER.read_text(encoding="utf-8").splitlines()
ODD = [
    "~",
    "[]",
    "{}",
    "[[x]]",
    "{a: 1}",
    "-1",
    "1e300",
    "true",
    "''",
    "'5'",
    "army",
    "blue",
    "2016-01-01",
    "9999-12-31",
]
ODD += ["{low: 2, high: 1}", "{best: [1]}", "0", "0.5", "nan", "NO", "[a, b, c]", "id", "on", "from", "action"]
DAMAGE = st.tuples(st.sampled_from(["value", "key", "drop", "double"]), st.integers(0, 200), st.sampled_from(ODD))


def damaged(damages: list[tuple[str, int, str]]) -> str:
    """Return the sound file with values and keys replaced and lines dropped or doubled."""
    lines = list(LINES)
    for kind, where, word in damages:
        row = where % len(lines)
        key, colon, value = lines[row].partition(": ")
        indent = key[: len(key) - len(key.lstrip())]
        lines[row : row + 1] = {
            "value": [f"{key}: {word}"],
            "key": [f"{indent}{word}{colon}{value}"],
            "drop": [],
            "double": [lines[row], lines[row]],
        }[kind]
    return "\n".join(lines)


# Derandomized: the same cases on every machine.  Each is loaded twice, which takes some 30 ms.
@settings(derandomize=True, deadline=None, max_examples=80)
@given(st.lists(DAMAGE, min_size=1, max_size=4))
def test_a_damaged_file_is_loaded_or_explained(
    tmp_path_factory: pytest.TempPathFactory, damages: list[tuple[str, int, str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.yaml"
    path.write_text(damaged(damages), encoding="utf-8")
    problems = check(path)
    for problem in problems:
        assert problem.line >= 1
        assert problem.what
        assert str(problem).isprintable()
    if not problems:
        load(path)
