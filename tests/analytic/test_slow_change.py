"""What grows and fades day by day, beside its closed form: reliance, weariness, compliance, effort, stores.

Each is a linear recursion, so the n-th day is a power; statistical checks say how often they would be wrong.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from analytic.sorties import requests
from polemos.engine.replay import events
from polemos.model.state import State, blank
from polemos.model.supply import fill_stores, strength_left
from polemos.scenario.compile import War
from polemos.theory.voting import ElectionRules, negotiate
from worlds import SEED, after, made_of, plain, world

ENDLESS = 3661


def besieged(days: int, refused: float, reliance: tuple[float, float] = (0.3, 20.0), weariness: float = 0.0) -> War:
    """Return a war with one town that is attacked at almost every look; its attacker asks for aircraft every day."""
    return requests(1, 0.99, days, 1, reliance=reliance, weariness_days=weariness, refusal_delegated=refused)


def days_fought(state: State) -> int:
    """Return on how many of 100 days the one attack went on."""
    assert state.leader[0] >= 0
    return 100 - int(state.since[0])


def test_reliance_on_aircraft_that_always_come() -> None:
    """1 - (1 - first) (1 - 1 / days)**n after n served days; with none at all first * (1 - 1 / (3 days))**n."""
    for refused, due in (
        (0.0, lambda n: 1.0 - 0.7 * (1.0 - 1.0 / 20.0) ** n),
        (1.0, lambda n: 0.3 * (1.0 - 1.0 / 60.0) ** n),
    ):
        state = after(besieged(ENDLESS, refused), 100)
        assert math.isclose(state.reliance[0], due(days_fought(state)), rel_tol=1e-12)


@pytest.mark.parametrize("refused", [0.2, 0.6])
def test_reliance_moves_towards_its_fixed_point(refused: float) -> None:
    """Mean reliance is r* + (first - r*) l**n with r* = s / (s + f / 3), l = 1 - (s + f / 3) / days.

    f is the share of requests that is refused, s that served.  1,500 histories, 4 standard errors: false alarm 6e-5.
    """
    served = 1.0 - refused
    pull = served + refused / 3.0
    war, off = besieged(ENDLESS, refused), []
    for history in range(1500):
        state = after(war, 100, history)
        mean = served / pull + (0.3 - served / pull) * (1.0 - pull / 20.0) ** days_fought(state)
        off.append(state.reliance[0] - mean)
    assert abs(np.mean(off)) < 4.0 * np.std(off, ddof=1) / math.sqrt(1500)


def test_weariness_grows_evenly_and_fades_three_times_more_slowly() -> None:
    """n / days up to 1 while the town is attacked; afterwards (1 - 1 / (3 days))**m of it m days later.

    People look around in the evening: the day on which an attack ends is their first quiet one.
    """
    for days in (10.0, 40.0):
        grown = after(besieged(ENDLESS, 0.0, weariness=days), 100)
        assert math.isclose(grown.weary[0], min(1.0, days_fought(grown) / days), rel_tol=1e-12)
    length = 30
    war = requests(1, 0.05, length, 1, weariness_days=50.0)
    checked = 0
    for history in range(60):
        begun = after(war, 100, history)
        if begun.leader[0] >= 0 or begun.offensives[0, 0] != 1:
            continue
        rest = 100 - int(begun.since[0]) - (length - 1)
        assert math.isclose(begun.weary[0], (length - 1) / 50.0 * (1.0 - 1.0 / 150.0) ** rest, rel_tol=1e-12)
        checked += rest > 3
    assert checked >= 5


def test_compliance_after_days_and_violations() -> None:
    """first * (1 - decay)**days * (1 - erosion)**violations, the violations counted in the chronicle.

    No attack is over on the day it begins, so that each is seen; the truce never breaks.
    """
    war = world(
        "two_fronts_one_air_force",
        "mechanisms.control.break_rate=0",
        "mechanisms.control.break_rate_unprepared=0",
        "mechanisms.offensive.longest=20",
        "mechanisms.offensive.tolerated_loss=1",
        "mechanisms.combat.attrition=0",
        "mechanisms.ceasefire.breaks_below=0",
        "mechanisms.ceasefire.erosion=0.05",
    )
    begins, bound, most = 31, {"army", "guard", "hill_bands"}, 0
    for history in range(8):
        numbers = war.parameters(SEED, history)[0].ceasefire
        told = events(war, SEED, history)
        assaults = [
            event["day"] for event in told if event["kind"] == "offensive" and {event["actor"], event["other"]} <= bound
        ]
        for day in (32, 40, 60, 90):
            # An assault of one day is felt on the next; the first day of the truce starts it afresh.
            seen = sum(begins + 1 <= begun <= day - 1 for begun in assaults)
            due = numbers.compliance * (1.0 - numbers.decay) ** (day - begins - 1) * 0.95**seen
            assert math.isclose(after(war, day, history).compliance[0], due, rel_tol=1e-12)
            most = max(most, seen)
    assert most >= 3


def test_effort_of_two_factions() -> None:
    """Two neutral factions settle at w1 x1 + w2 x2, w being capability * salience, normed; one issue, no chance.

    The weaker, 2, is challenged: in its eyes and the stronger's alike 1 wins with w1, so they agree on the mean of x1
    and x2 with the weights (s1 w1)**2 and (s2 w2)**2, m, to the ten-thousandth. Each walks y of the way in a week; the
    distance from m shrinks by 1 - y, and so does that of the settlement. Effort is 1 + gain (settlement - reference),
    the flow alike. To 1e-4, what an offer is rounded to.
    """
    war = world("two_fronts_one_air_force", "mechanisms.bargain.volatility=0", "mechanisms.bargain.linkage=0",
                "mechanisms.bargain.yielding=0.3", "bargaining.rules.risk_range=neutral")  # fmt: skip
    given, _ = war.parameters(SEED, 0)
    x, s = given.position[:, 0], given.salience[:, 0]
    w = given.capability * s / (given.capability * s).sum()
    patron = war.legend.actors.index("patron")
    pull = (s * w) ** 2
    meet = float(pull @ x / pull.sum())
    for days in (1, 8, 50, 120):
        state = after(war, days)
        left = 0.7 ** ((days - 1) // 7)
        settled = meet + left * (float(w @ x) - meet)
        assert math.isclose(state.settled[0], settled, abs_tol=1e-4)
        effort = 1.0 + given.effort_gain[0, patron] * (state.settled[0] - given.reference[0])
        assert math.isclose(state.effort[patron], effort, rel_tol=1e-12)
        flow = 1.0 + given.flow_gain[0, 0] * (state.settled[0] - given.reference[0])
        assert math.isclose(state.flow[0], flow, rel_tol=1e-12)
    assert abs(settled - float(w @ x)) > 0.1


def test_a_week_of_full_yielding_is_a_turn_of_the_published_model() -> None:
    """Packages and settlements are those of ``theory.voting.negotiate``, turn by turn, under three sets of rules."""
    position = np.array([[0.1, 0.8, 0.3], [0.9, 0.4, 0.6], [0.5, 0.2, 0.95], [0.35, 0.7, 0.15]])
    salience = np.array([[0.9, 0.2, 0.5], [0.3, 0.8, 0.4], [0.6, 0.6, 0.1], [0.2, 0.3, 1.0]])
    capability = np.array([0.8, 0.6, 0.5, 0.9])
    issues = [f"q{row}" for row in range(3)]
    data = plain("two_fronts_one_air_force")
    data["mechanisms"]["bargain"] = {"volatility": 0, "yielding": 1, "linkage": 0}
    for chosen in ({}, {"influence": "capability"}, {"vote": "proportional_cubic", "proposal": "both"}):
        data["bargaining"] = {
            "rules": chosen,
            "issues": {one: {"title": one, "zero": "no", "one": "yes", "reference": 0.5} for one in issues},
            "stakeholders": {
                f"s{who}": {
                    "title": f"s{who}",
                    "capability": capability[who],
                    "issues": {
                        one: {"position": position[who, row], "salience": salience[who, row]}
                        for row, one in enumerate(issues)
                    },
                }
                for who in range(4)
            },
        }
        rules = ElectionRules(**{"influence": "effective_capability", **chosen})
        due = negotiate(capability, position, salience / 3, rules=rules, least_turns=5, most_turns=5)
        for turn in range(5):
            state = after(made_of(data), 7 * turn + 1)
            assert np.allclose(state.settled, due.expected[turn], atol=1e-12)
            assert np.allclose(state.position, due.position[turn + 1], atol=1e-12)
        assert np.abs(due.position[1] - position).max() > 0.1


def test_stores_fill_by_half_at_the_half_distance() -> None:
    """From empty, n * resupply * half / (half + road) up to 1: half as fast at the half distance as at the source."""
    war = world("one_front", "mechanisms.supply.half_distance=300", "mechanisms.supply.resupply=0.1")
    given, _ = war.parameters(SEED, 0)
    state = blank(war.world, given)
    fill = getattr(fill_stores, "py_func", fill_stores)
    for road, speed in ((0.0, 1.0), (300.0, 0.5), (100.0, 0.75), (900.0, 0.25), (-1.0, given.supply.smuggling)):
        state.stores[:] = 0.0
        state.supply_road[:] = road
        for day in range(1, 30):
            fill(war.world, given, state)
            assert np.allclose(state.stores, min(1.0, day * 0.1 * speed), rtol=1e-12)


def test_strength_left_is_a_straight_line() -> None:
    given, _ = world("one_front", "mechanisms.supply.least_strength=0.4").parameters(SEED, 0)
    strength = getattr(strength_left, "py_func", strength_left)
    for stores, due in ((0.0, 0.4), (0.5, 0.7), (1.0, 1.0)):
        assert math.isclose(strength(given, stores), due, rel_tol=1e-15)


def pocket(patience: float, surrender: float) -> War:
    """Return a war in which a town of the blue army is shut in by the red one and nobody attacks."""
    data = plain("one_front")
    town = {"latitude": 35.0, "population": 50_000, "front": "road"}
    data["theatre"]["places"] = {
        "home": {**town, "longitude": 36.5}, "east": {**town, "longitude": 37.0}, "pocket": {**town, "longitude": 37.5}
    }  # fmt: skip
    data["theatre"]["links"] = [
        {"between": ["home", "east"], "road": 45},
        {"between": ["east", "pocket"], "road": 45},
    ]
    for name, mechanism in data["mechanisms"].items():
        mechanism["on"] = name in ("supply", "offensive", "control")
    data["mechanisms"]["control"].update(surrender=surrender, patience=patience)
    data["camps"]["blue"]["supply"], data["camps"]["red"]["supply"] = ["home"], ["east"]
    data["holders"] = {"blue_army": ["home", "pocket"], "red_army": ["east"]}
    for actor in ("blue_army", "red_army"):
        data["actors"][actor].update(tempo=0)
    data["vital"] = {}
    return made_of(data)


@pytest.mark.parametrize(("patience", "surrender"), [(60.0, 2.0), (20.0, 10.0)])
def test_a_siege_ends_as_its_daily_chances_say(patience: float, surrender: float) -> None:
    """The chance to hold out n days is the product of 1 - surrender / 60 * d / (d + patience), nobody being weary yet.

    1,500 sieges of 120 days; chi-square of twelve parts below its 99.99 % point, 37.4 at 11 degrees of freedom.
    """
    war = pocket(patience, surrender)
    place = war.legend.places.index("pocket")
    ends = []
    for history in range(1500):
        state = after(war, 120, history)
        ends.append(int(state.changed[place]) if state.changed[place] >= 0 else 120)
        assert state.siege[place] in (0, 120 - first_day(war))
    days = np.arange(120)
    length = np.maximum(days - first_day(war) + 1, 0)
    holds = np.append(1.0, np.cumprod(1.0 - surrender / 60.0 * length / (length + patience)))
    edges = np.searchsorted(-holds, -np.linspace(1.0, holds[-1], 12)[:-1], side="right")
    edges = np.unique(np.append(np.append(0, edges), 120))
    expected = 1500 * np.append(-np.diff(holds[edges]), holds[120])
    found = np.append(np.histogram(ends, [*edges[:-1], 119.5])[0], sum(end == 120 for end in ends))
    assert found.sum() == 1500
    if expected[-1] < 5.0:  # hardly anybody holds out to the end: one part with those before
        expected = np.append(expected[:-2], expected[-2:].sum())
        found = np.append(found[:-2], found[-2:].sum())
    assert len(expected) >= 8
    assert ((found - expected) ** 2 / expected).sum() < 37.4


def first_day(war: War) -> int:
    """Return the first day on which the staffs look at the pocket: a siege needs an enemy who is seen next door."""
    return -int(war.world.place_key[war.legend.places.index("pocket")]) % 3
