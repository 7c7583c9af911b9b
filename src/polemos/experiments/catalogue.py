"""What can come out of a history, as one number each: the outcomes that questions compare, attribute and explain.

Comes in: what a run kept, and the compiled war.  Goes out: ``Outcome``: a name, a unit, a definition and the number of
every history, NaN where it is not known.  The headline outcomes are the answers that ``polemos show`` prints.  What a
person asks for, by name or in a sentence, is found next door in ``outcomes``.

Days count from 1, dead are counted in all theatres, "own" are the members of the focal coalition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from polemos.dimensions import ENDING_KINDS, FISSURE_KINDS
from polemos.engine.definitions import MEASURES, Recorded, focal_camp
from polemos.engine.record import TOTALS

if TYPE_CHECKING:
    from polemos.scenario.compile import War

Values = NDArray[Any]
Make = Callable[[Recorded, "War"], Values]
# What a case keeps of each history: enough for every outcome here, without maps, days and single places.
KEPT = (
    "aircraft_lost", "attacks", "civilians_killed", "cohesion", "displaced", "effort", "ending", "fissure",
    "fissure_causes", "front_attacks", "frustration", "killed", "member_fissure_day", "men", "movement", "places_held",
    "population_held", "requests", "totals",
)  # fmt: skip
NO_ONE = "nobody"
# The initiative is lost when others begin most attacks in the last quarter of the weeks.
LAST_PART = 4


class Outcome(NamedTuple):
    """One number of every history; ``kind`` is "share" (0 or 1), "amount", or "word" (a row of ``words``)."""

    name: str
    title: str
    unit: str
    kind: str
    definition: str
    make: Make
    words: tuple[str, ...] = ()
    source: str = ""
    dated: bool = False


def all_outcomes(war: War) -> dict[str, Outcome]:
    """Return every outcome of a war by name; what does not apply (no coalition, no such camp) is left out."""
    found = [*_of_the_war(war), *_of_camps(war), *_of_actors(war)]
    if int(war.world.focal[0]) >= 0:
        found += [*_of_the_coalition(war), *_of_requests(war)]
    return {outcome.name: outcome for outcome in found}


def headline(war: War) -> list[Outcome]:
    """Return what the summary of a run prints, as scalars in its order.

    Endings; places and people held at the end; dead; requests; cohesion; the first fissure; movement.  Camps that hold
    nothing at the start are left out: they have nothing to lose.
    """
    known = all_outcomes(war)
    names = [f"ends_as.{kind}" for kind in ENDING_KINDS[1:]]
    holders = _holders(war)
    present = [camp for row, camp in enumerate(war.legend.camps) if row in holders]
    names += [f"places_held.{camp}" for camp in present] + [f"population_held.{camp}" for camp in present]
    names += ["dead", "dead.own", "dead.others", "dead.civilians", "displaced"]
    names += ["requests", "honoured_share", "joint_share", "cohesion", "first_fissure", "days_to_fissure"]
    names += ["initiative", "initiative_lost", "quagmire", "place_changes", "net_movement"]
    return [known[name] for name in names if name in known]


def measure_of(name: str) -> Make:
    """Return what makes a measure of the engine from a run."""
    return MEASURES[name].make


def _amount(name: str, title: str, unit: str, definition: str, make: Make, source: str = "") -> Outcome:
    return Outcome(name, title, unit, "amount", definition, make, (), source)


def _chance(name: str, title: str, definition: str, make: Make, source: str = "") -> Outcome:
    return Outcome(name, title, "share", "share", definition, make, (), source)


def _of_the_war(war: War) -> Iterator[Outcome]:
    total = measure_of("killed_total")
    yield Outcome("ending", "ending", "1", "word", "first ending that applied; ongoing while none did",
        lambda r, w: r["ending"][:, 0].astype(np.float64), ENDING_KINDS)  # fmt: skip
    for row, kind in enumerate(ENDING_KINDS):
        title = f"ends as {kind.replace('_', ' ')}" if row else "still going on"
        yield _chance(f"ends_as.{kind}", title, f"the war's first ending is {kind}" if row else "no ending applied",
            _ends_as(row))  # fmt: skip
    yield _amount("days_of_war", "days of war", "days", "days until the first ending, the horizon where there is none",
        lambda r, w: _until(measure_of("ending_day")(r, w), w))  # fmt: skip
    yield _amount("dead", "dead, all sides", "men", "men of all sides killed, all days, all theatres",
        lambda r, w: total(r, w).sum(axis=1))  # fmt: skip
    yield _amount("dead.civilians", "civilians killed", "people", "civilians killed in the counted theatre",
        lambda r, w: r["civilians_killed"].sum(axis=1, dtype=np.int64), "c23")  # fmt: skip
    yield _amount("displaced", "displaced", "people", "people who fled in the counted theatre",
        lambda r, w: r["displaced"][:, -1])  # fmt: skip
    yield _amount("place_changes", "changes of hands", "count", MEASURES["place_changes"].definition,
        measure_of("place_changes"))  # fmt: skip
    yield _amount("changes_back", "changes back", "count", MEASURES["changes_back"].definition,
        measure_of("changes_back"), "c21")  # fmt: skip
    yield _amount("attacks", "attacks begun", "count", "offensives begun by anybody",
        lambda r, w: r["attacks"][..., 2].sum(axis=1, dtype=np.int64))  # fmt: skip


def _of_camps(war: War) -> Iterator[Outcome]:
    for row, (camp, title) in enumerate(zip(war.legend.camps, war.legend.camp_titles, strict=True)):
        for name, unit, word in (("places_held", "places", "places"), ("population_held", "people", "people")):
            yield _amount(f"{name}.{camp}", f"{word} held: {title}", unit, f"{word} that the camp holds at the end",
                _at_the_end(name, row))  # fmt: skip
        yield _amount(f"men.{camp}", f"men: {title}", "men", "men of the camp's actors in the last week, all theatres",
            _men_left(np.asarray(war.world.camp) == row))  # fmt: skip


def _of_actors(war: War) -> Iterator[Outcome]:
    for row, (actor, title) in enumerate(zip(war.legend.actors, war.legend.actor_titles, strict=True)):
        yield _amount(f"dead.{actor}", f"dead: {title}", "men", "the actor's men killed, all days, all theatres",
            _total("killed_total", row))  # fmt: skip
        for name, word in (("offensives_started", "offensives"), ("offensives_repelled", "offensives repelled")):
            yield _amount(f"{name}.{actor}", f"{word}: {title}", "count", MEASURES[name].definition,
                _total(name, row))  # fmt: skip


def _of_the_coalition(war: War) -> Iterator[Outcome]:
    own, camp = _members(war), focal_camp(war)
    total = measure_of("killed_total")
    yield _amount("dead.own", "dead, own", "men", "men of the focal coalition's members killed",
        lambda r, w: total(r, w)[:, own].sum(axis=1), "c12")  # fmt: skip
    yield _amount("dead.others", "dead, others", "men", "men of everybody else killed",
        lambda r, w: total(r, w)[:, ~own].sum(axis=1))  # fmt: skip
    yield _amount("men.own", "men, own", "men", "men of the focal coalition's members in the last week, all theatres",
        _men_left(own))  # fmt: skip
    yield _amount("attacks.others", "attacks begun by others", "count", "offensives that no member began",
        lambda r, w: (r["attacks"][..., 2] - r["attacks"][..., 0]).sum(axis=1, dtype=np.int64), "c04")  # fmt: skip
    for name, unit in (("places_held", "places"), ("population_held", "people")):
        yield _amount(name, f"{name.replace('_', ' ')}, own camp", unit,
            "held at the end by the camp of the focal coalition's lead",
            _at_the_end(name, camp), "c13")  # fmt: skip
    yield _amount("armour_lost", "vehicles lost, own", "vehicles", "vehicles of the members destroyed",
        lambda r, w: r["totals"][:, own, TOTALS.index("armour_lost")].sum(axis=1), "c12")  # fmt: skip
    yield _amount("aircraft_lost", "aircraft lost, own", "aircraft", "airframes of the members lost in the air",
        lambda r, w: measure_of("aircraft_lost")(r, w)[:, own].sum(axis=1), "c23")  # fmt: skip
    yield _amount("cohesion", "cohesion at the end", "share", MEASURES["cohesion"].definition + ", in the last week",
        lambda r, w: measure_of("cohesion")(r, w)[:, -1])  # fmt: skip
    yield _amount("mean_cohesion", "cohesion, mean", "share", MEASURES["cohesion"].definition + ", mean of all weeks",
        lambda r, w: measure_of("cohesion")(r, w).mean(axis=1))  # fmt: skip
    yield _amount("frustration", "frustration at the end", "count", MEASURES["frustration"].definition,
        lambda r, w: measure_of("frustration")(r, w)[:, -1], "Harary 1959; Aref and Wilson 2019")  # fmt: skip
    yield _amount("joint_share", "joint share of attacks", "share",
        "the coalition's attacks that another member joined; unknown without attacks",
        lambda r, w: _share(r["attacks"][..., 1], r["attacks"][..., 0]), "c06")  # fmt: skip
    yield _amount("initiative", "initiative", "share", "attacks that the coalition began; unknown without attacks",
        lambda r, w: _share(r["attacks"][..., 0], r["attacks"][..., 2]), "c13")  # fmt: skip
    yield _chance("initiative_lost", "initiative lost",
        "in the last quarter of the weeks the coalition began fewer than half of all attacks; unknown without attacks",
        lambda r, w: _lost(r["attacks"]), "c13")  # fmt: skip
    yield _amount("quagmire", "quagmire index", "share", MEASURES["quagmire"].definition, measure_of("quagmire"), "c14")
    yield _amount("net_movement", "net movement", "people", MEASURES["net_movement"].definition,
        measure_of("net_movement"), "c13")  # fmt: skip
    yield _amount("gross_movement", "gross movement", "people", MEASURES["gross_movement"].definition,
        measure_of("gross_movement"), "c14")  # fmt: skip
    yield from _of_fissures(war)


def _of_fissures(war: War) -> Iterator[Outcome]:
    day = measure_of("fissure_day")
    yield _chance("first_fissure", "a fissure at all", "a member of the focal coalition broke within the horizon",
        lambda r, w: day(r, w) > 0, "c11")  # fmt: skip
    yield Outcome("first_fissure_day", "day of the first fissure", "day", "amount",
        "first day on which a member broke; unknown where none did, so that few comparisons are fair",
        lambda r, w: np.where(day(r, w) > 0, day(r, w), np.nan), dated=True)  # fmt: skip
    yield _amount("days_to_fissure", "days without a fissure", "days",
        "days until the first fissure, the horizon where there is none (restricted mean)",
        lambda r, w: _until(day(r, w), w), "Royston and Parmar 2013")  # fmt: skip
    yield Outcome("fissure_kind", "kind of the first fissure", "1", "word", "how the first member broke; nobody: none",
        lambda r, w: measure_of("fissure_kind")(r, w) + 1.0, (NO_ONE, *FISSURE_KINDS))  # fmt: skip
    yield Outcome("fissure_actor", "who broke first", "1", "word", "the first member that broke; nobody: none",
        lambda r, w: measure_of("fissure_actor")(r, w) + 1.0, (NO_ONE, *war.legend.actors))  # fmt: skip
    for row in np.flatnonzero(_members(war)):
        title = war.legend.actor_titles[row]
        yield _chance(f"breaks.{war.legend.actors[row]}", f"breaks: {title}", "the member broke in any way",
            _broke((row, slice(None))))  # fmt: skip
    for column, kind in enumerate(FISSURE_KINDS):
        yield _chance(f"fissure.{kind}", f"fissure: {kind.replace('_', ' ')}", "any member broke in this way",
            _broke((slice(None), column)))  # fmt: skip


def _of_requests(war: War) -> Iterator[Outcome]:
    yield _amount("requests", "requests for air support", "requests", "calls to another's aircraft, all clients",
        lambda r, w: r["requests"].sum(axis=(1, 2, 3), dtype=np.int64), "c07")  # fmt: skip
    for column, answer in enumerate(("honoured", "late", "refused")):
        yield _amount(f"{answer}_share", f"requests {answer}", "share", "of all requests; unknown without any",
            _answered(column), "c07")  # fmt: skip


def _ends_as(kind: int) -> Make:
    return lambda r, w: r["ending"][:, 0] == kind


def _at_the_end(name: str, row: int) -> Make:
    return lambda r, w: r[name][:, -1, row]


def _men_left(whose: NDArray[np.bool_]) -> Make:
    return lambda r, w: r["men"][:, -1, whose].sum(axis=1, dtype=np.int64)


def _total(name: str, actor: int) -> Make:
    return lambda r, w: r["totals"][:, actor, TOTALS.index(name)]


def _broke(where: tuple[Any, Any]) -> Make:
    """Return whether there is a first day of a fissure in a row or column of [actor, kind]."""
    days = measure_of("member_fissure_day")
    return lambda r, w: np.asarray((days(r, w)[:, *where] > 0).any(axis=1))


def _answered(answer: int) -> Make:
    return lambda r, w: _share(r["requests"][..., answer].sum(axis=2), r["requests"].sum(axis=(2, 3)))


def _members(war: War) -> NDArray[np.bool_]:
    focal = int(war.world.focal[0])
    return np.asarray((war.world.coalition == focal) & (focal >= 0), dtype=np.bool_)


def _holders(war: War) -> set[int]:
    """Return the camps that hold a counted place on the eve of the first day."""
    given, _ = war.parameters(0, 0)
    held = given.holder[(given.holder >= 0) & war.world.main.astype(bool)]
    return set(war.world.camp[held].tolist())


def _until(day: Values, war: War) -> Values:
    """Return the day of an event that may never come (-1), the horizon where it does not."""
    return np.where(day > 0, day, war.days).astype(np.float64)


def _share(part: Values, whole: Values) -> Values:
    """Return the share of sums over weeks [histories]; unknown where there is nothing to share."""
    some, every = part.sum(axis=1, dtype=np.int64), whole.sum(axis=1, dtype=np.int64)
    return np.where(every > 0, some / np.where(every > 0, every, 1), np.nan)


def _lost(attacks: Values) -> Values:
    """Return where others begin most attacks in the last quarter of the weeks; week 0 is the eve and counts none."""
    weeks = attacks.shape[1] - 1
    share = _share(attacks[:, -max(1, weeks // LAST_PART) :, 0], attacks[:, -max(1, weeks // LAST_PART) :, 2])
    return np.where(np.isnan(share), np.nan, share < 0.5)
