"""What cannot be a rule is refused in one message that says what, where and what to do, and never by a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numba
import pytest

from own_rules import ALLOCATION, BREAK, DESERTING, DESERTION, MECHANISM, allocation, attack, mechanism
from polemos.errors import BadInput
from polemos.scenario.compile import compile_scenario
from polemos.scenario.load import check, load
from worlds import HERE, lived

Own = Callable[..., Path]
WAR = HERE / "two_fronts_one_air_force.yaml"
MINE = "patrons.patron.allocation=mine"
ATTACKING = "actors.hill_bands.decision=mine"
TWO = "own_mechanisms={mine: {}}"
compiles = pytest.mark.skipif(bool(numba.config.DISABLE_JIT), reason="plain Python compiles nothing")


def said(what: Callable[[], object]) -> str:
    with pytest.raises(BadInput) as raised:
        what()
    return str(raised.value)


def compiled(*edits: str) -> object:
    return compile_scenario(load(WAR, edits=edits))


def played(*edits: str, days: int = 60) -> object:
    return lived(compile_scenario(load(WAR, edits=edits)), days)


@pytest.mark.parametrize(
    "arguments",
    ["own, enemy", "*numbers", f"{ALLOCATION}, more", ALLOCATION.replace("own", "ours"), f"{ALLOCATION}=0", BREAK],
)
def test_a_wrong_signature_is_answered_with_the_right_one(own: Own, arguments: str) -> None:
    text = f'@pm.allocation_rule("mine")\ndef mine({arguments}):\n    return 1.0\n'
    message = said(lambda: own(text))
    assert message == (f'own.py:2:1: allocation rule "mine" has the arguments ({arguments}), '
                       f"write it as def mine({ALLOCATION})")  # fmt: skip


def test_annotations_are_welcome(own: Own) -> None:
    own(allocation("return 1.0").replace("own,", "own: float,").replace("):", ") -> float:"))
    compiled(MINE)


REFUSED = {
    "def mine(:\n": "own.py:2:10: is no Python: invalid syntax",
    "x = 1 / 0\n": "own.py:2:1: raised ZeroDivisionError when it was imported: division by zero",
    allocation("return 1.0", "by_need"): 'own.py:2:1: allocation rule "by_need" is the name of a built-in one, '
    "take another name",
    allocation("return 1.0", "By Need"): 'own.py:2:1: allocation rule "By Need" has no proper name, '
    "names are lower-case letters, digits and _",
    mechanism("pass", after="trist"): 'own.py:2:1: mechanism "mine" cannot act after "trist", did you mean "trust"?',
    mechanism("pass", name="trust"): 'own.py:2:1: mechanism "trust" is the name of a built-in one, take another name',
    mechanism("pass", numbers=', rate="1/dya"'): 'own.py:2:1: mechanism "mine" has unknown unit "1/dya" for rate, '
    'did you mean "1/day"?',
    mechanism("pass").replace(MECHANISM, "state, day"): 'own.py:2:1: mechanism "mine" has the arguments (state, day), '
    f"write it as def act({MECHANISM})",
    'pm.allocation_rule("mine")(max)\n': '"mine" is builtin_function_or_method, not a function of Python',
    f"def made():\n    bias = 1.0\n    def inner({ALLOCATION}):\n        return bias\n    return inner\n"
    'pm.allocation_rule("mine")(made())\n': 'own.py:4:1: allocation rule "mine" is made inside another function, '
    "write it at the top of its module",
}


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_a_module_that_cannot_register_is_refused_with_its_line(own: Own, text: str) -> None:
    assert said(lambda: own(text)).replace(str(own("").parent) + "/", "") == REFUSED[text]


CAN = ", plain numbers, loops, functions of math and numpy, and constants of the module can be"
UNCOMPILED = {
    allocation("return nothing_like_it + own"): 'own.py:2:1: allocation rule "mine" cannot be compiled: '
    "NameError: name 'nothing_like_it' is not defined" + CAN,
    allocation("x = own\n    return x.size"): 'own.py:5:1: allocation rule "mine" cannot be compiled: '
    "Unknown attribute 'size' of type float64" + CAN,
    allocation("pass"): 'own.py:2:1: allocation rule "mine" returns nothing, not a number, '
    "return a number on every way out",
    allocation('return "high"'): 'own.py:2:1: allocation rule "mine" returns text, not a number, '
    "return a number on every way out",
    "import random as chance\n" + allocation("return chance.random()"): 'own.py:3:1: allocation rule "mine" draws '
    "random numbers that no key belongs to, take the random that it is given, or draw(key, stream, day, ...) in a "
    "mechanism",
}


@compiles
@pytest.mark.parametrize("text", UNCOMPILED, ids=range(len(UNCOMPILED)))
def test_a_rule_that_cannot_be_compiled_is_refused_with_its_line(own: Own, text: str) -> None:
    own(text)
    assert said(lambda: compiled(MINE)) == UNCOMPILED[text]


@compiles
def test_a_mechanism_cannot_write_to_what_all_histories_share(own: Own) -> None:
    own(mechanism("world.front[0] = 1"))
    assert said(lambda: compiled(TWO)) == (
        'own.py:4:1: mechanism "mine" cannot be compiled: world and given can only be read' + CAN
    )


@compiles
def test_a_mechanism_that_reads_a_field_that_is_not_there_is_told_its_name(own: Own) -> None:
    own(mechanism("state.wery[0] = 0.5"))
    assert "own.py:4:1: mechanism \"mine\" cannot be compiled: Unknown attribute 'wery' of type State" in said(
        lambda: compiled(TWO)
    )


@compiles
def test_checking_a_scenario_compiles_the_rules_that_it_names(own: Own, tmp_path: Path) -> None:
    own(allocation("pass"))
    path = tmp_path / "war.yaml"
    path.write_text(f"extends: {WAR}\npatrons: {{patron: {{allocation: mine}}}}\n", encoding="utf-8")
    assert [problem.what for problem in check(path)] == ['allocation rule "mine" returns nothing, not a number']


def test_an_unknown_rule_is_told_with_its_line_the_known_ones_and_what_to_do(own: Own, tmp_path: Path) -> None:
    own(allocation("return 1.0", "loudest"))
    path = tmp_path / "war.yaml"
    path.write_text(
        f"extends: {WAR}\npatrons: {{patron: {{allocation: loudes}}}}\nactors:\n  army: {{decision: bold}}\n"
        "own_mechanisms:\n  desertion: {}\n",
        encoding="utf-8",
    )
    remedy = "name the module that registers it with --rules FILE, or import it first"
    assert [str(problem).replace(f"{tmp_path}/", "") for problem in check(path)] == [
        'war.yaml:2:32: patrons.patron.allocation: unknown allocation rule "loudes", did you mean "loudest"?; known: '
        f"by_need, by_favour, first_come, best_use, loudest; {remedy}",
        'war.yaml:4:20: actors.army.decision: unknown attack rule "bold", known: by_odds, threshold, opportunist, '
        f"gambler; {remedy}",
        f'war.yaml:6:3: own_mechanisms.desertion: unknown mechanism "desertion", {remedy}',
    ]


def test_a_mechanism_gets_the_numbers_that_it_asks_for_and_no_others(own: Own) -> None:
    own(DESERTION)
    assert said(lambda: load(WAR, edits=["own_mechanisms={desertion: {}}"])).endswith(
        'the mechanism "desertion" needs the number "rate" [1/day], write {low, best, high, source}'
    )
    assert (
        said(lambda: load(WAR, edits=[DESERTING.replace("rate:", "rat:")]))
        .splitlines()[-1]
        .endswith('the mechanism "desertion" asks for no number "rat", did you mean "rate"?')
    )


def test_a_mechanism_that_is_off_needs_no_module(own: Own) -> None:
    assert not load(WAR, edits=["own_mechanisms={desertion: {on: false}}"]).own_mechanisms["desertion"].on


def test_two_modules_cannot_claim_one_name(own: Own) -> None:
    own(allocation("return 1.0"), "one.py")
    assert said(lambda: own(allocation("return 2.0"), "two.py")) == (
        'two.py:2:1: allocation rule "mine" is registered by one.py:2 already, take another name'
    )
    own(allocation("return 3.0"), "one.py")


def test_a_rule_that_answers_with_no_number_stops_the_run_and_names_history_and_day(own: Own) -> None:
    own('NOTHING = float("nan")\n' + allocation("return NOTHING"))
    message = said(lambda: played(MINE))
    assert message.startswith('own.py:3:1: allocation rule "mine" returned nan: history 0, day ')
    assert ", for patron (own=" in message
    assert message.endswith("return an urgency of at least 0; the most urgent request is taken first")


@pytest.mark.parametrize("answer", ["-0.1", "1.1", "float('inf')"])
def test_an_attack_rule_beyond_its_bounds_stops_the_run(own: Own, answer: str) -> None:
    own(attack(f"return {answer}"))
    message = said(lambda: played(ATTACKING))
    assert 'attack rule "mine" returned' in message
    assert message.endswith("return the share of its full rate of attack, 0 to 1")


def test_what_a_rule_raises_is_said_with_its_text_and_line(own: Own) -> None:
    own(attack('if ratio > 0.0:\n        raise ValueError("odds are not for me")\n    return 1.0'))
    message = said(lambda: played(ATTACKING))
    assert message.startswith('own.py:5:1: attack rule "mine" raised ValueError: odds are not for me; history 0, day ')


def test_a_division_by_zero_is_an_error_compiled_or_not(own: Own) -> None:
    own(attack("return 1.0 / (ratio - ratio)"))
    assert 'attack rule "mine" raised ZeroDivisionError: ' in said(lambda: played(ATTACKING))


def test_what_a_mechanism_raises_is_said_with_its_text_and_line(own: Own) -> None:
    own(mechanism("if day == 4:", '    raise ValueError("not on Fridays")'))
    assert said(lambda: played(TWO)) == (
        'own.py:5:1: mechanism "mine" raised ValueError: not on Fridays; history 0, day 5'
    )


def test_an_index_beyond_an_array_is_an_error_and_no_crash(own: Own) -> None:
    own(mechanism("state.reserve[99, 0] += 1"))
    assert "IndexError" in said(lambda: played(TWO))


MEN = ", move them to killed, wounded, prisoners or reserve, or count them as arrived"
BROKEN = {
    "state.reserve[1, 0] -= 10": "breaks conservation: men of army, history 0, day 1: 5,000 before, 4,990 after" + MEN,
    "state.men[0, 2] += 1": "breaks conservation: men of guard, history 0, day 1: 3,000 before, 3,001 after" + MEN,
    "state.armour[1] -= 3": "breaks conservation: vehicles of army, history 0, day 1: 50 before, 47 after, move them "
    "to armour_lost, or count them as armour_arrived",
    "state.missiles[3] += 2": "breaks conservation: missiles of hill_bands, history 0, day 1: 90 before, 92 after, "
    "count them as missiles_fired or missiles_arrived",
    "state.aircraft[0] -= 1": "breaks conservation: aircraft of jets, history 0, day 1: 10 before, 9 after, count them "
    "as aircraft_lost or in aircraft_moved",
    "state.armour[1] += 1\n    state.armour_captured[1] += 1": "breaks conservation: vehicles, history 0, day 1: "
    "0 surrendered, 1 captured, count what one actor takes as armour_surrendered of another",
    "state.reserve[1, 0] = -1": "leaves the bounds of reserve of army, history 0, day 1: -1, it is to be at least 0",
    "state.trust[2, 1] = 1.5": "leaves the bounds of trust of guard, history 0, day 1: 1.5, it is to be at most 1",
    "state.weary[0] = np.nan": "leaves the bounds of weary at capital, history 0, day 1: nan, it is to be a number",
    "state.holder[0] = 5": "leaves the bounds of holder at capital, history 0, day 1: 5, it is to be at most 4",
    "state.stance[0, 1] = 2": "leaves the bounds of stance of patron, history 0, day 1: 2, it is to be at most 1",
}


@pytest.mark.parametrize("line", BROKEN, ids=range(len(BROKEN)))
def test_a_mechanism_that_breaks_the_books_stops_the_run(own: Own, line: str) -> None:
    own("import numpy as np\n" + mechanism(line, after="bargain"))
    assert said(lambda: played(TWO)) == f'own.py:3:1: mechanism "mine" {BROKEN[line]}'


def test_a_mechanism_that_keeps_the_books_goes_on(own: Own) -> None:
    own(mechanism("men = min(state.reserve[1, 0], 5)", "state.reserve[1, 0] -= men", "state.wounded[1] += men"))
    played(TWO)
