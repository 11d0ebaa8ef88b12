"""The register of our channels outside, and who speaks for us there."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.core.idempotency import earlier_result, remember_result
from network.core.text import clean_line, clean_text, fold
from network.policy.access.channels import can_edit_channels, can_name_representative
from network.policy.models import Channel, ChannelRepresentative
from profiles.models import Department, Person

NOT_EDITOR = _("Only policy editors change the register.")
NOT_NAMED = _("Only policy editors name who speaks for us, and not on a channel that is closed.")
GONE = _("Only somebody who works here can speak for us.")
SELF = _("Somebody else takes over when you are away.")
BACKWARDS = _("The last day cannot come before the first.")
NAMED = _("This colleague was already named from that day.")
TAKEN = ("new", "representing")  # addresses of other pages


@dataclass(frozen=True)
class Entry:
    """What the register says of a channel."""

    platform: str
    handle: str
    purpose: str
    address: str = ""
    goals: str = ""
    values: str = ""
    audience: str = ""
    answer_time: str = ""
    department: Department | None = None
    status: str = Channel.Status.ACTIVE

    def cleaned(self) -> dict[str, object]:
        """Fields of the row: lines are one line, texts keep theirs."""
        long = ("goals", "values")
        return {
            name: (clean_text if name in long else clean_line)(value) if isinstance(value, str) else value
            for name, value in vars(self).items()
        }


@dataclass(frozen=True)
class Task:
    """What somebody does on a channel, and for how long."""

    role: str
    starts_on: date
    ends_on: date | None = None
    trained_on: date | None = None
    time_allotted: str = ""
    backup: Person | None = None


@transaction.atomic
def open_channel(*, by: Person, entry: Entry, key: UUID | None = None) -> Channel:
    """Enters a channel in the register. Same key, same channel, once."""
    require(can_edit_channels(by), NOT_EDITOR)
    made = earlier_result(by.pk, key)
    if made is not None:
        return Channel.objects.get(pk=made)
    channel = Channel.objects.create(slug=_free_slug(entry), **entry.cleaned())
    remember_result(by.pk, key, channel.pk)
    return channel


@transaction.atomic
def edit_channel(*, by: Person, channel: Channel, entry: Entry) -> Channel:
    """Changes what the register says; its address here stays."""
    require(can_edit_channels(by), NOT_EDITOR)
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    for name, value in entry.cleaned().items():
        setattr(channel, name, value)
    channel.save()
    return channel


@transaction.atomic
def name_representative(*, by: Person, channel: Channel, person: Person, task: Task) -> ChannelRepresentative:
    """From that day the person speaks for us there; refused for one who left, and twice from the same day."""
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    require(can_name_representative(by, channel), NOT_NAMED)
    _check(person, task)
    try:
        with transaction.atomic():
            return ChannelRepresentative.objects.create(channel=channel, person=person, given_by=by, **_fields(task))
    except IntegrityError:
        raise Refused(NAMED) from None


@transaction.atomic
def edit_representative(*, by: Person, representative: ChannelRepresentative, task: Task) -> ChannelRepresentative:
    """Changes the task; a last day ends it. That somebody once spoke for us is never deleted."""
    require(can_edit_channels(by), NOT_EDITOR)
    row = ChannelRepresentative.objects.select_for_update(of=("self",)).get(pk=representative.pk)
    if task.backup is not None:
        require(task.backup.pk != row.person_id, SELF)
    require(task.ends_on is None or task.ends_on >= task.starts_on, BACKWARDS)
    for name, value in _fields(task).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(NAMED) from None
    return row


def _check(person: Person, task: Task) -> None:
    require(person.is_active, GONE)
    require(task.backup is None or task.backup.pk != person.pk, SELF)
    require(task.ends_on is None or task.ends_on >= task.starts_on, BACKWARDS)


def _fields(task: Task) -> dict[str, object]:
    return {
        "role": clean_line(task.role)[:80],
        "starts_on": task.starts_on,
        "ends_on": task.ends_on,
        "trained_on": task.trained_on,
        "time_allotted": clean_line(task.time_allotted)[:80],
        "backup": task.backup,
    }


def _free_slug(entry: Entry) -> str:
    """Platform and name; a number behind it where another channel has, or had, that address."""
    stem = slugify(fold(f"{entry.platform} {entry.handle}"))[:50].strip("-") or "channel"
    for number in count(1):
        slug = stem if number == 1 else f"{stem}-{number}"
        if slug not in TAKEN and not Channel.objects.filter(slug=slug).exists():
            return slug
    raise AssertionError("numbers do not end")
