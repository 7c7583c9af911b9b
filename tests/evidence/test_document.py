"""A post in pieces: every character belongs to one segment, and each segment to who says it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.posts import NO_POST, PAGE, POST, assert_partition, told, unblanked, visible
from polemos.evidence.document import read_post
from polemos.evidence.segments import AUTHOR, EARLIER, Document

LINES = st.sampled_from(
    ["", "  ", "A short line", "> quoted", "# Head", "- item", "  1. first", "    1. second", "“Opened", "closed”",
     '"Both"', "3 thoughts on “It”", "SF Update", "I wrote a few months ago:",
      "An article; Written by Jo Doe;", "Liked by 2 people", "===",
     "x" * 130, "15 June 2016", "\t2) tab", "\x1b[31m", "\u202e", "Ann says:", "\r", "\x0b", "\u2028"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(LINES, st.text(max_size=20)), min_size=1, max_size=25).map("\n".join)


def pieces(text: str, **options: str) -> Document:
    return read_post(text.encode(), **options)  # type: ignore[arg-type]


@given(TEXTS, st.sampled_from(["text", "markdown"]))
@settings(max_examples=150, deadline=None)
def test_every_character_of_any_text_belongs_to_one_segment(text: str, form: str) -> None:
    text = "word " + text.replace("\0", "")
    document = pieces(text, form=form)
    assert document.text == text.removeprefix("\ufeff")
    assert_partition(document)


WORDS = st.text("ab é&<>\"'\u00a0\u202e", min_size=1, max_size=8).map(
    lambda words: words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(["p", "div", "b", "i", "span", "blockquote", "ul", "li", "h2", "a", "section", "nav"])
    return st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", tags, st.lists(inside, max_size=4))


BODIES = st.lists(st.recursive(WORDS | st.just("<script>x</script>"), element, max_leaves=12), max_size=5).map("".join)


@given(BODIES)
@settings(max_examples=150, deadline=None)
def test_every_visible_character_of_any_page_is_there_once(body: str) -> None:
    page = f"<html><head><title>no</title></head><body><div>start</div>{body}</body></html>"
    document = read_post(page.encode())
    assert_partition(document)
    assert unblanked(document.text) == visible(page)


SOUP = """<p>|</p>|<div class=comment>|</div>|<li class='comment'>|<ol>|</ol>|word|<cite>|</cite>|<blockquote>|<br>|<|&|
&amp|
<script>|</script>|<!--|-->|<article>|</article>|<h1>|<body>|</html>|<form>|]]>|<time datetime='2016-01-01'>|
<p class='share'>|&#0;|&#x202e;""".replace("\n", "").split("|")


@given(st.lists(st.sampled_from(SOUP), max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_soup_of_tags_is_cut_without_a_gap(tags: list[str]) -> None:
    assert_partition(read_post(("<html><p>start</p>" + " ".join(tags)).encode()))


def test_a_page_is_cut_into_article_quotations_digest_and_thread() -> None:
    document = read_post(PAGE.encode())
    assert_partition(document)
    assert (document.title, document.date, document.format) == ("Two hills", "2016-05-30", "html")
    assert told(document, "title") == ["Two hills"]
    assert told(document, "paragraph") == [
        "The hill was taken\u00a0again & lost!",
        "I wrote two months ago:",
        "A friend said:",
    ]
    assert told(document, "heading") == ["News update"]
    assert told(document, "digest_item") == ["Bridge burnt;", "Mill burnt;"]
    quoted = [(one.speaker, one.date, document.said(one)) for one in document.segments if one.kind == "quotation"]
    about = "2016-03-16/2016-04-15"
    assert quoted == [
        (EARLIER, about, "It will be lost."),
        (EARLIER, about, "And taken."),
        ("quoted 1", "", "Never mind\nthe hill."),
    ]
    thread = [(one.speaker, one.named, one.depth, one.date) for one in document.segments if one.kind == "comment"]
    assert thread == [
        ("comment 1", "Ann", 1, "2016-05-31"), ("comment 1", "Ann", 1, "2016-05-31"), ("comment 2", "Ben", 2, ""),
        ("comment 3", "Ann", 3, ""), ("comment 4", "Cem", 1, ""),
    ]  # fmt: skip
    assert told(document, "comment")[-1] == "On its own."
    assert "3 thoughts on “Two hills”" in told(document, "notice")
    everything = visible(PAGE)
    for gone in ("Amade-upblog", "Poweredbywords", "ShareTweet"):
        everything = everything.replace(gone, "", 1)
    assert unblanked(document.text) == everything
    assert document.left_out == ("forms: 3 words", "menus, sharing and other parts of the site: 12 words")


def test_a_wrapper_around_a_comment_is_no_comment_of_its_own() -> None:
    page = (
        "<p>Body of it.</p><ol><li class=comment><div class=comment><p>one</p></div><div class=comment><p>two</p></div>"
    )
    document = read_post(f"<html><body>{page}</li></ol></body></html>".encode())
    comments = [(document.said(one), one.depth) for one in document.segments if one.kind == "comment"]
    assert comments == [("one", 1), ("two", 2)]


@pytest.mark.parametrize(
    "announced", ["I wrote:", "As I predicted then:", "From my previous post:", "In our older article:"]
)
def test_own_older_texts_are_announced_in_many_ways(announced: str) -> None:
    document = pieces(f"Title\n\n{announced}\n\n“It ends.”\n\nIt did.")
    assert [one.speaker for one in document.segments if one.kind == "quotation"] == [EARLIER]


def test_indentation_says_who_answers_whom() -> None:
    text = (
        "Title\n\nBody.\n\n4 comments\n\n1. one\n\n  1. two\n\n     more of two\n\n    1. three\n\n  2. four\n\n2. five"
    )
    document = pieces(text)
    comments = [one for one in document.segments if one.kind == "comment"]
    assert [document.said(one) for one in comments] == ["one", "two", "more of two", "three", "four", "five"]
    assert [one.depth for one in comments] == [1, 2, 2, 3, 2, 1]
    answered = [document.said(document.segments[one.parent]) if one.parent >= 0 else "" for one in comments]
    assert answered == ["", "one", "one", "two", "one", ""]


def test_a_thread_in_text_may_name_its_speakers() -> None:
    document = pieces(
        "Title\n\nBody.\n\n1 comment\n\n 1. Ann Doe says:\n\n    12 June 2016\n\n    Well.\n\n    Liked by 3 people\n"
    )
    comment = next(one for one in document.segments if one.kind == "comment")
    assert (comment.named, comment.date, document.said(comment)) == ("Ann Doe", "2016-06-12", "Well.")
    assert told(document, "notice") == ["1 comment", "1.", "Ann Doe says:", "12 June 2016", "Liked by 3 people"]


def test_markdown_has_heads_and_quotations() -> None:
    document = pieces(
        "# Title\n\nPosted on 3 May 2016\n\nA line.\n\nHead\n----\n\n"
        "Mary Roe wrote:\n\n> one\n> two\n\n## News\n\n- a;\n- b;\n",
        form="markdown",
    )
    assert document.title == "Title"
    assert document.date == "2016-05-03"
    quoted = next(one for one in document.segments if one.kind == "quotation")
    assert (quoted.speaker, quoted.named, document.said(quoted)) == ("quoted 1", "Mary Roe", "> one\n> two")
    assert told(document, "heading") == ["Head\n----", "## News"]
    assert told(document, "digest_item") == ["- a;", "- b;"]


@pytest.mark.parametrize(
    ("quotation", "blocks"),
    [("“One.\n\nTwo.”", 2), ("“One.\n\n“Two.”", 2), ("“One “two” three.”", 1), ('"One.\n\nTwo."', 2), ("„One.“", 1),
     ("“One,” he said, and left for the hill with all of his men and their horses before the night was over.", 0),
     ("“One.” - Mary", 1), ("“Never closed.\n\nTwo.", 0)],
)  # fmt: skip
def test_marks_open_and_close_a_quotation(quotation: str, blocks: int) -> None:
    document = pieces(f"Title\n\nBody of it.\n\n{quotation}\n\nAfter that.")
    assert len(told(document, "quotation")) == blocks
    assert told(document, "paragraph")[-1] == "After that."


def test_an_announced_article_without_marks_is_doubtful() -> None:
    document = pieces("Title\n\nA Post entitled: Two hills; Written by Jo Doe;\n\nOne.\n\nTwo.\n\nNews\n\nMill burnt;")
    quoted = [(one.speaker, one.named, document.said(one)) for one in document.segments if one.kind == "quotation"]
    assert quoted == [("quoted 1", "Jo Doe", "One."), ("quoted 1", "Jo Doe", "Two.")]
    assert document.doubts == (
        "characters 55 to 65 are announced as a quotation whose end is not marked; it is taken to run to the next "
        "heading, comment or notice",
    )


@pytest.mark.parametrize(
    ("given_date", "found"), [("2016-06-15", "2015-12-03/2016-05-01"), (None, "")], ids=["known", "unknown"]
)
def test_an_own_older_text_is_the_authors_earlier(given_date: str | None, found: str) -> None:
    document = read_post("Title\n\nI wrote a few months ago:\n\n“It ends.”\n\nIt did.".encode(), date=given_date)
    quoted = next(one for one in document.segments if one.kind == "quotation")
    assert (quoted.speaker, quoted.date) == (EARLIER, found)


def test_a_declared_encoding_is_honoured() -> None:
    page = '<html><head><meta charset="{}"></head><body><p>حلب “é”</p></body></html>'
    for name in ("windows-1256", "utf-8"):
        assert "حلب “é”" in read_post(page.format(name).encode(name)).text
    assert read_post("é".encode("latin-1"), encoding="latin-1").text == "é"
    assert read_post("\ufeffé".encode()).text == "é"


def test_the_real_post_is_cut_as_a_reader_would() -> None:
    if not POST.exists():
        pytest.skip(NO_POST)
    document = read_post(POST, date="2016-06-15")
    assert_partition(document)
    assert document.text == POST.read_text(encoding="utf-8")
    earlier = [one for one in document.segments if one.speaker == EARLIER]
    assert [(one.first, one.last) for one in earlier] == [(618, 872), (874, 1321)]
    article = [one for one in document.segments if one.speaker == "quoted 1"]
    assert article[0].first == 5145
    assert {one.named for one in article} == {"Eugene Krutikov"}
    digest = [one for one in document.segments if one.kind == "digest_item"]
    assert (len(digest), digest[0].first, digest[-1].last) == (14, 5624, 6202)
    thread = list(dict.fromkeys((one.speaker, one.depth) for one in document.segments if one.kind == "comment"))
    assert thread == [("comment 1", 1), ("comment 2", 2), ("comment 3", 3)]
    assert {one.speaker for one in document.segments if one.kind == "paragraph"} == {AUTHOR}
    assert all(one.last <= other.first for one, other in pairwise(document.segments))
