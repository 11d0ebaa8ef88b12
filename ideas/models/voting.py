"""Vote, Reader and CustomerVoice: who wants it, and how many have seen it. Nobody but the person sees the rows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from ideas.models.campaigns import Campaign
from ideas.models.ideas import Idea
from network.core.clock import now
from profiles.models import Person


class VoteQuerySet(models.QuerySet["Vote"]):
    """Words that read after "votes"."""

    def spent(self, person: Person, campaign: Campaign) -> "VoteQuerySet":
        """Those whose points the person does not have any more in the campaign."""
        return self.filter(person=person, idea__campaign=campaign, released_at=None)


class Vote(models.Model):
    """A person wants the idea. One each; an author's does not count."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idea_votes")
    points = models.PositiveSmallIntegerField(default=1)  # more than one only where the campaign gives a budget
    released_at = models.DateTimeField(null=True, blank=True)  # the points came back: the idea is over
    counted = models.BooleanField(default=True)  # False: became an author, or works here no more
    created_at = models.DateTimeField(default=now)

    objects = VoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "person"], name="one_vote_per_idea"),
            models.CheckConstraint(condition=Q(points__gte=1), name="vote_has_a_point"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="votes_of_person")]


class Reader(models.Model):
    """A person has seen the idea: opened it, or had it before them. Kept for the rate, thrown away after a year."""

    class Source(models.TextChoices):
        PAGE = "page", _("Its page")
        LIST = "list", _("A list")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=4, choices=Source.choices, default=Source.PAGE)
    seen_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "person"], name="one_reading_per_idea")]
        indexes = [models.Index(fields=["seen_at"], name="readings_by_age")]


class CustomerVoice(models.Model):
    """An organisation outside asks for it, says a colleague. Shown apart; it is no vote and never counts as one."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="customer_voices")
    organisation = models.CharField(_("Organisation or channel"), max_length=120)  # never a person
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(Lower("organisation"), "idea", name="an_organisation_once_an_idea"),
            models.CheckConstraint(condition=~Q(organisation=""), name="a_voice_has_a_name"),
        ]
