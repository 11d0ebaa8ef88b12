"""What was said on the way of sown ideas, how they were followed up, and what is left of them a year later."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import make_aware

from ideas.models import A_YEAR, Delivery, DeliveryChange, YearNote
from ideas.states import State
from network.demo.plots import Plot

FOLLOW_UP = timedelta(days=90)


def follow_up(plot: Plot, done_on: date, today: date) -> dict[str, Any]:
    """Ninety days after it was done; what is counted for longer than that is measured after ninety more."""
    day = done_on + FOLLOW_UP
    gain = plot.written.gain
    is_measured = plot.state == State.CONFIRMED or (gain is not None and gain.measured is not None)
    if is_measured:
        found: dict[str, Any] = {"follow_up_on": day, "measured_at": _at(min(day, today))}
        if gain is not None and not gain.unit:
            found["unmeasurable"] = gain.method
    else:
        while day <= today and "follow-up" not in plot.written.texts:
            day += FOLLOW_UP
        found = {"follow_up_on": day}
    if day <= today:
        found["follow_up_asked_at"] = _at(day)
    if done_on + A_YEAR <= today:
        found["year_asked_at"] = _at(done_on + A_YEAR)
    return found


def changes(plot: Plot, delivery: Delivery, until: datetime) -> Iterator[DeliveryChange]:
    """A day that was moved, a health that is not good, and what was measured."""
    texts, idea, by = plot.written.texts, plot.idea, delivery.owner
    kinds = DeliveryChange.Kind
    if "moved" in texts:
        days, why = texts["moved"].split(" | ")
        yield DeliveryChange(
            idea=idea, kind=kinds.TARGET, by=by, words=why, target_on=delivery.target_on,
            before_on=delivery.target_on - timedelta(days=int(days)), created_at=until - timedelta(days=9),
        )  # fmt: skip
    if "why" in texts:
        at = until - timedelta(days=8)
        yield DeliveryChange(
            idea=idea, kind=kinds.HEALTH, by=by, health=delivery.health, words=texts["why"], created_at=at
        )
    gain = plot.written.gain
    if delivery.measured_at is not None and gain is not None:
        kind = kinds.MEASURED if gain.unit else kinds.UNMEASURABLE
        words = f"{gain.measured} {gain.unit}: {gain.method}" if gain.unit else gain.method
        yield DeliveryChange(idea=idea, kind=kind, by=by, words=words, created_at=delivery.measured_at)


def notes(plot: Plot, delivery: Delivery) -> Iterator[YearNote]:
    """A word a year later, two days after it was asked for."""
    if "year" in plot.written.texts and delivery.year_on is not None:
        answer, words = plot.written.texts["year"].split(" | ")
        at = _at(delivery.year_on + timedelta(days=2))
        yield YearNote(idea=plot.idea, answer=answer, words=words, by=delivery.owner, created_at=at)


def _at(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(9, 12)))
