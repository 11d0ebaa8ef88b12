"""Which fields a profile has in this organisation."""

from django.db import models


class ProfileField(models.Model):
    """What the organisation decided about one field of the profile; a field without a row is as it comes."""

    key = models.SlugField(max_length=40, unique=True)  # the column's name, or of the organisation's own making
    name_nb = models.CharField(max_length=60, blank=True)  # only of the organisation's own
    name_en = models.CharField(max_length=60, blank=True)
    is_own = models.BooleanField(default=False)  # made by the organisation: kept in Person.extra
    is_shown = models.BooleanField(default=True)
    is_required = models.BooleanField(default=False)
    may_hide = models.BooleanField(default=False)
    is_filter = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    @classmethod
    def unshown(cls) -> frozenset[str]:
        """The keys of the fields that the organisation left out."""
        return frozenset(cls.objects.filter(is_shown=False).values_list("key", flat=True))
