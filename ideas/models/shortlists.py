"""Shortlist and its entries: which ideas of a campaign go on to be looked at more closely, and by what rule."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ideas.models.campaigns import Campaign
from ideas.models.ideas import Idea
from network.core.clock import now


class Shortlist(models.Model):
    """One for a campaign. Whoever answers for the campaign makes it; frozen it is read by everybody, and stays."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="shortlist")
    name = models.CharField(_("Name"), max_length=80)
    rule = models.TextField(_("The rule"), max_length=1_000)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    frozen_at = models.DateTimeField(null=True, blank=True)


class ShortlistEntry(models.Model):
    """An idea on the list: by its rule, or as a wildcard with the reason why."""

    class How(models.TextChoices):
        RULE = "rule", _("By the rule")
        WILDCARD = "wildcard", _("As a wildcard")

    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="entries")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=How.choices, default=How.RULE)
    reason = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["shortlist", "idea"], name="once_on_a_shortlist"),
            models.CheckConstraint(condition=Q(how="rule") | ~Q(reason=""), name="wildcard_has_a_reason"),
        ]
