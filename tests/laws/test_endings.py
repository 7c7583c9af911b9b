"""A war ends when those who fought it stop, and as what stands in decision 0008: one sentence per criterion.

One town against another, and a village beside them; nobody attacks, fire across the line kills some a day, and the
thresholds of quiet are set so that a small war shows each ending.  Certain in every history.
"""

from __future__ import annotations

from typing import Any

from polemos.dimensions import ENDING_KINDS
from worlds import made_of, plain, simulate

QUIET = {"quiet_rate": 1000.0, "lasting": 28, "standing": 14}
HISTORIES = 6


def two_towns(**endings: Any) -> dict[str, Any]:
    """Return a war of fire across one line, with a village held by a second actor of the second camp."""
    data = plain("one_front")
    data["theatre"]["places"]["village"] = {
        "latitude": 35.0, "longitude": 38.0, "population": 9000, "front": "road", "area": 100.0,
    }  # fmt: skip
    data["theatre"]["links"].append({"between": ["east", "village"], "road": 30})
    data["actors"]["bands"] = {"title": "Bands", "camp": "red", "strength": 500, "presence": {"village": 1}, "tempo": 0}
    data["holders"]["bands"] = ["village"]
    for actor in ("blue_army", "red_army"):
        data["actors"][actor].update(tempo=0, recruits=0)
    data["vital"] = {}
    data["mechanisms"]["combat"]["harassment"] = 0.01
    data["mechanisms"]["endings"] = {**QUIET, **endings}
    return data


def ends(data: dict[str, Any]) -> set[str]:
    """Return the endings of some histories."""
    return {ENDING_KINDS[kind] for kind in simulate(made_of(data), HISTORIES)["ending"][:, 0]}


def truce(*bound: str, **more: Any) -> dict[str, Any]:
    return {
        "title": "Truce", "date": "2000-02-10", "action": "ceasefire", "parties": list(bound), "bound": list(bound),
        **more,
    }  # fmt: skip


def test_lines_that_stand_between_camps_that_fought_part_a_country() -> None:
    assert ends(two_towns()) == {"partition"}


def test_who_never_fought_cannot_end_a_war() -> None:
    data = two_towns()
    data["mechanisms"]["combat"]["harassment"] = 0.0
    assert ends(data) == {"ongoing"}
    assert ends(two_towns(war_dead=100_000)) == {"ongoing"}


def test_neutral_camps_are_no_partition_however_long_they_stand() -> None:
    data = two_towns(war_dead=0)
    data["stances"] = [{"between": ["blue", "red"], "stance": "neutral"}]
    assert ends(data) <= {"ongoing", "settlement"}
    data["mechanisms"]["endings"]["war_dead"] = 25
    assert ends(data) == {"ongoing"}


def test_no_part_without_people_area_and_a_source_of_supply() -> None:
    assert ends(two_towns(partition_share=0.5)) == {"frozen"}
    assert ends(two_towns(partition_area=0.7)) == {"frozen"}
    data = two_towns()
    data["camps"]["red"]["supply"] = []
    assert ends(data) == {"frozen"}


def test_a_war_in_which_men_still_die_goes_on() -> None:
    assert ends(two_towns(quiet_rate=0.001)) == {"ongoing"}
    assert ends(two_towns(lasting=365)) == {"ongoing"}


def test_a_truce_that_binds_all_who_hold_places_settles_a_war() -> None:
    data = two_towns(lasting=60)
    data["mechanisms"]["ceasefire"] = {"decay": 0, "breaks_below": 0.0}
    data["interventions"] = {"truce": truce("blue_army", "red_army", "bands")}
    assert ends(data) == {"settlement"}


def test_a_truce_that_leaves_out_a_holder_or_a_pair_does_not() -> None:
    data = two_towns(lasting=60)
    data["mechanisms"]["ceasefire"] = {"decay": 0, "breaks_below": 0.0}
    data["interventions"] = {"truce": truce("blue_army", "red_army", excluded=["bands"])}
    assert ends(data) == {"partition"}
    everybody = truce("blue_army", "red_army", "bands", pairs=[["blue_army", "bands"]])
    data["interventions"] = {"truce": everybody}
    assert ends(data) == {"partition"}


def crushing() -> dict[str, Any]:
    """Return a war in which blue attacks with everything against nearly nobody; all is to be taken."""
    data = two_towns(lasting=365)
    data["actors"]["blue_army"].update(strength=40_000, quality=10.0, tempo=60)
    data["actors"]["red_army"].update(strength=300)
    data["actors"]["bands"].update(strength=100)
    data["mechanisms"]["endings"]["war_dead"] = 1
    data["mechanisms"]["endings"]["victory_share"] = 0.99
    return data


def test_who_takes_all_has_won_once_it_stands() -> None:
    arrays = simulate(made_of(crushing()), HISTORIES)
    assert {ENDING_KINDS[kind] for kind in arrays["ending"][:, 0]} == {"decisive_victory"}
    for history in range(HISTORIES):
        last_change = max(day for day, changes in enumerate(arrays["changes_daily"][history]) if changes)
        assert arrays["ending"][history, 1] - last_change >= 14


def test_a_neutral_neighbour_does_not_keep_a_victory_away() -> None:
    """However many people it holds: only the people of the winner and its enemies count."""
    data = crushing()
    data["camps"]["green"] = {"title": "Green", "supply": ["port"]}
    data["theatre"]["places"]["port"] = {"latitude": 35.5, "longitude": 37.0, "population": 900_000, "front": "road"}
    data["theatre"]["links"].append({"between": ["west", "port"], "road": 30})
    data["actors"]["neighbour"] = {"title": "Neighbour", "camp": "green", "strength": 900, "presence": {"port": 1}}
    data["actors"]["neighbour"]["tempo"] = 0
    data["holders"]["neighbour"] = ["port"]
    assert ends(data) == {"decisive_victory"}
    data["stances"].append({"between": ["blue", "green"], "stance": "hostile"})
    data["actors"]["neighbour"].update(strength=900_000, quality=20)
    assert ends(data) == {"ongoing"}


def test_an_enemy_that_keeps_its_source_of_supply_is_not_beaten() -> None:
    """A hamlet of ten people far off, where nobody comes: but red's supply enters there."""
    data = crushing()
    data["theatre"]["places"]["far"] = {"latitude": 36.0, "longitude": 39.0, "population": 10, "front": "other"}
    data["theatre"]["places"]["farther"] = {"latitude": 36.2, "longitude": 39.0, "population": 0, "front": "other"}
    data["theatre"]["fronts"]["other"] = "Another front"
    data["theatre"]["links"].append({"between": ["far", "farther"], "road": 30})
    data["camps"]["red"]["supply"] = ["far"]
    data["holders"]["bands"] = ["far", "farther", "village"]
    assert ends(data) == {"ongoing"}


def test_a_lost_vital_place_is_a_collapse_once_it_stands() -> None:
    data = crushing()
    data["vital"] = {"red_army": ["east"]}
    data["mechanisms"]["endings"].update(victory_share=1.0, standing=14)
    data["holders"]["bands"] = []
    data["theatre"]["places"]["village"]["front"] = None
    data["camps"]["red"]["supply"] = ["village"]
    data["holders"]["bands"] = ["village"]
    data["actors"]["bands"].update(strength=900_000, quality=20)
    assert ends(data) == {"collapse"}
