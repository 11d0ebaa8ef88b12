"""Whom the words of a search mean, and in which order."""

from collections.abc import Sequence
from functools import cached_property

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate, Length

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

        Those who are nearly called so are among them when the others are few, or are found by less than their name.
        """
        if not self.means:
            return []
        plain = weighed(self.everybody.filter(self.exact), self.means, self.known)
        are_few = len(plain) < FEW
        if not are_few and plain[0].is_named:
            return plain
        near = nearest(self.everybody, self.means, self.known, unfinished=are_few)
        mine = {one.row.pk for one in plain}
        near = [one for one in near if one.row.pk not in mine and (are_few or one.cost < plain[0].cost)][:PAGE]
        self.alike = [one.row.pk for one in near]
        return sorted([*plain, *near], key=lambda one: one.cost)

    @cached_property
    def met(self) -> "QuerySet[Person]":
        """All whom the words mean."""
        alike = Q(pk__in=self.alike) if self.found and self.alike else Q()
        return self.everybody.filter(self.exact | alike if alike else self.exact)


def nearest(
    people: "QuerySet[Person]", means: Sequence[Meaning], known: Vocabulary, *, unfinished: bool
) -> list[Weighed]:
    """Whom the words mean if each may have an error; `unfinished`: else by names of which only the start is typed."""
    for begun in (False, True) if unfinished else (False,):
        near = people.filter(all_of([meaning.nearly(unfinished=begun) for meaning in means]))
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
    words = [meaning.word for meaning in means]
    named = RawSQL(  # noqa: S611 (written here; what was typed is given as values)
        " + ".join([_IN_NAME] * len(words)),
        [value for word in words for value in (f" {word}", sound_of(word))],
    )
    starts = RawSQL("starts_with(profiles_person.folded, %s)", [" ".join(words)])  # noqa: S611
    return people.order_by(named.desc(), starts.desc(), Length("name"), Collate("folded", "C"), "pk")


# The name is what `folded` begins with. As one text: put together of expressions it costs more than it does.
_IN_NAME = """CASE
  WHEN strpos(' ' || translate(profiles_person.folded, '-', ' '), %s) BETWEEN 1 AND length(profiles_person.name) + 1
  THEN 2
  WHEN profiles_person.grams @> ARRAY[%s] THEN 1
  ELSE 0
END"""
