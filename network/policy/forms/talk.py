"""Forms of those who are asked: remarks and sign-offs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.warned import Sought, WarnedForm
from network.policy.actions.consulting import Said
from network.policy.models import SignOff


class RemarkForm(WarnedForm):
    """A comment, or a proposal for other words."""

    part = forms.ChoiceField(label=_("About which section?"))
    quote = Sought(
        label=_("About which words?"), required=False, max_length=2_000, widget=forms.Textarea({"rows": 2}),
        help_text=_("Copy them from the text. Empty: about the section as a whole."),
    )  # fmt: skip
    before = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput, strip=False)
    after = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput, strip=False)
    text = forms.CharField(label=_("What do you think?"), max_length=4_000, widget=forms.Textarea({"rows": 4}))
    is_proposal = forms.BooleanField(label=_("I propose other words"), required=False)
    replacement = forms.CharField(
        label=_("The words you propose"), required=False, max_length=4_000, widget=forms.Textarea({"rows": 2}),
        help_text=_("They would stand in place of those above. Empty: leave those out."),
    )  # fmt: skip

    def __init__(self, sections: list[tuple[str, str]], *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["part"].choices = sections  # type: ignore[attr-defined]

    def said(self) -> Said:
        """As the action takes it."""
        given = self.cleaned_data
        around = {"prefix": given["before"], "suffix": given["after"]}
        return Said(**{name: given[name] for name in ("text", "quote", "is_proposal", "replacement")}, **around)


class ReplyForm(WarnedForm):
    """One answer under a remark."""

    text = forms.CharField(label=_("Your answer"), max_length=4_000, widget=forms.Textarea({"rows": 2}))


class SignOffForm(WarnedForm):
    """What a representative says of exactly this text."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    mandate = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What do you say?"), choices=SignOff.Outcome.choices[:3], widget=forms.RadioSelect
    )
    remarks = forms.CharField(
        label=_("Remarks, or the protocol of your disagreement"), required=False, max_length=8_000,
        widget=forms.Textarea({"rows": 6}), help_text=_("Everybody who reads the rules reads it."),
    )  # fmt: skip
