"""Handing a case over to the employer's side: what for, on which ground, to whom; and why somebody does not agree."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line, clean_text
from network.core.warned import WarnedForm
from network.moderation.actions.handovers import Purpose
from network.moderation.forms.desk import area
from profiles.models import Person


class HandOverForm(WarnedForm):
    """Three things, all of which the author is told."""

    purpose = forms.CharField(
        label=_("What it is for"), max_length=300, widget=forms.Textarea({"rows": 2}),
        help_text=_("In a sentence. The author reads it."),
    )  # fmt: skip
    ground = forms.CharField(
        label=_("The rule of law it rests on"), max_length=300, help_text=_("Which law and where. The author reads it.")
    )
    receiver = forms.ChoiceField(label=_("HR adviser who receives it"))

    def __init__(self, receivers: Sequence[Person], data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="over")
        self.receivers = {str(person.pk): person for person in receivers}
        choices = [("", _("Choose somebody")), *((key, person.name) for key, person in self.receivers.items())]
        self.fields["receiver"].choices = choices  # type: ignore[attr-defined]

    def words(self) -> Purpose:
        """For the action."""
        given: dict[str, Any] = self.cleaned_data
        return Purpose(
            clean_line(given["purpose"]), clean_line(given["ground"]), self.receivers[given["receiver"]]
        )  # fmt: skip


class NotAgreedForm(WarnedForm):
    """Why the second person does not agree."""

    reason = area(_("Why you do not agree"), 600)

    def clean_reason(self) -> str:
        """In good order."""
        return clean_text(self.cleaned_data["reason"])
