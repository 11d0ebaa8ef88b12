"""Campaign: what ideas are asked for, by whom, and how soon they are answered."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.models.rubrics import Rubric
from network.core.clock import now
from network.groups.access import audience
from network.groups.models import Group
from profiles.models import Person

MOST_QUESTIONS = 5


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Words that read after "campaigns"."""

    def visible_to(self, person: Person | None) -> "CampaignQuerySet":
        """As its group is, or to everybody who works here."""
        return self.filter(audience(person))

    def running(self) -> "CampaignQuerySet":
        """Those that take ideas now."""
        at = now()
        begun = Q(opens_at=None) | Q(opens_at__lte=at)
        return self.filter(begun, Q(submit_ends_at=None) | Q(submit_ends_at__gt=at), closed_at=None)


def _last_day(moment: datetime | None) -> date | None:
    """What ends at midnight ends with the day before."""
    return None if moment is None else localdate(moment - timedelta(minutes=1))


class Phase(models.TextChoices):
    """Where a campaign stands; the dates decide, nobody has to move it on."""

    PLANNED = "planned", _("Planned")
    SUBMIT = "submit", _("Ideas are sent in")
    VOTE = "vote", _("People vote")
    DECIDE = "decide", _("Ideas are decided on")
    CLOSED = "closed", pgettext_lazy("campaign", "Closed")


class Campaign(models.Model):
    """A question put to the house, or the box that is always open. Everybody reads it, or the members of one group."""

    class Identity(models.TextChoices):
        """Who is seen to have written; in the order in which it may get stricter."""

        NAMED = "named", _("Authors are seen")
        OPTIONAL = "optional", _("Authors choose whether they are seen before the decision")
        BLIND = "blind", _("Nobody sees the authors before the decision")

    class Counts(models.TextChoices):
        """Who sees how many want an idea; in the order in which it may get stricter."""

        ALWAYS = "always", _("Everybody, all the time")
        VOTED = "voted", _("Whoever has voted on the idea")
        CLOSED = "closed", _("Nobody until voting is over")

    class Kind(models.TextChoices):
        OPEN_BOX = "open-box", _("Always open")
        CHALLENGE = "challenge", _("Challenge")

    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CHALLENGE)
    title = models.CharField(_("Title"), max_length=80, blank=True)  # the box that is always open is called by its kind
    question = models.CharField(_("Question"), max_length=200, blank=True)
    brief = models.TextField(_("What it is about"), max_length=4_000, blank=True)
    # Who answers for it; None: those with the role of idea owner.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Hears of answers that are ten working days late.
    sponsor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_answer_days = models.PositiveSmallIntegerField(default=5)  # working days
    decision_days = models.PositiveSmallIntegerField(default=30)  # days
    min_readers = models.PositiveSmallIntegerField(default=15)  # with fewer nobody can judge
    opens_at = models.DateTimeField(null=True, blank=True)
    submit_ends_at = models.DateTimeField(null=True, blank=True)
    vote_ends_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decide_by = models.DateField(null=True, blank=True)
    identity = models.CharField(max_length=8, choices=Identity.choices, default=Identity.NAMED)
    counts = models.CharField(max_length=6, choices=Counts.choices, default=Counts.ALWAYS)
    rubric = models.ForeignKey(Rubric, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    questions = ArrayField(models.CharField(max_length=200), size=MOST_QUESTIONS, default=list, blank=True)
    # Points that a person has to give; None: a vote on as many ideas as they like.
    vote_budget = models.PositiveSmallIntegerField(null=True, blank=True)
    max_per_idea = models.PositiveSmallIntegerField(default=3)  # points
    answer = models.TextField(_("What came of it"), max_length=8_000, blank=True)  # to everybody, when it is closed
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="open-box"), name="one_box_that_is_always_open")
        ]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or str(self.Kind(self.kind).label)

    @property
    def phase(self) -> Phase:
        """Where it stands now."""
        at = now()
        if self.closed_at is not None:
            return Phase.CLOSED
        if self.opens_at is not None and self.opens_at > at:
            return Phase.PLANNED
        if self.submit_ends_at is None or self.submit_ends_at > at:
            return Phase.SUBMIT
        if self.vote_ends_at is not None and self.vote_ends_at > at:
            return Phase.VOTE
        return Phase.DECIDE

    @property
    def submit_until(self) -> date | None:
        """The last day on which ideas are sent in."""
        return _last_day(self.submit_ends_at)

    @property
    def vote_until(self) -> date | None:
        """The last day on which people vote."""
        return _last_day(self.vote_ends_at)

    @property
    def takes_votes(self) -> bool:
        """People may vote."""
        return self.vote_ends_at is None or self.vote_ends_at > now()

    def get_absolute_url(self) -> str:
        return reverse("ideas:campaign", args=[self.slug])
