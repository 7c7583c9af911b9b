"""Ledgers of the small war ``two-fronts`` as text, and the war with what-ifs whose effects are planted."""

from __future__ import annotations

from pathlib import Path

import polemos
from polemos.scenario.compile import War, compile_scenario
from polemos.scenario.load import load
from polemos.scenario.schema import Scenario

DIGEST = "0" * 64
# `rebels_rest`: rebels attack no more.  `renamed`: nothing changes but a title.
WAR = """polemos: 1
extends: two-fronts
name: planted
what_ifs:
  rebels_rest:
    title: The rebels rest
    patch: {actors: {rebels_north: {tempo: 0}, rebels_south: {tempo: 0}}}
  renamed:
    title: Another name
    patch: {actors: {rebels_north: {title: Others}}}
"""
HEAD = f"""polemos: 1
war: planted
document: {{title: A made-up text, digest: "{DIGEST}", date: 2000-02-20}}
"""
LEDGER = (
    HEAD
    + """claims:
  c01:
    words: The rebels' attacks cost lives.
    kind: causal
    speaker: author
    spans: [[0, 10]]
    statements:
      - {words: more die, change: rebels_rest, outcome: dead, higher: true}
  c02:
    words: The rebels' attacks save lives.
    kind: causal
    speaker: comment 1
    spans: [[10, 20]]
    statements:
      - {words: fewer die, change: rebels_rest, outcome: dead, higher: false}
  c03:
    words: The name does it.
    kind: causal
    speaker: quoted 1
    spans: [[20, 30]]
    statements:
      - {words: more die, change: renamed, outcome: dead, higher: true}
  c04:
    words: That the jets leave breaks the alliance.
    kind: causal
    speaker: author, earlier
    spans: [[30, 40]]
    statements:
      - {words: likelier, change: jets_stay, outcome: first_fissure, higher: true, smallest: 0.1}
  c05:
    words: The rebels' attacks are assumed to cost lives.
    kind: causal
    speaker: author
    spans: [[40, 50]]
    statements:
      - {words: more die, change: rebels_rest, outcome: dead, higher: true, assumed: true}
  c06:
    words: It is a shame.
    kind: evaluative
    speaker: author
    spans: [[50, 60]]
"""
)


def planted(folder: Path) -> Path:
    """Write the war and return its file."""
    path = folder / "planted.yaml"
    path.write_text(WAR, encoding="utf-8")
    return path


def ledger_file(folder: Path, text: str = LEDGER, name: str = "ledger.yaml") -> Path:
    """Write a ledger and return its file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def war_of(path: Path) -> tuple[War, Scenario]:
    """Return a compiled war and its scenario."""
    scenario = load(path)
    return compile_scenario(scenario), scenario


SHIPPED = Path(polemos.__file__).resolve().parent / "wars" / "ledgers" / "syria-2016.yaml"
