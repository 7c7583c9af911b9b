"""What a question means: each kind by holders made by hand, rules without outcomes, and roads as the model has them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from laws.random_wars import some_wars
from polemos.engine.definitions import pairs_of
from polemos.errors import BadInput
from polemos.experiments.prediction import asking
from polemos.experiments.prediction.questions import (
    BY_RULE,
    Question,
    Watched,
    by_rule,
    contested,
    eve_of,
    happened,
    read_questions,
    week_of,
)
from polemos.experiments.prediction.roads import supplied
from polemos.model.state import FRIENDLY, HOSTILE
from polemos.model.supply import find_roads
from polemos.scenario.compile import War
from worlds import SEED, lived, made_of, world

WEEKS = 6
START = date(2000, 1, 1)
FIRST = date(2000, 1, 15)  # its eve is the end of week 2


def war() -> War:
    return world("two_fronts_one_air_force")


def end_of_week(week: int) -> date:
    return START + timedelta(7 * week - 1)


def row(place: str) -> int:
    return war().legend.places.index(place)


def told(*histories: dict[str, list[str]], dead: dict[str, list[int]] | None = None) -> Watched:
    """Return holders [histories, weeks, places] that are the war's own but where a list names others, week by week."""
    legend = war().legend
    own = war().parameters(0, 0)[0].holder
    holder = np.tile(np.asarray(own, dtype=np.int64), (len(histories), WEEKS + 1, 1))
    for number, history in enumerate(histories):
        for place, actors in history.items():
            assert len(actors) == WEEKS + 1
            holder[number, :, row(place)] = [-1 if name == "-" else legend.actors.index(name) for name in actors]
    pairs = pairs_of(legend.camps)
    killed = np.zeros((len(histories), WEEKS + 1, len(pairs)), dtype=np.int64)
    for pair, weeks in (dead or {}).items():
        killed[:, :, pairs.index(pair)] = weeks
    return Watched(holder, killed)


def asked(happens: str, by: int = WEEKS, **more: Any) -> Question:
    return Question.model_validate({"id": "Q", "text": "?", "by": end_of_week(by), "happens": happens, **more})


def answers(question: Question, watched: Watched) -> list[bool]:
    found: list[bool] = happened(question, watched, war(), FIRST).tolist()
    return found


ARMY, GUARD, HILLS = ["army"], ["guard"], ["hill_bands"]


def test_a_place_changes_hands_between_camps_and_after_the_eve_only() -> None:
    watched = told(
        {"ford": ARMY * 3 + HILLS * 4},
        {"ford": ARMY * 3 + HILLS * 1 + ARMY * 3},  # and back: it changed hands all the same
        {"ford": ARMY * 1 + HILLS * 6},  # before the eve: nothing changes
        {"ford": ARMY * 3 + GUARD * 4},  # another actor of one camp
        {"ford": ARMY * 6 + HILLS * 1},  # after the date asked about
        {"ford": ARMY * 3 + ["-"] * 4},  # nobody's now
    )
    assert answers(asked("changes_hands", 5, places=["ford"]), watched) == [True, True, False, False, False, True]


def test_held_is_all_places_at_once() -> None:
    both = asked("held", places=["ford", "mill"], camp="hills")
    watched = told(
        {"ford": ARMY * 4 + HILLS * 3, "mill": GUARD * 4 + HILLS * 3},
        {"ford": ARMY * 3 + HILLS * 1 + ARMY * 3, "mill": GUARD * 4 + HILLS * 3},  # one after the other
        {"ford": ARMY * 4 + HILLS * 3},
        {"ford": HILLS * 7, "mill": HILLS * 7},  # held on the eve and still
    )
    assert answers(both, watched) == [True, False, False, True]


def test_lost_is_lost_by_the_camp_that_held_it_on_the_eve() -> None:
    watched = told(
        {"ford": ARMY * 4 + HILLS * 3},
        {"ford": HILLS * 3 + ["sand_bands"] * 4},  # the camp did not hold it on the eve
        {"ford": HILLS * 1 + ARMY * 2 + GUARD * 4},
        {"ford": ARMY * 3 + ["-"] * 4},
    )
    assert answers(asked("lost", places=["ford"], camp="allies"), watched) == [True, False, False, True]


def test_cut_off_relieved_and_cut_off_again_are_steps_of_one_road() -> None:
    """The mill is joined to the capital alone and through it to supply: who holds the capital, holds its road."""
    closed, open_ = HILLS, ARMY
    ways = {
        "open": open_ * 7,
        "cut": open_ * 3 + closed * 4,
        "relieved": open_ * 3 + closed * 2 + open_ * 2,
        "cut again": open_ * 3 + closed * 1 + open_ * 1 + closed * 2,
        "cut on the eve": open_ * 2 + closed * 1 + open_ * 4,
        "cut before the eve": open_ * 1 + closed * 1 + open_ * 5,
    }
    watched = told(*({"capital": way} for way in ways.values()))
    found = {
        kind: [name for name, yes in zip(ways, answers(asked(kind, places=["mill"]), watched), strict=True) if yes]
        for kind in ("cut_off", "relieved", "cut_off_again")
    }
    assert found == {
        "cut_off": ["cut", "relieved", "cut again", "cut on the eve"],
        "relieved": ["relieved", "cut again", "cut on the eve"],
        "cut_off_again": ["cut again"],
    }


def test_a_place_that_fell_is_not_cut_off() -> None:
    """Neither while it changes hands nor afterwards, though no road of its new holder's friends leads there."""
    watched = told({"mill": GUARD * 3 + ["sand_bands"] * 4})
    assert answers(asked("cut_off", places=["mill"]), watched) == [False]


def test_a_fight_is_so_many_dead_between_two_camps_after_the_eve() -> None:
    watched = told({}, dead={"allies|sands": [0, 0, 50, 3, 3, 0, 50]})
    both = {"camps": ["sands", "allies"]}
    assert answers(asked("fight", 5, least=6, **both), watched) == [True]
    assert answers(asked("fight", 5, least=7, **both), watched) == [False]
    assert answers(asked("fight", 5, camps=["allies", "hills"]), watched) == [False]


def test_weeks_and_eves_are_those_that_have_ended() -> None:
    assert [week_of(war(), START + timedelta(day)) for day in (-9, 0, 5, 6, 12, 13)] == [0, 0, 0, 1, 1, 2]
    assert [eve_of(war(), START + timedelta(day)) for day in (0, 6, 7, 13, 14)] == [0, 0, 1, 1, 2]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (asked("nothing_modelled"), "does not know"),
        (asked("changes_hands", 2, places=["ford"]), "not within the weeks"),
        (asked("changes_hands", 7, places=["ford"]), "not within the weeks"),
    ],
)
def test_what_cannot_be_answered_is_refused(question: Question, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        happened(question, told({}), war(), FIRST)


def test_all_faults_of_a_file_are_told_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "asked.yaml"
    file.write_text(
        "questions:\n"
        "  - {id: A, text: x, by: 2000-02-01, happens: lost, places: [fjord], camp: hils}\n"
        "  - {id: A, text: x, by: 2000-02-01, happens: fight, camps: [hills]}\n"
        "  - {id: C, text: x, by: 2000-02-01, happens: held, places: []}\n",
        encoding="utf-8",
    )
    with pytest.raises(BadInput) as raised:
        read_questions(file, war())
    said = "\n".join(map(str, raised.value.problems))
    for part in ("fjord", 'did you mean "ford"', "hils", "fight needs two camps", "held needs a camp", "needs places",
                 "A is the name of two questions", "asked.yaml:2"):  # fmt: skip
        assert part in said


def test_the_questions_that_come_with_polemos_fit_their_wars() -> None:
    for name in ("syria-2016", "syria-2016-06"):
        found = read_questions(asking.question_file("syria-2016"), world(name))
        assert len(found) == 12
        assert len({one.id for one in found}) == 12
    with pytest.raises(BadInput, match="no questions"):
        asking.question_file("syria-2015")


def test_a_border_is_between_hostile_holders_of_the_counted_theatre() -> None:
    own = np.asarray(war().parameters(0, 0)[0].holder, dtype=np.int64)
    world_ = war().world
    found = contested(own, war())
    for place in range(len(own)):
        links = world_.neighbour[world_.first_link[place] : world_.first_link[place + 1]]
        hostile = own[place] >= 0 and any(
            own[other] >= 0 and world_.stance[own[place], own[other]] == HOSTILE for other in links
        )
        assert (place in found) == bool(hostile and world_.main[place])
    assert len(found) == 4  # mill, pass, ford and wells
    assert contested(np.full_like(own, -1), war()) == []


def test_rules_hang_on_ids_dates_and_borders_alone() -> None:
    own = np.asarray(war().parameters(0, 0)[0].holder, dtype=np.int64)
    dates = [date(2000, 2, 1), date(2000, 3, 1)]
    made = by_rule(own, war(), dates, 9)
    assert [one.source for one in made] == [BY_RULE] * 4
    assert [one.by for one in made] == [dates[0], dates[1]] * 2
    assert {one.places[0] for one in made} == {war().legend.places[place] for place in contested(own, war())}
    assert by_rule(own, war(), dates, 2) == made[:2]
    left = by_rule(own, war(), dates, 9, named=made[:1])
    assert [one.places for one in left] == [one.places for one in made[1:]]
    # Whoever else holds the same border gets the same questions: the order knows nothing of the war.
    swapped = np.where(own == war().legend.actors.index("army"), war().legend.actors.index("guard"), own)
    assert by_rule(swapped, war(), dates, 9) == made


def test_places_are_supplied_where_the_model_finds_a_road() -> None:
    """The model's own search over the same holders, on the first days of random wars."""
    tried = cut = 0
    for data in some_wars(12):
        fought = made_of({**data, "days": 45})
        friends = fought.world.stance == FRIENDLY
        state, _ = lived(fought, 20, seed=SEED)
        if ((state.stance == FRIENDLY) != friends).any():
            continue  # whose stances changed: not known to ``supplied``, as it says
        find_roads(fought.world, state)
        found = supplied(state.holder[None].astype(np.int64), fought)[0]
        assert found.tolist() == (state.supply_road >= 0.0).tolist()
        tried += 1
        cut += int((~found & (state.holder >= 0)).sum())
    assert tried > 7
    assert cut > 2


def test_holders_that_nobody_can_tell_stay_as_they_were() -> None:
    import xarray as xr

    values = np.array([[0.0, 1.0], [np.nan, 2.0], [3.0, np.nan], [np.nan, np.nan]])
    found = asking.known_holders(xr.Dataset({"holder": (("week", "place"), values)}, {"week": [0, 1, 2, 3]}))
    assert found.tolist() == [[0, 1], [0, 2], [3, 2]]


def test_most_histories_say_who_holds_a_place() -> None:
    holder = np.array([[0, 1, -1], [0, 2, -1], [1, 2, 3]])
    assert asking.majority(holder).tolist() == [0, 2, -1]
