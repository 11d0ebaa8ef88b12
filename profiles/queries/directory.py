"""Finding people: by the start of words in name and title, by department and skill, and by names that sound alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.core.cache import caches
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, When, Window
from django.db.models.functions import Collate

from network.core.text import fold
from profiles.models import Person, PersonSkill
from profiles.queries.vocabulary import KEPT, Vocabulary, vocabulary
from profiles.terms import typed_spellings

PAGE = 20
FEW = 3  # with fewer hits than this on the first page, names that are spelt alike are added
LONGEST = 60  # characters of a search that are read
MAX_WORDS = 6
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Wish:
    """What the reader of the directory asks for; ids are None when not asked."""

    words: str = ""
    department: int | None = None
    place: str = ""
    skill: str = ""
    page: int = 1


@dataclass(frozen=True)
class Hit:
    """A person found: key of the card, and the fact that made it a hit ("name", "title", "skill" ...) with its text."""

    pk: int
    version: int
    why: str = ""
    what: str = ""


@dataclass(frozen=True)
class HitPage:
    """One page of hits, how many there are in all, and the number of the next page (None: no more)."""

    hits: Sequence[Hit]
    count: int
    next: int | None
    alike: bool = False


@dataclass(frozen=True)
class Meaning:
    """What one searched word may mean beside a name or title: departments, and people (with the skills meant)."""

    word: str
    departments: Sequence[int]
    asked: dict[int, list[int]]

    def condition(self) -> Q:
        """The word starts a word of the person, or means where they work or what they can be asked."""
        met = Q(words=_query([self.word]))
        if self.departments:
            met |= Q(department__in=self.departments)
        if self.asked:
            met |= Q(pk__in=list(self.asked))
        return met


@dataclass(frozen=True)
class Row:
    """What the ranking reads of a person."""

    pk: int
    version: int
    name: str
    title: str
    department_id: int | None
    count: int


def words_of(text: str) -> list[str]:
    """The folded words of a search, at most MAX_WORDS; letters and digits only, so they are safe in a tsquery."""
    return _WORD.findall(fold(text[:LONGEST]))[:MAX_WORDS]


def directory_page(person: Person, wish: Wish) -> HitPage:
    """The page of the directory; two queries, a third when few names match exactly or a skill is why."""
    known = vocabulary()
    people = _filtered(Person.objects.visible_to(person), wish, known)
    words = words_of(wish.words)
    if not words:
        return _everybody(people, wish.page)
    means = _meanings(words, known)
    rows = _ranked(people, words, means, wish.page)
    count = rows[0].count if rows else 0
    hits = [_hit(row, words, known, means) for row in rows[:PAGE]]
    if wish.page == 1 and count < FEW:
        close = _alike(people, words, PAGE - len(hits), [hit.pk for hit in hits])
        return HitPage([*hits, *close], count + len(close), None, alike=bool(close))
    return HitPage(hits, count, wish.page + 1 if len(rows) > PAGE else None)


def matching(person: Person, words: str, size: int = 5) -> HitPage:
    """People for the page that searches everything: the first `size` hits and the count of all."""
    page = directory_page(person, Wish(words=words)) if words_of(words) else HitPage([], 0, None)
    return HitPage(page.hits[:size], page.count, None, page.alike)


def suggest_people(person: Person, words: str, among: "QuerySet[Person] | None" = None, size: int = 8) -> list[Person]:
    """Who may be meant by the start of a name or handle, best first, out of `among` (default: everybody visible)."""
    people = Person.objects.visible_to(person)
    if among is not None:
        people = people.filter(pk__in=among.values("pk"))
    searched = words_of(words)
    if not searched:
        return list(people.for_line().order_by("folded", "pk")[:size])
    query = _query(searched)
    found = list(_ordered(people.for_line().filter(words=query), searched)[:size])
    if len(found) < FEW and sum(map(len, searched)) > 3:
        close = [hit.pk for hit in _alike(people, searched, size - len(found), [p.pk for p in found])]
        by_pk = {p.pk: p for p in people.for_line().filter(pk__in=close)}
        found += [by_pk[pk] for pk in close if pk in by_pk]
    return found


def facets() -> dict[str, list[tuple[str, str, int]]]:
    """What the directory can be narrowed to: (value, name, how many people work there).

    The same for every reader, and kept for KEPT seconds: counting everybody is too dear for every page.
    """
    kept: dict[str, list[tuple[str, str, int]]] | None = caches["cards"].get("profiles:facets")
    if kept is None:
        kept = _counted(vocabulary())
        caches["cards"].set("profiles:facets", kept, KEPT)
    return kept


def _counted(known: Vocabulary) -> dict[str, list[tuple[str, str, int]]]:
    people = Person.objects.active()
    direct = dict(people.values_list("department").annotate(n=Count("pk")))
    places = people.exclude(place="").values_list("place").annotate(n=Count("pk")).order_by("-n", "place")[:40]
    skills = (
        PersonSkill.objects.filter(person__is_active=True)
        .values_list("skill__slug", "skill__name")
        .annotate(n=Count("pk"))
        .order_by("-n", "skill__name")[:80]
    )
    return {
        "departments": [
            (str(pk), "\u2003" * depth + known.departments[pk], sum(direct.get(u, 0) for u in known.below(pk)))
            for pk, depth in known.tree()
        ],
        "places": [(place, place, n) for place, n in places],
        "skills": [(slug, name, n) for slug, name, n in skills],
    }


def _filtered(people: "QuerySet[Person]", wish: Wish, known: Vocabulary) -> "QuerySet[Person]":
    if wish.department is not None:
        people = people.filter(department__in=known.below(wish.department))
    if wish.place:
        people = people.filter(place=wish.place)
    if wish.skill:
        people = people.filter(pk__in=PersonSkill.objects.filter(skill__slug=wish.skill).values("person"))
    return people


def _everybody(people: "QuerySet[Person]", page: int) -> HitPage:
    start = (page - 1) * PAGE
    rows = list(people.order_by("folded", "id").values_list("pk", "version")[start : start + PAGE + 1])
    hits = [Hit(pk, version) for pk, version in rows[:PAGE]]
    return HitPage(hits, people.count(), page + 1 if len(rows) > PAGE else None)


def _query(words: Sequence[str]) -> SearchQuery:
    """Every word as the start of a word."""
    return SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")


def _ordered(people: "QuerySet[Person]", words: Sequence[str]) -> "QuerySet[Person]":
    """First whose name starts with what was typed, then who has the first word whole, then by name."""
    typed = " ".join(words)
    folded = Collate(F("folded"), "C")
    return people.annotate(
        starts=Case(When(folded__startswith=typed, then=1), default=0, output_field=IntegerField()),
        whole=Case(
            When(Q(folded__startswith=f"{words[0]} ") | Q(folded__contains=f" {words[0]} "), then=1),
            default=0,
            output_field=IntegerField(),
        ),
    ).order_by("-starts", "-whole", folded, "pk")


def _meanings(words: Sequence[str], known: Vocabulary) -> "list[Meaning]":
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


def _ranked(people: "QuerySet[Person]", words: Sequence[str], means: "Sequence[Meaning]", page: int) -> list[Row]:
    """Each word must be met by name, title, department or skill; whose own name has them all come first."""
    own, met = Q(words=_query(words)), Q()
    if any(meaning.departments or meaning.asked for meaning in means):
        for meaning in means:
            met &= meaning.condition()
        ranked = _ordered(people.filter(met), words)
        ranked = ranked.annotate(own=Case(When(own, then=1), default=0, output_field=IntegerField()))
        ranked = ranked.order_by("-own", *ranked.query.order_by)
    else:
        ranked = _ordered(people.filter(own), words)
    start = (page - 1) * PAGE
    rows = ranked.annotate(count=Window(Count("pk"))).values_list(
        "pk", "version", "name", "title", "department_id", "count"
    )
    return [Row(*row) for row in rows[start : start + PAGE + 1]]


def _hit(row: Row, words: Sequence[str], known: Vocabulary, means: "Sequence[Meaning]") -> Hit:
    """Why the row is a hit: the first of name, skills, title and department that has one of the words."""
    skills = dict.fromkeys(known.skills[skill] for meaning in means for skill in meaning.asked.get(row.pk, []))
    if any(start.startswith(word) for start in words_of(row.name) for word in words):
        return Hit(row.pk, row.version, "name")
    if skills:
        return Hit(row.pk, row.version, "skill", ", ".join(skills))
    if any(start.startswith(word) for start in words_of(row.title) for word in words):
        return Hit(row.pk, row.version, "title", row.title)
    if any(row.department_id in meaning.departments for meaning in means):
        return Hit(row.pk, row.version, "department", known.departments[row.department_id or 0])
    return Hit(row.pk, row.version, "handle")


def _alike(people: "QuerySet[Person]", words: Sequence[str], size: int, without: Sequence[int]) -> list[Hit]:
    """Names that share most three-letter pieces with what was typed; one query, none for one or two letters."""
    if size <= 0:
        return []
    close = people.exclude(pk__in=without)
    for word in words:
        close = close.filter(Q(words=_query([word])) | Q(spellings__overlap=typed_spellings(word)))
    return [
        Hit(pk, version, "alike") for pk, version in close.order_by("folded", "pk").values_list("pk", "version")[:size]
    ]
