"""How somebody who handles reports wants their desk: theirs alone."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from network.moderation.reasons import Reason


class DeskChoice(models.Model):
    """What a handler is spared, and whether pictures stand sharp at once. Nobody asks why, and nobody else sees it."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    spared = ArrayField(models.CharField(max_length=11, choices=Reason.choices), default=list, blank=True)
    shows_pictures = models.BooleanField(default=False)
