"""Rubric and Criterion: what is judged by, with words for every step of the scale. Used by reviews and by juries.

What is shown of them is `shown_name`, `shown_help` and `shown_anchors`: the house rubric is kept in the words of the
source and read in the language of the page; what people wrote themselves is read as they wrote it.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from network.core.clock import now

LOWEST, HIGHEST = 1, 5  # every scale has five steps, each with its words


class Rubric(models.Model):
    """A named set of criteria. Once somebody has judged by it, a change makes a new version and this one stays."""

    name = models.CharField(_("Name"), max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    is_house = models.BooleanField(default=False)  # comes with Glød: see ideas.house
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True)  # the first time that somebody judged by it
    archived_at = models.DateTimeField(null=True, blank=True)  # no longer offered
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="one_version_of_a_rubric"),
            models.UniqueConstraint(fields=["is_house"], condition=Q(is_house=True), name="one_rubric_of_the_house"),
        ]

    @property
    def shown_name(self) -> str:
        """What people call it, in the language of the page."""
        return _said(self.name, self.is_house)

    def get_absolute_url(self) -> str:
        return reverse("ideas:rubric", args=[self.pk])


def _said(text: str, is_ours: bool) -> str:
    return gettext(text) if text and is_ours else text


class Criterion(models.Model):
    """One question to whoever judges, its weight in percent, and what each step of the scale means."""

    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("Name"), max_length=60)
    help = models.CharField(_("What is asked?"), max_length=200, blank=True)
    anchors = ArrayField(models.CharField(max_length=120), size=HIGHEST)  # what 1, 2, 3, 4 and 5 mean
    weight = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(100)])
    may_skip = models.BooleanField(default=False)  # "cannot judge this" is an answer

    class Meta:
        ordering = ["rubric", "position"]
        constraints = [
            models.UniqueConstraint(fields=["rubric", "position"], name="one_criterion_in_a_place"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="criterion_weight_is_percent"),
        ]

    @property
    def shown_name(self) -> str:
        """What it asks about, in the language of the page."""
        return _said(self.name, self.rubric.is_house)

    @property
    def shown_help(self) -> str:
        """What is asked, in a sentence."""
        return _said(self.help, self.rubric.is_house)

    @property
    def shown_anchors(self) -> list[str]:
        """What 1, 2, 3, 4 and 5 mean."""
        return [_said(text, self.rubric.is_house) for text in self.anchors]
