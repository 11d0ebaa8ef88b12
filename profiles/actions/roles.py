"""Who gives which role."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from profiles.access import can_give_role
from profiles.actions.sessions import end_sessions
from profiles.models import Department, Person, Role


@dataclass(frozen=True)
class Mandate:
    """For whom an elected representative speaks: the kind of body, its name, and the part of the house (None: all)."""

    body: str = ""
    name: str = ""
    scope: Department | None = None


@transaction.atomic
def give_role(
    *,
    person: Person,
    kind: Role.Kind,
    by: Person | None = None,
    until: date | None = None,
    mandate: Mandate = Mandate(),  # noqa: B008 (frozen)
) -> Role:
    """From today until the given day; a current role of the same kind and body is prolonged instead of doubled.

    A new one ends every session: what was opened with less never grows into more.
    """
    require(can_give_role(by), _("Only an administrator gives roles."))
    current = Role.objects.current().filter(person=person, kind=kind, body=mandate.body).first()
    if current is None:
        end_sessions(person)
        current = Role(person=person, kind=kind, given_by=by, starts_on=localdate(), body=mandate.body)
    current.ends_on, current.body_name, current.scope = until, mandate.name, mandate.scope
    current.save()
    return current


@transaction.atomic
def make_administrator(*, person: Person, by: Person | None = None) -> None:
    """May set up and look after the site; asked of another administrator or of the command line. Ends sessions too."""
    require(can_give_role(by), _("Only an administrator gives roles."))
    end_sessions(person)
    person.is_administrator = True
    person.save(update_fields=["is_administrator"])
