"""The names of departments and skills, few and seldom changed, kept for a short while so that typing is cheap."""

from dataclasses import dataclass, field
from functools import cached_property

from django.core.cache import caches

from network.core.text import fold
from profiles.models import Department, Skill
from profiles.queries.people import units_below

SHORTEST = 3  # letters from which a word may mean a department or a skill
KEPT = 20  # seconds until a new skill or department can be searched for in every process
_KEY = "profiles:vocabulary"


@dataclass
class Vocabulary:
    """Departments with their tree, and skills, by id; and what of them starts like a searched word."""

    departments: dict[int, str] = field(default_factory=dict)
    children: dict[int | None, list[int]] = field(default_factory=dict)
    skills: dict[int, str] = field(default_factory=dict)
    slugs: dict[int, str] = field(default_factory=dict)

    @cached_property
    def _folded(self) -> tuple[dict[int, str], dict[int, str]]:
        return _words(self.departments), _words(self.skills)

    @cached_property
    def _called(self) -> dict[str, str]:
        return {slug: self.skills[pk] for pk, slug in self.slugs.items()}

    def departments_like(self, word: str) -> list[int]:
        """Departments in whose name a word starts so, with all below them."""
        named = _starting(self._folded[0], word)
        return sorted({unit for pk in named for unit in self.below(pk)})

    def skills_like(self, word: str) -> list[int]:
        """Skills in whose name a word starts so."""
        return _starting(self._folded[1], word)

    def below(self, pk: int) -> list[int]:
        """A department and every unit below it."""
        return units_below(self.children, pk) if pk in self.departments else []

    def with_those_below(self, counts: dict[int, int]) -> dict[int, int]:
        """For each department its own count and those of every unit below it."""
        above = {child: parent for parent, children in self.children.items() for child in children}
        total: dict[int, int] = {}
        for unit, count in counts.items():
            line: dict[int, None] = {}
            here: int | None = unit
            while here is not None and here not in line:
                line[here] = None
                total[here] = total.get(here, 0) + count
                here = above.get(here)
        return total

    def tree(self) -> list[tuple[int, int]]:
        """Every department with its depth, parents before children, by name."""
        found: list[tuple[int, int]] = []
        waiting = [(pk, 0) for pk in reversed(self.children.get(None, []))]
        while waiting:
            pk, depth = waiting.pop()
            found.append((pk, depth))
            waiting += [(child, depth + 1) for child in reversed(self.children.get(pk, []))]
        return found

    def skill_called(self, slug: str) -> str:
        """The name of a skill by what stands for it in addresses, which is itself where it is unknown."""
        return self._called.get(slug, slug)


def vocabulary() -> Vocabulary:
    """The present names, at most KEPT seconds old; two queries when they are read."""
    kept: Vocabulary | None = caches["cards"].get(_KEY)
    if kept is None:
        kept = _read()
        caches["cards"].set(_KEY, kept, KEPT)
    return kept


def forget_vocabulary() -> None:
    """The next reader of this process asks the database; for actions that change a name."""
    caches["cards"].delete(_KEY)


def _read() -> Vocabulary:
    known = Vocabulary()
    for pk, name, slug in Skill.objects.values_list("pk", "name", "slug"):
        known.skills[pk], known.slugs[pk] = name, slug
    for pk, name, parent in Department.objects.values_list("pk", "name", "parent_id"):
        known.departments[pk] = name
        known.children.setdefault(parent, []).append(pk)
    known._folded, known._called  # noqa: B018 (made once here, and kept with the names)
    return known


def _words(names: dict[int, str]) -> dict[int, str]:
    """The words of each name with a space before every one of them."""
    plain = {pk: fold(name).replace("-", " ").replace("/", " ").split() for pk, name in names.items()}
    return {pk: "".join(f" {word}" for word in own) for pk, own in plain.items()}


def _starting(words: dict[int, str], searched: str) -> list[int]:
    start = f" {searched}"
    return [pk for pk, own in words.items() if start in own] if len(searched) >= SHORTEST else []
