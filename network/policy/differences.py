"""What differs between two wordings, word by word. No tables here."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from itertools import groupby

BREAK = "\n"  # between two paragraphs, headings or lines of a list
MOST = 6_000  # words of both together; longer texts are shown as one removed and one added
_BLOCK = re.compile(r"</(?:p|li|h3|h4|blockquote|pre|td|th)>|<br ?/?>|<hr ?/?>")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Run:
    """Words that stayed ("="), came ("+") or went ("-"), in the order in which one reads them."""

    kind: str
    words: str


def plain_blocks(html: str) -> list[str]:
    """The paragraphs, headings and lines of cleaned HTML as plain text."""
    parts = (unescape(_TAG.sub("", part)) for part in _BLOCK.split(html))
    return [" ".join(part.split()) for part in parts if part.strip()]


def differing(before: Sequence[str], after: Sequence[str]) -> list[list[Run]]:
    """Paragraph by paragraph what stayed, came and went; the words of `before` and of `after` are all there."""
    tokens: list[tuple[str, str]] = []
    for kind, words in _changes(_words(before), _words(after)):
        tokens += [(kind, word) for word in words]
    return [list(_runs(part)) for is_break, part in _paragraphs(tokens) if not is_break]


def _words(blocks: Sequence[str]) -> list[str]:
    words: list[str] = []
    for block in blocks:
        words += [*block.split(), BREAK]
    return words[:-1]


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[str, list[str]]]:
    if len(before) + len(after) > MOST:
        yield from (("-", before), ("+", after)) if before != after else (("=", after),)
        return
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "=", after[k:m]
        else:
            yield "-", before[i:j]
            yield "+", after[k:m]


def _paragraphs(tokens: list[tuple[str, str]]) -> Iterator[tuple[bool, list[tuple[str, str]]]]:
    for is_break, part in groupby(tokens, key=lambda token: token[1] == BREAK):
        yield is_break, list(part)


def _runs(tokens: list[tuple[str, str]]) -> Iterator[Run]:
    for kind, part in groupby(tokens, key=lambda token: token[0]):
        yield Run(kind, " ".join(word for _kind, word in part))
