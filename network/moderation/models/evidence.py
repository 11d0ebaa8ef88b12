"""KeptFile: the bytes of what was reported, whatever becomes of the file."""

from django.db import models

from network.moderation.models.cases import Case


class KeptFile(models.Model):
    """A picture or file of what was reported. It has no name: names are words, and stand sealed in the snapshot."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="kept_files")
    number = models.BigIntegerField()  # the attachment's, also when that is gone
    stored = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField(null=True)  # pixels; None: a file that is no picture

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="kept_once_in_a_case")]

    @property
    def is_image(self) -> bool:
        """Shown in place; other files are offered for download."""
        return self.width is not None
