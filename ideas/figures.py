"""Figures without rows: quantiles, rank correlation, an interval for a difference of shares, evenness.

Pure functions of numbers. Each says where its formula comes from.
"""

from collections.abc import Sequence
from math import ceil, log, sqrt
from typing import NamedTuple

Z95 = 1.959964  # of the normal distribution, two-sided 95 %


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which that share lies, drawn straight between neighbours; None without values.

    Hyndman & Fan, Sample Quantiles in Statistical Packages, The American Statistician 50 (1996), type 7.
    """
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def ranks(values: Sequence[float]) -> list[float]:
    """The place of each value, 1 for the lowest; equal values share the mean of their places."""
    ordered = sorted(range(len(values)), key=lambda n: values[n])
    found = [0.0] * len(values)
    start = 0
    while start < len(ordered):
        end = start
        while end + 1 < len(ordered) and values[ordered[end + 1]] == values[ordered[start]]:
            end += 1
        for n in ordered[start : end + 1]:
            found[n] = (start + end) / 2 + 1
        start = end + 1
    return found


def spearman(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """How far two orders agree, from -1 to 1; None where one of them has no order.

    Spearman, The Proof and Measurement of Association between Two Things, American Journal of Psychology 15 (1904);
    with ties as Pearson's correlation of the ranks.
    """
    if len(ones) != len(others) or len(ones) < 2:
        return None
    a, b = ranks(ones), ranks(others)
    mean = (len(ones) + 1) / 2
    together = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    apart = sqrt(sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b))
    return together / apart if apart else None


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Between what the true share lies with 95 %.

    Wilson, Probable Inference, the Law of Succession, and Statistical Inference, JASA 22 (1927).
    """
    if of == 0:
        return 0.0, 1.0
    p, z2 = hits / of, Z95**2
    middle = p + z2 / (2 * of)
    reach = Z95 * sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    return max(0.0, (middle - reach) / (1 + z2 / of)), min(1.0, (middle + reach) / (1 + z2 / of))


class Gap(NamedTuple):
    """A difference of two shares and its 95 % interval."""

    gap: float
    low: float
    high: float


def gap_of(hits: int, of: int, other_hits: int, other_of: int) -> Gap | None:
    """The first share minus the other; None where one of them is of nothing.

    Newcombe, Interval Estimation for the Difference between Independent Proportions, Statistics in Medicine 17 (1998),
    method 10: the Wilson bounds of both shares, without continuity correction.
    """
    if not of or not other_of:
        return None
    p, q = hits / of, other_hits / other_of
    (low, high), (other_low, other_high) = wilson(hits, of), wilson(other_hits, other_of)
    down = sqrt((p - low) ** 2 + (other_high - q) ** 2)
    up = sqrt((high - p) ** 2 + (q - other_low) ** 2)
    return Gap(p - q, p - q - down, p - q + up)


def evenness(counts: Sequence[float]) -> float | None:
    """How evenly something is spread over its places: 0 all in one, 1 the same in each; None for fewer than two places.

    Pielou, The Measurement of Diversity in Different Types of Biological Collections, Journal of Theoretical Biology 13
    (1966): Shannon's entropy over the logarithm of the number of places.
    """
    whole = sum(counts)
    if len(counts) < 2 or whole <= 0:
        return None
    return -sum(n / whole * log(n / whole) for n in counts if n > 0) / log(len(counts))


def top_share(counts: Sequence[int], part: float = 0.1) -> float | None:
    """What share of all belongs to the most busy tenth (or another part), rounded up to whole people."""
    whole = sum(counts)
    if not whole:
        return None
    return sum(sorted(counts, reverse=True)[: ceil(len(counts) * part)]) / whole
