"""Write docs/record.md: how the reference war stands against what was recorded of it to the middle of June 2016.

    .venv/bin/python tools/record.py [--histories 400] [--fit FOLDER] [--cases FOLDER]

The records lie beside the checkout, in ../shared/records, and are no part of the project: where they are not, the page
stays as it is.  ``--fit`` names the folder of learned inputs: then the page is docs/record-learned.md, with what they
make of everything beside.  Nothing here depends on what comes out.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polemos as pm
from polemos.evidence.recorded_war import recorded_war
from polemos.experiments.answer import Answer, open_answer
from polemos.experiments.checking.check_prior import KEPT
from polemos.experiments.checking.check_tables import amount, percent, share_of, shown_rows, summary_of
from polemos.experiments.checking.compared import TABLES
from polemos.experiments.checking.placing import IMPOSSIBLE
from polemos.experiments.checking.truce_tables import change_of, doing_in_words, sentence_of

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "record.md"
LEARNED = ROOT / "docs" / "record-learned.md"
RECORDS = ROOT.parent / "shared" / "records"
SHOWN = "../shared/records"
EVENTS, CHANGES = "ucdp_ged_syria_2016-01_2016-09.csv.gz", "control_changes_2016-01_2016-06.csv"
WAR, SEED, HISTORIES, DAYS = "syria-2016", 1, 400, 167
LAST = date(2016, 6, 15)  # what the document could have seen
Plain = dict[str, Any]
# What of the record hangs on nothing but the record.
RECORDED = ("men killed", "men killed between two camps", "own men killed by camp", "civilians killed",
            "changes of hands", "places held at the end")  # fmt: skip
# Why, where a number or a kind of numbers is in no history; shown only if it is.
REASONS = {
    "all civilians killed": "civilians die in the model only at places that are fought over or flown against on the "
    "day; killing of civilians by itself, and shelling where nobody attacks, are not in it.",
    "changes back": "a place that was taken is seldom taken back within 60 days; recorded, villages and hills on some "
    "fronts went to and fro several times. To and fro is so far what this model makes least of.",
}
NO_DEAD = (
    "camps that are not hostile in the scenario do not fight in it, nor do actors of one camp, nor camps without men "
    "in the counted theatre (fire across a border): such dead can be in no history, whatever the inputs."
)


def have_records() -> bool:
    """Return whether the records lie beside the checkout."""
    return all((RECORDS / name).is_file() for name in (EVENTS, CHANGES))


def record() -> Any:
    """Return what was recorded, on the axes of the war to the middle of June."""
    return recorded_war(WAR, events=RECORDS / EVENTS, changes=[RECORDS / CHANGES], last=LAST)


def check(histories: int, fit: str | None, cases: str | None, told: Callable[[Any], None] | None = None) -> Answer:
    """Return the check of the prior, or of what was learned."""
    laboratory = pm.Laboratory(WAR, seed=SEED, days=DAYS, cases=cases, progress=told, kept=KEPT)
    of = {"events": f"{SHOWN}/{EVENTS}", "changes": [f"{SHOWN}/{CHANGES}"], "until": LAST.isoformat()}
    edits = [f"posterior={fit}"] if fit else []
    return pm.check_prior(WAR, record(), edits=edits, natural_test=True, histories=histories, seed=SEED, days=DAYS,
                          asked_of=of, laboratory=laboratory)  # fmt: skip


def page(
    histories: int = HISTORIES, fit: str | None = None, cases: str | None = None,
    told: Callable[[Any], None] | None = None,
) -> str:  # fmt: skip
    """Return the whole page."""
    answers = [check(histories, None, cases, told)]
    if fit:
        answers.append(check(histories, fit, cases, told))
    parts = [
        opening(answers), recorded_part(answers[0].findings), *(verdict(answer) for answer in answers),
        coverage(answers), numbers(answers), why(answers), natural(answers),
        *(doing(answer) for answer in answers), again(answers),
    ]  # fmt: skip
    return "\n".join(parts)


def word_of(answer: Answer) -> str:
    """Return whether inputs are from the prior or the posterior."""
    return "posterior" if answer.findings["learned"] else "prior"


def filled(text: str, first: str = "", then: str = "") -> str:
    """Return a paragraph in lines."""
    return textwrap.fill(text, 118, initial_indent=first, subsequent_indent=then, break_long_words=False,
                         break_on_hyphens=False)  # fmt: skip


def grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def opening(answers: Sequence[Answer]) -> str:
    """Return the head of the page: what made it, and how to read it."""
    made = [
        f"{word_of(one)}: {one.findings['histories']} histories, scenario `{one.cases[0]['digest'][:12]}`"
        for one in answers
    ]
    head = (
        f"Made by `make record`; do not edit it here. Engine `{answers[0].engine[:12]}`, {'; '.join(made)}; "
        f"seed {SEED}, {DAYS} days (1 January to 15 June 2016). Events: UCDP GED (Uppsala Conflict Data "
        "Program, CC BY 4.0); changes of hands: a list put together from dated press. Neither is part of this project."
    )
    about = (
        "Is the war that was recorded one that this model can make, before it has learned anything from the record? "
        "Every recorded number is put among those of the histories: *within* 95 % of them, *in the tail*, or "
        "*impossible* (in none). Within is no praise where the histories hold nearly everything: the column *x or /* "
        "says by how much the 90 % interval is stretched. The ranges of some mechanisms were set with an eye on these "
        "months ([the evidence](evidence.md)), so that levels of fighting are no fair test; to and fro, clustering and "
        "the truce are fairer. [How it is done](checking.md)."
    )
    title = "The reference war and the record"
    if len(answers) > 1:
        title += ", once learned from"
        about += (
            " Beside the prior stands the posterior: inputs as `polemos calibrate` learned them from this same record, "
            "so that nearness is no test, and what is still far off is what no value of an input can mend."
        )
    return f"# {title}\n\n" + "\n\n".join(map(filled, (head, about))) + "\n"


def recorded_part(found: Plain) -> str:
    """Return what was recorded, in figures that hang on no simulation."""
    rows = [
        [row["title"], row["group"], *recorded_of(row)]
        for row in found["rows"] if row["group"] in RECORDED and row["recorded"][1] != 0.0
    ]  # fmt: skip
    about = (
        f"Men are dead of armed sides; the range is the recorder's own. Digest of the record: "
        f"`{found['record']['digest'][:12]}`. Dead per day about the truce are further down."
    )
    return "\n".join(["## What was recorded\n", filled(about), "", grid(("number", "kind", "recorded", "range"), rows)])


def recorded_of(row: Plain) -> tuple[str, str]:
    """Return a recorded number and its range, which may be none."""
    low, best, high = row["recorded"]
    return amount(best), "" if low == high else f"{amount(low)} to {amount(high)}"


def rate_of(row: Plain) -> str:
    """Return recorded dead per day with their range."""
    best, low, high = row["recorded"]
    return f"{best:.1f} ({low:.1f} to {high:.1f})"


def verdict(answer: Answer) -> str:
    """Return what the check comes to, in sentences."""
    lines = [filled(f"{line[0].upper()}{line[1:]}.", "- ", "  ") for line in summary_of(answer.findings)]
    return "\n".join([f"## In short: {word_of(answer)}\n", *lines, ""])


def coverage(answers: Sequence[Answer]) -> str:
    """Return how many of the many numbers lie in their intervals."""
    head = ["numbers of each week or month", "numbers"]
    for one in answers:
        word = word_of(one)
        head += [f"{word}: in 50 %", "in 80 %", "in 95 %", "if independent", "as few", "impossible"]
    titles = [group["title"] for group in answers[0].findings["groups"] if not group["each"]]
    rows = []
    for title in titles:
        cells = [title]
        for number, one in enumerate(answers):
            group = next((group for group in one.findings["groups"] if group["title"] == title), None)
            if group is None:
                cells += ["-"] * (6 + (number == 0))
                continue
            fifty, eighty, most = group["held"]
            cells += [f"{group['number']:,}"] * (number == 0)
            cells += [percent(fifty["share"]), percent(eighty["share"]), percent(most["share"]),
                      f"{percent(most['low'])} to {percent(most['high'])}", share_of(most["as_few"]),
                      str(group["verdicts"][IMPOSSIBLE])]  # fmt: skip
        rows.append(cells)
    about = (
        "Share of the recorded numbers in these intervals, ties broken by luck. *If independent*: Wilson's interval "
        "of the last share, too narrow because the numbers of one war hang together. *As few*: share of histories "
        "that, put in the record's place, lie in as few of their own intervals; that one is sound."
    )
    tenths = []
    for one in answers:
        number = one.findings["ranks"]
        told = ", ".join(percent(part / sum(number)) for part in number)
        where = f"*{word_of(one).capitalize()}*, where all {sum(number):,} lie, by tenths of the histories"
        tenths.append(filled(f"{where} (10 % each if the model is right): {told}.", "- ", "  "))
    return "\n".join(["## Coverage\n", filled(about), "", grid(head, rows), *tenths, ""])


def numbers(answers: Sequence[Answer]) -> str:
    """Return the numbers with a row of their own; of many alike only those outside."""
    parts = ["## Number by number\n"]
    for name in TABLES[:3]:
        rows, notes = shown_rows(answers[0].findings, name)
        cells = []
        for row in rows:
            line = [row["title"], amount(row["recorded"][1])]
            for one in answers:
                line += placed(next((same for same in one.findings["rows"] if (same["title"], same["group"]) ==
                                     (row["title"], row["group"])), None))  # fmt: skip
            cells.append(line)
        head = ["number", "recorded"]
        for one in answers:
            head += [f"{word_of(one)}: median", "95 %", "x or /", "verdict"]
        parts += [
            f"### {name[0].upper()}{name[1:]}\n",
            grid(head, cells),
            *(filled(f"{capital(note)}.", "- ", "  ") for note in notes),
            "",
        ]
    return "\n".join(parts)


def placed(row: Plain | None) -> list[str]:
    """Return where a number lies, as cells."""
    if row is None:
        return ["-"] * 4
    least, most = row["intervals"][-1]
    factor = "-" if row["factor"] is None or row["unit"] == "1" else f"{row['factor']:.2g}"
    verdict = f"**{row['verdict']}**" if row["verdict"] == IMPOSSIBLE else row["verdict"]
    return [amount(row["median"]), f"{amount(least)} to {amount(most)}", factor, verdict]


def why(answers: Sequence[Answer]) -> str:
    """Return what is in no history, and why as far as it is known."""
    lines = []
    impossible = [row for row in answers[0].findings["rows"] if row["verdict"] == IMPOSSIBLE]
    if any(row["intervals"][-1] == [0.0, 0.0] and " - " in row["title"] for row in impossible):
        lines.append(f"Pairs of camps with none in the model: {NO_DEAD}")
    lines += [f"{title}: {REASONS[title]}" for title in REASONS if any(row["title"] == title for row in impossible)]
    if not lines:
        return ""
    return "\n".join(["## What is in no history, and why\n", *(filled(line, "- ", "  ") for line in lines), ""])


def natural(answers: Sequence[Answer]) -> str:
    """Return the natural test of the truce."""
    test = answers[0].findings["truce"]
    head = ["weeks", "between", "recorded a day"] + [f"{word_of(one)}: mean (95 % of histories)" for one in answers]
    dates = {span["title"]: f"{span['title']} ({span['dates'][0]} to {span['dates'][1]})" for span in test["spans"]}
    rows = []
    for number, row in enumerate(test["rates"]):
        cells = [dates[row["span"]], test["titles"][str(row["pair"])], rate_of(row)]
        for one in answers:
            mine = one.findings["truce"]["rates"][number]
            cells.append(f"{mine['mean']:.1f} ({mine['least']:.1f} to {mine['most']:.1f})")
        rows.append(cells)
    about = (
        f"{test['title']}, {test['start']}: it binds {test['bound']} and leaves {', '.join(test['others'])} out. A "
        "truce that works lowers the dead of the first and not of the others, which say what would have come anyway "
        "(claims c02 to c04). Men killed a day, in whole weeks."
    )
    parts = ["## The natural test of the truce\n", filled(about), "", grid(head, rows)]
    parts += [filled(f"*{word_of(one).capitalize()}*. {capital(sentence_of(one.findings['truce']))}.", "- ", "  ")
              for one in answers]  # fmt: skip
    return "\n".join([*parts, "", shares(answers)])


def shares(answers: Sequence[Answer]) -> str:
    """Return in how many histories the dead fell so far, and alone."""
    head = ["fell by at least", "recorded", "recorded, the other not"]
    for one in answers:
        head += [f"{word_of(one)}: histories", "while the other did not"]
    rows = []
    for number, row in enumerate(answers[0].findings["truce"]["shares"]):
        cells = [row["title"], yes(row["recorded_fell"]), yes(row["recorded_alone"])]
        for one in answers:
            mine = one.findings["truce"]["shares"][number]
            cells += [percent(mine["fell"]), percent(mine["fell_alone"])]
        rows.append(cells)
    return grid(head, rows)


def doing(answer: Answer) -> str:
    """Return how much of the fall is the truce's doing, and what of the recorded fall that is."""
    test = answer.findings["truce"]
    rows = [
        [test["titles"][str(row["pair"])], change_of(row["fall"]["mean"]), change_of(row["anyway"]["mean"]),
         f"{change_of(row['doing']['mean'])} ({change_of(row['doing']['low'])} to {change_of(row['doing']['high'])})",
         percent(row["lower"])]
        for row in test["doing"]["pairs"]
    ]  # fmt: skip
    head = ("between", "fall in the model", "would have come anyway", "the truce's doing (95 % interval)", "lower in")
    about = (
        f"The same histories with `{test['left_out']}` and without it, on the same luck; geometric means, so that what "
        "would have come anyway and the truce's doing multiply to the fall."
    )
    return "\n".join([
        f"### How much is the truce's doing, in the model: {word_of(answer)}\n", filled(about), "", grid(head, rows),
        filled(f"{capital(doing_in_words(test))}. {beside(test)}"), "",
    ])  # fmt: skip


def beside(test: Plain) -> str:
    """Return the recorded difference in differences beside the truce's own doing in the model."""
    apart, row = test["falls"][-1], test["doing"]["pairs"][0]
    own = row["doing"]["mean"]
    mine = apart["recorded"][0]
    said = "and the model's is smaller" if mine < own < 0.0 else "and the model's is not smaller"
    return (
        f"If what the excluded saw is what would have come anyway, the record gives the truce {change_of(mine)}, "
        f"the model {change_of(own)}: both lower the dead of those it binds, {said}."
        if mine < 0.0 and own < 0.0
        else f"The record gives the truce {change_of(mine)}, the model {change_of(own)}: they do not agree on the sign."
    )


def again(answers: Sequence[Answer]) -> str:
    """Return the commands."""
    lines = [f"- {word_of(one)}: `{one.command}`" for one in answers]
    if len(answers) > 1:
        learned = Path(answers[1].question["edits"][0].partition("=")[2])
        lines.append(f"- learned by: `{open_answer(learned).command.replace(str(RECORDS), SHOWN)}`")
    return "## Again\n\n" + "\n".join(lines) + "\n"


def capital(text: str) -> str:
    """Return a sentence with a capital."""
    return text[0].upper() + text[1:]


def yes(said: bool) -> str:
    """Return yes or no."""
    return "yes" if said else "no"


def main() -> None:
    """Write the page, if there are records."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--histories", type=int, default=HISTORIES, help="of each war  [400]")
    parser.add_argument("--fit", help="a folder of learned inputs, for a posterior beside the prior")
    parser.add_argument("--cases", help="a folder in which the simulated wars are kept  [memory]")
    asked = parser.parse_args()
    if not have_records():
        print(f"there are no records in {RECORDS}: {PAGE.relative_to(ROOT)} stays as it is")
        return

    def told(progress: Any) -> None:
        if sys.stderr.isatty():
            print(f"\r{progress.done:,} of {progress.asked:,} histories", end="", file=sys.stderr)

    assert timedelta(DAYS - 1) == LAST - date(2016, 1, 1)
    target = LEARNED if asked.fit else PAGE
    target.write_text(page(asked.histories, asked.fit, asked.cases, told), encoding="utf-8")
    print(f"wrote {target.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
