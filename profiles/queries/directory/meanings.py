"""Whom the typed words mean: by the start of a word of theirs, by what a department or skill is called, by spelling."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from profiles.models import PersonSkill
from profiles.queries.vocabulary import Vocabulary
from profiles.terms import typed_spellings, typed_starts


class Sought(NamedTuple):
    """What a query asks of one word, each as one text, so that it can be prepared; None for nothing.

    Thousands of people, each on their own, would take longer to send than to look up.
    """

    start: str  # a tsquery
    departments: str | None = None
    people: str | None = None
    spellings: str | None = None


@dataclass(frozen=True)
class Meaning:
    """What one typed word may mean beside a name or title: departments, and people (with the skills meant)."""

    word: str
    departments: Sequence[int]
    asked: dict[int, list[int]]

    def exactly(self) -> Sought:
        """The word starts a word of the person, or means where they work or what they can be asked."""
        return Sought(f"{self.word}:*", listed(self.departments), listed(self.asked))

    def nearly(self, *, unfinished: bool) -> Sought:
        """The same, or a name that is one letter away; `unfinished`: also one that only begins so."""
        forms = typed_spellings(self.word) + (typed_starts(self.word) if unfinished else [])
        return self.exactly()._replace(spellings=listed(forms))


def listed(values: Iterable[int | str]) -> str | None:
    """An array as PostgreSQL reads it, of numbers or of words without signs; None for an empty one."""
    return "{" + ",".join([f'"{value}"' for value in values]) + "}" if values else None


def meant(sought: Sequence[Sought]) -> Q:
    """Being meant by every word."""
    met = Q()
    for one in sought:
        met &= _one_of(one)
    return met


def _one_of(sought: Sought) -> Q:
    met = Q(words=SearchQuery(sought.start, config="simple", search_type="raw"))
    for sql, given in zip(_BESIDE, sought[1:], strict=True):
        if given is not None:
            met |= Q(RawSQL(sql, [given], BooleanField()))  # noqa: S611 (written here)
    return met


IS_ONE_OF = "profiles_person.id = ANY(%s::bigint[])"
_BESIDE = ("profiles_person.department_id = ANY(%s::bigint[])", IS_ONE_OF, "profiles_person.grams && %s::text[]")


def starting(*words: str) -> SearchQuery:
    """Every word as the start of a word."""
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")


def meanings(words: Sequence[str], known: Vocabulary) -> list[Meaning]:
    """Which departments and whose skills each word may mean; one query when any skill is meant."""
    skills = [known.skills_like(word) for word in words]
    wanted = {pk for meant in skills for pk in meant}
    holders: dict[int, list[int]] = {}
    if wanted:
        for skill, holder in PersonSkill.objects.filter(skill__in=wanted).values_list("skill", "person"):
            holders.setdefault(skill, []).append(holder)
    means = []
    for word, meant in zip(words, skills, strict=True):
        asked: dict[int, list[int]] = {}
        for skill in meant:
            for holder in holders.get(skill, []):
                asked.setdefault(holder, []).append(skill)
        means.append(Meaning(word, known.departments_like(word), asked))
    return means
