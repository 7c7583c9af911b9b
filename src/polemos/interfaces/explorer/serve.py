"""Serving the page: one port of this machine's loopback, until somebody stops it.

Comes in: what is looked at, and a port.  Goes out: the address with the server's token, and a server that runs.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable

from polemos.errors import EnvironmentTrouble, Problem
from polemos.interfaces.explorer.app import BUILT, Explored, make_app

HOST = "127.0.0.1"
FILES = ("page.js", "page.css")


def check_built() -> None:
    """Raise EnvironmentTrouble if the page was not built with this installation."""
    for name in FILES:
        if not (BUILT / name).is_file():
            hint = "in a checkout, make page builds it; else install polemos again where its build can reach npm"
            raise EnvironmentTrouble(Problem("the page was not built with this installation", str(BUILT), hint=hint))


def bound(port: int) -> socket.socket:
    """Return a socket that listens on loopback; raises EnvironmentTrouble if the port is taken."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
    except OSError as error:
        found.close()
        hint = f"{error.strerror}; take another one with --port, or 0 for a free one"
        raise EnvironmentTrouble(Problem(f"port {port} cannot be used", "--port", hint=hint)) from None
    return found


def serve(explored: Explored, port: int, ready: Callable[[str], None]) -> None:
    """Serve the page until the process is told to end; ``ready`` is called with the address once it listens."""
    import uvicorn

    listening = bound(port)
    number, token = int(listening.getsockname()[1]), secrets.token_urlsafe(24)

    class Server(uvicorn.Server):
        """uvicorn, which says when it listens."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready(f"http://{HOST}:{number}/?token={token}")

    settings = uvicorn.Config(
        make_app(explored, number, token), http="h11", ws="none", lifespan="off", access_log=False, log_level="error",
        proxy_headers=False, server_header=False, limit_concurrency=64, timeout_graceful_shutdown=1,
    )  # fmt: skip
    with listening:
        Server(settings).run(sockets=[listening])
