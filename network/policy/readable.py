"""How hard a text is to read, and what nobody has filled in yet. No tables here."""

import re

HEAVY = 45  # LIX over which a text is hard for many
_LONG = 6  # letters; longer words count as long
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_END = re.compile(r"[.!?:]+(?=\s|$)|\n\s*(?=[-*+]|\d+[.)])|\n\s*\n")
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}|\[\[[^\[\]]*\]\]|\[[^\[\]]+\](?!\()|_{4,}")


def lix(text: str) -> int:
    """Björnsson's figure: words in a sentence plus long words in a hundred; 0 for no words."""
    words = _WORD.findall(text)
    if not words:
        return 0
    sentences = sum(1 for part in _END.split(text) if _WORD.search(part)) or 1
    long = sum(len(word) > _LONG for word in words)
    return round(len(words) / sentences + 100 * long / len(words))


def placeholders(text: str) -> list[str]:
    """What is still to be filled in: {{ … }}, [[ … ]], [ … ] that is no link, and lines to write on."""
    return _PLACEHOLDER.findall(text)
