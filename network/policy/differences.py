"""What differs between two wordings, word by word. No tables here."""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from itertools import accumulate, groupby, zip_longest
from typing import TypeVar

BREAK = "\n"  # between two paragraphs, headings or lines of a list
# Pairs of equal words that one comparison looks at, at most (docs/performance.md, "Comparing two wordings"): what
# would take more is shown as removed and added, and never as anything that it is not.
MOST = 3_000_000
DEAR = 100_000  # of them in changed paragraphs that stand together: those are compared one by one
_BLOCK = re.compile(r"</(?:p|li|h3|h4|blockquote|pre|td|th)>|<br ?/?>|<hr ?/?>")
_TAG = re.compile(r"<[^>]+>")
T = TypeVar("T", bound=Hashable)
Piece = tuple[int, int, int, int]  # from and to before, from and to after


@dataclass(frozen=True)
class Run:
    """Words that stayed ("="), came ("+") or went ("-"), in the order in which one reads them."""

    kind: str
    words: str


@dataclass
class Patience:
    """How many pairs may still be looked at."""

    left: int = MOST

    def allows(self, pairs: int) -> bool:
        """Takes them from what is left, if that is enough."""
        is_enough = pairs <= self.left
        self.left -= pairs if is_enough else 0
        return is_enough


def plain_blocks(html: str) -> list[str]:
    """The paragraphs, headings and lines of cleaned HTML as plain text."""
    parts = (unescape(_TAG.sub("", part)) for part in _BLOCK.split(html))
    return [" ".join(part.split()) for part in parts if part.strip()]


def differing(before: Sequence[str], after: Sequence[str]) -> list[list[Run]]:
    """Paragraph by paragraph what stayed, came and went; the words of `before` and of `after` are all there.

    Paragraphs that stayed are found first, then words in the rest: a long text with a few changes is cheap.
    """
    old, new = _tidy(before), _tidy(after)
    patience = Patience()
    tokens: list[tuple[str, str]] = []
    for i, j, k, m in _pieces(old, new, patience):
        for was, now in _side_by_side(old[i:j], new[k:m]):
            tokens += [("=", BREAK), *_changes(was, now, patience)]
    return [list(_runs(part)) for is_break, part in _paragraphs(tokens) if not is_break]


def moved(before: Sequence[T], after: Sequence[T]) -> list[T]:
    """The fewest things that changed places among those that are in both, in the order of `after`.

    What only makes room for another has not moved. Every thing is there once at most.
    """
    place = {one: number for number, one in enumerate(before)}
    kept = [one for one in after if one in place]
    stayed = _rising([place[one] for one in kept])
    return [one for one in kept if place[one] not in stayed]


def _rising(numbers: Sequence[int]) -> set[int]:
    """A longest rising run among different numbers, with gaps."""
    best: list[tuple[int, int]] = []  # for each: how long the run is that ends with it, and what comes before it
    for at, number in enumerate(numbers):
        longest = max(((best[i][0], i) for i in range(at) if numbers[i] < number), default=(0, -1))
        best.append((longest[0] + 1, longest[1]))
    at = max(range(len(best)), key=lambda i: best[i][0], default=-1)
    found = set[int]()
    while at >= 0:
        found.add(numbers[at])
        at = best[at][1]
    return found


def _tidy(blocks: Sequence[str]) -> list[str]:
    return [" ".join(block.split()) for block in blocks if block.strip()]


def _side_by_side(before: list[str], after: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Their words, to be compared; of much text the first paragraph with the first, the second with the second."""
    was, now = _words(before), _words(after)
    often = Counter(now)
    if before == after or sum(often[word] for word in was) <= DEAR:
        yield was, now
    else:
        for one, other in zip_longest(before, after):
            yield _words([one] if one else []), _words([other] if other else [])


def _words(blocks: Sequence[str]) -> list[str]:
    words: list[str] = []
    for block in blocks:
        words += [*block.split(), BREAK]
    return words[:-1]


def _changes(was: list[str], now: list[str], patience: Patience) -> Iterator[tuple[str, str]]:
    for i, j, k, m in [(0, len(was), 0, len(now))] if was == now else _pieces(was, now, patience):
        if was[i:j] == now[k:m]:
            yield from (("=", word) for word in now[k:m])
        else:
            yield from (("-", word) for word in was[i:j])
            yield from (("+", word) for word in now[k:m])


def _pieces(before: Sequence[T], after: Sequence[T], patience: Patience) -> Iterator[Piece]:
    """Both, cut into what is equal and what is not, in order."""
    i = k = 0
    for start, there, size in [*_equal(before, after, patience), (len(before), len(after), 0)]:
        if i < start or k < there:
            yield i, start, k, there
        if size:
            yield start, start + size, there, there + size
        i, k = start + size, there + size


def _equal(before: Sequence[T], after: Sequence[T], patience: Patience) -> list[tuple[int, int, int]]:
    """What both begin and end with; between them the longest equal stretch, then the longest on either side of it, and
    so on, as far as patience reaches.
    """
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    found = [(0, 0, head), (len(before) - tail, len(after) - tail, tail)]
    middle, other = before[head : len(before) - tail], after[head : len(after) - tail]
    return sorted([*found, *((i + head, k + head, size) for i, k, size in _stretches(middle, other, patience))])


def _alike(before: Sequence[T], after: Sequence[T]) -> int:
    return next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
                min(len(before), len(after)))  # fmt: skip


def _stretches(before: Sequence[T], after: Sequence[T], patience: Patience) -> Iterator[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    often = Counter(after)
    pairs = [0, *accumulate(often[one] for one in before)]
    waiting = [(0, len(before), 0, len(after))]
    while waiting:
        i, j, k, m = waiting.pop()
        if i == j or k == m or not patience.allows(pairs[j] - pairs[i]):
            continue
        start, there, size = matcher.find_longest_match(i, j, k, m)
        if size:
            yield start, there, size
            waiting += [(i, start, k, there), (start + size, j, there + size, m)]


def _paragraphs(tokens: list[tuple[str, str]]) -> Iterator[tuple[bool, list[tuple[str, str]]]]:
    for is_break, part in groupby(tokens, key=lambda token: token[1] == BREAK):
        yield is_break, list(part)


def _runs(tokens: list[tuple[str, str]]) -> Iterator[Run]:
    for kind, part in groupby(tokens, key=lambda token: token[0]):
        yield Run(kind, " ".join(word for _kind, word in part))
