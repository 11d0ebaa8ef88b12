"""Nomination, JuryMember, Conflict, Ballot and PeoplesVote: how a round is judged, and by whom not."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from ideas.models.ideas import Idea
from ideas.models.rounds import AwardRound, Category
from ideas.models.rubrics import HIGHEST, LOWEST, Criterion
from network.conversations.models import unrestricted
from network.core.clock import now

MOTIVATION = 80  # characters that a nomination says at least
models.TextField.register_lookup(Length)


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Words that read after "nominations"."""

    def standing(self) -> "NominationQuerySet":
        """Accepted, of an idea that nobody has hidden."""
        return self.filter(unrestricted("idea__thread_id"), state=Nomination.State.ACCEPTED)


class Nomination(models.Model):
    """Somebody who did not write it puts an idea forward in a category, and says why."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Put forward")
        ACCEPTED = "accepted", _("Nominated")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        INELIGIBLE = "ineligible", _("Cannot be nominated")

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="nominations")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="nominations")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    motivation = models.TextField(_("Why?"), max_length=2_000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # why it cannot be nominated
    to_authors = models.TextField(max_length=1_000, blank=True)  # the jury's words to them, told when it is announced
    # As they stood when judging ended: people's votes that count, and W, the bound of the idea's votes per reader.
    counted_votes = models.PositiveIntegerField(null=True, blank=True)
    support = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["category", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "idea"], condition=~Q(state="withdrawn"), name="an_idea_once_in_a_category"
            ),
            models.CheckConstraint(condition=Q(motivation__length__gte=MOTIVATION), name="nomination_says_why"),
            models.CheckConstraint(condition=~Q(state="ineligible") | ~Q(reason=""), name="ineligible_has_a_reason"),
        ]


class JuryMember(models.Model):
    """A person's seat in the jury of a round."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chairs the jury")
        JUROR = "juror", _("Juror")
        SECRETARY = "secretary", _("Secretary, without a vote")

    round = models.ForeignKey(AwardRound, on_delete=models.PROTECT, related_name="jury")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jury_seats")
    role = models.CharField(max_length=9, choices=Role.choices, default=Role.JUROR)
    left_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="one_seat_in_a_jury"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(role="chair", left_at=None), name="one_chair_of_a_jury"
            ),
        ]


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """Words that read after "conflicts"."""

    def standing(self) -> "ConflictQuerySet":
        """Found, or not lifted: the juror cannot judge the idea."""
        return self.filter(Q(source=Conflict.Source.FOUND) | Q(lifted=None))


class Conflict(models.Model):
    """A juror cannot judge an idea. What Glød found by itself is never waived; what was declared the chair can lift."""

    class Kind(models.TextChoices):
        AUTHOR = "author", _("Wrote it")
        LINE_MANAGER = "line-manager", _("Manager of an author")
        DELIVERER = "deliverer", _("Carried it out")
        SAME_TEAM = "same-team", _("Works in the same team")
        SPONSOR = "sponsor", _("Decided on it")
        CLOSE = "close", _("Close to an author")
        OTHER = "other", _("Something else")

    class Source(models.TextChoices):
        FOUND = "found", _("Found by Glød")
        DECLARED = "declared", _("Said so themselves")
        CHALLENGED = "challenged", _("Pointed out by another")

    member = models.ForeignKey(JuryMember, on_delete=models.PROTECT, related_name="conflicts")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "idea", "kind", "source"], name="a_conflict_of_a_kind_once")
        ]


class ConflictLifted(models.Model):
    """The chair says that a declared conflict is none, and why. The conflict's own row stays as it was."""

    conflict = models.OneToOneField(Conflict, on_delete=models.PROTECT, related_name="lifted")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=1_000)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="lifting_has_a_reason")]


class ConflictUpheld(models.Model):
    """The chair has looked at what another juror pointed out, and it stands."""

    conflict = models.OneToOneField(Conflict, on_delete=models.PROTECT, related_name="upheld")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)


class Ballot(models.Model):
    """What a juror says of a nomination. Secret until the round is decided; once cast it never changes (a trigger)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Begun")
        CAST = "cast", _("Cast")
        ABSTAINED = "abstained", _("Abstains")

    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="ballots")
    member = models.ForeignKey(JuryMember, on_delete=models.PROTECT, related_name="ballots")
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    comment = models.TextField(max_length=2_000, blank=True)  # for the jury's talk
    saved_at = models.DateTimeField(default=now)
    cast_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomination", "member"], name="one_ballot_on_a_nomination"),
            models.CheckConstraint(
                condition=Q(state="draft", cast_at=None) | ~Q(state="draft") & Q(cast_at__isnull=False),
                name="ballot_cast_has_its_moment",
            ),
        ]


class BallotScore(models.Model):
    """One criterion of one ballot. Frozen with it."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "criterion"], name="one_ballot_score_a_criterion"),
            models.CheckConstraint(
                condition=Q(value__gte=LOWEST, value__lte=HIGHEST), name="ballot_score_is_on_the_scale"
            ),
        ]


class PeoplesVote(models.Model):
    """A person's one vote in a category that everybody votes in; it can be moved until judging ends."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="votes")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "person"], name="one_vote_in_a_category")]
