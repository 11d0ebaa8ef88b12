"""Assignment, Review, Score and Talk: who is asked to judge an idea, and what they say. A draft is private."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.models.ideas import Idea
from ideas.models.rubrics import HIGHEST, LOWEST, Criterion, Rubric
from network.core.clock import now


class Assignment(models.Model):
    """Somebody is asked to judge an idea by a day. A row is closed, never deleted."""

    class State(models.TextChoices):
        OPEN = "open", _("To be done")
        DONE = "done", _("Handed in")
        RECUSED = "recused", _("Steps back")
        RELEASED = "released", _("No longer asked")
        EXPIRED = "expired", _("Decided without it")

    class Source(models.TextChoices):
        PROPOSED = "proposed", _("Proposed by Glød")
        CHOSEN = "chosen", _("Chosen by the owner")

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)  # an idea that is taken up again is judged anew
    due_on = models.DateField()
    source = models.CharField(max_length=8, choices=Source.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    recusal = models.CharField(max_length=300, blank=True)  # why they step back
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)
    nudges = models.PositiveSmallIntegerField(default=0)  # how far the reminders have come

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "reviewer", "round"], name="asked_once_to_judge_an_idea"),
            models.CheckConstraint(condition=~Q(state="recused") | ~Q(recusal=""), name="stepping_back_has_a_reason"),
        ]
        indexes = [models.Index(fields=["reviewer", "due_on"], name="assignments_open", condition=Q(state="open"))]

    @property
    def is_late(self) -> bool:
        """It is still to be done, and the day has passed."""
        return self.state == self.State.OPEN and self.due_on < localdate()


class Review(models.Model):
    """What one reviewer says. A draft is nobody else's; handed in it never changes, and the database sees to it."""

    class Verdict(models.TextChoices):
        GO = "go", _("Do it")
        REWORK = "rework", _("Work on it more")
        PARK = "park", _("Not now")
        NO = "no", pgettext_lazy("verdict", "No")

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="review")
    verdict = models.CharField(max_length=6, choices=Verdict.choices, blank=True)
    to_owner = models.TextField(max_length=4_000, blank=True)  # only whoever decides reads it
    to_authors = models.TextField(max_length=4_000, blank=True)  # without the reviewer's name
    saved_at = models.DateTimeField(default=now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(submitted_at=None) | ~Q(verdict=""), name="review_has_a_verdict")
        ]


class Score(models.Model):
    """One criterion of one review. Without a value: not scored yet, or (skipped) the reviewer cannot judge this."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(null=True)
    is_skipped = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=LOWEST, value__lte=HIGHEST), name="score_is_on_the_scale"
            ),
            models.CheckConstraint(condition=Q(value=None) | Q(is_skipped=False), name="skipped_has_no_score"),
        ]


class Talk(models.Model):
    """Those who judged an idea differently have talked about it; what came of that is read by whoever decides."""

    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="talks")
    round = models.PositiveSmallIntegerField(default=1)
    note = models.TextField(max_length=2_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
