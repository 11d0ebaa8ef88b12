"""What the rooms above lend to the wire: how a fragment is rendered and seen, and who may listen to a topic.

network.wiring installs it; the wire itself knows no room.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from network.core.cards import Key, cards, keep

Context = dict[str, Any]


@dataclass(frozen=True)
class Fragment:
    """A neutral piece of a page: the same bytes for every viewer of a language."""

    dom_id: str  # "post-{}": the element that a frame replaces or removes
    template: str
    load: Callable[[list[int]], dict[int, Context]]  # what the template needs, in one batch of queries
    visible: Callable[[Any, list[int]], set[int]]  # which of the ids the person may see now
    card: str = ""  # the name of the cached card that it is, when pages show the same bytes
    versions: Callable[[list[int]], list[Key]] | None = None  # of the cards

    def fresh(self, ids: list[int]) -> dict[int, str]:
        """Each of the ids that still exists, rendered in the active language."""
        return {pk: render_to_string(self.template, context) for pk, context in self.load(ids).items()}

    def render(self, ids: list[int]) -> dict[int, str]:
        """As fresh(), from the cached cards where there are any."""
        return dict(cards(self.card, self.versions(ids), self.fresh)) if self.versions else self.fresh(ids)

    def in_languages(self, pk: int, languages: Iterable[str]) -> dict[str, str]:
        """One id in several languages from one batch of queries; what was rendered is kept as the card it is."""
        found = self.load([pk]).get(pk)
        if found is None:
            return {}
        told: dict[str, str] = {}
        for language in languages:
            with translation.override(language):
                told[language] = render_to_string(self.template, found)
                if "version" in found:
                    keep(self.card, (pk, found["version"]), told[language])
        return told


# A person and the rest of the asked topic ("12" in "thread:12") -> the topics that they may listen to.
Authorise = Callable[[Any, str], Iterable[str]]

_fragments: dict[str, Fragment] = {}
_topics: dict[str, Authorise] = {}

MAX_TOPICS = 10


def install(fragments: dict[str, Fragment], topics: dict[str, Authorise]) -> None:
    """Replaces what is installed; called once when Django is ready."""
    _fragments.clear()
    _fragments.update(fragments)
    _topics.clear()
    _topics.update(topics)


def fragment(name: str) -> Fragment:
    """The fragment of that name."""
    return _fragments[name]


def topics_for(person: Any, asked: Iterable[str]) -> set[str]:
    """The topics a person may listen to, out of those asked; unknown, refused and missing all give nothing."""
    allowed: set[str] = {f"person:{person.pk}"}
    for wish in list(asked)[:MAX_TOPICS]:
        kind, _, rest = wish.partition(":")
        authorise = _topics.get(kind)
        if authorise is not None and len(rest) <= 40:
            allowed.update(authorise(person, rest))
    return allowed
