"""What a document says happened: who did what to whom, where, when, with what, at what loss, and how surely.

Comes in: a ``Document`` and its mentions.  Goes out: ``Told`` events in order, each with the span of the words that
say it, its sentence and its speaker.  By rule: a verb of ``actions`` has its actor before it, or after "by"; a noun
after "by" or "of"; place, day and weapon are the nearest in the part of the sentence that is about it.  What the text
leaves open stays empty.  Questions, wishes and what is only foretold are no events.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from polemos.evidence import actions
from polemos.evidence.actions import ACTIONS, PATTERNS
from polemos.evidence.mentions import SILENT, Mention
from polemos.evidence.names import ACTOR, COUNTRY, DATED, LABEL, PLACE, WEAPON
from polemos.evidence.numerals import losses_in
from polemos.evidence.segments import Document
from polemos.evidence.sentences import clause_around, sentences, stretch_of, without_relatives

LONGEST_SENTENCE = 2000
"""Characters; what is longer is no sentence, and tells no event."""
ASSERTED, HEDGED, NEGATED = "asserted", "hedged", "denied"
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied)|did\s+not|didn['’]t|has\s+not|have\s+not|had\s+not|never|no\s+evidence)\b", re.I
)
_HEDGES = re.compile(
    r"\b(?:may|might|could)\s+(?:have|be)\b|\b(?:reportedly|allegedly|apparently|possibly|perhaps|probably|unconfirmed|supposedly)\b"
    r"|\b(?:rumou?rs?|claim(?:s|ed)?|alleges?|seems?|appears?)\b|\bsaid\s+to\s+have\b|\bnobody\s+has\s+confirmed\b",
    re.I,
)
_FORETOLD = re.compile(
    r"\b(?:will|would|should|can|shall|to|must|could|may|might)\s+(?:\w+ly\s+|not\s+|never\s+)?(?:be\s+)?\Z", re.I
)
_PASSIVE = re.compile(r"\b(?:was|were|been|being|be|is|are|got)\s+(?:\w+ly\s+)?\Z", re.I)
_BY = re.compile(r"\s+(?:\w+\s+)?by\b", re.I)
_LED_BY = re.compile(r"\bled\s+by\s+(?:the\s+)?\Z", re.I)
_MEANS = re.compile(r"\b(?:with|using|by)\s+(?:\w+\s+){0,2}\Z", re.I)
_PEOPLE = re.compile(r"\b(?:pilots?|soldiers?|men|prisoners?|crew|officers?|fighters?|commanders?|generals?)\b", re.I)
_STRAIGHT = re.compile(r"\s+(?:the\s+)?(?:(?!an?\b)\w+\s+(?:of\s+)?)?", re.I)
_GROUND = re.compile(rf"(?:\s+\w+){{0,3}}?\s+(?:{actions.GROUND})\b", re.I)


class Told(NamedTuple):
    """An event as a document tells it; what it does not say is empty."""

    action: str
    first: int  # of the words that say it
    last: int
    sentence: tuple[int, int]
    segment: int
    speaker: str
    source: str = ""
    target: str = ""
    place: str = ""
    date: str = ""
    weapon: str = ""
    losses: int | None = None
    certainty: str = ASSERTED

    @property
    def plover(self) -> str:
        """The PLOVER class."""
        return ACTIONS[self.action].plover

    @property
    def cameo(self) -> str:
        """The CAMEO root code."""
        return ACTIONS[self.action].cameo


class _Trigger(NamedTuple):
    first: int
    last: int
    action: str
    form: str


def events_of(document: Document, mentions: Sequence[Mention]) -> tuple[Told, ...]:
    """Return the events that a document tells, in order."""
    found: list[Told] = []
    named: dict[int, list[Mention]] = {}
    for one in mentions:
        named.setdefault(one.segment, []).append(one)
    for row, segment in enumerate(document.segments):
        if segment.kind in (*SILENT, "title", "date"):
            continue
        inside = named.get(row, [])
        starts = [one.first for one in inside]
        for first, last in sentences(document.text, segment.first, segment.last):
            if last - first > LONGEST_SENTENCE or document.text[first:last].endswith("?"):
                continue
            here = inside[bisect_left(starts, first) : bisect_left(starts, last)]
            found += _Sentence(document, first, last, here, segment.kind == "digest_item").events(row, segment.speaker)
    return tuple(found)


class _Sentence:
    """One sentence with its names; places inside it count from its beginning."""

    def __init__(self, document: Document, first: int, last: int, named: Sequence[Mention], digest: bool) -> None:
        self.first, self.digest = first, digest
        self.whole = document.text[first:last]
        self.words = without_relatives(self.whole)
        kept = [one for one in named if self.words[one.first - first] != " "]
        self.named = [one._replace(first=one.first - first, last=one.last - first) for one in kept]
        self.parties = [one for one in self.named if one.kind in (ACTOR, LABEL)]
        self.whom = _parties(self.words, self.parties)

    def events(self, row: int, speaker: str) -> Iterator[Told]:
        """Give the events of the sentence."""
        before: Told | None = None
        triggers = self._triggers()
        for place, one in enumerate(triggers):
            earlier = triggers[place - 1].last if place else 0
            later = triggers[place + 1].first if place + 1 < len(triggers) else len(self.words)
            stretch = stretch_of(self.words, earlier, one.first, one.last, later)
            before = self._event(one, stretch, row, speaker, before)
            yield before

    def _triggers(self) -> list[_Trigger]:
        found: list[_Trigger] = []
        for pattern in PATTERNS:
            found += [
                _Trigger(match.start(), match.end(), pattern.action, pattern.form)
                for match in pattern.words.finditer(self.words)
            ]
        found += [
            _Trigger(match.start(), match.end(), "shelling", actions.VERB)
            for match in actions.HIT.finditer(self.words)
            if any(one.id in actions.FIRED and one.last <= match.start() for one in self.named)
        ]
        found += [
            _Trigger(match.start(), match.end(), "shoot_down", actions.NOUN)
            for match in actions.DOWN.finditer(self.words)
            if any(one.id in actions.FLOWN and self.words[one.last : match.start()].strip() == "" for one in self.named)
        ]
        kept: list[_Trigger] = []
        for one in sorted(found, key=lambda one: one.first - one.last):
            if all(one.last <= other.first or other.last <= one.first for other in kept) and self._happened(one):
                kept.append(one)
        return sorted(kept)

    def _happened(self, one: _Trigger) -> bool:
        """Whether a trigger says that something happened, and not that it will, may or should."""
        before = self.words[: one.first]
        if one.form == actions.VERB and _FORETOLD.search(before):
            return False
        inside = [name for name in self.named if name.first <= one.first and one.last <= name.last]
        if any(name.kind != WEAPON for name in inside):
            return False  # a word of a name
        said = self.words[one.first : one.last].lower()
        if said in ("took", "takes", "taken"):
            after = self.words[one.last :]
            near = [name for name in self.named if name.kind == PLACE and name.first >= one.last]
            straight = any(_STRAIGHT.fullmatch(self.words, one.last, name.first) for name in near)
            return straight or _GROUND.match(after) is not None
        if said == "shut down":
            return any(name.id in actions.FLOWN for name in self.named)
        return True

    def _event(
        self, one: _Trigger, stretch: tuple[int, int], row: int, speaker: str, before: Told | None
    ) -> Told:  # fmt: skip
        passive = self._is_passive(one)
        action = self._settled(one, stretch, passive)
        source, target, joined = self._roles(one, stretch, passive, action, before)
        near = {kind: self._nearest(kind, one, stretch) for kind in (PLACE, DATED)}
        whole = (0, len(self.words))
        near[PLACE] = near[PLACE] or (before.place if before else "") or self._nearest(PLACE, one, whole)
        if before is not None and joined:
            near[DATED] = near[DATED] or before.date
        elif before is None and stretch[1] == len(self.words):
            near[DATED] = near[DATED] or self._nearest(DATED, one, whole)
        losses = losses_in(self.words[stretch[0] : stretch[1]]) if ACTIONS[action].deadly else None
        return Told(
            action, self.first + one.first, self.first + one.last, (self.first, self.first + len(self.whole)), row,
            speaker, source, target, near[PLACE], near[DATED], self._weapon(one, stretch, action), losses,
            self._certainty(one),
        )  # fmt: skip

    def _is_passive(self, one: _Trigger) -> bool:
        if one.form == actions.NOUN:
            return False
        if _PASSIVE.search(self.words[: one.first]) or _BY.match(self.words, one.last):
            return True
        rest = self.words[one.last :].strip(" .;:!,")
        return self.digest and (not rest or rest.lower().startswith(("with ", "near ", "in ", "by ")))

    def _settled(self, one: _Trigger, stretch: tuple[int, int], passive: bool) -> str:
        """Return the action; what is taken is ground or a place, else it is captured."""
        if one.action != "seizure":
            return one.action
        first, last = (stretch[0], one.first) if passive else (one.last, one.last + 40)
        things = [name.kind for name in self.named if first <= name.first < last]
        if not things and passive:
            things = [name.kind for name in self.named if name.last <= one.first]
        if passive and _PEOPLE.search(self.words, first, last):
            return "capture"
        return "capture" if WEAPON in things and (passive or PLACE not in things) else "seizure"

    def _weapon(self, one: _Trigger, stretch: tuple[int, int], action: str) -> str:
        """Return with what it was done; of what was shot down, destroyed or captured, what it was."""
        spread = (0, len(self.words)) if action == "shoot_down" or self.digest else stretch
        near = [name for name in self.named if name.kind == WEAPON and spread[0] <= name.first < spread[1]]
        means = [name for name in near if name.first >= one.last and _MEANS.search(self.words[: name.first])]
        if means and action not in ("shoot_down", "capture"):
            return means[0].id
        things = [name for name in near if name not in means]
        if action in ("shelling", "air_strike", "shoot_down", "destruction", "support"):
            return min(things, key=lambda name: abs(name.first - one.first)).id if things else ""
        people = _PEOPLE.search(self.words, stretch[0], one.first)
        return things[0].id if action == "capture" and things and not people else ""

    def _roles(
        self, one: _Trigger, stretch: tuple[int, int], passive: bool, action: str, before: Told | None
    ) -> tuple[str, str, bool]:  # fmt: skip
        """Return who acted and upon whom, and whether the words go on about who acted before."""
        clause = clause_around(self.words, one.first, one.last)
        early = [name for name in self.parties if stretch[0] <= name.first and name.last <= one.first]
        early = [name for name in early if clause[0] <= name.first] or early
        end = min(stretch[1], clause[1])
        late = [name for name in self.parties if one.last <= name.first and name.last <= end]
        between = re.match(r"\s+between\b", self.words[one.last :])
        if ACTIONS[action].mutual and between and len(late) > 1:
            return self.whom[late[0]], self.whom[late[1]], False
        if one.form == actions.NOUN:
            return *self._roles_of_noun(one, action, early, late), False
        if passive:
            by = [name for name in late if re.search(r"\bby\b", self.words[one.last : name.first])]
            early = early or [name for name in self.parties if name.last <= one.first and self.digest]
            return (self.whom[by[0]] if by else ""), (self.whom[early[0]] if early else ""), False
        joined = before is not None and not early
        source = before.source if before is not None and joined else self._leader(early)
        if not source:
            source = self._leader([name for name in self.parties if name.last <= one.first])
        if ACTIONS[action].mutual and len(early) > 1:
            return source, self.whom[early[1]], joined
        if action in ("handover", "support"):
            late = [name for name in late if re.search(r"\bto\s+(?:the\s+)?\Z", self.words[one.last : name.first])]
        return source, (self.whom[late[0]] if late else ""), joined

    def _roles_of_noun(
        self, one: _Trigger, action: str, early: Sequence[Mention], late: Sequence[Mention]
    ) -> tuple[str, str]:  # fmt: skip
        """Return who acted by "by X" or "of X" or a name before it, upon whom by "on" or "against"."""
        by = upon = of = ""
        for place, name in enumerate(late):
            link = self.words[late[place - 1].last if place else one.last : name.first].lower()
            if re.search(r"\bby\s+(?:\w+\s+){0,2}\Z", link):
                by = by or self.whom[name]
            elif re.search(r"\b(?:on|against|with)\s+(?:\w+\s+){0,2}\Z", link):
                upon = upon or self.whom[name]
            elif re.search(r"\bof\s+(?:\w+\s+){0,4}\Z", link):
                of = of or self.whom[name]
        first = self._leader(early)
        if action in ("killing", "massacre", "shoot_down"):
            return by, of or (first if action == "shoot_down" else "")
        return by or of or ("" if action == "fighting" else first), upon

    def _leader(self, early: Sequence[Mention]) -> str:
        """Return the party that acts: who leads the others, else the first that is named."""
        for name in early:
            if _LED_BY.search(self.words[: name.first]):
                return self.whom[name]
        return self.whom[early[0]] if early else ""

    def _nearest(self, kind: str, one: _Trigger, stretch: tuple[int, int]) -> str:
        """Return the id of the nearest name of a kind in a part of the sentence; what stands after goes first."""
        names = [name for name in self.named if name.kind == kind and stretch[0] <= name.first < stretch[1]]

        def far(name: Mention) -> tuple[bool, bool, int]:
            return name.id.startswith(COUNTRY), name.last <= one.first, abs(name.first - one.first)

        return min(names, key=far).id if names else ""

    def _certainty(self, one: _Trigger) -> str:
        clause = clause_around(self.words, one.first, one.last)
        if _DENIES.search(self.words, clause[0], one.first) or re.search(
            r"\bden(?:y|ies|ied)\s+that\b", self.words[: one.first]
        ):
            return NEGATED
        return HEDGED if _HEDGES.search(self.whole) else ASSERTED


def _parties(words: str, parties: Sequence[Mention]) -> dict[Mention, str]:
    """Return who each name is: an actor or camp; of a label beside a name that party, else the first it may mean."""
    whom: dict[Mention, str] = {}
    for row, one in enumerate(parties):
        before = parties[row - 1] if row else None
        beside = before is not None and re.fullmatch(r"[\s“\"'’]{1,3}", words[before.last : one.first])
        if one.kind == ACTOR:
            whom[one] = one.id
        elif before is not None and beside:
            whom[one] = whom[before]
        else:
            whom[one] = one.candidates[0] if one.candidates else one.id
    return whom
