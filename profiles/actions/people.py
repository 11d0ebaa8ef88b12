"""Bringing people in, and letting them go; each in one transaction."""

from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.db.models import F

from network.core.events import announce
from network.core.text import clean_line, fold
from profiles.actions.sessions import end_sessions
from profiles.events import PersonDeactivated, ProfileChanged
from profiles.models import Department, Person

_FIRST_LOCK = 7_461_001  # advisory lock under which the first administrator is made


@dataclass(frozen=True)
class NewPerson:
    """What is known of somebody before they have signed in."""

    name: str
    email: str
    handle: str = ""
    language: str = "nb"
    title: str = ""
    department: Department | None = None
    more: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def create_person(new: NewPerson, *, password: str | None = None, administrator: bool = False) -> Person:
    """A person with a verified address and a free handle; without a password they ask for a reset to get in."""
    person = Person.objects.create_user(
        new.email,
        password,
        name=clean_line(new.name),
        handle=new.handle or free_handle(new.name),
        language=new.language,
        title=clean_line(new.title),
        department=new.department,
        is_administrator=administrator,
        **new.more,
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@transaction.atomic
def create_first_administrator(new: NewPerson, password: str) -> Person | None:
    """The first person of an empty site; None when somebody was quicker (parallel tries wait for each other)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FIRST_LOCK])
    if Person.objects.exists():
        return None
    return create_person(new, password=password, administrator=True)


def free_handle(name: str) -> str:
    """A handle made of the name that nobody has, or had and lost by deactivation."""
    plain = ".".join("".join(c for c in word if c.isascii() and c.isalnum()) for word in fold(name).split())
    stem = plain.strip(".")[:34] or "kollega"
    taken = set(Person.objects.filter(handle__startswith=stem).values_list("handle", flat=True))
    numbers = (f"{stem}{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(handle for handle in numbers if handle not in taken)


@transaction.atomic
def deactivate_person(*, person: Person) -> None:
    """Ends every session and socket; what they wrote stays, and the handle is never given to another."""
    Person.objects.filter(pk=person.pk).update(is_active=False, version=F("version") + 1)
    person.is_active = False
    end_sessions(person)
    announce(PersonDeactivated(person.pk))
    announce(ProfileChanged(person.pk))
