"""What is asked of the reference war about each claim c02 to c13: which cause is taken away, and what should change.

Every line is a reading of a claim: a war without the stated cause, an outcome, and whether the claim says that the
outcome is higher with the cause than without it.  The readings come from the words and switches in
``polemos/wars/claims`` alone; an answer that does not please changes none of them.
"""

from __future__ import annotations

from typing import NamedTuple


class Statement(NamedTuple):
    """``words`` should be true of the war with the cause, held against ``change``, the what-if without it.

    ``assumed``: the model assumes the direction, because the cause acts on this outcome by a number of its own (a mode
    of command *is* its chances to join, to wait and to be refused); then only the size is an answer.
    """

    words: str
    change: str
    outcome: str
    higher: bool
    assumed: bool = False


STATEMENTS: dict[str, tuple[Statement, ...]] = {
    "c02": (
        Statement("the truce leaves the insurgents with more men", "no_ceasefire", "men.insurgents", True),
        Statement("rearming in the truce leaves them with more men", "no_rearming", "men.insurgents", True, True),
        Statement("the truce leaves the coalition with fewer men", "no_ceasefire", "men.own", False),
        Statement("the truce leaves the coalition's camp with fewer people", "no_ceasefire", "population_held", False),
    ),
    "c03": (
        Statement("the withdrawal leaves fewer requests honoured", "no_withdrawal", "honoured_share", False, True),
        Statement("the withdrawal leaves more requests refused", "no_withdrawal", "refused_share", True, True),
    ),
    "c04": (
        Statement("ISIL attacks more because it sees where aircraft are busy", "opponents_do_not_watch",
                  "offensives_started.isil", True, True),
        Statement("ISIL holds more places because it sees that", "opponents_do_not_watch", "places_held.isil", True),
        Statement("a limit on fronts leaves fewer requests honoured",
                  "every_front_at_once", "honoured_share", False, True),
    ),
    "c05": (
        Statement("not being asked about the truce lowers cohesion", "members_asked", "cohesion", False, True),
        Statement("not being asked makes a fissure likelier", "members_asked", "first_fissure", True),
    ),
    "c06": (
        Statement("the integrated command of the first months wins more people", "never_integrated",
                  "net_movement", True),
        Statement("losing it leaves fewer attacks joint", "no_command_change", "joint_share", False, True),
        Statement("losing it wins fewer people", "no_command_change", "net_movement", False),
    ),
    "c07": (
        Statement("haggling leaves fewer requests honoured", "no_command_change", "honoured_share", False, True),
        Statement("haggling leaves more requests late", "no_command_change", "late_share", True, True),
        Statement("haggling leaves more requests refused", "no_command_change", "refused_share", True, True),
    ),
    "c08": (
        Statement("kept authority leaves fewer attacks joint", "members_cede_authority", "joint_share", False, True),
        Statement("kept authority lowers cohesion", "members_cede_authority", "cohesion", False),
    ),
    "c09": (
        Statement("operations of its own cost the Revolutionary Guards more dead", "guards_start_nothing",
                  "dead.revolutionary_guards", True, True),
        Statement("ambush and surprise cost them more dead", "no_surprise", "dead.revolutionary_guards", True),
    ),
    "c10": (
        Statement("fighting towards Raqqa costs the army more dead", "no_drive_on_raqqa", "dead.syrian_army", True),
        Statement("losses without support lower cohesion", "losses_leave_no_bitterness", "cohesion", False, True),
        Statement("losses without support make a fissure likelier", "losses_leave_no_bitterness",
                  "first_fissure", True),
    ),
    "c11": (
        Statement("seeing another served lowers cohesion", "nobody_minds_favour", "cohesion", False, True),
        Statement("seeing another served makes a fissure likelier", "nobody_minds_favour", "first_fissure", True),
    ),
    "c12": (
        Statement("missing aircraft costs the coalition more dead", "nobody_misses_aircraft", "dead.own", True, True),
        Statement("missing aircraft costs it vehicles", "nobody_misses_aircraft", "armour_lost", True),
        Statement("missing aircraft leaves its camp with fewer people", "nobody_misses_aircraft",
                  "population_held", False),
        Statement("the withdrawal costs the coalition more dead", "no_withdrawal", "dead.own", True),
    ),
    "c13": (
        Statement("the withdrawal lowers the share of attacks that it begins", "no_withdrawal", "initiative", False),
        Statement("the withdrawal leaves its camp with fewer places", "no_withdrawal", "places_held", False),
        Statement("the three causes make a lost initiative likelier", "none_of_the_three", "initiative_lost", True),
        Statement("the three causes leave its camp with fewer places", "none_of_the_three", "places_held", False),
    ),
}  # fmt: skip
# What the three stated causes are asked about together.
ATTRIBUTED = ("first_fissure", "initiative_lost", "dead.own", "places_held", "quagmire")
