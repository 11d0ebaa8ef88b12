"""Bringing people in, and letting them go; each in one transaction."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.events import announce
from network.core.text import clean_line
from profiles.access import can_administer, can_deactivate
from profiles.actions.handles import free_handle
from profiles.actions.sessions import end_sessions
from profiles.events import PersonDeactivated, ProfileChanged
from profiles.models import Department, Person, Role

_FIRST_LOCK = 7_461_001  # advisory lock under which the first administrator is made
ONLY_ADMINISTRATORS = _("Only an administrator does this.")


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


@transaction.atomic
def deactivate_person(*, person: Person, by: Person | None = None) -> None:
    """Ends every session, socket, link and role at once; what they wrote stays, and the handle is never given again.

    Asked of an administrator, or of the command line or a source (None).
    """
    require(can_deactivate(by, person), _("This account cannot be closed by you, or not now."))
    Person.objects.get_queryset().filter(pk=person.pk).update(
        is_active=False, is_administrator=False, version=F("version") + 1
    )
    person.is_active = person.is_administrator = False
    Role.objects.current().filter(person=person).update(ends_on=localdate() - timedelta(days=1))
    end_sessions(person)
    announce(PersonDeactivated(person.pk))
    announce(ProfileChanged(person.pk))


@transaction.atomic
def reactivate_person(*, person: Person, by: Person | None = None) -> None:
    """Somebody is back, with the password and the groups they had; roles are given anew. Harmless to repeat."""
    require(by is None or can_administer(by), ONLY_ADMINISTRATORS)
    require(person.erased_at is None, _("Somebody who was erased does not come back."))
    Person.objects.get_queryset().filter(pk=person.pk).update(is_active=True, version=F("version") + 1)
    person.is_active = True
    announce(ProfileChanged(person.pk))
