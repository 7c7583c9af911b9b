"""Where the literature gives a sign, the model has it: more of one thing, more (or less) of another.

Each compares the same histories with and without a change (same seed, same draws) and counts which way they went: a
sign test.  ``clearly`` asks for a count that a coin would reach once in 100,000 times, so all tests of this file
together would raise a false alarm about a model without any effect less than once in 5,000.  A few compare states on
one day, where the sign holds in every history.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from worlds import Arrays, after, made_of, plain, simulate, world

NAME = "two_fronts_one_air_force"
HISTORIES = 250


def clearly(one: np.ndarray, other: np.ndarray) -> bool:
    """Return whether ``one`` exceeds ``other`` in so many pairs that a fair coin would do it once in 1e5 times."""
    more, less = int((one > other).sum()), int((one < other).sum())
    tosses = more + less
    chance = sum(math.comb(tosses, k) for k in range(more, tosses + 1)) / 2**tosses
    return chance < 1e-5


def of(name: str, *edits: str, without: tuple[str, ...] = (), count: int = HISTORIES) -> Arrays:
    return simulate(world(name, *edits, without=without), count)


def held(arrays: Arrays, camp: int) -> np.ndarray:
    """Return the places that a camp held, on average over the weeks of each history."""
    return arrays["places_held"][:, :, camp].mean(axis=1)


def answers(arrays: Arrays, kind: int) -> np.ndarray:
    return arrays["requests"][:, :, :, kind].sum(axis=(1, 2))


def test_better_soldiers_hold_more_places() -> None:
    """Dupuy 1990: quality wins ground."""
    assert clearly(held(of("one_front", "actors.blue_army.quality=2"), 0), held(of("one_front"), 0))
    assert clearly(held(of("one_front"), 0), held(of("one_front", "actors.red_army.quality=2"), 0))


def test_more_soldiers_hold_more_places() -> None:
    assert clearly(held(of("one_front", "actors.blue_army.strength=8000"), 0), held(of("one_front"), 0))


def test_attackers_suffer_from_prepared_ground() -> None:
    """Dupuy 1990: who attacks prepared positions takes fewer of them."""
    open_ground = of("one_front", "mechanisms.combat.entrenchment=0")
    assert clearly(open_ground["movement"][:, 0], of("one_front", "mechanisms.combat.entrenchment=5")["movement"][:, 0])


def test_more_aircraft_more_requests_honoured() -> None:
    """With room for one front a day and a staff that fails, aircraft are seldom what is short: 1,000 histories."""
    few, many = (of(NAME, f"wings.jets.aircraft={number}", count=1000) for number in (3, 60))
    asked_few = answers(few, 0) / np.maximum(1, few["requests"].sum(axis=(1, 2, 3)))
    asked_many = answers(many, 0) / np.maximum(1, many["requests"].sum(axis=(1, 2, 3)))
    assert clearly(asked_many, asked_few)


def test_a_withdrawal_lowers_the_share_of_requests_honoured() -> None:
    """Claim c03 in the model's words: same requests to begin with, fewer aircraft, fewer served."""
    leave, stay = of(NAME, "interventions.leaving.share=1"), of(NAME, without=("leaving",))
    after_it = slice(10, None)
    assert clearly(
        stay["requests"][:, after_it, :, 0].sum(axis=(1, 2)), leave["requests"][:, after_it, :, 0].sum(axis=(1, 2))
    )
    assert clearly(stay["front_sorties"].sum(axis=(1, 2)), leave["front_sorties"].sum(axis=(1, 2)))


def test_two_fronts_at_once_need_two_fronts_worth_of_aircraft() -> None:
    """Claim c04: with room for one front a day, more requests are refused."""
    one, two = of(NAME, "wings.jets.aircraft=60"), of(NAME, "wings.jets.aircraft=60", "patrons.patron.fronts_at_once=2")
    assert clearly(answers(one, 2), answers(two, 2))


def test_a_truce_lowers_assaults_between_the_bound() -> None:
    """In its first three weeks, in the north, where it binds; fortnights 5 to 7 of the war."""
    kept = of(
        NAME,
        "mechanisms.ceasefire.compliance=0.95",
        "mechanisms.ceasefire.erosion=0",
        "mechanisms.ceasefire.spoiling=0",
    )
    none = of(NAME, without=("talks",))
    weeks = slice(6, 9)
    north = world(NAME).legend.fronts.index("north")
    assert clearly(
        none["front_attacks"][:, weeks, north].sum(axis=1), kept["front_attacks"][:, weeks, north].sum(axis=1)
    )


def test_a_truce_does_not_bind_the_excluded() -> None:
    """The south is not bound: the freedom of both sides there is whole, day for day."""
    for history in range(20):
        state = after(world(NAME), 33, history)
        legend = world(NAME).legend
        assert state.restraint[0, legend.actors.index("sand_bands")] == 0.0
        assert state.truce[0] < 0 or state.restraint[0, legend.actors.index("army")] > 0.0
        assert world(NAME).world.act_bound[0, legend.actors.index("sand_bands")] == 0


def test_who_was_not_asked_trusts_less() -> None:
    """Claim c05: on the day of the truce, in every history, and only the one who was bound and not asked."""
    legend = world(NAME).legend
    patron, army, guard = (legend.actors.index(name) for name in ("patron", "army", "guard"))
    asked = world(NAME, 'interventions.truce.parties=["patron", "army", "guard"]')
    for history in range(20):
        left_out, heard = after(world(NAME), 32, history), after(asked, 32, history)
        assert left_out.trust[guard, patron] < heard.trust[guard, patron]
        assert left_out.trust[army, patron] == heard.trust[army, patron]
        assert left_out.grievance[guard, 3] > 0.0 == left_out.grievance[army, 3]


def test_who_was_not_asked_complies_less() -> None:
    """Stedman 1997: the spoiler is the one who was left out."""
    legend = world(NAME).legend
    state = after(world(NAME), 32)
    army, guard = (state.restraint[0, legend.actors.index(name)] for name in ("army", "guard"))
    assert 0.0 < guard < army


def test_refusals_lower_trust() -> None:
    assert clearly(
        of(NAME, "mechanisms.trust.refused=0")["cohesion"][:, -1],
        of(NAME, "mechanisms.trust.refused=0.2")["cohesion"][:, -1],
    )


def test_favour_needs_another_to_be_favoured() -> None:
    """Claim c11: alone with its patron a client can be refused, but never passed over."""
    for history in range(20):
        assert after(world("lone_client"), 120, history).grievance[:, 2].sum() == 0.0
    assert any(
        after(world(NAME, "mechanisms.trust.favour=0.5"), 120, history).grievance[:, 2].sum() > 0
        for history in range(20)
    )


def test_a_command_that_bargains_attacks_less_often_together() -> None:
    """Claim c06, Salehyan 2010: who is asked joins less often than who is ordered."""

    def joint(command: str) -> np.ndarray:
        data = plain(NAME)
        del data["interventions"]["loosening"]
        data["coalitions"]["alliance"]["command"] = command
        arrays = simulate(made_of(data), HISTORIES)
        return arrays["attacks"][:, :, 1].sum(axis=1) / np.maximum(1, arrays["attacks"][:, :, 0].sum(axis=1))

    assert clearly(joint("integrated"), joint("bargained"))


def test_a_command_that_bargains_answers_later_or_not_at_all() -> None:
    def served(command: str) -> np.ndarray:
        data = plain(NAME)
        del data["interventions"]["loosening"]
        data["coalitions"]["alliance"]["command"] = command
        arrays = simulate(made_of(data), HISTORIES)
        return answers(arrays, 0) / np.maximum(1, arrays["requests"].sum(axis=(1, 2, 3)))

    assert clearly(served("integrated"), served("bargained"))


def test_watchers_attack_more_where_aircraft_are_not() -> None:
    """Claim c04 with a large weight: enemies who see aircraft elsewhere attack more than those who do not look."""
    keen, blind = of(NAME, "mechanisms.attention.weight=20"), of(NAME, without=("attention",))
    assert clearly(keen["totals"][:, 3:, 4].sum(axis=1), blind["totals"][:, 3:, 4].sum(axis=1))


def test_missing_aircraft_cost_men_to_who_relies_on_them() -> None:
    """Claim c12: the same war, jets that never serve, units that are or are not used to them."""

    def dead(*edits: str) -> np.ndarray:
        fixed: tuple[Any, ...] = ("wings.jets.reach=10", "mechanisms.air.reliance_days=3000", *edits)
        return of(NAME, *fixed)["totals"][:, 3:, 8].sum(axis=1)

    assert clearly(
        dead("mechanisms.combat.missing_air=0"), dead("mechanisms.combat.missing_air=1", "actors.army.reliance=1")
    )


def test_outside_support_lengthens_the_list_of_the_dead() -> None:
    """Claim c01: recruits keep a war going."""
    assert clearly(
        of("one_front")["killed_daily"].sum(axis=(1, 2)),
        of("one_front", "actors.red_army.recruits=0", "actors.blue_army.recruits=0")["killed_daily"].sum(axis=(1, 2)),
    )
