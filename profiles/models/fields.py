"""Which fields a profile has in this organisation, and what a person keeps to some."""

from django.db import models

from profiles.models.people import Person


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


class HiddenField(models.Model):
    """A field that the person shows only to some; it is then found by nobody and on no card."""

    class Audience(models.TextChoices):
        DEPARTMENT = "department"  # shown to colleagues of the same department, and the manager
        MANAGER = "manager"  # shown to the manager only

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hidden")
    key = models.SlugField(max_length=40)
    shown_to = models.CharField(max_length=10, choices=Audience.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="hidden_once")]
