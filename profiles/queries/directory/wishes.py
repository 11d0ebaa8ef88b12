"""What a reader asks of the directory, and what it answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from profiles.terms import digits_of, words_in

PAGE = 20
LONGEST = 60  # characters of a search that are read
MAX_WORDS = 6
_PHONE = re.compile(r"(?<![\w@.])(?:\(?\+|00)?\(?\d[\d ().\u00a0/-]*\d(?![\w@])")
_FEWEST = 4  # digits that are a phone number and not a floor or a year of two digits


@dataclass(frozen=True)
class Wish:
    """What the reader asks for: words, what they were narrowed to (the values of each facet), and which page."""

    words: str = ""
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    page: int = 1


@dataclass(frozen=True)
class Hit:
    """A person found: key of the card, and the fact that made it a hit ("name", "title", "skill" ...) with its text."""

    pk: int
    version: int
    why: str = ""
    what: str = ""


@dataclass(frozen=True)
class HitPage:
    """One page of hits, how many there are in all, and the number of the next page (None: no more)."""

    hits: Sequence[Hit]
    count: int
    next: int | None
    alike: bool = False  # some are there only because their name is spelt alike


def words_of(text: str) -> list[str]:
    """The folded words of a search, at most MAX_WORDS, each once; letters and digits, so they are safe in a tsquery.

    The groups of a phone number are one word, written as the directory keeps it.
    """
    numbers: list[str] = []

    def take(found: "re.Match[str]") -> str:
        digits = digits_of(found[0])
        if len(digits) < _FEWEST:
            return found[0]
        numbers.append(digits)
        return " "

    rest = _PHONE.sub(take, text[:LONGEST])
    return list(dict.fromkeys([*words_in(rest), *numbers]))[:MAX_WORDS]
