"""Who flies, who is answered for, and when staffs look: rules that hold in every history, not only on average."""

from __future__ import annotations

from typing import Any

import numpy as np

from worlds import after, made_of, plain, world

NAME = "two_fronts_one_air_force"
HISTORIES = range(12)


def outsider(**stances: str) -> dict[str, Any]:
    """Return the war with a patron from a camp of its own, friendly to the allies, with these stances to the others."""
    data = plain(NAME)
    data["camps"]["outside"] = {"title": "Outside", "supply": ["capital"]}
    data["actors"]["patron"]["camp"] = "outside"
    ties = {"allies": "friendly", "hills": "hostile", "sands": "hostile", **stances}
    data["stances"] += [{"between": ["outside", camp], "stance": stance} for camp, stance in ties.items()]
    return data


def test_a_wing_does_not_fly_from_a_base_in_hostile_hands() -> None:
    there, lost = world(NAME), world(NAME, "wings.jets.base=wells", "mechanisms.offensive.on=false")
    wells = there.legend.places.index("wells")
    assert there.world.stance[there.world.wing_patron[0], after(lost, 1).holder[wells]] == -1
    freed = 0
    for history in HISTORIES:
        assert after(lost, 60, history).front_sorties.sum() == 0.0
        freed += int(after(there, 60, history).front_sorties.sum() > 0.0)
    assert freed == len(HISTORIES)


def test_a_patron_does_not_fly_against_those_it_is_not_hostile_to() -> None:
    """Neutral towards the south it leaves that front alone; hostile it does not."""
    one, both = made_of(outsider(sands="neutral")), made_of(outsider())
    north, south = (one.legend.fronts.index(front) for front in ("north", "south"))
    flown = np.zeros((2, 2))
    for history in HISTORIES:
        for row, war in enumerate((one, both)):
            flown[row] += after(war, 120, history).front_sorties[[north, south]]
    assert flown[0, 1] == 0.0
    assert min(flown[0, 0], flown[1, 0], flown[1, 1]) > 0.0


def test_only_answers_of_the_coalitions_own_patron_are_answers() -> None:
    """A stranger's aircraft that serve a member neither count as answers nor move its trust in its own patron."""
    data = plain(NAME)
    data["actors"]["stranger"] = {**data["actors"]["patron"], "title": "Stranger"}
    data["patrons"]["stranger"] = {"fronts_at_once": 2}
    data["wings"]["jets"]["patron"] = "stranger"
    for one in ("truce", "loosening", "leaving"):
        del data["interventions"][one]
    war = made_of(data)
    patron = war.legend.actors.index("patron")
    clients = [war.legend.actors.index(name) for name in ("army", "guard")]
    flown = 0.0
    for history in HISTORIES:
        state = after(war, 120, history)
        flown += state.front_sorties.sum()
        assert state.answered[clients].sum() == 0
        assert state.grievance[clients][:, :3].sum() == 0.0
        assert (state.trust[clients, patron] <= after(war, 0, history).trust[clients, patron]).all()
    assert flown > 0.0


def test_staffs_look_at_a_place_every_third_day() -> None:
    """Which of the three hangs on the place: every attack under way began on one of its days."""
    war, seen = world(NAME), set()
    for history in HISTORIES:
        for day in (10, 40, 80):
            state = after(war, day, history)
            for place in np.flatnonzero(state.leader >= 0):
                assert (int(war.world.place_key[place]) + int(state.since[place])) % 3 == 0
                seen.add(int(place))
    assert len(seen) >= 2
