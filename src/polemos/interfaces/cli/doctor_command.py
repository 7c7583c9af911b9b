"""``polemos doctor``: what polemos runs on here, for a person and for a report of a fault.

Comes in: nothing.  Goes out: versions, cores, folders, and whether the engine is already compiled.
"""

from __future__ import annotations

import json

import click

LIBRARIES = ("polemos", "numpy", "numba", "llvmlite", "xarray", "pandas", "h5netcdf", "pyarrow", "matplotlib")


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="print it as JSON")
def command_doctor(as_json: bool) -> None:
    """Say what polemos runs on here."""
    found = examine()
    if as_json:
        click.echo(json.dumps(found, indent=1))
        return
    width = max(len(name) for name in found)
    for name, value in found.items():
        click.echo(f"{name:<{width}}  {value}")


def examine() -> dict[str, str | int]:
    """Return what was found, in the order of telling; a missing library is said, not an error."""
    from importlib import metadata

    from polemos.engine.cache import cache_folder, is_compiled
    from polemos.engine.provenance import engine_digest, machine, versions

    found: dict[str, str | int] = {"python": versions()["python"]}
    for library in LIBRARIES:
        try:
            found[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            found[library] = "missing"
    found.update(machine())
    found["engine"] = engine_digest()[:12]
    found["compiled"] = "yes" if is_compiled() else "not yet: the first run takes about a minute longer"
    found["cache"] = str(cache_folder())
    return found
