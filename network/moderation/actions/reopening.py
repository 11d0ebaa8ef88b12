"""A case that was closed is taken up again: by a lead, for something that nobody knew then."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.moderation.access import can_reopen
from network.moderation.actions.desk import locked, move, saved
from network.moderation.actions.log import Verb, note
from network.moderation.actions.reporting import look_outside
from network.moderation.models import Case
from network.moderation.reasons import due
from network.moderation.states import OPEN, State
from profiles.models import Person

NOT_OPENED = _("Only a lead moderator opens a closed case again.")
SAY_WHAT = _("Say what is new: what did nobody know when it was decided?")
ANOTHER = _("There is an open case of the same content. Go on there.")


@transaction.atomic
def reopen_case(*, by: Person, case: Case, because: str) -> Case:
    """Whoever looks at it begins anew, with new deadlines; what was decided counts until then, and is kept as long."""
    case = locked(case)
    require(can_reopen(by, case), NOT_OPENED)
    require(bool(because.strip()), SAY_WHAT)
    others = Case.objects.filter(kind=case.kind, subject_id=case.subject_id, state__in=OPEN)
    require(not others.exists(), ANOTHER)
    move(case, State.TRIAGED)
    case.reopened_for, case.closed_at = because.strip(), None
    case.look_by, case.due_at = due(case.reason, now())
    note(Verb.REOPENED, case.ref, by=by)
    look_outside(case)
    saved(case)
    return case
