"""Skills: those in use, how they are spelt, and who knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.core.cache import caches
from django.db.models import Case, Count, IntegerField, Q, When
from django.utils.translation import get_language

from network.core.pages import PAGE_SIZE
from network.core.text import fold
from profiles.models import Person, PersonSkill, Skill
from profiles.queries.fields import Field, profile_fields, shown_of
from profiles.terms import skill_slug

KEPT = 20  # seconds until a new skill is offered in every process
ALIKE = 0.75  # how much of two names must agree for the one to be offered for the other
_KEY = "profiles:skills"
_LAST = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})  # after z


@dataclass(frozen=True)
class Known:
    """A skill that somebody who works here has declared, and how many have."""

    slug: str
    name: str
    people: int

    def get_absolute_url(self) -> str:
        """Its page."""
        return Skill(slug=self.slug).get_absolute_url()


@dataclass(frozen=True)
class Knower:
    """One who knows: what they said and when, who stands for it, and their place if the reader may see it."""

    declared: PersonSkill
    place: str


@dataclass(frozen=True)
class KnowerPage:
    """One page of those who know; `next` is the cursor of the next, None when there is no more."""

    knowers: Sequence[Knower]
    next: int | None


def known_skills() -> list[Known]:
    """Every skill in use, by name in the order of the page's language; at most KEPT seconds old."""
    kept: list[Known] = caches["cards"].get_or_set(_KEY, _in_use, KEPT)  # type: ignore[assignment]
    norwegian = get_language() == "nb"
    return sorted(kept, key=lambda skill: skill.name.lower().translate(_LAST) if norwegian else fold(skill.name))


def forget_skills() -> None:
    """The next reader of this process asks the database; for actions that change who knows what."""
    caches["cards"].delete(_KEY)


def _in_use() -> list[Known]:
    here = Count("declared", filter=Q(declared__person__is_active=True))
    rows = Skill.objects.annotate(here=here).filter(here__gt=0).order_by()
    return [Known(*row) for row in rows.values_list("slug", "name", "here")]


def skills_like(words: str) -> list[Known]:
    """Skills in use whose name holds the words; all of them without words."""
    wanted = fold(words)
    return [skill for skill in known_skills() if wanted in fold(skill.name)]


def alike_skills(name: str, size: int = 3) -> list[Known]:
    """Skills in use that are spelt nearly so, the nearest first; none when this very one is in use."""
    known, slug = known_skills(), skill_slug(name)
    if any(skill.slug == slug for skill in known):
        return []
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(slug)
    found = []
    for skill in known:
        matcher.set_seq1(skill.slug)
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
            found.append((matcher.ratio(), skill))
    return [skill for _share, skill in sorted(found, key=lambda pair: -pair[0])[:size]]


def skill_named(slug: str) -> Skill:
    """The skill, also when nobody declares it now; raises Skill.DoesNotExist."""
    return Skill.objects.get(slug=slug)


def nearness(reader: Person, via: str = "") -> Case:
    """0 at the reader's place, 1 in their department, 2 elsewhere; a place that somebody hides counts for nobody."""
    near = [When(Q(**{f"{via}department": reader.department_id}), then=1)] if reader.department_id else []
    if reader.place and "place" in _shown(profile_fields()):
        same = Q(**{f"{via}place": reader.place}) & ~Q(**{f"{via}hides__has_key": "place"})
        near.insert(0, When(same, then=0))
    return Case(*near, default=2, output_field=IntegerField())


def _shown(fields: Sequence[Field]) -> set[str]:
    return {field.key for field in fields if field.is_shown}


def knowers_page(reader: Person, skill: Skill, after: int | None = None, size: int = PAGE_SIZE) -> KnowerPage:
    """Who can be asked: at the reader's place first, then of their department, then by name."""
    people = Person.objects.visible_to(reader).values("pk")
    known = PersonSkill.objects.filter(skill=skill, person__in=people)
    rows = known.select_related("person__department", "person__stand_in", "confirmed_by")
    near = nearness(reader, "person__")
    start = None
    if after is not None:
        start = known.annotate(near=near).filter(pk=after).values_list("near", "person__folded", "person").first()
    ordered = rows.annotate(near=near).filter(_after(start)).order_by("near", "person__folded", "person")
    found = list(ordered[: size + 1])
    fields = profile_fields()
    knowers = [Knower(row, shown_of(reader, row.person, fields).get("place", "")) for row in found[:size]]
    return KnowerPage(knowers, found[size - 1].pk if len(found) > size else None)


def _after(start: tuple[int, str, int] | None) -> Q:
    """What comes after a row of that nearness and name."""
    if start is None:
        return Q()
    near, folded, person = start
    later = Q(person__folded__gt=folded) | Q(person__folded=folded, person__gt=person)
    return Q(near__gt=near) | (Q(near=near) & later)


def declared_of(person: Person, skill: Skill) -> PersonSkill | None:
    """What the person said about this skill themselves."""
    return PersonSkill.objects.filter(person=person, skill=skill).first()
