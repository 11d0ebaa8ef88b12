"""Custody: somebody asks with a reason, a custodian answers once with a reason, and what is opened closes by itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.core.clock import now
from network.core.events import announce
from network.moderation.access.custody import (
    can_answer,
    can_ask_custody,
    can_ask_to_look,
    can_read_name,
    can_review,
    role_in,
)
from network.moderation.actions.desk import NOT_NOW, locked
from network.moderation.actions.log import Verb, note
from network.moderation.events import CustodyAnswered, CustodyAsked, NameClosed
from network.moderation.models import Case, CustodyRequest, Report, ReportIdentity
from network.moderation.seals import unseal
from profiles.models import Person
from profiles.queries.names import former_name

LEAST = 80  # characters of a motivation
MOST_DAYS, MOST_HOURS = 14, 4
ADMINISTRATOR = "administrator"
REVIEW = timedelta(days=90)
Kind, Outcome = CustodyRequest.Kind, CustodyRequest.Outcome
SAY_MORE = _("Write at least 80 characters: whoever answers knows nothing of the case but this.")
SAY_WHY = _("Write why. Whoever asked reads it.")
ASKED = _("You have asked already. Somebody answers, once.")
ANSWERED = _("This has been answered already, or it is not for you to answer.")
TOO_LONG = _("At least 1 and at most 14 days, and at most 4 hours for an administrator.")
NO_CASE = _("There is no case of that reference: nothing can be opened.")
NOBODYS = _("Only whoever asked sees the name, and only while it lasts.")


@dataclass(frozen=True)
class Answer:
    """What the custodian says; `days` of a name, `wait` why whoever reported is told only afterwards."""

    given: bool
    reply: str
    days: int = 0
    wait: str = ""


@transaction.atomic
def ask_name(*, by: Person, report: Report, purpose: str, motivation: str) -> CustodyRequest:
    """Whoever has the case asks who made one report of it, and says what for; one open request for each."""
    case = locked(report.case)
    require(can_ask_custody(by, case) and report.case_id == case.pk, NOT_NOW)
    require(purpose in CustodyRequest.Purpose.values and ReportIdentity.objects.filter(report=report).exists(), NOT_NOW)
    require(len(motivation.strip()) >= LEAST, SAY_MORE)
    mine = CustodyRequest.objects.names().filter(report=report, asked_by=by)
    require(not mine.open().exists() and not mine.running().exists(), ASKED)
    asked = CustodyRequest.objects.create(
        kind=Kind.NAME, case=case, case_ref=case.ref, report=report, purpose=purpose, motivation=motivation.strip(),
        asked_by=by, asked_as=role_in(by),
    )  # fmt: skip
    note(Verb.IDENTITY_ASKED, case.ref, by=by, about=asked.ref)
    announce(CustodyAsked(asked.pk))
    return asked


@transaction.atomic
def ask_hold(*, by: Person, case: Case, motivation: str) -> CustodyRequest:
    """A case is to be kept beyond its time; where it is kept already, to be kept no longer."""
    case = locked(case)
    require(can_ask_custody(by, case), NOT_NOW)
    require(len(motivation.strip()) >= LEAST, SAY_MORE)
    kind = Kind.LIFT if CustodyRequest.objects.holds().filter(case=case).exists() else Kind.HOLD
    require(not CustodyRequest.objects.open().filter(case=case, kind=kind).exists(), ASKED)
    asked = CustodyRequest.objects.create(
        kind=kind, case=case, case_ref=case.ref, motivation=motivation.strip(), asked_by=by, asked_as=role_in(by)
    )
    note(Verb.PROPOSED, case.ref, by=by, about=asked.ref)
    announce(CustodyAsked(asked.pk))
    return asked


@transaction.atomic
def ask_to_look(*, by: Person, case_ref: str, hours: int, motivation: str) -> CustodyRequest:
    """An administrator must read one sealed case because of an incident; that there is such a case is not confirmed."""
    require(can_ask_to_look(by), NOT_NOW)
    require(1 <= hours <= MOST_HOURS, TOO_LONG)
    require(len(motivation.strip()) >= LEAST, SAY_MORE)
    mine = CustodyRequest.objects.filter(kind=Kind.GLASS, asked_by=by, case_ref=case_ref)
    require(not mine.open().exists() and not mine.running().exists(), ASKED)
    asked = CustodyRequest.objects.create(
        kind=Kind.GLASS, case=Case.objects.filter(ref=case_ref).first(), case_ref=case_ref, length=hours,
        motivation=motivation.strip(), asked_by=by, asked_as=ADMINISTRATOR,
    )  # fmt: skip
    note(Verb.PROPOSED, case_ref, by=by, about=asked.ref)
    announce(CustodyAsked(asked.pk))
    return asked


@transaction.atomic
def answer_request(*, by: Person, request: CustodyRequest, answer: Answer) -> None:
    """Yes or no, with a reason, once."""
    if request.case_id is not None:
        locked(Case(pk=request.case_id))
    request = CustodyRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    require(can_answer(by, request), ANSWERED)
    require(bool(answer.reply.strip()), SAY_WHY)
    request.custodian, request.answered_at, request.reply = by, now(), answer.reply.strip()
    request.outcome = Outcome.GIVEN if answer.given else Outcome.KEPT
    if answer.given:
        verb = _EFFECTS[Kind(request.kind)](request, answer)
    else:
        verb = Verb.IDENTITY_KEPT if request.kind == Kind.NAME else Verb.REFUSED
    request.save()
    note(verb, request.case_ref, by=by, about=request.ref)
    announce(CustodyAnswered(request.pk))


@transaction.atomic
def review_hold(*, by: Person, hold: CustodyRequest, why: str) -> None:
    """A custodian finds that it is needed still: somebody asks again in ninety days."""
    hold = CustodyRequest.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    require(can_review(by, hold) and bool(why.strip()), SAY_WHY)
    hold.review, hold.review_on = why.strip(), localdate() + REVIEW
    hold.save(update_fields=["review", "review_on"])
    note(Verb.HELD, hold.case_ref, by=by, about=hold.ref)


@transaction.atomic
def read_name(*, by: Person, case: Case, ref: str) -> tuple[int, str]:
    """The report and who made it, for whoever asked while it lasts; each look leaves a line in the log."""
    mine = CustodyRequest.objects.names().filter(case=case, asked_by=by, ref=ref[:9]).select_related("report").first()
    if mine is None or mine.report is None or not can_read_name(by, mine):
        raise Refused(NOBODYS)
    note(Verb.IDENTITY_READ, case.ref, by=by, about=mine.ref)
    return mine.report.pk, name_behind(mine.report)


def name_behind(report: Report) -> str:
    """The name as it is now; "" where the key is another one or the row is erased."""
    kept = ReportIdentity.objects.filter(report=report).first()
    try:
        person_id = int(unseal(kept.sealed)) if kept else None
    except InvalidToken:
        return ""
    person = Person.objects.get_queryset().filter(pk=person_id or 0).first()
    return person.name if person else former_name(settings.LANGUAGE_CODE)


def end_grants() -> int:
    """Tells whoever reported that a name is closed again, once; how many. It closes whether this runs or not."""
    ended = CustodyRequest.objects.names().filter(outcome=Outcome.GIVEN, ends_at__lte=now(), end_told_at=None)
    for request in ended:
        with transaction.atomic():
            fresh = CustodyRequest.objects.select_for_update().filter(pk=request.pk, end_told_at=None).first()
            if fresh is not None:
                fresh.end_told_at = now()
                fresh.told_at = fresh.told_at or fresh.end_told_at
                fresh.save(update_fields=["told_at", "end_told_at"])
                announce(NameClosed(fresh.pk))
    return len(ended)


def _give_name(request: CustodyRequest, answer: Answer) -> Verb:
    require(1 <= answer.days <= MOST_DAYS, TOO_LONG)
    request.length, request.ends_at = answer.days, now() + timedelta(days=answer.days)
    request.wait = answer.wait.strip()
    request.told_at = None if request.wait else now()
    return Verb.IDENTITY_GIVEN


def _hold(request: CustodyRequest, _answer: Answer) -> Verb:
    request.review_on = localdate() + REVIEW
    return Verb.HELD


def _lift(request: CustodyRequest, _answer: Answer) -> Verb:
    CustodyRequest.objects.holds().filter(case=request.case_id).update(ended_at=now())
    return Verb.HOLD_ENDED


def _break_glass(request: CustodyRequest, _answer: Answer) -> Verb:
    require(request.case_id is not None, NO_CASE)
    request.ends_at = now() + timedelta(hours=request.length)
    return Verb.GLASS_BROKEN


_EFFECTS: Mapping[CustodyRequest.Kind, Callable[[CustodyRequest, Answer], Verb]] = {
    Kind.NAME: _give_name, Kind.HOLD: _hold, Kind.LIFT: _lift, Kind.GLASS: _break_glass,
}  # fmt: skip
