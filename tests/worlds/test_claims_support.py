"""What the document says of outside support, the truce and the end (c01, c02, c17, c20, c22), and where it fails.

Every sign test compares the same histories with and without one thing and fails by mistake once in 100,000 times.
Years and shares of a small war say nothing about the real one: only the signs are claimed.
"""

from __future__ import annotations

import numpy as np

from polemos.dimensions import ENDING_KINDS
from polemos.engine.record import TOTALS
from worlds.signs import Lived, Values, clearly, moved, of

ROAD = "long_road"
TRUCE = "two_fronts_one_air_force"
DAYS = 730
CUT = ("flows.to_rebels.men=0", "flows.to_rebels.missiles=0")
HOME_GROWN = (*CUT, "actors.rebels.recruits=240")
THROUGH_ENEMY = ("flows.to_rebels.through=[port]", "actors.rebels.tempo=0")
HALT = tuple(
    f"interventions.halt_{who}={{title: Halt, date: 2000-07-01, action: change_tempo, "
    f"actor: {who}, fronts: [road], factor: 0}}"
    for who in ("army", "rebels")
)
NOBODY_ATTACKS = ("actors.army.tempo=0", "actors.rebels.tempo=0")


def length(run: Lived) -> Values:
    """Return the days until the war counts as over, at most all of them."""
    day = np.asarray(run.measures["ending_day"])
    return np.where(day < 0, DAYS, day)


def ended(run: Lived, *kinds: str) -> Values:
    """Return for each history whether it ended in one of these ways."""
    return np.isin(np.asarray(run.measures["ending"]), [ENDING_KINDS.index(kind) for kind in kinds]).astype(int)


def test_c01_the_war_lasts_as_long_as_outside_support_goes_on() -> None:
    """c01. The bleeding goes on for as long as the insurgents are supported from outside.

    Assumption: their men and weapons come from a sponsor and from nowhere else.  Sign: with support the war lasts
    longer, and more are killed.  Ten to fifteen years are no matter of a sign and are not claimed here.
    """
    supported, cut = of(ROAD), of(ROAD, *CUT)
    assert clearly(length(supported), length(cut))
    assert clearly(supported.tally("killed_total"), cut.tally("killed_total"))


def test_c01_fails_where_the_revolt_feeds_itself() -> None:
    """c01, counter-world: a revolt that raises as many men at home fights on longer than a cut one, without support.

    What comes through of the flow is what was set, here nothing of nothing.
    """
    assert clearly(length(of(ROAD, *HOME_GROWN)), length(of(ROAD, *CUT)))
    assert moved(of(ROAD, *HOME_GROWN, "flows.to_rebels.through=[port]"), of(ROAD, *HOME_GROWN), "flow_share") == []


def test_c17_missiles_that_keep_coming_cost_vehicles_and_ground() -> None:
    """c17. Support goes on unabated, missiles against vehicles among it.

    Assumption: the government has vehicles, and the crossing is in the insurgents' hands.  Sign: with missiles more
    vehicles are destroyed and fewer people held by the government.
    """
    armed, unarmed = of(ROAD, "flows.to_rebels.missiles=60"), of(ROAD, "flows.to_rebels.missiles=0")
    assert clearly(armed.tally("armour_lost", actor="army"), unarmed.tally("armour_lost", actor="army"))
    held = {"camp": "government"}
    assert clearly(unarmed.tally("population_held", **held), armed.tally("population_held", **held))


def test_c17_fails_where_the_crossing_is_closed() -> None:
    """c17, counter-world: what must come through a place that the enemy holds to the end never comes."""
    assert moved(of(ROAD, *THROUGH_ENEMY), of(ROAD, *THROUGH_ENEMY, *CUT)) == []


RESTFUL = (
    "mechanisms.ceasefire.compliance=0.9",
    "mechanisms.ceasefire.erosion=0",
    "mechanisms.ceasefire.decay=0.002",
    "mechanisms.civilians.dodging=0",
)
"""A truce that is kept, and people whose weariness keeps nobody from the recruiting office."""


def in_truce(rearming: float, *edits: str, declared: bool = True) -> Lived:
    left_out = () if declared else ("truce",)
    return of(TRUCE, *RESTFUL, f"mechanisms.ceasefire.rearming={rearming}", *edits, without=left_out)


def balance(run: Lived) -> Values:
    """Return the men of the northern insurgents per man of the coalition, at the end."""
    return run.last("men", actor="hill_bands") / (run.last("men", actor="army") + run.last("men", actor="guard"))


def arrived(run: Lived, actor: str) -> Values:
    """Return the men who came to an actor."""
    row = run.measures["actor"].to_numpy().tolist().index(actor)
    return run.arrays["totals"][:, row, TOTALS.index("arrived")]


def test_c02_insurgents_rearm_in_the_truce() -> None:
    """c02. The truce let the insurgents rearm.

    Assumption: a bound force takes in more while it rests.  Sign: more men come to the bound insurgents, and they
    have more at the end, than without a truce.
    """
    truce, none = in_truce(1), in_truce(1, declared=False)
    assert clearly(arrived(truce, "hill_bands"), arrived(none, "hill_bands"))
    assert clearly(truce.last("men", actor="hill_bands"), none.last("men", actor="hill_bands"))


def test_c02_the_coalition_is_weaker_for_it_only_if_it_takes_in_less() -> None:
    """c02, second half. The coalition came out of the truce weaker.

    Assumption: it has no inflow of its own that rest could raise.  Sign: the insurgents have more men per man of the
    coalition than if nobody rearmed.  Counter-world: with its own recruits and its patron's aid the coalition gains
    as well, and the balance turns the other way: the claim's second half does not follow from the first.
    """
    dry = ("actors.army.recruits=0", "actors.guard.recruits=0", "flows.aid.men=0")
    assert clearly(balance(in_truce(1, *dry)), balance(in_truce(0, *dry)))
    assert clearly(balance(in_truce(0)), balance(in_truce(1)))


def test_c02_fails_where_nobody_rearms_or_for_who_is_excluded() -> None:
    """c02, counter-worlds: without rearming a truce brings nobody a man; those whom it excludes get none either way."""
    assert (arrived(in_truce(0), "hill_bands") == arrived(in_truce(0, declared=False), "hill_bands")).all()
    assert (arrived(in_truce(1), "sand_bands") == arrived(in_truce(1, declared=False), "sand_bands")).all()


def test_c20_lines_that_stand_still_make_a_partition() -> None:
    """c20. The war may end in a partition.

    Assumption: after half a year of war nobody attacks any more, and both sides hold more than a tenth of the people.
    Sign: clearly more histories end so than with attacks that go on.  Nobody wants a partition in the model: it is
    what is left over.
    """
    assert clearly(ended(of(ROAD, *HALT), "partition"), ended(of(ROAD), "partition"))


def test_c20_fails_where_one_part_is_a_rump() -> None:
    """c20, counter-world: a revolt that holds a fifteenth of the people is no part of a partition."""
    rump = ("holders.army=[port, city, mill, town, crossing]", "holders.rebels=[farms]", "camps.revolt.supply=[farms]",
            "flows.to_rebels.through=[farms]", "mechanisms.endings.victory_share=0.95",
            "mechanisms.control.surrender=0", *NOBODY_ATTACKS)  # fmt: skip
    assert not ended(of(ROAD, *rump), "partition").any()


def test_c22_nobody_wins_while_both_sponsors_go_on() -> None:
    """c22. No outside power stops before its side has won, so nobody wins.

    Assumption: both sides live on their sponsors.  Sign: fewer wars end in victory or collapse than where either
    sponsor stops after three months.
    """
    decided = ("decisive_victory", "collapse")
    for flow in ("to_army", "to_rebels"):
        assert clearly(ended(stopping(flow, 0), *decided), ended(of(ROAD), *decided))


def stopping(flow: str, factor: float, *edits: str) -> Lived:
    stop = f"{{title: Stop, date: 2000-04-01, action: change_flow, flow: {flow}, factor: {factor}}}"
    return of(ROAD, *edits, f"interventions.stop={stop}")


def test_c22_fails_where_the_sponsor_had_sent_nothing() -> None:
    """c22, counter-world: a sponsor that sends nothing, or whose crossing is closed, can stop without any effect."""
    for edits in (HOME_GROWN, THROUGH_ENEMY):
        assert moved(stopping("to_rebels", 0, *edits), stopping("to_rebels", 1, *edits), "flow_share") == []
