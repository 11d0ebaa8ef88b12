"""How near a typed word is to a word of a name."""

from functools import lru_cache

from profiles.terms import one_less, sound_of, starts_of

SAME, BEGUN, HEARD = 0.0, 0.2, 0.3  # what it costs: equal; the beginning of it; another spelling of the same sound
UNMET = 4.0  # nothing alike
OTHER_START = 0.4  # people seldom mistake the first letter


def distance(one: str, other: str) -> int:
    """The letters to add, leave out, exchange or swap with the next until the words are equal.

    Optimal string alignment: Damerau-Levenshtein where no place is mended twice.
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, there in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def forgiven(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 1 if len(word) < 8 else 2  # noqa: PLR2004


@lru_cache(maxsize=8192)
def cost_of(typed: str, word: str) -> float:
    """SAME, BEGUN, HEARD, the number of wrong letters (and a little more when it is only begun), or UNMET."""
    if typed == word:
        return SAME
    if word.startswith(typed):
        return BEGUN
    heard, sound = sound_of(typed), sound_of(word)
    if heard == sound:
        return HEARD
    return min(_near(typed, word), _near(heard, sound))


def _near(typed: str, word: str) -> float:
    if len(typed) < 3:  # noqa: PLR2004
        return UNMET
    cost, start = UNMET, OTHER_START if typed[0] != word[0] else 0.0
    if one_less(typed) & one_less(word):
        cost = distance(typed, word)
    if len(word) > len(typed) and starts_of(typed) & starts_of(word):
        cost = min(cost, HEARD + min(distance(typed, word[: len(typed) + more]) for more in (-1, 0, 1)))
    return cost + start if cost < forgiven(typed) + 1 else UNMET
