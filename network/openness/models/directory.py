"""What a directory (Entra, Okta …) says by SCIM: its own words about people and groups, kept as it reads them back."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from network.core.clock import now
from network.groups.models import Group
from profiles.models import Person, Source, SourceRecord


class DirectoryPerson(models.Model):
    """A person in the directory's own words. Its id there is the person's; it goes with the record of the source."""

    record = models.OneToOneField(SourceRecord, on_delete=models.CASCADE, related_name="directory")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="directory_people")
    login = models.CharField(max_length=254)  # its userName, folded: unique whatever the case
    addresses = ArrayField(models.CharField(max_length=300), default=list)  # "type:address" and ":address", folded
    words = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "login"], name="one_person_per_login")]
        indexes = [GinIndex(fields=["addresses"], name="directory_addresses")]


class DirectoryGroup(models.Model):
    """A group of the directory. It changes nothing here until an administrator links it to a group of ours."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="directory_groups")
    external_id = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)  # unique whatever the case: clients find groups by name
    group = models.OneToOneField(Group, null=True, on_delete=models.SET_NULL, related_name="directory_group")
    linked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "folded"], name="one_directory_group_per_name"),
            models.UniqueConstraint(
                fields=["source", "external_id"], condition=~Q(external_id=""), name="one_directory_group_per_number"
            ),
        ]


class DirectoryMember(models.Model):
    """Somebody whom the directory counts to its group."""

    directory_group = models.ForeignKey(DirectoryGroup, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    has_come = models.BooleanField(default=False)  # came into the linked group this way, and leaves it this way

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directory_group", "person"], name="one_directory_member")]
