"""A directory creates, changes, closes and forgets people: all of it or nothing, through the one way in for sources."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.db import transaction
from scim2_models import InvalidValueException, UniquenessException

from network.core.clock import now
from network.openness.actions.directory_locks import locked_source, require_version
from network.openness.actions.following import forget_in_groups, return_to_groups
from network.openness.models import DirectoryPerson, ScimToken
from network.openness.queries.scim.lists import NO_NUMBER, directory_person, version_of
from network.openness.queries.scim.said import login_of, plain_words, raw_values, said_of, searchable
from network.openness.queries.scim.shapes import PersonShape, shape_of
from profiles.actions.sources import take_from_source
from profiles.models import Source, SourceRecord
from profiles.queries.said import LONGEST, NotTaken, Said

Shape = PersonShape[Any]
_NEVER_OWNED = {"language"}  # theirs, once they have an account


@transaction.atomic
def admit_person(*, token: ScimToken, shape: Shape) -> DirectoryPerson:
    """Somebody new, or somebody who works here and is found by their address, as with a file.

    Raises NotTaken, and UniquenessException for whom the directory has brought in already. Somebody who is not active
    from the start gets an account that is closed at once.
    """
    source = locked_source(token)
    number = _number(shape) or f"{NO_NUMBER}{uuid4().hex}"
    _require_free(source, shape, number)
    said = said_of(shape, number, source, {})
    _own(source, said)
    _take(source, said)
    if shape.active is False:
        _take(source, Said(number, is_active=False))
    record = SourceRecord.objects.select_related("person").get(source=source, external_id=number)
    row = DirectoryPerson(source=source, record=record)
    _write(row, shape)
    return row


@transaction.atomic
def change_person(*, token: ScimToken, pk: str, match: str, change: Callable[[Shape], Shape]) -> DirectoryPerson:
    """Has `change` say what the directory says now of somebody whom it brought in, from what it said before.

    Raises NotTaken, NotFoundException, UniquenessException, and PreconditionFailedException when the directory speaks
    of another version than the one that is kept.
    """
    source = locked_source(token)
    row = _locked(source, pk, match)
    before = shape_of(row.words)
    before.id, before.active = str(row.record.person_id), row.record.person.is_active
    number = row.record.external_id
    before.external_id = None if number.startswith(NO_NUMBER) else number
    spoken, was_active = raw_values(before), before.active
    shape = change(before)
    if shape.active is None:
        shape.active = was_active
    _require_free(source, shape, _number(shape), row)
    _renumber(row.record, _number(shape))
    said = said_of(shape, row.record.external_id, source, spoken)
    said.is_active = shape.active
    _own(source, said)
    _take(source, said)
    _write(row, shape)
    if shape.active and not was_active:
        return_to_groups(person=row.record.person_id)
    return row


@transaction.atomic
def forget_person(*, token: ScimToken, pk: str, match: str) -> None:
    """Closes the account, and the directory knows the person no longer.

    What they wrote stays: it is part of conversations that belong to others too, and only an administrator erases, by
    hand. Whoever comes later, under the same number or address, gets nothing of theirs without an administrator.
    """
    source = locked_source(token)
    row = _locked(source, pk, match)
    _take(source, Said(row.record.external_id, is_active=False))
    forget_in_groups(source=source, person=row.record.person_id)
    row.record.delete()


def _locked(source: Source, pk: str, match: str) -> DirectoryPerson:
    row = directory_person(source, pk, lock=True)
    require_version(version_of(row), match)
    return row


def _number(shape: Shape) -> str:
    number = (shape.external_id or "").strip()
    if len(number) > LONGEST["external_id"] or number.startswith((NO_NUMBER, "erased:")):
        raise InvalidValueException(detail="externalId is longer than 200 characters, or starts like a number of ours")
    return number


def _require_free(source: Source, shape: Shape, number: str, row: DirectoryPerson | None = None) -> None:
    others = DirectoryPerson.objects.filter(source=source).exclude(pk=row.pk if row and row.pk else 0)
    if others.filter(login=login_of(shape)).exists():
        raise UniquenessException(detail="Another User has this userName")
    if number and others.filter(record__external_id=number).exists():
        raise UniquenessException(detail="Another User has this externalId")


def _renumber(record: SourceRecord, number: str) -> None:
    """Under the number that the directory says now; one of ours where it says none."""
    if number == record.external_id or (not number and record.external_id.startswith(NO_NUMBER)):
        return
    record.external_id = number or f"{NO_NUMBER}{uuid4().hex}"
    record.save(update_fields=["external_id"])


def _own(source: Source, said: Said) -> None:
    """A field belongs to the directory from the first time that it speaks of it."""
    spoken = [name for name, value in said.values.items() if value and name not in _NEVER_OWNED]
    new = [name for name in spoken if name not in source.owns]
    if new:
        source.owns = [*source.owns, *new]
        source.save(update_fields=["owns"])


def _take(source: Source, said: Said) -> None:
    """Raises NotTaken."""
    (found,) = take_from_source(source=source, said=[said])
    if found.fault is not None:
        raise NotTaken(*found.fault)


def _write(row: DirectoryPerson, shape: Shape) -> None:
    words, login = plain_words(shape), login_of(shape)
    if row.pk is not None:
        row.version += 1
    row.words, row.login, row.addresses, row.changed_at = words, login, searchable(shape), now()
    row.save()
    row.record.person.refresh_from_db(fields=["is_active"])
