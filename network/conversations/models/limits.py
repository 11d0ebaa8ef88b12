"""What keeps texts and people from being read for a time: the Restriction overlay, and posting limits."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from network.core.clock import now


def unrestricted(via: str = "") -> Q:
    """No restriction is in force; `via` is the field that names the thread or comment ("" = the row itself)."""
    at = now()
    in_force = Restriction.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), lifted_at=None, starts_at__lte=at)
    return ~Q(Exists(in_force.filter(subject_id=OuterRef(via or "pk"))))


class Restriction(models.Model):
    """Hides a thread, a comment or a file from everybody while in force; a row with who, when, why, no deletion."""

    subject_id = models.BigIntegerField()  # of a thread, a comment or a file: all come from new_id, so they never meet
    reason = models.CharField(max_length=500)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField(null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["subject_id"], name="restriction_in_force", condition=Q(lifted_at__isnull=True))
        ]


class PostingLimitQuerySet(models.QuerySet["PostingLimit"]):
    """Words that read after "limits"."""

    def in_force(self) -> "PostingLimitQuerySet":
        """Those that stand now. They end by the clock: no job has to come by."""
        at = now()
        return self.filter(lifted_at=None, starts_at__lte=at, ends_at__gt=at)


class PostingLimit(models.Model):
    """Somebody publishes nothing for some days. It touches nothing that they read, and nothing that they wrote."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=9)  # the reference of the statement that says why
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_because = models.CharField(max_length=500, blank=True)

    objects = PostingLimitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + timedelta(days=14)),
                name="a_limit_is_short",
            )
        ]
        indexes = [models.Index(fields=["person"], name="limit_in_force", condition=Q(lifted_at__isnull=True))]
