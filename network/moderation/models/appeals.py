"""Appeal: another person looks at a decision, once for each side."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from network.core.clock import now
from network.core.ids import new_id
from network.moderation.models.cases import new_ref
from network.moderation.models.decisions import Decision
from network.moderation.states import Verdict


class Appeal(models.Model):
    """What somebody says against a decision, and what came of it. Whoever decided it does not answer."""

    class Side(models.TextChoices):
        AUTHOR = "author"
        REPORTER = "reporter"

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=9, unique=True, default=new_ref, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="appeals")
    side = models.CharField(max_length=8, choices=Side.choices)
    mark = models.CharField(max_length=64)  # of whoever appeals: their own page finds it, nobody else is told
    text = models.TextField(max_length=2000)
    made_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    reasons = models.TextField(max_length=2000, blank=True)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "side", "mark"], name="one_appeal_for_each"),
            models.CheckConstraint(
                condition=Q(verdict="", handler=None, decided_at=None)
                | (~Q(verdict="") & ~Q(reasons="") & Q(handler__isnull=False) & Q(decided_at__isnull=False)),
                name="a_verdict_says_why",
            ),
        ]
