"""The house stands as drawn: floors, circles, light import, steady numbers, names, sizes.

Every rule is applied twice: to ``src``, where it must find nothing, and to a planted violation, where it must
find something.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import house_rules as rules

SOURCE = Path(__file__).resolve().parents[1] / "src"
FILES = sorted((SOURCE / "polemos").rglob("*.py"))


def dotted(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {dotted(path): ast.parse(path.read_text(encoding="utf-8"), str(path)) for path in FILES}

EVERYWHERE = [
    rules.upward_imports,
    rules.vague_names,
    rules.code_from_data,
    rules.missing_docstring,
    rules.long_functions,
]
IN_THE_MODEL = [rules.hidden_entropy, rules.unsteady_numbers]
NAMELESS_ROOMS = ("polemos.theory", "polemos.model", "polemos.scenario", "polemos.engine")

PLANTED = [
    (rules.upward_imports, "polemos.model.air", "from polemos.engine import run"),
    (rules.upward_imports, "polemos.model.air", "def day():\n    import polemos.scenario.load"),
    (rules.upward_imports, "polemos.model.air", "if TYPE_CHECKING:\n    from ..scenario import schema"),
    (rules.upward_imports, "polemos.theory.tails", "from polemos.model.chance import uniform"),
    (rules.upward_imports, "polemos.engine.run", "import_module('polemos.interfaces.report')"),
    (rules.upward_imports, "polemos.errors", "from polemos.theory import balance"),
    (rules.upward_imports, "polemos.model.air", "import polemos"),
    (rules.upward_imports, "polemos.model.air", "from polemos import run"),
    (rules.upward_imports, "polemos.attic.air", ""),
    (rules.vague_names, "polemos.model.utils", ""),
    (rules.code_from_data, "polemos.engine.store", "import pickle"),
    (rules.code_from_data, "polemos.engine.store", "from joblib import load"),
    (rules.code_from_data, "polemos.engine.store", "np.load(path, allow_pickle=True)"),
    (rules.code_from_data, "polemos.scenario.load", "war = yaml.load(text, Loader=yaml.Loader)"),
    (rules.code_from_data, "polemos.scenario.edit", "value = eval(text)"),
    (rules.hidden_entropy, "polemos.model.air", "import random"),
    (rules.hidden_entropy, "polemos.model.air", "draw = np.random.poisson(3)"),
    (rules.hidden_entropy, "polemos.model.air", "from time import monotonic"),
    (rules.hidden_entropy, "polemos.model.air", "for actor in {1, 2}:\n    pass"),
    (rules.hidden_entropy, "polemos.model.air", "seen = set(actors)\nmen = [m for m in seen]"),
    (rules.unsteady_numbers, "polemos.model.air", "p = 1 - np.exp(-rate)"),
    (rules.unsteady_numbers, "polemos.model.air", "p = math.log(rate)"),
    (rules.unsteady_numbers, "polemos.model.air", "from math import exp"),
    (rules.unsteady_numbers, "polemos.model.air", "p = rate ** law"),
    (rules.unsteady_numbers, "polemos.model.air", "p = rate ** 0.5"),
    (rules.unsteady_numbers, "polemos.model.air", "total = a @ b"),
    (rules.unsteady_numbers, "polemos.model.air", "@njit(fastmath=True)\ndef f(): pass"),
    (rules.unsteady_numbers, "polemos.model.air", "for h in prange(10): pass"),
    (rules.named_parties, "polemos.model.air", "if name == 'isil':\n    pass"),
    (rules.named_parties, "polemos.engine.run", "ids = ['local_ypg']"),
    (rules.missing_docstring, "polemos.model.air", "x = 1"),
    (rules.long_functions, "polemos.model.air", "def f():\n" + "    x = 1\n" * 60),
]

HARMLESS = [
    (rules.upward_imports, "polemos.model.air", "from polemos.theory.lanchester import law"),
    (rules.upward_imports, "polemos.engine.provenance", "from polemos import __version__"),
    (rules.upward_imports, "polemos", "from polemos.engine.run import run"),
    (rules.hidden_entropy, "polemos.model.air", "known = set(actors)\nfor a in sorted(known):\n    pass"),
    (rules.unsteady_numbers, "polemos.model.air", "p = 2.0 ** -53 + x ** 2 + math.sqrt(y)"),
    (rules.unsteady_numbers, "polemos.model.air", "@njit(fastmath=False, nogil=True)\ndef f(): pass"),
    (rules.named_parties, "polemos.errors", '"""Such as ``actors.hezbollah.strength``."""'),
    (rules.long_functions, "polemos.model.air", 'def f():\n    """' + "word\n" * 90 + '"""\n    return 1\n'),
]


def label(value: object) -> str:
    return getattr(value, "__name__", None) or str(value).replace("\n", " ; ")[:50]


@pytest.mark.parametrize("rule", EVERYWHERE, ids=label)
def test_rule_holds_everywhere(rule: rules.Rule) -> None:
    assert [line for name, tree in MODULES.items() for line in rule(name, tree)] == []


@pytest.mark.parametrize("rule", IN_THE_MODEL, ids=label)
def test_rule_holds_in_the_model(rule: rules.Rule) -> None:
    rooms = {name: tree for name, tree in MODULES.items() if name.startswith("polemos.model")}
    assert rooms
    assert [line for name, tree in rooms.items() for line in rule(name, tree)] == []


def test_no_room_of_the_engine_knows_a_party() -> None:
    rooms = {name: tree for name, tree in MODULES.items() if name.startswith(NAMELESS_ROOMS)}
    assert [line for name, tree in rooms.items() for line in rules.named_parties(name, tree)] == []


@pytest.mark.parametrize(("rule", "module", "source"), PLANTED, ids=label)
def test_rule_sees_a_planted_violation(rule: rules.Rule, module: str, source: str) -> None:
    assert rule(module, ast.parse(source))


@pytest.mark.parametrize(("rule", "module", "source"), HARMLESS, ids=label)
def test_rule_leaves_the_harmless_alone(rule: rules.Rule, module: str, source: str) -> None:
    assert rule(module, ast.parse(source)) == []


def test_no_import_circles() -> None:
    assert rules.circles(MODULES) == []


def test_a_planted_circle_is_seen() -> None:
    sources = {
        "polemos.model.a": "from polemos.model import b",
        "polemos.model.b": "def f():\n    from polemos.model.c import g",
        "polemos.model.c": "from .a import h",
        "polemos.model.d": "from polemos.model.a import h",
    }
    found = rules.circles({name: ast.parse(text) for name, text in sources.items()})
    assert found == ["polemos.model.a -> polemos.model.b -> polemos.model.c -> polemos.model.a"]


def fresh_python(code: str) -> tuple[str, float]:
    """Run code in a new interpreter; return what it printed and the CPU seconds it took."""
    before = os.times()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    after = os.times()
    assert done.returncode == 0, done.stderr
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return done.stdout, spent


LOADED = "; import sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
HELP = "from polemos.interfaces.cli.main import main\ntry:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"


def heavy_loaded_by(code: str) -> set[str]:
    return rules.HEAVY & set(fresh_python(code + LOADED)[0].splitlines()[-1].split())


def test_import_is_light() -> None:
    assert heavy_loaded_by("import polemos; dir(polemos); polemos.BadInput; polemos.__version__") == set()


def test_a_heavy_import_is_seen() -> None:
    assert heavy_loaded_by("import polemos, yaml") == {"yaml"}


def test_help_loads_click_and_nothing_heavier() -> None:
    assert heavy_loaded_by(HELP + "pass") <= {"click"}


@pytest.mark.parametrize(("code", "budget"), [("import polemos", 0.3), (HELP, 0.5)], ids=["import", "help"])
def test_start_costs_little_processor_time(code: str, budget: float) -> None:
    # A busy neighbour on the same core stretches CPU seconds; the least of five tries is the steady figure.
    assert min(fresh_python(code)[1] for _ in range(5)) < budget


def test_front_door_is_small_and_every_name_has_a_home() -> None:
    import polemos

    public: Callable[[], list[str]] = polemos.__dir__
    assert public() == sorted(polemos.__all__)
    assert len(polemos.__all__) <= 30
    assert set(polemos._HOME) | {"__version__", "theory"} == set(polemos.__all__)
    for name in polemos.__all__:
        assert getattr(polemos, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = polemos.nonsense
