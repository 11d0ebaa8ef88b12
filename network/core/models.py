"""Shared shapes of rows. Concrete: IdempotencyKey, which makes every create safe to retry."""

from django.conf import settings
from django.db import models


class Versioned(models.Model):
    """A row whose cached card is keyed by `version`: every change raises it, so nothing must be invalidated."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class IdempotencyKey(models.Model):
    """The key a client made for one create, and the id of what it made: the same key twice is one thing once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    subject_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_create_per_key")]
