"""What an idea is found by when somebody writes it again: meanings, stems and letters of its words. No tables here."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from math import log, log2, sqrt
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from network.core.later import Later
from network.core.text import fold

# BM25 as Robertson and Zaragoza give it ("The Probabilistic Relevance Framework", 2009).
K1, B = 1.2, 0.75
TITLE = 2.0  # a word of the title counts as two of the text
# The usual length is fixed, not the average of the board: what one idea weighs never hangs on the others.
USUAL_WORDS, USUAL_LETTERS = 45.0, 270.0
LETTERS_COUNT = 0.5  # of a word; there are some six times as many
LONGEST = 40  # letters of a word that are looked at
EVERYTHING = ""  # a term that every idea has, so that its count is the number of ideas

_HOME = Path(__file__).parent / "words"
_WORD = re.compile(r"[^\W_]+")
_DOUBLE = re.compile(r"([^\W\d_])\1+")
_LANGUAGES = {"nb": "norwegian", "en": "english"}
_snowball = Later("snowballstemmer")
_ONE_AT_A_TIME = Lock()  # a stemmer keeps the word that it works on in itself, and pages are drawn in several threads
# Stems of these forms are not always that of the word itself.
_ENDINGS = {"nb": ("", "en", "er", "et", "ene", "r"), "en": ("", "s", "d", "ing", "ed")}
_BEGINNING = 3  # letters by which it is first asked whether two words can be one that we know
_COMPOUND, _END, _START = 6, 3, 4  # letters of a compound, and of a part at its end or its beginning

Counts = Mapping[str, float]
Term = tuple[str, float]  # and how often it is meant
Rarity = Callable[[str], float]


def counts_of(title: str, body: str, language: str) -> dict[str, float]:
    """The terms of an idea and how often each occurs, those of the title doubly.

    `language` ("nb" or "en") is only asked when the words themselves do not tell.
    """
    spoken = _language_of(f"{title} {body}", language)
    found: dict[str, float] = {}
    _count(found, _terms(title, spoken, _of_word), TITLE)
    _count(found, _terms(body, spoken, _of_word), 1.0)
    return found


class Words(NamedTuple):
    """How often each word's meaning or stem occurs: in the title, and in all of it. No letters."""

    title: dict[str, float]
    whole: dict[str, float]


def words_counted(title: str, body: str, language: str) -> Words:
    """The words of an idea, counted as its terms are."""
    spoken = _language_of(f"{title} {body}", language)
    head: dict[str, float] = {}
    _count(head, _terms(title, spoken, _word_alone), TITLE)
    whole = dict(head)
    _count(whole, _terms(body, spoken, _word_alone), 1.0)
    return Words(head, whole)


def _count(found: dict[str, float], terms: Iterator[Term], times: float) -> None:
    for term, count in terms:
        found[term] = found.get(term, 0.0) + times * count


def weights_of(counts: Counts) -> dict[str, float]:
    """What each term weighs in the idea, by BM25, without how rare it is: that changes with every new idea."""
    words = sum(count for term, count in counts.items() if not is_letters(term))
    letters = sum(count for term, count in counts.items() if is_letters(term))
    by_words, by_letters = _damping(words / USUAL_WORDS), _damping(letters / USUAL_LETTERS)
    weights = {EVERYTHING: 0.0}
    for term, count in counts.items():
        if is_letters(term):
            weights[term] = LETTERS_COUNT * count * (K1 + 1) / (count + by_letters)
        else:
            weights[term] = count * (K1 + 1) / (count + by_words)
    return weights


def _damping(length: float) -> float:
    return K1 * (1 - B + B * length)


def rarity(ideas_with: int, ideas: int) -> float:
    """How much a term tells, above 0: BM25's inverse document frequency."""
    ideas = max(ideas, ideas_with)
    return log(1 + (ideas - ideas_with + 0.5) / (ideas_with + 0.5))


class Vector(NamedTuple):
    """The words of a title and of a whole text as two directions of length 1, by TF-IDF."""

    title: Counts
    whole: Counts


def vector_of(words: Words, rare: Rarity) -> Vector:
    """The directions of a text; nothing where it has no words."""
    return Vector(_direction(words.title, rare), _direction(words.whole, rare))


def _direction(counts: Counts, rare: Rarity) -> Counts:
    vector = {term: log2(1 + count) * rare(term) for term, count in counts.items()}
    length = sqrt(sum(x * x for x in vector.values()))
    return {term: x / length for term, x in vector.items()} if length else {}


def likeness(one: Vector, other: Vector) -> float:
    """0 (no word in common) to 1: the cosine of the titles and that of all that is written, half and half.

    A text often strays from its title, and a title is often said in the other's text only: each alone finds fewer.
    """
    return min(1.0, (_cosine(one.title, other.title) + _cosine(one.whole, other.whole)) / 2)


def _cosine(one: Counts, other: Counts) -> float:
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(x * large[term] for term, x in small.items() if term in large)


def is_letters(term: str) -> bool:
    """Three letters of a word, not a word."""
    return term[:2] == "t:"


def _terms(text: str, language: str, of_word: Callable[[str, str], tuple[Term, ...]]) -> Iterator[Term]:
    words = words_of(text, language)
    for word in words:
        yield from of_word(word, language)
    if language == "nb":  # "møte rom" is meant as "møterom"
        for left, right in pairwise(words):
            if _may_begin(left, right):
                yield from _meanings(_stem(left + right, language), language)


@lru_cache(maxsize=20_000)
def _word_alone(word: str, language: str) -> tuple[Term, ...]:
    """What it means or its stem."""
    return _of_stem(_stem(word, language), language)


@lru_cache(maxsize=20_000)
def _of_word(word: str, language: str) -> tuple[Term, ...]:
    """The same, and each three letters of the stem."""
    stem = _stem(word, language)
    padded = f"  {stem} "
    return (*_of_stem(stem, language), *((f"t:{padded[at : at + 3]}", 1.0) for at in range(len(stem) + 1)))


def words_of(text: str, language: str) -> list[str]:
    """The words that say something, small letters, those with a hyphen as one."""
    small = _small()[language]
    return [word for word in _split(text) if word not in small and (len(word) > 1 or word.isdigit())]


def _split(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).lower().replace("-", "")
    return _WORD.findall(re.sub(r"['’´]s\b", "", plain))


@lru_cache(maxsize=100)
def _language_of(text: str, otherwise: str) -> str:
    """That of which more words are known: a title has no small words by which languages are mostly told apart."""
    words = _split(text)[:200]
    norwegian, english = (sum(_is_known(word, language) for word in words) for language in ("nb", "en"))
    if norwegian == english:
        return otherwise if otherwise in _LANGUAGES else "nb"
    return "nb" if norwegian > english else "en"


@lru_cache(maxsize=20_000)
def _is_known(word: str, language: str) -> bool:
    stem = _stem(word, language)
    return word in _small()[language] or stem in _same()[language] or (language == "nb" and bool(_parts(stem)))


@cache
def _stemmer(language: str) -> Any:
    return _snowball.stemmer(_LANGUAGES[language])


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    """Without its ending and accents, double letters once: rom and rommet, kollega and kolega are the same."""
    with _ONE_AT_A_TIME:
        stem = fold(_stemmer(language).stemWord(word[:LONGEST]))
    return _DOUBLE.sub(r"\1", stem)[:LONGEST] or word[:LONGEST]


@lru_cache(maxsize=20_000)
def _of_stem(stem: str, language: str) -> tuple[Term, ...]:
    """What a word means, if colleagues have several words for it; else its stem, and what a compound's parts mean."""
    if known := _meanings(stem, language):
        return known
    parts = _parts(stem) if language == "nb" else []
    return ((stem, 1.0), *(pair for part in parts for pair in _meanings(part, language)))


def _meanings(stem: str, language: str) -> tuple[Term, ...]:
    """A word of several meanings counts less for each."""
    names = _same()[language].get(stem, ())
    return tuple((name, 1 / sqrt(len(names))) for name in names)


def _parts(stem: str) -> list[str]:
    """The longest known beginning and the longest known end of a compound."""
    known, length = _same()["nb"], len(stem)
    if length < _COMPOUND:
        return []
    start = next((stem[:n] for n in range(length - _END, _START - 1, -1) if stem[:n] in known), "")
    end = next((stem[-n:] for n in range(length - _END, _END - 1, -1) if stem[-n:] in known), "")
    return [part for part in (start, end) if part]


def _may_begin(left: str, right: str) -> bool:
    """Whether anything that we know begins like the two words as one: most pairs need not be stemmed."""
    return _plain((left + right)[:8])[:_BEGINNING] in _beginnings()


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    return _DOUBLE.sub(r"\1", fold(text))


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    return frozenset(stem[:_BEGINNING] for stem in _same()["nb"])


@lru_cache(maxsize=1)
def _small() -> dict[str, frozenset[str]]:
    return {
        language: frozenset(word for words in lines for word in words) for language, lines in _read("small.txt").items()
    }


@lru_cache(maxsize=1)
def _same() -> dict[str, dict[str, tuple[str, ...]]]:
    """Of each stem that stands in same.txt the meanings, named after the first Norwegian word of the line."""
    lines = _read("same.txt")
    names = [f"m:{words[0]}"[:LONGEST] for words in lines["nb"]]
    found: dict[str, dict[str, tuple[str, ...]]] = {"nb": {}, "en": {}}
    for language, known in found.items():
        for name, words in zip(names, lines[language], strict=True):
            for stem in {_stem(word.replace("-", "") + end, language) for word in words for end in _ENDINGS[language]}:
                known[stem] = (*known.get(stem, ()), name)
    return found


def _read(name: str) -> dict[str, list[list[str]]]:
    """The words of each line, by language."""
    lines = [line for line in (_HOME / name).read_text().splitlines() if line.strip() and not line.startswith("#")]
    halves = [line.split("|") for line in lines]
    return {"nb": [nb.split() for nb, _en in halves], "en": [en.split() for _nb, en in halves]}
