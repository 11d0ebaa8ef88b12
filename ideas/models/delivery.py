"""Delivery, Benefit and YearNote: who carries an idea out, how it goes, what came of it and what is left of it."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.ideas import Idea
from network.core.clock import now

A_YEAR = timedelta(days=365)


class Delivery(models.Model):
    """A yes has a person who carries it out and a day by which it is there."""

    class Health(models.TextChoices):
        ON_TRACK = "on-track", _("On track")
        AT_RISK = "at-risk", _("At risk")
        LATE = "late", _("Late")
        BLOCKED = "blocked", _("Blocked")

    idea = models.OneToOneField(Idea, primary_key=True, on_delete=models.CASCADE, related_name="delivery")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deliveries")
    target_on = models.DateField()
    health = models.CharField(max_length=8, choices=Health.choices, default=Health.ON_TRACK)
    health_note = models.CharField(max_length=300, blank=True)  # why it is not on track
    done_on = models.DateField(null=True, blank=True)
    ticket_url = models.URLField(max_length=300, blank=True)  # where the work is followed
    follow_up_on = models.DateField(null=True, blank=True)  # 90 days after it was done
    measured_at = models.DateTimeField(null=True, blank=True)  # whoever carries it out has entered what it gave
    unmeasurable = models.CharField(max_length=1_000, blank=True)  # why no effect can be measured
    nudges = models.PositiveSmallIntegerField(default=0)  # how far the reminders of the day have come
    follow_up_asked_at = models.DateTimeField(null=True, blank=True)
    year_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(health="on-track") | ~Q(health_note=""), name="delivery_off_track_says_why"
            )
        ]

    @property
    def year_on(self) -> date | None:
        """The day from which it is asked what is left of it, a year after it was in place."""
        return self.done_on + A_YEAR if self.done_on else None


class DeliveryChange(models.Model):
    """A new day, another health, a handing over or a measurement, by whom and why. Never changed, never deleted."""

    class Kind(models.TextChoices):
        TARGET = "target", _("New day")
        HEALTH = "health", _("How it goes")
        OWNER = "owner", _("Carried out by another")
        MEASURED = "measured", _("Measured")
        UNMEASURABLE = "unmeasurable", _("Nothing can be measured")

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="delivery_changes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    before_on = models.DateField(null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    health = models.CharField(max_length=8, choices=Delivery.Health.choices, blank=True)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=1_000, blank=True)  # why, or how it was measured
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(health="on-track") | Q(kind="owner", to__isnull=False) | ~Q(words=""),
                name="delivery_change_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind="target") | Q(before_on__isnull=False, target_on__isnull=False),
                name="delivery_change_of_day_has_both",
            ),
        ]
        indexes = [models.Index(fields=["idea", "id"], name="delivery_changes_of_idea")]


class Milestone(models.Model):
    """A step on the way, with its day."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=120)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]


class Benefit(models.Model):
    """What it gives, as expected and as measured; whoever confirms it neither wrote it nor carried it out."""

    class Kind(models.TextChoices):
        SAVING = "saving", _("Money saved")
        REVENUE = "revenue", _("Income")
        TIME = "time", _("Time")
        QUALITY = "quality", _("Quality")
        SAFETY = "safety", _("Safety")
        ENVIRONMENT = "environment", _("Environment")
        CUSTOMER = "customer", _("Customers")
        WELLBEING = "wellbeing", _("Well-being")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="benefits")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    unit = models.CharField(max_length=60)  # "calls a month", "kroner a year"
    projected = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    actual = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    method = models.CharField(max_length=300, blank=True)  # how it was measured
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="benefit_is_confirmed_by_somebody",
            )
        ]


class YearNote(models.Model):
    """What is left of it a year after it was in place, in the words of who carried it out or answered for it."""

    class Answer(models.TextChoices):
        STILL = "still", _("Still in use")
        CHANGED = "changed", _("In use, but changed")
        GONE = "gone", _("No longer in use")

    idea = models.OneToOneField(Idea, primary_key=True, on_delete=models.CASCADE, related_name="year_note")
    answer = models.CharField(max_length=7, choices=Answer.choices)
    words = models.CharField(max_length=1_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="year_note_has_words")]
