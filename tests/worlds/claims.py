"""What each statement of the document assumes, and the world in which it must fail; the tests stand beside this file.

The statements themselves, in our words, are in ``polemos/wars/ledgers``.  A statement that does not follow from its
own assumptions is not bent: the test says what follows instead, and ``NOT_FOLLOWING`` lists it.
"""

from __future__ import annotations

from typing import NamedTuple


class Shown(NamedTuple):
    """Under which assumption the sign of a statement is shown, and what is taken away so that it fails."""

    worlds: tuple[str, ...]
    assumes: str
    fails_without: str


ROAD, TWO, LONE, ONE, THEATRES = (
    "long_road",
    "two_fronts_one_air_force",
    "lone_client",
    "one_front",
    "two_theatres",
)

CLAIMS: dict[str, Shown | None] = {
    "c01": Shown((ROAD,), "insurgents live on a sponsor", "a revolt that feeds itself"),
    "c02": Shown((TWO,), "a bound force takes in more while it rests", "no rearming; an excluded force"),
    "c03": Shown((TWO,), "aircraft are scarce", "aircraft out of reach; more than enough of them"),
    "c04": Shown((TWO, LONE), "opponents watch", "they do not; nothing flies; no second front"),
    "c05": Shown((TWO,), "a member is bound, not asked, and minds", "nobody minds; the patron was no party"),
    "c06": Shown((TWO,), "who is ordered joins more often", "modes with equal numbers"),
    "c07": Shown((TWO, LONE), "haggling takes longer and fails", "haggling that costs nothing"),
    "c08": Shown((TWO,), "autonomy cedes nothing; orders are minded", "whole trust; no orders; no autonomy"),
    "c09": Shown((TWO, LONE), "members rely on aircraft and on each other", "nobody to join; aircraft that do nothing"),
    "c10": Shown(
        (TWO, ONE), "joint attacks fail, and help did not come", "attacks alone; no coalition; help that came"
    ),
    "c11": Shown((TWO, LONE), "a patron goes by favour; favour is minded", "need decides; no rival; all are served"),
    "c12": Shown((TWO,), "reliance is learned and costs strength", "nothing missed; never served"),
    "c13": Shown((TWO,), "members rely on aircraft that leave", "aircraft out of reach"),
    "c14": Shown((ROAD,), "two even, eager sides", "one side only defends; nobody attacks; no war"),
    "c15": Shown((TWO,), "odds are weighed; one reserve for two fronts", "odds not weighed; nothing shared"),
    "c16": Shown((TWO,), "effort is given for another settlement", "a gain of 0; one stakeholder at the reference"),
    "c17": Shown((ROAD,), "the crossing is open; there are vehicles", "a closed crossing"),
    "c18": Shown(
        (TWO,), "votes weigh by capability * salience; attitudes are neutral", "factions that are a match, or agree"
    ),
    "c19": Shown((TWO,), "issues are linked", "no linkage"),
    "c20": Shown((ROAD,), "nobody attacks; both parts are large", "a rump; lines that move"),
    "c21": Shown((ROAD,), "losers come back; winners are not dug in", "worthless positions; losers that stay away"),
    "c22": Shown((ROAD,), "both sides live on sponsors", "a sponsor that sends nothing"),
    "c23": Shown((ROAD, LONE, THEATRES), "air defence, missiles, sieges, people, neighbours", "none of these"),
    "c24": None,  # labels are data of the ledger, not a mechanism
}

NOT_FOLLOWING = {
    "c02": "the coalition is weaker after a truce only if it takes in less than the insurgents do",
    "c13": "the share of attacks that the coalition begins does not fall: enemies who succeed need not try again",
    "c15": "an attack that bogs down frees nobody for another front: reserves go where the enemy is superior",
    "c18": "by the published attitudes to risk effort jumps the other way where one of two factions overtakes",
}
"""Parts of statements that do not come out under their own assumptions, and why."""
