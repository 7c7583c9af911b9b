"""What the document and its comments say of the bargain above the war (c16, c18, c19), and where it fails.

With volatility 0 nothing in the bargain is left to chance, so its signs hold in every history and need no test of
significance.  Effort is told relative to the first settlement: 1 is the effort at the start, whoever was strong then.
"""

from __future__ import annotations

import numpy as np

from worlds.signs import Lived, Values, clearly, moved, of

NAME = "two_fronts_one_air_force"
CALM = ("mechanisms.bargain.volatility=0", "mechanisms.bargain.yielding=0.1")
ALONE = (*CALM, "mechanisms.bargain.linkage=0")


def effort(run: Lived) -> Values:
    return run.last("effort")


def factions(hawks: float, doves: float, *edits: str) -> Lived:
    """Return wars in which two factions of the patron care so much about how far to go."""
    issue = "issues.intervention.salience"
    cares = (f"bargaining.stakeholders.hawks.{issue}={hawks}", f"bargaining.stakeholders.doves.{issue}={doves}")
    return of(NAME, *ALONE, *cares, *edits)


def great_powers(linkage: float, care_here: float, in_return: float = 0) -> Lived:
    """Return wars whose patron agrees with the other power about the war, and not about trade.

    ``care_here``: how much the patron, who wants the trade issue at 0.1, cares about it; the other power wants it at
    0.9 and cares the rest.  ``in_return``: effort gained per unit of the trade settlement.
    """
    war = "war: {title: War, zero: leave, one: stay, efforts: {patron: 1}}"
    trade = f"trade: {{title: Trade, zero: closed, one: open, efforts: {{patron: {in_return}}}}}"
    about_war = "war: {{position: 0.6, salience: 0.5}}"
    who = "{{title: {0}, capability: 0.5, issues: {{" + about_war + ", trade: {{position: {1}, salience: {2}}}}}}}"
    here, there = who.format("Here", 0.1, care_here), who.format("There", 0.9, 1 - care_here)
    whole = f"bargaining={{issues: {{{war}, {trade}}}, stakeholders: {{here: {here}, there: {there}}}}}"
    return of(NAME, whole, *CALM, f"mechanisms.bargain.linkage={linkage}", count=30)


def test_c16_a_bargain_over_another_issue_sets_the_patrons_effort() -> None:
    """c16. A bargain of great powers over linked issues sets how hard the patron fights.

    Assumption: the patron gives up effort for a settlement that it wants elsewhere (a gain below 0).  Sign: as trade
    is settled the other power's way (it cares more) effort falls; settled the patron's way it rises.
    """
    assert (effort(great_powers(0, 0.1, in_return=-1)) < 1).all()
    assert (effort(great_powers(0, 0.9, in_return=-1)) > 1).all()


def test_c16_fails_where_nothing_hangs_on_the_settlement() -> None:
    """c16, counter-worlds: with a gain of 0, or with one stakeholder alone, the war is as if there were no bargain."""
    none = of(NAME, without=("bargain",))
    no_gain = ("bargaining.issues.intervention.efforts.patron=0", "bargaining.issues.intervention.flows.aid=0")
    assert moved(of(NAME, *no_gain), none) == []
    hawks = "{title: Hawks, capability: 0.6, issues: {intervention: {position: 0.9, salience: 0.7}}}"
    assert moved(of(NAME, *ALONE, f"bargaining.stakeholders={{hawks: {hawks}}}"), none) == []


def test_c18_the_faction_that_cares_more_pulls_the_effort_its_way() -> None:
    """c18. Two factions inside the patron pull its policy.

    Assumption: each yields the less, the more it cares.  Sign: effort rises where the hawks care more and falls where
    the doves do, and sorties with it; it falls where the doves gain weight during the war.  That it is lower where
    they are strong from the first day on does not follow: effort is told relative to the first settlement.
    """
    coup = "{title: Coup, date: 2000-01-29, action: change_capability, stakeholder: doves, factor: 2}"
    assert (effort(factions(0.5, 0.5, f"interventions.coup={coup}")) < effort(factions(0.5, 0.5))).all()
    hawkish, dovish = factions(0.8, 0.1), factions(0.1, 0.8)
    assert (effort(dovish) < 1).all()
    assert (effort(hawkish) > 1).all()
    assert clearly(hawkish.tally("front_sorties"), dovish.tally("front_sorties"))
    strong_doves = factions(0.7, 0.5, "bargaining.stakeholders.doves.capability=1")
    weak_doves = factions(0.7, 0.5, "bargaining.stakeholders.doves.capability=0.1")
    assert (effort(strong_doves) > effort(weak_doves)).all()


def test_c18_fails_where_the_factions_are_a_match_or_agree() -> None:
    """c18, counter-worlds: factions that care alike hold each other in place; those that agree have nothing to pull."""
    assert np.allclose(effort(factions(0.5, 0.5)), 1, atol=1e-6)  # effort is kept in 32 bits: 7 digits
    agreed = "bargaining.stakeholders.doves.issues.intervention.position=0.9"
    assert np.allclose(effort(factions(0.8, 0.1, agreed)), 1, atol=1e-6)


def test_c19_the_war_is_a_chip_in_a_larger_game() -> None:
    """c19. The war is only a bargaining chip.

    Assumption: positions on the war follow the settlements of other issues (linkage), though all agree about the war
    itself.  Sign: effort moves the way in which trade is settled, the more the stronger the linkage.
    """
    down, far_down, up = great_powers(0.4, 0.9), great_powers(1, 0.9), great_powers(1, 0.1)
    assert (effort(far_down) < effort(down)).all()
    assert (effort(down) < 1).all()
    assert (effort(up) > 1).all()


def test_c19_fails_where_issues_are_not_linked() -> None:
    """c19, counter-world: without linkage, trade may go where it will; the war's effort stays at 1."""
    for care in (0.1, 0.9):
        assert (effort(great_powers(0, care)) == 1).all()
