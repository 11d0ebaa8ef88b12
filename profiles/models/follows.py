"""Who wants to see what whom writes, and whom they do not want suggested."""

from django.db import models

from network.core.clock import now
from profiles.models.people import Person


class Follow(models.Model):
    """`person` wants to see what `followed` writes."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="following")
    followed = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="followers")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "followed"], name="one_follow_per_pair"),
            models.CheckConstraint(condition=~models.Q(person=models.F("followed")), name="nobody_follows_themselves"),
        ]


class PassedOver(models.Model):
    """`person` does not want `colleague` suggested to them; nobody else is told."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    colleague = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "colleague"], name="passed_over_once")]
