"""What an administrator asks for and writes about accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.actions.handles import is_free_for
from profiles.models import Person


class AccountsForm(forms.Form):
    """Whose accounts are listed; what makes no sense counts as not asked."""

    q = forms.CharField(required=False, max_length=100)
    who = forms.ChoiceField(choices=[("", ""), ("former", "")], required=False)
    after = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def asked(self) -> tuple[str, str, int | None]:
        """Words, whether of those who left, and after which account."""
        self.is_valid()
        found = self.cleaned_data
        return found.get("q") or "", found.get("who") or "", found.get("after")


class HandleForm(forms.Form):
    """Another handle."""

    handle = forms.CharField(label=_("Handle"), max_length=41, widget=forms.TextInput({"autocapitalize": "none"}))

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data, initial={"handle": person.handle})
        self.person = person

    def clean_handle(self) -> str:
        """One that can be a handle, and that nobody else has or had."""
        handle: str = self.cleaned_data["handle"].strip().removeprefix("@").lower()
        Person._meta.get_field("handle").run_validators(handle)
        if not is_free_for(self.person, handle):
            raise forms.ValidationError(_("Somebody else has this handle, or had it."))
        return handle


class EraseForm(forms.Form):
    """Agreeing to what cannot be undone, by writing the handle."""

    handle = forms.CharField(label=_("Write the handle to confirm"), max_length=41)

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data)
        self.person = person

    def clean_handle(self) -> str:
        """The handle of the person whom the page is about."""
        handle: str = self.cleaned_data["handle"].strip().removeprefix("@").lower()
        if handle != self.person.handle:
            raise forms.ValidationError(_("This is not the handle of this person."))
        return handle
