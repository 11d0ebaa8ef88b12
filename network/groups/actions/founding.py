"""Creating, changing, archiving a group."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.idempotency import earlier_result, remember_result
from network.core.text import clean_line, clean_text, fold
from network.groups.access import can_edit_group, can_mark_union, can_reopen_group
from network.groups.actions.membership import drop_requests, locked_standing
from network.groups.events import GroupChanged, GroupCreated, MembershipStarted
from network.groups.models import Group, Membership
from profiles.models import Person

NOT_ACTIVE = _("Only people who work here start groups.")
NOT_HOST = _("Only the hosts of the group do that.")
NOT_UNION = _("Only administrators, and hosts who are elected representatives, say that a group is run for a union.")
NOT_CONFIRMED = _("More people will see the group. Confirm that first.")

RESERVED = frozenset({"new"})
WIDTH = {Group.Kind.SECRET: 0, Group.Kind.CLOSED: 1, Group.Kind.OPEN: 2}


@dataclass(frozen=True)
class Charter:
    """What the hosts say about a group: its name, what it is for, its rules, who sees it and who may come in."""

    name: str
    kind: str = Group.Kind.OPEN
    about: str = ""
    rules: str = ""
    invitation_only: bool = False


def _fields(charter: Charter) -> dict[str, str | bool]:
    return {
        "name": clean_line(charter.name),
        "kind": charter.kind,
        "about": clean_line(charter.about),
        "rules": clean_text(charter.rules),
        "invitation_only": charter.invitation_only or charter.kind == Group.Kind.SECRET,
    }


def _veiled_slug(name: str) -> str:
    """An address that cannot be guessed from the name."""
    return f"{slugify(fold(name))[:80] or 'g'}-{secrets.token_hex(6)}"


@transaction.atomic
def create_group(*, by: Person, charter: Charter, key: UUID | None = None) -> Group:
    """Anybody active starts a group and is its first host. Same key, same group, once."""
    require(by.is_active, NOT_ACTIVE)
    made = earlier_result(by.pk, key)
    if made is not None:
        return Group.objects.get(pk=made)
    group = _with_address(Group(created_by=by, member_count=1, **_fields(charter)))
    Membership.objects.create(group=group, person=by, role=Membership.Role.HOST)
    remember_result(by.pk, key, group.pk)
    announce(GroupCreated(group.pk))
    announce(MembershipStarted(group.pk, by.pk))
    return group


def _with_address(group: Group) -> Group:
    """Saves the group under its plain address, or under a veiled one when a visible group has that.

    A secret group never holds a plain address: whether a name is free must not tell of it. One that got such an
    address by other ways (an import) moves out of the way, so that the answer is the same as for a free name.
    """
    plain = slugify(fold(group.name))[:80]
    group.slug = _veiled_slug(group.name)
    if not group.is_secret and plain and plain not in RESERVED:
        Group.objects.filter(slug=plain, kind=Group.Kind.SECRET).update(slug=_veiled_slug(group.name))
        group.slug = plain
    try:
        with transaction.atomic():
            group.save(force_insert=True)
    except IntegrityError:
        group.slug = _veiled_slug(group.name)
        group.save(force_insert=True)
    return group


@transaction.atomic
def edit_group(*, by: Person, group: Group, charter: Charter, confirmed: bool = False) -> Group:
    """Changes what a group says and who sees it. Narrowing is free; widening must have been confirmed."""
    standing = locked_standing(by, group)
    require(can_edit_group(standing), NOT_HOST)
    kept = standing.group
    step = WIDTH[Group.Kind(charter.kind)] - WIDTH[Group.Kind(kept.kind)]
    require(step <= 0 or confirmed, NOT_CONFIRMED)
    fields = _fields(charter)
    if step < 0 and charter.kind == Group.Kind.SECRET:
        fields["slug"] = _veiled_slug(charter.name)  # its old address tells outsiders nothing any more
    if charter.kind != Group.Kind.CLOSED or fields["invitation_only"]:
        drop_requests(kept)
    Group.objects.filter(pk=kept.pk).update(version=F("version") + 1, said_at=now(), **fields)
    kept.refresh_from_db()
    announce(GroupChanged(kept.pk, by.pk, narrowed=step < 0, widened=step > 0))
    return kept


@transaction.atomic
def mark_union(*, by: Person, group: Group, on: bool) -> None:
    """It is run for a union, or not: no limit on what somebody publishes elsewhere reaches into it."""
    standing = locked_standing(by, group)
    require(can_mark_union(standing), NOT_UNION)
    if standing.group.is_for_union != on:
        Group.objects.filter(pk=group.pk).update(is_for_union=on, version=F("version") + 1)
        announce(GroupChanged(group.pk, by.pk))


@transaction.atomic
def archive_group(*, by: Person, group: Group) -> None:
    """Keeps the group to be read; nothing new is written in it."""
    standing = locked_standing(by, group)
    require(can_edit_group(standing), NOT_HOST)
    Group.objects.filter(pk=group.pk).update(archived_at=now(), version=F("version") + 1)
    announce(GroupChanged(group.pk, by.pk))


@transaction.atomic
def reopen_group(*, by: Person, group: Group) -> None:
    """Takes an archived group into use again."""
    standing = locked_standing(by, group)
    require(can_reopen_group(standing), NOT_HOST)
    Group.objects.filter(pk=group.pk).update(archived_at=None, version=F("version") + 1)
    announce(GroupChanged(group.pk, by.pk))
