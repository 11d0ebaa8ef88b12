"""How one wants each kind of news."""

from typing import Any

from django import forms

from network.notifications.models import Kind, Preference


class PreferencesForm(forms.Form):
    """One choice of channel per kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=Preference.Channel.choices, widget=forms.RadioSelect
            )

    def channels(self) -> dict[Kind, str]:
        """What was chosen."""
        return {kind: self.cleaned_data[kind.value] for kind in Kind}
