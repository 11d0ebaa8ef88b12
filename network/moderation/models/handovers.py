"""HandOver: what a personnel matter needs of a case goes to one HR adviser; what comes of it does not come back."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.core.ids import new_id
from network.moderation.models.cases import Case, new_ref


class HandOver(models.Model):
    """One package, sealed, for one receiver, agreed on by two. Moderation keeps the hash for good."""

    class Standing(models.TextChoices):
        PROPOSED = "proposed", _("Waits for a second person")
        REFUSED = "refused", _("Not agreed to")
        SENT = "sent", _("Sent")
        RECEIVED = "received", _("Received")
        CLOSED = "closed", _("Closed by HR")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=9, unique=True, default=new_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.PROPOSED)
    purpose = models.CharField(max_length=300)
    ground = models.CharField(max_length=300)  # the rule of law it rests on
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)  # by the second person
    refusal = models.CharField(max_length=600, blank=True)
    sealed = models.TextField(blank=True)  # the copy of moderation; "" once its time has passed
    digest = models.CharField(max_length=64)  # SHA-256 of the package before it was sealed
    redacted_digest = models.CharField(max_length=64, blank=True, default="", db_default="")  # of what is left of it
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # by the author: that it was handed over
    received_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)  # the copy of moderation

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(standing__in=("proposed", "sent", "received")),
                name="one_hand_over_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("proposed_by")), name="handed_over_by_two"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=("proposed", "refused"))
                | (Q(approved_by__isnull=False) & Q(sent_at__isnull=False)),
                name="sent_when_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_sent(self) -> bool:
        """The employer's side has it, or has closed it."""
        return self.sent_at is not None


class EmployerCopy(models.Model):
    """The package as the HR adviser has it: a row of its own, kept by the rules of that side and for its time."""

    handover = models.OneToOneField(HandOver, primary_key=True, on_delete=models.PROTECT, related_name="copy")
    sealed = models.TextField()
    redacted_digest = models.CharField(max_length=64, blank=True, default="", db_default="")  # of what is left of it
