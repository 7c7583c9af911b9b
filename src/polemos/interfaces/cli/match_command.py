"""``polemos events match``: how recorded events fit a war, and what of them finds no place in it.

Comes in: a file of events, a war, a mapping or none, and lists of changes of hands.  Goes out: shares found and reasons
for the rest, as text or JSON on stdout.  All of it is made in ``evidence.matching_told``.
"""

from __future__ import annotations

import json

import click


@click.command("match")
@click.argument("file", metavar="FILE")
@click.option("--war", required=True, help="the war, by name or file")
@click.option("--mapping", metavar="FILE", help="what the recorder's names mean  [default: what comes with the war]")
@click.option("--changes", metavar="FILE", multiple=True, help="a list of places that changed hands; may be repeated")
@click.option("--json", "as_json", is_flag=True, help="print it as JSON")
def command_match(file: str, war: str, mapping: str | None, changes: tuple[str, ...], as_json: bool) -> None:
    """Say how much of the recorded events in FILE is matched with a war: sides, places, fronts, governorates.

    What is not matched is listed by reason, with the names that have most dead and what they probably mean.
    """
    from polemos.evidence.control_changes import control_of, read_changes
    from polemos.evidence.mapping_file import read_mapping
    from polemos.evidence.matching import match
    from polemos.evidence.matching_told import describe_changes, describe_matching, in_words
    from polemos.evidence.readers import read_events
    from polemos.scenario.compile import compile_scenario
    from polemos.scenario.load import load

    compiled = compile_scenario(load(war))
    names = read_mapping(mapping, compiled)
    told = describe_matching(match(read_events(file).events, names, compiled), compiled)
    if changes:
        told["changes"] = describe_changes(control_of(read_changes(changes, names, compiled), compiled))
    click.echo(json.dumps(told, indent=1, allow_nan=False) if as_json else in_words(told))
