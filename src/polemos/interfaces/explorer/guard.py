"""The one door of the page's server: who may ask what, and how every answer is sealed.

Comes in: any request that reaches the port.  Goes out: the request handed on, or a refusal with one sentence.
Asked for are the exact host and origin (so that no other site, by name or by a renamed address, can speak to the
server), a token that only who started it knows, a listed method, and a body, address and headers of bounded size.
Every answer, refusals and faults included, carries the same strict headers.  What they hold is next door in ``app``.
"""

from __future__ import annotations

import hmac
import json
import os
import sys
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

LONGEST_BODY, LONGEST_ADDRESS, LONGEST_HEADERS = 64 * 1024, 2048, 16 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
SEAL = (
    (b"content-security-policy", POLICY.encode()), (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"), (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"), (b"cache-control", b"no-store"),
)  # fmt: skip
READS = ("GET", "HEAD")
WRITES = {"/api/asked": ("POST",), "/api/asked/": ("DELETE",)}
"""Where something may be written, and how; a path that ends in a slash stands for all below it."""


class Guard:
    """Lets through what may pass; ``port`` is the one that the server listens on, ``token`` its secret."""

    def __init__(self, app: App, port: int, token: str) -> None:
        self.app, self.port, self.token = app, port, token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.origins = {f"http://{host}" for host in self.hosts}
        self.cookie = f"polemos-{port}"

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise RuntimeError(f"the server speaks http alone, not {scope['type']}")
        sealed, begun = _sealed(send)
        try:
            refusal = self._refusal(scope)
            if refusal is not None:
                await _answer(sealed, *refusal)
            elif scope["path"] == "/" and b"token=" in scope["query_string"]:
                await self._let_in(scope, sealed)
            elif (body := await _body(scope, receive)) is None:
                await _answer(sealed, 413, f"The request holds more than {LONGEST_BODY:,} bytes.")
            else:
                await self.app(scope, _replayed(body, receive), sealed)
        except Exception:
            if os.environ.get("POLEMOS_DEBUG", "") not in ("", "0"):
                traceback.print_exc(file=sys.stderr)
            if not begun:
                await _answer(sealed, 500, "A fault of polemos itself. POLEMOS_DEBUG=1 shows where it happened.")

    def _refusal(self, scope: MutableMapping[str, Any]) -> tuple[int, str] | None:
        """Return why a request may not pass, None if it may."""
        headers = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        given = dict(headers)
        method, path = scope["method"], scope["path"]
        if [name for name, _ in headers].count(b"host") != 1 or given[b"host"] not in self.hosts:
            return 421, "This server answers to its own address alone."
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > LONGEST_ADDRESS:
            return 414, "The address is too long."
        if sum(len(name) + len(value) for name, value in headers) > LONGEST_HEADERS:
            return 431, "The headers are too long."
        writes = method not in READS
        origin = given.get(b"origin")
        if (origin is not None and origin not in self.origins) or (origin is None and writes):
            return 403, "Another site may not ask this server."
        if given.get(b"sec-fetch-site", "none") == "cross-site" and path.startswith("/api/"):
            return 403, "Another site may not ask this server."
        if method not in allowed(path):
            return 405, f"{method} is not served here."
        entering = path == "/" and b"token=" in scope["query_string"]
        if not entering and not self._known(given):
            return 403, "Open the address that polemos explore printed: it holds the token of this server."
        if method == "POST" and given.get(b"content-type", "").split(";")[0].strip() != "application/json":
            return 415, "The request must be JSON."
        return None

    def _known(self, given: dict[bytes, str]) -> bool:
        """Whether the request brings the token, as a cookie or as a bearer."""
        bearer = given.get(b"authorization", "")
        if bearer.startswith("Bearer "):
            return self._same(bearer.removeprefix("Bearer "))
        try:
            cookies = SimpleCookie(given.get(b"cookie", ""))
        except CookieError:
            return False
        return self.cookie in cookies and self._same(cookies[self.cookie].value)

    def _same(self, token: str) -> bool:
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())

    async def _let_in(self, scope: MutableMapping[str, Any], send: Send) -> None:
        """Change the token of the address for a cookie, so that it does not stay in the browser's history."""
        said = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not self._same(said):
            await _answer(send, 403, "The token is another server's: open the address that polemos explore printed.")
            return
        cookie = f"{self.cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/"
        headers = [(b"location", b"/"), (b"set-cookie", cookie.encode()), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def allowed(path: str) -> tuple[str, ...]:
    """Return the methods that a path takes."""
    below = [methods for where, methods in WRITES.items() if path.startswith(where) and where.endswith("/")]
    return (*READS, *WRITES.get(path, ()), *(below[0] if below else ()))


def _sealed(send: Send) -> tuple[Send, list[bool]]:
    """Return a way to send that adds the seal, and a list that is not empty once an answer has begun."""
    begun: list[bool] = []
    own = {name for name, _ in SEAL} - {b"content-security-policy"}

    async def seal(message: Message) -> None:
        if message["type"] == "http.response.start":
            begun.append(True)
            kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in own]
            stricter = any(name.lower() == b"content-security-policy" for name, _ in kept)
            message["headers"] = [*kept, *(pair for pair in SEAL if not (stricter and pair[0] == SEAL[0][0]))]
        await send(message)

    return seal, begun


async def _body(scope: MutableMapping[str, Any], receive: Receive) -> bytes | None:
    """Return the whole body, None if it is too long; a length that is declared is believed when it is too large."""
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    if not declared.isdigit() or int(declared) > LONGEST_BODY:
        return None
    found = b""
    while True:
        message = await receive()
        found += bytes(message.get("body", b""))
        if len(found) > LONGEST_BODY:
            return None
        if not message.get("more_body"):
            return found


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a way to receive that gives the body that was read, and then what comes after it."""
    given: list[bool] = []

    async def again() -> Message:
        if given:
            return await receive()
        given.append(True)
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _answer(send: Send, status: int, problem: str) -> None:
    """Answer with one sentence, as the page's ``Trouble``."""
    body = json.dumps({"problem": problem}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
