"""What the rooms above lend to the wire: how a fragment is rendered and seen, and who may listen to a topic.

network.wiring installs it; the wire itself knows no room.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Rendered = dict[int, str]


@dataclass(frozen=True)
class Fragment:
    """A neutral piece of a page: the same bytes for every viewer of a language."""

    dom_id: str  # "post-{}": the element that a frame replaces or removes
    render: Callable[[list[int]], Rendered]  # in the active language, one batch of queries
    visible: Callable[[Any, list[int]], set[int]]  # which of the ids the person may see now


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
