"""What the rooms above lend to letters: how a subject is called and linked, for a person who may see it now.

network.wiring installs it; letters themselves know no room and store no text.
"""

from collections.abc import Callable
from dataclasses import dataclass

from profiles.models import Person


@dataclass(frozen=True)
class Subject:
    """What a notification is about, as this reader may know it."""

    title: str  # "" when its author took the text away
    url: str
    muted: bool = False  # the reader wants no letters about it, except when mentioned
    report_url: str = ""  # its author took it away, and the reader may still say what was wrong with it


# A person and ids -> the subjects among them that the person may see now.
Describe = Callable[[Person, list[int]], dict[int, Subject]]

_describe: dict[str, Describe] = {}


def install(describers: dict[str, Describe]) -> None:
    """Replaces what is installed; called once when Django is ready."""
    _describe.clear()
    _describe.update(describers)


def either(first: Describe, second: Describe) -> Describe:
    """A subject that may be of one room or of another: the second is asked only for what the first does not know."""

    def described(person: Person, ids: list[int]) -> dict[int, Subject]:
        found = first(person, ids)
        rest = [pk for pk in ids if pk not in found]
        return found | (second(person, rest) if rest else {})

    return described


def describe(person: Person, subjects: list[str]) -> dict[str, Subject]:
    """The subjects ("thread:12") the person may see now, in one batch per kind; others are left out."""
    by_kind: dict[str, list[int]] = {}
    for subject in subjects:
        kind, _, pk = subject.partition(":")
        by_kind.setdefault(kind, []).append(int(pk))
    found: dict[str, Subject] = {}
    for kind, ids in by_kind.items():
        if kind in _describe:
            found.update({f"{kind}:{pk}": subject for pk, subject in _describe[kind](person, ids).items()})
    return found
