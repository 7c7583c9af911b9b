"""The addresses of the live page, and what stands behind each.

Comes in: what makes the answers (``views``), the questions of the page (``asking``), and the built page.  Goes out: one
application, whose answers have the shapes of ``frontend/src/contract.ts``, and ``WAYS``, the addresses and methods that
there are.  Who may ask is decided next door in ``guard``, before anything here is reached.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route, Router

from polemos.errors import BadInput, EnvironmentTrouble, PolemosError, Problem
from polemos.interfaces.explorer.guard import Application, Receive, Refusal, Scope, Send, Way
from polemos.interfaces.explorer.views import MOST_HISTORIES_KEPT, Kept, Views, as_json

if TYPE_CHECKING:
    from polemos.interfaces.explorer.asking import Asking

BUILT = Path(__file__).parent / "built"
VIEWS = ("page", "weeks", "inputs", "answers", "ledger", "document", "other")
WAYS = (
    Way(re.compile(r"/|/page\.js|/page\.css|/icon\.svg"), ("GET",)),
    Way(re.compile(rf"/api/(?:{'|'.join(VIEWS)})"), ("GET",)),
    Way(re.compile(r"/api/answers/\d{1,4}/plot\.svg"), ("GET",)),
    Way(re.compile(r"/api/history/\d{1,9}"), ("GET",)),
    Way(re.compile(r"/api/asked"), ("GET", "POST")),
    Way(re.compile(r"/api/asked/[0-9a-f]{16}"), ("GET", "DELETE")),
    Way(re.compile(r"/api/export/[a-z][a-z0-9-]{0,40}\.[a-z]{2,8}"), ("GET",)),
)
SHELL = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>polemos explore</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body>
<div id="page"></div>
<noscript>This page is drawn by a script of its own; without scripts, <code>polemos report RUN</code> writes one that
needs none.</noscript>
</body>
</html>
"""
ICON = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    b'<path d="M2 13 6 5l3 5 2-3 3 6z" fill="#005a8c"/></svg>'
)
KINDS = {
    ".csv": "text/csv; charset=utf-8", ".geojson": "application/geo+json", ".graphml": "application/graphml+xml",
    ".nc": "application/x-netcdf", ".parquet": "application/vnd.apache.parquet", ".png": "image/png",
    ".svg": "image/svg+xml",
}  # fmt: skip
FIGURES = (".svg", ".png")
# A drawing has nothing to run and nothing to load, should somebody open it by itself.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
Export = Callable[..., Path]


@dataclass(frozen=True)
class Built:
    """The page as it was built from ``frontend/``."""

    script: bytes
    style: bytes


def built_page(folder: Path = BUILT) -> Built:
    """Return the built page; raises EnvironmentTrouble if it is not there."""
    try:
        return Built((folder / "page.js").read_bytes(), (folder / "page.css").read_bytes())
    except OSError:
        hint = "`make page` in the checkout builds it; a wheel brings it"
        raise EnvironmentTrouble(
            Problem("the page of polemos explore has not been built", str(folder), hint=hint)
        ) from None


def application(views: Views, asking: Asking, built: Built, export: Export, scratch: Path) -> Application:
    """Return what answers all addresses; ``export(path, week=, history=, figure=)`` writes a file below ``scratch``."""
    rooms = _Rooms(views, asking, built, export, scratch)
    routes = [
        Route("/", rooms.shell),
        Route("/icon.svg", rooms.icon),
        Route("/page.js", rooms.script),
        Route("/page.css", rooms.style),
        *(Route(f"/api/{name}", rooms.view(name)) for name in VIEWS),
        Route("/api/answers/{number:int}/plot.svg", rooms.plot),
        Route("/api/history/{number:int}", rooms.history),
        Route("/api/asked", rooms.all_asked, methods=["GET"]),
        Route("/api/asked", rooms.ask, methods=["POST"]),
        Route("/api/asked/{name}", rooms.one_asked, methods=["GET"]),
        Route("/api/asked/{name}", rooms.stop, methods=["DELETE"]),
        Route("/api/export/{name}", rooms.export),
    ]
    packed: Application = GZipMiddleware(Router(routes), minimum_size=1000, compresslevel=5)

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await packed(scope, receive, send)
        except PolemosError as error:
            status = 503 if isinstance(error, EnvironmentTrouble) else 422
            raise Refusal(status, "\n".join(str(problem) for problem in error.problems)) from None

    return answer


class _Rooms:
    """One method for each kind of address."""

    def __init__(self, views: Views, asking: Asking, built: Built, export: Export, scratch: Path) -> None:
        self._views, self._asking, self._built, self._export, self._scratch = views, asking, built, export, scratch
        self._kept = Kept()
        # Drawing is not made for several threads at a time.
        self._drawing = threading.Lock()

    async def shell(self, request: Request) -> Response:
        return Response(SHELL, media_type="text/html")

    async def icon(self, request: Request) -> Response:
        return _same_as_before(request, ICON, "image/svg+xml")

    async def script(self, request: Request) -> Response:
        return _same_as_before(request, self._built.script, "text/javascript")

    async def style(self, request: Request) -> Response:
        return _same_as_before(request, self._built.style, "text/css")

    def view(self, name: str) -> Callable[[Request], Any]:
        make = getattr(self._views, name)

        async def answer(request: Request) -> Response:
            return _json(await self._kept.get(name, lambda: as_json(make())))

        return answer

    async def history(self, request: Request) -> Response:
        number = request.path_params["number"]
        try:
            found = await self._kept.get(number, lambda: as_json(self._views.history(number)))
        except BadInput as error:
            raise Refusal(404, str(error)) from None
        self._kept.forget(int, MOST_HISTORIES_KEPT)
        return _json(found)

    async def plot(self, request: Request) -> Response:
        number = request.path_params["number"]
        if number >= len(self._views.plots):
            raise Refusal(404, f"there is no answer {number}")

        def draw() -> bytes:
            with self._drawing:
                drawn: bytes = self._views.plots[number]().encode("utf-8")
                return drawn

        found = await self._kept.get(("plot", number), draw)
        return Response(found, media_type="image/svg+xml", headers={"content-security-policy": DRAWING_POLICY})

    async def all_asked(self, request: Request) -> Response:
        return _json(as_json(self._asking.all()))

    async def ask(self, request: Request) -> Response:
        try:
            plain = json.loads(await request.body())
        except (ValueError, RecursionError):
            raise Refusal(400, "the body is no JSON") from None
        return _json(await run_in_threadpool(lambda: as_json(self._asking.ask(plain))))

    async def one_asked(self, request: Request) -> Response:
        return _asked(self._asking.get(request.path_params["name"]))

    async def stop(self, request: Request) -> Response:
        return _asked(self._asking.stop(request.path_params["name"]))

    async def export(self, request: Request) -> Response:
        name = request.path_params["name"]
        ending = Path(name).suffix
        if ending not in KINDS:
            raise Refusal(404, f"a run is not written as {ending}")
        options = _options(request, Path(name).stem if ending in FIGURES else None)
        folder = Path(tempfile.mkdtemp(dir=self._scratch))

        def write() -> Path:
            with self._drawing:
                return self._export(folder / name, **options)

        try:
            path = await run_in_threadpool(write)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        headers = {"content-security-policy": DRAWING_POLICY} if ending in FIGURES else {}
        gone = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
        return FileResponse(path, filename=name, media_type=KINDS[ending], headers=headers, background=gone)


def _options(request: Request, figure: str | None) -> dict[str, Any]:
    """Return what an export is asked for; raises Refusal for anything else."""
    found: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if name in found or name not in ("week", "history", "figure"):
            raise Refusal(400, "an export takes week, history and figure, each once")
        if name != "figure" and not re.fullmatch(r"[0-9]{1,9}", value):
            raise Refusal(400, f"{name} has to be a whole number")
        found[name] = value if name == "figure" else int(value)
    return found if figure is None else {"figure": figure, **found}


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")


def _asked(found: dict[str, Any] | None) -> Response:
    if found is None:
        raise Refusal(404, "there is no such question")
    return _json(as_json(found))


def _same_as_before(request: Request, body: bytes, kind: str) -> Response:
    """Return a part of the page, or that the browser has it already."""
    mark = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"etag": mark, "cache-control": "private, no-cache"}
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=kind, headers=headers)
