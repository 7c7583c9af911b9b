"""The coalition and those around it as a network, for programs that draw and measure networks.

Comes in: a run and a week.  Goes out: the bytes of a GraphML file: actors as nodes, directed edges of three kinds in
one file (``trust``, ``flow``, ``support``), each with its numbers.  What they are is said in ``explorer.ties_view``.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from lxml import etree

from polemos.engine.run import Run
from polemos.interfaces.explorer.page_view import page_of
from polemos.interfaces.explorer.ties_view import ties_of_facts
from polemos.interfaces.sections.facts import Facts

SPACE = "http://graphml.graphdrawing.org/xmlns"
# What XML cannot hold.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
KEYS = {
    "title": ("node", "string"), "camp": ("node", "string"), "camp_title": ("node", "string"),
    "member": ("node", "boolean"), "men": ("node", "double"), "kind": ("edge", "string"),
    "label": ("edge", "string"), "weight": ("edge", "double"), "low": ("edge", "double"), "high": ("edge", "double"),
    "honoured": ("edge", "double"), "late": ("edge", "double"), "refused": ("edge", "double"),
}  # fmt: skip


def coalition_of(run: Run, week: int) -> bytes:
    """Return the network in a week; means over the histories."""
    facts = Facts(run)
    root = etree.Element(f"{{{SPACE}}}graphml", nsmap={None: SPACE})
    for name, (what, kind) in KEYS.items():
        about = {"id": name, "for": what, "attr.name": name, "attr.type": kind}
        etree.SubElement(root, f"{{{SPACE}}}key", about)
    graph = etree.SubElement(root, f"{{{SPACE}}}graph", {"id": clean(run.manifest.scenario), "edgedefault": "directed"})
    men = facts.read("men", "week", "actor")[:, week].mean(axis=0)
    for row, name in enumerate(facts.legend.actors):
        camp = facts.camp_of(row)
        node = etree.SubElement(graph, f"{{{SPACE}}}node", {"id": clean(name)})
        _data(node, title=facts.actor(row), camp=facts.legend.camps[camp], camp_title=facts.camp(camp),
              member=row in facts.members, men=round(float(men[row]), 1))  # fmt: skip
    for number, (one, two, said) in enumerate(_edges(run, facts, week)):
        about = {
            "id": f"e{number}",
            "source": clean(facts.legend.actors[one]),
            "target": clean(facts.legend.actors[two]),
        }
        _data(etree.SubElement(graph, f"{{{SPACE}}}edge", about), **said)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return found


def _edges(run: Run, facts: Facts, week: int) -> list[tuple[int, int, dict[str, Any]]]:
    found: list[tuple[int, int, dict[str, Any]]] = []
    if "pair_trust" in facts.measures:
        trust = facts.read("pair_trust", "week", "truster", "trusted")[:, week]
        for one in range(trust.shape[1]):
            for two in range(trust.shape[2]):
                values = trust[:, one, two]
                if np.isfinite(values).any():
                    low, high = np.nanpercentile(values, (10, 90))
                    rows = (facts.members[one], facts.members[two])
                    numbers = {"weight": float(np.nanmean(values)), "low": float(low), "high": float(high)}
                    found.append((*rows, {"kind": "trust", **{key: round(one_, 4) for key, one_ in numbers.items()}}))
    ties = ties_of_facts(facts)
    for tie in ties["support"]:
        numbers = {answer: float(tie[answer][week]) for answer in ("honoured", "late", "refused")}
        found.append((tie["from"], tie["to"], {"kind": "support", "weight": numbers["honoured"], **numbers}))
    flows = page_of(run, "", False, False, False)["flows"]
    for tie in ties["flows"]:
        flow, share = flows[tie["flow"]], tie["share"][week]
        if flow["from"] >= 0 and share is not None:
            label = f"{flow['title']}: {flow['amount']}"
            found.append((flow["from"], flow["to"], {"kind": "flow", "weight": float(share), "label": label}))
    return found


def _data(parent: Any, **said: Any) -> None:
    for name, value in said.items():
        text = str(value).lower() if isinstance(value, bool) else str(value)
        etree.SubElement(parent, f"{{{SPACE}}}data", {"key": name}).text = clean(text)


def clean(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return ILLEGAL.sub("\ufffd", text)
