"""What a detector says: a kind, a place in the text as it was written, and how certain it is. Never the value."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a detector looks for. A control measure names the kinds that it covers."""

    NORWEGIAN_ID = "norwegian-id"
    SWEDISH_ID = "swedish-id"
    DANISH_ID = "danish-id"
    FINNISH_ID = "finnish-id"
    ICELANDIC_ID = "icelandic-id"
    IBAN = "iban"
    CARD = "card"
    ACCOUNT = "bank-account"
    MARKER = "confidential-marker"
    OWN_WORD = "own-word"


# The numbers that people are known by, by country: a house ticks those of the countries where it works.
COUNTRIES: dict[str, Kind] = {
    "NO": Kind.NORWEGIAN_ID,
    "SE": Kind.SWEDISH_ID,
    "DK": Kind.DANISH_ID,
    "FI": Kind.FINNISH_ID,
    "IS": Kind.ICELANDIC_ID,
}


class Certainty(StrEnum):
    """High: the check digits say so. Medium: it has the form, and a word nearby says what it is."""

    HIGH = "high"
    MEDIUM = "medium"


class Finding(NamedTuple):
    """One place in a text, as offsets into it as it was written."""

    kind: Kind
    start: int
    end: int
    certainty: Certainty
