"""What the rooms above lend to posts: how a post tells something of theirs. network.wiring installs it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol


class Told(Protocol):
    """What a post tells, as everybody who reads its place may know it now; it names nobody who does not want it."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str:
        """Plain, for search; the card is made by the template."""

    @property
    def author_id(self) -> int: ...
    @property
    def group_id(self) -> int | None: ...
    @property
    def template(self) -> str: ...
    @property
    def context(self) -> Mapping[str, Any]: ...


# Names of sources ("category:12") -> those among them that there is something to tell of.
Describe = Callable[[list[str]], Mapping[str, Told]]

_describe: dict[str, Describe] = {}


def install(describers: dict[str, Describe]) -> None:
    """Replaces what is installed; called once when Django is ready."""
    _describe.clear()
    _describe.update(describers)


def describe(sources: Iterable[str]) -> dict[str, Told]:
    """What there is to tell of these sources now, in one batch for each kind; the others are left out."""
    by_kind: dict[str, list[str]] = {}
    for source in sources:
        by_kind.setdefault(source.partition(":")[0], []).append(source)
    found: dict[str, Told] = {}
    for kind, names in by_kind.items():
        if kind in _describe:
            found.update(_describe[kind](names))
    return found
