"""The server of the live page: opens what is looked at, listens on loopback, ends at once when told to.

Comes in: folders and files as a person names them.  Goes out: a page at an address with a token in it, until Ctrl-C.
What is served is next door in ``app``, who may ask in ``guard``.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from polemos.errors import BadInput, EnvironmentTrouble, Problem
from polemos.interfaces.explorer.app import WAYS, Built, application
from polemos.interfaces.explorer.asking import Asking
from polemos.interfaces.explorer.guard import Guard, with_strict_headers
from polemos.interfaces.explorer.views import Opened, Views, views_of

if TYPE_CHECKING:
    from polemos.engine.run import Run

HOST = "127.0.0.1"
TOKEN_BYTES = 32
MOST_CONNECTIONS = 128
# A connection that has not sent a whole request by then is closed [s].
FIRST_REQUEST = 15.0
# What still holds the process that long after it was told to end is left behind [s].
LAST_MOMENT = 1.2


class Server(uvicorn.Server):
    """Leaves signals to ``serve``, which ends with exit code 0."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal."""
        yield


class Protocol(H11Protocol):
    """HTTP/1.1 with limits on connections; what is no HTTP is refused with strict headers too."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection if there are not too many, and give it some seconds for its first request."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()
            return
        asyncio.get_running_loop().call_later(FIRST_REQUEST, self._close_if_silent)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        headers = with_strict_headers([(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")])
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"), h11.Data(data=msg.encode("ascii")),
            h11.EndOfMessage(),
        ):  # fmt: skip
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _close_if_silent(self) -> None:
        if self.cycle is None and self.transport is not None:
            self.transport.close()


def open_all(
    run: str,
    other: str | None = None,
    argued: str | None = None,
    with_: Sequence[str] = (),
    document: str | None = None,
    partial: bool = False,
) -> Opened:
    """Open and verify everything that is looked at.

    Raises BadInput at the first folder or file that is damaged, of another war, or no run or answer.
    """
    from polemos.engine.cache import kept_compiled
    from polemos.engine.run import open_run
    from polemos.evidence.document import read_post
    from polemos.interfaces.kept_answers import kept_answers
    from polemos.interfaces.report import argued_about

    first = open_run(run, partial=partial)
    second = None if other is None else open_run(other, partial=partial)
    if second is not None:
        refuse_other_ground(first, second)
    with kept_compiled():  # before there are threads: what is compiled is kept in one place for the whole process
        import polemos.engine.kernel
        import polemos.engine.replay  # noqa: F401
    judged = argued_about(first, argued)
    post = None if document is None else read_post(Path(document))
    return Opened(first, run, second, judged, tuple(kept_answers(first, with_)), post)


def refuse_other_ground(run: Run, other: Run) -> None:
    """Raise BadInput unless two runs have the same places, camps, actors and days, so that one map holds both."""
    one, two = run.war.legend, other.war.legend
    where = str(other.folder or "RUN2")
    problems = [
        Problem(f"has other {name} than {run.folder or 'RUN'}", where, hint="name two runs of one war")
        for name in ("places", "camps", "actors")
        if tuple(getattr(one, name)) != tuple(getattr(two, name))
    ]
    if run.war.days != other.war.days or run.war.start != other.war.start:
        what = f"is of {other.war.days} days from {other.war.start}, not {run.war.days} from {run.war.start}"
        problems.append(Problem(what, where, hint="run one of them again with the same --days"))
    if problems:
        raise BadInput(problems)


def listening(port: int) -> socket.socket:
    """Return a socket that listens on loopback; port 0 takes a free one.  Raises EnvironmentTrouble."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
        found.listen(MOST_CONNECTIONS)
    except OSError as error:
        found.close()
        hint = "choose another with --port, or 0 for a free one"
        what = f"port {port} cannot be taken ({(error.strerror or str(error)).lower()})"
        raise EnvironmentTrouble(Problem(what, hint=hint)) from None
    return found


def serve(
    opened: Opened,
    built: Built,
    port: int,
    ready: Callable[[str], object],
    views: Callable[[Opened], Views] = views_of,
    threads: int | None = None,
) -> None:
    """Serve the page until a signal comes; ``ready`` gets its address, token and all, once it listens."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    taken = listening(port)
    number = int(taken.getsockname()[1])
    asking = Asking(opened.run, threads)
    scratch = Path(tempfile.mkdtemp(prefix="polemos-"))
    app = application(views(opened), asking, built, partial(_export, opened.run), scratch)
    server = server_of(app, token, number)
    with ended_by_signals(server, partial(shutil.rmtree, scratch, ignore_errors=True)):
        ready(f"http://{HOST}:{number}/?token={token}")
        try:
            server.run(sockets=[taken])
        finally:
            asking.close()


def server_of(app: Any, token: str, port: int) -> Server:
    """Return the server of an application behind its guard."""
    config = uvicorn.Config(
        Guard(app, WAYS, token, port), http=Protocol, loop="asyncio", ws="none", lifespan="off", interface="asgi3",
        access_log=False, log_config=None, log_level="critical", proxy_headers=False, server_header=False,
        backlog=MOST_CONNECTIONS, timeout_keep_alive=15, timeout_graceful_shutdown=1,
    )  # fmt: skip
    return Server(config)


@contextlib.contextmanager
def ended_by_signals(server: Server, tidy: Callable[[], object]) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the server, and then the process with exit code 0; ``tidy`` is called in any case.

    What does not end by itself within a moment is left behind: a compiled block of histories cannot be stopped, and
    nothing of it is written.  Nor is the memory of a large run given back piece by piece.
    """
    # A list and no Event: a second signal may come in the midst of this one's handler, and an Event's lock would wait
    # for itself.
    told: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        server.should_exit = True
        told.append(number)
        if len(told) == 1:
            last = threading.Timer(LAST_MOMENT, _leave, [tidy])
            last.daemon = True
            last.start()

    ours = threading.current_thread() is threading.main_thread()
    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)} if ours else {}
    try:
        yield
    finally:
        if told:
            _leave(tidy)
        tidy()
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(tidy: Callable[[], object]) -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    tidy()
    os._exit(0)


def _export(run: Run, path: Path, **options: Any) -> Path:
    from polemos.interfaces.exports import export

    return export(run, path, **options)
