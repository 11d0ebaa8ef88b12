"""What people are found by: three-letter terms of names (PostgreSQL's core has no trigram index), places, numbers."""

import re
import unicodedata

from network.core.text import fold


def grams_of(text: str) -> list[str]:
    """The distinct trigrams of a folded text, each word padded by two blanks before and one after."""
    grams: dict[str, None] = {}
    for word in fold(text).replace("-", " ").split():
        padded = f"  {word} "
        grams.update({padded[i : i + 3]: None for i in range(len(padded) - 2)})
    return list(grams)


def address_of(text: str) -> str:
    """The one way an e-mail address is written: lower case and one Unicode form, so that no two look the same."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def digits_of(phone: str) -> str:
    """The digits of a phone number; the country code of Norway is left out, as most leave it out."""
    return re.sub(r"^(00)?47(?=[0-9]{8}$)", "", re.sub(r"[^0-9]", "", phone))


def telling_of(place: str, phone: str, email: str) -> str:
    """The folded text by which somebody is found beside name, handle and title."""
    return " ".join(filter(None, (fold(place), digits_of(phone), fold(email))))
