"""How the work goes: its day, its health, its steps, where it is followed, and who carries it out."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ideas.access import can_be_deliverer, can_change_delivery
from ideas.events import DeliveryChanged, DeliveryGiven
from ideas.models import Delivery, DeliveryChange, Idea, Milestone
from network.core.access import require
from network.core.events import announce
from network.core.idempotency import earlier_result, remember_result
from network.core.text import clean_line
from profiles.models import Person

NOT_DELIVERER = _("Only whoever carries it out or answers for it changes this, and only until it is in place.")
NO_WORD = _("Say in a few words why it is not on track.")
NO_REASON = _("Say why the day changes: those who wait for it read it.")
NOT_HTTPS = _("Write an address that begins with https://.")
TOO_MANY = _("Twenty steps are enough. Join some of them.")
NOT_READER = _("Choose somebody who can read the idea.")
NO_TITLE = _("Say what the step is.")
MOST_STEPS = 20


@dataclass(frozen=True)
class Report:
    """How it goes now, why it is not on track, and where the work is followed."""

    health: str
    note: str = ""
    ticket_url: str = ""


def _of(by: Person, idea: Idea) -> tuple[Idea, Delivery]:
    """The idea under its lock with its delivery, for somebody who may change it."""
    idea = Idea.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=idea.pk)
    require(can_change_delivery(by, idea), NOT_DELIVERER)
    return idea, idea.delivery


def changed(idea: Idea) -> None:
    """The card tells by when, so it is another version."""
    Idea.objects.filter(pk=idea.pk).update(version=F("version") + 1)
    announce(DeliveryChanged(idea.pk))


@transaction.atomic
def report_delivery(*, by: Person, idea: Idea, report: Report) -> None:
    """Says how it goes; what is not on track has a word why. Another health is written into the log."""
    idea, delivery = _of(by, idea)
    note, link = clean_line(report.note)[:300], clean_line(report.ticket_url)[:300]
    on_track = report.health == Delivery.Health.ON_TRACK
    require(report.health in Delivery.Health.values, NOT_DELIVERER)
    require(on_track or bool(note), NO_WORD)
    require(not link or link.startswith("https://"), NOT_HTTPS)
    note = "" if on_track else note
    if (report.health, note, link) == (delivery.health, delivery.health_note, delivery.ticket_url):
        return
    if (report.health, note) != (delivery.health, delivery.health_note):
        kind = DeliveryChange.Kind.HEALTH
        DeliveryChange.objects.create(idea=idea, kind=kind, by=by, health=report.health, words=note)
    delivery.health, delivery.health_note, delivery.ticket_url = report.health, note, link
    delivery.save(update_fields=["health", "health_note", "ticket_url"])
    changed(idea)


@transaction.atomic
def move_target(*, by: Person, idea: Idea, day: date, reason: str) -> None:
    """Another day by which it is there; the old one and the reason stay in the log, and reminders begin anew."""
    idea, delivery = _of(by, idea)
    reason = clean_line(reason)[:1_000]
    require(bool(reason), NO_REASON)
    if day == delivery.target_on:
        return
    kind = DeliveryChange.Kind.TARGET
    DeliveryChange.objects.create(
        idea=idea, kind=kind, by=by, before_on=delivery.target_on, target_on=day, words=reason
    )
    delivery.target_on, delivery.nudges = day, 0
    delivery.save(update_fields=["target_on", "nudges"])
    changed(idea)


@transaction.atomic
def hand_over_delivery(*, by: Person, idea: Idea, person: Person) -> None:
    """Somebody else carries it out from now on."""
    idea, delivery = _of(by, idea)
    require(can_be_deliverer(person, idea), NOT_READER)
    if person.pk == delivery.owner_id:
        return
    kind = DeliveryChange.Kind.OWNER
    DeliveryChange.objects.create(idea=idea, kind=kind, by=by, to=person)
    delivery.owner, delivery.nudges = person, 0
    delivery.save(update_fields=["owner", "nudges"])
    changed(idea)
    announce(DeliveryGiven(idea.pk, person.pk, by.pk))


@transaction.atomic
def add_milestone(*, by: Person, idea: Idea, title: str, due_on: date, key: UUID | None = None) -> Milestone:
    """One more step on the way. Same key, same step, once."""
    idea, delivery = _of(by, idea)
    made = earlier_result(by.pk, key)
    if made is not None and (earlier := delivery.milestones.filter(pk=made).first()):
        return earlier
    require(bool(clean_line(title)), NO_TITLE)
    require(delivery.milestones.count() < MOST_STEPS, TOO_MANY)
    step = Milestone.objects.create(delivery=delivery, title=clean_line(title)[:120], due_on=due_on)
    remember_result(by.pk, key, step.pk)
    changed(idea)
    return step


@transaction.atomic
def change_milestone(*, by: Person, step: Milestone, title: str, due_on: date) -> None:
    """Another name or another day."""
    idea, _delivery = _of(by, step.delivery.idea)
    require(bool(clean_line(title)), NO_TITLE)
    if Milestone.objects.filter(pk=step.pk).update(title=clean_line(title)[:120], due_on=due_on):
        changed(idea)


@transaction.atomic
def tick_milestone(*, by: Person, step: Milestone, done: bool) -> None:
    """The step is done today, or not done after all; ticking twice changes nothing."""
    idea, _delivery = _of(by, step.delivery.idea)
    day = localdate() if done else None
    if Milestone.objects.filter(pk=step.pk, done_on__isnull=done).update(done_on=day):
        changed(idea)


@transaction.atomic
def remove_milestone(*, by: Person, step: Milestone) -> None:
    """The step is no part of the work any more."""
    idea, _delivery = _of(by, step.delivery.idea)
    if Milestone.objects.filter(pk=step.pk).delete()[0]:
        changed(idea)
