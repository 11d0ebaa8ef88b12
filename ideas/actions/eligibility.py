"""What the desk says to each nomination: it is accepted, or it cannot be nominated, with the reason."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ideas.access import can_decide_nomination, is_eligible
from ideas.actions.juries import find_conflicts
from ideas.events import NominationChanged
from ideas.models import AwardRound, Nomination
from network.core.access import require
from network.core.events import announce
from network.core.text import clean_line
from profiles.models import Person

NOT_YOURS = _(
    "Only who runs the round says yes or no to a nomination, while ideas are nominated, and never to their own."
)
NOT_ELIGIBLE = _("The idea cannot be nominated here: it is not far enough on its way, or not everybody may read it.")
NO_REASON = _("Say why it cannot be nominated, for whoever put it forward.")


@transaction.atomic
def accept_nomination(*, by: Person, nomination: Nomination) -> None:
    """The idea is nominated; who of the jury cannot judge it is found at once."""
    nomination, round = _locked(nomination)
    require(can_decide_nomination(by, nomination), NOT_YOURS)
    require(is_eligible(nomination.idea, nomination.category), NOT_ELIGIBLE)
    if nomination.state == Nomination.State.ACCEPTED:
        return
    _decide(nomination, by, Nomination.State.ACCEPTED, "")
    find_conflicts(round=round)


@transaction.atomic
def refuse_nomination(*, by: Person, nomination: Nomination, reason: str) -> None:
    """It cannot be nominated here, and why; until judging begins it can still be accepted."""
    nomination, _round = _locked(nomination)
    require(can_decide_nomination(by, nomination), NOT_YOURS)
    require(bool(clean_line(reason)), NO_REASON)
    _decide(nomination, by, Nomination.State.INELIGIBLE, clean_line(reason)[:500])


def _locked(nomination: Nomination) -> tuple[Nomination, AwardRound]:
    round = AwardRound.objects.select_for_update(of=("self",)).get(pk=nomination.category.round_id)
    related = ("category__round", "category__award", "idea__campaign")
    fresh = Nomination.objects.select_for_update(of=("self",)).select_related(*related).get(pk=nomination.pk)
    return fresh, round


def _decide(nomination: Nomination, by: Person, state: str, reason: str) -> None:
    nomination.state, nomination.decided_by, nomination.reason = state, by, reason
    nomination.save(update_fields=["state", "decided_by", "reason"])
    announce(NominationChanged(nomination.pk))
