"""Delivery and Benefit: who carries an idea out, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.ideas import Idea
from network.core.clock import now


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
    done_on = models.DateField(null=True, blank=True)
    ticket_url = models.URLField(max_length=300, blank=True)  # where the work is followed
    follow_up_on = models.DateField(null=True, blank=True)  # 90 days after it was done


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
