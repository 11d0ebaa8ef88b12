"""What is left when something is erased: a receipt that counts, and where the log begins."""

from django.db import models

from network.core.clock import now


class KeepingReceipt(models.Model):
    """One run of the periods: how many of each kind were erased, and no word of whose."""

    at = models.DateTimeField(default=now)
    counts = models.JSONField(default=dict)
    held = models.PositiveIntegerField(default=0)  # cases that were due and are kept
    broken_at = models.BigIntegerField(null=True)  # the entry at which the log does not follow; None: it is whole

    class Meta:
        ordering = ["pk"]


class LogCheckpoint(models.Model):
    """The last entry of the log that was cut away; the first that is left follows its hash.

    The database takes one only of an entry that is there and more than a year old, and lets nothing be cut beyond it.
    """

    seq = models.BigIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=now)
