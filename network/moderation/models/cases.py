"""Case: one piece of content that somebody has to look at; who is part of it, and who is barred from it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.core.ids import new_id
from network.moderation.reasons import Priority, Reason
from network.moderation.states import OPEN, WAITING, Speech, State

LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"  # no vowels, no look-alikes: a reference is read aloud


def new_ref() -> str:
    """Eight letters that tell nothing and are not guessed: "K7PM-2WXQ"."""
    drawn = "".join(secrets.choice(LETTERS) for _n in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"


class Kind(models.TextChoices):
    """What can be reported."""

    POST = "post", _("Post")
    COMMENT = "comment", _("Reply")
    IDEA = "idea", _("Idea")
    PERSON = "person", _("Profile")
    GROUP = "group", _("Group")
    FILE = "file", _("Picture or file")


class CaseQuerySet(models.QuerySet["Case"]):
    """Words that read after "cases". Handlers reach them through network.moderation.access.cases_for alone."""

    def without(self, mark: str, marks: list[str]) -> "CaseQuerySet":
        """Those in which nobody of `marks` has a part, and from which `mark` was not barred when it was reported."""
        parties = Party.objects.filter(case=OuterRef("pk"), mark__in=marks)
        bars = Bar.objects.filter(case=OuterRef("pk"), mark=mark)
        return self.filter(~Q(Exists(parties)), ~Q(Exists(bars)))

    def written_by(self, person_id: int, mark: str) -> "CaseQuerySet":
        """Those about what the person wrote, alone or with others, when it was reported."""
        together = Party.objects.filter(mark=mark, side=Party.Side.AUTHOR).values("case")
        return self.filter(Q(author=person_id) | Q(pk__in=together))

    def waiting(self) -> "CaseQuerySet":
        """In which somebody has something to do."""
        return self.filter(state__in=WAITING)


class Case(models.Model):
    """One piece of content, all that was reported of it, and what is done. At most one is open for each content."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=9, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    subject_id = models.BigIntegerField()
    author = models.ForeignKey(  # the first of those who wrote it
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    group_id = models.BigIntegerField(null=True)  # where it stands; a number only: a group may end
    state = models.CharField(max_length=17, choices=State.choices, default=State.NEW)
    reason = models.CharField(max_length=11, choices=Reason.choices)
    priority = models.PositiveSmallIntegerField(choices=Priority.choices)
    made_at = models.DateTimeField(default=now)
    look_by = models.DateTimeField()
    due_at = models.DateTimeField()
    alerted_for = models.DateTimeField(null=True)  # the last deadline whose passing those who lead were told of
    looked_at = models.DateTimeField(null=True)  # somebody opened it for work the first time
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    is_outside = models.BooleanField(default=False)  # nobody inside may handle it: those outside the line do
    speech = models.CharField(max_length=8, choices=Speech.choices, blank=True)
    checklist = models.JSONField(default=list)  # the five answers, in order
    view = models.CharField(
        max_length=600, blank=True
    )  # what the handler thinks before seeing what was decided earlier
    reopened_for = models.TextField(blank=True, default="", db_default="")  # what nobody knew when it was closed
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)  # its words and its people are gone; what is left is counted

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], condition=Q(state__in=OPEN), name="one_open_case"),
        ]
        indexes = [
            models.Index(fields=["priority", "due_at", "id"], name="case_queue", condition=Q(state__in=WAITING)),
            models.Index(fields=["kind", "subject_id"], name="case_of_subject"),
            models.Index(fields=["author", "-decided_at"], name="case_of_author"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_claimed(self) -> bool:
        """Somebody works on it just now."""
        return self.claimed_by_id is not None and self.claimed_until is not None and self.claimed_until > now()

    @property
    def is_late(self) -> bool:
        """It should have been decided."""
        return self.state in WAITING and self.due_at < now()


class Party(models.Model):
    """Somebody a case is about, by a mark that tells nobody who it is."""

    class Side(models.TextChoices):
        AUTHOR = "author"
        REPORTER = "reporter"
        NAMED = "named"  # mentioned in it
        HOST = "host"  # runs the group that was reported

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    mark = models.CharField(max_length=64)
    side = models.CharField(max_length=8, choices=Side.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "mark", "side"], name="a_part_once")]
        indexes = [models.Index(fields=["mark", "case"], name="party_by_mark")]


class Bar(models.Model):
    """Somebody who may not handle a case: in the line of a party when it was reported, or stepped aside since."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bars")
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "mark"], name="barred_once")]
        indexes = [models.Index(fields=["mark", "case"], name="bar_by_mark")]


class Hearing(models.Model):
    """The author's word before something is decided, or their chance to change what they wrote."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("Their word before it is decided")
        EDIT = "edit", _("A change")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="hearings")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    text = models.TextField(max_length=2000)  # what the author is told, and asked
    section = models.ForeignKey("policy.Section", null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    answer = models.TextField(max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(answered_at=None), name="one_hearing_at_a_time")
        ]
        ordering = ["pk"]
