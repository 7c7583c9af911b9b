"""``polemos explore`` as a process: one line on stdout, loopback alone, gone when told to."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

import pytest

import worlds
from interfaces.explorer.visitor import Site
from polemos.engine.run import Run
from polemos.errors import EnvironmentTrouble
from polemos.interfaces.cli.main import COMMANDS, answer
from polemos.interfaces.explorer import app, serve
from polemos.interfaces.explorer.app import built_page
from polemos.interfaces.explorer.serve import listening

TESTS = Path(worlds.__file__).resolve().parents[1]
# The command with made-up views in place of those that are made of a run, and a page that needs no build.
SERVED = """
import sys, time
from polemos.interfaces.cli.main import main
from polemos.interfaces.explorer import app, asking, serve
from interfaces.explorer.visitor import views
app.built_page = lambda: app.Built(b"1", b"2")
serve.serve.__defaults__ = (lambda opened: views([]), 1)
serve.open_all = lambda run, *_: serve.Opened(__import__("polemos").open_run(run), run)
if "--slow" in sys.argv:
    sys.argv.remove("--slow")
    planned = asking.Laboratory.plan
    def endless(laboratory, changes):
        plan = planned(laboratory, changes)
        return plan._replace(simulate=lambda first, length: time.sleep(60))
    asking.Laboratory.plan = endless
main(["explore", *sys.argv[1:]])
"""


@pytest.fixture
def served(explored: Run) -> Iterator[subprocess.Popen[str]]:
    """The command in a process of its own, as soon as it has said where it is."""
    yield from _served(explored)


@pytest.fixture
def served_busy(explored: Run) -> Iterator[subprocess.Popen[str]]:
    """The same, where a block of histories takes a minute."""
    yield from _served(explored, "--slow")


def _served(explored: Run, *options: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([os.environ.get("PYTHONPATH", ""), str(TESTS)])}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVED, str(explored.folder), *options],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def address_of(process: subprocess.Popen[str]) -> tuple[int, str]:
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\?token=([A-Za-z0-9_-]{43})\n", line)
    assert found, line
    return int(found[1]), found[2]


def ask(port: int, path: str, method: str = "GET", body: str | None = None, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        found = connection.getresponse()
        return found.status, found.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_when_told_to(served: subprocess.Popen[str], number: signal.Signals) -> None:
    port, token = address_of(served)
    bearer = f"Bearer {token}"
    assert ask(port, f"/?token={token}")[0] == 303
    assert ask(port, "/", Authorization=bearer)[0] == 200
    assert ask(port, "/")[0] == 403
    idle = http.client.HTTPConnection("127.0.0.1", port, timeout=30)  # a browser's open connection holds nobody
    idle.request("GET", "/", headers={"Authorization": bearer})
    idle.getresponse().read()
    code, out, err, seconds = ended(served, number)
    idle.close()
    assert (code, out) == (0, "")
    assert seconds < 2.0
    assert "Ctrl-C ends it" in err
    assert "Traceback" not in err
    assert token not in err


def test_a_running_simulation_does_not_hold_it(served_busy: subprocess.Popen[str]) -> None:
    port, token = address_of(served_busy)
    headers = {"Authorization": f"Bearer {token}", "Origin": f"http://127.0.0.1:{port}"}
    status, said = ask(port, "/api/asked", "POST", '{"without": ["truce"]}', Content_Type="application/json", **headers)
    assert status == 200, said
    until = time.monotonic() + 30
    while '"running"' not in ask(port, "/api/asked", **headers)[1]:
        assert time.monotonic() < until
        time.sleep(0.05)
    code, out, err, seconds = ended(served_busy, signal.SIGINT)
    assert (code, out) == (0, "")
    assert seconds < 2.0
    assert "Traceback" not in err


def told_twice(at: int) -> bool:
    """Tell a server to end, and again at the ``at``-th line of the handler; return whether it has so many lines."""
    lines, fired = 0, False

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal lines, fired
        lines += event == "line"
        if lines == at and not fired:
            fired = True
            signal.raise_signal(signal.SIGINT)
        return trace

    server = SimpleNamespace(should_exit=False)
    with serve.ended_by_signals(server, lambda: None):  # type: ignore[arg-type]
        signal.alarm(10)
        sys.settrace(trace)
        try:
            signal.raise_signal(signal.SIGTERM)
        finally:
            sys.settrace(None)
            signal.alarm(0)
    assert server.should_exit
    return fired


def test_a_second_signal_at_any_moment_of_the_first_holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """``timeout`` and a terminal tell a process twice: the second signal can come at any line of the handler."""
    monkeypatch.setattr(serve, "_leave", lambda tidy: None)
    monkeypatch.setattr(serve, "LAST_MOMENT", 0.0)

    def late(number: int, frame: FrameType | None) -> None:
        raise AssertionError("the handler waits for itself")

    before = signal.signal(signal.SIGALRM, late)
    try:
        at = 1
        while told_twice(at):
            at += 1
    finally:
        signal.signal(signal.SIGALRM, before)
    assert at > 10  # so many lines has the handler, with what it calls


def ended(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str, str, float]:
    began = time.monotonic()
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err, time.monotonic() - began


def test_a_taken_port_is_one_message_and_a_free_one_is_taken(site: Site) -> None:
    with pytest.raises(EnvironmentTrouble, match=rf"^port {site.port} cannot be taken .*, choose another with --port"):
        listening(site.port)
    with listening(0) as found:
        assert found.getsockname()[0] == "127.0.0.1"
        assert found.family == socket.AF_INET


def test_a_page_that_was_not_built_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.js").write_bytes(b"1")
    with pytest.raises(EnvironmentTrouble, match="has not been built, `make page`"):
        built_page(tmp_path)
    (tmp_path / "page.css").write_bytes(b"2")
    assert built_page(tmp_path) == app.Built(b"1", b"2")
    monkeypatch.setattr(built_page, "__defaults__", (tmp_path / "none",))
    assert answer(["explore", "nowhere"]) == 3
    assert capfd.readouterr().err.count("\n") == 1


def test_what_is_no_run_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(built_page, "__defaults__", (tmp_path,))
    for name in ("page.js", "page.css"):
        (tmp_path / name).write_bytes(b"")
    assert answer(["explore", str(tmp_path / "nowhere"), "-q"]) == 2
    assert capfd.readouterr().err == f"polemos: {tmp_path / 'nowhere'}: there is no such run folder\n"
    assert answer(["explore", str(tmp_path), "--port", "65536"]) == 2
    assert "explore" in COMMANDS


def test_what_never_asks_is_cut_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that send nothing would otherwise fill the server."""
    from polemos.interfaces.explorer import serve

    monkeypatch.setattr(serve, "FIRST_REQUEST", 0.2)
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as silent:
        silent.sendall(b"GET / HTTP/1.1\r\n")
        assert silent.recv(1) == b""
    monkeypatch.setattr(serve, "MOST_CONNECTIONS", 0)
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        site.call("GET", "/api/page")
    monkeypatch.undo()
    assert site.call("GET", "/api/page").status == 200
