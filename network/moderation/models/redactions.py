"""Redaction: what a decision takes out of a text, as long as somebody has to know it, and which kinds it was."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from network.moderation.models.decisions import Decision
from network.moderation.states import Secret


class Redaction(models.Model):
    """The words themselves are sealed while a second person is waited for, and gone with the answer."""

    decision = models.OneToOneField(Decision, primary_key=True, on_delete=models.PROTECT, related_name="redaction")
    kinds = ArrayField(models.CharField(max_length=8, choices=Secret.choices))
    sealed = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done_at=None) | Q(sealed=""), name="what_is_taken_out_is_kept_nowhere")
        ]
