"""What the clock does: what is hidden for the time being ends, authors are waited for no longer, cases close."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from network.core.clock import now
from network.core.events import announce
from network.moderation.access import ANOTHER, handlers_inside, look_up_each
from network.moderation.actions.desk import end_hearing, locked, move, saved
from network.moderation.actions.log import Verb, note
from network.moderation.actions.reporting import look_outside
from network.moderation.events import CaseLate, InterimLapsed, WentOutside
from network.moderation.models import Case, Decision, Hearing
from network.moderation.states import Level, State


def turn_cases() -> int:
    """Everything whose time has come; how many. Harmless to repeat."""
    return _lapse() + _go_on() + _close() + _look_outside() + _alert()


def _lapse() -> int:
    """The restriction ended by itself; the decision says so, and the case waits for a real one."""
    passed = Decision.objects.filter(level=Level.INTERIM, standing=Decision.Standing.STANDS, ends_at__lte=now())
    for decision in passed.select_related("case"):
        with transaction.atomic():
            case = locked(decision.case)
            if Decision.objects.filter(pk=decision.pk, standing=Decision.Standing.STANDS).update(
                standing=Decision.Standing.LAPSED
            ):
                note(Verb.LAPSED, case.ref, by=None, about=decision.ref)
                saved(case)
                announce(InterimLapsed(decision.pk))
    return len(passed)


def _go_on() -> int:
    """The author had their time."""
    passed = Hearing.objects.filter(answered_at=None, due_at__lte=now()).select_related("case")
    for hearing in passed:
        with transaction.atomic():
            case = locked(hearing.case)
            waiting = Hearing.objects.select_for_update().filter(pk=hearing.pk, answered_at=None).first()
            if waiting is not None and case.state == State.AWAITING_AUTHOR:
                end_hearing(case, waiting)
                move(case, State.IN_REVIEW)
                saved(case)
    return len(passed)


def _close() -> int:
    """Nobody can appeal any more."""
    over = Case.objects.filter(state=State.DECIDED).exclude(decisions__appeal_by__gte=localdate())
    for case in over:
        with transaction.atomic():
            fresh = locked(case)
            if fresh.state == State.DECIDED:
                move(fresh, State.CLOSED)
                fresh.closed_at = now()
                note(Verb.CLOSED, fresh.ref, by=None)
                saved(fresh)
    return len(over)


def _look_outside() -> int:
    """Somebody may have left, or come: who may handle a case is asked anew."""
    handlers = look_up_each(handlers_inside())
    inside = {pk for handler in handlers for pk in handler.cases.waiting().values_list("pk", flat=True)}
    others = Case.objects.waiting().exclude(state__in=ANOTHER)
    out = sum(map(_go_outside, others.filter(is_outside=False).exclude(pk__in=inside)))
    back = others.filter(is_outside=True, pk__in=inside).update(is_outside=False)
    for case in Case.objects.filter(state__in=ANOTHER):
        look_outside(case)
    return out + back


@transaction.atomic
def _go_outside(case: Case) -> int:
    gone = Case.objects.filter(pk=case.pk, is_outside=False).update(is_outside=True)
    if gone:  # not by another clock in the meantime
        announce(WentOutside(case.pk))
    return gone


def _alert() -> int:
    """Leads are told once of each deadline that was missed; none runs while its author is waited for."""
    moment = now()
    late = Q(due_at__lte=moment) & (Q(alerted_for=None) | Q(alerted_for__lt=F("due_at")))
    unseen = Q(looked_at=None, look_by__lte=moment) & (Q(alerted_for=None) | Q(alerted_for__lt=F("look_by")))
    untold = Case.objects.waiting().exclude(state=State.AWAITING_AUTHOR).filter(late | unseen)
    return sum(_alert_of(case, case.due_at if case.due_at <= moment else case.look_by) for case in untold)


@transaction.atomic
def _alert_of(case: Case, missed: datetime) -> int:
    fresh = Q(alerted_for=None) | Q(alerted_for__lt=missed)
    alerted = Case.objects.filter(fresh, pk=case.pk).update(alerted_for=missed)
    if alerted:  # not by another clock in the meantime
        announce(CaseLate(case.pk))
    return alerted
