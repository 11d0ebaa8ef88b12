"""Publishing figures: with whom they were talked over, and when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line
from network.core.warned import WarnedForm


class PublishForm(WarnedForm):
    """Who and when; nothing is published without."""

    discussed_on = forms.DateField(
        label=_("Talked over on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("On which day was it talked over with representatives?")},
    )  # fmt: skip
    discussed_with = forms.CharField(
        label=_("With whom"), max_length=200, help_text=_("Representatives, by name."),
        error_messages={"required": _("With whom was it talked over?")},
    )  # fmt: skip

    def clean_discussed_with(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["discussed_with"])
