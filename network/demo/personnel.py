"""The one case of the demo company that was handed over to the HR adviser, and the talk about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.timezone import get_default_timezone, localdate

from network.core.clock import add_working_days
from network.core.ids import new_id
from network.demo.casework import Files
from network.demo.cast import Cast
from network.demo.outcomes import Handlers, Opened
from network.moderation.actions.log import Verb
from network.moderation.models import Attendance, Case, EmployerCopy, HandOver, Meeting
from network.moderation.models.cases import new_ref
from network.moderation.queries.content import digest_of
from network.moderation.queries.packages import package_of
from network.moderation.seals import seal

Part = Attendance.Part
Standing = HandOver.Standing


@dataclass(frozen=True, slots=True)
class Handing:
    """What is handed over, under which reference and on which days; the package is made when all is written."""

    case: Case
    ref: str
    said: Mapping[str, str]
    days: tuple[datetime, ...]  # proposed, sent, received, talked


def note_hand_over(files: Files, opened: Opened, said: Mapping[str, str], handlers: Handlers, cast: Cast) -> Handing:
    """The lines of the log: proposed by the lead, agreed to by the other, received by the adviser."""
    case, ref = opened.case, new_ref()
    first = localdate(case.decided_at or case.made_at)
    days = tuple(datetime.combine(add_working_days(first, n), time(10), get_default_timezone()) for n in (1, 2, 3, 8))
    proposed, sent, received, _talked = days
    files.note(Verb.PROPOSED, case, proposed, by=handlers.lead, about=ref)
    files.note(Verb.APPROVED, case, sent, by=handlers.moderator, about=ref)
    files.note(Verb.HANDED_OVER, case, sent, by=handlers.lead, about=ref)
    files.note(Verb.RECEIVED, case, received, by=cast.by_handle["hege"], about=ref)
    return Handing(case, ref, said, days)


def hand_over(handing: Handing, handlers: Handlers, cast: Cast) -> None:
    """The package on both sides, and the talk to which the author brought a representative."""
    proposed, sent, received, talked = handing.days
    purpose, ground = (part.strip() for part in handing.said["over"].split("|"))
    case, adviser = Case.objects.select_related("author").get(pk=handing.case.pk), cast.by_handle["hege"]
    text, digest = digest_of(package_of(case, purpose=purpose, ground=ground, receiver=adviser))
    made = HandOver.objects.create(
        id=new_id(proposed), ref=handing.ref, case=case, standing=Standing.RECEIVED, purpose=purpose, ground=ground,
        receiver=adviser, proposed_by=handlers.lead, proposed_at=proposed, approved_by=handlers.moderator,
        answered_at=sent, sealed=seal(text), digest=digest, sent_at=sent, received_at=received,
        read_at=sent + timedelta(hours=3),
    )  # fmt: skip
    EmployerCopy.objects.create(handover=made, sealed=seal(text))
    told = {name: handing.said[name] for name in ("theirs", "employers", "expected", "follow_up")}
    where, what = (part.strip() for part in handing.said["talk"].split("|"))
    meeting = Meeting.objects.create(
        id=new_id(received), handover=made, starts_at=talked,
        invitation=seal(json.dumps({"purpose": what, "place": where})),
        record=seal(json.dumps(told)), invited_at=received, written_at=talked + timedelta(hours=5),
    )  # fmt: skip
    parts = ((case.author, Part.EMPLOYEE), (adviser, Part.ADVISER), (cast.by_handle["tor"], Part.REPRESENTATIVE))
    for number, (person, part) in enumerate((person, part) for person, part in parts if person is not None):
        Attendance.objects.create(
            meeting=meeting, person=person, part=part, came=True,
            comment=seal(handing.said["word"]) if part == Part.EMPLOYEE else "",
            confirmed_at=talked + timedelta(days=1, hours=number) if part == Part.EMPLOYEE else None,
        )  # fmt: skip
