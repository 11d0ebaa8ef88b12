"""Control measures: why the house looks at something at all, for how long, and who was asked about it."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.policy.words import said


class ControlMeasureQuerySet(models.QuerySet["ControlMeasure"]):
    """Words that read after "measures"."""

    def alive(self, day: date | None = None) -> "ControlMeasureQuerySet":
        """What may work that day, or today: on, talked over with the representatives, and no day of its passed."""
        if day is None:
            day = localdate()
        lasting = Q(lasts_until=None) | Q(lasts_until__gte=day)
        return self.filter(lasting, is_on=True, discussed_on__lte=day, next_evaluation_on__gte=day)

    def run_out(self) -> "ControlMeasureQuerySet":
        """On, and a day of theirs has passed."""
        day = localdate()
        return self.filter(Q(lasts_until__lt=day) | Q(next_evaluation_on__lt=day), is_on=True)


class ControlMeasure(models.Model):
    """A detector or a log, its purpose and ground; it works only until `lasts_until` and `next_evaluation_on`."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.JSONField()  # by language
    purpose = models.JSONField()  # by language
    ground = models.JSONField()  # by language: the rule of law it rests on
    consequences = models.JSONField()  # by language: what it means for people
    covers = ArrayField(models.CharField(max_length=40), default=list)  # kinds of detectors and of logs
    is_on = models.BooleanField(default=True)
    lasts_until = models.DateField(null=True, blank=True)
    discussed_on = models.DateField(null=True, blank=True)
    discussed_with = models.CharField(_("Discussed with"), max_length=200, blank=True)
    next_evaluation_on = models.DateField(null=True, blank=True)
    section_slug = models.SlugField(max_length=40, blank=True)  # of the house rules: what it reminds of
    created_at = models.DateTimeField(default=now)

    objects = ControlMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return said(self.name)

    @property
    def ran_out_on(self) -> date | None:
        """The first of its days that has passed."""
        passed = [day for day in (self.lasts_until, self.next_evaluation_on) if day and day < localdate()]
        return min(passed) if passed else None

    @property
    def is_alive(self) -> bool:
        """The same as `alive()`, of one that is read already."""
        talked = self.discussed_on is not None and self.discussed_on <= localdate()
        return self.is_on and talked and self.next_evaluation_on is not None and self.ran_out_on is None


class MeasureEvaluation(models.Model):
    """The measure was looked at together: kept, changed or ended, and why. Never changed."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("It goes on")
        CHANGED = "changed", _("It goes on, changed")
        ENDED = "ended", _("It ends")

    measure = models.ForeignKey(ControlMeasure, on_delete=models.PROTECT, related_name="evaluations")
    held_on = models.DateField(_("Held on"))
    discussed_with = models.CharField(_("Discussed with"), max_length=200)
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    note = models.TextField(_("What was said"), max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-held_on", "-pk"]


class MeasureLapse(models.Model):
    """The day on which a measure switched itself off because its time had passed; told once."""

    measure = models.ForeignKey(ControlMeasure, on_delete=models.PROTECT, related_name="lapses")
    lapsed_on = models.DateField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "lapsed_on"], name="one_lapse_of_a_day")]


class OwnWord(models.Model):
    """A word of the organisation's own that is not meant for everybody; matched as it stands, as a whole word."""

    word = models.CharField(_("Word"), max_length=80, unique=True)
    why = models.CharField(_("Why"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["word"]


class DetectorHit(models.Model):
    """That somebody, never who, published a text in spite of a finding: its kind and the reason, never what it was."""

    class Choice(models.TextChoices):
        MINE = "mine", _("It is my own")
        PUBLIC = "public", _("It is public already")
        EXAMPLE = "example", _("It is an example")
        NEEDED = "needed", _("The work needs it")

    kind = models.CharField(max_length=40)
    choice = models.CharField(max_length=7, choices=Choice.choices)
    day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="hit_by_day")]


class HitCount(models.Model):
    """What is left of hits after thirty days: how many of a kind and choice there were in a month."""

    kind = models.CharField(max_length=40)
    choice = models.CharField(max_length=7, choices=DetectorHit.Choice.choices)
    month = models.DateField()  # its first day
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "choice", "month"], name="one_count_of_a_month")]
