"""A posting limit: it begins with its decision, ends by the clock, and may be lifted before."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.conversations.actions import lift_limit, place_limit, shorten_limit
from network.core.access import require
from network.core.events import announce
from network.moderation.access import can_lift
from network.moderation.actions.desk import locked, saved
from network.moderation.actions.log import Verb, note
from network.moderation.events import LimitLifted
from network.moderation.models import Case, Decision
from profiles.models import Person

NOT_LIFTED = _("Only a lead moderator lifts a posting limit, while it stands, and says why.")


def begin_limit(case: Case, decision: Decision, earlier: Sequence[Decision]) -> None:
    """From the moment at which it counts; where an appeal made it shorter, from when the longer one began."""
    longer = next((row.limit for row in earlier if row.limit and row.standing == Decision.Standing.STANDS), None)
    days = decision.days or 1
    if longer is not None:
        decision.limit = shorten_limit(limit=longer, days=days, reason=decision.ref)
    elif case.author is not None:
        decision.limit = place_limit(by=decision.by, person=case.author, days=days, reason=decision.ref)
    decision.ends_at = decision.limit.ends_at if decision.limit is not None else None


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
