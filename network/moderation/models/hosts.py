"""What a host of a group did with something in the wrong place there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.moderation.models.cases import Case
from network.moderation.models.decisions import Decision


class HostAct(models.Model):
    """One step by a host of the group, once in a case: with it the case leaves the hosts."""

    class Kind(models.TextChoices):
        WORD = "word", _("A word to the author")
        STAYS = "stays", _("It may stay")
        HIDDEN = "hidden", _("Hidden for a day")
        PASSED = "passed", _("Passed on to the moderators")

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="host_act")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="host_act")
