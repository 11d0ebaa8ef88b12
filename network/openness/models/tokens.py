"""What comes in from other systems, and with which keys."""

from django.db import models

from network.core.clock import now
from profiles.models import Person, Source


class ScimToken(models.Model):
    """A key with which a directory (Entra, Okta …) keeps people in step; only its hash is kept."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)  # the last letters, so that the administrator knows which it is
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    used_count = models.PositiveIntegerField(default=0)  # in the minute of `used_at`
