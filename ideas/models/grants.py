"""Grant and Recipient: what was awarded to which idea, why, and whose name may be told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.models.ideas import Idea
from ideas.models.rounds import Award, Category
from network.core.clock import now

CITATION = 80  # characters
models.TextField.register_lookup(Length)


class Grant(models.Model):
    """An idea gets an award: in a round (category), or on the spot from a manager (no category). Never deleted."""

    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="grants")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="grants")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="grants")
    place = models.PositiveSmallIntegerField(default=1)
    shared = models.BooleanField(default=False)  # nothing told the two apart
    tie_note = models.CharField(max_length=500, blank=True)  # how a tie was broken
    citation = models.TextField(_("Citation"), max_length=2_000)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # A spot award to somebody in one's own line counts once a manager outside the line has signed too.
    needs_cosigner = models.BooleanField(default=False)
    cosigner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cosigned_at = models.DateTimeField(null=True, blank=True)
    month = models.DateField(null=True, blank=True)  # of a spot award: the first day of its month
    granted_at = models.DateTimeField(default=now)
    announced_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_reason = models.TextField(max_length=1_000, blank=True)
    code = models.CharField(max_length=16, unique=True)  # on the certificate
    prize_given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["category", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "idea"], condition=Q(revoked_at=None), name="one_grant_an_idea_a_category"
            ),
            models.UniqueConstraint(
                fields=["category", "place"], condition=Q(revoked_at=None, shared=False), name="one_grant_a_place"
            ),
            models.UniqueConstraint(
                fields=["award", "idea"], condition=Q(revoked_at=None), name="an_award_once_for_an_idea"
            ),
            models.UniqueConstraint(
                fields=["decided_by", "month"],
                condition=Q(category=None, revoked_at=None),
                name="one_spot_award_a_manager_a_month",
            ),
            models.CheckConstraint(condition=Q(citation__length__gte=CITATION), name="grant_says_why"),
            models.CheckConstraint(
                condition=Q(category=None, month__isnull=False) | Q(category__isnull=False, month=None),
                name="grant_is_of_a_round_or_a_month",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_reason=""),
                name="revoking_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(announced_at=None) | Q(needs_cosigner=False) | Q(cosigned_at__isnull=False),
                name="no_spot_award_in_the_own_line_alone",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("ideas:certificate", args=[self.code])


class Recipient(models.Model):
    """A person who gets it with others, and whether their name may be told."""

    class Part(models.TextChoices):
        AUTHOR = "author", _("Wrote the idea")
        DELIVERER = "deliverer", _("Carried it out")

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="recipients")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="received_awards")
    part = models.CharField(max_length=9, choices=Part.choices)
    name_as_printed = models.CharField(max_length=150)
    share = models.PositiveSmallIntegerField(default=0)  # percent of the prize
    is_public = models.BooleanField(null=True)  # None: has not answered, which is taken as no
    is_on_profile = models.BooleanField(default=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["grant", "pk"]
        constraints = [models.UniqueConstraint(fields=["grant", "person"], name="receives_a_grant_once")]
