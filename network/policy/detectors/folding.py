"""A text as detectors read it: NFKC, nothing invisible in between, and the way back to what was written."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

# Runs that NFKC leaves as they are, up to a mark that would melt into the last letter; else one letter and its marks.
# The number of marks is bounded, because ordering them costs the square of their number.
PIECES = re.compile(r"[\x00-\x7fÀ-įĴ-ľŁ-ňŊ-ž]+(?![\u0300-\u036f])|.[\u0300-\u036f]{0,20}", re.DOTALL)
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


class Folded(NamedTuple):
    """The folded text, the same in small letters, and where each of its letters began."""

    text: str
    low: str
    starts: Sequence[int]  # one more than there are letters: the last is the length of what was written

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same place in the text as it was written."""
        return self.starts[start], self.starts[end]


def fold(written: str) -> Folded:
    """Folds a text; the time grows with its length and no faster."""
    if written.isascii():
        return Folded(written, written.lower(), range(len(written) + 1))
    parts: list[str] = []
    starts: list[int] = []
    for piece in PIECES.finditer(written):
        at, words = piece.start(), piece.group()
        if len(words) > 1 and not unicodedata.combining(words[1]):
            parts.append(words)
            starts.extend(range(at, piece.end()))
            continue
        plain = unicodedata.normalize("NFKC", words).translate(INVISIBLE).translate(DASHES)
        parts.append(plain)
        starts.extend([at] * len(plain))
    text = "".join(parts)
    return Folded(text, _small(text), [*starts, len(written)])


def _small(text: str) -> str:
    """In small letters, as many as before: a few capitals become two."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
