"""The catch-up log: what the database knows to have been told, in order."""

from django.db import models

from network.core.clock import now


class Entry(models.Model):
    """One thing told on one topic. It names a fragment, never holds it: what is shown is rendered when asked for."""

    class Verb(models.TextChoices):
        PREPEND = "prepend"
        APPEND = "append"
        REPLACE = "replace"
        REMOVE = "remove"
        REFRESH = "refresh"
        REVOKE = "revoke"  # control: somebody's rights changed; never sent to a browser

    topic = models.CharField(max_length=40)
    verb = models.CharField(max_length=8, choices=Verb.choices)
    target = models.CharField(max_length=60, blank=True)  # DOM id: the container, or the part to fetch again
    fragment = models.CharField(max_length=20, blank=True)  # a name in network.wiring.FRAGMENTS
    subject_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["topic", "id"], name="entry_of_topic"),
            models.Index(fields=["created_at"], name="entry_by_age"),
        ]
