"""Wanting an idea, and customers who do."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line
from network.core.warned import WarnedForm


class VoteForm(forms.Form):
    """A vote is given or taken back: by a switch, or by how many points it is worth (0 takes it back)."""

    on = forms.ChoiceField(choices=[("1", "on"), ("0", "off")], required=False)
    points = forms.IntegerField(min_value=0, max_value=100, required=False)

    def clean(self) -> dict[str, Any]:
        """One of the two is said; no page sends neither."""
        given = super().clean() or self.cleaned_data
        if not given.get("on") and given.get("points") is None:
            self.add_error(None, "on, points")
        return given

    @property
    def gives(self) -> bool:
        """The vote is given, not taken back."""
        points = self.cleaned_data["points"]
        return bool(self.cleaned_data["on"] == "1" if points is None else points > 0)


class VoiceForm(WarnedForm):
    """An organisation outside that asks for the idea too."""

    organisation = forms.CharField(
        label=_("Organisation or channel"),
        help_text=_("Never write the name of a customer who is a person."),
        max_length=120,
    )

    def clean_organisation(self) -> str:
        """More than blanks."""
        name = clean_line(self.cleaned_data["organisation"])
        if not name:
            raise forms.ValidationError(_("Write the name of the organisation or the channel."))
        return name
