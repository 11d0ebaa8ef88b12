"""Handing over to the employer's side: two people agree, one HR adviser receives, and nothing but that comes back."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused, require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line
from network.moderation.access.handovers import (
    can_agree_to_hand_over,
    can_hold,
    can_propose_hand_over,
    can_read_package,
    can_receive,
    was_heard,
)
from network.moderation.actions.desk import locked, saved
from network.moderation.actions.log import Verb, note
from network.moderation.events import HandedOver, HandOverProposed
from network.moderation.models import Case, CustodyRequest, Decision, EmployerCopy, HandOver
from network.moderation.queries.content import digest_of
from network.moderation.queries.packages import Package, opened, package_of, rebuilt
from network.moderation.seals import seal
from network.moderation.states import Level
from profiles.models import Person

COPY_KEPT = timedelta(days=90)  # of moderation, from the day on which the employer's side has received it
Standing = HandOver.Standing
NOT_YOURS = _("Those who lead the moderators hand a case over, while it is looked at or decided.")
HEAR_FIRST = _("Ask the author for their word first, or wait until their time is over.")
NO_BREACH = _("No breach stands in this case, so there is nothing to hand over.")
NOT_A_RECEIVER = _("This HR adviser cannot receive it. Choose somebody else.")
SAY_WHY = _("Write what it is for, and which rule of law it rests on.")
ONE_ALREADY = _("It has been handed over already, or waits for a second person.")
NOT_SECOND = _("Somebody else must look at this, who is not below whoever proposed it.")
HAS_CHANGED = _("The case has changed since this was proposed. Say no to it, and it can be proposed anew.")
READ_FIRST = _("Read what is to be handed over before you agree.")
RECORD_OPEN = _("Close the record of each talk first.")
NOT_HELD = _("This is not with you.")


@dataclass(frozen=True)
class Purpose:
    """What it is for, the rule of law it rests on, and who receives it."""

    purpose: str
    ground: str
    receiver: Person


@dataclass(frozen=True)
class Agreement:
    """The package that the second person has read, by its hash."""

    digest: str


@transaction.atomic
def propose_hand_over(*, by: Person, case: Case, words: Purpose) -> HandOver:
    """Seals the package as it is; the author must have been heard, and a breach must stand or still be looked at."""
    case = locked(case)
    require(can_propose_hand_over(by, case), NOT_YOURS)
    require(was_heard(case), HEAR_FIRST)
    require(_has_breach(case), NO_BREACH)
    require(can_receive(words.receiver, case), NOT_A_RECEIVER)
    purpose, ground = clean_line(words.purpose)[:300], clean_line(words.ground)[:300]
    require(bool(purpose and ground), SAY_WHY)
    text, digest = digest_of(package_of(case, purpose=purpose, ground=ground, receiver=words.receiver))
    try:
        with transaction.atomic():
            handover = HandOver.objects.create(
                case=case, purpose=purpose, ground=ground, receiver=words.receiver, proposed_by=by,
                sealed=seal(text), digest=digest,
            )  # fmt: skip
    except IntegrityError:
        raise Refused(ONE_ALREADY) from None
    note(Verb.PROPOSED, case.ref, by=by, about=handover.ref)
    saved(case)
    announce(HandOverProposed(handover.pk))
    return handover


@transaction.atomic
def agree_to_hand_over(*, by: Person, handover: HandOver, read: Agreement) -> None:
    """The second person has read exactly this: it is sent, and the author is told in the same moment."""
    case, handover = _held(handover)
    require(can_agree_to_hand_over(by, handover), NOT_SECOND)
    require(constant_time_compare(read.digest, handover.digest), READ_FIRST)
    require(can_receive(handover.receiver, case), NOT_A_RECEIVER)
    require(_has_breach(case), NO_BREACH)
    require(rebuilt(handover) == handover.digest, HAS_CHANGED)
    handover.standing, handover.approved_by = Standing.SENT, by
    handover.answered_at = handover.sent_at = now()
    handover.save()
    EmployerCopy.objects.create(handover=handover, sealed=handover.sealed)
    note(Verb.APPROVED, case.ref, by=by, about=handover.ref)
    note(Verb.HANDED_OVER, case.ref, by=handover.proposed_by, about=handover.ref)
    saved(case)
    announce(HandedOver(handover.pk))


@transaction.atomic
def refuse_hand_over(*, by: Person, handover: HandOver, reason: str) -> None:
    """The second person does not agree: nothing is sent, and the package goes at once."""
    case, handover = _held(handover)
    require(can_agree_to_hand_over(by, handover) and bool(reason.strip()), NOT_SECOND)
    handover.standing, handover.refusal, handover.answered_at = Standing.REFUSED, reason.strip()[:600], now()
    handover.sealed, handover.erased_at = "", now()
    handover.save()
    note(Verb.REFUSED, case.ref, by=by, about=handover.ref)
    saved(case)


@transaction.atomic
def read_package(*, by: Person, handover: HandOver) -> Package:
    """What moderation keeps of it; each reading leaves a line in the log."""
    require(can_read_package(by, handover), NOT_SECOND)
    note(Verb.OPENED, handover.case.ref, by=by, about=handover.ref)
    return opened(handover.sealed)


@transaction.atomic
def receive_hand_over(*, by: Person, handover: HandOver) -> None:
    """The HR adviser has it: that comes back to moderation, and their copy goes ninety days later."""
    case, handover = _held(handover)
    require(can_hold(by, handover) and handover.standing == Standing.SENT, NOT_HELD)
    handover.standing, handover.received_at = Standing.RECEIVED, now()
    handover.save()
    note(Verb.RECEIVED, case.ref, by=by, about=handover.ref)
    saved(case)


@transaction.atomic
def close_hand_over(*, by: Person, handover: HandOver) -> None:
    """The employer's side is done; what came of it is told to nobody here."""
    case, handover = _held(handover)
    require(can_hold(by, handover) and handover.standing == Standing.RECEIVED, NOT_HELD)
    require(not handover.meetings.filter(closed_at=None).exists(), RECORD_OPEN)
    handover.standing, handover.closed_at = Standing.CLOSED, now()
    handover.save()
    note(Verb.CLOSED, case.ref, by=by, about=handover.ref)
    saved(case)


def read_notice(*, by: Person, handover: HandOver) -> None:
    """Notes when the author read that it was handed over, the first time."""
    require(handover.sent_at is not None and handover.case.author_id == by.pk, NOT_HELD)
    HandOver.objects.filter(pk=handover.pk, read_at=None).update(read_at=now())


def erase_copies() -> int:
    """The copy of moderation goes ninety days after receipt; the hash and the coded row stay. How many went."""
    over = HandOver.objects.filter(received_at__lte=now() - COPY_KEPT).exclude(sealed="").select_related("case")
    over = over.exclude(case__in=CustodyRequest.objects.holds().values("case"))
    for handover in over:
        with transaction.atomic():
            if HandOver.objects.filter(pk=handover.pk).exclude(sealed="").update(sealed="", erased_at=now()):
                note(Verb.ERASED, handover.case.ref, by=None, about=handover.ref)
    return len(over)


def _has_breach(case: Case) -> bool:
    """The last decision is not that nothing is done, and no appeal has reversed it; or there is none yet."""
    real = case.decisions.filter(stands_at__isnull=False).exclude(level=Level.INTERIM).order_by("-pk").first()
    return real is None or (real.level != Level.NOTHING and real.standing != Decision.Standing.OVERTURNED)


def _held(handover: HandOver) -> tuple[Case, HandOver]:
    case = locked(handover.case)
    fresh = HandOver.objects.select_for_update(of=("self",)).select_related("receiver", "proposed_by")
    held = fresh.get(pk=handover.pk)
    held.case = case
    return case, held
