"""Who trusts, helps and supplies whom in one week, as a graph for programs that draw and measure networks.

Comes in: a run and a week.  Goes out: the bytes of a GraphML file, directed, several ties between two actors allowed;
networkx, Gephi and igraph read it.  Ties are of three kinds: ``trust`` between members of the focal coalition,
``support`` from a patron to a client that asked for aircraft, ``flow`` from a sponsor to a client.  Who fights whom is
counted between camps, not actors (the measure ``pair_killed``), so it is no tie here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from polemos.dimensions import ANSWERS
from polemos.engine.export import origin_of
from polemos.engine.figures import check_week, means, measured, numbers_of, quantiles, week_date
from polemos.engine.visible import visible

if TYPE_CHECKING:
    from lxml import etree

    from polemos.engine.run import Run
    from polemos.model.state import World

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
TYPES = {bool: "boolean", int: "int", float: "double", str: "string"}
Told = dict[str, Any]


def as_graphml(run: Run, week: int | None = None) -> bytes:
    """Return the graph of a week, by default the last; raises BadInput for a week that the war does not have."""
    from lxml import etree

    last = run.measures.sizes["week"] - 1
    week = check_week(last if week is None else week, last)
    ties = list(ties_of(run, week))
    told = {
        "graph": [origin_of(run) | {"week": week, "date": week_date(run.war, week)}],
        "node": list(actors_of(run, week)),
        "edge": [about for _, _, about in ties],
    }
    root = etree.Element(f"{{{NAMESPACE}}}graphml", nsmap={None: NAMESPACE})
    keys = _declare(root, told)
    graph = etree.SubElement(root, f"{{{NAMESPACE}}}graph", id="war", edgedefault="directed")
    _write(graph, keys["graph"], told["graph"][0])
    for name, about in zip(run.war.legend.actors, told["node"], strict=True):
        _write(etree.SubElement(graph, f"{{{NAMESPACE}}}node", id=name), keys["node"], about)
    for number, (source, target, about) in enumerate(ties):
        tie = etree.SubElement(graph, f"{{{NAMESPACE}}}edge", id=f"tie{number}", source=source, target=target)
        _write(tie, keys["edge"], about)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return found


def actors_of(run: Run, week: int) -> Iterator[Told]:
    """Give what is known of each actor; its men are the mean of the histories."""
    legend, world = run.war.legend, run.war.world
    men, _, _ = means(numbers_of(run, measured(run, "men").isel(week=week)))
    focal = int(world.focal[0])
    for row, name in enumerate(legend.actors):
        camp = int(world.camp[row])
        yield {
            "label": legend.actor_titles[row] or name,
            "camp": legend.camps[camp],
            "camp_title": legend.camp_titles[camp] or legend.camps[camp],
            "member": bool(world.coalition[row] == focal and focal >= 0),
            "men": float(men[row]),
        }


def ties_of(run: Run, week: int) -> Iterator[tuple[str, str, Told]]:
    """Give who is tied to whom, and how, as of the end of a week."""
    yield from _trust(run, week)
    yield from _support(run, week)
    yield from _flows(run, week)


def _trust(run: Run, week: int) -> Iterator[tuple[str, str, Told]]:
    found = measured(run, "pair_trust").isel(week=week)
    mean, low, high = _spread(numbers_of(run, found))
    members = found["truster"].to_numpy().tolist()
    for one, truster in enumerate(members):
        for two, trusted in enumerate(members):
            if one != two:
                yield truster, trusted, {"kind": "trust", **_figures(mean[one, two], low[one, two], high[one, two])}


def _support(run: Run, week: int) -> Iterator[tuple[str, str, Told]]:
    """Give each patron that may answer a client, with the client's requests of the week, mean of the histories.

    A client that several patrons fly for has its requests with each of them, and ``patrons`` says with how many.
    """
    actors = run.war.legend.actors
    mean, _, _ = means(numbers_of(run, measured(run, "requests").isel(week=week)))
    for client, name in enumerate(actors):
        patrons = patrons_of(run.war.world, client)
        for patron in patrons:
            asked = {answer: float(mean[client, row]) for row, answer in enumerate(ANSWERS)}
            yield actors[patron], name, {"kind": "support", **asked, "patrons": len(patrons)}


def patrons_of(world: World, client: int) -> list[int]:
    """Return who answers a client's requests: the patron of its coalition, without one each owner of wings that fly
    for it."""
    coalition = int(world.coalition[client])
    flying = {int(owner) for owner, row in zip(world.wing_patron, world.client, strict=True) if row[client]} - {client}
    if coalition >= 0 and int(world.patron[coalition]) >= 0:
        flying &= {int(world.patron[coalition])}
    return sorted(flying)


def _flows(run: Run, week: int) -> Iterator[tuple[str, str, Told]]:
    found = measured(run, "flow_share").isel(week=week)
    mean, low, high = _spread(numbers_of(run, found))
    for row, name in enumerate(found["flow"].to_numpy().tolist()):
        about = {"kind": "flow", "label": name, **_figures(mean[row], low[row], high[row])}
        yield str(found["flow_from"].to_numpy()[row]), str(found["flow_to"].to_numpy()[row]), about


def _spread(values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    mean, _, _ = means(values)
    bands = quantiles(values)
    return mean, bands[0], bands[-1]


def _figures(mean: float, low: float, high: float) -> Told:
    return {"mean": float(mean), "p10": float(low), "p90": float(high)}


def _declare(root: etree._Element, told: dict[str, list[Told]]) -> dict[str, dict[str, str]]:
    """Write what is told of graph, actors and ties, with its type; return the keys by name."""
    from lxml import etree

    keys: dict[str, dict[str, str]] = {}
    for domain, every in told.items():
        types = {name: TYPES[type(item)] for about in every for name, item in about.items()}
        keys[domain] = {name: f"{domain}_{name}" for name in types}
        for name, key in keys[domain].items():
            about = {"id": key, "for": domain, "attr.name": name, "attr.type": types[name]}
            etree.SubElement(root, f"{{{NAMESPACE}}}key", about)
    return keys


def _write(element: etree._Element, keys: dict[str, str], about: Told) -> None:
    """Write what is told; what is not known is left out."""
    from lxml import etree

    for name, item in about.items():
        if isinstance(item, float) and not math.isfinite(item):
            continue
        data = etree.SubElement(element, f"{{{NAMESPACE}}}data", key=keys[name])
        data.text = str(item).lower() if isinstance(item, bool) else visible(str(item))
