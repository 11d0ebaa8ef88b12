"""A group of ours follows a directory's group once an administrator linked them.

Whoever leaves a linked group leaves ours in the same moment. Whoever comes is brought in by the worker: there may be
thousands.
"""

from collections.abc import Collection

from django.db import transaction

from network.core.events import announce
from network.groups.actions import bring_into_group, take_out_of_group
from network.openness.events import DirectoryGroupFilled
from network.openness.models import DirectoryGroup
from profiles.models import Source

AT_ONCE = 200  # people brought in by one transaction


def forget_in_groups(*, source: Source, person: int) -> None:
    """The directory knows the person no longer, so they leave what it brought them into."""
    for row in DirectoryGroup.objects.filter(source=source, members__person=person):
        let_go(row, {person})


def return_to_groups(*, person: int) -> None:
    """Somebody works here again: linked groups that they were counted to meanwhile take them in."""
    rows = DirectoryGroup.objects.filter(members__person=person, members__has_come=False)
    for pk in rows.exclude(group=None).values_list("pk", flat=True):
        announce(DirectoryGroupFilled(pk))


def settle_group(*, directory_group_id: int) -> None:
    """Brings everybody into the linked group whom the directory counts to it and who is not there yet.

    A part at a time, so that nobody waits long for the group; harmless to repeat.
    """
    after = 0
    while True:
        with transaction.atomic():
            row = DirectoryGroup.objects.select_for_update().filter(pk=directory_group_id).exclude(group=None).first()
            if row is None or row.group is None:
                return
            waiting = row.members.filter(has_come=False, person__is_active=True, person_id__gt=after)
            part = list(waiting.order_by("person_id").values_list("person_id", flat=True)[:AT_ONCE])
            came = bring_into_group(group=row.group, people=part)
            row.members.filter(person__in=came).update(has_come=True)
        if len(part) < AT_ONCE:
            return
        after = part[-1]


def let_go(row: DirectoryGroup, people: Collection[int]) -> None:
    """The directory counts them to the group no longer: whom it brought into the linked group leaves that too."""
    gone = row.members.filter(person__in=people)
    came = list(gone.filter(has_come=True).values_list("person_id", flat=True))
    if row.group is not None and came:
        take_out_of_group(group=row.group, people=came)
    gone.delete()
