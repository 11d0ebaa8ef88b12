"""Decision: what is done, under which rule, and why; read by its author as the statement of reasons."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from network.conversations.models import PostingLimit, Restriction
from network.core.clock import now
from network.core.ids import new_id
from network.moderation.models.cases import Case, Hearing, new_ref
from network.moderation.states import PERSONAL, RESTRICTING, STATED, Level, Outcome
from network.policy.models import Section


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Words that read after "decisions"."""

    def remembered(self) -> "DecisionQuerySet":
        """Without reminders whose twelve months are over: those are shown to nobody any more."""
        return self.exclude(level=Level.REMINDER, ends_at__lte=now())

    def about(self, person_id: int, mark: str) -> "DecisionQuerySet":
        """Those about what the person wrote, alone or with others; a step about a person is that person's alone."""
        written = Case.objects.written_by(person_id, mark).values("pk")
        return self.filter(case__in=written).exclude(Q(level__in=PERSONAL) & ~Q(case__author=person_id))

    def known_to_authors(self) -> "DecisionQuerySet":
        """Without those by which nothing is done, in a case of which its author never heard: they are not to hunt."""
        asked = Hearing.objects.filter(case=OuterRef("case"))
        was_hidden = Decision.objects.filter(case=OuterRef("case"), restriction__isnull=False)
        return self.exclude(Q(level=Level.NOTHING) & ~Exists(asked) & ~Exists(was_hidden))


class Decision(models.Model):
    """One step of the ladder in a case. With a restriction it says everything that a statement of reasons must say."""

    class Standing(models.TextChoices):
        PROPOSED = "proposed"  # waits for a second person
        REFUSED = "refused"  # the second person said no
        STANDS = "stands"
        LAPSED = "lapsed"  # hidden for the time being, and given back by the clock
        REPLACED = "replaced"  # a later decision in the same case took its place
        OVERTURNED = "overturned"  # an appeal was right

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=9, unique=True, default=new_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    level = models.CharField(max_length=8, choices=Level.choices)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.PROPOSED)
    section = models.ForeignKey(Section, null=True, on_delete=models.PROTECT, related_name="+")
    law = models.CharField(max_length=200, blank=True)  # which law and where, with the day on which it read so
    quote = models.CharField(max_length=300, blank=True)  # of what was written
    facts = models.TextField(max_length=2000, blank=True)
    reasoning = models.TextField(max_length=2000, blank=True)
    milder = models.TextField(max_length=1000, blank=True)  # why a milder step was not enough
    outcome = models.CharField(max_length=10, choices=Outcome.choices)  # for those who reported
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)  # by the second person
    refusal = models.CharField(max_length=600, blank=True)
    stands_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    appeal_by = models.DateField(null=True)
    restriction = models.ForeignKey(Restriction, null=True, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(null=True)  # by the author
    hides = models.BooleanField(default=False, db_default=False)  # a step about the person, and the text is hidden too
    days = models.PositiveSmallIntegerField(null=True)  # of a posting limit
    limit = models.ForeignKey(PostingLimit, null=True, on_delete=models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(level__in=STATED)
                | (~Q(facts="") & ~Q(reasoning="") & ~Q(milder="") & (Q(section__isnull=False) | ~Q(law=""))),
                name="a_restriction_says_why",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("by")), name="a_second_person_is_another"
            ),
            models.CheckConstraint(
                condition=~Q(level__in=PERSONAL) | Q(law="", section__isnull=False), name="no_law_against_a_person"
            ),
            models.CheckConstraint(
                condition=Q(level=Level.LIMIT, days__isnull=False, days__gte=1, days__lte=14)
                | (~Q(level=Level.LIMIT) & Q(days=None)),
                name="a_limit_has_its_days",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def appeal_is_over(self) -> bool:
        """Nobody can appeal any more; also where nobody ever could."""
        return self.appeal_by is None or self.appeal_by < localdate()

    @property
    def is_restricting(self) -> bool:
        """Takes something away from others."""
        return self.level in RESTRICTING or self.hides

    @property
    def waits_hidden(self) -> bool:
        """It counts no more, and what it hid stays so until it is decided anew, or is hidden by what was."""
        hidden = self.restriction
        return self.standing == self.Standing.OVERTURNED and hidden is not None and hidden.lifted_at is None

    @property
    def is_stated(self) -> bool:
        """Says why, and its author can appeal."""
        return self.level in STATED

    @property
    def is_limit_standing(self) -> bool:
        """Its author cannot publish just now."""
        limit = self.limit
        return limit is not None and limit.lifted_at is None and limit.ends_at > now()
