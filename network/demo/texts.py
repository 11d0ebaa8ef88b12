"""Reads words/: lists and written threads. The format is told in words/README.txt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"
EVERYONE = "alle"  # the place of posts that are not in a group
_LINE = re.compile(r"^(~~?|\^\^?)(\w*):? ", re.MULTILINE)
_TITLE = re.compile(r"(?P<title>[^\n.?!{@#]{18,110}(?P<end>[.?])) (?P<rest>\S.{30,})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """One written comment; `speaker` is "" for anybody, or a persona."""

    text: str
    is_reply: bool
    by_author: bool
    speaker: str


@dataclass(frozen=True, slots=True, eq=False)  # two scripts are never the same one
class Script:
    """One written thread: a post, the comments that fit it, and the chatter that fits anything of its family."""

    language: str
    kind: str
    place: str
    title: str
    text: str
    lines: tuple[Line, ...]
    chatter: tuple[str, ...] = ()
    origin: str = ""  # key of the department the author works in
    months: frozenset[int] = frozenset(range(1, 13))
    by: str = ""
    hours_ago: int = 0
    picture: str = ""
    asks: str = ""  # the skill of those to whom the question was sent
    to: str = ""  # who they are

    def units(self) -> list[list[Line]]:
        """The comments, each with the replies that belong to it."""
        units: list[list[Line]] = []
        for line in self.lines:
            if line.is_reply and units:
                units[-1].append(line)
            else:
                units.append([line])
        return units


@cache
def lists(name: str) -> dict[str, tuple[str, ...]]:
    """The lists of a file of words, by heading."""
    found: dict[str, tuple[str, ...]] = {}
    heading = ""
    for line in read(name).splitlines():
        if line.startswith("["):
            heading = line.strip("[]")
        elif line.strip():
            parts = line.split(", ") if name in DIVIDED else [line]
            found[heading] = (*found.get(heading, ()), *(part.strip() for part in parts))
    return found


DIVIDED = ("names.txt", "skills.txt", "topics.txt")  # several on a line


def rows(name: str) -> list[list[str]]:
    """The lines of a file of fields."""
    return [[field.strip() for field in line.split(" | ")] for line in read(name).splitlines() if line.strip()]


@cache
def scripts() -> tuple[Script, ...]:
    """Every written thread that anybody may have started."""
    files = sorted(path.name for path in WORDS.glob("threads_*.txt") if path.name != PERSONAS)
    return tuple(script for name in files for script in _scripts_of(name))


PERSONAS = "threads_personas.txt"


def persona_scripts() -> tuple[Script, ...]:
    """The written history of the personas."""
    return tuple(_scripts_of(PERSONAS))


def read(name: str) -> str:
    """A whole file of words."""
    return (WORDS / name).read_text(encoding="utf-8")


def _scripts_of(name: str) -> Iterator[Script]:
    head, *parts = re.split(r"^=== ", read(name), flags=re.MULTILINE)
    chatter = _chatter(head)
    for part in parts:
        heading, body = part.split("\n", 1)
        language, kind, place, *options = heading.split()
        wanted = dict(option.split(":", 1) for option in options)
        text, lines = body_of(body)
        title, text = _titled(text)
        yield Script(
            language=language,
            kind=kind,
            place=place,
            title=title,
            text=text,
            lines=lines,
            chatter=chatter.get(f"{language} {'question' if kind == 'question' else 'update'}", ()),
            origin=wanted.get("from", ""),
            months=_months(wanted.get("months", "1-12")),
            by=wanted.get("by", ""),
            hours_ago=int(wanted.get("ago", 0)),
            picture=wanted.get("picture", ""),
            asks=wanted.get("asks", ""),
            to=wanted.get("to", ""),
        )


def _chatter(head: str) -> dict[str, tuple[str, ...]]:
    sections = [part.strip().split("\n") for part in head.split("+++ ") if part.strip()]
    return {heading: tuple(lines) for heading, *lines in sections}


def body_of(body: str) -> tuple[str, tuple[Line, ...]]:
    """What stands before the comments, and the comments."""
    marks = list(_LINE.finditer(body))
    bounds = [mark.start() for mark in marks] + [len(body)]
    lines = tuple(
        Line(body[mark.end() : end].strip(), is_reply=len(mark[1]) == 2, by_author=mark[1][0] == "^", speaker=mark[2])
        for mark, end in zip(marks, bounds[1:], strict=True)
    )
    return body[: bounds[0]].strip(), lines


def _titled(text: str) -> tuple[str, str]:
    """A first sentence that can stand alone becomes the title, without its full stop."""
    found = _TITLE.fullmatch(text)
    if found is None or found["rest"].lstrip().startswith(("-", "1.", ">")):
        return "", text
    title = found["title"] if found["end"] == "?" else found["title"].removesuffix(".")
    return title, found["rest"]


def _months(span: str) -> frozenset[int]:
    first, last = (int(month) for month in span.split("-"))
    return frozenset(range(first, last + 1)) if first <= last else frozenset([*range(first, 13), *range(1, last + 1)])
