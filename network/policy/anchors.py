"""Finds the words that a remark is about again, after the text has changed. No tables here."""

from collections.abc import Mapping
from dataclasses import dataclass

CONTEXT = 60  # characters kept before and after a quote
_MARKS = frozenset("*_`~#>")  # Markdown that a reader does not see


@dataclass(frozen=True)
class Place:
    """Where the quote stands: the part of the section, and from which character to which."""

    part: str
    start: int
    end: int


def context_of(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after, as it is kept with a quote."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def find_quote(parts: Mapping[str, str], quote: str, prefix: str = "", suffix: str = "") -> Place | None:
    """The quote among the parts of a section: to the letter, else but for spaces and marks; of several the one whose
    surroundings fit best. None: the words are gone.
    """
    if not _plain(quote)[0]:
        return None
    for find in (_exact, _loose):
        found = [Place(name, start, end) for name, text in parts.items() for start, end in find(text, quote)]
        if found:
            return max(found, key=lambda place: _fits(parts[place.part], place, prefix, suffix))
    return None


def replaced(parts: Mapping[str, str], place: Place, replacement: str) -> dict[str, str]:
    """The parts with other words in that place."""
    text = parts[place.part]
    return {**parts, place.part: text[: place.start] + replacement + text[place.end :]}


def _exact(text: str, quote: str) -> list[tuple[int, int]]:
    found, start = [], text.find(quote)
    while start >= 0:
        found.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return found


def _loose(text: str, quote: str) -> list[tuple[int, int]]:
    bare, places = _plain(text)
    wanted = _plain(quote)[0]
    return [(places[start], places[end - 1] + 1) for start, end in _exact(bare, wanted)]


def _plain(text: str) -> tuple[str, list[int]]:
    """The letters without marks and with single spaces, and where each of them stands in the text."""
    bare: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter in _MARKS:
            continue
        seen = " " if letter.isspace() else letter
        if seen == " " and (not bare or bare[-1] == " "):
            continue
        bare.append(seen)
        places.append(place)
    if bare and bare[-1] == " ":
        bare.pop()
        places.pop()
    return "".join(bare), places


def _fits(text: str, place: Place, prefix: str, suffix: str) -> int:
    before, after = _plain(text[: place.start])[0], _plain(text[place.end :])[0]
    return _shared(before[::-1], _plain(prefix)[0][::-1]) + _shared(after, _plain(suffix)[0])


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    for count, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return count
    return min(len(one), len(other))
