"""Sums that check digits are made by, dates inside numbers, and words that stand near them."""

import re
from collections.abc import Sequence

DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
BEFORE, AFTER = 48, 32  # characters in which a word of context counts
# A number stands alone: it is no part of a longer one, nor of a word.
ALONE_BEFORE = r"(?<![0-9a-z])(?<![0-9][-.])"
ALONE_AFTER = r"(?![0-9a-z])(?![-.][0-9])"


def weighted(digits: str, weights: Sequence[int]) -> int:
    """The sum of digits, each times its weight, modulo 11."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11


def luhn(digits: str) -> bool:
    """The sum of Luhn, with every second digit from the right doubled, ends in nought."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_day(day: int, month: int, year: int) -> bool:
    """There is such a day; the year has two digits, and 00 counts as a leap year (2000 was one)."""
    if not 1 <= month <= 12 or not 1 <= day <= DAYS[month - 1]:
        return False
    return (month, day) != (2, 29) or year % 4 == 0


def is_near(low: str, start: int, end: int, words: re.Pattern[str]) -> bool:
    """One of the words stands shortly before or after, in a text in small letters."""
    before = low[max(0, start - BEFORE) : start]
    return words.search(before) is not None or words.search(low[end : end + AFTER]) is not None
