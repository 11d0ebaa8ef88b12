"""Prizes for the payroll office: who gets what of the year, and what is taxed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from django.utils.translation import gettext

from ideas.models import Grant, Prize, PrizeExport, Recipient
from profiles.models import Person, Source, SourceRecord

TAX_FREE = 5_000  # kroner a year and person in things and gift cards; all money is taxed (skatteetaten.no, 2021 rules)
PAID = (Prize.Kind.GOODS, Prize.Kind.GIFT_CARD, Prize.Kind.CASH, Prize.Kind.TIME_OFF)
TAXED = (Prize.Kind.GOODS, Prize.Kind.GIFT_CARD)  # above the limit
ORE = Decimal("0.01")


class Payout(NamedTuple):
    """One person's part of one prize."""

    grant: Grant
    person: Person
    number: str  # in the list of employees that people were brought in by, "" when there is none
    value: Decimal
    note: str

    @property
    def given_at(self) -> datetime | None:
        """When the prize was handed over."""
        return self.grant.prize_given_at


def payouts(year: int) -> list[Payout]:
    """Every prize of the awards announced in the year that stand, by person's part; the money as it is to be paid."""
    grants = Grant.objects.standing().filter(announced_at__year=year, category__prize__kind__in=PAID)
    grants = grants.select_related("award", "category__round", "category__prize", "idea")
    rows = list(grants.prefetch_related("recipients__person").order_by("announced_at", "pk"))
    numbers = _numbers({each.person_id for grant in rows for each in grant.recipients.all()})
    free: dict[int, Decimal] = defaultdict(lambda: Decimal(TAX_FREE))
    found: list[Payout] = []
    for grant in rows:
        for part, value in _shared(grant):
            over = _over_limit(_prize(grant), free, part.person_id, value)
            found.append(Payout(grant, part.person, numbers.get(part.person_id, ""), value, _note(grant, over)))
    return found


def _prize(grant: Grant) -> Prize:
    prize = grant.category.prize if grant.category else None
    if prize is None:
        raise ValueError("asked of grants with a prize alone")
    return prize


def _shared(grant: Grant) -> list[tuple[Recipient, Decimal]]:
    """The prize by shares, to the øre; what does not divide goes to the first. Without shares evenly."""
    parts = list(grant.recipients.all())
    whole, total = Decimal(_prize(grant).value), sum(part.share for part in parts)
    shares = [Decimal(part.share) / total if total else Decimal(1) / len(parts) for part in parts]
    values = [(whole * share).quantize(ORE, ROUND_DOWN) for share in shares]
    if values:
        values[0] += whole - sum(values)
    return list(zip(parts, values, strict=True))


def _over_limit(prize: Prize, free: dict[int, Decimal], person_id: int, value: Decimal) -> Decimal:
    """How much of it lies above what the person gets without tax this year."""
    if prize.kind not in TAXED:
        return Decimal(0)
    over = max(Decimal(0), value - free[person_id])
    free[person_id] = max(Decimal(0), free[person_id] - value)
    return over


def _note(grant: Grant, over: Decimal) -> str:
    said = [_prize(grant).tax_note] if _prize(grant).tax_note else []
    if over:
        sentence = gettext("Taxed: %(over)s kroner above the limit of %(limit)s a year")
        said.append(sentence % {"over": over, "limit": TAX_FREE})
    return ". ".join(said)


def _numbers(people: set[int]) -> dict[int, str]:
    """What the list of employees calls them: the key of the file that brings them in."""
    records = SourceRecord.objects.filter(person__in=people, source__kind=Source.Kind.FILE).order_by("-pk")
    return dict(records.exclude(external_id__startswith="erased:").values_list("person_id", "external_id"))


def prize_grant(grant_id: int) -> Grant:
    """An announced award with a prize, for those who pay prizes; else Grant.DoesNotExist."""
    return Grant.objects.announced().filter(category__prize__kind__in=PAID).get(pk=grant_id)


def prize_years() -> list[int]:
    """Years in which anything with a prize was announced, the newest first."""
    dates = Grant.objects.announced().filter(category__prize__kind__in=PAID).dates("announced_at", "year", "DESC")
    return [day.year for day in dates]


def taken_out(year: int) -> Sequence[PrizeExport]:
    """Who has taken the list of the year out, the newest first."""
    return list(PrizeExport.objects.filter(year=year).select_related("by")[:20])
