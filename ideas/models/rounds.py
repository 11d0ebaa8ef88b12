"""Award, Prize, AwardRound and Category: what is awarded, by whom, when, and what goes with it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.models.campaigns import Campaign
from ideas.models.rubrics import Rubric
from ideas.states import RoundState
from network.core.clock import now


class Award(models.Model):
    """A line of the catalogue. It is archived, never deleted: what was awarded stays awarded."""

    class Kind(models.TextChoices):
        JURY = "jury", _("A jury decides")
        PEOPLES_CHOICE = "peoples-choice", _("Everybody votes")
        SPOT = "spot", _("A manager gives it on the spot")

    class Emblem(models.TextChoices):
        """The picture on cards and certificates."""

        WINDOW = "window", _("Lit window")
        LIGHTHOUSE = "lighthouse", _("Lighthouse")
        BRIDGE = "bridge", _("Bridge")
        SPARK = "spark", _("Spark")

    name = models.CharField(_("Name"), max_length=80, unique=True)
    description = models.TextField(_("What it is for"), max_length=1_000)
    kind = models.CharField(max_length=14, choices=Kind.choices)
    emblem = models.CharField(max_length=10, choices=Emblem.choices, default=Emblem.WINDOW)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Prize(models.Model):
    """What goes with an award. Money, and gifts above the limit, are taxed: the note says so to the payroll office."""

    class Kind(models.TextChoices):
        NONE = "none", _("No prize")
        SYMBOLIC = "symbolic", _("Symbolic")
        GOODS = "goods", _("A thing")
        GIFT_CARD = "gift-card", _("Gift card")
        TIME_OFF = "time-off", _("Time off")
        CASH = "cash", _("Money")
        DONATION = "donation", _("A gift to a good cause")

    title = models.CharField(_("Prize"), max_length=120)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.SYMBOLIC)
    value = models.PositiveIntegerField(default=0)  # whole kroner for each winning idea, shared by its recipients
    tax_note = models.CharField(max_length=200, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kind="cash") | ~Q(tax_note=""), name="money_has_a_tax_note"),
        ]

    def __str__(self) -> str:
        return self.title


class AwardRules(models.Model):
    """The one row of what holds for all awards."""

    gift_limit = models.PositiveIntegerField(_("Tax-free gifts a year, in kroner"), default=5_000)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=now)


class AwardRound(models.Model):
    """A season of awards: its categories, its jury, its days. Never deleted."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("Title"), max_length=80)
    state = models.CharField(max_length=12, choices=RoundState.choices, default=RoundState.PLANNING)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    nominate_from = models.DateField()
    nominate_until = models.DateField()
    judge_until = models.DateField()
    announce_at = models.DateTimeField()
    min_jury = models.PositiveSmallIntegerField(default=3)  # ballots without conflict that a nomination needs
    thanks = models.TextField(_("To everybody nominated"), max_length=2_000, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    # What the clock has told already, and when: see ideas.actions.turning.
    told = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-announce_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nominate_until__gte=F("nominate_from"), judge_until__gte=F("nominate_until")),
                name="round_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["announced", "closed"], announced_at__isnull=False)
                | ~Q(state__in=["announced", "closed"]) & Q(announced_at=None),
                name="round_announced_has_its_moment",
            ),
        ]

    @property
    def is_public(self) -> bool:
        """Everybody knows the winners."""
        return self.announced_at is not None

    def get_absolute_url(self) -> str:
        return reverse("ideas:round", args=[self.slug])


class RoundChange(models.Model):
    """One move of a round, by whom and why. Never changed, never deleted (a trigger sees to it)."""

    round = models.ForeignKey(AwardRound, on_delete=models.PROTECT, related_name="changes")
    before = models.CharField(max_length=12, choices=RoundState.choices)
    after = models.CharField(max_length=12, choices=RoundState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=2_000, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(after="cancelled") | ~Q(reason=""), name="cancelling_has_a_reason")
        ]


class Category(models.Model):
    """An award as it is given in one round: how many win, what is judged by, which ideas can be nominated."""

    class Eligible(models.TextChoices):
        CARRIED_OUT = "carried-out", _("Ideas that have been carried out")
        DECIDED = "decided", _("Ideas that got a yes")
        ALL = "all", _("Every idea on the board")

    round = models.ForeignKey(AwardRound, on_delete=models.PROTECT, related_name="categories")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="categories")
    position = models.PositiveSmallIntegerField(default=1)
    max_winners = models.PositiveSmallIntegerField(default=1)
    rubric = models.ForeignKey(Rubric, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    prize = models.ForeignKey(Prize, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    eligible = models.CharField(max_length=11, choices=Eligible.choices, default=Eligible.CARRIED_OUT)
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    no_winner = models.TextField(max_length=1_000, blank=True)  # why nobody won, when nobody did

    class Meta:
        ordering = ["round", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "award"], name="an_award_once_in_a_round"),
            models.CheckConstraint(condition=Q(max_winners__gte=1), name="category_has_a_winner"),
        ]
