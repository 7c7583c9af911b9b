"""How posts say what they are: comments begin, an own older text is quoted, somebody else's article follows.

Holds the patterns of English by which ``text_blocks`` and ``segmenting`` tell blocks apart.  Each is a rule of thumb
and will be wrong somewhere; what was told by one alone is among the doubts of a document.
"""

from __future__ import annotations

import re

COUNTED = re.compile(
    r"\W*(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten)\s+"
    r"(?:thoughts?\s+on|comments?\b|responses?\b|repl(?:y|ies)\b)",
    re.I,
)
"""The line above comments that counts them."""
COMMENTS_TITLE = re.compile(r"\W*(?:reader\s+)?(?:comments?|discussion|responses)\W*", re.I)
NOTICES = re.compile(
    r"\W*(?:liked?\s+by\s.*|like\s+this\b.*|share\s+this\b.*|be\s+the\s+first\s+to\s+like\b.*|like|share|reply|print|edit"
    r"|e-?mail|tweet|loading|advertisements?|permalink|report\s+this\s+ad|\d[\d,.]*\s*(?:likes?|shares?|votes?|views?|retweets?)"
    r"|(?:leave|add|post)\s+a\s+(?:reply|comment)|log\s+in\s+to\s+\w+|filed\s+under\b.*|tagged\b.*|tags?\s*:.*"
    r"|categor(?:y|ies)\s*:.*|(?:says?|said|wrote)\s*:?)\W*",
    re.I,
)
"""What a page says about itself; the whole of a short block."""
LONGEST_NOTICE = 160
LONGEST_HEADING, MOST_HEADING_WORDS = 80, 10
LONGEST_DIGEST_ITEM = 250
LONGEST_TITLE = 160
UPDATE = re.compile(
    r"\b(?:updates?|news|digest|round-?up|in\s+brief|briefs?|headlines|latest|sit-?rep|situation\s+report|bulletin)\b",
    re.I,
)
"""A heading under which short items follow."""
OWN_OLDER = re.compile(
    r"\b(?:I|we)\s+(?:have\s+|had\s+)?(?:already\s+)?(?:wrote|written|said|posted|posited|predicted|argued|warned|noted|claimed)\b"
    r"|\b(?:my|our)\s+(?:own\s+)?(?:previous|earlier|last|recent|old|older)\s+(?:post|article|piece|text|comment)s?\b",
    re.I,
)
SOMEBODY_WROTE = re.compile(
    r"\b(?:post|article|piece|report|text|statement|essay|column|interview|translation)s?\b[^:;]{0,40}"
    r"\b(?:entitled|titled|called|named|by|from|in|written|translated)\b"
    r"|\b(?:wrote|writes|said|says|told|stated|according\s+to|quot(?:e|es|ed|ing))\b",
    re.I,
)
_NAME = r"((?:[A-Z][\w.'’-]*\s+){0,3}[A-Z][\w'’-]*)"
BY_WHOM = (
    re.compile(r"\b(?:[Ww]ritten|[Pp]osted|[Tt]ranslated|[Ss]igned)?\s*\b[Bb]y\s+" + _NAME),
    re.compile(r"\b[Aa]ccording\s+to\s+(?:the\s+)?" + _NAME),
    re.compile(r"(?:^|[,;]\s+)" + _NAME + r"\s+(?:wrote|writes|said|says|told|stated)\b"),
)
SAYS = re.compile(r"\W*" + _NAME + r"\s+(?:says|said|wrote|writes)\s*:?\s*")
ANNOUNCES = re.compile(r"[:;]\W*\Z")
POSTED = re.compile(r"\W*(?:posted|published|written|dated?|updated)\b[\s:]*(?:on\b)?", re.I)


def author_in(words: str) -> str:
    """Return the name that an announcement gives to whom it quotes, or the empty string."""
    for pattern in BY_WHOM:
        found = pattern.search(words)
        if found:
            return found[1].strip()
    return ""


def is_notice(words: str) -> bool:
    """Whether a block only says something about the page."""
    return len(words) <= LONGEST_NOTICE and (NOTICES.fullmatch(words) is not None or counts_comments(words))


def counts_comments(words: str) -> bool:
    """Whether a block is the line above comments."""
    if len(words) > 2 * LONGEST_NOTICE or "\n\n" in words:
        return False
    return COUNTED.match(words) is not None or COMMENTS_TITLE.fullmatch(words) is not None


def is_heading(words: str) -> bool:
    """Whether a block stands as a heading does: one short line without a mark at its end."""
    short = len(words) <= LONGEST_HEADING and len(words.split()) <= MOST_HEADING_WORDS
    return short and "\n" not in words and words[-1] not in ".,;:!?…”\"'" and any(letter.isalpha() for letter in words)
