"""What the employer's side reads, and the author and others who are invited: each their own, and nothing besides."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from network.moderation.access.handovers import can_hold, can_receive
from network.moderation.models import Attendance, Case, HandOver, Meeting
from network.moderation.queries.packages import Package, opened
from network.moderation.seals import unseal
from network.notifications.subjects import Subject
from profiles.models import Person, Role


@dataclass(frozen=True)
class Sat:
    """Somebody who is invited, with their own word to the record."""

    attendance: Attendance
    comment: str


@dataclass(frozen=True)
class Talk:
    """A meeting opened: the invitation, the record if there is one, and who is invited."""

    meeting: Meeting
    invitation: Mapping[str, str]
    record: Mapping[str, str]
    people: Sequence[Sat]

    def own(self, person: Person) -> Sat | None:
        """The person's own part in it."""
        return next((one for one in self.people if one.attendance.person_id == person.pk), None)


def receivers_for(case: Case) -> list[Person]:
    """The HR advisers who may receive this case, by name."""
    held = Role.objects.current().filter(kind=Role.Kind.HR_ADVISER).values("person")
    people = Person.objects.active().filter(pk__in=held).order_by("name", "pk")
    return [person for person in people if can_receive(person, case)]


def held_by(person: Person) -> list[HandOver]:
    """What was handed over to this HR adviser, the newest first."""
    rows = HandOver.objects.filter(receiver=person, sent_at__isnull=False).select_related("case")
    return [row for row in rows.order_by("-sent_at") if can_hold(person, row)]


def file_for(person: Person, ref: str) -> HandOver | None:
    """What lies with this adviser under that reference; for everybody else it is not there."""
    rows = HandOver.objects.filter(ref=ref, receiver=person, sent_at__isnull=False)
    found = rows.select_related("case__author", "receiver", "copy").first()
    return found if found is not None and can_hold(person, found) else None


def file_package(handover: HandOver) -> Package | None:
    """The package as the adviser has it; None once its time has passed."""
    copy = getattr(handover, "copy", None)
    return opened(copy.sealed) if copy is not None else None


def handed_over_about(person: Person) -> "QuerySet[HandOver]":
    """What has been handed over about what the person wrote."""
    rows = HandOver.objects.filter(case__author=person, sent_at__isnull=False)
    return rows.select_related("case", "receiver").order_by("-sent_at")


def told_author(person: Person, ref: str) -> HandOver | None:
    """The same by its reference; None for everybody else."""
    return handed_over_about(person).select_related("copy").filter(ref=ref).first()


def meetings_of(person: Person) -> "QuerySet[Meeting]":
    """Talks to which the person is invited, the newest first."""
    return Meeting.objects.filter(attendances__person=person).order_by("-starts_at", "-pk")


def meeting_for(person: Person, ref: str) -> Meeting | None:
    """The talk of that reference, if the person is invited; for everybody else it is not there."""
    return meetings_of(person).filter(ref=ref).select_related("handover__case").first()


def kept_meeting(handover: HandOver, ref: str) -> Meeting | None:
    """The talk of that reference about this matter."""
    return handover.meetings.filter(ref=ref).select_related("handover__case").first()


def talk_of(meeting: Meeting) -> Talk:
    """Opened for whoever may read it."""
    rows = meeting.attendances.select_related("person").order_by("pk")
    people = [Sat(row, unseal(row.comment) if row.comment else "") for row in rows]
    record = json.loads(unseal(meeting.record)) if meeting.record else {}
    return Talk(meeting, json.loads(unseal(meeting.invitation)), record, people)


def handover_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """For whoever wrote it the page that tells them, for whoever received it what lies with them."""
    found: dict[int, Subject] = {}
    for row in HandOver.objects.filter(pk__in=ids, sent_at__isnull=False).select_related("case"):
        if row.case.author_id == person.pk:
            url = reverse("moderation:handed_over", args=[row.ref])
            found[row.pk] = Subject(_("Handed over to HR: %(ref)s") % {"ref": row.ref}, url)
        elif can_hold(person, row):
            found[row.pk] = Subject(_("Handed over to you: %(ref)s") % {"ref": row.ref}, file_url(row))
    return found


def meeting_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Talks to which the person is invited."""
    return {
        row.pk: Subject(_("A talk to which you are invited"), reverse("moderation:own_meeting", args=[row.ref]))
        for row in meetings_of(person).filter(pk__in=ids)
    }


def file_url(handover: HandOver) -> str:
    """Where the adviser reads it."""
    return reverse("moderation:file", args=[handover.ref])
