"""The starter policy: our own text, from which an organisation makes its own. Read from the files beside this one."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from network.policy.states import LANGUAGES

HERE = Path(__file__).parent
DOCUMENTS = ("house-rules", "social-media", "moderation-rules", "whistleblowing", "privacy")  # in this order
PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    "nb": ("[arbeidsgiver]", "[varslingskanal]", "[verneombud]", "[BHT]", "[personvernombud]"),
    "en": (
        "[employer]", "[whistleblowing channel]", "[safety representative]",
        "[occupational health service]", "[data protection officer]",
    ),
}  # fmt: skip
_LAW = re.compile(r"^(?:Lov|Law): (?P<law>.+?), (?P<place>.+) \((?:lest|read) (?P<read_on>\d{4}-\d\d-\d\d)\)$")
_BRACKETS = re.compile(r"\[[^\]\n]+\](?!\()")  # a link of Markdown is none

Words = Mapping[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Law:
    """A place in a law that a section rests on, as it read on a day."""

    law: str
    place: str
    read_on: date


@dataclass(frozen=True, slots=True)
class StarterText:
    """What a section says in one language."""

    heading: str
    short: str
    body: str
    laws: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class StarterSection:
    """One section in every language."""

    slug: str
    texts: Mapping[str, StarterText]


@dataclass(frozen=True, slots=True)
class StarterOption:
    """A possible answer, and why it is right or not."""

    text: Words
    why: Words
    is_right: bool


@dataclass(frozen=True, slots=True)
class StarterQuestion:
    """What somebody might meet at work, tied to the section that answers it."""

    section: str
    text: Words
    options: tuple[StarterOption, ...]


@dataclass(frozen=True, slots=True)
class StarterSnippet:
    """A sentence from a section for one context."""

    section: str
    context: str
    text: Words


@dataclass(frozen=True, slots=True)
class StarterDocument:
    """All that a document begins with; `advice` is for the one who begins it, and no part of the text."""

    kind: str
    name: Words
    audience: str
    requires_agreement: bool
    advice: tuple[Words, ...]
    sections: tuple[StarterSection, ...]
    quiz: tuple[StarterQuestion, ...]
    snippets: tuple[StarterSnippet, ...]


@cache
def load(document: str) -> StarterDocument:
    """The starter of that kind of document; KeyError if we have written none."""
    if document not in DOCUMENTS:
        raise KeyError(document)
    folder = HERE / document
    head = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    return StarterDocument(
        kind=document,
        name=head["name"],
        audience=head["audience"],
        requires_agreement=head["requires_agreement"],
        advice=tuple(head["advice"]),
        sections=tuple(_section(folder, path) for path in sorted((folder / LANGUAGES[0]).glob("*.md"))),
        quiz=tuple(_question(row) for row in _rows(folder / "quiz.json")),
        snippets=tuple(StarterSnippet(**row) for row in _rows(folder / "snippets.json")),
    )


def read_text(markdown: str) -> StarterText:
    """A section as its file has it: heading, the plain sentence, the rest, and the laws at the end."""
    heading, short, *rest = (part.strip() for part in markdown.strip().split("\n\n"))
    laws: tuple[Law, ...] = ()
    if rest and _LAW.match(rest[-1].splitlines()[0]):
        laws = tuple(_law(line) for line in rest.pop().splitlines())
    return StarterText(heading.removeprefix("# "), short, "\n\n".join(rest), laws)


def placeholders_in(text: str) -> list[str]:
    """What stands in square brackets and is no link: it is to be filled in before the text counts."""
    return _BRACKETS.findall(text)


def _section(folder: Path, path: Path) -> StarterSection:
    texts = {language: read_text((folder / language / path.name).read_text(encoding="utf-8")) for language in LANGUAGES}
    return StarterSection(path.stem.split("-", 1)[1], texts)


def _law(line: str) -> Law:
    found = _LAW.match(line)
    if found is None:
        raise ValueError(f"not a reference to a law: {line}")
    return Law(found["law"], found["place"], date.fromisoformat(found["read_on"]))


def _question(row: Mapping[str, Any]) -> StarterQuestion:
    return StarterQuestion(row["section"], row["text"], tuple(StarterOption(**option) for option in row["options"]))


def _rows(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
