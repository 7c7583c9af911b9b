"""What is handed out is whole: the wheel holds every file, the lock file every library for every Python."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PYTHONS = ("3.11", "3.12", "3.13")
FOREIGN = re.compile(r"https?://|file:|^-|(?<![\w-])/(home|root|opt|tmp|work|usr)\b", re.MULTILINE)


def locked(text: str, python: str) -> dict[str, str]:
    """Return name -> version of what the lock file installs on a Python on Linux; raise if a name comes twice."""
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.1",
        "sys_platform": "linux",
        "platform_python_implementation": "CPython",
    }
    found: dict[str, str] = {}
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if not line or line.startswith("#"):
            continue
        wanted = Requirement(line.split("--hash")[0])
        if "--hash=sha256:" not in line:
            raise ValueError(f"{wanted.name} has no hash")
        if wanted.marker is None or wanted.marker.evaluate(environment):
            name = canonicalize_name(wanted.name)
            if name in found:
                raise ValueError(f"{name} comes twice on Python {python}")
            found[name] = str(wanted.specifier).removeprefix("==")
    return found


@pytest.mark.parametrize("python", PYTHONS)
def test_lock_holds_every_library_in_a_wanted_version(python: str) -> None:
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    found = locked(LOCK, python)
    for wanted in map(Requirement, asked):
        assert found[canonicalize_name(wanted.name)] in wanted.specifier, f"{wanted}: run make lock"


def test_served_pythons_are_those_of_the_lock() -> None:
    served = SpecifierSet(PROJECT["project"]["requires-python"])
    assert [f"3.{minor}" for minor in range(8, 20) if f"3.{minor}.1" in served] == list(PYTHONS)


def test_lock_names_no_host_and_no_machine() -> None:
    assert FOREIGN.search(LOCK) is None


@pytest.mark.parametrize("line", ["--index-url https://a.example", "# from /home/me", "x @ file:///opt/x.whl"])
def test_a_planted_host_is_seen(line: str) -> None:
    assert FOREIGN.search(f"a==1 \\\n    --hash=sha256:00\n{line}\n")


def test_a_planted_gap_in_the_lock_is_seen() -> None:
    with pytest.raises(ValueError, match="no hash"):
        locked("numpy==2.4.6\n", "3.11")
    with pytest.raises(ValueError, match="twice"):
        locked("numpy==1 \\\n    --hash=sha256:00\nNumPy==2 \\\n    --hash=sha256:00\n", "3.11")


def test_wheel_holds_code_data_and_licence(tmp_path: Path) -> None:
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    inside = set(zipfile.ZipFile(built).namelist())
    source = ROOT / "src"
    there = [path for path in (source / "polemos").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {path.relative_to(source).as_posix() for path in there} <= inside
    assert any(name.endswith("licenses/LICENSE") for name in inside)
    assert "polemos/py.typed" in inside
