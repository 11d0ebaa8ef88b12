"""Where people come from: files, directories and SCIM clients that bring them in and own some of their fields."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from network.core.clock import now
from profiles.models.people import Person


class Source(models.Model):
    """A system outside that brings people in. The fields it owns are locked on the profiles of its people."""

    class Kind(models.TextChoices):
        FILE = "file"
        SCIM = "scim"
        LDAP = "ldap"

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    owns = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.name


class SourceRecord(models.Model):
    """A person as a source knows them."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="records")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="records")
    external_id = models.CharField(max_length=255)
    seen_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_person_per_record"),
            models.UniqueConstraint(fields=["source", "person"], name="one_record_per_person"),
        ]
