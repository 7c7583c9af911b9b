"""The texts that were marked by hand, read and looked through once; the war whose parties they name."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from evidence.posts import POST
from polemos.evidence.annotation_file import Annotation, read_annotation
from polemos.evidence.document import read_post
from polemos.evidence.mentions import Mention, mentions_of
from polemos.evidence.names import Names
from polemos.evidence.names_file import read_names
from polemos.evidence.segments import Document
from polemos.scenario.compile import War, compile_scenario
from polemos.scenario.load import load
from polemos.scenario.sources import WARS

HERE = Path(__file__).resolve().parent
TEXTS = {"agency": HERE / "texts" / "agency.txt", "partisan": HERE / "texts" / "partisan.html"}
MARKS = {name: HERE / "annotations" / f"{name}.yaml" for name in TEXTS}
POST_MARKS = WARS / "annotations" / "fissure-post-2016-06.yaml"
POST_DAY = "2016-06-15"


class Read(NamedTuple):
    document: Document
    mentions: tuple[Mention, ...]
    marks: Annotation


@cache
def war() -> War:
    return compile_scenario(load("syria-2016"))


@cache
def names() -> Names:
    return read_names(None, war())


@cache
def marked(name: str) -> Read:
    """Return one of the made-up texts, or the real post under the name "post"."""
    path, marks = (POST, POST_MARKS) if name == "post" else (TEXTS[name], MARKS[name])
    document = read_post(path, date=POST_DAY if name == "post" else None)
    return Read(document, mentions_of(document, names()), read_annotation(marks, document))


def named(text: str, date: str | None = None) -> list[tuple[str, str, str]]:
    """Return what a text names: words, kind and id."""
    document = read_post(f"A title\n\n{text}".encode(), date=date)
    return [(document.text[one.first : one.last], one.kind, one.id) for one in mentions_of(document, names())]
