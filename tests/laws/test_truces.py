"""What a truce binds and what wears it down; what decisions do on their day; where a reserve can go.

Most hold in every history; the sign tests count pairs of histories with the same draws, see ``test_signs.clearly``
(a false alarm once in 100,000 each).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from laws.books import broken, first_of
from laws.test_signs import clearly
from worlds import War, after, made_of, plain, simulate

NAME = "two_fronts_one_air_force"
TRUCE_DAY = 31
KEEN = ("army", "guard", "hill_bands", "sand_bands")


def mixed(**ceasefire: Any) -> dict[str, Any]:
    """Return a war in which zealots, excluded from the truce, hold the pass in which bound hill bands stand too."""
    data = plain(NAME)
    data["mechanisms"]["ceasefire"] = {"decay": 0, "breaks_below": 0, "erosion": 0.2, "compliance": 1, "spoiling": 0,
                                       **ceasefire}  # fmt: skip
    data["actors"]["zealots"] = {**data["actors"]["hill_bands"], "title": "Zealots", "presence": {"pass": 1}}
    data["holders"]["zealots"] = data["holders"].pop("hill_bands")
    data["interventions"] = {"truce": {**data["interventions"]["truce"], "excluded": ["zealots", "sand_bands"]}}
    data["interventions"]["truce"]["bound"] = ["army", "guard", "hill_bands"]
    data["interventions"]["truce"]["parties"] = ["army", "guard", "hill_bands"]
    data["mechanisms"]["offensive"]["required_ratio"] = 0.05
    for actor in KEEN:
        data["actors"][actor]["tempo"] = 60
    return data


def compliance(data: dict[str, Any], day: int = 90) -> np.ndarray:
    war = made_of(data)
    return np.array([after(war, day, history).compliance[0] for history in range(20)])


def test_disputed_assaults_wear_a_truce_down_by_their_share() -> None:
    """At 0 they do not, at 1 they count like violations; between, between."""
    none, half, full = (compliance(mixed(entanglement=share)) for share in (0.0, 0.5, 1.0))
    assert (none == 1.0).mean() > 0.5  # no violation: the bound keep a truce of full compliance
    assert (half <= none).all()
    assert half.mean() > full.mean()
    assert (half < none).any()


def test_who_stands_alone_is_not_mistaken_for_another() -> None:
    """The same assaults on the excluded, with the bound far away: nothing is disputed."""
    data = mixed(entanglement=1.0)
    data["actors"]["hill_bands"].update(strength=0, recruits=0)
    assert (compliance(data) == 1.0).all()


def test_excluded_friends_provoke_and_only_during_the_truce() -> None:
    def begun(factor: float, *gone: str) -> tuple[np.ndarray, np.ndarray]:
        data = mixed(provocation=factor, entanglement=0)
        data["actors"]["zealots"]["tempo"] = 1
        for name in gone:
            del data["interventions"][name]
        arrays = simulate(made_of(data), 250)
        zealots = made_of(data).legend.actors.index("zealots")
        return arrays["totals"][:, zealots, 4], arrays["front_attacks"][:, : TRUCE_DAY // 7].sum(axis=(1, 2))

    (calm, before), (keen, same) = begun(1.0), begun(30.0)
    assert clearly(keen, calm)
    assert (before == same).all()
    assert (begun(1.0, "truce")[0] == begun(30.0, "truce")[0]).all()


def test_a_truce_holds_at_its_places_and_nowhere_else() -> None:
    data = plain(NAME)
    data["interventions"]["truce"]["places"] = ["pass"]
    world = made_of(data)
    here = world.world.act_place[0]
    assert [name for name, holds in zip(world.legend.places, here, strict=True) if holds] == ["pass"]
    assert world.world.act_calm[0][world.legend.fronts.index("north")] == 0.5


def test_a_truce_of_pairs_binds_no_others() -> None:
    data = plain(NAME)
    data["interventions"]["truce"]["pairs"] = [["army", "hill_bands"]]
    world = made_of(data)
    bound = {(world.legend.actors[one], world.legend.actors[two]) for one, two in np.argwhere(world.world.act_pair[0])}
    assert bound == {("army", "hill_bands"), ("hill_bands", "army")}


def test_patrons_stay_down_for_the_days_drawn() -> None:
    data = plain(NAME)
    data["interventions"]["truce"]["ground_aircraft"] = {"low": 3, "high": 9}
    war, days = made_of(data), set()
    for history in range(20):
        days.add(int(after(war, TRUCE_DAY + 1, history).grounded.max()) - TRUCE_DAY)
    assert days <= set(range(3, 10))
    assert len(days) > 2


def test_a_delivery_arrives_whole_and_is_booked() -> None:
    data = plain(NAME)
    data["flows"] = {}
    data["bargaining"] = {}
    parcel = {"sponsor": "patron", "client": "guard", "men": 300, "missiles": 40, "armour": 7}
    data["interventions"] = {"parcel": {"title": "Parcel", "date": "2000-01-05", "action": "deliver", **parcel}}
    war, none = made_of(data), made_of({**data, "interventions": {}})
    guard = war.legend.actors.index("guard")
    for history in range(5):
        given, with_it = after(none, 5, history), after(war, 5, history)
        assert with_it.arrived[guard] - given.arrived[guard] == 300
        assert with_it.missiles_arrived[guard] == 40
        assert with_it.armour_arrived[guard] == 7
        assert broken(first_of(war, history, 20160101), after(war, 60, history)) == []


def paused(**more: Any) -> War:
    data = plain(NAME)
    data["mechanisms"]["offensive"]["required_ratio"] = 0.05
    for actor in KEEN:
        data["actors"][actor]["tempo"] = 60
    data["interventions"] = {"pause": {"title": "Pause", "date": "2000-01-02", "action": "change_effort",
                                       "patron": "patron", "against": ["hill_bands"], "factor": 0, **more}}  # fmt: skip
    return made_of(data)


def test_who_is_spared_is_not_flown_against_and_others_are() -> None:
    war, south = paused(), 0.0
    north = war.legend.fronts.index("north")
    for history in range(10):
        first, last = after(war, 2, history), after(war, 60, history)
        assert last.front_sorties[north] == first.front_sorties[north]
        south += last.front_sorties.sum() - last.front_sorties[north]
    assert south > 0.0


def test_a_pause_ends_on_its_last_day() -> None:
    war = paused(until="2000-01-20")
    legend = war.legend.actors
    patron, bands = legend.index("patron"), legend.index("hill_bands")
    assert after(war, 19).willing[patron, bands] == 0.0
    assert after(war, 21).willing[patron, bands] == 1.0
    assert (after(war, 21).effort_order == 1.0).all()


def test_an_effort_with_a_last_day_comes_back_to_the_bit() -> None:
    war = paused(against=[], factor=0.3, until="2000-01-20")
    patron = war.legend.actors.index("patron")
    assert after(war, 10).effort_order[patron] == 0.3
    assert after(war, 21).effort_order[patron] == 1.0


def test_a_new_lead_plans_and_does_not_break() -> None:
    data = plain(NAME)
    data["interventions"] = {"new_head": {"title": "New head", "date": "2000-01-05", "action": "change_command",
                                          "coalition": "alliance", "lead": "guard"}}  # fmt: skip
    war = made_of(data)
    guard = war.legend.actors.index("guard")
    assert after(war, 4).lead[0] == war.world.lead[0] != guard
    for history in range(10):
        state = after(war, 120, history)
        assert state.lead[0] == guard
        assert state.command[0] == war.world.command[0]
        assert (state.broke[guard] == -1).all()


@pytest.mark.parametrize(("faction", "up"), [("hawks", True), ("doves", False)])
def test_a_faction_that_rises_pulls_the_patrons_effort_its_way(faction: str, up: bool) -> None:
    """Claim c18: from the week after on; before nothing moves.  Nobody drifts, so it holds in every history."""
    data = plain(NAME)
    data["mechanisms"]["bargain"] = {"volatility": 0, "yielding": 0, "linkage": 0}
    rise = {"title": "Rise", "date": "2000-01-20", "action": "change_capability", "stakeholder": faction, "factor": 5}
    still, moved = made_of(data), made_of({**data, "interventions": {"rise": rise}})
    patron = still.legend.actors.index("patron")
    for history in range(5):
        assert after(moved, 19, history).effort[patron] == after(still, 19, history).effort[patron]
        change = after(moved, 40, history).effort[patron] - after(still, 40, history).effort[patron]
        assert (change > 0.01) if up else (change < -0.01)


def islands(passage: float) -> tuple[War, int]:
    """Return a war of the sand bands in two theatres without a road between them, hard pressed in the second."""
    data = plain(NAME)
    data["theatre"]["places"]["isle"] = {"latitude": 30.0, "longitude": 10.0, "population": 9000, "front": "isle",
                                         "theatre": "overseas"}  # fmt: skip
    data["theatre"]["places"]["coast"] = {"latitude": 30.3, "longitude": 10.0, "population": 9000, "front": "isle",
                                          "theatre": "overseas"}  # fmt: skip
    data["theatre"]["fronts"]["isle"] = "Isle"
    data["theatre"]["links"].append({"between": ["isle", "coast"], "road": 40})
    data["camps"]["sands"]["supply"] = ["wells", "isle"]
    data["camps"]["sea"] = {"title": "Sea people", "supply": ["coast"]}
    data["stances"].append({"between": ["sea", "sands"], "stance": "hostile"})
    data["actors"]["sailors"] = {
        "title": "Sailors",
        "camp": "sea",
        "strength": 9000,
        "presence": {"coast": 1},
        "tempo": 0,
    }
    data["actors"]["sand_bands"].update(presence={"south": 4, "isle": 1}, recruits=0, reserve=0.5)
    data["holders"].update(sailors=["coast"])
    data["holders"]["sand_bands"] = ["wells", "isle"]
    data["mechanisms"]["combat"].update(on=False)
    data["mechanisms"]["control"].update(on=False)
    data["mechanisms"]["offensive"]["passage"] = passage
    war = made_of(data)
    return war, war.legend.actors.index("sand_bands")


def overseas(war: War, state: Any, actor: int) -> int:
    there = war.world.ground == war.world.ground[war.legend.places.index("isle")]
    return int(
        state.men[there, actor].sum()
        + state.attack[there, actor].sum()
        + state.reserve[actor, war.world.ground[war.legend.places.index("isle")]]
    )


def test_nobody_is_in_another_theatre_overnight() -> None:
    """Without passage the men of each theatre stay what they were, however hard one is pressed."""
    war, actor = islands(0.0)
    for history in range(5):
        assert overseas(war, after(war, 90, history), actor) == overseas(war, after(war, 0, history), actor)


def test_a_theatre_that_is_hard_pressed_draws_men_from_another() -> None:
    """Claim c23: at a hundredth of the reserve a day; nobody is made or lost on the way."""
    war, actor = islands(0.01)
    for history in range(5):
        eve, state = after(war, 0, history), after(war, 90, history)
        assert overseas(war, state, actor) > overseas(war, eve, actor)
        assert broken(first_of(war, history, 20160101), state) == []


def test_a_place_draws_on_the_reserve_of_its_own_network_first() -> None:
    """A pocket beyond the enemy with supply of its own gets the part that stands there like the actor's men, a few in a
    hundred, in the first week; with a road over friends' places it gets what all can spare."""

    def came(*, road: bool) -> int:
        data = plain("one_front")
        data["theatre"]["places"]["pocket"] = {"latitude": 35.0, "longitude": 38.0, "population": 9000, "front": "road"}
        data["theatre"]["links"].append({"between": ["east", "pocket"], "road": 30})
        if road:
            data["theatre"]["links"].append({"between": ["west", "pocket"], "road": 300})
        data["camps"]["blue"]["supply"] = ["west", "pocket"]
        data["holders"]["blue_army"] = ["west", "pocket"]
        data["actors"]["blue_army"].update(presence={"west": 1}, reserve=0.9, tempo=0, recruits=0)
        data["actors"]["red_army"].update(presence={"east": 1}, strength=9000, tempo=0)
        war = made_of(data)
        pocket = war.legend.places.index("pocket")
        return sum(int(after(war, 7, history).men[pocket, 0]) for history in range(10))

    assert 10 * came(road=False) < came(road=True)
