"""The organisation's own channels outside, and who speaks for it there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.core.clock import now
from profiles.models import Department


class Channel(models.Model):
    """A page or an account outside that is ours: what it is for and who runs it."""

    class Status(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("channel", "Active")
        RESTING = "resting", pgettext_lazy("channel", "Resting")
        CLOSED = "closed", pgettext_lazy("channel", "Closed")

    slug = models.SlugField(max_length=60, unique=True)
    platform = models.CharField(_("Platform"), max_length=60)
    handle = models.CharField(_("Name there"), max_length=80)
    address = models.URLField(_("Address"), max_length=300, blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("Run by")
    )
    purpose = models.CharField(_("What it is for"), max_length=300)
    goals = models.TextField(_("Goals"), max_length=1000, blank=True)
    values = models.TextField(_("Values"), max_length=1000, blank=True)
    audience = models.CharField(_("For whom"), max_length=200, blank=True)
    answer_time = models.CharField(_("How soon we answer"), max_length=80, blank=True)
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.ACTIVE)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["platform", "handle"]

    def __str__(self) -> str:
        return f"{self.platform}: {self.handle}"

    def get_absolute_url(self) -> str:
        return reverse("policy:channel", args=[self.slug])


class ChannelRepresentativeQuerySet(models.QuerySet["ChannelRepresentative"]):
    """Words that read after "representatives"."""

    def current(self) -> "ChannelRepresentativeQuerySet":
        """Started, not ended, and the channel is not closed."""
        day = localdate()
        held = self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
        return held.exclude(channel__status=Channel.Status.CLOSED)


class ChannelRepresentative(models.Model):
    """Somebody who officially speaks for the organisation on a channel, from one day to another."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="representatives")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="represents")
    role = models.CharField(_("Role"), max_length=80)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("To"), null=True, blank=True)
    trained_on = models.DateField(_("Trained on"), null=True, blank=True)
    time_allotted = models.CharField(_("Time for it"), max_length=80, blank=True)
    backup = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ChannelRepresentativeQuerySet.as_manager()

    class Meta:
        ordering = ["channel", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "person", "starts_on"], name="one_representative_per_start"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="represents_for_a_time"
            ),
        ]
