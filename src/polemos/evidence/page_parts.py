"""Which parts of a web page are the post, its comments, or the site around them: by tag, class and id.

Comes in: one element's tag and attributes, and where it stands.  Goes out: why its words are left out, or the kind of
what is inside.  The names are those that common blog software writes; a page that uses others is read whole.  The page
is walked next door in ``html_blocks``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from polemos.evidence import blocks as kinds
from polemos.evidence import phrases

AUTHOR, META, AREA = "author", "meta", "comments"
"""Kinds that only a page has: the name above a comment, what else stands there, and the part that holds comments."""
HEAD, HIDDEN, CODE, SITE, FORM, OUTSIDE = (
    "the head of the page", "hidden parts", "scripts, styles and drawings",
    "menus, sharing and other parts of the site", "forms", "outside the article",
)  # fmt: skip
UNSEEN = frozenset({HEAD, CODE})
"""What has no visible words to count."""

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre "
    "search section select summary table tbody td textarea tfoot th thead title tr ul".split()
)
_CODE = frozenset(
    "script style noscript template svg math canvas object embed applet iframe audio video map "
    "frameset noembed noframes".split()
)
_FORM = frozenset("form button input select optgroup option textarea datalist meter progress".split())
_SITE = frozenset("nav aside menu dialog".split())
_SITE_MARKS = re.compile(
    r"share|sharing|sharedaddy|sd-.+|share-.+|social(?:-.+)?|jp-.+|likes?|likes-.+|wpl-.+|post-likes.*|related(?:-.+)?"
    r"|sidebar(?:-.+)?|widgets?|widget-area|nav|navigation|navbar|(?:main|top|site|post|posts|comment|page|primary)-?nav(?:igation)?"
    r"|.+-navigation|menu|main-menu|breadcrumbs?|site-header|site-footer|site-branding|masthead|colophon|comment-respond"
    r"|respond|comment-?form|edit-link|skip-link|adverts?|advertisement|ads|ad|cookie-.+|newsletter|subscribe|pagination"
    r"|page-links|entry-footer|post-footer|author-box|cat-links|tags-links|post-tags|comment-subscription-form"
)
_UNSEEN_MARKS = frozenset({"screen-reader-text", "sr-only", "visually-hidden"})
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_ARTICLE_MARKS = frozenset({"entry-content", "post-content", "post-body", "article-body", "hentry", "entry"})
COMMENT = frozenset({"comment", "pingback", "trackback"})
COMMENT_TAGS = frozenset("li div article section".split())
_AREA_MARKS = frozenset({"comments", "commentlist", "comment-list", "comments-area", "comments-list"})
_AUTHOR_MARKS = frozenset({"comment-author", "fn", "comment-author-name", "author"})
_META_MARKS = frozenset({"comment-meta", "comment-metadata", "comment-date", "reply", "comment-reply-link", "says"})
_DATE_MARKS = frozenset({"entry-date", "published", "post-date", "posted-on", "date-header", "dateline"})
_NEVER_SITE = frozenset({"html", "body", "main", "article"})


def marks_of(attributes: Mapping[str, str]) -> frozenset[str]:
    """Return the words of an element's class and id, in small letters; absurdly many are cut."""
    return frozenset(f"{attributes.get('class', '')} {attributes.get('id', '')}"[:2000].lower().split())


def is_article(tag: str, marks: frozenset[str]) -> bool:
    """Whether an element holds the post."""
    return tag in ("article", "main") or bool(marks & _ARTICLE_MARKS and tag not in ("html", "body"))


def why_left_out(tag: str, attributes: Mapping[str, str], marks: frozenset[str], inside: bool) -> str:
    """Return why an element's words are no part of the post, or the empty string; ``inside``: it is in the post."""
    if tag == "head":
        return HEAD
    if tag in _CODE:
        return CODE
    if tag in _FORM:
        return FORM
    if "hidden" in attributes or marks & _UNSEEN_MARKS or _HIDING.search(attributes.get("style", "")[:2000]):
        return HIDDEN
    if tag in _SITE or (tag in ("header", "footer") and not inside):
        return SITE
    if tag not in _NEVER_SITE and not marks & COMMENT and any(_SITE_MARKS.fullmatch(mark) for mark in marks):
        return SITE
    return ""


def kind_inside(tag: str, marks: frozenset[str], above: str, in_comment: bool, article: bool, silent: bool) -> str:
    """Return the kind of what is inside an element; ``silent``: the comment has said nothing yet."""
    if above == AUTHOR:
        return above
    if in_comment and silent and (tag == "cite" or marks & _AUTHOR_MARKS):
        return AUTHOR
    if above == META:
        return above
    if in_comment and silent and (tag == "time" or marks & _META_MARKS):
        return META
    if in_comment and marks & {"reply", "comment-reply-link"}:
        return META
    if tag == "blockquote":
        return kinds.QUOTE
    if not in_comment:
        if marks & _AREA_MARKS and tag not in ("html", "body"):
            return AREA
        if tag == "h1":
            return kinds.TITLE
        if marks & _DATE_MARKS or (tag == "time" and article):
            return kinds.DATE
    return kinds.HEADING if re.fullmatch("h[1-6]", tag) else above


def about_comments(words: str) -> bool:
    """Whether a line counts the comments."""
    return len(words) <= phrases.LONGEST_NOTICE and phrases.COUNTED.match(words) is not None
