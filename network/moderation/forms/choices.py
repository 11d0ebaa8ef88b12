"""How one's own desk is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.moderation.reasons import Reason


class DeskChoiceForm(forms.Form):
    """What one would rather leave to others, and pictures."""

    spared = forms.MultipleChoiceField(
        label=_("Leave to others"), choices=Reason.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("“Next case” skips these. They stay in the list, and nobody asks why."),
    )  # fmt: skip
    shows_pictures = forms.BooleanField(
        label=_("Show pictures sharp at once"), required=False,
        help_text=_("Otherwise they are blurred until you want to see one."),
    )  # fmt: skip
