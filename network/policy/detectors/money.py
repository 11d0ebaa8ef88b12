"""Accounts, IBAN and cards."""

import re
from collections.abc import Iterator

from network.policy.detectors.digits import ALONE_AFTER, ALONE_BEFORE, is_near, luhn, weighted
from network.policy.detectors.findings import Certainty, Finding, Kind
from network.policy.detectors.folding import Folded
from network.policy.detectors.norwegian import MONEY, NAMED, SECOND, is_help_number, is_person_number

ACCOUNTS = re.compile(
    rf"{ALONE_BEFORE}(?:[0-9]{{11}}|[0-9]{{4}}(?P<part>[ .])[0-9]{{2}}(?P=part)[0-9]{{5}}){ALONE_AFTER}"
)
IBANS = re.compile(r"(?<![0-9a-z])no[0-9]{2} ?[0-9]{4} ?[0-9]{4} ?[0-9]{3}(?![0-9a-z])")
CARDS = re.compile(
    rf"{ALONE_BEFORE}(?<![0-9]{{4}} )(?:[0-9]{{12,19}}|[0-9]{{4}}[ -][0-9]{{6}}[ -][0-9]{{5}}|"
    rf"[0-9]{{4}}(?P<part>[ -])[0-9]{{4}}(?P=part)[0-9]{{4}}(?P=part)[0-9]{{4}}(?:(?P=part)[0-9]{{3}})?)"
    rf"{ALONE_AFTER}(?! [0-9]{{4}}(?![0-9]))"
)
# Issuers: how the number begins, and how long it may be (ISO/IEC 7812; the issuers' own pages).
ISSUERS = (
    (re.compile(r"4"), (16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"30[0-5]|36|38|39"), (14,)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16,)),
    (re.compile(r"6011|64[4-9]|65|62"), (16, 19)),
    (re.compile(r"5019"), (16,)),
    (re.compile(r"50(?:18|20|38)|6304|6759|676[1-3]"), (12, 16, 18, 19)),
)


def is_account(digits: str) -> bool:
    """An account by its check digit, and no person's number: all of those have that check digit as well."""
    return weighted(digits, SECOND) == 0 and is_person_number(digits) is None


def is_card(digits: str) -> bool:
    """Known issuer, a length that the issuer uses, and the sum of Luhn."""
    known = any(begins.match(digits) and len(digits) in lengths for begins, lengths in ISSUERS)
    return known and luhn(digits)


def is_iban(letters: str) -> bool:
    """Modulo 97, with the country and the check digits moved to the end (ISO 13616)."""
    moved = letters[4:] + letters[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1


def find_accounts(folded: Folded) -> Iterator[Finding]:
    """Norwegian accounts: written with dots, or with a word nearby that says so."""
    for shape in ACCOUNTS.finditer(folded.low):
        digits = re.sub("[^0-9]", "", shape.group())
        is_dotted = shape["part"] == "."
        if not is_account(digits) or not (is_dotted or is_near(folded.low, *shape.span(), MONEY)):
            continue
        if is_help_number(digits) and is_near(folded.low, *shape.span(), NAMED):
            continue
        yield Finding(Kind.ACCOUNT, *shape.span(), Certainty.HIGH if is_dotted else Certainty.MEDIUM)


def find_ibans(folded: Folded) -> Iterator[Finding]:
    """Norwegian IBAN."""
    for shape in IBANS.finditer(folded.low):
        if is_iban(shape.group().replace(" ", "")):
            yield Finding(Kind.IBAN, *shape.span(), Certainty.HIGH)


def find_cards(folded: Folded) -> Iterator[Finding]:
    """Cards; a number in one piece is less certain than one in the groups that cards have."""
    for shape in CARDS.finditer(folded.low):
        digits = re.sub("[^0-9]", "", shape.group())
        if is_card(digits):
            is_grouped = len(digits) != len(shape.group())
            yield Finding(Kind.CARD, *shape.span(), Certainty.HIGH if is_grouped else Certainty.MEDIUM)
