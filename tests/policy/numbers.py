"""Numbers of nobody: made here by the rules that check them, with months that no living person's number has."""

from itertools import product

FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def left_over(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11


def norwegian(date: str, *, remainder: int = 0) -> str:
    """The first number of that date (as it stands in the number) whose first sum leaves this remainder."""
    for serial in range(900, 1000):
        nine = f"{date}{serial}"
        one = (remainder - left_over(nine, FIRST)) % 11
        two = -left_over(f"{nine}{one}", SECOND) % 11 if one < 10 else 10
        if two < 10:
            return f"{nine}{one}{two}"
    raise AssertionError(date)


def account(start: str) -> str:
    """An account with its check digit; eleven digits."""
    for last in range(10):
        ten = f"{start[:-1]}{last}"
        check = -left_over(ten, SECOND) % 11
        if check < 10:
            return f"{ten}{check}"
    raise AssertionError(start)


def iban(number: str) -> str:
    """The same account as an IBAN."""
    return f"NO{98 - int(number + '232400') % 97:02}{number}"


def with_luhn(digits: str) -> str:
    """The digits and one more, so that the sum of Luhn comes out."""
    for last in "0123456789":
        doubled = [int(d) * (1 + place % 2) for place, d in enumerate(reversed(digits + last))]
        if sum(n // 10 + n % 10 for n in doubled) % 10 == 0:
            return digits + last
    raise AssertionError(digits)


def finnish(date: str, mark: str = "A") -> str:
    """With a number from 900 up, which no person gets for life."""
    return f"{date}{mark}900{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(date + '900') % 31]}"


def icelandic(date: str) -> str:
    """With its check digit and the century of those born from 2000."""
    for a, b in product(range(10), repeat=2):
        eight = f"{date}{a}{b}"
        check = -sum(int(d) * w for d, w in zip(eight, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        if check < 10:
            return f"{date}-{a}{b}{check}0"
    raise AssertionError(date)
