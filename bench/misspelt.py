"""Names as people type them: with errors and half, made by rule from names that are there."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from profiles.terms import words_in

# The neighbours of each key on a Norwegian keyboard, by row.
_ROWS = ("qwertyuiopå", "asdfghjkløæ", "zxcvbnm")
MOST = 5  # people whom a half name may fit: with more nobody could tell who is meant


class Typed(NamedTuple):
    """What is typed for whom, and by which rule."""

    kind: str
    typed: str
    name: str


def _longest(words: list[str], rng: Random) -> int:
    """A word with room for an error: one of those with five letters or more, else the longest."""
    long = [place for place, word in enumerate(words) if len(word) > 4]  # noqa: PLR2004
    return rng.choice(long) if long else max(range(len(words)), key=lambda place: len(words[place]))


def _in_a_word(change: Callable[[str, int, Random], str]) -> Callable[[str, Random], str]:
    """The rule on one letter, never the first, of one word of the name."""

    def changed(name: str, rng: Random) -> str:
        words = name.split()
        place = _longest(words, rng)
        word = words[place]
        words[place] = change(word, rng.randrange(1, len(word) - 1), rng) if len(word) > 2 else word  # noqa: PLR2004
        return " ".join(words)

    return changed


def _neighbour(letter: str, rng: Random) -> str:
    row = next((row for row in _ROWS if letter in row), letter)
    at = row.find(letter)
    return rng.choice([row[n] for n in (at - 1, at + 1) if 0 <= n < len(row)] or [letter])


def _swapped(name: str, rng: Random) -> str:
    words = name.split()
    return " ".join([words[-1], *words[:-1]])


def _initial(name: str, rng: Random) -> str:
    words = name.split()
    return " ".join([*words[:-1], words[-1][0]])


def _begun(name: str, rng: Random) -> str:
    words = name.split()
    return " ".join([*words[:-1], words[-1][: max(2, len(words[-1]) // 2)]])


_BARE = str.maketrans("øæåłđıØÆÅŁĐ", "oaaldiOAALD")


def _twice(name: str, rng: Random) -> str:
    """Two words, one with a letter dropped and one with two letters swapped."""
    words = name.split()
    for place, rule in zip(rng.sample(range(len(words)), 2), (_dropped, _moved), strict=True):
        words[place] = rule(words[place], rng)
    return " ".join(words)


def _without_diacritics(name: str, rng: Random) -> str:
    parts = unicodedata.normalize("NFKD", name.translate(_BARE))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _written_out(name: str, rng: Random) -> str:
    for letter, letters in (("ø", "oe"), ("æ", "ae"), ("å", "aa"), ("ö", "oe"), ("ä", "ae")):
        name = name.replace(letter, letters).replace(letter.upper(), letters.capitalize())
    return name


_moved = _in_a_word(lambda word, at, rng: word[:at] + word[at + 1] + word[at] + word[at + 2 :])
_dropped = _in_a_word(lambda word, at, rng: word[:at] + word[at + 1 :])
RULES: dict[str, Callable[[str, Random], str]] = {
    "two letters swapped": _moved,
    "a letter dropped": _dropped,
    "a letter doubled": _in_a_word(lambda word, at, rng: word[:at] + word[at] + word[at:]),
    "a neighbouring key": _in_a_word(lambda word, at, rng: word[:at] + _neighbour(word[at], rng) + word[at + 1 :]),
    "an error in each of two words": _twice,
    "no diacritics": _without_diacritics,
    "oe, ae, aa": _written_out,
    "last word an initial": _initial,
    "order swapped": _swapped,
    "last word begun": _begun,
}
HALF = {"last word an initial", "last word begun"}


def draw(groups: Sequence[Sequence[str]], each: int, seed: int) -> Iterator[Typed]:
    """For every rule `each` names, in turn from each of the groups of names; same names and seed, same set.

    A name that a rule does not change is drawn anew, and so is a half name that fits more than MOST people.
    """
    rng = Random(seed)
    everybody = [sorted(words_in(name)) for group in groups for name in group]
    by_word = _by_word(everybody)
    for kind, rule in RULES.items():
        count = 0
        while count < each:
            name = rng.choice(groups[count % len(groups)])
            typed = rule(name, rng)
            if typed.lower() != name.lower() and (kind not in HALF or _fitting(typed, by_word) <= MOST):
                count += 1
                yield Typed(kind, typed, name)


def _by_word(everybody: Sequence[Sequence[str]]) -> dict[str, list[Sequence[str]]]:
    found: dict[str, list[Sequence[str]]] = {}
    for words in everybody:
        for word in set(words):
            found.setdefault(word, []).append(words)
    return found


def _fitting(typed: str, by_word: dict[str, list[Sequence[str]]]) -> int:
    """How many names have all the whole words, and another that the last one begins."""
    *whole, begun = words_in(typed)
    wanted, number = Counter(whole), 0
    for words in by_word.get(whole[0], []) if whole else []:
        left = Counter(words)
        if wanted <= left:
            number += any(word.startswith(begun) for word in (left - wanted))
    return number
