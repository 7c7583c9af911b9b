"""The gate of the live page: who may ask, what, and how much; every request passes here before anything else sees it.

Comes in: a request to a server on loopback, where any web site that the same browser shows, and any other person on the
machine, can send requests too.  Goes out: an answer with strict headers, or a refusal in one sentence.  What is served
is next door in ``app``, the socket in ``serve``.

In this order:
1. sizes of address and headers;
2. Host: exactly a name of ours with our port, so that no other site's name can be pointed here (DNS rebinding);
3. where the browser says that another site asks (Sec-Fetch-Site, Origin), it is refused; what changes something needs
   our own Origin;
4. the token: it comes once in the address ``/?token=...`` and is then a cookie that no script can read and that no
   other site's request carries; programs may send it as ``Authorization: Bearer``;
5. path and method, both listed; a body only where one belongs, as JSON, of limited size and within some seconds.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
import sys
import traceback
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

LONGEST_ADDRESS = 2048
LONGEST_HEADERS = 16 * 1024
LARGEST_BODY = 64 * 1024
# A body that has not come by then does not come [s].
PATIENCE = 10.0
# Requests answered at the same time; a browser sends six.
MOST_AT_ONCE = 64
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
STRICT = (
    ("content-security-policy", CONTENT_POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
)
"""What every answer carries, unless it has a stricter or better one of its own."""
PLAIN_PATH = re.compile(rb"/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)?")
"""Paths are words of letters and digits: nothing escaped, empty, hidden or going up."""
CHANGING = ("POST", "DELETE")


class Way(NamedTuple):
    """Paths that there are and the methods that they take; HEAD goes with GET."""

    path: re.Pattern[str]
    methods: tuple[str, ...]


class Refusal(Exception):
    """Why a request is not answered: a status, and a sentence for the person."""

    def __init__(self, status: int, problem: str, headers: Sequence[tuple[str, str]] = ()) -> None:
        self.status, self.problem, self.headers = status, problem, headers
        super().__init__(problem)


class Guard:
    """Lets through what a page of ours, or a person who has the token, asks of the server on ``port``."""

    def __init__(self, app: Application, ways: Sequence[Way], token: str, port: int, names: Sequence[str] = ()) -> None:
        self._app, self._ways, self._token = app, tuple(ways), token.encode("ascii")
        self._cookie = f"polemos-{port}"
        hosts = [*(names or ("127.0.0.1", "localhost"))]
        bare = hosts if port == 80 else []  # a browser leaves the usual port out
        self._hosts = frozenset(f"{host}:{port}" for host in hosts) | frozenset(bare)
        self._busy = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            return
        started = False

        async def strict(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": with_strict_headers(message.get("headers", []))}
            await send(message)

        self._busy += 1
        try:
            await self._answer(scope, receive, strict)
        except Refusal as refusal:
            if not started:
                await _refuse(scope, strict, refusal)
        except Exception as error:
            if os.environ.get("POLEMOS_DEBUG", "") not in ("", "0"):
                traceback.print_exc(file=sys.stderr)
            if not started:
                await _refuse(scope, strict, Refusal(500, _fault(error)))
        finally:
            self._busy -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._busy > MOST_AT_ONCE:
            raise Refusal(503, "too many requests at once", [("retry-after", "1")])
        headers = _headers(scope)
        self._check_sender(scope, headers)
        if self._brings_token(scope):
            cookie = f"{self._cookie}={self._token.decode()}; HttpOnly; SameSite=Strict; Path=/"
            await _send_whole(send, 303, [("location", "/"), ("set-cookie", cookie)], b"")
            return
        if not self._has_token(headers):
            problem = "open the address that polemos explore printed: it holds the token that this page needs"
            raise Refusal(403, problem)
        self._check_way(scope)
        body = await _body(scope, headers, receive)
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)

    def _check_sender(self, scope: Scope, headers: dict[str, list[str]]) -> None:
        """Refuse what is not addressed to us or comes from a page that is not ours."""
        if headers.get("host", []) not in [[host] for host in self._hosts]:
            raise Refusal(403, "this server answers only to the address that polemos explore printed")
        site = headers.get("sec-fetch-site", ["none"])
        welcome = ("same-origin", "none", "same-site") if scope["path"] == "/" else ("same-origin", "none")
        if any(word not in welcome for word in site):
            raise Refusal(403, "another site may not ask here")
        origin = headers.get("origin", [])
        expected = [f"http://{headers['host'][0]}"]
        if origin != expected and (origin or scope["method"] in CHANGING):
            raise Refusal(403, "only the page itself may ask for this (its Origin is missing or another)")

    def _brings_token(self, scope: Scope) -> bool:
        """Whether the address holds the token; raises Refusal if it holds another."""
        if scope["path"] != "/" or scope["method"] != "GET" or not scope.get("query_string"):
            return False
        given = parse_qs(scope["query_string"].decode("ascii", "replace"), max_num_fields=8).get("token")
        if given is None:
            return False
        if len(given) != 1 or not self._is_token(given[0]):
            problem = "the token in this address is not that of the polemos explore which runs here now"
            raise Refusal(403, problem)
        return True

    def _has_token(self, headers: dict[str, list[str]]) -> bool:
        """Whether a cookie of ours or ``Authorization: Bearer`` holds the token."""
        for line in headers.get("cookie", []):
            for part in line.split(";"):
                name, _, value = part.strip().partition("=")
                if name == self._cookie and self._is_token(value):
                    return True
        given = headers.get("authorization", [])
        return len(given) == 1 and given[0].startswith("Bearer ") and self._is_token(given[0][len("Bearer ") :])

    def _is_token(self, text: str) -> bool:
        return secrets.compare_digest(text.encode("utf-8", "replace"), self._token)

    def _check_way(self, scope: Scope) -> None:
        """Refuse paths and methods that are not listed."""
        raw = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
        way = next((way for way in self._ways if way.path.fullmatch(scope["path"])), None)
        if way is None or not PLAIN_PATH.fullmatch(raw):
            raise Refusal(404, "there is nothing at this address")
        methods = (*way.methods, "HEAD") if "GET" in way.methods else way.methods
        if scope["method"] not in methods:
            raise Refusal(405, f"this address takes {', '.join(methods)}", [("allow", ", ".join(methods))])


def with_strict_headers(headers: Sequence[tuple[bytes, bytes]]) -> Headers:
    """Return headers with the strict ones added where the answer has none of its own; a server's name is taken out."""
    kept = [(name.lower(), value) for name, value in headers if name.lower() not in (b"server", b"x-powered-by")]
    there = {name for name, _ in kept}
    return kept + [(n.encode(), v.encode()) for n, v in STRICT if n.encode() not in there]


def _headers(scope: Scope) -> dict[str, list[str]]:
    """Return the headers by name; raises Refusal if they or the address are too long."""
    raw = scope.get("raw_path") or scope["path"].encode("utf-8", "replace")
    if len(raw) + len(scope.get("query_string", b"")) > LONGEST_ADDRESS:
        raise Refusal(414, f"the address is longer than {LONGEST_ADDRESS} letters")
    if sum(len(name) + len(value) + 4 for name, value in scope["headers"]) > LONGEST_HEADERS:
        raise Refusal(431, f"the headers are longer than {LONGEST_HEADERS} letters")
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


async def _body(scope: Scope, headers: dict[str, list[str]], receive: Receive) -> bytes:
    """Return the whole body of a request; raises Refusal for one that is too large, too slow, or has no place here."""
    length = headers.get("content-length", ["0"])[0]
    large = Refusal(413, f"the body is larger than {LARGEST_BODY // 1024} KiB")
    if scope["method"] != "POST":
        if length != "0" or "transfer-encoding" in headers:
            raise Refusal(400, f"{scope['method']} takes no body here")
        return b""
    kind = headers.get("content-type", [""])
    if len(kind) != 1 or kind[0].partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "the body has to be application/json")
    if "content-encoding" in headers:
        raise Refusal(415, "the body has to be sent as it is, not packed")
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        raise large
    found = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refusal(400, "the body did not come whole")
                found += message.get("body", b"")
                if len(found) > LARGEST_BODY:
                    raise large
                if not message.get("more_body", False):
                    return bytes(found)
    except TimeoutError:
        raise Refusal(408, "the body did not come in time", [("connection", "close")]) from None


async def _refuse(scope: Scope, send: Send, refusal: Refusal) -> None:
    """Send a refusal: JSON for what a program asks, a line of text for a person."""
    api = scope["path"].startswith("/api/")
    kind = "application/json" if api else "text/plain; charset=utf-8"
    text = json.dumps({"problem": refusal.problem}) if api else f"polemos: {refusal.problem}\n"
    headers = [("content-type", kind), *refusal.headers]
    if refusal.status == 413:
        headers.append(("connection", "close"))
    await _send_whole(send, refusal.status, headers, text.encode())


async def _send_whole(send: Send, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
    lines = [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers]
    lines.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})


def _fault(error: Exception) -> str:
    return (
        f"a fault of polemos itself ({type(error).__name__}). Please report it with what you did; "
        "POLEMOS_DEBUG=1 before polemos explore shows where it happened"
    )
