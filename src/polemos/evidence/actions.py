"""What somebody does in a war, in words of English, and the classes that event data know it by.

Holds ``ACTIONS`` and the patterns that find them.  PLOVER classes and CAMEO roots follow the conversion table of the
PLOVER project (2021 draft): taking ground is COERCE (CAMEO 192, occupy territory), a siege COERCE (191), giving way and
a truce RETREAT (084, 087).  Who acted and upon whom is worked out in ``coding``.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Action(NamedTuple):
    """An action with its classes; ``deadly`` ones can be held against recorded deaths."""

    plover: str
    cameo: str  # the root
    deadly: bool = False
    mutual: bool = False  # who is named first and who second did it together


ACTIONS = {
    "attack": Action("ASSAULT", "19", True),
    "ambush": Action("ASSAULT", "19", True),
    "fighting": Action("ASSAULT", "19", True, True),
    "air_strike": Action("ASSAULT", "19", True),
    "shelling": Action("ASSAULT", "19", True),
    "shoot_down": Action("ASSAULT", "19", True),
    "destruction": Action("ASSAULT", "19", True),
    "repulse": Action("ASSAULT", "19", True),
    "killing": Action("ASSAULT", "18", True),
    "massacre": Action("ASSAULT", "20", True),
    "seizure": Action("COERCE", "19", True),
    "siege": Action("COERCE", "19", True),
    "capture": Action("COERCE", "17"),
    "withdrawal": Action("RETREAT", "08"),
    "truce": Action("RETREAT", "08", mutual=True),
    "handover": Action("CONCEDE", "08"),
    "negotiation": Action("CONSULT", "04", mutual=True),
    "support": Action("AID", "07"),
    "reinforcement": Action("MOBILIZE", "15"),
    "request": Action("REQUEST", "10"),
    "accusation": Action("ACCUSE", "11"),
    "rejection": Action("REJECT", "12"),
    "threat": Action("THREATEN", "13"),
    "sanction": Action("SANCTION", "16"),
}
VERB, NOUN = "verb", "noun"
GROUND = (
    r"villages?|towns?|cit(?:y|ies)|hills?|heights|districts?|ground|territory|bases?|positions?|checkpoints?|control"
    r"|areas?|ports?"
)
"""What can be taken that has no name."""


class Pattern(NamedTuple):
    """Words that say an action, as a verb (who stands before it acted) or as a noun (by whom, on whom)."""

    action: str
    form: str
    words: re.Pattern[str]


def _pattern(action: str, form: str, words: str) -> Pattern:
    return Pattern(action, form, re.compile(rf"\b(?:{words})\b", re.I))


PATTERNS = (
    _pattern("truce", VERB, r"(?:agree[sd]?|agreed)\s+(?:to|on)\s+(?:an?|the)?\s*(?:\w+\s+)?(?:truce|cease-?fire)"
                            r"|(?:sign|declar|announc)e?d\s+(?:an?|the)\s+(?:\w+\s+)?(?:truce|cease-?fire)"),
    _pattern("negotiation", VERB, r"negotiat(?:ed|es)|met(?=\s+(?:with|in|at)\b)|held\s+talks"),
    _pattern("handover", VERB, r"(?:hand|turn)(?:ed|s)\s+over(?:\s+the\s+\w+)?|ceded"),
    _pattern("shoot_down", VERB, r"sh[ou](?:t|ot|oots?)\s+down|downed"),
    _pattern("air_strike", NOUN, r"air\s?strikes?|air\s+raids?|air\s+attacks?|bombings?|barrel\s+bombs?"),
    _pattern("air_strike", VERB, r"bomb(?:ed|s)|bombard(?:ed|s)"),
    _pattern("shelling", NOUN, r"shelling"),
    _pattern("shelling", VERB, r"shell(?:ed|s)|fired\s+(?:on|at)"),
    _pattern("ambush", VERB, r"ambush(?:ed|es)"),
    _pattern("ambush", NOUN, r"ambush"),
    _pattern("siege", VERB, r"besiege[sd]?|besieging|surround(?:ed|s)|encircle[sd]?|blockade[sd]"),
    _pattern("siege", NOUN, r"siege"),
    _pattern("massacre", NOUN, r"massacre"),
    _pattern("massacre", VERB, r"massacred"),
    _pattern("repulse", VERB, r"repel(?:led|s)|repulse[sd]?|stopped|(?:beat|pushed|drove|driven)\s+back"),
    _pattern("attack", NOUN, r"(?:massive\s+)?(?:assaults?|offensives?)|attacks?(?=\s+(?:by|on|of|against)\b)"
                             r"|advances?(?=\s+(?:by|of|on|to)\b)|counter-?attacks?(?=\s+(?:by|of)\b)"),
    _pattern("attack", VERB, r"attack(?:ed|s)|assault(?:ed)|storm(?:ed|s)|counter-?attack(?:ed|s)|struck"
                             r"|advance[sd](?=\s+(?:on|to|towards?|into|in|from|against)\b)|raided"),
    _pattern("fighting", NOUN, r"(?<!those\s)fighting(?:\s+(?:continues|moved|goes\s+on|rages))?"
                               r"(?!\s+(?:on\s+the\s+ground|their|for|without|it)\b)"
                               r"|clashes|battles?(?=\s+(?:in|near|at)\b)"),
    _pattern("fighting", VERB, r"fought|clash(?:ed)"),
    _pattern("seizure", VERB, r"re-?took|re-?tak(?:es|en)|t(?:ook|akes?|aken)\s+back|(?:re-?)?captur(?:ed|es)"
                              r"|seize[sd]?|overr(?:an|un)|liberate[sd]?|regain(?:ed|s)|occupied|made\s+gains|t(?:ook|akes|aken)"),
    _pattern("destruction", VERB, r"destroy(?:ed|s)|blew\s+up|blown\s+up|knocked\s+out"),
    _pattern("killing", VERB, r"kill(?:ed|s)|execute[sd]|murder(?:ed|s)|behead(?:ed|s)|assassinate[sd]"),
    _pattern("killing", NOUN, r"deaths?(?=\s+of\b)|executions?|killings?(?=\s+of\b)"),
    _pattern("withdrawal", VERB, r"withdrew|withdrawn|withdraws|retreat(?:ed|s)|pull(?:ed|s)\s+(?:out|back)"
                                 r"|surrender(?:ed|s)"),
    _pattern("withdrawal", NOUN, r"withdrawal(?=\s+(?:of|from)\b)|retreat(?=\s+(?:of|from)\b)"),
    _pattern("reinforcement", VERB, r"(?:reinforce[sd]|deploy(?:ed|s)|mobili[sz]e[sd])"
                                    r"(?=\s+(?:its|their|his|the|more|new|\d+)\b)"),
    _pattern("support", VERB, r"sent|suppli(?:ed|es)|promise[sd]|deliver(?:ed|s)|armed(?!\s+\w+ition)"),
    _pattern("request", VERB, r"ask(?:ed|s)\s+for|demand(?:ed|s)|request(?:ed|s)|call(?:ed|s)\s+for"),
    _pattern("accusation", VERB, r"accuse[sd]|blame[sd]|condemn(?:ed|s)|denounce[sd]"),
    _pattern("rejection", VERB, r"reject(?:ed|s)|refuse[sd]"),
    _pattern("threat", VERB, r"threaten(?:ed|s)"),
    _pattern("sanction", VERB, r"impose[sd]\s+(?:\w+\s+)?sanctions"),
)  # fmt: skip
"""In order: of two that overlap the longer counts, of equal ones the first."""

HIT = re.compile(r"\b(?:hits?|fell\s+on|landed)\b", re.I)
"""Shelling, where something that is fired stands before it."""
DOWN = re.compile(r"\bdown(?:ed)?\b|\bcrash(?:ed|es)\b", re.I)
"""An aircraft lost, where one stands right before it."""
FIRED = frozenset({"rocket", "mortar", "artillery"})
FLOWN = frozenset({"aircraft", "helicopter", "drone"})
"""Weapons by their neutral kinds."""
