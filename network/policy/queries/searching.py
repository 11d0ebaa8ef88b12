"""Sections that count now and hold some words."""

from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F
from django.utils.translation import get_language

from network.policy.access import can_read_policy
from network.policy.models import SectionText
from network.policy.states import State
from profiles.models import Person


def matching(person: Person | None, words: str, most: int) -> list[SectionText]:
    """At most so many sections that hold the words, the best first, each once: in the page's language where it hits."""
    if not words.strip() or not can_read_policy(person):
        return []
    asked = SearchQuery(words, config="norwegian", search_type="websearch") | SearchQuery(
        words, config="english", search_type="websearch"
    )
    parts = [
        SearchVector(name, weight=weight, config=config)
        for name, weight in (("heading", "A"), ("short", "B"), ("body", "C"))
        for config in ("norwegian", "english")
    ]
    said = reduce(add, parts)
    rows = SectionText.objects.filter(section__version__state=State.IN_FORCE).annotate(said=said)
    rows = rows.filter(said=asked).annotate(rank=SearchRank(F("said"), asked))
    found: dict[object, SectionText] = {}
    mine = (get_language() or "nb")[:2]
    for text in rows.select_related("section__version__document").order_by("-rank", "section__position", "pk"):
        kept = found.get(text.section_id)
        if kept is None or (text.language == mine and kept.language != mine):
            found[text.section_id] = text
    return list(found.values())[:most]
