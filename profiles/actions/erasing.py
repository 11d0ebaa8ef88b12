"""Erasing somebody who has left: what was known of them goes, what they wrote stays without a name."""

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from profiles.access import can_erase
from profiles.actions.people import deactivate_person
from profiles.actions.profile import remove_photo
from profiles.events import PersonErased, ProfileChanged
from profiles.models import (
    FirstStep,
    Follow,
    FormerHandle,
    Invitation,
    PassedOver,
    Person,
    PersonMute,
    PersonSkill,
    SourceRecord,
)
from profiles.queries.names import former_name
from profiles.queries.sources import erased_id

# Everything else that a row of Person holds goes back to empty, also what later versions add.
_STAYS = {"id", "created_at", "version", "language", "words"}


@transaction.atomic
def erase_person(*, by: Person, person: Person) -> None:
    """For good: name, address, phone, photo and all a person said of themselves. The handle is never given again.

    What they wrote stays, under the name that former colleagues have, and so are they called where others mention them.
    No source brings them back.
    """
    require(can_erase(by, person), _("Only an administrator erases others, and never the way in that must remain."))
    if person.is_active:
        deactivate_person(person=person, by=by)
    if person.photo:
        remove_photo(person=person)
    kept = Person.objects.get_queryset().select_for_update().get(pk=person.pk)
    _forget_ways_in(kept)
    _forget_ties(kept)
    handles = _keep_handles(kept)
    _empty(kept)
    person.refresh_from_db()
    announce(PersonErased(person.pk, handles))
    announce(ProfileChanged(person.pk))


def _forget_ways_in(person: Person) -> None:
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    Invitation.objects.filter(Q(person=person) | Q(email=person.email)).delete()
    for record in SourceRecord.objects.filter(person=person).exclude(external_id__startswith="erased:"):
        record.external_id = erased_id(record.external_id)
        record.save(update_fields=["external_id"])


def _forget_ties(person: Person) -> None:
    PersonSkill.objects.filter(person=person).delete()
    PersonSkill.objects.filter(confirmed_by=person).update(confirmed_by=None)
    PersonSkill.objects.filter(asked=person).update(asked=None)
    Follow.objects.filter(Q(person=person) | Q(followed=person)).delete()
    PersonMute.objects.filter(Q(person=person) | Q(other=person)).delete()
    Person.objects.filter(pk=person.pk).update(quiet=[])
    PassedOver.objects.filter(Q(person=person) | Q(colleague=person)).delete()
    FirstStep.objects.filter(person=person).delete()
    others = Person.objects.get_queryset()
    for tie in ("manager", "stand_in", "host"):
        others.filter(**{tie: person}).update(**{tie: None})


def _keep_handles(person: Person) -> tuple[int, ...]:
    """The handles stay taken, but lead nowhere any more; their ids."""
    FormerHandle.objects.create(handle=person.handle, person=person)
    mine = FormerHandle.objects.filter(person=person)
    kept = tuple(mine.values_list("pk", flat=True))
    mine.update(person=None)
    return kept


def _empty(person: Person) -> None:
    blank = Person()
    for column in Person._meta.concrete_fields:
        if column.name not in _STAYS:
            setattr(person, column.attname, getattr(blank, column.attname))
    person.name = former_name(settings.LANGUAGE_CODE)
    person.handle = f"former-{secrets.token_hex(8)}"
    person.email = f"{person.handle}@erased.invalid"
    person.is_active, person.erased_at, person.version = False, now(), person.version + 1
    person.set_unusable_password()
    person.save()
