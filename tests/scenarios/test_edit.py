"""What-ifs as data: an edit is held to the rules of the file, and a fault in it names its option."""

from __future__ import annotations

from pathlib import Path

import pytest

from polemos.errors import BadInput
from polemos.scenario.compile import compile_scenario
from polemos.scenario.edit import Edit, parse_set
from polemos.scenario.load import load
from polemos.scenario.schema import Scenario

RIVER = Path(__file__).resolve().parent / "good" / "river.yaml"


def edited(*edits: str) -> Scenario:
    return load(RIVER, edits=edits)


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("days=90", "days", 90),
        ("a.b = 1e5 ", "a.b", 1e5),
        ("a=NO", "a", "NO"),
        ("a=010", "a", "010"),
        ("a='5'", "a", "5"),
        ("a=~", "a", None),
        ("a=", "a", None),
        ("a=x=y", "a", "x=y"),
        ("a=true", "a", True),
        ("a={low: 1, best: 2, high: 3}", "a", {"low": 1, "best": 2, "high": 3}),
        ("a=[x, y]", "a", ["x", "y"]),
        ("start=2016-03-14", "start", "2016-03-14"),
    ],
)
def test_set_is_read_as_a_scenario_file_is(text: str, path: str, value: object) -> None:
    assert parse_set(text) == Edit(path, value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("days", "--set days: is not path=value, for example --set days=90"),
        ("=5", "--set =5: is not path=value, for example --set days=90"),
        ("days=nan", "--set days: nan is not a finite number, quote it if it is meant as text"),
        ("days=1e999", "--set days: 1e999 is too large for a number (at most about 1.8e308), quote it"),
        ("days=*a", "--set days: the alias *a is not allowed"),
        ("days=!!int 5", "--set days: the tag !!int is not allowed"),
        ("days=[1", "--set days: a bracket [ is not closed"),
        ("days=" + "[" * 5000, "--set days: is nested deeper than 32 levels"),
        ("days=1\nactors: 5", "the value must be one line"),
        ("days=" + "x" * 20_000, "the value must be one line of at most 10,000 characters"),
        ("days=0", "--set days: days: must be at least 1, not 0"),
        ("actors.army.strength=-1", "--set actors.army.strength: actors.army.strength: needs at least 0"),
        ("actors.army.strength=many", "--set actors.army.strength: actors.army.strength: needs a number"),
        ("actors.army.strength.best=90000", "--set actors.army.strength.best: actors.army.strength: needs"),
        ("actors.army.camp=bleu", '--set actors.army.camp: actors.army.camp: unknown camp "bleu", did you mean "blue"'),
        ("wings.jets.kind=atack", 'wings.jets.kind: "atack" is not one of attack, strike, helicopter, did you mean'),
        ("actors.amry.strength=1", '--set actors.amry.strength: there is no actors.amry, did you mean "actors.army"?'),
        ("actors.army.strenght=1", 'there is no actors.army.strenght, did you mean "actors.army.strength"?'),
        ("army.strenght=1", 'did you mean "actors.army.strength"?'),
        ("mechanisms.airr.on=true", 'there is no mechanisms.airr, did you mean "mechanisms.air"?'),
        ("harbour.sorties=5", "there is no harbour.sorties, what is harbour's is at wings.jets.sorties"),
        ("weather=5", "--set weather: there is no weather, there: polemos, name, title"),
        ("actors.new.strength=5", "--set actors.new.strength: there is no actors.new"),
        ("actors.guard.strength.low=5", "actors.guard.strength is 2000: set the whole of it"),
        ("interventions.truce.date.low=2016-01-20", "interventions.truce.date is \"2016-02-01\": set the whole of it"),
        ("actors.new.strength={best: 5}", "--set actors.new.strength: there is no actors.new"),
        ("..=5", "--set ..: there is no "),
        ("a\x00b=5", "--set a\\x00b: there is no a\\x00b"),
    ],
)  # fmt: skip
def test_a_faulty_edit_names_its_option(text: str, said: str) -> None:
    with pytest.raises(BadInput) as raised:
        edited(text)
    assert said in str(raised.value)
    assert len(str(raised.value)) < 2000


def test_a_value_is_set_and_nothing_else() -> None:
    before, after = load(RIVER).model_dump(), edited("actors.guard.strength=5").model_dump()
    assert after["actors"]["guard"].pop("strength") == {
        "low": 5, "best": 5, "high": 5, "source": None, "confidence": None,
    }  # fmt: skip
    before["actors"]["guard"].pop("strength")
    assert after == before


def test_edits_keep_the_order_of_actors() -> None:
    """Draws are keyed by an actor's number: an edit that renumbers actors would change every draw."""
    assert list(edited("actors.army.strength=1").actors) == list(load(RIVER).actors)
    assert list(edited("actors.army={title: Army, camp: blue}").actors) == list(load(RIVER).actors)


def test_part_of_a_range_can_be_set() -> None:
    strength = edited("actors.army.strength.high=20000").actors["army"].strength
    assert (strength.low, strength.best, strength.high, strength.source) == (8000, 10000, 20000, "a yearbook")


def test_a_value_that_the_file_leaves_out_can_be_set() -> None:
    assert edited("mechanisms.air.on=false").mechanisms.air.on is False


def test_a_tilde_goes_back_to_the_default() -> None:
    assert edited("days=~").days == Scenario.model_fields["days"].default


def test_a_part_may_be_named_without_its_section() -> None:
    assert edited("jets.sorties=3") == edited("wings.jets.sorties=3")


def test_a_name_in_two_sections_goes_to_the_one_that_fits() -> None:
    """``patron`` is an actor and has a rule as a patron; only the rule has ``fronts_at_once``."""
    assert edited("patron.fronts_at_once=3").patrons["patron"].fronts_at_once.best == 3


def test_later_edits_go_over_earlier_ones() -> None:
    assert edited("days=5", "days=6").days == 6


def test_a_new_actor_can_be_added_whole() -> None:
    assert edited("actors.new={title: New, camp: red, strength: 5}").actors["new"].strength.best == 5


def test_several_faulty_edits_are_said_at_once() -> None:
    with pytest.raises(BadInput) as raised:
        edited("days=0", "actors.army.camp=bleu", "actors.x.y=1")
    assert len(raised.value.problems) == 3


def test_edits_may_be_objects() -> None:
    assert load(RIVER, edits=[Edit("days", 7)]).days == 7


def test_an_intervention_is_left_out_by_id_or_cause() -> None:
    assert list(load(RIVER, without=["withdrawal"]).interventions) == ["truce"]
    assert list(load(RIVER, without=["ceasefire_terms"]).interventions) == ["withdrawal"]


def test_a_mechanism_is_switched_off() -> None:
    war = load(RIVER, without=["air", "mechanisms.trust"])
    assert [name for name, room in war.mechanisms if not room.on] == ["air", "trust"]


def test_a_what_if_is_laid_over() -> None:
    assert list(load(RIVER, what_if=["no_withdrawal"]).interventions) == ["truce"]
    assert load(RIVER, what_if=["strong_guard"]).actors["guard"].strength.best == 6000


def test_what_ifs_that_leave_out_the_same_go_together() -> None:
    assert list(load(RIVER, what_if=["no_withdrawal"], without=["withdrawal"]).interventions) == ["truce"]


def test_an_edit_goes_over_a_what_if() -> None:
    war = load(RIVER, what_if=["strong_guard"], edits=["guard.strength=1"])
    assert war.actors["guard"].strength.best == 1


@pytest.mark.parametrize(
    ("what_if", "without", "said"),
    [
        (["no_withdrawl"], [], '--what-if no_withdrawl: the scenario has no such what-if, did you mean "no_withdrawal'),
        (["peace"], [], "--what-if peace: the scenario has no such what-if, there: no_withdrawal, strong_guard"),
        ([], ["withdrawl"], '--without withdrawl: there is no intervention, cause or mechanism "withdrawl", did'),
        ([], ["weather"], '"weather", there: truce, withdrawal, ceasefire_terms, bargain, ceasefire'),
    ],
)  # fmt: skip
def test_an_unknown_name_is_said(what_if: list[str], without: list[str], said: str) -> None:
    with pytest.raises(BadInput) as raised:
        load(RIVER, what_if=what_if, without=without)
    assert said in str(raised.value)


def test_a_patrons_sorties_are_shared_among_its_wings() -> None:
    """All its aircraft of the first day fly what the patron is given, each wing in proportion to its own rate."""
    second = "wings.planes={patron: patron, kind: strike, base: harbour, aircraft: 4, sorties: 1, reach: 300}"
    own = compile_scenario(edited(second)).parameters(1, 7)[0]
    given = compile_scenario(edited(second, "patron.sorties=40")).parameters(1, 7)[0]
    assert (given.aircraft * given.serviceable * given.sorties).sum() == pytest.approx(40.0, rel=1e-12)
    assert given.sorties[0] / given.sorties[1] == pytest.approx(own.sorties[0] / own.sorties[1], rel=1e-12)


def test_a_wing_that_supports_a_client_on_some_fronts_names_both_rightly() -> None:
    with pytest.raises(BadInput) as raised:
        edited("jets.client_fronts={rebels: [nowhere]}")
    said = str(raised.value)
    assert 'wings.jets.client_fronts.rebels.0: unknown front "nowhere"' in said
    assert 'wings.jets.client_fronts.rebels: "rebels" is none of its clients' in said


def test_sorties_need_a_wing_that_flies_them() -> None:
    with pytest.raises(BadInput) as raised:
        edited("patron.sorties=40", "jets.patron=army")
    assert "patrons.patron.sorties: has no wing to fly these sorties" in str(raised.value)
