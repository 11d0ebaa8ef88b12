"""What is asked of an identity custodian, and answered once: a name, keeping or letting go, a look at one case."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.core.ids import new_id
from network.moderation.models.cases import Case, new_ref
from network.moderation.models.reports import Report


class CustodyQuerySet(models.QuerySet["CustodyRequest"]):
    """Words that read after "requests"."""

    def open(self) -> "CustodyQuerySet":
        """That nobody has answered."""
        return self.filter(outcome="")

    def names(self) -> "CustodyQuerySet":
        """For the name of whoever reported."""
        return self.filter(kind=CustodyRequest.Kind.NAME)

    def running(self) -> "CustodyQuerySet":
        """Given, and their time has not passed: nothing has to end them."""
        return self.filter(outcome=CustodyRequest.Outcome.GIVEN, ends_at__gt=now())

    def holds(self) -> "CustodyQuerySet":
        """By which a case is kept beyond its time, still."""
        given = self.filter(kind=CustodyRequest.Kind.HOLD, outcome=CustodyRequest.Outcome.GIVEN)
        return given.filter(ended_at=None)


class CustodyRequest(models.Model):
    """Somebody asks, with a reason; a custodian answers, with a reason. The answer is for good."""

    class Kind(models.TextChoices):
        NAME = "name", _("The name of whoever reported")
        HOLD = "hold", _("Keep a case beyond its time")
        LIFT = "lift", _("Keep a case no longer")
        GLASS = "glass", _("An administrator reads one case")

    class Purpose(models.TextChoices):
        """What a name is needed for; whoever reported reads it."""

        DANGER = "danger", _("Somebody may be in danger")
        QUESTION = "question", _("Only whoever reported can answer something that decides the case")
        DEMAND = "demand", _("A personnel case, a court or an authority demands it")
        MISUSE = "misuse", _("The report may be false, and made so knowingly")

    class Outcome(models.TextChoices):
        GIVEN = "given", _("Yes")
        KEPT = "kept", _("No")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=9, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="custody")
    case_ref = models.CharField(max_length=9)  # an administrator may name a case that is not there
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="custody")
    purpose = models.CharField(max_length=8, choices=Purpose.choices, blank=True)
    motivation = models.TextField(max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=20)  # the role in which they asked: whoever reported reads it
    asked_at = models.DateTimeField(default=now)
    length = models.PositiveSmallIntegerField(default=0)  # days of a name, hours of a look
    custodian = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=5, choices=Outcome.choices, blank=True)
    reply = models.TextField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)  # of a name and of a look
    wait = models.TextField(max_length=600, blank=True)  # why whoever reported is told only when it has ended
    told_at = models.DateTimeField(null=True)  # whoever reported knows that somebody asked, and why
    end_told_at = models.DateTimeField(null=True)
    review_on = models.DateField(null=True)  # of a hold: somebody asks again whether it is needed
    review = models.TextField(max_length=600, blank=True)  # why it still was, the last time
    ended_at = models.DateTimeField(null=True)  # of a hold

    objects = CustodyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "asked_by"], condition=Q(kind="name", outcome=""), name="one_open_request_for_a_name"
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(kind__in=["hold", "lift"], outcome=""),
                name="one_open_hold_or_lift",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind="hold", outcome="given", ended_at=None), name="one_hold_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", custodian=None, answered_at=None, reply="")
                | (~Q(outcome="") & ~Q(reply="") & Q(custodian__isnull=False) & Q(answered_at__isnull=False)),
                name="a_custodian_says_why",
            ),
            models.CheckConstraint(
                condition=Q(custodian=None) | ~Q(custodian=models.F("asked_by")), name="a_custodian_is_another"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="given", kind__in=["name", "glass"]) | Q(ends_at__isnull=False),
                name="what_is_opened_closes",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_running(self) -> bool:
        """Given, and its time has not passed."""
        return self.outcome == self.Outcome.GIVEN and self.ends_at is not None and self.ends_at > now()
