"""A report that was made against better knowledge: said by two people, told to whoever made it, and over in a month."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from network.core.clock import now
from network.moderation.models.cases import new_ref
from network.moderation.models.reports import Report


class FalseReport(models.Model):
    """Unfounded is not false. Bound to the mark of whoever made it: no handler learns who that is, nothing is counted.

    While it stands, what they report in the ordinary way is looked at last; see reasons.NEVER_LAST for what never is.
    """

    class Standing(models.TextChoices):
        PROPOSED = "proposed"
        REFUSED = "refused"  # the second person said no: it is not proposed again
        STANDS = "stands"
        OVERTURNED = "overturned"  # an appeal was right

    ref = models.CharField(max_length=9, unique=True, default=new_ref, editable=False)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="said_false")
    mark = models.CharField(max_length=64)
    why = models.TextField(max_length=1000)  # whoever made it reads this
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.PROPOSED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    appeal = models.TextField(max_length=2000, blank=True)
    appealed_at = models.DateTimeField(null=True)
    verdict = models.TextField(max_length=2000, blank=True)  # what another person says to the appeal
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["mark", "until"], name="false_by_mark", condition=Q(standing="stands"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(standing="stands") | (Q(answered_by__isnull=False) & ~Q(answered_by=models.F("by"))),
                name="false_takes_two",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | (~Q(decided_by=models.F("by")) & ~Q(decided_by=models.F("answered_by")) & ~Q(verdict="")),
                name="false_appeal_by_another",
            ),
        ]
