"""What it is expected to give, what it gave, and what is left of it a year later."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ideas.access import can_expect_benefit, can_measure_benefit, can_write_year_note
from ideas.actions.delivery import changed
from ideas.models import Benefit, Delivery, DeliveryChange, Idea, YearNote
from network.core.access import require
from network.core.clock import now
from network.core.idempotency import earlier_result, remember_result
from network.core.text import clean_line
from profiles.models import Person

NOT_EXPECTER = _("Only whoever carries it out or answers for it says what is expected, and only until it is confirmed.")
NOT_MEASURER = _("Only whoever carries it out or answers for it enters what it gave, once it is in place.")
NOT_A_YEAR = _("A year later whoever carried it out or answers for it says what is left of it, once.")
NO_UNIT = _("Write what it is counted in.")
NO_METHOD = _("Write how it was measured.")
NO_REASON = _("Enter a measured effect, or write why none can be measured.")
NO_WORDS = _("A sentence or two is enough.")
TOO_MANY = _("Six effects are enough.")
MOST_BENEFITS = 6


@dataclass(frozen=True)
class Measured:
    """The number that was measured for an effect, and how."""

    benefit: Benefit
    actual: Decimal
    method: str


def _locked(idea: Idea) -> Idea:
    return Idea.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=idea.pk)


@transaction.atomic
def expect_benefit(*, by: Person, idea: Idea, benefit: Benefit, key: UUID | None = None) -> Benefit:
    """One effect that is expected, or measured without having been expected. Same key, same effect, once."""
    idea = _locked(idea)
    require(can_expect_benefit(by, idea), NOT_EXPECTER)
    made = earlier_result(by.pk, key)
    if made is not None and (earlier := idea.benefits.filter(pk=made).first()):
        return earlier
    require(bool(clean_line(benefit.unit)), NO_UNIT)
    require(idea.benefits.count() < MOST_BENEFITS, TOO_MANY)
    benefit.idea, benefit.unit = idea, clean_line(benefit.unit)[:60]
    benefit.actual, benefit.method, benefit.confirmed_by, benefit.confirmed_at = None, "", None, None
    benefit.save()
    remember_result(by.pk, key, benefit.pk)
    changed(idea)
    return benefit


@transaction.atomic
def drop_benefit(*, by: Person, idea: Idea, benefit: Benefit) -> None:
    """It is expected no more; what was measured stays."""
    idea = _locked(idea)
    require(can_expect_benefit(by, idea), NOT_EXPECTER)
    if Benefit.objects.filter(pk=benefit.pk, idea=idea, actual=None).delete()[0]:
        changed(idea)


@transaction.atomic
def measure_benefits(*, by: Person, idea: Idea, measured: "list[Measured]", unmeasurable: str = "") -> None:
    """What it gave and how that was measured, or why nothing can be. Somebody else has to confirm it."""
    idea = _locked(idea)
    require(can_measure_benefit(by, idea), NOT_MEASURER)
    reason = "" if measured else clean_line(unmeasurable)[:1_000]
    require(bool(measured or reason), NO_REASON)
    require(all(clean_line(one.method) for one in measured), NO_METHOD)
    for one in measured:
        _write(by, idea, one)
    Delivery.objects.filter(idea=idea).update(unmeasurable=reason, measured_at=now())
    if reason:
        Benefit.objects.filter(idea=idea).update(actual=None, method="")
        DeliveryChange.objects.create(idea=idea, kind=DeliveryChange.Kind.UNMEASURABLE, by=by, words=reason)
    changed(idea)


def _write(by: Person, idea: Idea, one: Measured) -> None:
    method = clean_line(one.method)[:300]
    rows = Benefit.objects.filter(pk=one.benefit.pk, idea=idea).exclude(actual=one.actual, method=method)
    if rows.update(actual=one.actual, method=method):
        words = f"{one.actual.normalize():f} {one.benefit.unit}: {method}"[:1_000]
        DeliveryChange.objects.create(idea=idea, kind=DeliveryChange.Kind.MEASURED, by=by, words=words)


@transaction.atomic
def write_year_note(*, by: Person, idea: Idea, answer: str, words: str) -> YearNote:
    """What is left of it a year later; said once."""
    idea = _locked(idea)
    require(can_write_year_note(by, idea), NOT_A_YEAR)
    require(answer in YearNote.Answer.values, NO_WORDS)
    require(bool(clean_line(words)), NO_WORDS)
    note = YearNote.objects.create(idea=idea, answer=answer, words=clean_line(words)[:1_000], by=by, created_at=now())
    changed(idea)
    return note
