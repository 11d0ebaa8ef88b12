"""Files that bring people in: what each file would do or did, line by line."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from network.core.clock import now
from profiles.models import Person, Source


class ImportSchedule(models.Model):
    """A file that is fetched every day, from a folder of the machine, an address or a directory."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="schedule")
    place = models.CharField(max_length=500)  # a name inside GLOD_IMPORT_DIR, or an https or ldap address
    hour = models.PositiveSmallIntegerField(default=4)  # of the organisation's own time
    mapping = models.JSONField(default=dict)  # heading, folded, to field: of the import by hand that it follows
    owns = models.BooleanField(default=True)
    on_gone = models.CharField(max_length=10, default="leave")
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    last_on = models.DateField(null=True, blank=True)  # the day of the last try
    last_digest = models.CharField(max_length=64, blank=True)
    problem = models.JSONField(default=list, blank=True)  # of the last try: code and what it is about


class Import(models.Model):
    """One file, from the moment it is sent until what it did can no longer be taken back."""

    class State(models.TextChoices):
        MAPPING = "mapping", _("Waits for its columns")
        PLANNING = "planning", _("Is read")
        PLANNED = "planned", _("Waits for your word")
        APPLYING = "applying", _("Is carried out")
        DONE = "done", _("Done")
        UNDOING = "undoing", _("Is taken back")
        UNDONE = "undone", _("Taken back")
        FAILED = "failed", _("Not carried out")

    class Gone(models.TextChoices):
        LEAVE = "leave", _("Leave them as they are")
        DEACTIVATE = "deactivate", _("Close their accounts")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="imports")
    state = models.CharField(max_length=8, choices=State.choices, default=State.MAPPING)
    file_name = models.CharField(max_length=120)
    encoding = models.CharField(max_length=12)
    delimiter = models.CharField(max_length=1)
    headings = models.JSONField(default=list)
    mapping = models.JSONField(default=list, blank=True)  # a field, or "", for each heading
    owns = models.BooleanField(default=True)  # what the file says is locked on the profiles
    on_gone = models.CharField(max_length=10, choices=Gone.choices, default=Gone.LEAVE)
    counts = models.JSONField(default=dict, blank=True)  # by kind of line, and what was undone
    owned_before = models.JSONField(default=list, blank=True)  # what the source owned until this import
    made_units = models.JSONField(default=list, blank=True)  # ids of departments that it made
    done, total = (models.PositiveIntegerField(default=0), models.PositiveIntegerField(default=0))
    problem = models.JSONField(default=list, blank=True)  # why it failed: code, what it is about, line
    schedule = models.ForeignKey(ImportSchedule, null=True, on_delete=models.SET_NULL, related_name="imports")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    def get_absolute_url(self) -> str:
        return reverse("openness:import", args=[self.pk])

    @property
    def is_at_work(self) -> bool:
        """The worker has it."""
        return self.state in (self.State.PLANNING, self.State.APPLYING, self.State.UNDOING)


class ImportText(models.Model):
    """The bytes of the file, only until it is carried out."""

    run = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="text")
    content = models.BinaryField()


class ImportLine(models.Model):
    """What one line of the file does to one person; kept for as long as it can be taken back."""

    class Kind(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        BACK = "back", _("Come back")
        GONE = "gone", _("Gone")
        SAME = "same", _("As before")
        ERROR = "error", _("With errors")

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField()  # in the file; 0 for somebody who is not in it
    kind = models.CharField(max_length=7, choices=Kind.choices)
    name = models.CharField(max_length=200)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    changes = models.JSONField(default=dict, blank=True)  # field to [before, after]
    is_known = models.BooleanField(default=True)  # the source had brought the person in before
    fault = models.JSONField(default=list, blank=True)  # code, what it is about
    kept = models.JSONField(default=list, blank=True)  # fields that could not be taken back

    class Meta:
        indexes = [models.Index(fields=["run", "kind", "id"], name="import_lines")]
