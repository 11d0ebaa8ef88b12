"""Attachment: a file or a picture, and where files hang."""

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.conversations.models.limits import unrestricted
from network.conversations.models.talk import Thread
from network.core.clock import now
from network.core.ids import new_id


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Words that read after "attachments"."""

    def shown(self) -> "AttachmentQuerySet":
        """Not restricted by themselves; what they hang in is asked apart."""
        return self.filter(unrestricted())


class Attachment(models.Model):
    """A file or picture. In a thread whoever sees the thread sees it; in a draft, who sees that; before, its owner."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Picture")
        FILE = "file", _("File")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="attachments")
    thread = models.ForeignKey(Thread, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    # "idea:12": kept with a draft that has no thread yet. Who sees and changes that, its room says (access.Drafts).
    draft = models.CharField(max_length=40, blank=True, default="", db_default="")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    name = models.CharField(max_length=160)  # as shown; the stored name is made by us
    stored = models.CharField(max_length=80, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes
    width = models.PositiveIntegerField(null=True)  # pixels
    height = models.PositiveIntegerField(null=True)
    alt = models.CharField(_("What does the picture show?"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(thread=None) | Q(draft=""), name="attachment_in_one_place"),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="attachment_orphans", condition=Q(thread__isnull=True, draft="")),
            models.Index(fields=["draft"], name="attachment_of_draft", condition=~Q(draft="")),
        ]

    @property
    def is_image(self) -> bool:
        """Shown in place; other files are offered for download."""
        return self.kind == self.Kind.IMAGE


def shown_files(via: str) -> "models.Prefetch[str]":
    """For lists of what has files: those that are not hidden come along."""
    return models.Prefetch(f"{via}__attachments", Attachment.objects.shown())


class Place(NamedTuple):
    """Where files hang: in a thread, or in a draft ("idea:12") that has none yet."""

    thread_id: int | None = None
    draft: str = ""

    def files(self) -> "AttachmentQuerySet":
        """Those that hang there, in the order of upload."""
        return Attachment.objects.filter(thread=self.thread_id, draft=self.draft)
