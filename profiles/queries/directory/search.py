"""Whom the words of a search mean, and in which order."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate, Length

from network.core.prepared import prepared
from profiles.models import Person
from profiles.queries.directory.facets import facet_fields
from profiles.queries.directory.meanings import IS_ONE_OF, Meaning, Sought, listed, meanings, meant
from profiles.queries.directory.rows import Row, Weighed, as_rows, read, rows_of, weigh
from profiles.queries.directory.wishes import PAGE, Wish, words_of
from profiles.queries.vocabulary import Vocabulary, vocabulary
from profiles.terms import sound_of

FEW = 5  # with fewer hits than this, names that are spelt alike are added
WEIGHED = 120  # people whose names are compared letter by letter; the database has put the likeliest first


class Search:
    """One question put to the directory by one reader; the words are looked up once, what narrows comes after."""

    def __init__(self, person: Person, wish: Wish) -> None:
        self.reader, self.wish = person, wish
        self.known, self.fields = vocabulary(), facet_fields()
        self.means = meanings(words_of(wish.words), self.known)
        self.alike: list[int] = []  # who is among `found` only because their name is spelt alike

    @cached_property
    def found(self) -> list[Weighed]:
        """The likeliest of all whom the words mean, nearest first, before anything narrows them.

        Those who are nearly called so are among them when the others are few, or are found by less than their name.
        """
        if not self.means:
            return []
        plain = self._weighed([meaning.exactly() for meaning in self.means])
        are_few = len(plain) < FEW
        if not are_few and plain[0].is_named:
            return plain
        near = nearest(self._weighed, self.means, unfinished=are_few)
        mine = {one.row.pk for one in plain}
        near = [one for one in near if one.row.pk not in mine and (are_few or one.cost < plain[0].cost)][:PAGE]
        self.alike = [one.row.pk for one in near]
        return sorted([*plain, *near], key=lambda one: one.cost)

    def _weighed(self, sought: Sequence[Sought]) -> list[Weighed]:
        """See `weighed`."""
        found = _likely.rows(self.reader, *_likened(self.means), *(part for one in sought for part in one))
        return _in_order(as_rows(found), self.means, self.known)

    @property
    def asked(self) -> list[str | None]:
        """What `those_met` is asked with."""
        sought = [part for meaning in self.means for part in meaning.exactly()]
        return [listed(self.alike) if self.found else None, *sought]

    @cached_property
    def met(self) -> "QuerySet[Person]":
        """All whom the words mean."""
        return those_met(self.reader, *self.asked)


def those_met(reader: Person, alike: str | None, *sought: str | None) -> "QuerySet[Person]":
    """All whom the words mean as they stand, and those who are only spelt alike."""
    exact = meant(_by_word(sought))
    also = Q() if alike is None else Q(RawSQL(IS_ONE_OF, [alike], BooleanField()))  # noqa: S611 (written there)
    return Person.objects.visible_to(reader).filter(exact | also)


def _by_word(sought: Sequence[Any]) -> list[Sought]:
    size = len(Sought._fields)
    return [Sought(*sought[at : at + size]) for at in range(0, len(sought), size)]


@prepared("is_active")
def _likely(
    reader: Person, begun: str, words: Sequence[str], *sought: str | None
) -> "QuerySet[Person, tuple[Any, ...]]":
    people = Person.objects.visible_to(reader).filter(meant(_by_word(sought)))
    return read(_by_likeness(people, begun, words))[:WEIGHED]


def nearest(
    look: Callable[[Sequence[Sought]], list[Weighed]], means: Sequence[Meaning], *, unfinished: bool
) -> list[Weighed]:
    """Whom the words mean if each may have an error; `unfinished`: else by names of which only the start is typed."""
    for begun in (False, True) if unfinished else (False,):
        found = [one for one in look([meaning.nearly(unfinished=begun) for meaning in means]) if one.is_met]
        if found:
            return found
    return []


def weighed(people: "QuerySet[Person]", means: Sequence[Meaning], known: Vocabulary) -> list[Weighed]:
    """The likeliest WEIGHED people, nearest first; equals stay in the order of the database. One query."""
    return _in_order(rows_of(likeliest(people, means), 0, WEIGHED), means, known)


def _in_order(rows: Sequence[Row], means: Sequence[Meaning], known: Vocabulary) -> list[Weighed]:
    return sorted((weigh(row, means, known) for row in rows), key=lambda one: one.cost)


def likeliest(people: "QuerySet[Person]", means: Sequence[Meaning]) -> "QuerySet[Person]":
    """First whose name has most of the words; then who is called so from the start; then the shortest name."""
    return _by_likeness(people, *_likened(means))


def _likened(means: Sequence[Meaning]) -> tuple[str, list[str]]:
    """The words as a name may begin with them; and each as a name may hold it, and as it is heard."""
    words = [meaning.word for meaning in means]
    return " ".join(words), [value for word in words for value in (f" {word}", sound_of(word))]


def _by_likeness(people: "QuerySet[Person]", begun: str, words: Sequence[str]) -> "QuerySet[Person]":
    named = RawSQL(" + ".join([_IN_NAME] * (len(words) // 2)), words)  # noqa: S611 (what was typed is given as values)
    starts = RawSQL("starts_with(profiles_person.folded, %s)", [begun])  # noqa: S611
    return people.order_by(named.desc(), starts.desc(), Length("name"), Collate("folded", "C"), "pk")


# The name is what `folded` begins with. As one text: put together of expressions it costs more than it does.
_IN_NAME = """CASE
  WHEN strpos(' ' || translate(profiles_person.folded, '-', ' '), %s) BETWEEN 1 AND length(profiles_person.name) + 1
  THEN 2
  WHEN profiles_person.grams @> ARRAY[%s] THEN 1
  ELSE 0
END"""
