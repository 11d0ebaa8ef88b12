"""What the custodian of the demo company was asked, and what the weekly run had erased before its first case here."""

from datetime import datetime, time, timedelta

from django.utils.timezone import get_default_timezone, localdate

from network.core.ids import new_id
from network.demo.casework import Files
from network.demo.dockets import Docket
from network.moderation.actions.log import Verb
from network.moderation.models import Case, CustodyRequest, KeepingReceipt, Report
from profiles.models import Person, Role

Outcome = CustodyRequest.Outcome
_RUNS = (
    {"report": 3, "numbers": 0, "case": 1, "custody": 0, "log": 0},
    {"report": 1, "numbers": 1, "case": 0, "custody": 0, "log": 0},
)  # the older first


def ask_name(
    files: Files, what: tuple[Case, Report], docket: Docket, people: tuple[Person, Person], at: datetime
) -> None:
    """Who made a report is asked for, and perhaps opened for some days; whoever reported is told at once."""
    (case, report), (by, custodian) = what, people
    purpose, why = docket.said["name"].split(" | ")
    role = Role.Kind.LEAD_MODERATOR if by.handle == "lea" else Role.Kind.MODERATOR
    asked = CustodyRequest(
        id=new_id(at), kind=CustodyRequest.Kind.NAME, case=case, case_ref=case.ref, report=report, purpose=purpose,
        motivation=why, asked_by=by, asked_as=role, asked_at=at,
    )  # fmt: skip
    files.note(Verb.IDENTITY_ASKED, case, at, by=by, about=asked.ref)
    if "given" in docket.said:
        days, asked.reply = docket.said["given"].split(" | ")
        at += timedelta(hours=2)
        asked.outcome, asked.custodian, asked.answered_at, asked.told_at = Outcome.GIVEN, custodian, at, at
        asked.length, asked.ends_at = int(days), at + timedelta(days=int(days))
        files.note(Verb.IDENTITY_GIVEN, case, at, by=custodian, about=asked.ref)
    files.add(asked)


def keep_receipts(until: datetime) -> None:
    """Of the last two Mondays."""
    day = localdate(until)
    monday = day - timedelta(days=day.weekday() or 7)
    for weeks, counts in enumerate(reversed(_RUNS)):
        at = datetime.combine(monday - timedelta(weeks=weeks), time(3, 50), get_default_timezone())
        KeepingReceipt.objects.create(at=at, counts=counts)
