"""Sign-off: what elected representatives say of a finished text, and what the employer answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.policy.models.documents import Version
from profiles.models import Role


class SignOffRequest(models.Model):
    """A mandate whose word is asked for on a version, until the version's `sign_by`."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sign_off_requests")
    mandate = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "mandate"], name="one_request_of_a_mandate")]


class SignOff(models.Model):
    """What one mandate says of exactly this text. Never changed: another text has another hash and is asked anew."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        WITH_REMARKS = "with-remarks", _("Agreed, with remarks")
        DISAGREED = "disagreed", _("Disagreed")
        NO_REPLY = "no-reply", _("No reply by the deadline")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="sign_offs")
    mandate = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=80)  # for whom the person spoke, as it was then
    content_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    remarks = models.TextField(max_length=8000, blank=True)  # of a disagreement: the protocol
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "mandate", "content_hash"], name="one_word_on_a_text"),
            models.CheckConstraint(
                condition=~Q(outcome__in=("with-remarks", "disagreed")) | ~Q(remarks=""), name="sign_off_says_why"
            ),
        ]


class EmployerReply(models.Model):
    """The employer's written answer to a disagreement, shown beside the policy. Never changed."""

    sign_off = models.OneToOneField(SignOff, on_delete=models.PROTECT, related_name="employer_reply")
    text = models.TextField(max_length=8000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
