"""The shortlist of a campaign."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.forms.people import AREA
from ideas.models import Idea, ShortlistEntry
from ideas.queries import target_for
from network.core.text import clean_line
from network.core.warned import Sought, WarnedForm
from profiles.models import Person


class ShortlistForm(WarnedForm):
    """Its name and rule."""

    name = forms.CharField(label=_("Name"), max_length=80)
    rule = forms.CharField(
        label=_("The rule"), max_length=1_000, widget=forms.Textarea(AREA | {"rows": 3}),
        help_text=_("For example: the ten that most of their readers want, and three wildcards."),
    )  # fmt: skip


class EntryForm(WarnedForm):
    """An idea that is put on it."""

    idea = Sought(label=_("Which idea?"), help_text=_("Its number, or the address of its page."), max_length=200)
    how = forms.ChoiceField(
        label=_("How does it come onto the list?"), choices=ShortlistEntry.How.choices,
        initial=ShortlistEntry.How.RULE, widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why this one?"), help_text=_("For a wildcard. Everybody reads it."), max_length=300, required=False
    )

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """An idea that there is, and a reason for a wildcard."""
        given = super().clean() or self.cleaned_data
        self.target: Idea | None = target_for(self.person, given.get("idea", ""))
        if self.target is None and "idea" not in self.errors:
            self.add_error("idea", _("There is no such idea that you can read."))
        if given.get("how") == ShortlistEntry.How.WILDCARD and not clean_line(given.get("reason", "")):
            self.add_error("reason", _("Say why it is on the list although the rule does not put it there."))
        return given
