"""Nobody reaches the live page but who has its address; each rule is shown by what it refuses and what it lets by."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from interfaces.explorer.visitor import SCRIPT, TOKEN, Said, Site
from polemos.interfaces.explorer.guard import CONTENT_POLICY, LARGEST_BODY, LONGEST_ADDRESS, LONGEST_HEADERS


class Twin(NamedTuple):
    """Two requests that differ in one thing: one is refused with a status, the other is let by."""

    name: str
    refused: Mapping[str, Any]
    status: int
    accepted: Mapping[str, Any]


def get(path: str = "/api/page", **headers: str | None) -> dict[str, Any]:
    return {
        "method": "GET",
        "path": path,
        "headers": {name.replace("_", "-"): value for name, value in headers.items()},
    }


def stop(**headers: str | None) -> dict[str, Any]:
    return {**get("/api/asked/0123456789abcdef", **headers), "method": "DELETE"}


def post(body: bytes = b"{}", chunked: bool = False, **headers: str | None) -> dict[str, Any]:
    return {**get("/api/asked", **headers), "method": "POST", "body": body, "chunked": chunked}


BEARER = f"Bearer {TOKEN}"
FITS = json.dumps({"without": ["x" * 100] * (LARGEST_BODY // 128)}).encode()
TWINS = [
    Twin("another name that leads here", get(Host="evil.example:PORT"), 403, get(Host="localhost:PORT")),
    Twin("no port", get(Host="127.0.0.1"), 403, get(Host="127.0.0.1:PORT")),
    Twin("another port", get(Host="127.0.0.1:1"), 403, get()),
    Twin("a name that begins like ours", get(Host="localhost:PORT.evil.example"), 403, get(Host="localhost:PORT")),
    Twin("an address of all networks", get(Host="0.0.0.0:PORT"), 403, get()),
    Twin("an address of IPv6 where none is listened on", get(Host="[::1]:PORT"), 403, get()),
    Twin("no token", get(Cookie=None), 403, get()),
    Twin("a wrong token", get(Cookie="polemos-PORT=wrong"), 403, get(Cookie=f"a=b; polemos-PORT={TOKEN}; c=d")),
    Twin("a token that begins right", get(Cookie=f"polemos-PORT={TOKEN[:-1]}"), 403, get()),
    Twin("the cookie of another port", get(Cookie=f"polemos-1={TOKEN}"), 403, get()),
    Twin("a token beyond ASCII", get(Cookie="polemos-PORT=\u00fc"), 403, get()),
    Twin("a wrong bearer", get(Cookie=None, Authorization="Bearer wrong"), 403, get(Cookie=None, Authorization=BEARER)),
    Twin("a token in the address of data", get(f"/api/page?token={TOKEN}", Cookie=None), 403, get("/api/page?a=b")),
    Twin("data without a token", get("/page.js", Cookie=None), 403, get("/page.js")),
    Twin("a foreign origin that reads", get(Origin="http://evil.example"), 403, get(Origin="http://127.0.0.1:PORT")),
    Twin("no origin for a change", post(Origin=None), 403, post()),
    Twin("a foreign origin for a change", post(Origin="http://evil.example"), 403, post()),
    Twin("a hidden origin", post(Origin="null"), 403, post()),
    Twin("our origin under another name of ours", post(Origin="http://localhost:PORT"), 403,
         post(Origin="http://localhost:PORT", Host="localhost:PORT")),
    Twin("another scheme", post(Origin="https://127.0.0.1:PORT"), 403, post()),
    Twin("no origin for a stop", stop(Origin=None), 403, stop()),
    Twin("another site reads", get(Sec_Fetch_Site="cross-site"), 403, get(Sec_Fetch_Site="same-origin")),
    Twin("another port reads", get(Sec_Fetch_Site="same-site"), 403, get(Sec_Fetch_Site="none")),
    Twin("another site opens it", get("/", Sec_Fetch_Site="cross-site"), 403, get("/", Sec_Fetch_Site="same-site")),
    Twin("a method that is not listed", {**get(), "method": "PUT"}, 405, get()),
    Twin("a change of what only reads", {**post(), "path": "/api/page"}, 405, get()),
    Twin("a stop of all", {**stop(), "path": "/api/asked"}, 405, stop()),
    Twin("a method that shows headers", {**get(), "method": "TRACE"}, 405, get()),
    Twin("an address that is not there", get("/api/secrets"), 404, get("/api/page")),
    Twin("up", get("/../page.js"), 404, get("/page.js")),
    Twin("up, escaped", get("/%2e%2e/page.js"), 404, get("/page.js")),
    Twin("escaped letters", get("/page%2ejs"), 404, get("/page.js")),
    Twin("up in an export", get("/api/export/..%2Frun.csv"), 404, get("/api/export/run.csv")),
    Twin("up in an export, twice escaped", get("/api/export/%252e%252e%252frun.csv"), 404, get("/api/export/run.csv")),
    Twin("a second slash", get("//api/page"), 404, get("/api/page")),
    Twin("a whole address in place of a path", get("http://evil.example/api/page"), 404, get("/api/page")),
    Twin("a long address", get("/api/page?a=" + "x" * LONGEST_ADDRESS), 414, get("/api/page?a=" + "x" * 1000)),
    Twin("long headers", get(X_Filler="x" * LONGEST_HEADERS), 431, get(X_Filler="x" * (LONGEST_HEADERS // 2))),
    Twin("a large body", post(b" " * (LARGEST_BODY + 1)), 413, post(FITS)),
    Twin("a large body in pieces", post(b" " * (LARGEST_BODY + 1), chunked=True), 413, post(FITS, chunked=True)),
    Twin("another body", post(Content_Type="text/plain"), 415, post(Content_Type="application/json; charset=utf-8")),
    Twin("a form", post(Content_Type="application/x-www-form-urlencoded"), 415, post()),
    Twin("a packed body", post(Content_Encoding="gzip"), 415, post()),
    Twin("a body where none belongs", {**get(), "body": b"{}"}, 400, get()),
    Twin("a body that is no JSON", post(b"{"), 400, post()),
    Twin("a deep body", post(b"[" * 60000), 400, post()),
]  # fmt: skip
# What is let by may still be answered with: no such question, or a question that cannot be asked.
LET_BY = {"GET": (200,), "POST": (422,), "DELETE": (404,)}


def sent(site: Site, request: Mapping[str, Any]) -> Said:
    here = str(site.port)
    headers = {k: v if v is None else v.replace("PORT", here) for k, v in request["headers"].items()}
    return site.call(**{**request, "headers": headers})


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
def test_one_is_refused_and_its_twin_let_by(site: Site, twin: Twin) -> None:
    refused, accepted = sent(site, twin.refused), sent(site, twin.accepted)
    assert refused.status == twin.status, refused.body
    assert accepted.status in LET_BY[twin.accepted["method"]], accepted.body
    if twin.refused["path"].startswith("/api/"):
        assert list(refused.json) == ["problem"]
    else:
        assert refused.headers["content-type"] == ["text/plain; charset=utf-8"]
    assert_sealed(refused)
    assert_sealed(accepted)


def assert_sealed(said: Said) -> None:
    """Every answer has each strict header exactly once."""
    policy = said.headers["content-security-policy"]
    assert policy in ([CONTENT_POLICY], ["default-src 'none'; style-src 'unsafe-inline'; sandbox"])
    assert said.headers["x-content-type-options"] == ["nosniff"]
    assert said.headers["referrer-policy"] == ["no-referrer"]
    assert said.headers["cross-origin-opener-policy"] == ["same-origin"]
    assert said.headers["cross-origin-resource-policy"] == ["same-origin"]
    assert said.headers["cache-control"] in (["no-store"], ["private, no-cache"])
    assert "server" not in said.headers
    assert "access-control-allow-origin" not in said.headers


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    parts = dict(part.split(" ", 1) for part in CONTENT_POLICY.split("; "))
    assert parts["default-src"] == parts["base-uri"] == parts["form-action"] == parts["frame-ancestors"] == "'none'"
    assert parts["script-src"] == parts["style-src"] == parts["connect-src"] == "'self'"
    assert "unsafe" not in CONTENT_POLICY
    assert "data:" not in CONTENT_POLICY


def test_the_token_comes_once_in_the_address_and_is_then_a_cookie(site: Site) -> None:
    said = site.call("GET", f"/?token={TOKEN}", {"Cookie": None})
    assert said.status == 303
    assert said.headers["location"] == ["/"]
    cookie, *rules = said.headers["set-cookie"][0].split("; ")
    assert cookie == f"polemos-{site.port}={TOKEN}"
    assert sorted(rules) == ["HttpOnly", "Path=/", "SameSite=Strict"]
    assert_sealed(said)
    page = site.call("GET", "/", {"Cookie": cookie})
    assert page.status == 200
    assert b'<div id="page"></div>' in page.body
    assert TOKEN.encode() not in page.body


@pytest.mark.parametrize("query", ["token=wrong", "token=", f"token={TOKEN}&token={TOKEN}", f"token={TOKEN[:-1]}"])
def test_a_wrong_token_in_the_address_is_refused_even_with_the_cookie(site: Site, query: str) -> None:
    said = site.call("GET", f"/?{query}")
    assert said.status == (403 if query != "token=" else 200)  # an empty value is no value
    assert "set-cookie" not in said.headers


def test_a_body_that_says_it_is_large_is_not_waited_for(site: Site) -> None:
    said = site.call("POST", "/api/asked", {"Content-Length": str(10**9), "Content-Type": "application/json"})
    assert said.status == 413
    assert said.headers["connection"] == ["close"]


def test_head_says_what_get_would_and_has_no_body(site: Site) -> None:
    said, whole = site.call("HEAD", "/page.css"), site.call("GET", "/page.css")
    assert (said.status, said.body) == (200, b"")
    assert said.headers["content-length"] == whole.headers["content-length"]
    assert_sealed(said)


def test_a_refused_method_is_told_the_right_ones(site: Site) -> None:
    assert site.call("PUT", "/api/asked").headers["allow"] == ["GET, POST, HEAD"]


def test_what_is_no_http_is_refused_with_the_strict_headers_too(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as wire:
        wire.sendall(b"HELO polemos\r\n\r\n")
        found = b""
        while part := wire.recv(4096):
            found += part
    head = found.partition(b"\r\n\r\n")[0].decode().lower()
    assert head.startswith("http/1.1 400")
    assert f"content-security-policy: {CONTENT_POLICY}" in head
    assert "server:" not in head


@pytest.mark.parametrize("lines", ["", "Host: 127.0.0.1:PORT\r\nHost: evil.example\r\n"], ids=["none", "two"])
def test_a_request_needs_exactly_one_host(site: Site, lines: str) -> None:
    request = f"GET /api/page HTTP/1.0\r\nCookie: polemos-PORT={TOKEN}\r\n{lines}\r\n".replace("PORT", str(site.port))
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as wire:
        wire.sendall(request.encode())
        assert wire.recv(4096).split(b" ")[1] in (b"400", b"403")


def test_only_loopback_is_listened_on(site: Site) -> None:
    """Another address of this machine refuses the connection."""
    with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
        socket.create_connection(("127.0.0.2", site.port), timeout=5).close()


def test_a_fault_is_told_without_its_inside_and_the_server_goes_on(
    site: Site, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("POLEMOS_DEBUG", raising=False)
    said = site.call("GET", "/api/ledger")
    assert said.status == 500
    assert "ZeroDivisionError" in said.problem
    assert "secret" not in said.body.decode()
    assert "Traceback" not in said.body.decode()
    assert_sealed(said)
    assert capfd.readouterr().err == ""
    monkeypatch.setenv("POLEMOS_DEBUG", "1")
    assert site.call("GET", "/api/ledger").status == 500
    assert "a secret of the machine" in capfd.readouterr().err
    assert site.call("GET", "/api/page").status == 200


def test_the_built_page_is_not_sent_twice(site: Site) -> None:
    first = site.call("GET", "/page.js")
    assert first.body == SCRIPT
    mark = first.headers["etag"][0]
    again = site.call("GET", "/page.js", {"If-None-Match": mark})
    assert (again.status, again.body) == (304, b"")
    assert site.call("GET", "/page.js", {"If-None-Match": 'W/"other"'}).status == 200
    assert site.call("GET", "/page.js", {"If-None-Match": mark, "Cookie": None}).status == 403
