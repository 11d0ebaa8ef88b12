"""What an administrator decides about sign-in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from profiles.actions.sign_in import Decided
from profiles.models import Person, SignInRules

ASKED = [
    (SignInRules.Asked.NOBODY, _("Nobody has to")),
    (SignInRules.Asked.ADMINISTRATORS, _("Administrators")),
    (SignInRules.Asked.EVERYBODY, _("Everybody")),
]


class SignInRulesForm(forms.Form):
    """Who must have a second step, and whether passwords count beside the organisation's own sign-in."""

    second_step = forms.ChoiceField(
        label=_("Who must have a second step"),
        choices=ASKED,
        widget=forms.RadioSelect,
        help_text=_("A passkey or a code from an app. Who comes by the organisation's own sign-in is asked there."),
    )
    only_sso = forms.BooleanField(
        label=_("Only the organisation's own sign-in counts"),
        required=False,
        help_text=_("Nobody gets in by password, passkey or reset, but for the account below."),
    )
    break_glass = forms.ModelChoiceField(
        label=_("Way in when that sign-in is away"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("An administrator with a password and a second step. All administrators are told of every use."),
    )
    makes_accounts = forms.BooleanField(
        label=_("Make an account for who comes by that sign-in and has none"),
        required=False,
        help_text=_("Otherwise people come in by an invitation or from a source, and others are told so."),
    )

    def __init__(self, data: Any, rules: SignInRules, candidates: "QuerySet[Person]") -> None:
        names = ("second_step", "only_sso", "break_glass", "makes_accounts")
        super().__init__(data, initial={name: getattr(rules, name) for name in names})
        self.fields["break_glass"].queryset = candidates  # type: ignore[attr-defined]

    def decided(self) -> Decided:
        """As one whole."""
        return Decided(**self.cleaned_data)
