"""Planted effects get the verdicts that they must; nothing hangs on the order of claims or on a name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import polemos as pm
from evidence.small_ledgers import LEDGER, WAR, ledger_file, planted
from polemos.engine.plan import Changes
from polemos.errors import BadInput
from polemos.evidence.argue import argue, called, smallest_of
from polemos.evidence.ledger import Statement
from polemos.evidence.turning import turning
from polemos.experiments.answer import open_answer
from polemos.experiments.laboratory import Laboratory
from polemos.experiments.outcomes import find_outcome
from polemos.interfaces.sections.facts import Facts
from polemos.interfaces.sections.ledger import argued as section
from polemos.scenario.posterior import Draws, write_draws
from worlds import SEED

HISTORIES, DAYS = 60, 50


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    planted(folder)
    ledger_file(folder)
    return folder


@pytest.fixture(scope="module")
def lab(place: Path) -> Laboratory:
    return Laboratory(place / "planted.yaml", seed=SEED, days=DAYS)


def asked(place: Path, lab: Laboratory, ledger: Path | None = None, **more: Any) -> Any:
    file = ledger or place / "ledger.yaml"
    options: dict[str, Any] = {"histories": HISTORIES, "seed": SEED, "days": DAYS, "laboratory": lab, **more}
    return argue(lab.scenario, ledger=file, **options)


@pytest.fixture(scope="module")
def answer(place: Path, lab: Laboratory) -> Any:
    return asked(place, lab)


def verdicts(answer: Any, which: str = "prior") -> dict[str, tuple[str, str]]:
    return {
        name: (
            claim["model"][which]["verdict"],
            claim["statements"][which][0]["reason"] if claim["statements"][which] else "",
        )
        for name, claim in answer.findings["claims"].items()
    }


def test_planted_effects_get_the_verdicts_that_they_must(answer: Any) -> None:
    """Without attacks far fewer die (most of the dead), a title changes nothing: no seed can turn these around."""
    found = verdicts(answer)
    assert found["c01"] == ("supported", "as claimed")
    assert found["c02"] == ("contradicted", "the other way")
    assert found["c03"] == ("contradicted", "exactly no effect")
    assert found["c05"] == ("not testable", "the model assumes the direction")
    assert answer.findings["claims"]["c06"]["model"]["prior"]["reason"] == "a value is not judged"
    assert answer.findings["claims"]["c01"]["record"]["reason"] == "nothing is asked of the record"


def test_too_few_histories_decide_nothing(place: Path, lab: Laboratory) -> None:
    """The jets leave on day 60, so that nothing differs before: 60 histories say so (at most 2.8 / 62), 5 cannot."""
    assert verdicts(asked(place, lab))["c04"] == ("contradicted", "exactly no effect")
    assert verdicts(asked(place, lab, claims=["c04"], histories=5))["c04"][0] == "undecided"


def test_an_effect_is_that_of_the_cause(place: Path, lab: Laboratory, answer: Any) -> None:
    one = answer.findings["claims"]["c01"]["statements"]["prior"][0]
    contrast = pm.compare(lab.scenario, what_if=["rebels_rest"], measures=["dead"], histories=HISTORIES, seed=SEED,
                          days=DAYS, laboratory=lab)  # fmt: skip
    row = contrast.findings["contrasts"][0]["measures"][0]
    assert one["with"] == row["against"]
    assert one["without"] == row["alternative"]
    assert one["effect"]["mean"] == pytest.approx(-row["difference"]["mean"])
    assert (one["effect"]["low"], one["effect"]["high"]) == pytest.approx(
        (-row["difference"]["high"], -row["difference"]["low"])
    )
    assert one["smallest"] == pytest.approx(0.01 * one["without"]["mean"])


def test_what_it_hangs_on_is_found_from_the_paired_difference(lab: Laboratory, answer: Any) -> None:
    usual, resting = Changes(), Changes(what_if=("rebels_rest",))
    dead = find_outcome("dead", lab.war())
    change = lab.values(usual, dead, HISTORIES) - lab.values(resting, dead, HISTORIES)
    wanted = turning(change, lab.inputs(HISTORIES), [item.path for item in lab.war().inputs])
    one = answer.findings["claims"]["c01"]["statements"]["prior"][0]
    assert one["inputs_seen"] == len(wanted) > 0
    assert [turn["path"] for turn in one["turns"]] == [turn.path for turn in wanted[:3]]
    assert one["turns"][0]["correlation"] == pytest.approx(wanted[0].correlation)


def test_verdicts_do_not_hang_on_the_order_of_claims(place: Path, lab: Laboratory, answer: Any) -> None:
    head, *claims = re.split(r"(?m)^(?=  c\d\d:)", LEDGER)
    turned = ledger_file(place, head + "".join(reversed(claims)), "turned.yaml")
    found = asked(place, lab, turned)
    assert list(found.findings["claims"]) == list(reversed(answer.findings["claims"]))
    for name, claim in answer.findings["claims"].items():
        assert found.findings["claims"][name] == claim


def test_verdicts_do_not_hang_on_the_names_of_parties(tmp_path: Path, answer: Any) -> None:
    """Titles are words: with others every number is the same."""
    names = "actors:\n  rebels_north: {title: The Glorious Ones}\n  army: {title: The Others}\n"
    (tmp_path / "planted.yaml").write_text(WAR + names, encoding="utf-8")
    ledger_file(tmp_path)
    lab = Laboratory(tmp_path / "planted.yaml", seed=SEED, days=DAYS)
    found = asked(tmp_path, lab)
    numbers = ("effect", "with", "without", "verdict", "reason")
    for name, claim in answer.findings["claims"].items():
        for one, other in zip(
            claim["statements"]["prior"], found.findings["claims"][name]["statements"]["prior"], strict=True
        ):
            assert {key: one[key] for key in numbers} == {key: other[key] for key in numbers}


def test_only_the_claims_that_are_named_are_asked(place: Path, lab: Laboratory) -> None:
    found = asked(place, lab, claims=["c06", "c01"])
    assert list(found.findings["claims"]) == ["c01", "c06"]
    assert found.findings["statements"] == {"prior": 1}
    with pytest.raises(BadInput, match=r'no claim \'c1\' in the ledger, did you mean "c01"'):
        asked(place, lab, claims=["c1"])


def test_a_posterior_is_asked_a_second_time(place: Path, lab: Laboratory) -> None:
    """Draws with an army of one strength: the prior's answer stays, the posterior's is another."""
    item = next(one for one in lab.war().inputs if one.path == "actors.army.strength")
    table = place / "posterior.csv"
    table.write_text(write_draws(Draws((item.path,), np.array([[item.low], [item.low]]))), encoding="utf-8")
    found = asked(place, lab, claims=["c01"], posterior=table)
    prior, posterior = (found.findings["claims"]["c01"]["statements"][which][0] for which in ("prior", "posterior"))
    assert verdicts(found, "posterior")["c01"][0] == "supported"
    assert prior["with"] != posterior["with"]
    assert prior["without"] != posterior["without"]
    assert any("model, posterior" in table.columns[4].title for table in found.tables() if len(table.columns) > 4)


def test_an_answer_is_kept_and_opened_and_printed(place: Path, answer: Any) -> None:
    folder = answer.save(place / "kept")
    again = open_answer(folder)
    assert again.text(110) == answer.text(110)
    assert again.to_json() == answer.to_json()
    assert answer.command.startswith("polemos argue")
    effect = answer.dataset["effect_mean"].sel(statement="fewer die")
    assert float(effect) == answer.findings["claims"]["c02"]["statements"]["prior"][0]["effect"]["mean"]


def test_a_page_has_a_section_of_it_in_which_text_stays_text(answer: Any, lab: Laboratory) -> None:
    facts = Facts(lab.run(Changes(), 1))
    page = section(facts, answer)
    assert page.count("<details>") == 5
    assert "supported: as claimed" in page
    answer.findings["claims"]["c01"]["words"] = "<script>"
    try:
        assert "<script>" not in section(facts, answer)
    finally:
        answer.findings["claims"]["c01"]["words"] = "The rebels' attacks cost lives."


def test_the_smallest_effect_is_a_point_of_a_share_and_a_hundredth_of_an_amount(lab: Laboratory) -> None:
    war = lab.war()
    share, amount = find_outcome("first_fissure", war), find_outcome("dead", war)
    usual = Statement(words="x", change="x", outcome="dead", higher=True)
    assert smallest_of(usual, share, 0.5) == 0.01
    assert smallest_of(usual, amount, 500.0) == pytest.approx(5.0)
    assert smallest_of(usual, amount, -500.0) == pytest.approx(5.0)
    assert smallest_of(usual.model_copy(update={"smallest": 2.0}), amount, 500.0) == 2.0


def test_labels_are_told_with_their_speakers_and_prove_nothing_alone() -> None:
    counts = {("group", "one", "a"): 2, ("group", "other", "b"): 1, ("another", "third", "c"): 4}
    assert called("group", ["one", "other"], counts).verdict == "supported"
    assert called("group", ["one", "other"], counts).reason == '"one" by a; "other" by b'
    assert called("group", ["one", "third"], counts).verdict == "not testable"
    assert called("group", ["one", "other"], None).reason == "no mentions were given"
    by_one = {("group", "one", "a"): 2, ("group", "other", "a"): 1}
    assert called("group", ["one", "other"], by_one).verdict == "not testable"
