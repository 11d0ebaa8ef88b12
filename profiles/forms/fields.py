"""What an administrator decides about the fields of profiles."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.warned import WarnedForm
from profiles.actions import Decision
from profiles.queries import Field


class FieldsForm(forms.Form):
    """A box for each switch that may be decided, named <key>:<switch>."""

    def __init__(self, data: Any, fields: Sequence[Field]) -> None:
        super().__init__(data)
        self.decided = fields
        for field in fields:
            for switch in field.may_decide:
                self.fields[f"{field.key}:{switch}"] = forms.BooleanField(required=False)

    def decisions(self) -> dict[str, Decision]:
        """What was ticked, by key; a field that is left out asks for nothing and narrows nothing."""
        return {field.key: self._decision(field) for field in self.decided}

    def _decision(self, field: Field) -> Decision:
        ticked = {name: self.cleaned_data[f"{field.key}:{name}"] for name in field.may_decide}
        if not ticked.get("is_shown", True):
            return Decision(is_shown=False)
        return Decision(**ticked)


class NewFieldForm(WarnedForm):
    """The names of a field of the organisation's own."""

    name_nb = forms.CharField(label=_("Name in Norwegian"), max_length=60)
    name_en = forms.CharField(label=_("Name in English"), max_length=60, required=False)
