"""A directory, how long its key counts, and which group follows which."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line
from network.groups.models import Group
from network.openness.models import DirectoryGroup
from network.openness.queries.keys import linkable_groups
from profiles.models import Person


class DirectoryForm(forms.Form):
    """A directory by its name."""

    name = forms.CharField(
        label=_("What is the directory called?"),
        max_length=80,
        help_text=_("Entra ID, Okta … The name stands beside the fields that it owns."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["name"])


class KeyForm(forms.Form):
    """How long a key counts."""

    days = forms.TypedChoiceField(
        label=_("The key counts for"),
        coerce=int,
        initial=365,
        choices=[(180, _("half a year")), (365, _("one year")), (730, _("two years"))],
    )


class LinkForm(forms.Form):
    """A group of ours for one of the directory, or a new one."""

    group = forms.TypedChoiceField(
        label=_("Which group follows it?"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("Open groups, and those that you run. In other groups their hosts decide who comes in."),
    )

    def __init__(self, person: Person, row: DirectoryGroup, *args: Any) -> None:
        super().__init__(*args)
        self.groups = {group.pk: group for group in linkable_groups(person)}
        made = format_lazy(_("A new closed group: {name}"), name=row.name)
        choices = [("", made), *((pk, group.name) for pk, group in self.groups.items())]
        self.fields["group"].choices = choices  # type: ignore[attr-defined]

    def group_of(self) -> Group | None:
        """The one that was chosen; None for a new one."""
        return self.groups.get(self.cleaned_data["group"])
