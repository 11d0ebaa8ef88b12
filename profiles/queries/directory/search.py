"""Whom the words of a search mean, and in which order."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Collate, Length, StrIndex
from django.db.models.lookups import Range

from profiles.models import Person
from profiles.queries.directory.facets import facet_fields
from profiles.queries.directory.meanings import Meaning, all_of, meanings
from profiles.queries.directory.rows import Weighed, rows_of, weigh
from profiles.queries.directory.wishes import PAGE, Wish, words_of
from profiles.queries.vocabulary import Vocabulary, vocabulary
from profiles.terms import sound_of

FEW = 5  # with fewer hits than this, names that are spelt alike are added
WEIGHED = 120  # people whose names are compared letter by letter; the database has put the likeliest first


class Search:
    """One question put to the directory by one reader; the words are looked up once, what narrows comes after."""

    def __init__(self, person: Person, wish: Wish) -> None:
        self.everybody, self.wish = Person.objects.visible_to(person), wish
        self.known, self.fields = vocabulary(), facet_fields()
        self.means = meanings(words_of(wish.words), self.known)
        self.alike: list[int] = []  # who is among `found` only because their name is spelt alike

    @cached_property
    def exact(self) -> Q:
        """The condition for being meant by every word as it stands."""
        return all_of([meaning.exactly() for meaning in self.means])

    @cached_property
    def found(self) -> list[Weighed]:
        """The likeliest of all whom the words mean, nearest first, before anything narrows them.

        When they are few, those who are nearly called so are among them.
        """
        plain = weighed(self.everybody.filter(self.exact), self.means, self.known) if self.means else []
        if not self.means or len(plain) >= FEW:
            return plain
        mine = {one.row.pk for one in plain}
        near = [one for one in nearest(self.everybody, self.means, self.known)[:PAGE] if one.row.pk not in mine]
        self.alike = [one.row.pk for one in near]
        return sorted([*plain, *near], key=lambda one: one.cost)

    @cached_property
    def met(self) -> "QuerySet[Person]":
        """All whom the words mean."""
        alike = Q(pk__in=self.alike) if self.found and self.alike else Q()
        return self.everybody.filter(self.exact | alike if alike else self.exact)


def nearest(people: "QuerySet[Person]", means: Sequence[Meaning], known: Vocabulary) -> list[Weighed]:
    """Whom the words mean if each may have an error; when nobody is, also by names of which only the start is typed."""
    for unfinished in (False, True):
        near = people.filter(all_of([meaning.nearly(unfinished=unfinished) for meaning in means]))
        found = [one for one in weighed(near, means, known) if one.is_met]
        if found:
            return found
    return []


def weighed(people: "QuerySet[Person]", means: Sequence[Meaning], known: Vocabulary) -> list[Weighed]:
    """The likeliest WEIGHED people, nearest first; equals stay in the order of the database. One query."""
    rows = rows_of(likeliest(people, means), 0, WEIGHED)
    return sorted((weigh(row, means, known) for row in rows), key=lambda one: one.cost)


def likeliest(people: "QuerySet[Person]", means: Sequence[Meaning]) -> "QuerySet[Person]":
    """First whose name has most of the words; then who is called so from the start; then the shortest name."""
    spaced = Func(Value(" "), Func(F("folded"), Value("-"), Value(" "), function="translate"), function="concat")
    named: Any = Value(0)
    for meaning in means:
        # the name is what `folded` begins with
        in_name = Q(Range(StrIndex(spaced, Value(f" {meaning.word}")), (1, Length("name") + 1)))
        heard = Q(spellings__contains=[sound_of(meaning.word)])
        named += Case(When(in_name, then=2), When(heard, then=1), default=0, output_field=IntegerField())
    typed = " ".join(meaning.word for meaning in means)
    starts = Case(When(folded__startswith=typed, then=1), default=0, output_field=IntegerField())
    return people.order_by(named.desc(), starts.desc(), Length("name"), Collate("folded", "C"), "pk")
