"""The short names of people in addresses and mentions: given once, and never to another."""

from collections.abc import Sequence
from typing import cast

from django.db import connection, transaction
from django.db.models import CharField
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.events import announce
from network.core.text import fold
from profiles.access import can_administer
from profiles.events import ProfileChanged
from profiles.models import FormerHandle, Person
from profiles.models.people import PAGES

_TAKEN = """
SELECT handle FROM profiles_person WHERE rtrim(handle, '0123456789') = ANY(%(stems)s)
UNION SELECT handle FROM profiles_formerhandle WHERE rtrim(handle, '0123456789') = ANY(%(stems)s)
"""


def free_handle(name: str) -> str:
    """A handle made of the name that nobody has or had."""
    return free_handles([name])[0]


def free_handles(names: Sequence[str]) -> list[str]:
    """A handle for each name, all different, that nobody has or had; one query."""
    stems = [_stem(name) for name in names]
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, {"stems": list({stem.rstrip("0123456789") for stem in stems})})
        taken = {*PAGES, *(handle for (handle,) in cursor.fetchall())}
    last: dict[str, int] = {}
    return [_next(stem, taken, last) for stem in stems]


def _stem(name: str) -> str:
    plain = ".".join("".join(c for c in word if c.isascii() and c.isalnum()) for word in fold(name).split())
    return ".".join(filter(None, plain[:34].split("."))) or "kollega"


def _next(stem: str, taken: set[str], last: dict[str, int]) -> str:
    """The stem, or the stem with the lowest free number; `last` is where the search for each stem has come."""
    handle, number = stem, last.get(stem, 1)
    while handle in taken:
        number += 1
        handle = f"{stem}{number}"
    last[stem] = number
    taken.add(handle)
    return handle


@transaction.atomic
def rename_handle(*, by: Person, person: Person, handle: str) -> None:
    """Another handle; links to the old one lead to the person, and it is never given to anybody else.

    Raises ValidationError for a handle that cannot be one, or that somebody else has or had.
    """
    require(can_administer(by), _("Only an administrator does this."))
    handle = handle.strip().lower()
    cast("CharField[str, str]", Person._meta.get_field("handle")).clean(handle, None)
    before = Person.objects.get_queryset().select_for_update().get(pk=person.pk)
    if handle == before.handle:
        return
    require(handle not in PAGES, _("This handle is the address of a page. Choose another."))
    require(is_free_for(person, handle), _("Somebody else has this handle, or had it."))
    FormerHandle.objects.filter(handle=handle, person=person).delete()
    FormerHandle.objects.create(handle=before.handle, person=person)
    before.handle, before.version = handle, before.version + 1
    before.save(update_fields=["handle", "version"])
    person.handle = handle
    announce(ProfileChanged(person.pk))


def is_free_for(person: Person, handle: str) -> bool:
    """Nobody else has or had the handle; one that the person had themselves is theirs to take back."""
    if handle in PAGES or Person.objects.get_queryset().filter(handle=handle).exclude(pk=person.pk).exists():
        return False
    return not FormerHandle.objects.filter(handle=handle).exclude(person=person).exists()
