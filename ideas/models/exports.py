"""Export: somebody took ideas out of Glød as a file."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.models.campaigns import Campaign
from network.core.clock import now


class Export(models.Model):
    """Who took what out, when and how much. A row is never changed nor deleted (a trigger sees to it)."""

    class What(models.TextChoices):
        IDEAS = "ideas", pgettext_lazy("export", "Ideas")
        CHANGES = "changes", _("What was decided, and why")
        VOTES = "votes", _("How many want each idea")
        REVIEWS = "reviews", _("Reviews, without names")
        GRANTS = "grants", pgettext_lazy("export", "Awards")

    class Form(models.TextChoices):
        CSV = "csv", _("Table (CSV)")
        JSON = "json", _("JSON")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=7, choices=What.choices)
    form = models.CharField(max_length=4, choices=Form.choices)
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-pk"]
