"""People from other departments whom somebody may not know, by open facts alone: skills, open groups and place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext

from network.groups.models import Group, Membership
from profiles.models import Follow, PassedOver, Person, PersonSkill, ProfileField

EACH = 60  # people that are read for each kind of fact
LARGE = 150  # members: a larger group says little about two of them


@dataclass
class Meeting:
    """A colleague, and what the two have in common in words; nothing of it says what anybody did."""

    person: Person
    reasons: list[str] = field(default_factory=list)


def people_to_meet(person: Person, size: int = 3) -> list[Meeting]:
    """At most `size`: who has most in common first, and others among equals every day; four queries."""
    strangers = _strangers(person)
    facts = [*_by_skill(person, strangers), *_by_group(person, strangers), *_by_place(person, strangers)]
    reasons: dict[int, list[str]] = {}
    for pk, reason in facts:
        if reason not in (said := reasons.setdefault(pk, [])):
            said.append(reason)
    chosen = sorted(reasons, key=lambda pk: (-len(reasons[pk]), _today(person.pk, pk)))[:size]
    people = {each.pk: each for each in Person.objects.visible_to(person).for_line().filter(pk__in=chosen)}
    return [Meeting(people[pk], reasons[pk][:2]) for pk in chosen if pk in people]


def _strangers(person: Person) -> "QuerySet[Person]":
    """Active colleagues of another department, neither followed nor passed over, nor one's own line."""
    others = Person.objects.visible_to(person).exclude(pk=person.pk).exclude(manager=person)
    if person.manager_id:
        others = others.exclude(pk=person.manager_id)
    if person.department_id:
        others = others.exclude(department=person.department_id)
    known = Follow.objects.filter(person=person).values("followed")
    passed = PassedOver.objects.filter(person=person).values("colleague")
    return others.filter(department__isnull=False).exclude(pk__in=known).exclude(pk__in=passed)


def _by_skill(person: Person, strangers: "QuerySet[Person]") -> Iterable[tuple[int, str]]:
    mine = PersonSkill.objects.filter(person=person).values("skill")
    rows = PersonSkill.objects.filter(skill__in=mine, person__in=strangers).order_by("-declared_at", "pk")
    for pk, name in rows.values_list("person", "skill__name")[:EACH]:
        yield pk, gettext("Can be asked about %(what)s, as you can") % {"what": name}


def _by_group(person: Person, strangers: "QuerySet[Person]") -> Iterable[tuple[int, str]]:
    open_to_all = Q(kind=Group.Kind.OPEN, archived_at=None, member_count__lte=LARGE)
    mine = Group.objects.of(person).filter(open_to_all).values("pk")
    rows = Membership.objects.filter(group__in=mine, person__in=strangers).order_by("-pk")
    for pk, name in rows.values_list("person", "group__name")[:EACH]:
        yield pk, gettext("Is in %(what)s, as you are") % {"what": name}


def _by_place(person: Person, strangers: "QuerySet[Person]") -> Iterable[tuple[int, str]]:
    if not person.place or "place" in ProfileField.unshown():
        return
    near = strangers.filter(place=person.place).exclude(hides__has_key="place")
    for pk in near.order_by("-pk").values_list("pk", flat=True)[:EACH]:
        yield pk, gettext("Works in %(what)s, as you do") % {"what": person.place}


def _today(reader: int, other: int) -> bytes:
    """An order that is another for every reader and every day, and the same all day."""
    return blake2b(f"{localdate()}:{reader}:{other}".encode(), digest_size=8).digest()
