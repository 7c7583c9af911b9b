"""What the page's server answers: the page itself, what it shows, and what somebody asks in it.

Comes in: a run, a second one, answers, a ledger, a post.  Goes out: an ASGI application behind the guard.  What does
not change is made once, in a thread, when it is first asked for.  How it is served is next door in ``serve``.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polemos.errors import BadInput, PolemosError, Problem, did_you_mean
from polemos.interfaces.explorer.asking import Asking, problem_of
from polemos.interfaces.explorer.guard import Guard

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from polemos.engine.run import Run
    from polemos.experiments.answer import Answer

BUILT = Path(__file__).parent / "built"
SHELL = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>polemos</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
<div id="page"></div>
<noscript>This page needs scripts. The report (polemos report RUN) shows the same without any.</noscript>
</body>
</html>
"""
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="5" cy="8" r="4" fill="#d55e00"/>\
<path d="M11 4l4 4-4 4-4-4z" fill="#005a8c"/></svg>"""
KINDS = {
    ".csv": "text/csv", ".parquet": "application/vnd.apache.parquet", ".nc": "application/x-netcdf",
    ".geojson": "application/geo+json", ".graphml": "application/graphml+xml", ".svg": "image/svg+xml",
    ".png": "image/png",
}  # fmt: skip
LEAST_PACKED = 1000


@dataclass(frozen=True)
class Explored:
    """What is looked at: a run that commands call ``path``, and what stands beside it."""

    run: Run
    path: str
    other: Run | None = None
    other_path: str = ""
    answers: tuple[Answer, ...] = ()
    argued: Answer | None = None
    document: Path | None = None


class Parts:
    """The answers that do not change, each made once as packed bytes."""

    def __init__(self, explored: Explored) -> None:
        self.explored = explored
        self._made: dict[str, asyncio.Task[bytes]] = {}

    async def get(self, name: str) -> bytes:
        """Return the JSON of a part; several who ask at once wait for the same making."""
        if name not in self._made or (self._made[name].done() and self._made[name].exception() is not None):
            self._made[name] = asyncio.create_task(asyncio.to_thread(self._make, name))
        return await asyncio.shield(self._made[name])

    def _make(self, name: str) -> bytes:
        return as_json(self._views()[name]())

    def _views(self) -> dict[str, Callable[[], Any]]:
        from polemos.interfaces.explorer import answers_view, inputs_view, ledger_view, page_view, weeks_view
        from polemos.interfaces.explorer.contrasts import contrast_of

        seen = self.explored
        run, argued, document = seen.run, seen.argued, seen.document

        def other() -> Any:
            if seen.other is None:
                return None
            made = seen.other.manifest
            changes = [*made.what_if, *(f"without {name}" for name in made.without), *made.edits]
            label = f"{seen.other_path}: {', '.join(changes) or made.scenario}"
            return contrast_of(run, seen.other, label, f"polemos explore {seen.path} {seen.other_path}")

        return {
            "page": lambda: page_view.page_of(
                run, seen.path, seen.other is not None, argued is not None, bool(document)
            ),
            "weeks": lambda: weeks_view.weeks_of(run),
            "inputs": lambda: inputs_view.inputs_of(run),
            "answers": lambda: answers_view.answers_of(seen.answers),
            "ledger": lambda: ledger_view.ledger_of(run, argued),
            "document": lambda: None if document is None else ledger_view.document_of(document),
            "other": other,
        }


def as_json(plain: Any) -> bytes:
    """Return plain data as strict JSON."""
    return json.dumps(plain, allow_nan=False, separators=(",", ":")).encode()


def make_app(explored: Explored, port: int, token: str) -> Guard:
    """Return the application behind its guard."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    parts, asking = Parts(explored), Asking(explored.run, explored.path)

    def fixed(name: str) -> Any:
        async def answer(request: Request) -> Response:
            return _packed(request, await parts.get(name), "application/json")

        return answer

    def built(name: str, kind: str) -> Any:
        async def answer(request: Request) -> Response:
            return _packed(request, (BUILT / name).read_bytes(), kind)

        return answer

    async def shell(request: Request) -> Response:
        return _packed(request, SHELL.encode(), "text/html; charset=utf-8")

    async def icon(request: Request) -> Response:
        return _packed(request, ICON.encode(), "image/svg+xml")

    routes = [
        Route("/", shell),
        Route("/icon.svg", icon),
        Route("/page.js", built("page.js", "text/javascript; charset=utf-8")),
        Route("/page.css", built("page.css", "text/css; charset=utf-8")),
        *(Route(f"/api/{name}", fixed(name)) for name in
          ("page", "weeks", "inputs", "answers", "ledger", "document", "other")),
        Route("/api/answers/{number:int}/plot.svg", _plots(explored)),
        Route("/api/history/{number:int}", _histories(explored)),
        Route("/api/export/{name}", _exports(explored)),
        Route("/api/asked", _asked(asking), methods=["GET", "POST"]),
        Route("/api/asked/{name}", _one_asked(asking), methods=["GET", "DELETE"]),
    ]  # fmt: skip
    return Guard(Starlette(routes=routes, exception_handlers={404: _missing, PolemosError: _refused}), port, token)


def _packed(request: Request, body: bytes, kind: str, **headers: str) -> Response:
    """Return an answer, packed if it is worth it and the browser takes it so."""
    from starlette.responses import Response

    if len(body) >= LEAST_PACKED and "gzip" in request.headers.get("accept-encoding", ""):
        body, headers = gzip.compress(body, 5, mtime=0), {**headers, "content-encoding": "gzip"}
    return Response(body, media_type=kind, headers={**headers, "vary": "accept-encoding"})


async def _missing(request: Request, error: Exception) -> Response:
    from starlette.responses import JSONResponse

    return JSONResponse({"problem": "There is nothing at this address."}, 404)


async def _refused(request: Request, error: Exception) -> Response:
    from starlette.responses import JSONResponse

    assert isinstance(error, PolemosError)
    return JSONResponse({"problem": problem_of(error)}, 422 if isinstance(error, BadInput) else 500)


def _plots(explored: Explored) -> Any:
    async def answer(request: Request) -> Response:
        number = request.path_params["number"]
        if number >= len(explored.answers):
            return await _missing(request, LookupError())
        drawn = await asyncio.to_thread(lambda: explored.answers[number].svg().encode())
        policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        return _packed(request, drawn, "image/svg+xml", **{"content-security-policy": policy})

    return answer


def _histories(explored: Explored) -> Any:
    async def answer(request: Request) -> Response:
        from polemos.interfaces.explorer.history_view import history_of

        number = request.path_params["number"]
        found = await asyncio.to_thread(lambda: as_json(history_of(explored.run, number, explored.path)))
        return _packed(request, found, "application/json")

    return answer


def _exports(explored: Explored) -> Any:
    async def answer(request: Request) -> Response:
        from polemos.interfaces.exports import export

        name, said = request.path_params["name"], request.query_params
        stem, ending = Path(name).stem, Path(name).suffix
        if ending not in KINDS or not stem.isidentifier():
            hint = did_you_mean(ending, list(KINDS)) or f"end it in {', '.join(KINDS)}"
            raise BadInput(Problem("its ending says no format that can be written", file=name, hint=hint))
        numbers = {key: int(said[key]) for key in ("week", "history") if said.get(key, "").isdecimal()}
        figure = stem if ending in (".svg", ".png") else None

        def write() -> bytes:
            with tempfile.TemporaryDirectory(prefix="polemos-") as folder:
                file = export(explored.run, Path(folder) / name, figure=figure, **numbers)
                return Path(file).read_bytes()

        data = await asyncio.to_thread(write)
        file = f"{explored.run.manifest.scenario}-{name}".replace('"', "")
        disposition = {"content-disposition": f'attachment; filename="{file}"'}
        return _packed(request, data, KINDS[ending], **disposition)

    return answer


def _asked(asking: Asking) -> Any:
    async def answer(request: Request) -> Response:
        from starlette.responses import JSONResponse

        if request.method != "POST":
            return JSONResponse(asking.all())
        try:
            body = json.loads(await request.body())
        except ValueError:
            raise BadInput(Problem("the request is no JSON", key="asked")) from None
        return JSONResponse(await asyncio.to_thread(asking.ask, body), 202)

    return answer


def _one_asked(asking: Asking) -> Any:
    async def answer(request: Request) -> Response:
        name = request.path_params["name"]
        found = asking.stop(name) if request.method == "DELETE" else asking.one(name)
        if found is None:
            return await _missing(request, LookupError())
        return _packed(request, as_json(found), "application/json")

    return answer
