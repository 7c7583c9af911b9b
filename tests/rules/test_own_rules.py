"""A user's rule, named in a war, changes the answer as it was made to, in compiled and in plain Python alike."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest

from own_rules import DESERTING, DESERTION, allocation, attack, breaking, mechanism
from polemos.engine import kernel
from polemos.engine.run import run
from polemos.errors import BadInput
from polemos.scenario.compile import War, compile_scenario
from polemos.scenario.load import load
from worlds import HERE, SEED, lived, simulate, unequal, world

Own = Callable[..., Path]
WAR = HERE / "two_fronts_one_air_force.yaml"
BUSY = ("patrons.patron.fronts_at_once=1", "wings.jets.aircraft=40", "mechanisms.offensive.required_ratio=0.1",
        "actors.hill_bands.tempo=60", "actors.sand_bands.tempo=60")  # fmt: skip
MINE = "patrons.patron.allocation=mine"
ALL = ("actors.army.decision=mine", "actors.guard.decision=mine", "actors.hill_bands.decision=mine",
       "actors.sand_bands.decision=mine")  # fmt: skip


def war(*edits: str, without: tuple[str, ...] = ()) -> War:
    return compile_scenario(load(WAR, edits=edits, without=without))


def test_a_patron_that_serves_the_one_it_trusts_by_a_rule_of_ones_own_does_as_the_built_in_one(own: Own) -> None:
    own(allocation("return 1.0 + trust"))
    built_in = simulate(world("two_fronts_one_air_force", *BUSY, "patrons.patron.allocation=by_favour"), 3)
    assert unequal(simulate(war(*BUSY, MINE), 3), built_in) == []


def test_requests_that_a_rule_puts_last_are_refused_when_aircraft_are_scarce_and_not_when_they_abound(own: Own) -> None:
    own(allocation("return attacking") + allocation("return 1.0 - attacking", "other").replace("def mine", "def other"))

    def answers(rule: str, fronts: int) -> np.ndarray:
        edits = (*BUSY, f"patrons.patron.fronts_at_once={fronts}", f"patrons.patron.allocation={rule}")
        return sum(lived(war(*edits), 60, history)[0].answered for history in range(4))

    assert unequal({"a": answers("mine", 1)}, {"a": answers("other", 1)}) == ["a"]
    plenty = answers("mine", 5)
    assert plenty[:, :2].sum() > answers("mine", 1)[:, :2].sum()


def test_who_never_attacks_by_a_rule_of_ones_own_never_attacks(own: Own) -> None:
    own(attack("return 0.0"))
    assert lived(war(*ALL), 60)[0].offensives.sum() == 0
    assert lived(war(), 60)[0].offensives.sum() > 0


def test_an_attack_rule_sees_ratio_required_opening_people_and_losses(own: Own) -> None:
    own(attack("seen = ratio > 0.0 and 0.29 < required < 0.91 and 0.0 <= opening <= 1.0 and people > 0.0\n"
               "    return 0.0 if seen and 0.0 <= lost_lately <= 1.0 else 1.0"))  # fmt: skip
    assert lived(war(*ALL), 60)[0].offensives.sum() == 0


def test_an_attack_rule_of_ones_own_that_repeats_the_default_changes_no_bit(own: Own) -> None:
    own(attack("odds, even = ratio * ratio, required * required\n    return odds * odds / (odds * odds + even * even)"))
    assert unequal(simulate(war(*ALL), 3), simulate(world("two_fronts_one_air_force"), 3)) == []


def test_who_is_ready_to_break_at_once_breaks_and_who_never_is_stays(own: Own) -> None:
    own(breaking("return 1.0"))
    assert lived(war("actors.guard.breaking=mine"), 119)[0].rupture[2] >= 0
    own(breaking("return 0"))
    assert (
        lived(war("actors.guard.breaking=mine", "trust.usual=0", "mechanisms.trust.breaking_rate=10"), 119)[0].rupture[
            2
        ]
        < 0
    )


def test_losses_of_late_are_a_share_that_fades(own: Own) -> None:
    state = lived(world("two_fronts_one_air_force"), 60)[0]
    assert (state.lost_of_late <= state.killed + state.prisoners).all()
    assert state.lost_of_late.sum() > 0


def test_a_mechanism_of_ones_own_acts_with_its_numbers_and_its_own_chance(own: Own) -> None:
    own(DESERTION)
    deserting = war(DESERTING)
    assert "own_mechanisms.desertion.numbers.rate" in [one.path for one in deserting.inputs]
    drawn = {kernel.play(deserting, SEED, history)[2][-1] for history in range(3)}
    assert len(drawn) == 3
    gone = lived(deserting, 60)[0].prisoners.sum()
    more = lived(war(DESERTING, "own_mechanisms.desertion.numbers.rate=0.2"), 60)[0].prisoners.sum()
    assert lived(war(), 60)[0].prisoners.sum() < gone < more


def test_a_mechanism_of_ones_own_is_switched_off_like_any_other(own: Own) -> None:
    own(DESERTION)
    off = simulate(war(DESERTING, without=()), 2)
    assert unequal(off, simulate(war(), 2)) != []
    path = own(DESERTION).with_name("war.yaml")
    path.write_text(f"extends: {WAR}\n{DESERTING.replace('=', ': ', 1)}\n", encoding="utf-8")
    without = compile_scenario(load(path, without=["desertion"]))
    assert without.rules.mechanisms == ()
    arrays, plainly = simulate(without, 2), simulate(war(), 2)
    del arrays["inputs"], plainly["inputs"]
    assert unequal(arrays, plainly) == []


@pytest.mark.parametrize("after", ["bargain", "air", "endings"])
def test_a_mechanism_acts_after_the_room_that_it_names_even_if_that_is_off(own: Own, after: str) -> None:
    own(mechanism("state.weary[0] = 0.25", after=after))
    state = lived(war("own_mechanisms={mine: {}}", f"mechanisms.{after}.on=false"), 30)[0]
    assert state.weary[0] > 0.24


def test_two_mechanisms_have_chances_of_their_own(own: Own) -> None:
    own(DESERTION + DESERTION.replace("desertion", "second").replace("def act", "def second"))
    both = DESERTING[:-1] + ", second: {numbers: {rate: 0.01}}}"
    streams = war(both).world.own[:, 2]
    assert len(set(streams)) == 2
    assert (streams >= 1000).all()


def test_threads_and_blocks_change_no_byte_of_a_war_with_rules_of_its_own(own: Own) -> None:
    own(allocation("return refused + random") + DESERTION)
    scenario = load(WAR, edits=[MINE, DESERTING, "days=40"])
    one = run(scenario, histories=12, seed=SEED, threads=1, block=12).recorded
    other = run(scenario, histories=12, seed=SEED, threads=4, block=3).recorded
    assert [name for name in one if one[name].tobytes() != other[name].tobytes()] == []


SCRIPT = """
import sys
from hashlib import blake2b
from polemos.scenario.register import import_rules
import_rules(sys.argv[1])
from polemos.scenario.compile import compile_scenario
from polemos.scenario.load import load
from worlds import lived
state, record = lived(compile_scenario(load(sys.argv[2], edits=sys.argv[3:])), 45)
print(blake2b(b"".join(array.tobytes() for array in record)).hexdigest())
"""


def test_plain_python_runs_the_same_rules_to_the_same_bits(own: Own) -> None:
    path = own(allocation("return refused + random") + attack("return min(1.0, ratio / 9.0)") + DESERTION)
    edits = [MINE, ALL[0], ALL[3], DESERTING]
    record = lived(war(*edits), 45)[1]
    here = blake2b(b"".join(array.tobytes() for array in record)).hexdigest()
    tests = os.pathsep.join([str(WAR.parents[1]), os.environ.get("PYTHONPATH", "")])
    plain = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": tests}
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(path), str(WAR), *edits], text=True, env=plain,
                          capture_output=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip() == here


def test_a_module_that_python_imports_itself_registers_its_rules_too(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    path = own(allocation("return random"), "by_hand.py", imported=False)
    monkeypatch.syspath_prepend(str(path.parent))
    with pytest.raises(BadInput, match="import it first"):
        war(MINE)
    __import__("by_hand")
    assert war(MINE).rules.own
