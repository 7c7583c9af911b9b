"""A server of the live page on a free port, and somebody who speaks HTTP to it letter by letter."""

from __future__ import annotations

import contextlib
import http.client
import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from polemos.engine.run import Run
from polemos.interfaces.explorer.app import Built, application
from polemos.interfaces.explorer.asking import Asking
from polemos.interfaces.explorer.serve import listening, server_of
from polemos.interfaces.explorer.views import Views

TOKEN = "a-token_that-only-the-test-knows"
SCRIPT, STYLE = b"/* script */" * 200, b"/* style */"
HISTORIES, DAYS = 60, 42


class Said(NamedTuple):
    """An answer: header names in small letters, each with all its values."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        found: str = self.json["problem"]
        return found


class Site(NamedTuple):
    """A running server and what is behind it."""

    port: int
    asking: Asking
    made: list[str]
    folder: Path
    scratch: Path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def call(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str | None] | None = None,
        body: bytes | None = None,
        chunked: bool = False,
    ) -> Said:
        """Send one request as the page itself would; ``headers`` are laid over its own, None leaves one out."""
        sent: dict[str, str | None] = {"Host": f"127.0.0.1:{self.port}", "Cookie": f"polemos-{self.port}={TOKEN}"}
        if method in ("POST", "DELETE"):
            sent["Origin"] = self.origin
        if body is not None:
            sent["Content-Type"] = "application/json"
            sent["Transfer-Encoding" if chunked else "Content-Length"] = "chunked" if chunked else str(len(body))
        sent |= dict(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            connection.endheaders()
            with contextlib.suppress(ConnectionError):  # a server that has refused need not read the rest
                for part in _parts(body, chunked):
                    connection.send(part)
            answer = connection.getresponse()
            found: dict[str, list[str]] = {}
            for name, value in answer.getheaders():
                found.setdefault(name.lower(), []).append(value)
            return Said(answer.status, found, answer.read())

    def ask(self, **question: Any) -> Said:
        return self.call("POST", "/api/asked", body=json.dumps(question).encode())

    def follow(self, name: str, until: Callable[[dict[str, Any]], bool], seconds: float = 120.0) -> dict[str, Any]:
        """Look at a question again and again until it is as wanted."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found: dict[str, Any] = self.call("GET", f"/api/asked/{name}").json
            if until(found):
                return found
            time.sleep(0.02)
        raise TimeoutError(f"{found['state']}, {found['done']} of {found['asked']}: {found['problem']}")


def _parts(body: bytes | None, chunked: bool) -> Iterator[bytes]:
    if body is None:
        return
    if not chunked:
        yield body
        return
    for at in range(0, len(body), 4096):
        part = body[at : at + 4096]
        yield f"{len(part):x}\r\n".encode() + part + b"\r\n"
    yield b"0\r\n\r\n"


def views(made: list[str]) -> Views:
    """Return views that say who they are and count how often they are made."""

    def saying(name: str) -> Callable[[], Any]:
        def make() -> Any:
            made.append(name)
            time.sleep(0.05)  # long enough for others to ask meanwhile
            return {"view": name, "filler": "x" * 2000}

        return make

    def history(number: int) -> Any:
        from polemos.errors import BadInput, Problem

        if number >= HISTORIES:
            raise BadInput(Problem(f"there is no history {number}"))
        return {"number": number}

    def broken() -> Any:
        made.append("ledger")
        raise ZeroDivisionError("a secret of the machine")

    return Views(
        page=saying("page"), weeks=lambda: {"share": float("nan")}, inputs=saying("inputs"), answers=saying("answers"),
        ledger=broken, document=lambda: None, other=saying("other"), history=history,
        plots=[lambda: "<svg xmlns='http://www.w3.org/2000/svg'/>"],
    )  # fmt: skip


def export(path: Path, **options: Any) -> Path:
    path.write_text(json.dumps({"name": path.name, **options}), encoding="utf-8")
    return path


@contextlib.contextmanager
def site_of(run: Run, threads: int | None = None) -> Iterator[Site]:
    """Serve a run with made-up views until the block ends."""
    assert run.folder is not None
    asking, made = Asking(run, threads), []  # type: tuple[Asking, list[str]]
    taken = listening(0)
    port = int(taken.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="polemos-test-") as scratch:
        app = application(views(made), asking, Built(SCRIPT, STYLE), export, Path(scratch))
        server = server_of(app, TOKEN, port)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
        thread.start()
        try:
            yield Site(port, asking, made, run.folder, Path(scratch))
        finally:
            asking.close()
            server.should_exit = True
            thread.join(10)
