"""Who is new, who has a day to celebrate, and who is away: what people chose to tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.core.cache import caches
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from profiles.models import Person
from profiles.queries.fields import profile_fields

INTRODUCED = timedelta(days=30)
KEPT = 60  # seconds that a process remembers who is new and who has a day


@dataclass(frozen=True)
class Occasion:
    """A colleague's day: a birthday (years is None, as the year is not known), or so many years at work."""

    person: Person
    years: int | None = None


def newcomers() -> list[Person]:
    """Who began in the last 30 days and is introduced, the latest first, at most 24, with host; the same for all."""
    return cast(list[Person], caches["cards"].get_or_set(f"profiles:new:{localdate()}", _newcomers, KEPT))


def _newcomers() -> list[Person]:
    today = localdate()
    new = Person.objects.active().filter(is_introduced=True, started_on__gt=today - INTRODUCED, started_on__lte=today)
    return list(new.for_line().select_related("host").order_by("-started_on", "-pk")[:24])


def occasions_for(person: Person, size: int = 4) -> list[Occasion]:
    """Whose day it is today, colleagues of the same department first."""
    today = cast(list[Occasion], caches["cards"].get_or_set(f"profiles:days:{localdate()}", _occasions, KEPT))
    own = person.department_id
    others = [occasion for occasion in today if occasion.person.pk != person.pk]
    return sorted(others, key=lambda occasion: occasion.person.department_id != own)[:size]


def _occasions() -> list[Occasion]:
    today, shown = localdate(), {field.key for field in profile_fields() if field.is_shown}
    found: list[Occasion] = []
    if "birthday" in shown:
        found += [Occasion(person) for person in _celebrating(Q(birthday__in=days_of(today)))]
    if "started_on" in shown:
        long_here = Q(shows_anniversary=True, started_on__lt=today.replace(month=1, day=1))
        for person in _celebrating(long_here & _began_on(days_of(today))):
            found.append(Occasion(person, today.year - cast(date, person.started_on).year))
    return found


def days_of(today: date) -> Sequence[str]:
    """The days (MM-DD) that are kept today: who was born on 29 February has 28 February in the years without it."""
    leap = (today + timedelta(days=1)).month == 3 and today.day == 28
    return [today.strftime("%m-%d"), "02-29"] if leap else [today.strftime("%m-%d")]


def _began_on(days: Sequence[str]) -> Q:
    met = Q()
    for month, day in (each.split("-") for each in days):
        met |= Q(started_on__month=int(month), started_on__day=int(day))
    return met


def _celebrating(condition: Q) -> "QuerySet[Person]":
    return Person.objects.active().filter(condition).for_line().order_by("folded", "pk")[:200]


def away_among(person: Person, handles: Sequence[str]) -> list[Person]:
    """Which of these colleagues are away today, with who stands in; one query."""
    people = Person.objects.visible_to(person).filter(handle__in=handles, away_until__gte=localdate())
    return list(people.select_related("stand_in"))
