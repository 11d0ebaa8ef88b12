"""A posting limit: it begins with its decision, ends by the clock, and may be lifted before."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.conversations.actions import lift_limit, place_limit
from network.core.access import require
from network.core.events import announce
from network.moderation.access import can_lift
from network.moderation.actions.desk import locked, saved
from network.moderation.actions.log import Verb, note
from network.moderation.events import LimitLifted
from network.moderation.models import Case, Decision
from profiles.models import Person

NOT_LIFTED = _("Only a lead moderator lifts a posting limit, while it stands, and says why.")


def begin_limit(case: Case, decision: Decision) -> None:
    """From the moment at which it counts."""
    if case.author is not None:
        decision.limit = place_limit(by=decision.by, person=case.author, days=decision.days or 1, reason=decision.ref)
        decision.ends_at = decision.limit.ends_at


def end_limit(by: Person, decision: Decision) -> None:
    """What it rested on counts no more."""
    if decision.limit is not None:
        lift_limit(by=by, limit=decision.limit)


@transaction.atomic
def lift_earlier(*, by: Person, decision: Decision, because: str) -> None:
    """A lead ends it before its time, with a reason that the author reads; the decision stands in the history."""
    case = locked(decision.case)
    decision = Decision.objects.select_for_update(of=("self",)).select_related("limit", "case").get(pk=decision.pk)
    require(can_lift(by, decision) and bool(because.strip()) and decision.limit is not None, NOT_LIFTED)
    if decision.limit is not None:
        lift_limit(by=by, limit=decision.limit, because=because.strip())
    note(Verb.LIMIT_LIFTED, case.ref, by=by, about=decision.ref)
    saved(case)
    announce(LimitLifted(decision.pk))
