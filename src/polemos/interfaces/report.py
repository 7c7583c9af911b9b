"""One page that says what became of a war: opens offline, prints, holds every number's range.

Comes in: a run.  Goes out: a single HTML file without scripts that refers to nothing outside itself.  The parts of the
page are next door in ``sections``, its frame and style in ``templates``.
"""

from __future__ import annotations

import os
import re
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from polemos import __version__
from polemos.errors import BadInput, EnvironmentTrouble, Problem
from polemos.experiments.answer import open_answer
from polemos.interfaces.ground import ground_of
from polemos.interfaces.kept_answers import kept_answers
from polemos.interfaces.markup import Html, join, tag, text
from polemos.interfaces.sections import again, answers, asked, coalition, fighting, inputs, ledger, theatre
from polemos.interfaces.sections.asked import Questions
from polemos.interfaces.sections.facts import Facts, plain_date
from polemos.interfaces.sections.how import with_commands
from polemos.interfaces.words import SCOPE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polemos.engine.ensemble import Progress
    from polemos.engine.run import Run
    from polemos.experiments.answer import Answer

PARTS = (
    ("answer", "Answer"), ("inputs", "Assumptions"), ("endings", "Endings"), ("holding", "Who holds what"),
    ("map", "Map"), ("dead", "The dead"), ("requests", "Air support"), ("cohesion", "Cohesion"),
    ("fissure", "First fissure"), ("whatifs", "What if"), ("causes", "Causes"), ("fit", "Against the record"),
    ("ledger", "Claims"), ("limits", "Limits"), ("again", "Run it again"),
)  # fmt: skip
# What no text of a page may hold: controls, and marks that turn the direction of the letters round.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def report(
    run: Run,
    out: str | Path | None = None,
    argued: str | Path | Answer | None = None,
    with_: Sequence[str | Path | Answer] = (),
    quick: bool = False,
    say: Callable[[str], object] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Path:
    """Write a run's answers as one HTML page and return where it lies.

    ``argued`` is an answer of ``argue`` about the same war, or its folder: its verdicts stand beside the claims.
    ``with_`` are further answers about it, or their folders.  What the run's folder keeps of answers is told too; what
    is missing of what-ifs, causes and inputs is asked first and kept there, unless ``quick``: then the page says so.

    ``out`` is the file; by default ``report.html`` in the run's folder, or ``SCENARIO.html`` in the working folder for
    a run in memory.  ``say`` gets a line for each question, ``progress`` how far it is.

    Raises BadInput for an answer about another war, EnvironmentTrouble if the page cannot be written; an older one
    then stays as it was.  Interrupted when stopped: questions that were answered stay in the run's folder.
    """
    if out is not None:
        path = Path(out)
    elif run.folder is not None:
        path = run.folder / "report.html"
    else:
        path = Path(f"{run.manifest.scenario}.html")
    _ = run.war  # a folder of another polemos is refused before anything is asked
    verdicts = argued_about(run, argued)
    there = kept_answers(run, with_)
    refused: dict[str, str] = {}
    if not quick:
        from polemos.interfaces.asked_by_default import ask_by_default, up_to_date

        there = up_to_date(run, there)
        asked = ask_by_default(run, there, say, progress)
        there, refused = [*there, *asked.answers], asked.refused
    verdicts = verdicts or next((answer for answer in there if answer.verb == "argue"), None)
    if say is not None:
        say("drawing the page")
    content = page(run, verdicts, Questions(there, refused)).encode("utf-8", "replace")
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise EnvironmentTrouble(Problem("cannot write the page", str(path), hint=str(error.strerror))) from None
    return path


def argued_about(run: Run, argued: str | Path | Answer | None) -> Answer | None:
    """Return the argued ledger of the run's war."""
    if argued is None:
        return None
    answer = open_answer(argued) if isinstance(argued, (str, Path)) else argued
    where = str(answer.folder or "argued")
    if answer.verb != "argue":
        raise BadInput(Problem(f"is an answer of {answer.verb}", where, hint="name the folder of polemos argue"))
    wars = {case["scenario"] for case in answer.cases}
    if run.manifest.scenario not in wars:
        raise BadInput(
            Problem(f"argues about {', '.join(sorted(wars)) or 'no war'}, not {run.manifest.scenario}", where)
        )
    return answer


def page(run: Run, argued: Answer | None = None, questions: Questions | None = None) -> str:
    """Return the page as text; ``questions`` are the answers beside the run, told in their sections."""
    facts = Facts(run)
    questions = Questions() if questions is None else questions
    ground = ground_of(facts.war, run.folder)
    parts = [
        answers.five_lines(facts), inputs.inputs(facts), answers.endings(facts), fighting.holding(facts),
        theatre.maps(facts, ground), fighting.dead(facts), fighting.requests(facts), coalition.cohesion(facts),
        coalition.fissure(facts), asked.whatifs(facts, questions), asked.causes(facts, questions),
        asked.fit(facts, questions), ledger.ledger(facts, argued), again.limits(facts), again.again(facts),
    ]  # fmt: skip
    named = zip(PARTS, parts, strict=True)
    told = [with_commands(anchor, part) for (anchor, _), part in named]
    made = run.manifest
    line = (
        f"{made.scenario} · {facts.histories:,} possible histories · from {plain_date(facts.start)} "
        f"for {facts.days:,} days · "
        f"seed {made.seed} · scenario {made.digest[:8]}"
    )
    changes = [*made.what_if, *(f"without {name}" for name in made.without), *made.edits]
    if changes:
        line += f" · changed: {', '.join(changes)}"
    frame = Template(_template("page.html"))
    whole = frame.substitute(
        title=text(made.title or made.scenario), scope=text(SCOPE), line=text(line), style=_template("style.css"),
        nav=join(tag("a", text(name), href=f"#{anchor}") for anchor, name in PARTS), main=join(told),
        generator=text(f"polemos {__version__}"), footer=_footer(),
    )  # fmt: skip
    return UNSEEN.sub("\ufffd", whole)


def _footer() -> Html:
    return text(f"Made by polemos {__version__}. {SCOPE} One file, no script, no request.")


def _template(name: str) -> str:
    return files("polemos.interfaces").joinpath("templates", name).read_text(encoding="utf-8")
