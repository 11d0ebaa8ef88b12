"""What many reviews of one idea say together: the mean, the spread, and whether people see it differently.

A judge's total is the weighted mean of what they scored; what they cannot judge is left out and the other weights count
for more. The idea's score is the mean of the totals, so that everybody counts the same. The spread is the sample's
standard deviation (n - 1). Scores are not normalised by judge: that asks for six ideas or more from each of them, and a
panel of three is put together anew for every idea.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

ENOUGH = 3  # judge an idea at least, and a score is shown from as many: with fewer it would tell who said what
WIDE, FAR = 1.0, 3  # disputed: the totals spread so wide, or two judges stand so many steps apart on one criterion

Scores = Mapping[int, int | None]  # by criterion; None: cannot judge this


def mean(values: Sequence[float]) -> float | None:
    """None when there is nothing to take the mean of."""
    return sum(values) / len(values) if values else None


def deviation(values: Sequence[float]) -> float | None:
    """The standard deviation of a sample; None for fewer than two."""
    if len(values) < 2:
        return None
    middle = sum(values) / len(values)
    return sqrt(sum((value - middle) ** 2 for value in values) / (len(values) - 1))


def total(scores: Scores, weights: Mapping[int, int]) -> float | None:
    """The weighted mean of one review; None when nothing could be judged."""
    judged = {key: value for key, value in scores.items() if value is not None and key in weights}
    whole = sum(weights[key] for key in judged)
    return sum(weights[key] * value for key, value in judged.items()) / whole if whole else None


def differs(values: Sequence[float]) -> bool:
    """People see this differently: a wide spread, or two of them far apart."""
    spread = deviation(values)
    return spread is not None and (round(spread, 6) >= WIDE or max(values) - min(values) >= FAR)


def is_disputed(reviews: Sequence[Scores], weights: Mapping[int, int]) -> bool:
    """The totals differ, or two judges are FAR apart on one criterion: a mean hides what cancels out."""
    totals = [value for scores in reviews if (value := total(scores, weights)) is not None]
    if differs(totals):
        return True
    for key in weights:
        values = [value for scores in reviews if (value := scores.get(key)) is not None]
        if values and max(values) - min(values) >= FAR:
            return True
    return False
