"""The tree of units."""

from django.db import models


class Department(models.Model):
    """A unit in the organisation's tree; a person belongs to one."""

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def tint(self) -> int:
        """1..8: the colour that goes with the name, never without it."""
        return self.pk % 8 + 1
