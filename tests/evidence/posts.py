"""Where the real post lies, a page with everything that blog software writes, and a second reading of HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from polemos.evidence.segments import Document

POST = Path(__file__).resolve().parents[3] / "shared" / "documents" / "fissure-post-2016-06.txt"
NO_POST = "needs ../shared/documents, which is not part of the project"

PAGE = """<!DOCTYPE html>
<html><head><title>Two hills | A made-up blog</title><meta charset="utf-8">
<style>p { color: red }</style><script>var words = "<p>never seen</p>";</script></head>
<body class="single has-sidebar">
<header class="site-header"><h2>A made-up blog</h2></header>
<nav><ul><li>Home</li><li>About</li></ul></nav>
<article class="post hentry">
 <header><h1>Two hills</h1>
  <span class="posted-on">Posted on <time datetime="2016-05-30T10:00:00Z">May 30, 2016</time></span></header>
 <div class="entry-content">
  <p>The   hill was <b>ta</b>ken&nbsp;again &amp; lost&#33;</p>
  <p>I wrote two months ago:</p>
  <blockquote><p>It will be lost.</p><p>And taken.</p></blockquote>
  <p onclick="alert('no')">A friend said:</p>
  <blockquote>Never mind<br>the hill.</blockquote>
  <p><strong>News update</strong></p>
  <p>Bridge burnt;</p><p>Mill burnt;</p>
  <div class="sharedaddy"><button>Share</button><a href="javascript:alert(1)">Tweet</a></div>
 </div>
</article>
<aside><p>Other posts</p></aside>
<div id="comments"><h2 class="comments-title">3 thoughts on &ldquo;Two hills&rdquo;</h2>
<ol class="commentlist">
 <li class="comment even depth-1"><article class="comment-body"><footer class="comment-meta"><cite class="fn">Ann</cite>
  <span class="says">says:</span><time datetime="2016-05-31T08:00:00Z">31 May</time></footer>
  <div class="comment-content"><p>First words.</p><p>Second words.</p></div>
  <div class="reply"><a>Reply</a></div></article>
  <ol class="children">
   <li class="comment depth-2"><article class="comment-body"><cite>Ben</cite><div><p>An answer.</p></div></article>
    <ul class="children"><li class="comment depth-3"><cite>Ann</cite><p>Deeper.</p></li></ul>
   </li>
  </ol>
 </li>
 <li class="comment"><cite>Cem</cite><p>On its <cite>own</cite>.</p></li>
</ol><form><label>Say something</label><textarea>draft</textarea></form></div>
<footer><p>Powered by words</p></footer>
</body></html>"""


class SecondReading(HTMLParser):
    """The visible words of well-formed HTML, by the standard library: no element that is named is looked into."""

    def __init__(self, unseen: frozenset[str]) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen, self._inside = unseen, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside += tag in self._unseen

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag in self._unseen

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.words.append(data)


def visible(page: str, unseen: str = "head script style nav aside form") -> str:
    """Return the visible characters of a page in order, blanks left out."""
    reader = SecondReading(frozenset(unseen.split()))
    reader.feed(page)
    reader.close()
    return unblanked("".join(reader.words))


def unblanked(text: str) -> str:
    """Return a text without the blanks of HTML."""
    return "".join(text.split())


def told(document: Document, kind: str) -> list[str]:
    """Return the words of all segments of a kind."""
    return [document.said(segment) for segment in document.segments if segment.kind == kind]


def assert_partition(document: Document) -> None:
    """Every character belongs to exactly one segment, gaps hold blanks alone, parents are earlier comments."""
    at = 0
    for row, segment in enumerate(document.segments):
        assert segment.first == at < segment.last
        at = segment.last
        blank = not document.said(segment).strip()
        assert blank == (segment.kind == "gap")
        assert segment.parent < row
        if segment.parent >= 0:
            assert document.segments[segment.parent].depth == segment.depth - 1
    assert at == len(document.text)
