"""Three-letter terms of names, so that a misspelt name is still found (PostgreSQL's core has no trigram index)."""

from network.core.text import fold


def grams_of(text: str) -> list[str]:
    """The distinct trigrams of a folded text, each word padded by two blanks before and one after."""
    grams: dict[str, None] = {}
    for word in fold(text).replace("-", " ").split():
        padded = f"  {word} "
        grams.update({padded[i : i + 3]: None for i in range(len(padded) - 2)})
    return list(grams)
