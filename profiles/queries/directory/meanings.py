"""Whom the typed words mean: by the start of a word of theirs, by what a department or skill is called, by spelling."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from profiles.models import PersonSkill
from profiles.queries.vocabulary import Vocabulary
from profiles.terms import typed_spellings, typed_starts


@dataclass(frozen=True)
class Meaning:
    """What one typed word may mean beside a name or title: departments, and people (with the skills meant)."""

    word: str
    departments: Sequence[int]
    asked: dict[int, list[int]]

    def exactly(self) -> Q:
        """The word starts a word of the person, or means where they work or what they can be asked."""
        met = Q(words=starting(self.word))
        if self.departments:
            met |= Q(department__in=self.departments)
        if self.asked:
            # one value: thousands of them, each on its own, take longer to send than to look up
            met |= Q(RawSQL("profiles_person.id = ANY(%s::bigint[])", [list(self.asked)], BooleanField()))  # noqa: S611
        return met

    def nearly(self, *, unfinished: bool) -> Q:
        """The same, or a name that is one letter away; `unfinished`: also one that only begins so."""
        forms = typed_spellings(self.word) + (typed_starts(self.word) if unfinished else [])
        return self.exactly() | Q(spellings__overlap=forms)


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


def all_of(conditions: Sequence[Q]) -> Q:
    """Each of them."""
    met = Q()
    for condition in conditions:
        met &= condition
    return met
