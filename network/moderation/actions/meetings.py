"""A talk on the employer's side and its record: both accounts, what is expected and agreed, and each party's word."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_text
from network.moderation.access.meetings import can_be_invited, can_call_meeting, can_keep_record, can_read_record
from network.moderation.events import MeetingCalled
from network.moderation.models import Attendance, CustodyRequest, EmployerCopy, HandOver, Meeting
from network.moderation.seals import seal
from profiles.models import Person

FILES_KEPT = timedelta(days=730)  # of the employer's side: the package and the records, from the day it was closed
Part = Attendance.Part
BROUGHT = (Part.LEADER, Part.REPRESENTATIVE, Part.COMPANION)  # besides whom it is about, and the adviser
NOT_HELD = _("This is not with you, or it is closed.")
NOT_INVITED = _("This person cannot be invited: nobody who handles reports takes part.")
TWICE = _("This person is invited already.")
SAY_WHAT = _("Write what the talk is for, and where it is.")
TOO_SOON = _("The record is written when the talk has begun.")
EMPTY = _("Write both accounts, what is expected, and what was agreed.")
NOTHING_TO_READ = _("There is no record to read yet, or it is closed.")
NO_RECORD = _("Write the record before you close it.")


@dataclass(frozen=True)
class Invitation:
    """What it is for, where and when."""

    purpose: str
    place: str
    starts_at: datetime


@dataclass(frozen=True)
class Record:
    """What was said and agreed; both accounts side by side."""

    theirs: str
    employers: str
    expected: str
    follow_up: str


@transaction.atomic
def call_meeting(*, by: Person, handover: HandOver, words: Invitation) -> Meeting:
    """Invites whom it is about, who may always bring somebody; the adviser is there too."""
    require(can_call_meeting(by, handover), NOT_HELD)
    told = {"purpose": clean_text(words.purpose), "place": clean_text(words.place)}
    require(all(told.values()), SAY_WHAT)
    meeting = Meeting.objects.create(handover=handover, starts_at=words.starts_at, invitation=seal(json.dumps(told)))
    parts = ((handover.case.author, Part.EMPLOYEE), (by, Part.ADVISER))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person, part=part) for person, part in parts if person is not None
    )
    announce(MeetingCalled(meeting.pk))
    return meeting


@transaction.atomic
def invite_to_meeting(*, by: Person, meeting: Meeting, person: Person, part: str) -> Attendance:
    """Somebody for the employer, a representative, or whom the employee brings."""
    meeting = _held(meeting)
    require(can_keep_record(by, meeting) and part in BROUGHT, NOT_HELD)
    require(can_be_invited(person), NOT_INVITED)
    try:
        with transaction.atomic():
            made = Attendance.objects.create(meeting=meeting, person=person, part=part)
    except IntegrityError:
        raise Refused(TWICE) from None
    announce(MeetingCalled(meeting.pk))
    return made


@transaction.atomic
def write_record(*, by: Person, meeting: Meeting, record: Record, came: Collection[int]) -> None:
    """What was said, and who came. Whoever had read it before has not read this: they are asked again."""
    meeting = _held(meeting)
    require(can_keep_record(by, meeting), NOT_HELD)
    require(meeting.starts_at <= now(), TOO_SOON)
    told = {name: clean_text(text) for name, text in asdict(record).items()}
    require(all(told.values()), EMPTY)
    meeting.record, meeting.written_at = seal(json.dumps(told)), now()
    meeting.save()
    meeting.attendances.update(confirmed_at=None)
    for row in meeting.attendances.all():
        row.came = row.person_id in came
        row.save(update_fields=["came"])
    announce(MeetingCalled(meeting.pk))


@transaction.atomic
def comment_on_record(*, by: Person, meeting: Meeting, text: str) -> None:
    """A party's own word to it; it stands beside the record and changes nothing in it."""
    meeting = _held(meeting)
    require(can_read_record(by, meeting) and _is_open_to_read(meeting), NOTHING_TO_READ)
    meeting.attendances.filter(person=by).update(comment=seal(clean_text(text)))


@transaction.atomic
def confirm_record(*, by: Person, meeting: Meeting) -> None:
    """Has read it; that is not to agree with it."""
    meeting = _held(meeting)
    require(can_read_record(by, meeting) and _is_open_to_read(meeting), NOTHING_TO_READ)
    meeting.attendances.filter(person=by, confirmed_at=None).update(confirmed_at=now())


@transaction.atomic
def close_record(*, by: Person, meeting: Meeting) -> None:
    """From now it stays as it is; the database refuses anything else."""
    meeting = _held(meeting)
    require(can_keep_record(by, meeting), NOT_HELD)
    require(meeting.written_at is not None, NO_RECORD)
    meeting.closed_at = now()
    meeting.save(update_fields=["closed_at"])


def erase_files() -> int:
    """What the employer's side keeps goes two years after it was closed; when and that it was stays. How many went."""
    over = HandOver.objects.filter(closed_at__lte=now() - FILES_KEPT, copy__isnull=False)
    over = over.exclude(case__in=CustodyRequest.objects.holds().values("case"))
    for handover in over:
        with transaction.atomic():
            Meeting.objects.filter(handover=handover).delete()
            EmployerCopy.objects.filter(handover=handover).delete()
            HandOver.objects.filter(pk=handover.pk).update(purpose="", ground="")
    return len(over)


def _is_open_to_read(meeting: Meeting) -> bool:
    return meeting.written_at is not None and not meeting.is_closed


def _held(meeting: Meeting) -> Meeting:
    fresh = Meeting.objects.select_for_update(of=("self",)).select_related("handover__case__author")
    return fresh.get(pk=meeting.pk)
