"""``polemos scenarios``: the wars that come with polemos.

Comes in: nothing.  Goes out: a name and a title for each.  They lie in ``polemos/wars``.
"""

from __future__ import annotations

import json

import click


@click.command("scenarios")
@click.option("--json", "as_json", is_flag=True, help="print them as JSON")
def command_scenarios(as_json: bool) -> None:
    """List the built-in wars: a name for polemos run, and what it is."""
    wars = built_in()
    if as_json:
        click.echo(json.dumps([{"name": name, "title": title} for name, title in wars], indent=1))
        return
    width = max((len(name) for name, _ in wars), default=0)
    for name, title in wars:
        click.echo(f"{name:<{width}}  {title}")


def built_in() -> list[tuple[str, str]]:
    """Return name and title of every built-in war."""
    from polemos.scenario.document import read_document
    from polemos.scenario.sources import built_in_names, find

    wars = []
    for name in built_in_names():
        title = read_document(find(name)).root.child("title")
        wars.append((name, str(title.plain()) if title is not None else ""))
    return wars
