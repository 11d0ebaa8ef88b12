"""What is typed and not saved yet."""

from django.conf import settings
from django.db import models

from network.core.clock import now
from network.policy.models.documents import LANGUAGE, Document, SectionText


class UnsavedText(models.Model):
    """What an editor has typed in a section and not saved: theirs alone, until they save it or throw it away.

    It hangs on the document and the key of the section, so that neither a section that another editor removes nor a
    version that moves on takes anybody's words with it.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()  # of the section
    language = models.CharField(max_length=2, choices=LANGUAGE)
    heading = models.CharField(max_length=120, blank=True)
    short = models.CharField(max_length=300, blank=True)
    body = models.TextField(max_length=20_000, blank=True)
    read = models.CharField(max_length=64, blank=True)  # the hash of what the editor saw when they began
    revision = models.PositiveIntegerField(
        default=1
    )  # raised by every keeping: two windows of one person, no lost words
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "document", "key", "language"], name="one_unsaved_text_of_a_section"
            )
        ]

    def as_text(self) -> SectionText:
        """The same as the text of a section, which nobody has saved."""
        return SectionText(language=self.language, heading=self.heading, short=self.short, body=self.body)
