"""TransparencyReport: figures of half a year, as everybody may read them. What is published never changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from network.core.clock import now
from network.moderation.periods import Period, period_of


class TransparencyReport(models.Model):
    """What passed the gate, and nothing else. It is published when representatives have talked it over."""

    period = models.CharField(max_length=6, unique=True)
    figures = models.JSONField()
    counted_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    discussed_on = models.DateField(null=True)
    discussed_with = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-period"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | (Q(discussed_on__isnull=False) & ~Q(discussed_with="") & Q(published_by__isnull=False)),
                name="published_when_talked_over",
            )
        ]

    def __str__(self) -> str:
        return self.half.words

    @property
    def half(self) -> Period:
        """The half-year that it tells of."""
        found = period_of(self.period)
        if found is None:
            raise ValueError(self.period)
        return found
