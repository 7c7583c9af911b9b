"""What the document says of aircraft (c03, c04, c11 to c13), each in a small war that assumes it, and where it fails.

Every sign test compares the same histories with and without one thing and fails by mistake once in 100,000 times.
The worlds are sharper than any real war, so that few histories suffice; sizes say nothing about 2016.
"""

from __future__ import annotations

import numpy as np

from worlds.signs import Lived, Values, clearly, moved, of

NAME = "two_fronts_one_air_force"
OWN = ["army", "guard"]
ENEMIES = ["hill_bands", "sand_bands"]
AFTER = slice(9, None)  # weeks after the aircraft leave on day 60
LATER = slice(3, None)  # weeks after they leave on day 14
FEW = ("patrons.patron.fronts_at_once=2", "wings.jets.aircraft=8", "wings.jets.sorties=1")
EARLY = "interventions.leaving.date=2000-01-15"
OUT_OF_REACH = "wings.jets.reach=5"


def leaving(share: float, *edits: str, count: int = 600) -> Lived:
    return of(NAME, *edits, f"interventions.leaving.share={share}", without=("loosening",), count=count)


def refused_share(run: Lived, member: str) -> Values:
    asked = run.tally("requests", actor=member)
    return np.where(asked > 0, run.tally("requests", actor=member, answer="refused") / np.maximum(1, asked), np.nan)


def test_c03_a_withdrawal_of_most_aircraft_makes_close_support_rare() -> None:
    """c03. Most of the patron's aircraft leave, and close support becomes almost impossible.

    Assumption: aircraft are scarce, and fewer of them serve fewer fronts at once.  Sign: with 70 % gone fewer sorties,
    fewer requests honoured and more refused; with all gone none is honoured, and none of it is forgiven.
    """
    stay, most, none = (leaving(share, *FEW, EARLY) for share in (0, 0.7, 1))
    refused, honoured = {"answer": "refused", "week": LATER}, {"answer": "honoured", "week": LATER}
    assert clearly(stay.tally("front_sorties", week=LATER), most.tally("front_sorties", week=LATER))
    assert clearly(stay.tally("requests", **honoured), most.tally("requests", **honoured))
    assert clearly(most.tally("requests", **refused), stay.tally("requests", **refused))
    assert none.tally("requests", **honoured).max() == 0
    assert clearly(most.last("cohesion"), none.last("cohesion"))


def test_c03_fails_where_aircraft_were_out_of_reach() -> None:
    """c03, counter-world: aircraft that reach no place leave, and nothing changes but their number."""
    assert moved(leaving(0.7, *FEW, EARLY, OUT_OF_REACH), leaving(0, *FEW, EARLY, OUT_OF_REACH), "aircraft") == []


def test_c03_fails_where_aircraft_are_not_scarce() -> None:
    """c03, counter-world: 60 of 200 aircraft are still more than anybody asks for, and no staff counts fronts."""
    plenty = ("patrons.patron.fronts_at_once=50", "wings.jets.aircraft=200", "patrons.patron.interdiction=0", EARLY)
    assert moved(leaving(0.7, *plenty), leaving(0, *plenty), "aircraft") == []


# Jets that are seen over the north and harm nobody: what is left is that they are seen.
HARMLESS = (
    "mechanisms.air.fire_per_sortie=0",
    "mechanisms.air.loss_rate=0",
    "mechanisms.civilians.killed_by_sortie=0",
    "mechanisms.combat.missing_air=0",
    "mechanisms.trust.on=false",
    "mechanisms.attention.lag=1",
    "mechanisms.attention.error=0",
    "patrons.patron.interdiction=0",
    "wings.jets.aircraft=40",
    "wings.jets.base={latitude: 36.0, longitude: 37.0}",
)


def watching(weight: float, reach: float) -> Lived:
    edits = (*HARMLESS, f"mechanisms.attention.weight={weight}", f"wings.jets.reach={reach}")
    return of(NAME, *edits, without=("talks", "loosening", "leaving"))


def test_c04_who_sees_aircraft_busy_elsewhere_attacks() -> None:
    """c04. The southern enemy sees the jets over the north, where they are busy, and attacks in the south.

    Assumption: opponents watch, soon and exactly; the jets serve the north alone and harm nobody, so that only their
    being seen counts.  Sign: more attacks by the southern enemy than where no jet ever flies.
    """
    busy, idle = watching(10, 120), watching(10, 5)
    assert busy.tally("front_sorties", front="south").max() == 0
    south = {"actor": "sand_bands"}
    assert clearly(busy.tally("offensives_started", **south), idle.tally("offensives_started", **south))


def test_c04_fails_where_nobody_watches() -> None:
    """c04, counter-world: an opponent who does not watch gains nothing from the aircraft being elsewhere."""
    assert moved(watching(0, 120), watching(0, 5), "requests", "front_sorties", "aircraft") == []


def test_c04_fails_where_there_is_nothing_to_see() -> None:
    """c04, counter-world: jets that never fly tell a watcher nothing."""
    assert moved(watching(10, 5), watching(0, 5)) == []


def test_c04_two_fronts_at_once_can_no_longer_be_served() -> None:
    """c04, second half. The aircraft that are left cannot fly on two fronts on one day.

    Assumption: the fronts that can be served fall with the aircraft.  Sign: with room for one front more is refused.
    Counter-world: if only one front ever asks, room for a second one is worth nothing.
    """
    room = {fronts: of(NAME, f"patrons.patron.fronts_at_once={fronts}", "wings.jets.aircraft=60") for fronts in (1, 2)}
    assert clearly(room[1].tally("requests", answer="refused"), room[2].tally("requests", answer="refused"))
    one, two = (of("lone_client", f"patrons.patron.fronts_at_once={fronts}") for fronts in (1, 2))
    assert moved(one, two) == []


def test_c04_fails_where_there_is_no_second_front() -> None:
    """c04, counter-world: with one front aircraft are never busy elsewhere, so watching is worth nothing."""
    sharp = ("mechanisms.attention.lag=1", "mechanisms.attention.error=0")
    keen, blind = (of("lone_client", *sharp, f"mechanisms.attention.weight={weight}") for weight in (10, 0))
    assert moved(keen, blind) == []


def trusting(army: float, guard: float, rule: str) -> Lived:
    levels = f"{{of: patron, towards: army, level: {army}}}, {{of: patron, towards: guard, level: {guard}}}"
    return of(NAME, f"patrons.patron.allocation={rule}", f"trust.pairs=[{levels}]", count=600)


def test_c11_the_patron_picks_whose_requests_it_honours() -> None:
    """c11. The patron is seen to choose among requests.

    Assumption: it takes up requests by favour.  Sign: whom it trusts less is refused more, whichever member that is.
    """
    for_guard, for_army = trusting(0.2, 0.9, "by_favour"), trusting(0.9, 0.2, "by_favour")
    assert clearly(refused_share(for_army, "guard"), refused_share(for_guard, "guard"))
    assert clearly(refused_share(for_guard, "army"), refused_share(for_army, "army"))


def test_c11_fails_where_need_decides() -> None:
    """c11, counter-world: a patron that goes by need has favourites, but they get no aircraft for it.

    The ties themselves differ: they are what was set.
    """
    assert moved(trusting(0.2, 0.9, "by_need"), trusting(0.9, 0.2, "by_need"), "frustration", "pair_trust") == []


def test_c11_who_sees_another_served_trusts_less() -> None:
    """c11. Commanders fall out because others are served on the day on which they are refused.

    Assumption: favour is minded.  Sign: less cohesion.
    """
    indifferent, jealous = (of(NAME, f"mechanisms.trust.favour={share}") for share in (0, 0.1))
    assert clearly(indifferent.last("cohesion"), jealous.last("cohesion"))


# Never refused: room on all fronts, more aircraft than requests, no staff in which a request gets lost.
SERVED = (
    "patrons.patron.fronts_at_once=50",
    "wings.jets.aircraft=500",
    "wings.jets.serviceable=1",
    "mechanisms.command.refusal_integrated=0",
    "mechanisms.command.refusal_bargained=0",
    "interventions.leaving.share=0",
)


def test_c11_fails_where_nobody_is_passed_over() -> None:
    """c11, counter-world: a lone client has no rival, and where all are served nobody is passed over."""
    for name, edits in (("lone_client", ()), (NAME, SERVED)):
        indifferent, jealous = (of(name, *edits, f"mechanisms.trust.favour={share}") for share in (0, 0.1))
        assert moved(indifferent, jealous) == []


def used_to_it(days: float, *edits: str) -> Lived:
    """Return wars in which nobody relies on aircraft at first, all are served for two months, then 97 % leave."""
    served = ("patrons.patron.fronts_at_once=9", "wings.jets.aircraft=60", "days=180")
    new_to_it = ("actors.army.reliance=0", "actors.guard.reliance=0", f"mechanisms.air.reliance_days={days}")
    return leaving(0.97, *served, *new_to_it, "mechanisms.combat.missing_air=0.5", *edits)


def test_c12_who_got_used_to_aircraft_fights_badly_without_them() -> None:
    """c12. Units that had air support rely on it, and pay in lives and ground when it is gone.

    Assumption: reliance is learned by being served, within days, and missing aircraft cost half the strength.  Sign:
    more of their men fall for each enemy after the aircraft left than among units that never learn to rely on them,
    and fewer people are held.
    """
    learned, never = used_to_it(10), used_to_it(3660)
    assert clearly(learned.exchange(OWN, ENEMIES, week=AFTER), never.exchange(OWN, ENEMIES, week=AFTER))
    held = {"camp": "allies", "week": AFTER}
    assert clearly(never.tally("population_held", **held), learned.tally("population_held", **held))


def test_c12_fails_where_nothing_is_missed_or_nothing_was_had() -> None:
    """c12, counter-worlds: reliance costs nothing where missing it does no harm, and does not build up unserved."""
    for edit in ("mechanisms.combat.missing_air=0", OUT_OF_REACH):
        assert moved(used_to_it(10, edit), used_to_it(3660, edit)) == []


def reliant(share: float, *edits: str) -> Lived:
    rely = ("actors.army.reliance=1", "actors.guard.reliance=1", "mechanisms.combat.missing_air=0.5", "days=360")
    return leaving(share, *rely, "patrons.patron.fronts_at_once=2", "wings.jets.aircraft=20", *edits, count=300)


def test_c13_ground_is_lost_when_aircraft_leave_and_the_initiative_is_not() -> None:
    """c13. Without its aircraft the coalition loses ground.

    Assumption: its units rely on aircraft, and 95 % leave.  Sign: fewer places held, movement against it, more of its
    men dead for each enemy.  That it also begins a smaller share of the attacks does not follow: staffs that expect
    no aircraft dare less, but lost places call for counter-attacks, and enemies who succeed need not try again.
    """
    stay, gone = reliant(0), reliant(0.95)
    held = {"camp": "allies", "week": AFTER}
    assert clearly(stay.tally("places_held", **held), gone.tally("places_held", **held))
    assert clearly(stay.tally("net_movement"), gone.tally("net_movement"))
    assert clearly(gone.exchange(OWN, ENEMIES, week=AFTER), stay.exchange(OWN, ENEMIES, week=AFTER))
    assert not clearly(initiative(stay), initiative(gone))


def initiative(run: Lived) -> Values:
    """Return the share of the attacks that the coalition began."""
    own, all_of_them = run.tally("offensives_started", actor=OWN), run.tally("offensives_started")
    return np.where(all_of_them > 0, own / np.maximum(1, all_of_them), np.nan)


def test_c13_fails_where_aircraft_were_out_of_reach() -> None:
    """c13, counter-world: aircraft that reached no front can leave without any loss of ground."""
    assert moved(reliant(0, OUT_OF_REACH), reliant(0.95, OUT_OF_REACH), "aircraft") == []
