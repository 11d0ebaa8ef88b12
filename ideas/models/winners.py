"""Winner and TieVote: what the jury settles while it talks it over. Deciding makes grants of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ideas.models.nominations import Nomination
from network.core.clock import now


class Winner(models.Model):
    """A nomination that is to win, with its citation as far as it is written; until the decision it can be dropped."""

    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="winner")
    citation = models.TextField(max_length=2_000, blank=True)
    departure = models.TextField(max_length=1_000, blank=True)  # why the jury departs from its own ranking
    repeat = models.TextField(max_length=1_000, blank=True)  # why somebody wins this award again within a year
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]


class TieVote(models.Model):
    """The chair's vote for one of those that nothing else tells apart, and why."""

    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="tie_vote")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(max_length=300)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="tie_vote_says_why")]
