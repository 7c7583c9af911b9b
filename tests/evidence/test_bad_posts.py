"""What is no post is refused in one message that says what and where; what is hostile is read as text or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.posts import assert_partition
from polemos.errors import BadInput
from polemos.evidence.document import read_post

MARKUP = "<html><body><p>hi</p>{}</body></html>"


def refusal(source: Path | str | bytes, **options: str) -> str:
    with pytest.raises(BadInput) as caught:
        read_post(source, **options)  # type: ignore[arg-type]
    assert len(caught.value.problems) == 1
    return str(caught.value)


BAD = [
    (b"", "text: holds no text"),
    (b"  \n \t\n", "text: holds no text"),
    (b"... --- ...", "text: holds no text"),
    (b"<html><body><script>x()</script><form>Search</form></body></html>",
     "text: holds no text but what belongs to the page (forms: 1 words, scripts, styles and drawings)"),
    (b"one\0two", "text: byte 3 is NUL, so it is not text, is it a binary file?"),
    (b"%PDF-1.4 \xff", "text: is a PDF file, not text, save what it says as text or HTML"),
    (b"PK\x03\x04rest", "text: is a zip archive or office document, not text, save what it says as text or HTML"),
    ("é".encode("utf-16"),
     "text:1:1: is UTF-16 text (byte order mark at byte 0), save it as UTF-8 or name its encoding"),
    (b"line\nab\xe9cd",
     "text:2:3: byte 7 (0xE9) is not UTF-8, save it as UTF-8, or name its encoding if you know it"),
    (b'<html><meta charset="ascii"><p>\x81',
     "text:1:32: byte 31 (0x81) is not windows-1252, which the page declares, save it as UTF-8"),
    (b'<html><meta charset="rot13"><p>hi',
     "text: the encoding rot13, which the page declares, is none that polemos knows, save the post as UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "message"), BAD)
def test_what_is_no_post_is_refused(data: bytes, message: str) -> None:
    assert refusal(data) == message


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: is a directory, name the file of the post inside it"
    assert refusal(tmp_path / "none.txt") == f"{tmp_path / 'none.txt'}: there is no such file"
    assert refusal("a\0b") == "a\\x00b: cannot be read: no file can have this name"


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.html"
    with large.open("wb") as stream:
        stream.truncate(50_000_000)
    assert refusal(large) == f"{large}: has 50,000,000 bytes, a post of at most 5,000,000 bytes is read"
    assert (
        refusal(b"x" * 5_000_001) == "text: is larger than 5,000,000 bytes, a post of at most 5,000,000 bytes is read"
    )


def test_options_are_checked() -> None:
    assert refusal(b"word", date="15.6.2016") == "date: is '15.6.2016', write a day as 2016-06-15"
    assert refusal(b"word", form="pdf") == "form: is 'pdf', it can be html, markdown, text"
    assert refusal(b"word", encoding="rot13") == (
        "text: the encoding rot13, as asked, is none that polemos knows, save the post as UTF-8"
    )
    assert refusal(b"w\xff", encoding="ascii").startswith("text:1:2: byte 1 (0xFF) is not ascii, as asked")


@pytest.mark.parametrize("tag", ["div", "span", "blockquote", "ol><li class=comment", "b"])
def test_deep_nesting_is_refused_where_it_is_met(tag: str) -> None:
    assert refusal(MARKUP.format(f"<{tag}>" * 10_000).encode()) == (
        "text: is nested deeper than 500 elements, is it a post?"
    )
    document = read_post(MARKUP.format(f"<{tag}>" * 240 + "deep").encode())
    assert_partition(document)
    assert document.text.endswith("deep")


HOSTILE = {
    "attributes": '<p onclick="evil()" style="x:url(evil)" title="evil">hi</p><a href="javascript:evil()">link</a>',
    "unclosed": "<p>hi<b>link<i>",
    "entities": "<!DOCTYPE x [<!ENTITY a 'evil'><!ENTITY b '&a;&a;'>]><p>hi</p><p>link</p>",
    "scripts": "<p>hi</p><script>evil()</script><p>link</p><svg><script>evil</script><text>evil</text></svg>",
    "hidden": "<p>hi</p><p hidden>evil</p><p style='display:none'>evil</p><p>link</p><noscript>evil</noscript>",
    "frames": "<p>hi</p><iframe srcdoc='<p>evil'>evil</iframe><object data=evil>evil</object><p>link</p>",
    "comments": "<p>hi</p><!-- evil --><p>link</p><?php evil ?>",
    "many attributes": "<p " + " ".join(f"a{number}='evil'" for number in range(20_000)) + ">hi</p><p>link</p>",
    "huge attribute": f"<p title='{'evil' * 250_000}'>hi</p><p>link</p>",
    "huge class": f"<p class='{'x' * 600_000}'>hi</p><p class='{'a ' * 100_000}'>link</p>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_but_words_comes_out_of_a_hostile_page(name: str) -> None:
    document = read_post(f"<html><body>{HOSTILE[name]}".encode())
    assert_partition(document)
    said = document.text.replace("]>", "").strip()
    assert "evil" not in repr(document)
    assert said.split() in (["hi", "link"], ["hilink"])


def test_markup_that_is_written_as_text_stays_text() -> None:
    document = read_post(MARKUP.format("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>").encode())
    assert document.text == "hi\n\n<script>alert(1)</script>"


def test_entities_of_a_bomb_are_not_expanded() -> None:
    bomb = "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(10))
    document = read_post(f"<!DOCTYPE html [<!ENTITY e0 'ha'>{bomb}]><p>word &e10;</p>".encode())
    assert len(document.text) < 1000
