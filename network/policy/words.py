"""What the house writes in two languages, kept as {"nb": …, "en": …}; what a text is hashed by."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from django.utils.translation import get_language

from network.policy.states import LANGUAGES


def said(words: Mapping[str, str], language: str = "") -> str:
    """The words in this language (the page's, if none is named), or in the other one where it is missing."""
    wanted = (language or get_language() or "nb")[:2]
    return words.get(wanted) or next((words[other] for other in LANGUAGES if words.get(other)), "")


def language_of_page() -> str:
    """The one of ours in which the page is shown."""
    found = (get_language() or "nb")[:2]
    return found if found in LANGUAGES else "nb"


def canonical(parts: Iterable[Mapping[str, str]]) -> bytes:
    """The sections in order as the bytes that are hashed: what people read, and nothing else."""
    rows = [[part["slug"], part["heading"], part["short"], part["body"]] for part in parts]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def text_hash(parts: Iterable[Mapping[str, str]]) -> str:
    """SHA-256, in hex, over the canonical text."""
    return hashlib.sha256(canonical(parts)).hexdigest()


def version_hash(by_language: Mapping[str, str]) -> str:
    """SHA-256, in hex, over the hashes of all languages: what a representative signs."""
    canonical = sorted(by_language.items())
    return hashlib.sha256(json.dumps(canonical, separators=(",", ":")).encode()).hexdigest()
