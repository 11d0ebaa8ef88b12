"""StatusChange and Clock: what was decided, by whom and why, and by when somebody owes an answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from ideas.models.ideas import Idea
from ideas.states import REASON, ReasonKind, State, is_reversal
from network.core.clock import now

models.TextField.register_lookup(Length)


class StatusChange(models.Model):
    """One move of an idea. A row is never changed nor deleted (a trigger sees to it): a correction is a new row."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=12, choices=State.choices)
    after = models.CharField(max_length=12, choices=State.choices)
    # None: the clock, when people let a date go by.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason_kind = models.CharField(max_length=17, choices=ReasonKind.choices, blank=True)
    reason = models.TextField(max_length=4_000, blank=True)
    change_of_mind = models.TextField(max_length=1_000, blank=True)  # what would change our mind
    note = models.TextField(max_length=4_000, blank=True)  # a question to the author, what was done, what is new
    until = models.DateField(null=True, blank=True)  # parked until, delivered by, done on
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(after__in=[State.DECLINED, State.PARKED])
                | Q(by=None)
                | Q(reason__length__gte=REASON) & ~Q(reason_kind="") & ~Q(change_of_mind=""),
                name="no_without_a_reason",
            )
        ]
        indexes = [models.Index(fields=["idea", "id"], name="changes_of_idea")]

    @property
    def is_reversal(self) -> bool:
        """A yes that was taken back."""
        return is_reversal(self.before, self.after)


class Clock(models.Model):
    """Somebody owes the authors an answer by a day. It stands still while the authors are asked something."""

    class Kind(models.TextChoices):
        FIRST_ANSWER = "first-answer", _("First answer")
        DECISION = "decision", _("Decision")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    started_at = models.DateTimeField(default=now)
    due_on = models.DateField()
    paused_on = models.DateField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    nudges = models.PositiveSmallIntegerField(default=0)  # how far the reminders have come: see ideas.tasks

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "kind"], name="one_clock_of_a_kind")]
        indexes = [
            models.Index(fields=["due_on"], name="clocks_running", condition=Q(met_at__isnull=True, paused_on=None))
        ]
