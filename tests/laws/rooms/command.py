"""Laws of command: trust in the commander makes members cede authority; the mode says who joins and what staffs do."""

from __future__ import annotations

from typing import Any

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, exactly, found, input_of, number, room, times, together
from polemos.model.command import BARGAINED, DELEGATED, INTEGRATED
from polemos.model.state import FRIENDLY

SALEHYAN, DEFINED = "Salehyan 2010", "by definition"
MODES = {INTEGRATED: "integrated", DELEGATED: "delegated", BARGAINED: "bargained"}
QUICK = number("command.adjustment", exactly(1.0))
UNCEDED = found("ceded", exactly(0.0))
HALF_TRUSTED = found("trust", times(0.5))
# A number of its own for each mode, so that a mix-up shows.
TOLD_APART = together(*(number(f"command.{what}_{mode}", exactly(0.1 * (row + 1) + 0.01 * column))
                        for column, what in enumerate(("joint", "delay", "refusal"))
                        for row, mode in MODES.items()))  # fmt: skip


def in_mode(mode: int) -> Any:
    """Put every coalition under a mode."""
    return found("command", exactly(mode))


def allied(day: Day) -> Any:
    """Return which actors are members of one coalition, [A, A]."""
    coalition = day.world.coalition
    return (coalition[:, None] == coalition) & (coalition >= 0)


def chances(day: Day, after: Any) -> Any:
    """Read the chance that an actor joins an attack of another, [leader, other], nobody joins himself."""
    joining, actors = room("command").joining, range(len(day.world.camp))
    return np.array([[joining(day.world, day.given, after, leader, other) if other != leader else 0.0
                      for other in actors] for leader in actors])  # fmt: skip


def asked(what: str) -> Any:
    """Read what staffs say to each actor: ``delay`` or ``refusal``, [A]."""

    def answers(day: Day, after: Any) -> Any:
        answer = getattr(room("command"), what)
        return np.array([answer(day.world, day.given, after, actor) for actor in range(len(day.world.camp))])

    return answers


def commanders(day: Day) -> Any:
    """Return whose staff commands each actor: the patron's under integrated command, else the lead's, [A]."""
    who = np.full(len(day.world.camp), -1)
    for actor, coalition in enumerate(day.world.coalition):
        if coalition >= 0:
            patron = day.world.patron[coalition]
            integrated = day.state.command[coalition] == INTEGRATED and patron >= 0
            who[actor] = patron if integrated else day.state.lead[coalition]
    return who


def subordinate(day: Day) -> Any:
    """Return which actors have a commander who is somebody else, [A]."""
    who = commanders(day)
    return (who >= 0) & (who != np.arange(len(who)))


def distance(day: Day, after: Any) -> Any:
    """Read how far ceded authority is from what autonomy and trust would have."""
    who = commanders(day)
    wanted = (1.0 - day.given.autonomy) * day.state.trust[np.arange(len(who)), who]
    return np.abs(after.ceded - wanted)[subordinate(day)]


class TestCommand(MechanismContract):
    room = mechanism = "command"
    own = frozenset({"ceded"})
    writes = own
    signs = (
        Sign("trust", found("trust", times(1.5)), "authority ceded", read("ceded"), True, SALEHYAN, HALF_TRUSTED),
        Sign("autonomy", input_of("autonomy", lambda own: 0.5 + 0.5 * own), "authority ceded", read("ceded"), False,
             "claim c08"),
        Sign("adjustment", number("command.adjustment", times(5)), "distance from what is wanted", distance, False,
             DEFINED, number("command.adjustment", exactly(0.1))),
        Sign("trust", found("trust", times(1.5)), "joining", chances, True, SALEHYAN,
             together(HALF_TRUSTED, found("ceded", times(0.5)))),
        Sign("authority ceded", found("ceded", exactly(0.9)), "joining", chances, True, "claim c08",
             together(HALF_TRUSTED, UNCEDED)),
    )  # fmt: skip

    def idle(self, day: Day) -> Day:
        """Nobody learns whom to obey."""
        return number("command.adjustment", exactly(0.0))(day)

    def test_at_full_adjustment_all_that_is_wanted_is_ceded_at_once(self) -> None:
        """(1 - autonomy) * the member's trust in its commander, in every mode; commanders keep theirs."""
        for mode in MODES:
            for day in map(together(QUICK, in_mode(mode)), self.telling(30)):
                after, under = self.after(day), subordinate(day)
                assert np.allclose(distance(day, after), 0.0, atol=1e-15)
                assert (after.ceded[~under] == day.state.ceded[~under]).all()
                assert under.sum() < len(under)

    def test_at_full_autonomy_or_no_trust_nothing_is_ceded(self) -> None:
        for day in map(QUICK, self.telling(30)):
            under = subordinate(day)
            for refusing in (input_of("autonomy", exactly(1.0)), found("trust", exactly(0.0))):
                assert (self.after(refusing(day)).ceded[under] == 0.0).all()

    def test_only_trust_in_the_commander_counts(self) -> None:
        """And of that only the member's own: whom the commander trusts is nothing to it."""
        for mode in MODES:
            for day in map(together(QUICK, in_mode(mode)), self.telling(20)):
                who, rows = commanders(day), np.arange(len(day.world.camp))
                others = 1.0 - day.state.trust
                others[rows, who] = day.state.trust[rows, who]
                there = self.after(found("trust", lambda _, others=others: others)(day))
                assert np.array_equal(there.ceded, self.after(day).ceded)

    def test_at_no_break_friends_alone_join(self) -> None:
        """Chances lie in 0..1, and are 0 towards anyone who is no friend."""
        for day in self.telling(60):
            joining = chances(day, self.after(day))
            assert ((joining >= 0.0) & (joining <= 1.0)).all()
            assert (joining[day.state.stance != FRIENDLY] == 0.0).all()

    def test_at_full_trust_a_member_joins_as_its_mode_says(self) -> None:
        """And a friend from outside the coalition as if it bargained."""
        whole = together(TOLD_APART, found("trust", exactly(1.0)), found("rupture", exactly(-1)),
                         found("stance", exactly(FRIENDLY)))  # fmt: skip
        strangers = 0
        for mode, name in MODES.items():
            for day in map(together(whole, in_mode(mode)), self.telling(30)):
                due = np.where(
                    allied(day), getattr(day.given.command, f"joint_{name}"), day.given.command.joint_bargained
                )
                np.fill_diagonal(due, 0.0)
                assert np.allclose(chances(day, day.state), due, rtol=1e-12)
                strangers += int((~allied(day)).sum())
        assert strangers > 20

    def test_at_no_trust_and_nothing_ceded_nobody_joins(self) -> None:
        for day in map(together(found("trust", exactly(0.0)), UNCEDED), self.telling(20)):
            assert (chances(day, day.state) == 0.0).all()

    def test_who_has_given_up_its_authority_needs_no_trust(self) -> None:
        """Orders are enough: with everything ceded trust moves nothing."""
        for day in map(found("ceded", exactly(1.0)), self.telling(20)):
            blind = found("trust", exactly(0.0))(day)
            assert np.array_equal(chances(blind, blind.state), chances(day, day.state))

    def test_it_is_the_joiners_trust_and_authority(self) -> None:
        """Not the leader's: one joiner changes its mind, and only what it joins changes."""
        for day in map(HALF_TRUSTED, self.telling(20)):
            before = chances(day, day.state)
            for other in range(len(day.world.camp)):
                trust, ceded = day.state.trust.copy(), day.state.ceded.copy()
                trust[other], ceded[other] = 1.0, 1.0
                now = chances(day, day.state._replace(trust=trust, ceded=ceded))
                changed = (now != before).any(axis=0)
                assert not np.delete(changed, other).any()

    def test_who_broke_joins_nobody_and_is_joined_by_nobody(self) -> None:
        for day in self.telling(20):
            for broken in range(len(day.world.camp)):
                rupture = day.state.rupture.copy()
                rupture[broken] = 0
                joining = chances(day, day.state._replace(rupture=rupture))
                assert (joining[broken] == 0.0).all()
                assert (joining[:, broken] == 0.0).all()

    def test_staffs_answer_by_their_mode(self) -> None:
        """Delegated to whoever lives outside a coalition."""
        outside = 0
        for mode, name in MODES.items():
            for day in map(together(TOLD_APART, in_mode(mode)), self.telling(20)):
                members = day.world.coalition >= 0
                for what in ("delay", "refusal"):
                    numbers = day.given.command
                    due = np.where(members, getattr(numbers, f"{what}_{name}"), getattr(numbers, f"{what}_delegated"))
                    assert np.array_equal(asked(what)(day, day.state), due)
                outside += int((~members).sum())
        assert outside > 20

    def test_at_integrated_command_the_patron_commands_if_there_is_one(self) -> None:
        """Without a patron the lead does, whatever the mode, and another one once that was decided; outside nobody."""
        for mode in MODES:
            for day in map(in_mode(mode), self.telling(20)):
                actors = range(len(day.world.camp))
                alone = day._replace(world=day.world._replace(patron=day.world.patron * 0 - 1))
                for one in (day, alone, found("lead", exactly(actors[-1]))(day)):
                    who = [room("command").commander(one.world, one.state, actor) for actor in actors]
                    assert who == commanders(one).tolist()
