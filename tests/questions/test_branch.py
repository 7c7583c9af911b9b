"""A branch has the run's own past, to the last bit, and from its date on what was asked and nothing else."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pairs_of_runs import HISTORIES, SORE, WORLD, made
from polemos.engine.branching import Branched, future_key
from polemos.engine.course import BY_INTERVENTION, Life, key_of
from polemos.engine.replay import replay_run
from polemos.engine.run import Run, open_run, run, run_again
from polemos.errors import BadInput
from polemos.experiments.answer import Answer, open_answer
from polemos.experiments.departures.branch import beside, branch, branches
from polemos.experiments.departures.divergence import why_diverge
from polemos.experiments.departures.partings import partings
from polemos.scenario.afterwards import ACTS, ACTS_TOO, CAST, DECISION, RULES, fits, kind_of
from tools_of_the_house import tool
from worlds import HERE, SEED, differing, world

START, LAST = "2000-01-01", "2000-04-29"
VAGUE = "interventions.loosening.date={low: 2000-02-01, high: 2000-03-20}"


def unlike(one: Run, two: Run, rows: Any = slice(None)) -> list[str]:
    assert set(one.recorded) == set(two.recorded)
    return [name for name in one.recorded if one.recorded[name][rows].tobytes() != two.recorded[name][rows].tobytes()]


def on(number: int) -> date:
    return date(2000, 1, 1).fromordinal(date(2000, 1, 1).toordinal() + number)


@pytest.mark.parametrize("at", [START, "2000-01-02", "2000-02-01", "2000-03-01", LAST])
@pytest.mark.parametrize("base", [(), SORE])
def test_without_an_edit_it_is_the_run_to_the_last_bit(at: str, base: tuple[str, ...]) -> None:
    gone_on = branch(made(*base), at)
    assert unlike(gone_on, made(*base)) == []
    assert gone_on.manifest.run != made(*base).manifest.run
    found = beside(gone_on, made(*base))
    assert "exactly no effect (0 of 12 histories differ" in str(found)
    assert partings(made(*base), gone_on).findings["parted"]["mean"] == 0.0


ACTING = [
    "mechanisms.combat.attrition=0.06", "mechanisms.trust.breaking_rate=0.1", "actors.army.quality=1.4",
    "actors.hill_bands.tempo=30", "actors.army.recruits=900", "actors.hill_bands.air_defence=1",
    "actors.army.decision=gambler", "actors.guard.breaking=by_losses",
    "actors.army.sponsor=patron", "patrons.patron.fronts_at_once=2", "patrons.patron.allocation=by_favour",
    "patrons.patron.interdiction=0.2", "wings.jets.serviceable=0.3", "wings.jets.sorties=4", "wings.jets.reach=70",
    "wings.jets.base=ford", "wings.jets.clients=[army]",
    "wings.jets.client_fronts={guard: [north]}", "patrons.patron.sorties=40", "flows.aid.men=600",
    "flows.aid.missiles=50", "flows.aid.armour=20", "flows.aid.stores=0.2", "flows.aid.through=[mill]",
    "vital.army=[mill]", "camps.allies.supply=[ford]",
    "bargaining.stakeholders.hawks.issues.intervention.salience=0.2",
    "bargaining.issues.intervention.efforts.patron=3", "bargaining.issues.intervention.flows.aid=4",
    "interventions.leaving.share=0.2", "interventions.truce.date=2000-01-20", "days=90", "days=130",
    "interventions.more={title: More, date: 2000-01-01, action: deploy_men, actor: army, men: 900}",
]  # fmt: skip
# An edit of these does nothing in this small war, or is tried elsewhere.
ELSEWHERE = {"actors.*.fronts", "own_mechanisms.*.numbers.*", "bargaining.rules*"}


@pytest.mark.parametrize("edit", ACTING)
def test_on_the_first_day_an_edit_is_the_run_with_the_edit(edit: str) -> None:
    whole = made(*SORE, edit)
    assert unlike(branch(made(*SORE), START, edits=[edit]), whole) == []
    if not edit.startswith("days"):
        assert unlike(whole, made(*SORE)) != [], "the edit does nothing in this war: the test says nothing"


def test_every_value_that_may_be_edited_has_an_edit_that_was_tried() -> None:
    tried = {edit.split("=")[0] for edit in ACTING}
    for rule in RULES:
        if rule.kind == ACTS:
            for pattern in rule.paths:
                assert pattern in ELSEWHERE or any(fits(path, pattern) for path in tried), pattern


def test_every_number_of_the_wars_is_either_an_edit_or_refused_with_a_hint() -> None:
    for name in ("syria-2016", "two-fronts", WORLD):
        for item in world(name).drawn.all:
            rule = kind_of(item.path)
            assert rule.kind != CAST, item.path
            assert rule.kind in (ACTS, ACTS_TOO, DECISION) or rule.hint, item.path


@pytest.mark.parametrize("name", ["leaving", "truce", "talks", "loosening"])
def test_on_the_first_day_leaving_a_decision_out_is_the_run_without_it(name: str) -> None:
    assert unlike(branch(made(*SORE), START, without=[name]), made(*SORE, without=(name,))) == []


@pytest.mark.parametrize("edit", [
    "actors.army.armour=900", "actors.hill_bands.missiles=0", "wings.jets.aircraft=40", "actors.army.reliance=0",
    "bargaining.stakeholders.hawks.capability=0.1",
    "bargaining.stakeholders.hawks.issues.intervention.position=0.1",
    "coalitions.alliance.command=bargained",
])  # fmt: skip
def test_what_the_war_began_with_would_move_nothing_and_is_refused(edit: str) -> None:
    base, edited = made(*SORE), made(*SORE, edit)
    assert unlike(base, edited) != []
    # were it let through, the branch would be the run itself: this is why it is refused
    ways = Branched(base.courses, edited.war, 0)
    arrays = ways.simulate(0, HISTORIES)
    assert [
        name for name in arrays if name != "inputs" and arrays[name].tobytes() != base.recorded[name].tobytes()
    ] == []
    with pytest.raises(BadInput, match="is what the war began with, and no edit moves that from 2000-01-01 on"):
        branch(base, START, edits=[edit])


@pytest.mark.parametrize("edit", ["trust.usual=0.1", "actors.guard.autonomy=0.95"])
def test_a_number_of_the_start_that_is_read_later_too_acts_later_only(edit: str) -> None:
    base, gone_on = made(*SORE), branch(made(*SORE), START, edits=[edit])
    found = why_diverge(base, gone_on, 0)
    assert found.parting is not None
    assert found.parting.day >= 1
    assert unlike(gone_on, made(*SORE, edit)) != []


def test_the_past_is_the_runs_and_the_edit_acts_from_the_morning_on() -> None:
    base = made(*SORE)
    gone_on = branch(base, "2000-02-10", edits=["actors.army.recruits=9000"])
    for number in range(4):
        one, two = Life(base.courses.course(number)).until(40), Life(gone_on.courses.course(number)).until(40)
        assert differing(one.state, two.state) == []
    assert set(partings(base, gone_on).dataset["parting_day"].values) == {41}
    men = "men"  # by week: row 5 is the evening of day 35, row 6 that of day 42
    assert (base.recorded[men][:, :6] == gone_on.recorded[men][:, :6]).all()
    assert (base.recorded[men][:, 6] != gone_on.recorded[men][:, 6]).any(axis=1).all()


@cache
def vague() -> Run:
    return made(*SORE, VAGUE)


def test_a_decision_left_out_stays_made_where_it_was_made() -> None:
    base, without = vague(), made(*SORE, without=("loosening",))
    row = base.war.legend.interventions.index("loosening")
    days = np.array([base.war.parameters(SEED, number)[0].act_day[row] for number in range(HISTORIES)])
    first = int(np.median(days))
    gone_on = branch(base, on(first), without=["loosening"])
    assert 0 < (days < first).sum() < HISTORIES
    told_apart = 0
    for number in range(HISTORIES):
        like = base if days[number] < first else without
        other = without if days[number] < first else base
        names = [name for name in unlike(gone_on, like, number) if name != "inputs"]
        assert names == [], number
        told_apart += unlike(gone_on, other, number) != []
        kinds = [event["about"] for event in replay_run(gone_on, number).events if event["kind"] == "decision"]
        assert ("loosening" in kinds) == (days[number] < first)
    assert told_apart > HISTORIES / 2


def test_a_decision_changed_stays_what_it_was_where_it_was_made() -> None:
    base = vague()
    gone_on = branch(base, "2000-02-25", edits=["interventions.loosening.command=delegated"])
    told = [
        (event["day"], event["command"])
        for number in range(HISTORIES)
        for event in replay_run(gone_on, number).events
        if event["kind"] == "decision" and event["about"] == "loosening"
    ]
    assert {command for day, command in told if day <= 55} == {"bargained"}
    assert {command for day, command in told if day > 55} == {"delegated"}


def test_the_chronicle_of_the_past_names_the_same_decisions_when_their_rows_move() -> None:
    base = made(*SORE, "interventions.loosening.date=2000-04-01")
    gone_on = branch(base, "2000-03-10", without=["loosening"])  # its row stood before that of "leaving"
    for number in range(3):
        one, two = replay_run(base, number).events, replay_run(gone_on, number).events
        before = [event for event in one if event["date"] < "2000-03-10"]
        assert [event["about"] for event in before if event["kind"] == "decision"] == ["truce", "leaving"]
        assert two[: len(before)] == before


def test_every_state_by_intervention_is_carried_over() -> None:
    fields = {one.name for one in tool("state_variables").variables("State") if "N" in one.axes.split(", ")}
    # the rows of active truces are made anew every day, and none is named in the books before that
    assert fields == {*BY_INTERVENTION, "active"}


def test_a_truce_goes_on_over_the_date_whatever_decisions_come_or_go() -> None:
    new = "interventions.early={title: New, date: 2000-04-20, action: deploy_men, actor: army, men: 10}"
    base, gone_on = made(*SORE), branch(made(*SORE), "2000-02-10", edits=[new], without=["leaving"])
    one, two = Life(base.courses.course(0)).until(45), Life(gone_on.courses.course(0)).until(45)
    assert base.war.legend.interventions.index("truce") == gone_on.war.legend.interventions.index("truce")
    assert one.state.truce[0] == two.state.truce[0] == 31
    assert one.state.compliance[0] == two.state.compliance[0]
    assert len(two.state.truce) == len(gone_on.war.legend.interventions)


def test_futures_have_one_past_and_the_first_has_the_luck_of_the_history() -> None:
    base = made(*SORE)
    gone_on = branch(base, "2000-02-10", history=4, futures=8)
    assert gone_on.histories == 8
    for name in base.recorded:
        assert gone_on.recorded[name][0].tobytes() == base.recorded[name][4].tobytes()
    daily = gone_on.recorded["killed_daily"]
    assert (daily[:, :40] == daily[0, :40]).all()
    assert len({row.tobytes() for row in daily}) == 8
    assert (gone_on.recorded["inputs"] == base.recorded["inputs"][4]).all()
    found = why_diverge(gone_on, gone_on, 0, 5)
    assert found.parting is not None
    assert found.parting.day >= 41


def test_each_history_may_have_futures_and_they_are_those_of_one_history() -> None:
    base = made(*SORE)
    every = branch(base, "2000-02-10", futures=3, histories=4)
    single = branch(base, "2000-02-10", history=2, futures=5)
    assert every.histories == 12
    for name in base.recorded:
        assert every.recorded[name][6:9].tobytes() == single.recorded[name][:3].tobytes()


def test_the_chance_of_a_future_hangs_on_history_and_number_not_on_the_date_or_the_edit() -> None:
    base = made(*SORE)
    keys = [future_key(key_of(SEED, history), future) for history in range(40) for future in range(40)]
    assert len({(int(key.seed), int(key.history)) for key in keys}) == 1600
    assert all(0 <= int(word) < 2**32 for key in keys for word in key)
    early, late = branch(base, "2000-02-10", history=1, futures=3), branch(base, "2000-03-10", history=1, futures=3)
    edited = branch(base, "2000-02-10", ["mechanisms.combat.tail=2.9"], history=1, futures=3)
    for future in range(3):
        assert {way.course(future).stages[-1].key for way in (early.courses, late.courses, edited.courses)} == {
            future_key(key_of(SEED, 1), future)
        }


def test_a_branch_of_a_branch_goes_on_from_both() -> None:
    base = made(*SORE)
    first = branch(base, "2000-02-10", edits=["actors.army.tempo=1"])
    second = branch(first, "2000-02-25", without=["leaving"], edits=["actors.guard.tempo=2"])
    assert unlike(branch(first, "2000-02-25"), first) == []
    for number in range(3):
        stages = second.courses.course(number).stages
        assert [stage.first for stage in stages] == [0, 40, 55]
        one, two = (Life(made.courses.course(number)).until(55).state for made in (first, second))
        assert set(differing(one, two)) <= {*BY_INTERVENTION, "active"}, "only the rows of the decision that is gone"
    # what changes nothing in between changes nothing
    assert unlike(branch(branch(base, "2000-02-10"), "2000-03-01", without=["leaving"]),
                  branch(base, "2000-03-01", without=["leaving"])) == []  # fmt: skip


def test_a_branch_is_a_run_folder_like_any_other(tmp_path: Path) -> None:
    base = run(HERE / f"{WORLD}.yaml", histories=20, seed=SEED, edits=[*SORE, VAGUE], out=tmp_path / "base")
    written = branch(open_run(tmp_path / "base"), "2000-02-25", without=["loosening", "leaving"], out=tmp_path / "made")
    opened = open_run(tmp_path / "made")
    assert unlike(opened, written) == []
    assert unlike(branch(base, "2000-02-25", without=["loosening", "leaving"], threads=1), opened) == []
    assert unlike(run_again(tmp_path / "made", tmp_path / "again", threads=1), opened) == []
    for number in range(3):
        assert replay_run(opened, number).events == replay_run(written, number).events
    (left,) = opened.manifest.branches
    assert (left.run, left.date, left.history, left.futures) == (base.manifest.run, "2000-02-25", -1, 1)
    assert left.without == ("loosening", "leaving")
    assert opened.manifest.edits == (*SORE, VAGUE)
    assert {"before-1.yaml", "scenario.yaml"} <= set(opened.manifest.texts)
    twice = branch(opened, "2000-03-25", edits=["actors.army.tempo=3"], out=tmp_path / "twice")
    assert unlike(run_again(tmp_path / "twice"), twice) == []
    assert "measures" in str(type(opened).measures.attrname)
    assert opened.measures["killed_total"].shape == (20, 5)


def test_a_branch_can_be_extended_and_is_never_mixed(tmp_path: Path) -> None:
    base = run(HERE / f"{WORLD}.yaml", histories=30, seed=SEED, out=tmp_path / "base")
    branch(base, "2000-02-10", without=["leaving"], histories=10, out=tmp_path / "made")
    more = branch(base, "2000-02-10", without=["leaving"], histories=30, out=tmp_path / "made")
    assert more.histories == 30
    assert unlike(more, branch(base, "2000-02-10", without=["leaving"])) == []
    for at, history, said in (("2000-02-11", None, "holds a branch of 2000-02-10, not a branch of 2000-02-11"),
                              ("2000-02-10", 3, "not a branch of 2000-02-10 of history 3")):  # fmt: skip
        with pytest.raises(BadInput, match=said):
            branch(base, at, without=["leaving"], history=history, out=tmp_path / "made")
    with pytest.raises(BadInput, match="holds a branch of 2000-02-10, not a run without a branch"):
        run(HERE / f"{WORLD}.yaml", histories=30, seed=SEED, out=tmp_path / "made")
    (tmp_path / "made" / "before-1.yaml").write_text("polemos: 1\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"before-1\.yaml: is missing, damaged or edited"):
        open_run(tmp_path / "made")


def test_two_pasts_are_two_runs_though_the_same_war_follows() -> None:
    one, two = (branch(made(*SORE, *past), "2000-02-10", ["actors.army.tempo=5"])
                for past in ((), ("actors.army.tempo=1",)))  # fmt: skip
    assert one.manifest.texts["scenario.yaml"] == two.manifest.texts["scenario.yaml"]
    assert one.manifest.run != two.manifest.run
    assert unlike(one, two) != []


def test_several_branches_from_shared_mornings_are_those_made_one_by_one() -> None:
    from polemos.engine.plan import Changes

    base = vague()
    wanted = [Changes(without=("loosening",)), Changes(edits=("actors.army.tempo=1",)), Changes()]
    shared = list(branches(base, "2000-02-25", wanted))
    for changes, one in zip(wanted, shared, strict=True):
        assert unlike(one, branch(base, "2000-02-25", *changes)) == []


@pytest.mark.parametrize(("at", "changes", "said"), [
    ("yesterday", {}, "--at: is no date: 'yesterday', write it as 2016-07-17"),
    ("1999-12-31", {}, "--at: 1999-12-31 is not from 2000-01-01 to 2000-04-29, the days of the war"),
    ("2000-04-30", {}, "--at: 2000-04-30 is not from 2000-01-01 to 2000-04-29, the days of the war"),
    ("2000-02-15", {"without": ["truce"]},
     "interventions.truce: was decided by 2000-02-01, and what was done before 2000-02-15 cannot be undone, "
     "branch at an earlier date, or run the whole war with the edit"),
    ("2000-02-15", {"edits": ["interventions.leaving.date=2000-02-14"]},
     "interventions.leaving: is dated 2000-02-14, before 2000-02-15, give it a date from 2000-02-15 on"),
    ("2000-02-15", {"edits": ["actors.army.strength=6000"]},
     "actors.army.strength: is what the war began with, and no edit moves that from 2000-02-15 on, "
     "send men with deploy_men in an intervention on or after that date"),
    ("2000-02-15", {"without": ["air"]},
     "mechanisms.air.on: cannot be switched from 2000-02-15 on: what the mechanism has written by then would stand for "
     "ever, run the whole war without it"),
    ("2000-02-15", {"edits": ["theatre.places.mill.population=7"]},
     "theatre.places.mill.population: is the map or the calendar, which are the same before and after 2000-02-15"),
    ("2000-02-15", {"edits": ["coalitions.alliance.members=[patron, army]"]},
     "coalitions.alliance.members: says who takes part, and that cannot change from 2000-02-15 on"),
    ("2000-02-15", {"days": 45},
     "--days: the last day is 2000-02-14, before 2000-02-15, give more days or an earlier date"),
    ("2000-02-15", {"history": 12}, "--history: the run has no history 12, it holds 12, counted from 0"),
    ("2000-02-15", {"histories": 13}, "--histories: the run holds 12 histories, not 13"),
    ("2000-02-15", {"history": 1, "histories": 2},
     "--histories: one history has one past, ask for more --futures of it, or leave --history out"),
    ("2000-02-15", {"futures": 0}, "futures: needs a whole number from 1 to 1,000,000, not 0"),
])  # fmt: skip
def test_what_makes_no_sense_from_that_date_on_is_refused(at: str, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput) as refused:
        branch(made(), at, **changes)
    assert str(refused.value) == said


def test_all_that_is_refused_is_told_at_once() -> None:
    with pytest.raises(BadInput) as refused:
        branch(made(), "2000-02-15", ["actors.army.armour=1", "wings.jets.aircraft=3"], without=["talks"])
    assert [problem.key for problem in refused.value.problems] == [
        "actors.army.armour", "wings.jets.aircraft", "interventions.truce",
    ]  # fmt: skip


def settled(answer: Answer) -> dict[str, float]:
    return {row["measure"]: row["settled"] for row in answer.findings["still_open"]}


def test_what_was_still_open_is_less_the_later_the_date() -> None:
    base = made(*SORE)
    late = settled(beside(branch(base, LAST, futures=2), base))
    # one day is left: nearly all of the variance of the dead is settled
    assert late["dead"] > 0.99
    assert settled(beside(branch(base, START, futures=2), base))["dead"] < late["dead"]
    assert settled(beside(branch(base, "2000-02-15"), base)) == {}


def test_futures_with_an_edit_are_paired_with_the_same_futures_without() -> None:
    base = made(*SORE)
    answer = beside(branch(base, "2000-02-10", without=["leaving"], futures=3, histories=4), base)
    (contrast,) = answer.findings["contrasts"]
    dead = next(row for row in contrast["measures"] if row["measure"] == "dead")
    unedited = branch(base, "2000-02-10", futures=3, histories=4)
    totals = unedited.recorded["totals"][:, :, 8].sum(axis=1)
    # the mean of four means of three, but for the rounding of sums
    assert dead["against"]["mean"] == pytest.approx(totals.mean(), rel=1e-12)
    # four pasts are four pairs, however many futures each has
    assert dead["difference"]["histories"] == dead["against"]["histories"] == 4
    assert "pairs are means over the futures of a past" in str(answer)


def test_the_answer_of_a_branch_is_kept_labelled_and_quotable(tmp_path: Path) -> None:
    base = made(*SORE)
    for number, answer in enumerate((beside(branch(base, "2000-02-10", without=["leaving"]), base),
                                     beside(branch(base, "2000-02-10", history=3, futures=4), base))):  # fmt: skip
        folder = answer.save(tmp_path / str(number))
        again = open_answer(folder)
        assert str(again) == str(answer)
        assert again.dataset.identical(answer.dataset.assign_attrs(again.dataset.attrs))
        assert again.command.startswith(f"polemos branch {base.manifest.folder_name} --at 2000-02-10")
        assert again.plot().get_title(loc="left")
    assert again.command.endswith("--history 3 --futures 4")
    assert set(again.dataset["settled"].dims) == {"outcome"}


def test_a_run_that_was_not_left_is_no_base_of_a_comparison() -> None:
    with pytest.raises(BadInput, match="is no branch of that run"):
        beside(branch(made(), START), made(*SORE))
    with pytest.raises(BadInput, match="is no branch of that run"):
        beside(made(), made())


@pytest.mark.slow
def test_the_reference_war_goes_on_as_it_did_or_without_the_withdrawal() -> None:
    base = run("syria-2016", histories=6, seed=SEED)
    assert unlike(branch(base, "2016-07-17"), base) == []
    whole = run("syria-2016", histories=6, seed=SEED, without=["withdrawal"])
    moved = unlike(branch(base, "2016-03-01", without=["withdrawal"]), whole)
    assert moved == []
    found = why_diverge(base, branch(base, "2016-03-01", without=["withdrawal"]), 3)
    assert found.parting is not None
    assert found.parting.date >= "2016-03-14"
