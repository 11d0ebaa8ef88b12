"""How one wants each kind of news."""

from collections.abc import Mapping
from typing import Any

from django import forms

from network.notifications.models import Kind, Preference


class PreferencesForm(forms.Form):
    """One choice of channel for each kind; filled with those of now."""

    def __init__(self, now: Mapping[Kind, str], data: Any = None) -> None:
        super().__init__(data, initial={kind.value: channel for kind, channel in now.items()})
        self.kinds = list(now)
        for kind in self.kinds:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=Preference.Channel.choices, widget=forms.RadioSelect
            )

    def channels(self) -> dict[Kind, str]:
        """What was chosen."""
        return {kind: self.cleaned_data[kind.value] for kind in self.kinds}
