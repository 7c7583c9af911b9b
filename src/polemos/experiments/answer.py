"""The form of every answer: a labelled dataset, tables, a plot, and the command that asks again.

Comes in: what a question found.  Goes out: ``Answer``, in memory or as a folder with ``answer.json`` (the result in
plain data, with its provenance and a digest of itself), ``answer.nc`` (every number, labelled), ``answer.svg``, and
further files that a verb adds.  How the tables and the plot of a verb look is said in the verb's own room, by
``tables(answer)`` and ``draw(answer, ax)``.
"""

from __future__ import annotations

import html
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from polemos import __version__
from polemos.engine import durable, provenance
from polemos.engine.provenance import Manifest
from polemos.engine.run import Run
from polemos.errors import BadInput, Problem
from polemos.experiments.case import BASELINE
from polemos.experiments.command import command_of
from polemos.experiments.frozen import FROZEN, canonical, digest_of, refuse_frozen
from polemos.experiments.tables import Table, renderable, text_of

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes

    from polemos.experiments.laboratory import Laboratory

Plain = dict[str, Any]
FORMAT = 1
ANSWER, DATASET, PLOT, CASES = "answer.json", "answer.nc", "answer.svg", "cases"
# Verb -> the room that says how its answers look; one on a higher floor by its whole name, loaded when it is asked for.
ROOMS = {
    "compare": "contrasts.compare", "attribute": "attribution.attribute", "sensitivity": "importance.sensitivity",
    "discover": "discovery.discover", "branch": "departures.branch", "why-diverge": "departures.partings",
    "calibrate": "calibration.calibrate",
    "check-prior": "checking.check_prior",
    "forecast": "prediction.forecast", "score": "prediction.score",
    "argue": "polemos.evidence.argue",
}  # fmt: skip
ANOTHER = "ask the question again into another folder, or remove this one"


@dataclass(eq=False)
class Answer:
    """What a question found, and what it was asked of; prints as its tables."""

    verb: str
    question: Plain
    findings: Plain
    cases: list[Plain]
    engine: str
    versions: Plain
    data: xarray.Dataset | None = None
    folder: Path | None = None
    files: dict[str, bytes] = field(default_factory=dict, repr=False)  # further files of the folder, by name
    _open: Any = field(default=None, repr=False)

    @cached_property
    def dataset(self) -> xarray.Dataset:
        """Every number of the answer, labelled, with units and definitions."""
        if self.data is not None:
            return self.data
        assert self.folder is not None
        return _read_dataset(self.folder / DATASET)

    @property
    def command(self) -> str:
        """The command line that asks again."""
        return command_of(self.verb, self.question)

    @property
    def folder_name(self) -> str:
        """The name of the answer's folder when the user gives none: verb, war, digest of the question, seed."""
        digest = blake2b(self.command.encode(), digest_size=8).hexdigest()[:6]
        war = self.cases[0]["scenario"] if self.cases else "run"
        return f"{self.verb}-{war}-{digest}" + (f"-s{self.question['seed']}" if "seed" in self.question else "")

    def tables(self) -> list[Table]:
        """Return the answer as tables."""
        found: list[Table] = _room(self.verb).tables(self)
        engine = provenance.engine_digest()
        if self.engine != engine:
            note = (
                f"made by another engine ({self.engine[:6]}, this is {engine[:6]}): ask again for numbers of this one"
            )
            found = [*found, Table("", notes=(note,))]
        return found

    def text(self, width: int | None = None) -> str:
        """Return the tables as text of at most so many characters in a line."""
        return text_of(self.tables(), width)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the answer into axes, its own if none are given, and return them."""
        if ax is None:
            import matplotlib.pyplot as plt

            _, ax = plt.subplots(figsize=_size(self), layout="constrained")
        drawn: Axes = _room(self.verb).draw(self, ax)
        return drawn

    def to_json(self) -> Plain:
        """Return the answer as plain data: no NaN, None for what is not known."""
        plain: Plain = strict(
            {
                "polemos": self.versions.get("polemos", ""), "verb": self.verb, "command": self.command,
                "question": self.question, "engine": self.engine, "versions": self.versions, "cases": self.cases,
                "result": self.findings,
            }
        )  # fmt: skip
        return plain

    def save(self, folder: str | Path) -> Path:
        """Write the answer into a folder, each file whole or not at all; an earlier answer there is replaced.

        Raises BadInput if the folder holds something else or is frozen, EnvironmentTrouble if the disk will not have
        it.
        """
        place = Path(folder)
        _refuse_foreign(place)
        refuse_frozen(place)
        _refuse_names(self.files)
        earlier = _further_files(place)
        durable.make_folder(place)
        durable.write_whole(place / DATASET, _netcdf(self.dataset, self._about()))
        durable.write_whole(place / PLOT, self.svg().encode("utf-8"))
        for name, data in self.files.items():
            durable.write_whole(place / name, data)
        plain = {"format": FORMAT, **self.to_json()}
        plain["dataset"] = digest_of((place / DATASET).read_bytes())
        if self.files:
            plain["files"] = {name: digest_of(data) for name, data in self.files.items()}
        plain["self"] = digest_of(canonical(plain))
        durable.write_whole(place / ANSWER, json.dumps(plain, indent=1, allow_nan=False).encode("ascii") + b"\n")
        for name in earlier - set(self.files):
            (place / name).unlink(missing_ok=True)
        self.folder = place
        return place

    def svg(self) -> str:
        """Return the plot as an SVG document; the same answer gives the same bytes."""
        from io import StringIO

        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

        with matplotlib.rc_context({"svg.hashsalt": self.verb, "svg.fonttype": "none", "text.parse_math": False}):
            figure = Figure(figsize=_size(self), layout="constrained")
            FigureCanvasSVG(figure)
            self.plot(figure.subplots())
            found = StringIO()
            figure.savefig(found, format="svg", metadata={"Date": None, "Creator": None})
        return found.getvalue()

    def _about(self) -> Plain:
        return {"command": self.command, "engine": self.engine, "polemos": str(self.versions.get("polemos", ""))}

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Answer: {self.command}>"

    def __rich_console__(self, console: Any, options: Any) -> Any:
        yield renderable(self.tables(), options.max_width)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text(110))}</pre>"


def make_answer(
    verb: str,
    question: Mapping[str, Any],
    laboratory: Laboratory,
    runs: Mapping[str, Run],
    dataset: xarray.Dataset,
    findings: Plain,
) -> Answer:
    """Return the answer of a question with its provenance; ``runs`` are its cases by their labels."""
    asked = {**question, "rules": laboratory.rules()} if laboratory.rules() else dict(question)
    return Answer(
        verb=verb,
        question=strict(asked),
        findings=strict(findings),
        cases=[case_of(label, run) for label, run in runs.items()],
        engine=provenance.engine_digest(),
        versions={**provenance.versions(), "polemos": __version__},
        data=dataset,
    )


def case_of(label: str, run: Run) -> Plain:
    """Return what identifies a case: the run's id says which numbers, the folder's name where they are kept."""
    manifest = run.manifest
    return {
        "label": label, "scenario": manifest.scenario, "run": manifest.run, "digest": manifest.digest,
        "days": manifest.days, "seed": manifest.seed, "histories": run.histories, "edits": list(manifest.edits),
        "what_if": list(manifest.what_if), "without": list(manifest.without),
        "kept_in": run.folder.name if run.folder else None,
    }  # fmt: skip


def case_of_design(manifest: Manifest, histories: int) -> Plain:
    """Return what identifies a war whose histories had given inputs and were not kept."""
    return {
        "label": BASELINE, "scenario": manifest.scenario, "run": manifest.run, "digest": manifest.digest,
        "days": manifest.days, "seed": manifest.seed, "histories": histories, "edits": list(manifest.edits),
        "what_if": list(manifest.what_if), "without": list(manifest.without), "kept_in": None,
    }  # fmt: skip


def is_answer(folder: str | Path) -> bool:
    """Whether a folder holds an answer."""
    return (Path(folder) / ANSWER).is_file()


def open_answer(folder: str | Path) -> Answer:
    """Open the folder of an answer, its files verified; raises BadInput naming the file that is wrong."""
    place = Path(folder)
    path = place / ANSWER
    damaged = BadInput(Problem("is damaged or edited: its digest does not fit", file=str(path), hint=ANOTHER))
    try:
        plain = json.loads(path.read_bytes())
        claimed = plain.pop("self")
        if plain["format"] != FORMAT:
            what = f"has format {plain['format']}, this polemos reads format {FORMAT}"
            raise BadInput(Problem(what, file=str(path), hint="open it with the polemos that made it"))
        if claimed != digest_of(canonical(plain)):
            raise damaged
        answer = Answer(
            plain["verb"], plain["question"], plain["result"], plain["cases"], plain["engine"], plain["versions"],
            folder=place,
        )  # fmt: skip
        _refuse_names(plain.get("files", {}))
        answer.files = {name: (place / name).read_bytes() for name in plain.get("files", {})}
        digests = {DATASET: plain["dataset"], **plain.get("files", {})}
        for name, data in {DATASET: (place / DATASET).read_bytes(), **answer.files}.items():
            if digest_of(data) != digests[name]:
                raise BadInput(Problem("is damaged or of another answer", file=str(place / name), hint=ANOTHER))
    except FileNotFoundError as error:
        raise BadInput(Problem("is missing", file=str(error.filename), hint="name the folder of an answer")) from None
    except OSError as error:
        raise BadInput(Problem(f"cannot be read ({error.strerror})", file=str(error.filename))) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise damaged from None
    return answer


def strict(part: Any) -> Any:
    """Return data with plain numbers, and None where a number is not known or is infinite."""
    if isinstance(part, Mapping):
        return {str(name): strict(inside) for name, inside in part.items()}
    if isinstance(part, (list, tuple)):
        return [strict(inside) for inside in part]
    if isinstance(part, (np.generic, np.ndarray)):
        return strict(part.item() if part.ndim == 0 else part.tolist())
    if isinstance(part, Path):
        return str(part)
    return None if isinstance(part, float) and not math.isfinite(part) else part


def _room(verb: str) -> Any:
    """Return the room of a verb, which says how its answers look."""
    if verb not in ROOMS:
        raise BadInput(Problem(f"answers a question that this polemos does not know, {verb!r}", key="verb"))
    room = ROOMS[verb]
    return import_module(room if room.startswith("polemos.") else f"polemos.experiments.{room}")


def _size(answer: Answer) -> tuple[float, float]:
    """Return the size of a plot [inches], as its room says."""
    size: tuple[float, float] = getattr(_room(answer.verb), "size", lambda _: (8.0, 5.0))(answer)
    return size


def _netcdf(dataset: xarray.Dataset, about: Plain) -> bytes:
    packed = {
        name: {"zlib": True, "complevel": 1}
        for name, variable in dataset.data_vars.items()
        if variable.dtype.kind in "biuf" and variable.ndim
    }
    file = BytesIO()
    dataset.assign_attrs(about).to_netcdf(file, engine="h5netcdf", encoding=packed)
    return file.getvalue()


def _read_dataset(path: Path) -> xarray.Dataset:
    import xarray as xr

    return xr.load_dataset(path, engine="h5netcdf")


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder that is neither empty nor an answer's, so that nobody's files are mixed with an answer's."""
    names = sorted(item.name for item in folder.iterdir()) if folder.is_dir() else []
    foreign = [name for name in names if name not in (ANSWER, DATASET, PLOT, CASES)]
    if foreign and ANSWER not in names:
        what = f"holds other files ({foreign[0]} for one) and is not the folder of an answer"
        raise BadInput(Problem(what, file=str(folder), hint="name a new or empty folder with --out"))


def _refuse_names(files: Mapping[str, Any]) -> None:
    """Refuse further files that would leave the folder or take the place of the answer's own."""
    for name in files:
        if (
            not name
            or name != Path(name).name
            or name.startswith(".")
            or name in (ANSWER, DATASET, PLOT, CASES, FROZEN)
        ):
            raise BadInput(Problem(f"{name!r} cannot be the name of a further file of an answer", key="files"))


def _further_files(folder: Path) -> set[str]:
    """Return the further files of an answer that is about to be replaced; none if it cannot be read."""
    try:
        return set(open_answer(folder).files)
    except BadInput:
        return set()


__all__: Sequence[str] = ("Answer", "case_of", "is_answer", "make_answer", "open_answer", "strict")
