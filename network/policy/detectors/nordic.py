"""Identity numbers of Sweden, Iceland, Finland and Denmark: with their separator, or with a word nearby."""

import re
from collections.abc import Callable, Iterator

from network.policy.detectors.digits import ALONE_AFTER, ALONE_BEFORE, is_day, is_near, luhn, weighted
from network.policy.detectors.findings import Certainty, Finding, Kind
from network.policy.detectors.folding import Folded

SIX_FOUR = re.compile(rf"{ALONE_BEFORE}(?P<date>(?:19|20)?[0-9]{{6}})(?P<mark>[-+ ]?)(?P<rest>[0-9]{{4}}){ALONE_AFTER}")
FINNISH = re.compile(r"(?<![0-9a-z])([0-9]{6})[-+a-fu-y]([0-9]{3})([0-9a-y])(?![0-9a-z])")
FINNISH_CHECKS = "0123456789abcdefhjklmnprstuvwxy"
ICELANDIC = (3, 2, 7, 6, 5, 4, 3, 2, 1)
SWEDISH_WORDS = re.compile(r"person-?n(?:r|um)|samordningsn|\bp(?:ers)?\.?-?nr|f[øöo]d[td]\b|swedish id")
DANISH_WORDS = re.compile(r"\bcpr|person-?n(?:r|um)|f[øo]dt\b|danish id")
ICELANDIC_WORDS = re.compile(r"kennit|\bkt\b|icelandic id")


def is_swedish(date: str, rest: str) -> bool:
    """Year, month, day (plus 60 in a coordination number), and the sum of Luhn over the last ten digits."""
    year, month, day = int(date[-6:-4]), int(date[-4:-2]), int(date[-2:])
    return is_day(day - 60 if day > 60 else day, month, year) and luhn(date[-6:] + rest)


def is_icelandic(date: str, rest: str) -> bool:
    """Day, month, year; a check digit; and the century as the last one (8, 9 or 0)."""
    if len(date) != 6 or rest[3] not in "890":
        return False
    return _is_dmy(date) and weighted(date + rest[:3], ICELANDIC) == 0


def is_danish(date: str, rest: str) -> bool:
    """Day, month, year: there has been no check digit since 2007."""
    return len(date) == 6 and _is_dmy(date)


# The kind, its check, the words that name it, the mark it is written with, and how certain that makes it.
SIX_FOURS: tuple[tuple[Kind, Callable[[str, str], bool], re.Pattern[str], str, Certainty], ...] = (
    (Kind.SWEDISH_ID, is_swedish, SWEDISH_WORDS, "-+", Certainty.HIGH),
    (Kind.ICELANDIC_ID, is_icelandic, ICELANDIC_WORDS, "-", Certainty.HIGH),
    (Kind.DANISH_ID, is_danish, DANISH_WORDS, "-", Certainty.MEDIUM),
)


def find_six_fours(folded: Folded) -> Iterator[Finding]:
    """Swedish, Icelandic and Danish ones: one place may look like several, and `find` keeps what is looked for."""
    for shape in SIX_FOUR.finditer(folded.low):
        mark, (start, end) = shape["mark"], shape.span()
        for kind, check, words, marks, certainty in SIX_FOURS:
            is_marked = bool(mark) and mark in marks
            if check(shape["date"], shape["rest"]) and (is_marked or is_near(folded.low, start, end, words)):
                yield Finding(kind, start, end, certainty if is_marked else Certainty.MEDIUM)


def find_finnish(folded: Folded) -> Iterator[Finding]:
    """Day, month, year, the century as a letter or sign, and a check character modulo 31."""
    for shape in FINNISH.finditer(folded.low):
        date, number, check = shape.groups()
        if _is_dmy(date) and FINNISH_CHECKS[int(date + number) % 31] == check:
            yield Finding(Kind.FINNISH_ID, *shape.span(), Certainty.HIGH)


def _is_dmy(date: str) -> bool:
    return is_day(int(date[:2]), int(date[2:4]), int(date[4:6]))
