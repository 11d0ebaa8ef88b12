"""What a directory reads back: the people and groups of its own source, and nobody else's."""

from collections.abc import Iterable
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Model, Prefetch, QuerySet
from scim2_models import InvalidValueException, Meta, NotFoundException, Reference

from network.openness.models import DirectoryGroup, DirectoryMember, DirectoryPerson
from network.openness.queries.scim.discovery import LARGEST_PAGE, PAGE_SIZE
from network.openness.queries.scim.filters import GROUPS, PEOPLE, asked
from network.openness.queries.scim.said import number_of
from network.openness.queries.scim.shapes import GroupShape, MemberShape, PersonShape, shape_of, work_of
from profiles.models import Source

Row = TypeVar("Row", bound=Model)
NO_NUMBER = "scim:"  # how the number of somebody starts whom the directory gave none


class Slice(NamedTuple, Generic[Row]):
    """Some of the rows that were asked for."""

    total: int
    start: int  # from 1
    rows: list[Row]


def directory_people(source: Source) -> "QuerySet[DirectoryPerson]":
    """Those of this source, with what their shape needs."""
    rows = DirectoryPerson.objects.filter(source=source, record__source=source).select_related("record__person")
    return rows.only(
        "words", "version", "created_at", "changed_at", "login", "source_id",
        "record__external_id", "record__source_id", "record__person__is_active", "record__person__version",
    )  # fmt: skip


def directory_groups(source: Source, *, members: bool = True) -> "QuerySet[DirectoryGroup]":
    """Those of this source; with their members, unless nobody asks for them."""
    rows = DirectoryGroup.objects.filter(source=source)
    by_person = DirectoryMember.objects.order_by("person_id")
    return rows.prefetch_related(Prefetch("members", by_person)) if members else rows


def directory_person(source: Source, pk: str, *, lock: bool = False) -> DirectoryPerson:
    """By the id that the client knows; raises NotFoundException, also for those of others."""
    rows = directory_people(source).filter(record__person=number_of(pk))
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFoundException(detail="No such User")
    return found


def directory_group(source: Source, pk: str, *, members: bool = True, lock: bool = False) -> DirectoryGroup:
    """By its id; raises NotFoundException, also for those of others."""
    rows = directory_groups(source, members=members).filter(pk=number_of(pk))
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFoundException(detail="No such Group")
    return found


def people_slice(source: Source, wish: "Wish") -> Slice[DirectoryPerson]:
    """Those whom a filter asks for, in the order in which they came."""
    return _slice(directory_people(source).filter(asked(wish.filter, PEOPLE)), wish)


def groups_slice(source: Source, wish: "Wish", *, members: bool) -> Slice[DirectoryGroup]:
    """Those that a filter asks for, in the order in which they came."""
    return _slice(directory_groups(source, members=members).filter(asked(wish.filter, GROUPS)), wish)


class Wish(NamedTuple):
    """Which rows a client wants."""

    filter: str = ""
    start: int = 1
    size: int = PAGE_SIZE


def wish_of(raw: Any) -> Wish:
    """As RFC 7644 reads it: from 1 where it is less, none where it is negative; raises InvalidValueException."""
    try:
        start, count = int(raw.get("startIndex", 1)), int(raw.get("count", PAGE_SIZE))
    except ValueError:
        raise InvalidValueException(detail="startIndex and count are whole numbers") from None
    return Wish(raw.get("filter", ""), min(max(start, 1), 2**31), min(max(count, 0), LARGEST_PAGE))


def _slice(rows: "QuerySet[Row]", wish: Wish) -> "Slice[Row]":
    total = rows.count()
    found = list(rows.order_by("pk")[wish.start - 1 : wish.start - 1 + wish.size]) if wish.size else []
    return Slice(total, wish.start, found)


def person_shape(row: DirectoryPerson, base: str) -> "PersonShape[Any]":
    """The directory's own words, with whether the account is open here."""
    shape, person = shape_of(row.words), row.record.person
    shape.id, shape.active = str(person.pk), person.is_active
    number = row.record.external_id
    shape.external_id = None if number.startswith(NO_NUMBER) else number
    manager = work_of(shape).manager
    if manager is not None and manager.value:
        manager.ref = Reference(f"{base}/Users/{manager.value}")
    shape.meta = _meta(row, "User", f"{base}/Users/{shape.id}", version_of(row))
    return shape


def group_shape(row: DirectoryGroup, base: str, *, members: bool = True) -> GroupShape:
    """The group, with its members unless nobody asked for them."""
    shape = GroupShape(display_name=row.name, external_id=row.external_id or None, id=str(row.pk))
    if members:
        shape.members = [member_shape(member.person_id, base) for member in row.members.all()] or None
    shape.meta = _meta(row, "Group", f"{base}/Groups/{row.pk}", version_of(row))
    return shape


def member_shape(person: int, base: str) -> MemberShape:
    """One member, with where they are read."""
    return MemberShape(value=str(person), ref=Reference(f"{base}/Users/{person}"))


def version_of(row: DirectoryPerson | DirectoryGroup) -> str:
    """Changes with what is read, also when an administrator opens or closes the account."""
    more = f".{int(row.record.person.is_active)}" if isinstance(row, DirectoryPerson) else ""
    return f'W/"{row.version}{more}"'


def _meta(row: DirectoryPerson | DirectoryGroup, kind: str, location: str, version: str) -> Meta:
    return Meta(
        resource_type=kind,
        created=row.created_at,
        last_modified=row.changed_at,
        location=Reference(location),
        version=version,
    )


def members_of(shape: GroupShape) -> set[int]:
    """The people whom a shape counts to its group; raises InvalidValueException where one is nobody's id."""
    found = {number_of(member.value or "") for member in shape.members or []}
    if 0 in found:
        raise InvalidValueException(detail="members.value is the id of no User of yours")
    return found


def known_members(source: Source, people: Iterable[int]) -> set[int]:
    """Those of these people whom the source brought in."""
    rows = DirectoryPerson.objects.filter(source=source, record__person__in=list(people))
    return set(rows.values_list("record__person", flat=True))
