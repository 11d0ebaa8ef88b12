"""That the rules are known: acknowledgement, reminders, quiz, and the evidence of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from network.policy.models.documents import LANGUAGE, Version


class Acknowledgement(models.Model):
    """Received, and had the opportunity to read: no consent. Never changed; the database holds the hash to the text."""

    class Form(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", _("Received and had the opportunity to read")
        QUESTION = "question", _("I have a question")
        OBJECTION = "objection", _("I disagree with a section")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acknowledgements")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acknowledgements")
    language = models.CharField(max_length=2, choices=LANGUAGE)  # in which it was shown
    content_hash = models.CharField(max_length=64)
    form = models.CharField(max_length=12, choices=Form.choices, default=Form.ACKNOWLEDGED)
    key = models.UUIDField(null=True, blank=True)  # of the section that a question or an objection is about
    text = models.TextField(max_length=4000, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="one_acknowledgement_of_a_version"),
            models.CheckConstraint(condition=Q(form="acknowledged") | ~Q(text=""), name="question_has_words"),
        ]
        indexes = [models.Index(fields=["version", "person"], name="acknowledged_by")]


class Answer(models.Model):
    """What an editor answers to a question or an objection that came with an acknowledgement."""

    acknowledgement = models.OneToOneField(Acknowledgement, on_delete=models.CASCADE, related_name="answer")
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)


class Reminder(models.Model):
    """The system reminded this person, for the first, second or third and last time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="reminders")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version", "number"], name="one_reminder_of_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=3), name="three_reminders_at_most"),
        ]


class QuizQuestion(models.Model):
    """A situation, what one might do, and why each answer is right or not; tied to a section."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="questions")
    key = models.UUIDField()  # of the section
    position = models.PositiveSmallIntegerField()
    text = models.JSONField()  # by language
    options = models.JSONField()  # [{"text": by language, "why": by language, "is_right": bool}]

    class Meta:
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="one_question_in_a_place")]


class QuizTally(models.Model):
    """How often a question was answered, and how often wrongly, by all together: sections are unclear, not people."""

    question = models.OneToOneField(QuizQuestion, on_delete=models.CASCADE, related_name="tally")
    shown = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)


class QuizPass(models.Model):
    """That the person has passed, and when; never how many tries it took."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="quiz_passes")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="one_pass_of_a_quiz")]


class EvidenceExport(models.Model):
    """A named list for an auditor: who asked for it and why, and who else approved it."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    purpose = models.TextField(max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("asked_by")), name="export_approved_by_another"
            )
        ]
