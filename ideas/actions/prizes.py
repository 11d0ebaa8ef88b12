"""Prizes: handing them over, and the list for the payroll office."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ideas.access import can_export_prizes
from ideas.events import GrantChanged
from ideas.models import Grant, PrizeExport
from ideas.queries import Payout, payouts
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from profiles.models import Person

NOT_A_KEEPER = _("Only those who keep the awards see who gets which prize.")


@transaction.atomic
def export_prizes(*, by: Person, year: int) -> list[Payout]:
    """What is to be paid for the year; who took the list out, when and how long it was, is kept."""
    require(can_export_prizes(by), NOT_A_KEEPER)
    rows = payouts(year)
    PrizeExport.objects.create(by=by, year=year, rows=len(rows))
    return rows


@transaction.atomic
def hand_over_prize(*, by: Person, grant: Grant, on: bool) -> None:
    """Notes that the prize has reached those who won it, or that it has not after all."""
    require(can_export_prizes(by), NOT_A_KEEPER)
    held = Grant.objects.announced().filter(pk=grant.pk, prize_given_at__isnull=on, category__prize__isnull=False)
    if held.update(prize_given_at=now() if on else None):
        announce(GrantChanged(grant.pk))
