"""The directory's groups: kept as it says. How a group of ours follows them stands in `following`."""

from collections.abc import Callable, Collection

from django.db import transaction
from scim2_models import InvalidValueException, UniquenessException

from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line
from network.openness.actions.directory_locks import locked_source, require_version
from network.openness.actions.following import let_go
from network.openness.events import DirectoryGroupFilled
from network.openness.models import DirectoryGroup, DirectoryMember, ScimToken
from network.openness.queries.scim.filters import fold_name
from network.openness.queries.scim.lists import directory_group, group_shape, known_members, members_of, version_of
from network.openness.queries.scim.shapes import GroupShape

LONGEST_NAME, LONGEST_NUMBER = 120, 200


@transaction.atomic
def keep_group(*, token: ScimToken, shape: GroupShape) -> DirectoryGroup:
    """A group that the directory has; raises UniquenessException where it has one of that name or number."""
    source = locked_source(token)
    row = DirectoryGroup(source=source)
    _write(row, shape)
    _fill(row, members_of(shape))
    return row


@transaction.atomic
def change_group(
    *, token: ScimToken, pk: str, match: str, change: Callable[[GroupShape], GroupShape]
) -> DirectoryGroup:
    """Has `change` say what the group is now, from what it was; raises as `change_person` does."""
    source = locked_source(token)
    row = directory_group(source, pk, lock=True)
    require_version(version_of(row), match)
    before = group_shape(row, "")
    had = members_of(before)
    shape = change(before)
    has = members_of(shape)
    row.version += 1
    _write(row, shape)
    let_go(row, had - has)
    _fill(row, has - had)
    return row


@transaction.atomic
def drop_group(*, token: ScimToken, pk: str, match: str) -> None:
    """The directory has it no longer: who came into a linked group by it leaves that group; the group itself stays."""
    row = directory_group(locked_source(token), pk, lock=True)
    require_version(version_of(row), match)
    let_go(row, set(row.members.values_list("person_id", flat=True)))
    row.delete()


def _write(row: DirectoryGroup, shape: GroupShape) -> None:
    name, number = clean_line(shape.display_name or ""), (shape.external_id or "").strip()
    if not name or len(name) > LONGEST_NAME or len(number) > LONGEST_NUMBER:
        raise InvalidValueException(detail="displayName is missing or too long, or externalId is")
    others = DirectoryGroup.objects.filter(source=row.source).exclude(pk=row.pk)
    if others.filter(folded=fold_name(name)[:LONGEST_NAME]).exists():
        raise UniquenessException(detail="Another Group has this displayName")
    if number and others.filter(external_id=number).exists():
        raise UniquenessException(detail="Another Group has this externalId")
    row.name, row.folded, row.external_id, row.changed_at = name, fold_name(name)[:LONGEST_NAME], number, now()
    row.save()


def _fill(row: DirectoryGroup, people: Collection[int]) -> None:
    if known_members(row.source, people) != set(people):
        raise InvalidValueException(detail="members.value is the id of no User of yours")
    DirectoryMember.objects.bulk_create(
        [DirectoryMember(directory_group=row, person_id=person) for person in sorted(people)]
    )
    if people and row.group_id is not None:
        announce(DirectoryGroupFilled(row.pk))
