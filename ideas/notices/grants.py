"""Who is told of an award: those who get it, and whoever signs it."""

from ideas.events import (
    GrantChanged,
    GrantGiven,
    RoundMoved,
    SignatureAsked,
)
from ideas.models import (
    Grant,
    RoundChange,
)
from ideas.notices.telling import tell
from ideas.states import RoundState
from network.notifications.actions import withdraw
from network.notifications.models import Kind


def round_decided(event: RoundMoved) -> None:
    """Those who won: they are asked how their names are told, before anybody else knows."""
    if not RoundChange.objects.filter(pk=event.change_id, after=RoundState.DECIDED).exists():
        return
    for grant in Grant.objects.filter(category__round=event.round_id, revoked_at=None):
        _tell_winners(grant)


def grant_given(event: GrantGiven) -> None:
    """Those who get it, and in the own line the giver: it is signed."""
    grant = _grant(event.grant_id)
    withdraw(subject=f"grant:{grant.pk}", kind=Kind.IDEA_DUTY)
    _tell_winners(grant)
    if grant.needs_cosigner:
        tell(grant.idea, [grant.decided_by_id], Kind.AWARD, grant.cosigner_id or 0, f"grant:{grant.pk}")


def grant_changed(event: GrantChanged) -> None:
    """When it is taken back: who gave it on the spot if nobody else knew yet, else those who had it."""
    grant = _grant(event.grant_id)
    if grant.revoked_at is None:
        return
    withdraw(subject=f"grant:{grant.pk}", kind=Kind.IDEA_DUTY)
    if grant.announced_at is None:
        if grant.category_id is None:
            tell(grant.idea, [grant.decided_by_id], Kind.AWARD, grant.revoked_by_id or 0, f"grant:{grant.pk}")
        return
    withdraw(subject=f"grant:{grant.pk}", kind=Kind.AWARD)
    _tell_winners(grant)


def signature_asked(event: SignatureAsked) -> None:
    """The second manager."""
    grant = _grant(event.grant_id)
    if grant.is_pending and grant.cosigner_id is not None:
        tell(grant.idea, [grant.cosigner_id], Kind.IDEA_DUTY, grant.decided_by_id, f"grant:{grant.pk}")


def _grant(pk: int) -> Grant:
    return Grant.objects.select_related("idea__thread__group", "idea__campaign").get(pk=pk)


def _tell_winners(grant: Grant) -> None:
    """Everybody who gets it. The letter names nobody: not all may want to be told of."""
    people = grant.recipients.values_list("person_id", flat=True)
    tell(grant.idea, people, Kind.AWARD, 0, f"grant:{grant.pk}")
