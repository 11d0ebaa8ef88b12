"""The pages of the directory, the few for the page that searches everything, and who may be meant by a mention."""

from collections.abc import Sequence

from django.db.models import QuerySet

from profiles.models import Person
from profiles.queries.directory.facets import narrowed
from profiles.queries.directory.meanings import Meaning, meant, starting
from profiles.queries.directory.rows import Weighed, rows_of, weigh
from profiles.queries.directory.search import FEW, WEIGHED, Search, likeliest, nearest, weighed
from profiles.queries.directory.wishes import PAGE, Hit, HitPage, Wish, words_of
from profiles.queries.vocabulary import vocabulary

SHORT = 3  # letters, in all, with which too many names are spelt alike


def directory_page(person: Person, wish: Wish) -> HitPage:
    """The page of the directory."""
    return page_of(Search(person, wish))


def page_of(search: Search, everybody: int | None = None) -> HitPage:
    """The page of the search that is asked for; one query for its people, and one to count them where nobody has."""
    wish, start, end = search.wish, (search.wish.page - 1) * PAGE, search.wish.page * PAGE
    if search.means and end <= WEIGHED:
        likely = weighed(_left(search), search.means, search.known) if wish.asked else search.found
        found, everybody = likely[start:end], len(likely) if len(likely) < WEIGHED else everybody
    else:  # as the database has them
        people = likeliest(_left(search), search.means) if search.means else _left(search).order_by("folded", "pk")
        found = [weigh(row, search.means, search.known) for row in rows_of(people, start, PAGE)]
    return _page(found, _left(search).count() if everybody is None else everybody, wish)


def _left(search: Search) -> "QuerySet[Person]":
    return search.met.filter(narrowed(search.fields, search.wish.asked, search.known))


def _page(found: Sequence[Weighed], count: int, wish: Wish) -> HitPage:
    hits = [one.hit() for one in found]
    further = wish.page + 1 if count > wish.page * PAGE else None
    return HitPage(hits, count, further, alike=any(hit.why == "alike" for hit in hits))


def matching(person: Person, words: str, size: int = 5) -> HitPage:
    """People for the page that searches everything: the first `size` hits and the count of all."""
    page = directory_page(person, Wish(words=words)) if words_of(words) else HitPage([], 0, None)
    return HitPage(page.hits[:size], page.count, None, page.alike)


def suggested(person: Person, words: str, size: int = 6) -> tuple[list[tuple[Person, Hit]], int]:
    """The first few hits with why they are hits, and the count of all."""
    found = matching(person, words, size)
    people = Person.objects.visible_to(person).for_line().in_bulk([hit.pk for hit in found.hits])
    return [(people[hit.pk], hit) for hit in found.hits if hit.pk in people], found.count


def suggest_people(person: Person, words: str, among: "QuerySet[Person] | None" = None, size: int = 8) -> list[Person]:
    """Who may be meant by the start of a name or handle, best first, out of `among` (default: everybody visible)."""
    people = Person.objects.visible_to(person)
    if among is not None:
        people = people.filter(pk__in=among.values("pk"))
    searched = words_of(words)
    if not searched:
        return list(people.for_line().order_by("folded", "pk")[:size])
    known, means = vocabulary(), [Meaning(word, [], {}) for word in searched]
    found = weighed(people.filter(words=starting(*searched)), means, known)
    if len(found) < FEW and sum(map(len, searched)) > SHORT:
        found += nearest(lambda sought: weighed(people.filter(meant(sought)), means, known), means, unfinished=True)
    pks = list(dict.fromkeys(one.row.pk for one in found))[:size]
    by_pk = people.for_line().in_bulk(pks)
    return [by_pk[pk] for pk in pks if pk in by_pk]
