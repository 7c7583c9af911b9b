"""What a program for networks reads is what the run holds."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from lxml import etree

from hostile_run import SHOWN, hostile_run
from polemos.dimensions import ANSWERS
from polemos.engine.graphml import as_graphml, patrons_of
from polemos.engine.run import Run
from polemos.errors import BadInput
from small_run import DAYS, small_run
from worlds import SEED

networkx = pytest.importorskip("networkx")
WEEK = 9


def read(run: Run | None = None, week: int | None = WEEK) -> Any:
    return networkx.read_graphml(io.BytesIO(as_graphml(run or small_run(), week)), force_multigraph=True)


def ties(kind: str, graph: Any = None) -> dict[tuple[str, str], dict[str, Any]]:
    every = (graph or read()).edges(data=True)
    return {(one, two): about for one, two, about in every if about["kind"] == kind}


def test_actors_are_there_with_camp_and_men() -> None:
    graph, measures = read(), small_run().measures
    assert graph.is_directed()
    assert list(graph.nodes) == list(small_run().war.legend.actors)
    for name, about in graph.nodes(data=True):
        own = measures.sel(actor=name)
        assert about["label"] == own["actor_title"].item()
        assert about["camp"] == own["camp_of"].item()
        assert about["member"] is own["member"].item()
        # Means of whole numbers below 1e5 over 120 histories, in another order of the sum.
        assert about["men"] == pytest.approx(own["men"].sel(week=WEEK).astype("f8").mean().item(), rel=1e-12)
    assert (graph.graph["week"], graph.graph["date"], graph.graph["seed"]) == (WEEK, "2000-03-03", SEED)


def test_trust_has_a_direction_and_a_range() -> None:
    found, trust = ties("trust"), small_run().measures["pair_trust"].sel(week=WEEK).astype("f8")
    members = trust["truster"].to_numpy().tolist()
    assert set(found) == {(one, two) for one in members for two in members if one != two}
    for (one, two), about in found.items():
        values = trust.sel(truster=one, trusted=two).to_numpy()
        assert about["mean"] == pytest.approx(values.mean(), rel=1e-12)
        assert (about["p10"], about["p90"]) == pytest.approx(tuple(np.percentile(values, [10, 90])), rel=1e-12)
    assert found["guard", "patron"]["mean"] != found["patron", "guard"]["mean"]


def test_support_goes_from_patron_to_client() -> None:
    found, requests = ties("support"), small_run().measures["requests"].sel(week=WEEK)
    assert set(found) == {("patron", "army"), ("patron", "guard")}
    for (_, client), about in found.items():
        for answer in ANSWERS:
            wanted = requests.sel(actor=client, answer=answer).astype("f8").mean().item()
            assert about[answer] == pytest.approx(wanted, rel=1e-12)
        assert about["patrons"] == 1
    assert sum(about["refused"] for about in found.values()) > 0


def test_a_client_of_a_coalition_is_answered_by_its_patron_alone() -> None:
    world = small_run().war.world
    actors = small_run().war.legend.actors
    patron, army, bands = (actors.index(name) for name in ("patron", "army", "hill_bands"))
    assert patrons_of(world, army) == [patron]
    assert patrons_of(world, patron) == []
    assert patrons_of(world, bands) == []
    other = world._replace(patron=np.full_like(world.patron, -1))
    assert patrons_of(other, army) == [patron]  # no patron of the coalition: whoever flies for it
    stranger = world._replace(patron=np.full_like(world.patron, bands))
    assert patrons_of(stranger, army) == []


def test_flows_go_from_sponsor_to_client() -> None:
    found, share = ties("flow"), small_run().measures["flow_share"].sel(week=WEEK, flow="aid").astype("f8")
    assert set(found) == {("patron", "guard")}
    assert found["patron", "guard"]["label"] == "aid"
    assert found["patron", "guard"]["mean"] == pytest.approx(share.mean().item(), rel=1e-12)


def test_the_last_week_is_the_default_and_the_eve_has_no_requests() -> None:
    assert as_graphml(small_run()) == as_graphml(small_run(), DAYS // 7)
    assert {about["honoured"] for about in ties("support", read(week=0)).values()} == {0.0}
    with pytest.raises(BadInput, match="there is no week 18"):
        as_graphml(small_run(), DAYS // 7 + 1)


def test_every_datum_is_declared_with_its_type() -> None:
    root = etree.fromstring(as_graphml(small_run()))
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    keys = {key.get("id"): key for key in root.iterfind("g:key", space)}
    kinds = {"graph": "graph", "node": "node", "edge": "edge"}
    for data in root.iter("{*}data"):
        parent = data.getparent()
        assert parent is not None
        assert keys[data.get("key")].get("for") == kinds[etree.QName(parent).localname]
    assert {key.get("attr.type") for key in keys.values()} <= {"boolean", "int", "double", "string"}


def test_a_war_without_coalition_or_flows_has_actors() -> None:
    graph = read(small_run("one_front", 3, 28), 2)
    assert graph.number_of_nodes() > 0
    assert ties("trust", graph) == {}


def test_hostile_titles_are_letters() -> None:
    graph = read(hostile_run())
    assert {about["label"] for _, about in graph.nodes(data=True)} == {SHOWN}
    assert graph.graph["title"] == SHOWN
