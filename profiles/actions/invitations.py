"""Inviting people who have no account yet, and coming in by an invitation."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from profiles.access import can_administer
from profiles.actions.people import NewPerson, create_person
from profiles.events import InvitationsMade
from profiles.models import Department, Invitation, Person, Role
from profiles.queries import has_account
from profiles.terms import address_of

MAX_AT_ONCE = 200  # addresses
LASTS = 14  # days, unless the administrator says otherwise
LONGEST = 60  # days


@dataclass(frozen=True)
class Terms:
    """What the invited come to: where they belong, with which role (none: as an employee), and by when they come."""

    department: Department | None = None
    role: str = ""
    language: str = "nb"
    days: int = LASTS


@transaction.atomic
def invite_people(*, by: Person, emails: Sequence[str], terms: Terms) -> list[Invitation]:
    """One invitation an address, in place of an open one; raises ValidationError for addresses that have an account.

    The letter is a task: it makes the token, of which only the hash is kept.
    """
    require(can_administer(by), _("Only an administrator invites people."))
    wanted = list(dict.fromkeys(map(address_of, emails)))
    if len(wanted) > MAX_AT_ONCE:
        raise ValidationError(_("At most %(n)s addresses at a time.") % {"n": MAX_AT_ONCE})
    if taken := sorted(filter(has_account, wanted)):
        raise ValidationError(_("These have an account already: %(addresses)s") % {"addresses": ", ".join(taken)})
    Invitation.objects.filter(email__in=wanted, used_at=None, revoked_at=None).update(revoked_at=now())
    made = Invitation.objects.bulk_create(
        Invitation(
            email=email,
            department=terms.department,
            role=terms.role,
            language=terms.language,
            token_hash=secrets.token_hex(32),  # no token has it; the letter's task writes the true one
            invited_by=by,
            expires_at=now() + timedelta(days=min(terms.days, LONGEST)),
        )
        for email in wanted
    )
    announce(InvitationsMade(tuple(invitation.pk for invitation in made)))
    return made


@transaction.atomic
def revoke_invitation(*, by: Person, pk: int) -> None:
    """The link in the letter leads nowhere from now on. Harmless to repeat."""
    require(can_administer(by), _("Only an administrator invites people."))
    Invitation.objects.filter(pk=pk, used_at=None, revoked_at=None).update(revoked_at=now())


@transaction.atomic
def accept_invitation(*, token_hash: str, name: str, password: str | None = None) -> Person | None:
    """Makes the account that the invitation is for, once, with exactly its address and role; parallel tries wait.

    None when the invitation no longer counts, also because its address has got an account meanwhile.
    """
    invitation = Invitation.objects.open().select_for_update(of=("self",)).filter(token_hash=token_hash).first()
    if invitation is None or has_account(invitation.email):
        return None
    new = NewPerson(name, invitation.email, language=invitation.language, department=invitation.department)
    person = create_person(new, password=password)
    if invitation.role:
        Role.objects.create(
            person=person, kind=invitation.role, given_by_id=invitation.invited_by_id, starts_on=localdate()
        )
    invitation.used_at, invitation.person = now(), person
    invitation.save(update_fields=["used_at", "person"])
    return person
