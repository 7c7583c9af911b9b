"""What the document says of ground, losses and places (c14, c15, c21, c23), and where it fails.

Every sign test compares the same histories with and without one thing and fails by mistake once in 100,000 times.
"""

from __future__ import annotations

import pytest

from worlds.signs import Lived, Values, clearly, moved, of

ROAD = "long_road"
TWO = "two_fronts_one_air_force"
THEATRES = "two_theatres"
LONE = "lone_client"
NO_TRUCE = ("talks",)


def at_front(run: Lived, measure: str, front: str) -> Values:
    return run.tally(measure, front=front)


def test_c14_an_even_war_is_a_quagmire_and_a_rout_is_not() -> None:
    """c14. The lines move to and fro without progress while casualties mount.

    Assumption: two sides of equal worth, both eager.  Sign: the quagmire index is higher and more men die than where
    the army's men are worth three.
    """
    even, rout = of(ROAD), of(ROAD, "actors.army.quality=3")
    assert clearly(even.tally("quagmire"), rout.tally("quagmire"))
    assert clearly(even.tally("killed_total"), rout.tally("killed_total"))


def test_c14_fails_where_lines_move_one_way_or_not_at_all() -> None:
    """c14, counter-worlds: without attacks, without a war, or where one side only defends, nothing goes to and fro."""
    assert of(ROAD, "actors.army.tempo=0", "actors.rebels.tempo=0").tally("quagmire").max() == 0
    assert of("no_war").tally("quagmire").max() == 0
    assert of(ROAD, "actors.rebels.tempo=0").tally("quagmire").max() == 0


ONLY_OWN_ATTACKS = ("actors.hill_bands.tempo=0", "actors.sand_bands.tempo=0")
THIN_SOUTH = "actors.sand_bands.strength=1500"


def test_c15_attacks_go_where_the_enemy_is_thin() -> None:
    """c15. The fighting moves to where more is to be had.

    Assumption: staffs weigh the odds of each place; the southern enemy has 1,500 men instead of 5,000.  Sign: in the
    first month, before he is beaten, the coalition begins more attacks in the south.
    """
    thick, thin = of(TWO, *ONLY_OWN_ATTACKS, without=NO_TRUCE), of(TWO, *ONLY_OWN_ATTACKS, THIN_SOUTH, without=NO_TRUCE)
    month = {"front": "south", "week": slice(0, 4)}
    assert clearly(thin.tally("front_attacks", **month), thick.tally("front_attacks", **month))


def test_c15_an_attack_that_bogs_down_frees_nobody_for_another_front() -> None:
    """c15. After a drive had bogged down the fighting moved elsewhere.

    That a front without prospects makes the same army attack more on another does not follow: men stay where a
    superior enemy stands, and reserves go there.  With 12,000 enemies in the north it does not attack more in the
    south than with 3,000.
    """
    north = (*ONLY_OWN_ATTACKS, "theatre.places.pass.terrain=plain")
    open_north, hopeless = (
        of(TWO, *north, f"actors.hill_bands.strength={men}", without=NO_TRUCE) for men in (3000, 12000)
    )
    assert clearly(at_front(open_north, "front_attacks", "north"), at_front(hopeless, "front_attacks", "north"))
    assert not clearly(at_front(hopeless, "front_attacks", "south"), at_front(open_north, "front_attacks", "south"))


def test_c15_fails_where_staffs_do_not_weigh_the_odds() -> None:
    """c15, counter-world: with a required ratio of 0 the first attacks are the same ones, however thin the enemy."""
    heedless = (*ONLY_OWN_ATTACKS, "mechanisms.offensive.required_ratio=0", "days=3")
    thick, thin = of(TWO, *heedless), of(TWO, *heedless, THIN_SOUTH)
    begun = thick.tally("offensives_started")
    assert begun.sum() > 0
    assert (begun == thin.tally("offensives_started")).all()


DRIVE = (
    "actors.hill_bands.tempo=0",
    "actors.hill_bands.strength=3000",
    "theatre.places.pass.terrain=plain",
    "days=240",
)


def driving_north(eager: bool, *edits: str) -> Lived:
    """Return wars in which the coalition drives on the northern front, or keeps still there from the first day."""
    factor = 1 if eager else 0
    halt = [
        f"interventions.{who}={{title: Halt, date: 2000-01-01, action: change_tempo, "
        f"actor: {who}, fronts: [north], factor: {factor}}}"
        for who in ("army", "guard")
    ]
    return of(TWO, *DRIVE, *edits, *halt, without=NO_TRUCE, count=600)


def test_c15_a_drive_on_one_front_brings_the_fighting_to_the_other() -> None:
    """c15. While the army is busy with its drive, the fighting moves to other fronts.

    Assumption: one reserve serves both fronts, and the drive takes its share of it.  Sign: the enemy of the southern
    front, who has done nothing new, attacks more often.
    """
    shared = ("actors.army.reserve=0.6", "actors.guard.reserve=0.6", "mechanisms.offensive.spearhead=0.5")
    south = {"actor": "sand_bands"}
    drive, still = driving_north(True, *shared), driving_north(False, *shared)
    assert clearly(drive.tally("offensives_started", **south), still.tally("offensives_started", **south))


APART = (
    "actors.army.presence={ford: 1}",
    "actors.guard.presence={mill: 1}",
    "actors.guard.fronts=[]",
    "holders.army=[ford]",
    "holders.guard=[mill, capital]",
    "camps.allies.supply=[capital, ford]",
    "theatre.links=[{between: [capital, mill], road: 60}, {between: [mill, pass], road: 50}, "
    "{between: [ford, wells], road: 50}]",
    "mechanisms.trust.on=false",
    "mechanisms.attention.on=false",
    "mechanisms.air.on=false",
    "mechanisms.civilians.dodging=0",
)


def test_c15_fails_where_the_fronts_share_nothing() -> None:
    """c15, counter-world: forces without a common reserve, road or aircraft; a drive by one leaves the other alone."""
    drive, still = driving_north(True, *APART), driving_north(False, *APART)
    assert clearly(at_front(drive, "front_attacks", "north"), at_front(still, "front_attacks", "north"))
    for measure in ("front_attacks", "front_killed"):
        assert (drive.measures[measure].sel(front="south") == still.measures[measure].sel(front="south")).all()


def test_c21_fresh_gains_are_lost_again() -> None:
    """c21. The latest gains may not be held.

    Assumption: who has just lost a place comes back for it, and who has just won it is not dug in yet.  Sign: more
    places change back; digging in within a day instead of four months prevents it.
    """
    eager, resigned = (of(ROAD, f"mechanisms.offensive.counterattack={factor}") for factor in (12, 1))
    assert clearly(eager.tally("changes_back"), resigned.tally("changes_back"))
    slow, fast = (digging(days, "mechanisms.combat.entrenchment=2") for days in (120, 1))
    assert clearly(slow.tally("changes_back"), fast.tally("changes_back"))


def digging(days: float, *edits: str) -> Lived:
    return of(ROAD, f"mechanisms.combat.entrenchment_days={days}", *edits)


def test_c21_fails_where_positions_are_worth_nothing_or_nobody_comes_back() -> None:
    """c21, counter-worlds: digging is no use where it gives neither cover nor time; who never attacks never returns."""
    useless = (
        "mechanisms.combat.entrenchment=0",
        "mechanisms.control.break_rate=0.3",
        "mechanisms.control.break_rate_unprepared=0.3",
    )
    assert moved(digging(120, *useless), digging(1, *useless)) == []
    meek = [of(ROAD, "actors.rebels.tempo=0", f"mechanisms.offensive.counterattack={factor}") for factor in (12, 1)]
    assert moved(*meek) == []


def test_c23_aircraft_are_shot_down_over_air_defence_and_helicopters_most() -> None:
    """c23. Aircraft and a helicopter were shot down.

    Assumption: the rebels have air defence.  Sign: aircraft are lost, more of them if they are helicopters.
    """
    losses = "mechanisms.air.loss_rate=0.01"
    jets, helicopters = of(LONE, losses), of(LONE, losses, "wings.jets.kind=helicopter")
    assert jets.tally("aircraft_lost").sum() > 0
    assert clearly(helicopters.tally("aircraft_lost"), jets.tally("aircraft_lost"))


def test_c23_fails_without_air_defence() -> None:
    """c23, counter-world: over men without air defence nothing is ever shot down, at any rate of loss."""
    harmless = ("actors.rebels.air_defence=0", "mechanisms.air.loss_rate=1")
    assert of(LONE, *harmless).tally("aircraft_lost").max() == 0


def test_c23_tanks_are_hit_by_missiles_and_captured_with_their_garrison() -> None:
    """c23. A tank was hit by missiles and captured.

    Assumption: the rebels have missiles, and part of a broken garrison does not get away.  Sign: vehicles are
    destroyed in every history; the fewer men escape, the more vehicles are captured.
    """
    assert of(ROAD).tally("armour_lost", actor="army").min() > 0
    caught, escaped = of(ROAD, "mechanisms.control.escape=0.5"), of(ROAD, "mechanisms.control.escape=1")
    assert clearly(caught.tally("armour_captured", actor="rebels"), escaped.tally("armour_captured", actor="rebels"))


def test_c23_fails_without_missiles_or_without_a_place_taken() -> None:
    """c23, counter-worlds: no missile, no tank destroyed; nobody who takes a place, no tank captured."""
    assert of(ROAD, "flows.to_rebels.missiles=0").tally("armour_lost").max() == 0
    assert of(ROAD, "actors.rebels.tempo=0").tally("armour_captured", actor="rebels").max() == 0


QUIET = ("actors.army.tempo=0", "actors.rebels.tempo=0", "days=365")
POCKET = ("holders.army=[port, city, farms]", "holders.rebels=[mill, town, crossing]")


def test_c23_a_besieged_place_gives_up_only_if_it_is_cut_off() -> None:
    """c23. A place was besieged.

    Assumption: it has no road to its own side.  Sign: within a year it surrenders in most histories if besieged
    places are given to that.  Counter-worlds: never if they are not, nor with an open road.
    """
    willing = "mechanisms.control.surrender=1"
    assert of(ROAD, *QUIET, *POCKET, willing).tally("place_changes").mean() > 0.5
    assert of(ROAD, *QUIET, *POCKET, "mechanisms.control.surrender=0").tally("place_changes").max() == 0
    assert of(ROAD, *QUIET, willing).tally("place_changes").max() == 0


@pytest.mark.parametrize("room", ["fighting", "sortie"])
def test_c23_civilians_die_of_fighting_and_of_sorties(room: str) -> None:
    """c23. Civilians were killed.

    Assumption: people live where men fight and bombs fall.  Sign: more harm per man killed or sortie, more civilians
    killed.  Counter-world: none at a harm of 0 from both, and none where nobody lives.
    """
    none = tuple(f"mechanisms.civilians.killed_by_{kind}=0" for kind in ("fighting", "sortie"))
    spared, harmed = of(LONE, *none), of(LONE, *none, f"mechanisms.civilians.killed_by_{room}=0.2")
    assert spared.tally("civilians_killed").max() == 0
    assert clearly(harmed.tally("civilians_killed"), spared.tally("civilians_killed"))
    empty = tuple(f"theatre.places.{place}.population=0" for place in ("harbour", "bridge", "hills"))
    assert of(LONE, *empty).tally("civilians_killed").max() == 0


SEPARATE = (
    "actors.raiders.presence={steppe: 1}",
    "actors.cousins.strength=1000",
    "holders.raiders=[oasis]",
    "holders.cousins=[fort]",
    "mechanisms.civilians.dodging=0",
    "theatre.links=[{between: [base, oasis], road: 50}, {between: [fort, market], road: 50}]",
)


def next_door(enemies: int, *edits: str) -> Lived:
    return of(THEATRES, f"actors.townsmen.strength={enemies}", *edits, count=600)


def test_c23_a_war_next_door_draws_men_away() -> None:
    """c23. The same enemy also had to fight in the countries around.

    Assumption: it has one reserve for both theatres.  Sign: with 9,000 enemies next door instead of none it begins
    fewer attacks at home, and the home army loses fewer men.
    """
    busy, free = next_door(9000), next_door(0, "actors.townsmen.recruits=0")
    assert clearly(at_front(free, "front_attacks", "steppe"), at_front(busy, "front_attacks", "steppe"))
    assert clearly(free.tally("killed_total", actor="army"), busy.tally("killed_total", actor="army"))


def test_c23_fails_where_the_war_next_door_is_anothers() -> None:
    """c23, counter-world: cousins without a common road or reserve fight abroad; at home nothing changes."""
    busy, free = next_door(9000, *SEPARATE), next_door(0, *SEPARATE)
    for measure in ("front_attacks", "front_killed"):
        assert (busy.measures[measure].sel(front="steppe") == free.measures[measure].sel(front="steppe")).all()
    for measure in ("places_held", "population_held", "displaced"):
        assert (busy.measures[measure] == free.measures[measure]).all()
