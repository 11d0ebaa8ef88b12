"""Document, its versions, their sections in each language, and what changed."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.core.clock import now
from network.policy.states import BEEN_IN_FORCE, NOTICE_DAYS, OPEN, State
from network.policy.words import said

LANGUAGE = [("nb", "Norsk"), ("en", "English")]


class Document(models.Model):
    """One set of rules, such as the house rules or the routine for whistleblowing. Everybody reads all of them."""

    class Kind(models.TextChoices):
        HOUSE_RULES = "house-rules", _("House rules")
        SOCIAL_MEDIA = "social-media", _("Social media")
        MODERATION = "moderation-rules", _("Rules of moderation")
        WHISTLEBLOWING = "whistleblowing", _("Whistleblowing routine")
        PRIVACY = "privacy", _("Privacy notice")

    class Audience(models.TextChoices):
        """Whom it binds, and who is asked to acknowledge it."""

        EVERYONE = "everyone", pgettext_lazy("policy", "Everybody")
        LEADERS = "leaders", pgettext_lazy("policy", "Leaders")
        MODERATORS = "moderators", pgettext_lazy("policy", "Moderators")
        AMBASSADORS = "ambassadors", pgettext_lazy("policy", "Those who represent us outside")

    slug = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, unique=True)
    name = models.JSONField()  # by language
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.EVERYONE)
    language = models.CharField(max_length=2, choices=LANGUAGE, default="nb")  # the one that counts where they differ
    requires_agreement = models.BooleanField(
        default=False
    )  # a representative's no stops it, as for an arbeidsreglement
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return said(self.name)

    def get_absolute_url(self) -> str:
        return reverse("policy:document", args=[self.slug])


class VersionQuerySet(models.QuerySet["Version"]):
    """Words that read after "versions"."""

    def in_force(self) -> "VersionQuerySet":
        """What counts now."""
        return self.filter(state=State.IN_FORCE)

    def open(self) -> "VersionQuerySet":
        """What is on its way."""
        return self.filter(state__in=OPEN)

    def in_force_at(self, moment: object) -> "VersionQuerySet":
        """What counted at that moment (UTC)."""
        ended = Q(superseded_at=None) | Q(superseded_at__gt=moment)
        return self.filter(ended, state__in=BEEN_IN_FORCE, in_force_at__lte=moment)


class Version(models.Model):
    """One version of a document. Its text never changes once it is adopted: the database refuses it (0002_frozen)."""

    class Materiality(models.TextChoices):
        SUBSTANTIVE = "substantive", _("What it asks of people changes")
        EDITORIAL = "editorial", _("Only the wording changes")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    materiality = models.CharField(max_length=11, choices=Materiality.choices, default=Materiality.SUBSTANTIVE)
    notice_days = models.PositiveSmallIntegerField(default=NOTICE_DAYS)
    short_notice_reason = models.TextField(max_length=1000, blank=True)  # a second person approved it: see Approval
    sign_by = models.DateField(null=True, blank=True)  # the last day on which representatives answer
    published_on = models.DateField(null=True, blank=True)  # adopted and shown to all
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField(null=True, blank=True)  # the day from which it counts
    in_force_at = models.DateTimeField(null=True, blank=True)  # the moment in which the clock let it count (UTC)
    superseded_at = models.DateTimeField(null=True, blank=True)
    acknowledge_by = models.DateField(null=True, blank=True)  # empty: nobody is asked
    needs_quiz = models.BooleanField(default=False)
    withdrawn_reason = models.TextField(max_length=1000, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)  # of all languages, once it goes to the representatives
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)
    revision = models.PositiveIntegerField(default=1)  # raised by every change of the text: two editors, no lost words

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_of_a_number"),
            models.UniqueConstraint(fields=["document"], condition=Q(state__in=OPEN), name="one_open_version"),
            # A range of one number stands for the document: built in, where "=" would need an extension.
            ExclusionConstraint(
                name="one_version_in_force_at_a_time",
                expressions=[
                    (
                        Func(F("document"), F("document"), models.Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (Func(F("in_force_at"), F("superseded_at"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=BEEN_IN_FORCE),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=BEEN_IN_FORCE) | Q(in_force_at__isnull=False), name="in_force_since_a_moment"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SUPERSEDED) | Q(superseded_at__gt=F("in_force_at")),
                name="superseded_after_it_counted",
            ),
            # With an end, and in force all the same, a second one could begin beside it.
            models.CheckConstraint(
                condition=Q(state=State.SUPERSEDED, superseded_at__isnull=False)
                | (~Q(state=State.SUPERSEDED) & Q(superseded_at=None)),
                name="only_what_is_superseded_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("policy:version", args=[self.document.slug, self.number])

    @property
    def is_short_notice(self) -> bool:
        """It counts sooner after it was published than the house has promised."""
        return bool(self.short_notice_reason)

    def asks_on(self, day: date) -> bool:
        """Whether people are asked to acknowledge it on that day."""
        return self.acknowledge_by is not None and self.effective_on is not None and self.effective_on <= day


LAW = ("law", "place", "read_on", "other", "there")  # the last two, if any: law and place in the other language


class Section(models.Model):
    """A section of one version. `key` stays from version to version: what is said about it keeps its place."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sections")
    key = models.UUIDField(default=uuid.uuid4)
    slug = models.SlugField(max_length=40)  # of the anchor, section-<slug>
    position = models.PositiveSmallIntegerField()
    laws = models.JSONField(default=list, blank=True)  # a row of LAW for each: what it rests on, as it read that day

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="one_section_of_a_key"),
            models.UniqueConstraint(fields=["version", "slug"], name="one_section_of_a_slug"),
            models.UniqueConstraint(
                fields=["version", "position"], name="one_section_in_a_place", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def get_absolute_url(self) -> str:
        return f"{self.version.get_absolute_url()}#section-{self.slug}"


class SectionText(models.Model):
    """What a section says in one language: heading, the sentence that is shown large, and the rest in Markdown."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=LANGUAGE)
    heading = models.CharField(_("Heading"), max_length=120)
    short = models.CharField(_("In one sentence"), max_length=300, blank=True)
    body = models.TextField(_("The rest"), max_length=20_000, blank=True)
    source_hash = models.CharField(max_length=64, blank=True)  # of the text it translates, as that read then

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "language"], name="one_text_of_a_language")]


class VersionText(models.Model):
    """A language in which a version is adopted, and the hash of all that people read in it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=LANGUAGE)
    content_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="one_hash_of_a_language")]


class ChangeNote(models.Model):
    """In plain words what changed in a section since the version before, whom it concerns, and what they must do."""

    class Kind(models.TextChoices):
        NEW = "new", pgettext_lazy("section", "New")
        CHANGED = "changed", pgettext_lazy("section", "Changed")
        REMOVED = "removed", pgettext_lazy("section", "Removed")
        CLARIFIED = "clarified", pgettext_lazy("section", "Made clearer")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="notes")
    key = models.UUIDField()  # of the section, which a removed one has only in the version before
    kind = models.CharField(max_length=9, choices=Kind.choices)
    text = models.JSONField()  # by language
    affects = models.JSONField(default=dict, blank=True)  # by language
    action = models.JSONField(default=dict, blank=True)  # by language

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="one_note_of_a_section")]


class Approval(models.Model):
    """One editor asks for a step that takes two; another approves it for exactly this text."""

    class Step(models.TextChoices):
        CONSULTATION = "consultation", _("Open the consultation")
        SCHEDULE = "schedule", _("Adopt it")
        EDITORIAL = "editorial", _("Call it editorial")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="approvals")
    step = models.CharField(max_length=12, choices=Step.choices)
    content_hash = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=now)
    plan = models.JSONField(default=dict)  # what the step will set: days, reason for short notice
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")), name="approved_by_another_policy_editor"
            ),
            models.UniqueConstraint(
                fields=["version", "step"],
                condition=Q(approved_at=None, dropped_at=None),
                name="one_open_approval_of_a_step",
            ),
        ]
