"""A what-if of the form is played, can be stopped, and says what ``compare`` says; numbers tell their command."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

import polemos as pm
from interfaces.page.browsing import WAIT, Visit
from interfaces.page.conftest import Look
from interfaces.page.served import DAYS, HISTORIES, SEED, with_sources

NUMBER = re.compile(r"[-+−]?\d[\d,]*(?:\.\d+)?")
BESIDE = "The jets stay"


def numbers_in(text: str) -> list[str]:
    return [one.replace(",", "").replace("−", "-") for one in NUMBER.findall(text)]


def says(output: str, shown: str) -> bool:
    """Whether an output has a number that, rounded as it is shown, is the one shown; shares may be shown in %."""
    wanted = numbers_in(shown)[0]
    output = re.sub(r"± *[\d.,]+", "", output)  # how sure a mean is is not the mean
    shown_half = half_of(wanted)
    for one in numbers_in(output):
        for scale in (1.0, 100.0) if "%" in shown else (1.0,):
            # A finer number was rounded twice, so that half a unit of its own last digit comes on top.
            own = scale * half_of(one)
            near = shown_half + own if own < shown_half else 1e-9
            if abs(scale * float(one) - float(wanted)) <= near + 1e-9:
                return True
    return False


def half_of(number: str) -> float:
    """Return half a unit of a written number's last digit."""
    return 0.5 * 10.0 ** -len(number.partition(".")[2])


def test_says_sees_what_it_must() -> None:
    assert says("mean 0.342", "34 %")
    assert says("1,234 men", "1,234")
    assert not says("mean 0.452, median 12", "34 %")
    assert not says("12", "13")
    assert not says("0.83 ± 0.08", "8 %")


LEVELS = ("baseline", "alternative", "difference", "low", "high", "up")


def compared(data: Any) -> dict[tuple[str, str], float]:
    """Return what ``compare`` found of its one alternative, by outcome and by the page's word for it."""
    names = dict(zip(LEVELS[2:], ("difference", "difference_low", "difference_high", "difference_up"), strict=True))
    found = {}
    for outcome in data["outcome"].values:
        one = data.sel(outcome=outcome)
        found[str(outcome), "baseline"], found[str(outcome), "alternative"] = one["mean"].values.tolist()
        for level, name in names.items():
            found[str(outcome), level] = float(one[name].values[0])
    return found


def ask(shown: Visit, label: str, histories: int) -> None:
    form = shown.page.locator("#ask form.asking")
    form.get_by_label(label).first.check()
    form.get_by_label("Histories").fill(str(histories))
    form.get_by_role("button", name="Run it against this war").click()


def test_a_what_if_is_played_and_says_what_compare_says(look: Look, everything: Path) -> None:
    shown = look().ready()
    ask(shown, BESIDE, HISTORIES)
    expect(shown.page.locator("#compare table").first).to_be_visible(timeout=WAIT)
    done = shown.page.locator("#ask .earlier progress").first
    expect(done).to_have_attribute("value", str(HISTORIES), timeout=WAIT)
    host = shown.page.url.split("#")[0]
    jobs = shown.page.request.get(f"{host}api/asked").json()
    (job,) = [one for one in jobs if "jets_stay" in one["label"]]
    told: dict[str, Any] = {}
    while told.get("state") not in {"done", "stopped", "failed"}:
        told = shown.page.request.get(f"{host}api/asked/{job['id']}").json()
    assert (told["state"], told["done"]) == ("done", HISTORIES)
    found = pm.compare(everything / "war.yaml", what_if=["jets_stay"], histories=HISTORIES, seed=SEED, days=DAYS)
    assert told["contrast"]["paired"] is True
    wanted = compared(found.data)
    numbers = {(one["measure"], key): one[key] for one in told["contrast"]["measures"] for key in LEVELS}
    known = {key: value for key, value in numbers.items() if value is not None}
    assert numbers.keys() == wanted.keys()
    assert {key for key in numbers if key not in known} == {key for key, value in wanted.items() if value != value}
    # Counts come with four digits at least, shares with three places.
    assert known == pytest.approx({key: wanted[key] for key in known}, rel=1e-3, abs=1e-3)
    table = shown.page.locator("#compare table").first.inner_text()
    assert sum(one["title"] in table for one in told["contrast"]["measures"]) >= 5


def test_one_can_be_stopped(look: Look) -> None:
    """A war this small is played before a hand is there, so that a made-up server plays slowly here."""
    told: dict[str, Any] = {
        "id": "1", "label": "slow", "state": "running", "done": 25, "asked": 1000, "rate": 5.0, "seconds_left": 195.0,
        "problem": "", "contrast": None,
    }  # fmt: skip
    methods: list[str] = []

    def play(route: Route) -> None:
        methods.append(route.request.method)
        if route.request.method == "DELETE":
            told["state"] = "stopped"
        elif route.request.url.endswith("/api/asked/1"):
            told["done"] += 5
        listed = route.request.url.endswith("/api/asked") and route.request.method == "GET"
        route.fulfill(json=[] if listed else told)

    shown = look().ready()
    shown.page.route("**/api/asked**", play)
    ask(shown, "Most jets leave", HISTORIES)
    progress = shown.page.locator("#ask .earlier progress[aria-label*=slow]")
    expect(progress).to_have_attribute("max", "1000")
    before = float(progress.get_attribute("value") or 0)
    expect(progress).not_to_have_attribute("value", str(int(before)))
    shown.page.locator("#ask").get_by_role("button", name="Cancel").click()
    expect(shown.page.locator("#ask").get_by_role("button", name="Cancel")).to_have_count(0)
    expect(shown.page.locator("#ask .earlier")).to_contain_text("stopped after")
    assert methods.count("POST") == methods.count("DELETE") == 1
    # One look may be under way; after a while none comes any more.
    shown.page.wait_for_timeout(3000)
    asked = len(methods)
    shown.page.wait_for_timeout(900)
    assert len(methods) == asked


def test_a_form_without_changes_says_so_and_keeps_what_was_typed(look: Look) -> None:
    shown = look().ready()
    form = shown.page.locator("#ask form.asking")
    form.get_by_label("Histories").fill("17")
    form.get_by_role("button", name="Run it against this war").click()
    expect(form.locator("[role=alert]")).to_contain_text("Nothing is changed")
    assert form.get_by_label("Histories").input_value() == "17"


PANELS = ("answer", "map", "cohesion", "holding", "dead", "requests")


@pytest.mark.parametrize("panel", PANELS)
def test_a_number_tells_the_command_that_prints_it(
    look: Look, everything: Path, panel: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from polemos.interfaces.cli.main import main

    monkeypatch.chdir(everything)
    shown = look("#week=12").ready()
    buttons = shown.page.locator(f"#{panel} button.number")
    numbers = [at for at in range(buttons.count()) if numbers_in(buttons.nth(at).inner_text())][:2]
    assert numbers, f"{panel} has no number to ask about"
    for at in numbers:
        button = buttons.nth(at)
        text = button.inner_text()
        button.click()
        dialog = shown.page.get_by_role("dialog")
        command = shlex.split(dialog.locator("code").inner_text())
        assert command[0] == "polemos"
        shown.page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        assert button.evaluate("one => one === document.activeElement")
        with pytest.raises(SystemExit) as ended:
            main(command[1:])
        output = capsys.readouterr().out
        assert ended.value.code in (0, None), command
        assert says(output, text), f"{text!r} is not in what {shlex.join(command)} prints:\n{output}"


def test_a_command_of_the_page_runs_in_a_shell(look: Look, everything: Path) -> None:
    shown = look("#week=12").ready()
    button = shown.page.locator("#holding button.number").first
    text = button.inner_text()
    button.click()
    command = shown.page.get_by_role("dialog").locator("code").inner_text()
    assert command.startswith("polemos ")
    here = f"{shlex.quote(sys.executable)} -m polemos.interfaces.cli{command.removeprefix('polemos')}"
    done = subprocess.run(
        ["/bin/sh", "-c", here], cwd=everything, env=with_sources(), capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert says(done.stdout, text)


def test_exports_come_as_files(look: Look) -> None:
    shown = look("#week=9").ready()
    shown.page.get_by_text("Take along").click()
    links = shown.page.locator(".menu a[download]")
    assert links.count() >= 10
    for at in range(links.count()):
        link = links.nth(at)
        if not re.search(r"geojson|csv|graphml|map\.svg|map\.png", link.get_attribute("href") or ""):
            continue
        with shown.page.expect_download() as download:
            link.click()
        path = download.value.path()
        assert path.stat().st_size > 100, download.value.suggested_filename


def test_print_leaves_out_what_cannot_be_pressed(look: Look) -> None:
    shown = look("#week=9").ready()
    shown.page.emulate_media(media="print")
    for hidden in (".timeline", "#ask form", ".menu", ".head nav"):
        assert not shown.page.locator(hidden).first.is_visible(), hidden
    boxes = [
        box
        for one in shown.page.locator("section.panel").all()
        if (box := one.bounding_box()) is not None and box["height"]
    ]
    assert len(boxes) > 6
    for row, one in enumerate(boxes):
        for other in boxes[row + 1 :]:
            apart = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
            beside = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
            assert apart or beside
    assert shown.page.pdf(format="A4").startswith(b"%PDF")
