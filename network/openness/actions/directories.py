"""What administrators say about directories: here is one, this is its key, this group of it is that group of ours."""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line
from network.groups.actions import Charter, create_group, require_link
from network.groups.models import Group
from network.openness.access import can_keep_directories
from network.openness.events import DirectoryGroupFilled
from network.openness.models import DirectoryGroup, DirectoryMember, ScimToken
from profiles.models import Person, Source

ONLY_ADMINISTRATORS = _("Only an administrator connects directories.")
LONGEST_LIFE = 1095  # days
A_MINUTE = 3000  # calls with one key; Entra makes up to 25 a second


def hash_of(key: str) -> str:
    """What is kept of a key. It is long and random, so that a plain hash is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


@transaction.atomic
def add_directory(*, by: Person, name: str) -> Source:
    """A directory that may be given keys; raises Refused where the name is taken."""
    require(can_keep_directories(by), ONLY_ADMINISTRATORS)
    try:
        with transaction.atomic():
            return Source.objects.create(name=clean_line(name)[:80], kind=Source.Kind.SCIM, created_by=by)
    except IntegrityError:
        raise Refused(_("Another source has this name. Choose another one.")) from None


@transaction.atomic
def make_key(*, by: Person, source: Source, days: int) -> str:
    """A new key, which is shown this once and never again; the older ones go on until they are taken back."""
    require(can_keep_directories(by) and source.kind == Source.Kind.SCIM, ONLY_ADMINISTRATORS)
    key = f"glod-{secrets.token_urlsafe(32)}"
    expires = now() + timedelta(days=min(max(days, 1), LONGEST_LIFE))
    ScimToken.objects.create(source=source, token_hash=hash_of(key), hint=key[-4:], created_by=by, expires_at=expires)
    return key


@transaction.atomic
def revoke_key(*, by: Person, pk: int) -> None:
    """The key opens nothing from now on. Harmless to repeat."""
    require(can_keep_directories(by), ONLY_ADMINISTRATORS)
    ScimToken.objects.filter(pk=pk, revoked_at=None).update(revoked_at=now())


def note_use(*, token: ScimToken) -> int:
    """Notes when a key was used last; how often in this minute, by which whoever calls too often is told to wait."""
    moment = now()
    is_same_minute = token.used_at is not None and token.used_at.replace(second=0, microsecond=0) == moment.replace(
        second=0, microsecond=0
    )
    count = F("used_count") + 1 if is_same_minute else 1
    ScimToken.objects.filter(pk=token.pk).update(used_at=moment, used_count=count)
    return token.used_count + 1 if is_same_minute else 1


@transaction.atomic
def link_group(*, by: Person, pk: int, group: Group | None) -> None:
    """From now on the members of the directory's group are members of the group; None makes a closed one of its name.

    Only those who come this way leave this way: others, and hosts, stay.
    """
    require(can_keep_directories(by), ONLY_ADMINISTRATORS)
    row = DirectoryGroup.objects.select_for_update().get(pk=pk)
    require(row.group_id is None, _("This group is linked already."))
    if group is None:
        charter = Charter(name=row.name[:80], kind=Group.Kind.CLOSED, invitation_only=True)
        group = create_group(by=by, charter=charter)
    require_link(by=by, group=group)
    taken = DirectoryGroup.objects.filter(group=group).exists()
    require(not taken, _("Another group of a directory is linked to that one."))
    DirectoryGroup.objects.filter(pk=row.pk).update(group=group, linked_by=by)
    announce(DirectoryGroupFilled(row.pk))


@transaction.atomic
def unlink_group(*, by: Person, pk: int) -> None:
    """Whoever is in the group stays, and the directory changes nothing there any more. Harmless to repeat."""
    require(can_keep_directories(by), ONLY_ADMINISTRATORS)
    DirectoryGroup.objects.filter(pk=pk).update(group=None, linked_by=None)
    DirectoryMember.objects.filter(directory_group=pk).update(has_come=False)
