"""Shape and limits of what is typed into the register of our channels outside."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line
from network.core.warned import Sought, WarnedForm
from network.policy.actions.channels import BACKWARDS, SELF, Entry, Task
from network.policy.models import Channel, ChannelRepresentative
from network.policy.queries.channels import people_named
from network.policy.queries.representing import About, Where
from profiles.models import Department, Person

_SHORT = {"class": "textarea", "rows": 3}
_DAY = {"type": "date"}


class ChannelForm(WarnedForm):
    """What the register says of a channel, with a key that makes sending it twice harmless."""

    platform = forms.CharField(label=_("Platform"), max_length=60)
    handle = forms.CharField(label=_("Name there"), max_length=80)
    address = forms.URLField(label=_("Address"), max_length=300, required=False, assume_scheme="https")
    purpose = forms.CharField(label=_("What it is for"), max_length=300)
    audience = forms.CharField(label=_("For whom"), max_length=200, required=False)
    goals = forms.CharField(label=_("Goals"), max_length=1000, required=False, widget=forms.Textarea(_SHORT))
    values = forms.CharField(label=_("Values"), max_length=1000, required=False, widget=forms.Textarea(_SHORT))
    department = forms.ModelChoiceField(
        label=_("Run by"), queryset=Department.objects.none(), required=False, empty_label=_("No department")
    )
    answer_time = forms.CharField(label=_("How soon we answer"), max_length=80, required=False)
    status = forms.ChoiceField(
        label=_("In use?"), choices=Channel.Status.choices, initial=Channel.Status.ACTIVE, widget=forms.RadioSelect
    )
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, channel: Channel | None = None) -> None:
        names = [name for name in self.base_fields if name != "key"]
        super().__init__(data, initial={name: getattr(channel, name) for name in names} if channel else None)
        department = self.fields["department"]
        assert isinstance(department, forms.ModelChoiceField)  # noqa: S101 (for the reader and mypy)
        department.queryset = Department.objects.order_by("name")

    def clean(self) -> dict[str, Any]:
        """Names of more than invisible characters."""
        given = super().clean() or self.cleaned_data
        for name in ("platform", "handle", "purpose"):
            if name in given and not clean_line(given[name]):
                self.add_error(name, _("Write something here."))
        return given

    def entry(self) -> Entry:
        """What was typed, for the actions."""
        return Entry(**{name: value for name, value in self.cleaned_data.items() if name != "key"})


class TaskForm(WarnedForm):
    """What somebody does on a channel, and for how long."""

    role = forms.CharField(label=_("Role"), max_length=80, help_text=_("For example: answers comments"))
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    ends_on = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Empty: until further notice"),
        widget=forms.DateInput(_DAY, format="%Y-%m-%d"),
    )  # fmt: skip
    trained_on = forms.DateField(label=_("Trained on"), required=False, widget=forms.DateInput(_DAY, format="%Y-%m-%d"))
    time_allotted = forms.CharField(
        label=_("Time for it"), max_length=80, required=False, help_text=_("For example: two hours a week")
    )
    backup = forms.CharField(
        label=_("Who takes over"), max_length=120, required=False, help_text=_("Name of a colleague, or @handle")
    )
    person: Person | None = None

    def __init__(self, data: Any = None, row: ChannelRepresentative | None = None) -> None:
        initial: dict[str, Any] = {"starts_on": localdate()}
        if row is not None:
            names = ("role", "starts_on", "ends_on", "trained_on", "time_allotted")
            initial = {name: getattr(row, name) for name in names}
            initial["backup"] = f"@{row.backup.handle}" if row.backup else ""
            self.person = row.person
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """The days in order, and a colleague who is somebody else."""
        given = super().clean() or self.cleaned_data
        if given.get("ends_on") and given.get("starts_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", BACKWARDS)
        given["backup"] = self.called("backup", given.get("backup", ""))
        if given["backup"] is not None and given["backup"] == self.person:
            self.add_error("backup", SELF)
        return given

    def called(self, name: str, words: str) -> Person | None:
        """The one colleague that the words mean; otherwise None, and the field says why."""
        words = clean_line(words)
        if not words:
            return None
        found = people_named(words)
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{person.name} (@{person.handle})" for person in found)
            self.add_error(
                name, _("Several may be meant: %(names)s. Write the one you mean with @.") % {"names": names}
            )
        else:
            self.add_error(name, _("No colleague is called that."))
        return None

    def task(self) -> Task:
        """What was typed, for the actions."""
        names = ("role", "starts_on", "ends_on", "trained_on", "time_allotted", "backup")
        return Task(**{name: self.cleaned_data[name] for name in names})


class RepresentativeForm(TaskForm):
    """The same for somebody new, who is written first."""

    who = Sought(label=_("Who"), max_length=120, help_text=_("Name of a colleague, or @handle"))
    field_order = ("who",)

    def clean(self) -> dict[str, Any]:
        """Finds the colleague before the other questions are asked."""
        self.person = self.called("who", self.cleaned_data.get("who", ""))
        if self.person is None and "who" not in self.errors:
            self.add_error("who", _("Write the name of a colleague."))
        return super().clean()


class RepresentingForm(forms.Form):
    """Where somebody is about to write, and what about."""

    where = forms.ChoiceField(label=_("Where do you want to write?"))
    about = forms.ChoiceField(
        label=_("Is it about work?"), widget=forms.RadioSelect, initial=About.WORK,
        choices=[
            (About.WORK, _("Yes: the house, colleagues, customers or the trade")),
            (About.PRIVATE, _("No, it is about something else")),
        ],
    )  # fmt: skip

    def __init__(self, channels: list[Channel], data: Any = None) -> None:
        super().__init__(data)
        where = self.fields["where"]
        assert isinstance(where, forms.ChoiceField)  # noqa: S101 (for the reader and mypy)
        where.choices = [
            (_("Not a channel of ours"), [
                (Where.OWN, _("On an account of my own")),
                (Where.ELSEWHERE, _("On somebody else's page, or to the press")),
            ]),
            (_("A channel of ours"), [(channel.slug, str(channel)) for channel in channels]),
        ]  # fmt: skip
