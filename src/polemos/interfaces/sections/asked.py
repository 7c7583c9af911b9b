"""What was asked of the war beyond the run: what-ifs, causes and inputs, records and scores.

Comes in: answers about the run's war, and why a question has none.  Goes out: three sections of the page.  How an
answer's tables are written is next door in ``answer_tables``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from polemos.experiments.statistics import NONE, NOT_SEEN, UNKNOWN, rounded
from polemos.interfaces.kept_answers import differences
from polemos.interfaces.markup import Html, join, paragraph, section, table, tag, text
from polemos.interfaces.sections.answer_tables import answer_tables, command_line, titled
from polemos.interfaces.sections.facts import Facts

if TYPE_CHECKING:
    from polemos.experiments.answer import Answer

Plain = dict[str, Any]
PLACES = {
    "whatifs": ("compare", "branch", "why-diverge"),
    "causes": ("attribute", "sensitivity", "discover"),
    "fit": ("calibrate", "check-prior", "forecast", "score"),
}
"""Which verbs stand in which section."""
TITLES = {
    "compare": "What each what-if changes", "branch": "What follows from a decision on a later day",
    "why-diverge": "Why two histories part", "attribute": "What each stated cause has to do with the outcome",
    "sensitivity": "Which inputs matter", "discover": "Under which inputs it happens",
    "calibrate": "What the record says about the inputs", "check-prior": "Where the record lies among the histories",
    "forecast": "Dated forecasts", "score": "Scores on what was held out",
}  # fmt: skip
COMMANDS = {
    "compare": "polemos compare RUN/scenario.yaml --what-if NAME --days {days} --seed {seed}",
    "attribute": "polemos attribute RUN/scenario.yaml --cause NAME --days {days} --seed {seed}",
    "sensitivity": "polemos sensitivity RUN/scenario.yaml --outcome dead --days {days} --seed {seed}",
    "check-prior": "polemos check-prior RUN/scenario.yaml --events FILE --out CHECKED",
    "forecast": "polemos forecast RUN/scenario.yaml --from DATE --to DATE --out FORECAST",
    "score": "polemos score FORECAST --events FILE --out SCORED",
}
SHOWN = (
    "first_fissure", "cohesion", "honoured_share", "population_held", "dead", "displaced", "place_changes",
)  # fmt: skip
MOST_SHOWN = 5
NO_FIT = (
    "Nothing here holds this run against records: records are not part of polemos. With recorded events in a file "
    "these commands do; name the folders that they write with --with."
)


class Questions:
    """All answers that a page tells beside the run, by section; ``refused`` says why a question has none."""

    def __init__(self, answers: Sequence[Answer] = (), refused: Mapping[str, str] | None = None) -> None:
        self.answers = list(answers)
        self.refused = dict(refused or {})

    def of(self, part: str) -> list[tuple[str, Answer]]:
        """Return the answers of a section, each with a name of its own, in the order of the section's verbs."""
        verbs = PLACES[part]
        chosen = [answer for answer in self.answers if answer.verb in verbs]
        return sorted(titled(chosen), key=lambda item: verbs.index(item[1].verb))

    def lacks(self, verb: str) -> bool:
        """Whether no answer of a verb is there."""
        return not any(answer.verb == verb for answer in self.answers)


def whatifs(facts: Facts, asked: Questions) -> Html:
    """Return the differences that what-ifs make, history by history."""
    said = paragraph(
        "Every history is lived again with one thing changed and the same luck (common random numbers). A difference "
        "is the changed war less the one above, the mean of all histories, with its 95 % interval."
    )
    content = [part for name, answer in asked.of("whatifs") for part in _told(facts, name, answer)]
    content += _missing(facts, asked, ("compare",))
    return section("whatifs", "What if", said, *content)


def causes(facts: Facts, asked: Questions) -> Html:
    """Return what the stated causes have to do with the outcome, and which inputs matter for it."""
    said = paragraph(
        "First the causes that the scenario states, each taken away alone and with the others; then the uncertain "
        "inputs, all varied at once within their ranges."
    )
    content = [part for name, answer in asked.of("causes") for part in _told(facts, name, answer)]
    content += _missing(facts, asked, ("attribute", "sensitivity"))
    return section("causes", "Causes and inputs that matter", said, *content)


def fit(facts: Facts, asked: Questions) -> Html:
    """Return how the war stands against what was recorded, and the scores of its forecasts."""
    there = asked.of("fit")
    content = [part for name, answer in there for part in _told(facts, name, answer)]
    if not there:
        commands = [_command(facts, verb) for verb in ("check-prior", "forecast", "score")]
        content = [paragraph(NO_FIT), *commands]
    return section("fit", "Against the record", *content)


def _told(facts: Facts, name: str, answer: Answer) -> list[Html]:
    run = str(facts.run.folder) if facts.run.folder is not None else ""
    other = differences(facts.run, answer)
    parts = [tag("h3", text(TITLES.get(answer.verb, answer.verb)))]
    parts += [paragraph(other, "warned")] if other else []
    if answer.verb == "compare":
        parts += [overview(answer), answer_tables(answer, name, run, first=0, plot=False)]
    else:
        screened = answer.verb == "sensitivity"
        parts.append(answer_tables(answer, name, run, first=1 if screened else 3, plot=not screened))
    return parts


def overview(answer: Answer) -> Html:
    """Return one row per alternative with its differences on a few outcomes; the whole tables are folded below."""
    rows = answer.findings["contrasts"]
    names = [row["measure"] for row in rows[0]["measures"]] if rows else []
    firsts = (next((name for name in names if name.split(".")[0] == wanted), "") for wanted in SHOWN)
    chosen = [name for name in firsts if name][:MOST_SHOWN] or names[:MOST_SHOWN]
    heads = {row["measure"]: _head(row) for row in rows[0]["measures"]} if rows else {}
    head = ("Changed", *(heads[name] for name in chosen))
    several = len({row["against"] for row in rows}) > 1
    cells = [
        (
            f"{row['alternative']}, against {row['against']}" if several else row["alternative"],
            *(difference_in_words(_measure(row, name)) for name in chosen),
        )
        for row in rows
    ]
    caption = (
        f"Difference (95 % interval) over {answer.findings['histories']:,} histories of each war; a dash: exactly "
        "none; in square brackets: cannot be told from none"
    )
    return table(head, cells, caption, class_="overview")


def _head(row: Plain) -> str:
    return f"{row['title']} [points of 100]" if row["unit"] == "share" else f"{row['title']} [{row['unit']}]"


def difference_in_words(row: Plain) -> str:
    """Return a difference with its interval; shares in points of 100; square brackets: not told from none."""
    difference = row["difference"]
    if difference["verdict"] == NONE:
        return "–"
    if difference["verdict"] == UNKNOWN or difference["mean"] is None:
        return "not known"
    scale = 100.0 if row["unit"] == "share" else 1.0
    width = scale * (difference["high"] - difference["low"]) / 2.0
    mean, low, high = (rounded(scale * difference[name], width) for name in ("mean", "low", "high"))
    said = f"{mean} ({low} to {high})"
    return f"[{said}]" if difference["verdict"] == NOT_SEEN else said


def _measure(row: Plain, name: str) -> Plain:
    found: Plain = next(measure for measure in row["measures"] if measure["measure"] == name)
    return found


def _missing(facts: Facts, asked: Questions, verbs: Sequence[str]) -> list[Html]:
    """Say which questions have no answer here, why, and the command that asks."""
    parts = []
    for verb in verbs:
        if asked.lacks(verb):
            why = asked.refused.get(verb) or "it was left out (--quick)"
            said = f"{TITLES[verb]}: not asked for this page, because {why}. The command:"
            parts.append(tag("div", join([paragraph(said, "missing"), _command(facts, verb)]), class_="asked"))
    return parts


def _command(facts: Facts, verb: str) -> Html:
    return command_line(COMMANDS[verb].format(days=facts.days, seed=facts.run.manifest.seed))
