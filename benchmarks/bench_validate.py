"""``polemos validate``: the whole of it as a person starts it, and its dearest results.

The engine is compiled before the clock starts; a fresh machine waits for that once.
"""

from __future__ import annotations

from figures import Figure, child, main, polemos

SHOWN = 5


def measure(big: bool) -> list[Figure]:
    """Return the cost of the command, and the seconds of the results that take longest."""
    child(polemos("validate", "--quiet", "--only", "severity-simulated"))
    whole = child(polemos("validate", "--quiet"))
    quick = child(polemos("validate", "--quiet", "--only", "square-law"))
    from polemos.experiments.validation.validate import validate

    results = sorted(validate().results, key=lambda result: -result.seconds)
    note = "s CPU, {:.0f} MB at the peak"
    return [
        Figure("polemos validate", whole.clock, "s", f"{whole.cpu:.1f} {note.format(whole.peak)}"),
        Figure("one result of it", quick.clock, "s", f"{quick.cpu:.1f} {note.format(quick.peak)}"),
        *(Figure(f"  {result.row.name}", result.seconds, "s") for result in results[:SHOWN]),
    ]


if __name__ == "__main__":
    main(measure, __doc__)
