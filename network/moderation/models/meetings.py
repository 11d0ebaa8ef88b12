"""Meeting: a talk on the employer's side about what was handed over. Nobody in moderation reads it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.core.ids import new_id
from network.moderation.models.cases import new_ref
from network.moderation.models.handovers import HandOver


class Meeting(models.Model):
    """The invitation and the record, sealed; the database refuses to change one that is closed."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=9, unique=True, default=new_ref, editable=False)
    handover = models.ForeignKey(HandOver, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    invitation = models.TextField()  # sealed: what it is for, and where
    record = models.TextField(blank=True)  # sealed: both accounts, what is expected, what was agreed
    invited_at = models.DateTimeField(default=now)
    written_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closed_at=None) | ~Q(record=""), name="a_closed_record_says_something")
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_closed(self) -> bool:
        """Nothing is added any more."""
        return self.closed_at is not None


class Attendance(models.Model):
    """Who is invited, in which part, whether they came; what they say to the record, and that they have read it."""

    class Part(models.TextChoices):
        EMPLOYEE = "employee", _("Whom it is about")
        ADVISER = "adviser", _("HR adviser")
        LEADER = "leader", _("For the employer")
        REPRESENTATIVE = "representative", _("Elected representative")
        COMPANION = "companion", _("Brought along by the employee")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=14, choices=Part.choices)
    came = models.BooleanField(null=True)
    comment = models.TextField(blank=True)  # sealed
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="invited_once")]
