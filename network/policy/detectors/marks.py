"""Words that mark a text as not meant for everybody, and the organisation's own words."""

import re
from collections.abc import Iterator, Sequence

from network.policy.detectors.findings import Certainty, Finding, Kind
from network.policy.detectors.folding import Folded

# Whole words in their bokmål, nynorsk and English forms. "Fortrolig med" is to know something well, and a graded sick
# leave is no grade of secrecy.
MARKERS = re.compile(
    r"(?<!\w)(?:"
    r"(?:strengt )?fortroleg(?:e|heit)?|(?:strengt )?fortrolig(?:e)?(?! med\b)|"
    r"(?:strengt )?konfidensiel(?:l|le|t)|"
    r"unn?tatt (?:fra )?offentlighet(?:en)?|unn?teke frå offentlegheit|untatt offentlegheit|u\.off\.?|"
    r"(?:sikkerhets)?gradert(?:e)?(?! (?:syke?|sjuke?)meld)|"
    r"taushetsbelagt(?:e)?|teiepliktig(?:e)?|(?:ikke|ikkje) for distribusjon|"
    r"pasientjournal(?:en|er|ene)?|pasientnummer(?:et)?|journalnummer(?:et)?|"
    r"(?:strictly |highly )?confidential|not for distribution|patient records?"
    r")(?!\w)"
)
# A code of ICD-10 near a word for a patient or a diagnosis.
DIAGNOSES = re.compile(r"(?<![0-9A-Za-z.])[A-TV-Z][0-9]{2}(?:\.[0-9]{1,2})?(?![0-9A-Za-z])")
ILLNESS = re.compile(r"pasient|patient|diagnos")
NEAR = 60  # characters
QUOTED = re.compile(r"^[ \t]{0,3}>[^\n]*", re.MULTILINE)  # a line that quotes somebody else, in Markdown


def find_markers(folded: Folded) -> Iterator[Finding]:
    """Markers outside quoted lines, and diagnoses near a patient."""
    quoted = [line.span() for line in QUOTED.finditer(folded.low)]
    found = [marker.span() for marker in MARKERS.finditer(folded.low)]
    for code in DIAGNOSES.finditer(folded.text):
        start, end = code.span()
        if ILLNESS.search(folded.low[max(0, start - NEAR) : end + NEAR]):
            found.append((start, end))
    for start, end in _outside(sorted(found), quoted):
        yield Finding(Kind.MARKER, start, end, Certainty.MEDIUM)


def find_own_words(folded: Folded, words: Sequence[str]) -> Iterator[Finding]:
    """The organisation's words as they stand, whole: what looks like a pattern in them is none."""
    for word in words:
        at = folded.low.find(word) if word else -1
        while at != -1:
            end = at + len(word)
            if not _goes_on(folded.low, at, end):
                yield Finding(Kind.OWN_WORD, at, end, Certainty.HIGH)
            at = folded.low.find(word, end)


def _goes_on(low: str, start: int, end: int) -> bool:
    """A letter or digit stands right before or after: it is a part of a longer word."""
    before = start > 0 and low[start].isalnum() and low[start - 1].isalnum()
    return before or (end < len(low) and low[end - 1].isalnum() and low[end].isalnum())


def _outside(spans: list[tuple[int, int]], closed: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those spans that begin in none of the closed ones; both in order, so each is looked at once."""
    at = 0
    for start, end in spans:
        while at < len(closed) and closed[at][1] <= start:
            at += 1
        if at == len(closed) or start < closed[at][0]:
            yield start, end
