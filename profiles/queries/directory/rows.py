"""What the order of the hits, and the reason of each, are read from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, QuerySet, Value, When

from profiles.models import Person
from profiles.queries.directory.facets import shown
from profiles.queries.directory.meanings import Meaning
from profiles.queries.directory.nearness import BEGUN, UNMET, cost_of
from profiles.queries.directory.wishes import Hit
from profiles.queries.fields import profile_fields
from profiles.queries.vocabulary import Vocabulary
from profiles.terms import digits_of, parts_of, words_in

BESIDE = 0.6  # what a word costs that is met by title, department, skill, place or number and not by the name
NOT_FIRST = 0.25  # nothing of what was typed is the first name
UNTYPED = 0.02  # each word of the name that was not typed
_READ = ("pk", "version", "name", "handle", "title", "department_id")
TELLING = ("place", "phone", "email")


@dataclass
class Row:
    """A person as the ranking reads them: without what they hide or the organisation does not show."""

    pk: int
    version: int
    name: str
    handle: str
    title: str
    department_id: int | None
    place: str
    phone: str
    email: str


@dataclass
class Weighed:
    """A person with what the words cost, and for each word the kind of fact it means and its text."""

    row: Row
    cost: float
    facts: list[tuple[str, str]]

    @property
    def is_met(self) -> bool:
        """Every word means something of the person."""
        return all(kind for kind, _text in self.facts)

    @property
    def is_named(self) -> bool:
        """Every word stands in the name, or begins a word of it."""
        return all(kind == "name" for kind, _text in self.facts)

    def hit(self) -> Hit:
        """Why they are found: their name, unless only an error leads to it, else what the first of the words means."""
        kinds = [kind for kind, _text in self.facts]
        plain = next((name for name in ("alike", "name") if name in kinds), "")
        why, what = (plain, "") if plain else next(iter(self.facts), ("", ""))
        return Hit(self.row.pk, self.row.version, why, what)


def rows_of(people: "QuerySet[Person]", start: int, size: int) -> list[Row]:
    """That many people in their order; one query."""
    return as_rows(read(people)[start : start + size])


def read(people: "QuerySet[Person]") -> "QuerySet[Person, tuple[Any, ...]]":
    """What as_rows makes rows of, without what somebody hides."""
    return people.values_list(*_READ, *(Case(When(shown(name), then=F(name)), default=Value("")) for name in TELLING))


def as_rows(found: Iterable[tuple[Any, ...]]) -> list[Row]:
    """People as they may be found by anybody."""
    rows = [Row(*values) for values in found]
    for name in {field.key for field in profile_fields() if not field.is_shown}.intersection(TELLING):
        for row in rows:
            setattr(row, name, "")
    return rows


def weigh(row: Row, means: Sequence[Meaning], known: Vocabulary) -> Weighed:
    """Each word is the nearest word of the name that no word before it took, or else means a fact beside it."""
    name, used, total = parts_of(row.name), set[int](), 0.0
    facts: list[tuple[str, str]] = []
    for meaning in means:
        costs = [UNMET if place in used else cost_of(meaning.word, part) for place, part in enumerate(name)]
        best = min(costs, default=UNMET)
        fact = ("name" if best <= BEGUN else "alike" if best < UNMET else "", "")
        beside = fact_of(row, meaning, known) if best > BESIDE else ("", "")
        if beside[0]:
            best, fact = BESIDE, beside
        elif fact[0]:
            used.add(costs.index(best))
        facts.append(fact)
        total += best
    first = 0.0 if 0 in used else NOT_FIRST
    return Weighed(row, total + first + UNTYPED * (len(name) - len(used)), facts)


def fact_of(row: Row, meaning: Meaning, known: Vocabulary) -> tuple[str, str]:
    """What of the person, beside the name, the word means: the kind of fact and its text; ("", "") for nothing."""
    if skills := meaning.asked.get(row.pk):
        return "skill", ", ".join(dict.fromkeys(known.skills[skill] for skill in skills))
    if _begins(meaning.word, row.title):
        return "title", row.title
    if row.department_id in meaning.departments:
        return "department", known.departments[row.department_id or 0]
    return _contact(row, meaning.word)


def _contact(row: Row, word: str) -> tuple[str, str]:
    if _begins(word, row.place):
        return "place", row.place
    if digits_of(row.phone).startswith(word):
        return "phone", row.phone
    if _begins(word, row.handle):
        return "handle", ""
    return ("email", row.email) if _begins(word, row.email) else ("", "")


def _begins(word: str, text: str) -> bool:
    return any(start.startswith(word) for start in words_in(text))
