"""Inviting people, and what they say when they come."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line
from profiles.actions.invitations import LASTS, LONGEST, MAX_AT_ONCE, Terms
from profiles.models import Department, Invitation, Person, Role
from profiles.terms import address_of


class InviteForm(forms.Form):
    """Addresses, and what all of them come to."""

    emails = forms.CharField(
        label=_("E-mail addresses"),
        max_length=60_000,
        help_text=_("One a line, or with commas between. Each gets a letter of their own."),
        widget=forms.Textarea({"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.order_by("name"),
        required=False,
        empty_label=_("Decided later"),
    )
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("Employee")), *Role.Kind.choices])
    language = forms.ChoiceField(label=_("Language of the letter"), choices=[("nb", "Norsk"), ("en", "English")])
    days = forms.IntegerField(label=_("Days until it expires"), min_value=1, max_value=LONGEST, initial=LASTS)

    def clean_emails(self) -> list[str]:
        """Each address once; a fault names the first that is none."""
        wanted = list(dict.fromkeys(filter(None, map(address_of, re.split(r"[\s,;]+", self.cleaned_data["emails"])))))
        if len(wanted) > MAX_AT_ONCE:
            raise forms.ValidationError(_("At most %(n)s addresses at a time.") % {"n": MAX_AT_ONCE})
        for email in wanted:
            try:
                validate_email(email)
            except forms.ValidationError:
                raise forms.ValidationError(_("This is not an address: %(text)s") % {"text": email[:80]}) from None
        return wanted

    def terms(self) -> Terms:
        """What the invited come to."""
        chosen = self.cleaned_data
        return Terms(chosen["department"], chosen["role"], chosen["language"], chosen["days"])


class AcceptForm(forms.Form):
    """A name, and a password unless a passkey is made instead; whatever else is sent counts for nothing."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        required=False,
        max_length=200,
        help_text=_("At least nine characters. A short sentence is easy to remember."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any, invitation: Invitation, *, needs_password: bool = True) -> None:
        super().__init__(data, initial={"name": invitation.name})
        self.invitation, self.needs_password = invitation, needs_password

    def clean_name(self) -> str:
        """One line with a letter in it."""
        name = clean_line(self.cleaned_data["name"])
        if not any(map(str.isalpha, name)):
            raise forms.ValidationError(_("Write your name."))
        return name

    def clean(self) -> dict[str, Any]:
        """The password may not be a common one, or the name or address again."""
        cleaned = super().clean() or {}
        if not self.needs_password:
            return cleaned
        if not cleaned.get("password"):
            self.add_error("password", _("Choose a password."))
            return cleaned
        try:
            validate_password(cleaned["password"], Person(name=cleaned.get("name", ""), email=self.invitation.email))
        except forms.ValidationError as fault:
            self.add_error("password", fault)
        return cleaned
