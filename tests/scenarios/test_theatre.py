"""The theatre of Syria holds the places and roads that the war was about, and a bad table is refused with its line."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import polemos
from polemos.errors import BadInput
from polemos.scenario import theatre
from polemos.scenario.geography import (
    Outline,
    crosses_river,
    great_circle_km,
    leaves,
    near,
    read_outline,
    shared_areas,
)
from polemos.scenario.roads import proposed_pairs
from polemos.scenario.theatre import Link, Place, Theatre

FOLDER = Path(polemos.__file__).parent / "wars" / "theatres" / "syria"

NAMED_IN_THE_DOCUMENT = (
    "raqqa tabqa tabqa_airbase resafa resafa_crossroads ithriyah aleppo_west aleppo_east khan_tuman khalsah zaytan "
    "birnah hader tel_el_eis azaz marea manbij palmyra tiyas_t4 kinsabba jabal_al_akrad damascus darayya "
    "deir_ez_zor_city hmeimim latakia tartus castello_road handarat sheikh_maqsood"
)
MAIN_ROADS = {
    "M5": "damascus nabk homs rastan_talbisah hama morek khan_shaykhun maarrat_al_numan saraqib zarbah khan_tuman "
    "aleppo_west",
    "M5 round the pocket of Rastan": "homs salamiyah hama",
    "M5 south": "damascus daraa_north daraa_south nasib",
    "M4": "latakia jabal_al_akrad kinsabba jisr_al_shughur ariha saraqib",
    "M20": "homs tiyas_t4 palmyra sukhnah deir_ez_zor_pocket",
    "the government's road to Aleppo": "hama salamiyah ithriyah khanasir_road khanasir rasm_al_nafl safira aleppo_west",
    "Ithriyah to Raqqa": "ithriyah zakiyah_crossroads resafa_crossroads tabqa_airbase tabqa raqqa",
    "Aleppo to Kobane": "aleppo_east aleppo_airport al_bab manbij sarrin kobane",
    "the insurgents' road into Aleppo": "aleppo_east castello_road anadan bab_al_hawa",
    "Castello to Handarat": "castello_road handarat",
    "Azaz corridor": "bab_al_salam azaz kaljibrin marea tell_rifaat",
    "border road in the north-west": "azaz hawar_kilis dudyan al_rai jarabulus manbij",
    "border road in the north-east": "kobane tell_abyad ras_al_ayn qamishli malikiyah",
    "Bab al-Hawa to Idlib": "bab_al_hawa idlib ariha",
    "Raqqa to Tell Abyad": "raqqa ayn_issa tell_abyad",
    "Khabur": "qamishli hasakah shaddadi markadah deir_ez_zor_city",
    "Euphrates": "deir_ez_zor_airport mayadin abu_kamal",
    "Baghdad road": "damascus dumayr al_tanf abu_kamal",
    "M15": "kuweires deir_hafir maskanah tabqa",
    "coast": "latakia jableh baniyas tartus homs",
}
# Lengths that road atlases agree on [km]; ours may differ by a tenth, the error that the credits state.
ROAD_LENGTHS = {
    ("damascus", "homs"): 161,
    ("damascus", "aleppo_west"): 355,
    ("homs", "palmyra"): 158,
    ("palmyra", "deir_ez_zor_pocket"): 209,
    ("latakia", "aleppo_west"): 186,
    ("raqqa", "deir_ez_zor_city"): 140,
    ("hasakah", "qamishli"): 86,
}
BESIEGED = {
    "fuah_kafriya": {"idlib", "saraqib"},
    "waer": {"homs"},
    "houla": {"homs", "masyaf", "zarah"},
    "rastan_talbisah": {"homs", "hama", "salamiyah", "zarah"},
    "yarmouk": {"damascus"},
    "zabadani_madaya": {"damascus"},
    "wadi_barada": {"damascus"},
    "qudsaya_hamah": {"damascus"},
    "darayya": {"damascus", "muadamiyat"},
    "hasakah_pocket": {"hasakah"},
    "qamishli_pocket": {"qamishli"},
}
BRIDGES = {
    frozenset(pair.split("-"))
    for pair in (
        "manbij-sarrin qalat_najm-sarrin tishrin_dam-sarrin resafa-raqqa tabqa-raqqa raqqa-baghiliyah "
        "raqqa-deir_ez_zor_city markadah-deir_ez_zor_city deir_ez_zor_city-mayadin"
    ).split()
}
# A road along the border bends with it where the straight line between its ends does not.
BORDER_ROADS = {
    frozenset(pair.split("-"))
    for pair in (
        "kobane-tell_abyad tell_abyad-ras_al_ayn ras_al_ayn-qamishli qamishli-malikiyah "
        "al_rai-jarabulus al_rai-dudyan tell_abyad-ayn_issa"
    ).split()
}


@pytest.fixture(scope="module")
def syria() -> Theatre:
    return theatre.load(FOLDER)


@pytest.fixture(scope="module")
def outline() -> Outline:
    return read_outline(FOLDER / "outline.geojson")


def by_id(war: Theatre) -> dict[str, Place]:
    return {place.id: place for place in war.places}


def neighbours(war: Theatre) -> dict[str, dict[str, float]]:
    joined: dict[str, dict[str, float]] = {place.id: {} for place in war.places}
    for link in war.links:
        joined[link.from_id][link.to_id] = joined[link.to_id][link.from_id] = link.road_km
    return joined


def shortest_km(joined: dict[str, dict[str, float]], start: str) -> dict[str, float]:
    best, open_ends = {start: 0.0}, [start]
    while open_ends:
        here = open_ends.pop(0)
        for there, length in joined[here].items():
            if best[here] + length < best.get(there, np.inf):
                best[there] = best[here] + length
                open_ends.append(there)
    return best


def ends(war: Theatre, links: Iterable[Link]) -> list[tuple[frozenset[str], tuple[float, float], tuple[float, float]]]:
    places = by_id(war)
    found = []
    for link in links:
        one, other = places[link.from_id], places[link.to_id]
        found.append((frozenset({one.id, other.id}), (one.latitude, one.longitude), (other.latitude, other.longitude)))
    return found


def test_number_of_places(syria: Theatre) -> None:
    counts = {name: sum(place.theatre == name for place in syria.places) for name in ("syria", "fallujah", "sirte")}
    assert 110 <= counts["syria"] <= 150
    assert counts["fallujah"] >= 2
    assert counts["sirte"] >= 2
    assert len(syria.fronts) == 23
    assert {front.theatre for front in syria.fronts} == {place.theatre for place in syria.places}


@pytest.mark.parametrize("place", NAMED_IN_THE_DOCUMENT.split())
def test_place_of_the_document_is_a_place_of_its_own(syria: Theatre, place: str) -> None:
    found = by_id(syria)[place]
    same_spot = [p.id for p in syria.places if (p.latitude, p.longitude) == (found.latitude, found.longitude)]
    assert same_spot == [place]


def test_every_front_has_places(syria: Theatre) -> None:
    assert {front.id for front in syria.fronts} == {place.front for place in syria.places} - {""}


@pytest.mark.parametrize("road", MAIN_ROADS)
def test_main_road_exists(syria: Theatre, road: str) -> None:
    joined = neighbours(syria)
    gaps = [(one, other) for one, other in pairwise(MAIN_ROADS[road].split()) if other not in joined[one]]
    assert gaps == []


@pytest.mark.parametrize(("pair", "atlas_km"), ROAD_LENGTHS.items())
def test_road_length_agrees_with_an_atlas(syria: Theatre, pair: tuple[str, str], atlas_km: float) -> None:
    assert shortest_km(neighbours(syria), pair[0])[pair[1]] == pytest.approx(atlas_km, rel=0.1)


@pytest.mark.parametrize("pocket", BESIEGED)
def test_besieged_place_is_joined_to_its_besiegers_only(syria: Theatre, pocket: str) -> None:
    assert set(neighbours(syria)[pocket]) == BESIEGED[pocket]


def test_the_government_reaches_aleppo_by_one_road(syria: Theatre) -> None:
    held = set(
        "damascus nabk homs hama masyaf mhardeh zarah salamiyah latakia hmeimim jableh baniyas tartus qusayr shayrat "
        "mahin tiyas_t4 mahr_field huwaysis shaer_field ithriyah khanasir_road khanasir_hills khanasir rasm_al_nafl "
        "safira kuweires aleppo_airport aleppo_west khan_tuman khalidiyah khalsah zaytan birnah hader tel_el_eis "
        "abu_ruwayl".split()
    )
    joined = neighbours(syria)

    def reachable(places: set[str]) -> set[str]:
        kept = {one: {other: km for other, km in joined[one].items() if other in places} for one in places}
        return set(shortest_km(kept, "hama"))

    assert reachable(held) == held
    beyond = set("khanasir rasm_al_nafl safira kuweires aleppo_airport aleppo_west khan_tuman hader".split())
    assert not beyond & reachable(held - {"khanasir_road", "khanasir_hills"})
    assert not beyond & reachable(held - {"ithriyah"})


def test_each_theatre_is_connected_and_apart(syria: Theatre) -> None:
    joined = neighbours(syria)
    for name in {place.theatre for place in syria.places}:
        members = {place.id for place in syria.places if place.theatre == name}
        assert set(shortest_km(joined, min(members))) == members


def test_places_lie_in_their_country(syria: Theatre, outline: Outline) -> None:
    for place in syria.places:
        if place.theatre == "syria":
            assert near(outline, (place.latitude, place.longitude)), place.id
        elif place.theatre != "southeast_turkey":  # Nusaybin and Cizre lie on the border itself
            assert not near(outline, (place.latitude, place.longitude)), place.id


def test_no_link_leaves_the_country(syria: Theatre, outline: Outline) -> None:
    places = by_id(syria)
    links = [link for link in syria.links if places[link.from_id].theatre == "syria"]
    beyond = {pair for pair, one, other in ends(syria, links) if leaves(outline, one, other)}
    assert beyond <= BORDER_ROADS


def test_the_euphrates_is_crossed_at_known_bridges_only(syria: Theatre, outline: Outline) -> None:
    terrain = {frozenset({link.from_id, link.to_id}): link.terrain for link in syria.links}
    crossing = {pair for pair, one, other in ends(syria, syria.links) if crosses_river(outline, one, other)}
    assert {pair for pair in crossing if terrain[pair] != "river"} <= {frozenset({"maskanah", "tabqa"})}
    assert {pair for pair in crossing if terrain[pair] == "river"} <= BRIDGES


def test_areas_sum_to_the_country(syria: Theatre, outline: Outline) -> None:
    assert sum(place.area_km2 for place in syria.places) == 185_180 == outline.area_km2
    assert all((place.area_km2 > 0) == (place.theatre == "syria") for place in syria.places)


def test_road_lengths_are_no_shorter_than_the_great_circle(syria: Theatre) -> None:
    for link, (_, one, other) in zip(syria.links, ends(syria, syria.links), strict=True):
        straight = great_circle_km(one, other)
        assert straight - 0.05 <= link.road_km, link
        assert link.road_km == round(link.road_km, 1)


def test_populations_add_up(syria: Theatre) -> None:
    aleppo = [by_id(syria)[name].population for name in ("aleppo_west", "aleppo_east", "sheikh_maqsood")]
    assert 1_200_000 <= sum(aleppo) <= 2_098_210  # the gazetteer's city, less those who had fled
    assert 250_000 <= aleppo[1] <= 300_000


def test_every_source_is_named() -> None:
    with (FOLDER / "places.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        assert row["population_source"], row["id"]
        assert float(row["uncertainty_km"]) > 0.0, row["id"]
        assert bool(row["gazetteer"]) == (row["coordinate_source"] == "gazetteer"), row["id"]
    used = {row["gazetteer"] for row in rows} - {""}
    with (FOLDER / "gazetteer.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["name"] for row in csv.DictReader(stream)} == used


def test_great_circle_of_a_degree_of_meridian() -> None:
    assert great_circle_km((34.0, 36.0), (35.0, 36.0)) == pytest.approx(6371.0088 * np.pi / 180.0, rel=1e-12)
    assert great_circle_km((34.0, 36.0), (34.0, 36.0)) == 0.0


def square(area: float = 1000.0) -> Outline:
    """A country of one degree by one degree, with a river along its middle parallel."""
    ring = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    return Outline("main", (ring,), (np.array([[-1.0, 0.5], [2.0, 0.5]]),), area)


def test_area_is_halved_between_mirror_images() -> None:
    assert shared_areas(square(), [(0.5, 0.25), (0.5, 0.75)], [1e6, 1e6]) == [500, 500]


def test_area_beyond_reach_goes_to_the_other() -> None:
    near_side, far_side = shared_areas(square(12_364.0), [(0.5, 0.25), (0.5, 0.75)], [10.0, 1e6])
    # A circle of 10 km; cells of 2.2 km blur its edge by about a tenth of its area.
    assert near_side == pytest.approx(np.pi * 10.0**2, rel=0.1)
    assert near_side + far_side == 12_364


def test_equal_points_the_first_takes_the_ground() -> None:
    assert shared_areas(square(), [(0.5, 0.5), (0.5, 0.5)], [1e6, 1e6]) == [999, 1]


def test_rule_drops_the_side_that_a_third_place_lies_on() -> None:
    points = [(0.1, 0.1), (0.1, 0.3), (0.1, 0.2)]
    assert proposed_pairs(points, ["main"] * 3, square()) == [(0, 2), (1, 2)]


def test_rule_crosses_no_river_and_no_theatre() -> None:
    assert proposed_pairs([(0.4, 0.2), (0.6, 0.2)], ["main"] * 2, square()) == []
    assert proposed_pairs([(0.1, 0.2), (0.2, 0.2)], ["main", "other"], square()) == []


def test_leaving_is_more_than_grazing() -> None:
    assert leaves(square(), (0.5, -0.5), (0.5, 0.5))
    assert not leaves(square(), (0.999, 0.1), (1.02, 0.9))  # 0.02 degrees are 2.2 km, within the tolerance


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in FOLDER.iterdir():
        shutil.copy(file, tmp_path / file.name)
    return tmp_path


def broken(folder: Path, file: str, old: str, new: str) -> list[str]:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        theatre.load(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


BAD_TABLES = [
    ("places.csv", "\nazaz,Azaz,I‘zāz,", "\nazaz,Azaz,I‘zaz,",
     'places.csv:{line}:1: gazetteer: "I‘zaz" is not in the gazetteer, did you mean "I‘zāz"?'),
    ("places.csv", "\nmarea,", "\nazaz,", 'places.csv:{line}:1: id: "azaz" is there twice'),
    ("places.csv", "\nmarea,", "\nMarea,",
     'places.csv:{line}:1: id: "Marea" is no id, use lower case letters, digits and underscores'),
    ("places.csv", ",mountain,syria,town,", ",mountian,syria,town,",
     'places.csv:{line}:1: terrain: unknown terrain "mountian", did you mean "mountain"?'),
    ("places.csv", "36.370", "136.370", "places.csv:{line}:1: latitude: 136.370 is out of range, -90 to 90 is allowed"),
    ("places.csv", "36.370", "north", 'places.csv:{line}:1: latitude: "north" is not a number'),
    ("places.csv", "36.370", "nan", 'places.csv:{line}:1: latitude: "nan" is not a number'),
    ("places.csv", ",aleppo,south_aleppo,", ",aleppo,south_allepo,",
     'places.csv:{line}:1: front: unknown front "south_allepo" of "syria", did you mean "south_aleppo"?'),
    ("places.csv", ",population_source,", ",source,",
     'places.csv:{line}:1: the column "population_source" is missing, did you mean "population"?'),
    ("links.csv", "damascus,nabk,", "damascus,nabq,",
     'links.csv:{line}:1: to: a link to an unknown place "nabq", did you mean "nabk"?'),
    ("links.csv", "damascus,nabk,add,80", "damascus,nabk,add,minus",
     'links.csv:{line}:1: road_km: "minus" is not a number'),
    ("links.csv", "damascus,nabk,add", "damascus,nabk,remove",
     "links.csv:{line}:1: action: there is no such link (damascus - nabk)"),
    ("links.csv", "damascus,nabk,add", "damascus,sirte,add",
     "links.csv:{line}:1: action: a link joins two theatres (damascus - sirte)"),
    ("gazetteer.csv", "\nAleppo International Airport,36", "\nAleppo International Airport,x36",
     'gazetteer.csv:{line}:1: latitude: "x36.180556" is not a number'),
    ("fronts.csv", "Raqqa,35.95,39.0,25,", "Raqqa,35.95,39.0,",
     "fronts.csv:{line}:1: 5 values in a table of 6 columns"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), BAD_TABLES)
def test_bad_table_is_refused_with_its_line(folder: Path, file: str, old: str, new: str, message: str) -> None:
    before, _, _ = (folder / file).read_text(encoding="utf-8").partition(old)
    line = before.count("\n") + old.startswith("\n") + 1
    assert broken(folder, file, old, new)[0] == message.format(line=line)


def test_place_without_links_is_refused(folder: Path) -> None:
    text = (folder / "places.csv").read_text(encoding="utf-8")
    line = text.partition("\nsirte,")[0].count("\n") + 2
    messages = broken(folder, "links.csv", "sirte,misrata,add,245,desert,coast road\n", "")
    assert messages[0] == f'places.csv:{line}:1: id: the place "sirte" has no links, add one to the link overrides'


def test_all_problems_are_reported_at_once(folder: Path) -> None:
    text = (folder / "places.csv").read_text(encoding="utf-8")
    (folder / "places.csv").write_text(text.replace(",urban,", ",town,"), encoding="utf-8")
    assert len(broken(folder, "fronts.csv", "35.95", "east")) > 10


def test_missing_table(folder: Path) -> None:
    (folder / "links.csv").unlink()
    with pytest.raises(BadInput, match=r"links\.csv: cannot read the table \(No such file or directory\)"):
        theatre.load(folder)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"[" * 100_000, b'"' * 99])
@pytest.mark.parametrize("file", ["places.csv", "outline.geojson"])
def test_rubbish_is_refused_by_name(folder: Path, file: str, content: bytes) -> None:
    (folder / file).write_bytes(content)
    with pytest.raises(BadInput, match=file.replace(".", r"\.")):
        theatre.load(folder)
