"""What people are found by: the spellings of their names that typing errors lead to, places, numbers, addresses."""

import re
import unicodedata
from functools import lru_cache

from network.core.text import fold

START = 5  # letters of a word whose errors are forgiven while the rest is not typed yet
_WORD = re.compile(r"[^\W_]+")
# Letters that are heard alike, longer ones first; what is doubled counts once.
_HEARD = (
    ("oe", "o"), ("ae", "a"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("ch", "k"), ("c", "k"), ("q", "k"), ("w", "v"),
    ("z", "s"), ("y", "i"),
)  # fmt: skip


def words_in(text: str) -> list[str]:
    """The folded words of a text: letters and digits only."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=20_000)
def parts_of(name: str) -> tuple[str, ...]:
    """The words of a name, and those with a hyphen or apostrophe also as one: anne, lise and annelise."""
    joined = ("".join(words_in(part)) for part in name.split())
    return tuple(dict.fromkeys(filter(None, [*words_in(name), *joined])))


@lru_cache(maxsize=4096)
def sound_of(word: str) -> str:
    """A folded word as it is heard: Thoresen and Torresen, Wiik and Vik, bjoern and bjorn are the same."""
    for spelt, heard in _HEARD:
        word = word.replace(spelt, heard)
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=4096)
def one_less(word: str) -> frozenset[str]:
    """The word, and every way to leave out one letter.

    Two words that differ by one letter left out, added, exchanged or moved by one place share one of these (the
    symmetric deletion of SymSpell), so that a plain index finds the one by the other.
    """
    if len(word) < 3:
        return frozenset({word})
    return frozenset({word} | {word[:i] + word[i + 1 :] for i in range(len(word))})


def spellings_of(name: str) -> list[str]:
    """What a name is found by when it is misspelt: its words, whole and as they begin, each with one letter less."""
    found: set[str] = set()
    for word in parts_of(name):
        for form in (word, sound_of(word)):
            found |= one_less(form)
            if len(form) > START:
                found |= starts_of(form)
    return sorted(found)


def typed_spellings(word: str) -> list[str]:
    """The spellings that a whole typed word may be an error for."""
    return sorted(one_less(word) | one_less(sound_of(word)))


def typed_starts(word: str) -> list[str]:
    """The same for the beginning of a word; nothing for a few letters, which begin too many."""
    return sorted({start for form in (word, sound_of(word)) if len(form) >= START for start in starts_of(form)})


@lru_cache(maxsize=4096)
def starts_of(word: str) -> frozenset[str]:
    """The first START letters with one letter less, marked so that no whole word is meant."""
    return frozenset(f"{start}-" for start in one_less(word[:START]))


def address_of(text: str) -> str:
    """The one way an e-mail address is written: lower case and one Unicode form, so that no two look the same."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def digits_of(phone: str) -> str:
    """The digits of a phone number; the country code of Norway is left out, as most leave it out."""
    plain = re.sub(r"[^0-9+]", "", phone)
    return re.sub(r"^(\+47|0047|47(?=[0-9]{8}$)|00|\+)", "", plain).replace("+", "")


def telling_of(place: str, phone: str, email: str) -> str:
    """The folded text by which somebody is found beside name, handle and title."""
    return " ".join(filter(None, (fold(place), digits_of(phone), fold(email))))


_SPOKEN = str.maketrans({"+": " plus ", "#": " sharp "})  # C, C++ and C# are three things


def skill_slug(name: str) -> str:
    """The address of a skill: one for all spellings that differ in case, accents or signs; "" if nothing is left."""
    plain = "".join(c if c.isalnum() and c.isascii() else " " for c in fold(name).translate(_SPOKEN))
    return "-".join(plain.split())[:60].strip("-")
