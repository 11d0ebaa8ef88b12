"""Consultation: what people say about a draft, where in it, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.policy.models.documents import LANGUAGE, Version


class Consultation(models.Model):
    """The days in which everybody may comment and propose. A version that goes back to the desk may have several."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="consultations")
    opens_on = models.DateField()
    closes_on = models.DateField()  # the last day
    facilitator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)  # representatives
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["version", "opens_on"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="consultation_lasts"),
            models.UniqueConstraint(fields=["version"], condition=Q(closed_at=None), name="one_open_consultation"),
        ]


class Workshop(models.Model):
    """A meeting about the draft, and its minutes for everybody to read."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="workshops")
    held_on = models.DateField(_("Held on"))
    title = models.CharField(_("Title"), max_length=120)
    minutes = models.TextField(_("Minutes"), max_length=20_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["held_on", "pk"]


class Remark(models.Model):
    """A comment on a place in a draft, or a proposal for other words there. It is never lost: see policy.anchors."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Taken in")
        MODIFIED = "modified", _("Taken in with other words")
        DECLINED = "declined", _("Not taken in")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="remarks")
    key = models.UUIDField()  # of the section
    language = models.CharField(max_length=2, choices=LANGUAGE)  # in which the quote is
    quote = models.TextField(max_length=2000, blank=True)  # empty: about the section as a whole
    prefix = models.CharField(max_length=60, blank=True)  # what stands before the quote
    suffix = models.CharField(max_length=60, blank=True)
    is_proposal = models.BooleanField(default=False)
    replacement = models.TextField(max_length=4000, blank=True)  # of a proposal; empty: leave the quote out
    text = models.TextField(max_length=4000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="policy_remarks")
    made_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    reply = models.TextField(max_length=4000, blank=True)
    replied_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | (~Q(reply="") & Q(replied_by__isnull=False, replied_at__isnull=False)),
                name="remark_outcome_has_reason",
            )
        ]
        indexes = [models.Index(fields=["version", "key"], name="remark_by_section")]

    def get_absolute_url(self) -> str:
        return f"{reverse('policy:consultation', args=[self.version.document.slug])}#remark-{self.pk}"


class RemarkReply(models.Model):
    """One level of talk under a remark."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=4000)
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["made_at", "pk"]
