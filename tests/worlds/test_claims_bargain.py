"""What the document and its comments say of the bargain above the war (c16, c18, c19), and where it fails.

With volatility 0 nothing in the bargain is left to chance, so its signs hold in every history and need no test of
significance.  Effort counts from the scenario's reference, so that who is strong on the first day counts from then on.
Two factions are taken to be neutral to risk, unless the test is about that: among two the published model infers the
boldest and the most cautious attitude there are, and turns them round when the weaker overtakes the stronger.
"""

from __future__ import annotations

import numpy as np

from worlds.signs import Lived, Values, clearly, moved, of

NAME = "two_fronts_one_air_force"
CALM = ("mechanisms.bargain.volatility=0", "mechanisms.bargain.yielding=0.1")
ALONE = (*CALM, "mechanisms.bargain.linkage=0")


def effort(run: Lived) -> Values:
    return run.last("effort")


def first(run: Lived) -> Values:
    """Return one number per history: the effort after the first week."""
    return np.asarray(run.measures["effort"].isel(week=1))


def factions(hawks: float, doves: float, *edits: str, risk: str = "neutral") -> Lived:
    """Return wars in which two factions of the patron care so much about how far to go."""
    issue = "issues.intervention.salience"
    cares = (f"bargaining.stakeholders.hawks.{issue}={hawks}", f"bargaining.stakeholders.doves.{issue}={doves}")
    return of(NAME, *ALONE, *cares, f"bargaining.rules.risk_range={risk}", *edits)


def powers(hawks: float, doves: float, **how: str) -> Lived:
    """Return wars in which the two factions care alike and have so much capability."""
    has = (f"bargaining.stakeholders.hawks.capability={hawks}", f"bargaining.stakeholders.doves.capability={doves}")
    return factions(0.6, 0.6, *has, **how)


def great_powers(linkage: float, care_here: float, *edits: str, in_return: float = 0) -> Lived:
    """Return wars whose patron agrees with the other power about the war, and not about trade.

    ``care_here``: how much the patron, who wants the trade issue at 0.1, cares about it; the other power wants it at
    0.9 and cares the rest.  ``in_return``: effort gained per unit of the trade settlement.
    """
    war = "war: {title: War, zero: leave, one: stay, reference: 0.6, efforts: {patron: 1}}"
    trade = f"trade: {{title: Trade, zero: closed, one: open, reference: 0.5, efforts: {{patron: {in_return}}}}}"
    about_war = "war: {{position: 0.6, salience: 0.5}}"
    who = "{{title: {0}, capability: 0.5, issues: {{" + about_war + ", trade: {{position: {1}, salience: {2}}}}}}}"
    here, there = who.format("Here", 0.1, care_here), who.format("There", 0.9, 1 - care_here)
    whole = f"bargaining={{issues: {{{war}, {trade}}}, stakeholders: {{here: {here}, there: {there}}}}}"
    return of(NAME, whole, *CALM, f"mechanisms.bargain.linkage={linkage}", *edits, count=30)


def test_c16_a_bargain_over_another_issue_sets_the_patrons_effort() -> None:
    """c16. A bargain of great powers over linked issues sets how hard the patron fights.

    Assumption: the patron gives up effort for a settlement that it wants elsewhere (a gain below 0).  Sign: as trade
    is settled the other power's way (it cares more) effort falls; settled the patron's way it rises.
    """
    assert (effort(great_powers(0, 0.1, in_return=-1)) < 1).all()
    assert (effort(great_powers(0, 0.9, in_return=-1)) > 1).all()


def test_c16_fails_where_nothing_hangs_on_the_settlement() -> None:
    """c16, counter-worlds: with a gain of 0, or with one stakeholder where it always was, there is as good as none."""
    none = of(NAME, without=("bargain",))
    no_gain = ("bargaining.issues.intervention.efforts.patron=0", "bargaining.issues.intervention.flows.aid=0")
    assert moved(of(NAME, *no_gain), none) == []
    hawks = "{title: Hawks, capability: 0.6, issues: {intervention: {position: 0.9, salience: 0.7}}}"
    alone = (f"bargaining.stakeholders={{hawks: {hawks}}}", "bargaining.issues.intervention.reference=0.9")
    assert moved(of(NAME, *ALONE, *alone), none) == []


def test_c18_the_faction_that_cares_more_pulls_the_effort_its_way() -> None:
    """c18. Two factions inside the patron pull its policy.

    Assumption: votes weigh by capability times salience, and who cares more yields less.  Sign: effort is higher where
    the hawks care more than where the doves do, from the first week on, the gap widens as they bargain, and sorties go
    with it.
    """
    hawkish, even, dovish = factions(0.8, 0.1), factions(0.5, 0.5), factions(0.1, 0.8)
    for when in (first, effort):
        assert (when(dovish) < when(even)).all()
        assert (when(even) < when(hawkish)).all()
    assert (effort(hawkish) - effort(dovish) > first(hawkish) - first(dovish)).all()
    assert clearly(hawkish.tally("front_sorties"), dovish.tally("front_sorties"))


def test_c18_a_strong_faction_sets_the_effort_whether_it_rises_or_was_strong_before() -> None:
    """c18. The stronger the doves, the less effort: from the first day on, or from the day on which they rise."""
    strength = (0.1, 0.3, 0.5, 0.7, 0.9)
    by_strength = [powers(0.6, doves) for doves in strength]
    for stronger, weaker in zip(by_strength[1:], by_strength, strict=False):
        assert (first(stronger) < first(weaker)).all()
        assert (effort(stronger) < effort(weaker)).all()
    coup = (
        "interventions.coup={title: Coup, date: 2000-01-29, action: change_capability, stakeholder: doves, factor: 2}"
    )
    assert (first(factions(0.5, 0.5, coup)) == first(factions(0.5, 0.5))).all()
    assert (effort(factions(0.5, 0.5, coup)) < effort(factions(0.5, 0.5))).all()


def test_c18_does_not_follow_where_one_of_two_factions_overtakes_the_other() -> None:
    """c18, what does not follow from the published attitudes to risk: more power is not always more effort.

    Below the hawks the doves gain by each step.  As they overtake them they become the cautious side, which minds a
    small loss little, and the hawks the bold one, which minds it much: the effort jumps up.
    """
    below = [powers(0.6, doves, risk="middle") for doves in (0.1, 0.3, 0.5, 0.59)]
    for stronger, weaker in zip(below[1:], below, strict=False):
        assert (first(stronger) < first(weaker)).all()
    overtaken = powers(0.6, 0.61, risk="middle")
    assert (first(overtaken) > first(below[-1]) + 0.1).all()


def test_c18_fails_where_the_factions_are_a_match_or_agree() -> None:
    """c18, counter-worlds: equal factions settle half way; those that agree have nothing to pull."""
    match = powers(0.5, 0.5, risk="middle").measures["effort"].isel(week=slice(1, None))
    assert np.allclose(match, 1 + 0.55 - 0.554, atol=1e-6)  # effort is kept in 32 bits: 7 digits
    agreed = "bargaining.stakeholders.doves.issues.intervention.position=0.9"
    same = [effort(factions(0.8, 0.1, agreed)), effort(factions(0.1, 0.8, agreed))]
    assert np.allclose(same, 1 + 0.9 - 0.554, atol=1e-6)


def test_c19_the_war_is_a_chip_in_a_larger_game() -> None:
    """c19. The war is only a bargaining chip.

    Assumption: positions on the war follow the settlements of other issues (linkage), though all agree about the war
    itself.  Sign: effort moves the way in which trade is settled, the more the stronger the linkage.
    """
    down, far_down, up = great_powers(0.4, 0.9), great_powers(0.8, 0.9), great_powers(0.8, 0.1)
    assert (effort(far_down) < effort(down)).all()
    assert (effort(down) < 1).all()
    assert (effort(up) > 1).all()


def test_c19_the_pull_of_an_issue_is_felt_once() -> None:
    """c19. Trade is settled at a distance d from its reference, and nobody yields: in the end effort is off by
    linkage * d / (1 - linkage**2), since the war, once it has moved, pulls on trade in turn.

    To 1e-6: effort is kept in 32 bits, and after 17 weeks 0.4**17 of the way is left.
    """
    stubborn = "mechanisms.bargain.yielding=0"
    distance = first(great_powers(0, 0.9, stubborn, in_return=1)) - 1
    linked = great_powers(0.4, 0.9, stubborn)
    assert (distance < -0.2).all()
    assert np.allclose(first(linked), 1, atol=1e-6)
    assert np.allclose(linked.measures["effort"].isel(week=2), 1 + 0.4 * distance, atol=1e-6)
    assert np.allclose(effort(linked), 1 + 0.4 * distance / (1 - 0.4**2), atol=1e-6)


def test_c19_fails_where_issues_are_not_linked() -> None:
    """c19, counter-world: without linkage, trade may go where it will; the war's effort stays at 1."""
    for care in (0.1, 0.9):
        assert (effort(great_powers(0, care)) == 1).all()
