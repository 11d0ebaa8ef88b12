"""Report: what somebody says is wrong; who said it, sealed and apart; and what it looked like at that moment."""

from django.db import models

from network.core.clock import now
from network.core.ids import new_id
from network.moderation.models.cases import Case, new_ref
from network.moderation.reasons import Reason
from network.moderation.states import Outcome


class Report(models.Model):
    """What is wrong, in the words of whoever says so. The row does not tell who that is."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=9, unique=True, default=new_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    reason = models.CharField(max_length=11, choices=Reason.choices)
    text = models.TextField(max_length=2000, blank=True)
    is_about_me = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    told_at = models.DateTimeField(null=True)  # the one answer

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(told_at=None, outcome="")
                | (models.Q(told_at__isnull=False) & ~models.Q(outcome="")),
                name="an_answer_says_something",
            )
        ]


class ReportIdentity(models.Model):
    """Who made a report: sealed, in a table of its own. `mark` finds one's own reports, and tells nobody else."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="identity")
    sealed = models.TextField()
    mark = models.CharField(max_length=64, db_index=True)


class Snapshot(models.Model):
    """What was reported as it looked then: sealed, with the hash of what was sealed. It never changes.

    But for words that two people take out of it for good: the first hash stays, and one of what is left comes to it.
    """

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.PROTECT, related_name="snapshot")
    sealed = models.TextField()
    digest = models.CharField(max_length=64)  # SHA-256 of the text before it was sealed
    redacted_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    taken_at = models.DateTimeField(default=now)
