"""Formula beside simulation: exponential clocks, truces that only decay, trust that only heals.

Statistical checks run on fixed seeds; each says how often it would be wrong about a model that is right.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from polemos.model.trust import willing
from polemos.theory.divisions import frustration_of
from worlds import SEED, after, made_of, plain, world

NAME = "two_fronts_one_air_force"
QUIET = ("combat", "control", "air", "civilians", "attention", "bargain", "trust", "endings")


def first_looks(tempo: dict[str, float], count: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Return at which look, from 0, the western town was first attacked, by whom, and the value of the town.

    Staffs look every third day, on which of the three hangs on the town's key.
    """
    data = plain("one_front")
    for mechanism in QUIET:
        data["mechanisms"][mechanism]["on"] = False
    data["mechanisms"]["offensive"].update(required_ratio=0, garrison=0)
    data["actors"]["red_guard"] = {**data["actors"]["red_army"], "title": "Red guard"}
    for actor in data["actors"]:
        data["actors"][actor]["tempo"] = tempo.get(actor, 0)
    war = made_of(data)
    west = war.legend.places.index("west")
    states = [after(war, 120, history) for history in range(count)]
    people = war.world.population[west]
    days = np.array([state.since[west] if state.leader[west] >= 0 else -1 for state in states])
    first = -int(war.world.place_key[west]) % 3
    begun = days[days >= 0]
    assert ((begun - first) % 3 == 0).all()
    looks = np.where(days >= 0, (days - first) // 3, -1)
    return looks, np.array([state.leader[west] for state in states]), 0.5 + people / (people + 20000.0)


def test_offensives_wait_exponentially() -> None:
    """Where every ratio invites, the first attack is geometric over looks with p = 1 - exp(-3 * tempo * value / 30).

    1,500 histories; mean within 4 standard errors and chi-square of ten bins below its 99.99 % point (33.7 at 9
    degrees of freedom): false alarm 2e-4.
    """
    looks, _, value = first_looks({"red_army": 1.5}, 1500)
    p = 1.0 - math.exp(-3.0 * 1.5 * value / 30.0)
    assert (looks >= 0).mean() > 0.998  # (1 - p)**40 is 4e-4
    looks = looks[looks >= 0]
    mean, deviation = (1 - p) / p, math.sqrt(1 - p) / p
    assert abs(looks.mean() - mean) < 4 * deviation / math.sqrt(len(looks))
    edges = np.array([0, 1, 2, 3, 5, 7, 9, 12, 16, 22, 10_000])
    expected = len(looks) * np.diff(1.0 - (1.0 - p) ** edges)
    found = np.histogram(looks, edges)[0]
    assert ((found - expected) ** 2 / expected).sum() < 33.7


def test_the_faster_clock_rings_first_in_proportion() -> None:
    """Two candidates with rates 1 : 2; the first attack is the slower one's in a third; 4 standard errors, 6e-5."""
    _, leaders, _ = first_looks({"red_army": 4.0, "red_guard": 8.0}, 1500)
    share = float((leaders[leaders >= 0] == 1).mean())
    assert abs(share - 1 / 3) < 4 * math.sqrt(2 / 9 / 1500)


def test_sorties_stay_within_the_pool() -> None:
    """A day's sorties are at most aircraft * serviceable * sorties * effort, rounded up, on every day."""
    war = world(NAME, "patrons.patron.fronts_at_once=5", "mechanisms.air.package=100")
    most = 0.0
    for history in range(3):
        given, _ = war.parameters(SEED, history)
        for day in range(1, 121):
            state = after(war, day, history)
            effort = float((state.effort * state.effort_order)[war.world.patrons[0]])
            flown = float(state.flown.sum())
            there = int(state.aircraft[0] + state.aircraft_lost[0])  # losses come after flying
            assert flown <= math.ceil(there * given.serviceable[0] * given.sorties[0] * effort)
            most = max(most, flown)
    assert most > 5


def test_aircraft_withdrawn_on_average() -> None:
    """A share of 0.35 of 10 aircraft: 3 or 4, 3.5 on average; 1,500 histories, 4 standard errors, 6e-5."""
    war = world(NAME, "interventions.leaving.share=0.35", "mechanisms.air.loss_rate=0")
    gone = np.array([-after(war, 61, history).aircraft_moved[0] for history in range(1500)])
    assert set(gone) == {3, 4}
    assert abs(gone.mean() - 3.5) < 4 * 0.5 / math.sqrt(len(gone))


def test_recruits_on_average() -> None:
    """95 a month for 120 days are 380; each day is rounded by chance with the right mean; 4.5 standard errors, 7e-6."""
    war = world("no_war", "actors.green_army.recruits=95")
    came = np.array([after(war, 120, history).arrived[0] for history in range(300)])
    part = 95 / 30 % 1
    assert abs(came.mean() - 380) < 4.5 * math.sqrt(120 * part * (1 - part) / 300)


def test_a_truce_that_nobody_violates_only_decays() -> None:
    war = world(NAME, without=("offensive", "bargain"))
    given, _ = war.parameters(SEED, 0)
    numbers = given.ceasefire
    for age in (0, 1, 10, 30):
        state = after(war, 32 + age)
        assert math.isclose(state.compliance[0], numbers.compliance * (1 - numbers.decay) ** age, rel_tol=1e-13)


def test_a_wound_to_trust_heals_exponentially() -> None:
    """Being left out costs a share of trust once; then trust returns to its usual level over ``forgetting`` days."""
    war = world(NAME, without=("offensive", "bargain"))
    given, _ = war.parameters(SEED, 0)
    guard, patron = war.legend.actors.index("guard"), war.legend.actors.index("patron")
    usual, keep = given.trust[guard, patron], 1.0 - 1.0 / given.trust_.forgetting
    for age in (0, 1, 10, 60):
        due = usual - usual * given.trust_.exclusion * keep ** (age + 1)
        assert math.isclose(after(war, 32 + age).trust[guard, patron], due, rel_tol=1e-12)


def test_positions_are_prepared_in_the_stated_days() -> None:
    """Old positions are prepared from the first day; a place that changed hands is prepared anew, from a tenth."""
    war = world("one_front", "mechanisms.combat.entrenchment_days=40")
    fresh, old = 0, 0
    for history in range(40):
        for day in (1, 10, 30, 60, 90):
            state = after(war, day, history)
            age = np.where(state.changed < 0, 40, day - 1 - state.changed)
            assert np.allclose(state.prepared, np.minimum(1.0, 0.1 + age / 40), rtol=1e-12)
            fresh += int((age < 36).sum())
            old += int((state.changed < 0).sum())
    assert min(fresh, old) >= 10


def test_who_watches_exactly_sees_yesterday() -> None:
    """At lag 1 and error 0 the picture is the sorties of the day before."""
    war = world(NAME, "mechanisms.attention.lag=1", "mechanisms.attention.error=0")
    looked = 0
    for day in range(5, 60, 5):
        yesterday, today = after(war, day), after(war, day + 1)
        patron = int(war.world.patrons[0])
        hills = war.legend.camps.index("hills")
        assert np.array_equal(today.seen[hills], yesterday.flown[patron])
        looked += int(yesterday.flown[patron].sum() > 0)
    assert looked > 0


def test_mean_dead_are_the_stated_share_of_casualties() -> None:
    """With nobody recovering, dead / (dead + wounded) is ``killed``; thousands of casualties, 4.5 standard errors."""
    war = world("one_front", "mechanisms.combat.killed=0.25", "mechanisms.combat.recovery=3660", without=("supply",))
    states = [after(war, 120, history) for history in range(60)]
    dead = sum(int(state.killed.sum()) for state in states)
    hurt = sum(int(state.wounded.sum()) for state in states)
    assert abs(dead / (dead + hurt) - 0.25) < 4.5 * math.sqrt(0.25 * 0.75 / (dead + hurt))


@pytest.mark.parametrize("widths", [0.0, 1.0, 3.0, 5.0, 8.0])
def test_willingness_to_break_is_the_square_of_a_logistic(widths: float) -> None:
    share = 1.0 / (1.0 + math.exp(widths))
    assert math.isclose(willing(0.3, 0.3 + widths * 0.05, 0.05), share * share, rel_tol=1e-12)


def test_nobody_breaks_five_widths_above_the_breaking_point() -> None:
    """All five kinds together at most five times the mildest: below 1 in 4,000 of the full rate, so next to never.

    At the widest full rate of the defaults the daily chance is then below 1e-5 a member.
    """
    given, _ = world(NAME).parameters(SEED, 0)
    numbers = given.trust_
    for above in (5.0, 6.0, 7.9):
        level = numbers.breaking_point + above * numbers.breaking_width
        points = [numbers.breaking_point - kind * numbers.step for kind in range(5)]
        total = sum(willing(point, level, numbers.breaking_width) for point in points)
        assert total <= 5.0 * (1.0 / (1.0 + math.exp(above))) ** 2 < 1 / 4000
        assert numbers.breaking_rate / 30.0 * total < 1e-5


def frustration(sign: np.ndarray) -> int:
    """The least number of frustrated ties over all divisions, one by one."""
    pairs = list(itertools.combinations(range(len(sign)), 2))
    return min(
        sum(sign[a, b] * side[a] * side[b] < 0 for a, b in pairs)
        for side in itertools.product((-1, 1), repeat=len(sign))
    )


def exactly(sign: np.ndarray) -> int:
    """Return the model's frustration index, with scratch space full of nonsense."""
    return int(frustration_of(sign, len(sign), np.full(len(sign), 7, dtype=np.int64)))


def test_frustration_is_the_least_over_all_divisions() -> None:
    triad = np.array([[0, 1, 1], [1, 0, -1], [1, -1, 0]])
    assert exactly(triad) == 1
    assert exactly(-np.ones((3, 3), dtype=np.int64)) == 1
    chooser = np.random.Generator(np.random.Philox(key=1))
    for number in (2, 3, 5, 7):
        for _ in range(20):
            upper = np.triu(chooser.integers(-1, 2, (number, number)), 1)
            sign = upper + upper.T
            assert exactly(sign) == frustration(sign)
