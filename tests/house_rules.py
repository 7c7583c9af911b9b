"""The rules of the house as functions: source text in, violations out, one readable line each.

``test_architecture`` applies every rule to ``src`` and to a planted violation, so that a rule which sees
nothing is itself found out.  What a rule cannot see (a set behind three calls, say) is said in its docstring.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping

FLOORS = {
    "dimensions": 0,
    "units": 0,
    "errors": 0,
    "theory": 1,
    "model": 1,
    "scenario": 2,
    "engine": 3,
    "experiments": 4,
    "evidence": 5,
    "interfaces": 6,
}
"""Rank of each room directly under ``polemos``; imports go to a lower rank or stay in the same room."""

HEAVY = frozenset(
    "numpy numba llvmlite xarray pandas matplotlib pyarrow netCDF4 h5netcdf h5py scipy rich sklearn SALib".split()
    + "pydantic yaml click lxml starlette uvicorn anyio".split()
)
"""Libraries that ``import polemos`` must not load."""

Rule = Callable[[str, ast.Module], list[str]]
"""A rule over one file: (dotted module name, its tree) -> violations."""


def imported(module: str, tree: ast.Module, known: frozenset[str] | None = None) -> list[tuple[int, str]]:
    """Return (line, dotted name) of everything under ``polemos`` that the tree imports, wherever it stands.

    Counts imports inside functions and under ``TYPE_CHECKING``, relative ones, and ``import_module`` of a
    literal.  With ``known`` (all modules), ``from a.b import c`` is ``a.b`` unless ``a.b.c`` is among them.
    """
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")[: -node.level]
                base = ".".join([*parts, base] if base else parts)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                is_module = known is None or whole in known
                found.append((node.lineno, whole if is_module else base))
        elif isinstance(node, ast.Call) and _called(node).endswith("import_module") and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.append((node.lineno, first.value))
    return [(line, name) for line, name in found if name == "polemos" or name.startswith("polemos.")]


def room(module: str) -> str:
    """Return the room directly under ``polemos`` that a module belongs to; empty for the front door."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def upward_imports(module: str, tree: ast.Module) -> list[str]:
    """Imports go down only; ``model`` may use ``theory`` on its own floor, not the other way round.

    The front door stands outside the floors; from it a room may take only ``__version__``.
    """
    here = room(module)
    if not here:
        return []
    if here not in FLOORS:
        return [f"{module}: the room {here!r} stands on no floor"]
    wrong = []
    for line, name in imported(module, tree):
        there = room(name)
        if not there or there == "__version__":
            allowed = there == "__version__"
        elif there not in FLOORS:
            allowed = False
        else:
            same = there == here or (here, there) == ("model", "theory") or FLOORS[here] == FLOORS[there] == 0
            allowed = same or FLOORS[there] < FLOORS[here]
        if not allowed:
            wrong.append(f"{module}:{line}: imports {name}")
    return wrong


def circles(modules: Mapping[str, ast.Module]) -> list[str]:
    """Return each import circle among the modules once, as ``a -> b -> a``."""
    known = frozenset(modules)
    edges = {
        name: sorted({to for _, to in imported(name, tree, known) if to in modules and to != name})
        for name, tree in modules.items()
        if name != "polemos"
    }
    done: set[str] = set()
    found: list[str] = []

    def walk(name: str, path: list[str]) -> None:
        if name in path:
            found.append(" -> ".join([*path[path.index(name) :], name]))
            return
        if name in done:
            return
        for to in edges.get(name, ()):
            walk(to, [*path, name])
        done.add(name)

    for name in sorted(edges):
        walk(name, [])
    return found


def vague_names(module: str, tree: ast.Module) -> list[str]:
    """A module is named after what it computes."""
    vague = {"utils", "util", "helpers", "common", "misc"} & set(module.split("."))
    return [f"{module}: {name!r} says nothing about what is inside" for name in sorted(vague)]


def code_from_data(module: str, tree: ast.Module) -> list[str]:
    """Nothing read from a file may run: no pickle and its kin, no eval or exec, no general YAML loader."""
    banned = {"pickle", "cPickle", "dill", "joblib", "cloudpickle", "shelve", "marshal"}
    calls = {"eval", "exec", "yaml.load", "yaml.load_all", "yaml.unsafe_load", "yaml.full_load", "compile"}
    return [*_imports_of(module, tree, banned), *_calls_of(module, tree, calls), *_allow_pickle(module, tree)]


def hidden_entropy(module: str, tree: ast.Module) -> list[str]:
    """A day of war depends on its inputs and keyed draws only: no global draws, clock, or order of a set.

    Sees a loop over a set display, over a call of ``set`` or ``frozenset``, and over a name bound to one in
    the same file; does not see a set that a function returns.
    """
    banned = {"random", "time", "datetime", "uuid", "secrets", "os", "threading", "socket"}
    wrong = _imports_of(module, tree, banned)
    wrong += [
        f"{module}:{node.lineno}: uses {_dotted(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _dotted(node) in {"np.random", "numpy.random"}
    ]
    return wrong + _set_loops(module, tree)


def unsteady_numbers(module: str, tree: ast.Module) -> list[str]:
    """Only + - * / and square roots agree to the bit on all processors: no library exp, log or pow, no BLAS.

    ``**`` is allowed between constants and with a small whole exponent, which is multiplication.
    """
    names = "exp exp2 expm1 log log2 log10 log1p pow power float_power sin cos tan tanh".split()
    names += "dot matmul einsum inner".split()
    calls = {f"{library}.{name}" for library in ("np", "numpy", "math") for name in names} | {"pow"}
    wrong = _calls_of(module, tree, calls)
    wrong += _imports_of(module, tree, {f"math.{name}" for name in names} | {f"numpy.{name}" for name in names})
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            wrong.append(f"{module}:{node.lineno}: a matrix product sums in an order that BLAS chooses")
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and not _plain_power(node):
            wrong.append(f"{module}:{node.lineno}: a power of computed exponent")
        elif isinstance(node, ast.keyword) and node.arg in {"fastmath", "parallel"} and not _is_false(node.value):
            wrong.append(f"{module}:{node.value.lineno}: {node.arg} lets the compiler reorder sums")
        elif isinstance(node, (ast.Name, ast.Attribute)) and _dotted(node).split(".")[-1] == "prange":
            wrong.append(f"{module}:{node.lineno}: prange makes sums depend on the number of threads")
    return wrong


def named_parties(module: str, tree: ast.Module) -> list[str]:
    """No code knows a party of a real war: text that is no docstring holds none of their names."""
    parties = "hezbollah isil nusra ypg pyd irgc assad russia russian iran iranian turkey damascus".split()
    prose = {id(text) for text in _docstrings(tree)}
    return [
        f"{module}:{node.lineno}: the text {node.value[:40]!r} names a party"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in prose
        and set(node.value.lower().replace("_", " ").split()) & set(parties)
    ]


def missing_docstring(module: str, tree: ast.Module) -> list[str]:
    """Every file says what it holds."""
    return [] if ast.get_docstring(tree) else [f"{module}: no module docstring"]


def long_functions(module: str, tree: ast.Module, limit: int = 60) -> list[str]:
    """No function has more than ``limit`` lines; its docstring is not counted."""
    wrong = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node, clean=False) is not None:
                lines -= (first.end_lineno or first.lineno) - first.lineno + 1
            if lines > limit:
                wrong.append(f"{module}:{node.lineno}: {node.name} has {lines} lines")
    return wrong


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return ""


def _called(node: ast.Call) -> str:
    return _dotted(node.func)


def _imports_of(module: str, tree: ast.Module, banned: set[str]) -> list[str]:
    wrong = []
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if any(".".join(parts[:length]) in banned for length in range(1, len(parts) + 1)):
                wrong.append(f"{module}:{node.lineno}: imports {name}")
    return wrong


def _calls_of(module: str, tree: ast.Module, banned: set[str]) -> list[str]:
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [f"{module}:{node.lineno}: calls {_called(node)}" for node in calls if _called(node) in banned]


def _allow_pickle(module: str, tree: ast.Module) -> list[str]:
    return [
        f"{module}:{node.value.lineno}: allow_pickle"
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle" and not _is_false(node.value)
    ]


def _is_false(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def _plain_power(node: ast.BinOp) -> bool:
    exponent = node.right.operand if isinstance(node.right, ast.UnaryOp) else node.right
    if not isinstance(exponent, ast.Constant):
        return False
    return isinstance(node.left, ast.Constant) or (isinstance(exponent.value, int) and exponent.value <= 4)


def _makes_set(node: ast.AST | None) -> bool:
    if isinstance(node, ast.Call):
        return _called(node) in {"set", "frozenset"}
    return isinstance(node, (ast.Set, ast.SetComp))


def _set_loops(module: str, tree: ast.Module) -> Iterator[str] | list[str]:
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _makes_set(node.value):
            bound |= {_dotted(target) for target in node.targets}
        elif isinstance(node, ast.AnnAssign) and _makes_set(node.value):
            bound.add(_dotted(node.target))
    over = [node.iter for node in ast.walk(tree) if isinstance(node, (ast.For, ast.comprehension))]
    return [
        f"{module}:{node.lineno}: loops over a set, whose order is not fixed"
        for node in over
        if _makes_set(node) or (_dotted(node) and _dotted(node) in bound)
    ]


def _docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        for body in (getattr(node, "body", None),):
            for statement in body if isinstance(body, list) else ():
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                    yield statement.value
