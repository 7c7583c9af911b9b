"""Laws of trust: what hurts costs a share of the trust there is, what helps gives back a share of what is missing."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from laws.contract import MechanismContract, Sign, read
from laws.days import Day, all_days, exactly, fixed, found, number, plus, room, times, together
from laws.members import answers, free, one_restless, patrons, told_apart, truce_today
from polemos.model.chance import TRUST
from polemos.model.decisions import CEASEFIRE
from polemos.model.fissure import KINDS
from polemos.model.rules import built_in
from polemos.model.trust import EXCLUSION, FAVOUR, LATE, LOSSES, REFUSED

DEFINED, WEISIGER = "by definition", "Weisiger 2016"
SALEHYAN, WEITSMAN = "Salehyan 2010", "Weitsman 2004: what binds members, and what they expect of each other"
STEADFAST = number("trust_.breaking_rate", exactly(0.0))
ALONE = number("trust_.solidarity", exactly(0.0))
FOREVER = number("trust_.forgetting", exactly(1e300))
HALF = together(found("trust", lambda trust: np.full_like(trust, 0.5)), found("grievance", exactly(0.1)))
QUIET = together(found("answers", exactly(0)), found("unhelped", exactly(0)), found("truce", exactly(-1)))
DESPERATE = together(HALF, QUIET, FOREVER, found("rupture", exactly(-1)), number("trust_.breaking_point", exactly(0.5)),
                     number("trust_.breaking_rate", exactly(6.0)), number("trust_.breaking_width", exactly(0.1)),
                     number("trust_.step", exactly(0.05)))  # fmt: skip
BOOKS = together(HALF, ALONE, FOREVER, STEADFAST)


def in_patron(day: Day, after: Any) -> Any:
    """Read the trust of each member in its patron."""
    who = patrons(day)
    return np.where(who >= 0, after.trust[np.arange(len(who)), who], 0.0)


def broken(_: Day, after: Any) -> Any:
    """Read who has broken."""
    return after.rupture >= 0


def distance(day: Day, after: Any) -> Any:
    """Read how far trust is from its usual level."""
    return np.abs(after.trust - day.given.trust)


class TestTrust(MechanismContract):
    room = mechanism = "trust"
    streams = frozenset({TRUST})
    own = frozenset({"broke", "first_break", "first_causes", "rupture", "away"})
    writes = own | set("trust grievance refusals unhelped stance clock men attack reserve".split())
    idle_leaves = frozenset({"refusals"})
    order_matters: ClassVar = {
        "actors": (
            "who breaks later in a day finds what others have left; of enemies with no men left one is nearest",
            one_restless,
        ),
        "fronts": ("of fronts that refused it as often, who leaves one leaves the first", told_apart),
    }
    signs = (
        Sign("honoured requests", answers(0, 2), "trust", in_patron, True, WEITSMAN,
             together(STEADFAST, QUIET)),
        Sign("late answers", answers(1, 2), "trust", read("trust"), False, "claim c09", STEADFAST),
        Sign("refusals", answers(2, 2), "trust", read("trust"), False, "claim c11", STEADFAST),
        Sign("refusals", answers(2, 2), "grievance at refusals", lambda _, after: after.grievance[:, REFUSED],
             True, "claim c11", together(STEADFAST, ALONE)),
        Sign("weight of an honoured request", number("trust_.honoured", times(5)), "trust", read("trust"), True,
             DEFINED, together(STEADFAST, answers(0, 1))),
        Sign("weight of a refusal", number("trust_.refused", times(4)), "trust", read("trust"), False, DEFINED,
             STEADFAST),
        Sign("weight of a delay", number("trust_.late", times(4)), "trust", read("trust"), False, DEFINED,
             together(STEADFAST, answers(1, 1))),
        Sign("favour", number("trust_.favour", plus(0.3)), "trust", read("trust"), False, "claim c11",
             together(STEADFAST, answers(2, 1), answers(0, 1))),
        Sign("exclusion", number("trust_.exclusion", plus(0.3)), "trust", read("trust"), False, "claim c05",
             together(STEADFAST, truce_today)),
        Sign("men lost in vain", found("unhelped", plus(40)), "trust", read("trust"), False, WEISIGER,
             STEADFAST),
        Sign("weight of losses", number("trust_.loss_weight", times(3)), "trust", read("trust"), False, WEISIGER,
             STEADFAST),
        Sign("solidarity", number("trust_.solidarity", plus(0.4)), "trust", read("trust"), False, "claim c08",
             together(STEADFAST, HALF, answers(2, 1), fixed("sponsor", exactly(0)))),
        Sign("days to forget", number("trust_.forgetting", times(5)), "distance from the usual", distance, True,
             DEFINED, together(STEADFAST, QUIET)),
        Sign("trust", found("trust", times(1.2)), "breaks", broken, False, SALEHYAN, DESPERATE),
        Sign("readiness", number("trust_.breaking_rate", times(2)), "breaks", broken, True, DEFINED, DESPERATE),
        Sign("breaking point", number("trust_.breaking_point", plus(0.1)), "breaks", broken, True, DEFINED, DESPERATE),
    )  # fmt: skip

    def days(self) -> list[Day]:
        """Real days, and a third of them again on which members have had enough."""
        ripe = together(DESPERATE, number("trust_.breaking_rate", exactly(60.0)))
        return [*all_days()["trust"], *map(ripe, all_days()["trust"][::3])]

    def idle(self, day: Day) -> Day:
        """Nothing happens today, nothing is forgotten, nobody has had enough; what is brooded over is not."""
        return together(QUIET, FOREVER, STEADFAST, found("rupture", lambda row: np.where(row == 0, -1, row)))(day)

    def test_at_endless_memory_the_days_answers_multiply(self) -> None:
        """Trust in the patron after a day, from the shares of what happened; and each grievance is what its cause took.

        missing' = missing (1 - honoured)^h, then trust' = trust (1 - late)^l ((1 - refused) (1 - favour if another
        member was served))^r (1 - exclusion)^truces (1 - loss).
        """
        hurt = np.zeros(7)
        for first in self.telling(60):
            outside = (first.world.coalition < 0)[:, None]
            strangers = found("answers", lambda _, outside=outside: np.where(outside, [3, 0, 0], [0, 0, 2]))(first)
            happy = answers(1, 2)(answers(0, 1)(first))
            for day in map(BOOKS, (first, answers(2, 1)(first), happy, strangers, truce_today(first))):
                after, numbers, who = self.after(day), day.given.trust_, patrons(day)
                got, members = day.state.answers, day.world.coalition
                for one in np.flatnonzero(who >= 0):
                    others = (members == members[one]) & (np.arange(len(who)) != one)
                    favoured = (got[others, 0] > 0).any()
                    here = (day.state.truce == day.number) & (day.world.act == CEASEFIRE)
                    asked = (
                        day.world.act_party[:, who[one]]
                        & day.world.act_bound[:, one]
                        & (1 - day.world.act_party[:, one])
                    )
                    force = (day.state.men + day.state.attack)[:, one].sum() + day.state.reserve[one].sum()
                    force += day.state.wounded[one]
                    loss = min(1.0, numbers.loss_weight * day.state.unhelped[one] / max(1.0, force))
                    trust, due = 1.0 - 0.5 * (1.0 - numbers.honoured) ** got[one, 0], np.zeros(7)
                    blows = [(LATE, numbers.late)] * got[one, 1]
                    refused = [(REFUSED, numbers.refused)] + [(FAVOUR, numbers.favour)] * int(favoured)
                    blows += refused * got[one, 2] + [(EXCLUSION, numbers.exclusion)] * int((here & (asked == 1)).sum())
                    for cause, share in [*blows, (LOSSES, loss)]:
                        due[cause] += share * trust
                        trust -= share * trust
                    assert abs(after.trust[one, who[one]] - trust) < 1e-12
                    assert np.allclose(after.grievance[one] - 0.1, due, atol=1e-12)
                    hurt += due > 0.0
        assert (hurt[[REFUSED, LATE, FAVOUR, EXCLUSION, LOSSES]] > 5).all()

    def test_at_no_and_at_full_solidarity(self) -> None:
        """A member of the same sponsor feels nothing, or all of it; who has another sponsor never feels it."""
        shared = 0
        for first in self.telling(40):
            who = patrons(first)
            members = np.flatnonzero(who >= 0)
            if len(members) < 2:
                continue
            hurt, other = members[:2]
            only = np.zeros_like(first.state.answers)
            only[hurt, 2] = 1
            for sponsors, felt in (((3, 3), 1.0), ((3, 0), 0.0), ((-1, -1), 0.0)):
                sponsor = np.full_like(first.world.sponsor, -1)
                sponsor[[hurt, other]] = sponsors
                day = together(HALF, QUIET, FOREVER, STEADFAST, number("trust_.solidarity", exactly(1.0)),
                               number("trust_.refused", exactly(0.2)))(first)  # fmt: skip
                day = found("answers", lambda _, rows=only: rows)(
                    day._replace(world=day.world._replace(sponsor=sponsor))
                )
                after = self.after(day)
                assert abs(after.trust[hurt, who[hurt]] - 0.4) < 1e-12
                assert abs(after.trust[other, who[other]] - (0.5 - 0.1 * felt)) < 1e-12
                assert abs(after.grievance[other, REFUSED] - (0.1 + 0.1 * felt)) < 1e-12
                assert (after.trust[who[hurt]] == 0.5).all()  # the patron itself feels nothing
                shared += int(felt)
        assert shared > 5

    def test_at_one_day_to_forget_all_is_as_usual(self) -> None:
        """Within a coalition, and grievances are gone; half of it is gone after a day of two."""
        for day in map(together(STEADFAST, QUIET, HALF), self.telling(40)):
            members = day.world.coalition
            allied = (members[:, None] == members) & (members >= 0)[:, None]
            for days, left in ((0.0, 0.0), (1.0, 0.0), (2.0, 0.5)):
                after = self.after(number("trust_.forgetting", exactly(days))(day))
                due = np.where(allied, left * 0.5 + (1.0 - left) * day.given.trust, 0.5)
                assert np.allclose(after.trust, due, atol=1e-15)
                assert np.allclose(after.grievance[members >= 0], 0.1 * left, atol=1e-15)
                assert (after.grievance[members < 0] == 0.1).all()

    def test_refusals_are_remembered_for_thirty_days(self) -> None:
        """Those of members; one that is refused once a day settles at thirty."""
        for day in map(together(STEADFAST, found("refusals", exactly(30.0))), self.telling(40)):
            after = self.after(day)
            assert np.allclose(after.refusals[day.world.coalition >= 0], 29.0, atol=1e-12)
            assert (after.refusals[day.world.coalition < 0] == 30.0).all()

    def test_at_most_all_trust_is_lost(self) -> None:
        """However heavy the losses and however often: trust ends at 0, and no grievance exceeds what there was."""
        for first in self.telling(40):
            day = together(HALF, found("answers", exactly(0)), ALONE, FOREVER, STEADFAST, answers(2, 50),
                           number("trust_.loss_weight", exactly(1e9)),
                           found("unhelped", exactly(10**6)))(first)  # fmt: skip
            after = self.after(day)
            assert (in_patron(day, after) < 1e-250).all()  # what FOREVER gives back in a day
            assert (after.grievance.sum(axis=1) <= 0.7 + 0.5 + 1e-9).all()
            assert (after.unhelped == 0).all()

    def test_common_victory_joins_and_defeat_divides(self) -> None:
        """Who fought together, and nobody else: the given share, towards each other, unless trust is switched off."""
        fought = 0
        for first in self.telling(20):
            members = np.flatnonzero(first.world.coalition >= 0)
            if len(members) < 3:
                continue
            men = np.zeros_like(first.state.men)
            men[0, members[1:]] = 9
            men[0, first.world.coalition < 0] = 9
            together_ = np.zeros(first.state.trust.shape, dtype=bool)
            together_[np.ix_(members[1:], members[1:])] = True
            np.fill_diagonal(together_, False)
            for day in map(together(HALF, ALONE), (first, first._replace(world=first.world._replace(
                    switches=first.world.switches * 0)))):  # fmt: skip
                numbers, on = day.given.trust_, bool(day.world.switches[10])
                for won, due in (
                    (True, 0.5 + numbers.shared_victory * 0.5),
                    (False, 0.5 * (1.0 - numbers.shared_loss)),
                ):
                    now = day.copied()
                    room("trust").share_outcome(day.world, day.given, now, men, 0, won, day.number, -1)
                    assert np.allclose(now.trust, np.where(together_ & on, due, 0.5), atol=1e-15)
                    fought += int(on)
        assert fought > 5

    def test_confidence_is_half_the_patron_and_half_the_others(self) -> None:
        """The patron alone where there is nobody else; the others alone where there is no patron."""
        alone = 0
        for day in self.days()[::6]:
            trust, who = np.arange(float(day.state.trust.size)).reshape(day.state.trust.shape), patrons(day)
            members = day.world.coalition
            now = day.state._replace(trust=trust)
            for one in np.flatnonzero(who >= 0):
                others = [other for other in np.flatnonzero(members == members[one]) if other not in (one, who[one])]
                mean = trust[one, others].mean() if others else trust[one, who[one]]
                assert abs(room("trust").confidence(day.world, now, one) - 0.5 * (trust[one, who[one]] + mean)) < 1e-9
                orphan = day.world._replace(patron=np.full_like(day.world.patron, -1))
                rest = [other for other in np.flatnonzero(members == members[one]) if other != one]
                assert abs(room("trust").confidence(orphan, now, one) - trust[one, rest].mean()) < 1e-9
                alone += int(not others)
        assert alone > 3

    def test_at_no_and_at_endless_readiness(self) -> None:
        """Nobody breaks; or every member does that is neither lead nor patron, and by a graver kind than before."""
        broke = 0
        for first in self.telling(30):
            day = DESPERATE(first)
            if free(day).any() and first.number % 2:  # somebody else leads now
                day = found("lead", exactly(int(np.flatnonzero(free(day))[0])))(day)
            may = free(day)
            assert np.array_equal(self.after(STEADFAST(day)).rupture, day.state.rupture)
            for so_far in range(-1, KINDS):
                now = together(number("trust_.breaking_rate", exactly(1e12)),
                               number("trust_.breaking_width", exactly(1e6)),
                               found("rupture", exactly(so_far)), found("trust", exactly(0.0)))(day)  # fmt: skip
                after = self.after(now).rupture
                assert (after[~may] == so_far).all()
                assert ((after[may] > so_far) | (so_far == KINDS - 1)).all()
                assert (after < KINDS).all()
                broke += int(may.sum())
        assert broke > 60

    def test_at_endless_steps_only_the_mildest_break_is_left(self) -> None:
        """And at the threshold it comes at a quarter of the full rate, eight widths above it never."""
        for first in self.telling(40):
            sure = number("trust_.breaking_rate", exactly(1e9))
            day = together(DESPERATE, sure, number("trust_.step", exactly(1e9)))(first)
            after = self.after(day)
            assert (after.rupture[free(day)] == 0).all()
            content = together(number("trust_.breaking_point", exactly(-0.4)), found("trust", exactly(0.5)))(day)
            assert (self.after(content).rupture == -1).all()
        trust = room("trust")
        assert trust.by_trust(0.3, 0.3, 0.1, 0.0, 0.0) == trust.willing(0.3, 0.3, 0.1) == 0.25

    def test_losses_of_late_raise_the_point_by_their_share(self) -> None:
        """Under that rule alone; grievance moves neither (Weisiger 2016)."""
        trust = room("trust")
        for lost in (0.0, 0.1, 0.3):
            assert trust.by_losses(0.6, 0.4, 0.1, 0.2, lost) == trust.by_trust(0.6, 0.4 + lost, 0.1, 0.0, 0.9)
        assert trust.by_losses(0.6, 0.4, 0.1, 0.0, 0.3) > trust.by_losses(0.6, 0.4, 0.1, 0.0, 0.1)

    def test_who_only_stopped_joining_returns_well_above_the_breaking_point(self) -> None:
        """Three widths above; not below, and nobody returns from a graver break."""
        returned = 0
        for first in map(together(DESPERATE, STEADFAST), self.telling(40)):
            for level, so_far in ((0.81, 0), (0.79, 0), (1.0, 1), (1.0, 3)):
                day = together(found("trust", exactly(level)), found("rupture", exactly(so_far)))(first)
                after, may = self.after(day), free(day)
                back = level > 0.8 and so_far == 0
                assert (after.rupture[may] == (-1 if back else so_far)).all()
                assert (after.rupture[~may] == so_far).all()
                assert self.moved(day.state, after) <= {"rupture", "refusals"}
                returned += int(back and may.any())
        assert returned > 20

    def test_members_break_at_their_rate_and_by_the_kind_that_is_due(self) -> None:
        """breaking_rate / 30 a day, times the sum over kinds of logistic((point - k step - confidence) / width)^2.

        Over histories of their own, each |z| < 5 (1e-6 in all): breaks are yes or no, kinds have their own variance.
        """
        off, variance, drawn = np.zeros(2), np.zeros(2), 0
        rule = built_in("breaking", "by_trust").number
        for row, first in enumerate(self.telling(60)):
            for history in range(8):
                key = first.key._replace(history=np.uint64(1000 * row + history))
                world = first.world._replace(breaking=np.full_like(first.world.breaking, rule))
                day = DESPERATE(first._replace(key=key, world=world))
                may, kinds = free(day), np.arange(KINDS)
                share = (1.0 / (1.0 + np.exp(kinds * 0.05 / 0.1))) ** 2  # confidence is at the point
                chance = 6.0 / 30.0 * share.sum()
                mean = (kinds * share).sum() / share.sum()
                spread = (kinds**2 * share).sum() / share.sum() - mean**2
                rupture = self.after(day).rupture[may]
                broke = rupture >= 0
                off += broke.sum() - chance * may.sum(), (rupture[broke] - mean).sum()
                variance += chance * (1.0 - chance) * may.sum(), spread * broke.sum()
                drawn += int(broke.sum())
        assert drawn > 30
        assert (np.abs(off) < 5.0 * np.sqrt(variance)).all()
