"""Campaign: what ideas are asked for, by whom, and how soon they are answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.groups.access import audience
from network.groups.models import Group
from profiles.models import Person


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


class Campaign(models.Model):
    """A question put to the house, or the box that is always open. Everybody reads it, or the members of one group."""

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
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_answer_days = models.PositiveSmallIntegerField(default=5)  # working days
    decision_days = models.PositiveSmallIntegerField(default=30)  # days
    min_readers = models.PositiveSmallIntegerField(default=15)  # with fewer nobody can judge
    opens_at = models.DateTimeField(null=True, blank=True)
    submit_ends_at = models.DateTimeField(null=True, blank=True)
    vote_ends_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
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

    def get_absolute_url(self) -> str:
        return reverse("ideas:campaign", args=[self.slug])
