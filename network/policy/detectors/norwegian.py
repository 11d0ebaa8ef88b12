"""National identity numbers of Norway: fødselsnummer, D, H, synthetic ones (NAV, Skatteetaten), and FH numbers.

Control digits: Skatteetaten. The numbers given out from 2032 may leave 0 to 3 in the first sum; until then only 0.
"""

import re
from collections.abc import Iterator

from network.policy.detectors.digits import ALONE_AFTER, ALONE_BEFORE, is_day, is_near, weighted
from network.policy.detectors.findings import Certainty, Finding, Kind
from network.policy.detectors.folding import Folded

FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
REMAINDERS_2032 = range(4)
SHAPES = re.compile(
    rf"{ALONE_BEFORE}(?:[0-9]{{6}}[ .-]?[0-9]{{5}}|[0-9]{{4}}[ .][0-9]{{2}}[ .][0-9]{{5}}){ALONE_AFTER}"
)
NAMED = re.compile(
    r"f[øo]d(?:t\b|sels)|personn(?:r|um)|\b[fdph]\.?-?nr|\b[dh]-num|\bfh|hjelpenum|\bid-?n(?:r|um)|identi(?:ty|tets)|"
    r"\bnational id|\bborn\b|pasient|patient|journal|\bcpr|\bssn\b"
)
MONEY = re.compile(r"konto(?!r)|\baccount|\biban\b|\bkto\b")  # not "kontor"


def is_person_number(digits: str) -> Certainty | None:
    """High by the control digits of today, medium by those of 2032 alone, None when it is no such number."""
    if weighted(digits, SECOND) != 0 or not _has_date(digits):
        return None
    left = weighted(digits, FIRST)
    if left == 0:
        return Certainty.HIGH
    return Certainty.MEDIUM if left in REMAINDERS_2032 else None


def is_help_number(digits: str) -> bool:
    """FH: begins with 8 or 9, holds no date, and has the control digits of today."""
    checks = weighted(digits, FIRST) == 0 and weighted(digits, SECOND) == 0
    return digits[0] in "89" and checks


def find_norwegian(folded: Folded) -> Iterator[Finding]:
    """All of them; what only the control digits of 2032 or the form of FH allow needs a word nearby."""
    for shape in SHAPES.finditer(folded.low):
        digits = re.sub("[^0-9]", "", shape.group())
        certainty = is_person_number(digits)
        if certainty is not Certainty.HIGH:
            is_named = is_near(folded.low, *shape.span(), NAMED)
            # An account that may be a person's number is called that: the mistake that harms nobody.
            may_be = certainty is not None and (is_named or is_near(folded.low, *shape.span(), MONEY))
            if not may_be and not (is_named and is_help_number(digits)):
                continue
        yield Finding(Kind.NORWEGIAN_ID, *shape.span(), certainty or Certainty.MEDIUM)


def _has_date(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    day -= 40 if day > 40 else 0  # D number
    month -= 80 if month > 80 else 40 if month > 40 else 0  # Skatteetaten's test people; H number and NAV's
    return is_day(day, month, year)
