"""What the author and whoever reported it write."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_text
from network.core.warned import WarnedForm


class _Words(WarnedForm):
    """One text that says something."""

    text: forms.CharField

    def clean_text(self) -> str:
        """Without control characters, and not empty."""
        text = clean_text(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text


class AppealForm(_Words):
    """Why another person should look at it."""

    text = forms.CharField(
        label=_("Why should somebody else look at it?"), max_length=2_000, widget=forms.Textarea({"rows": 6}),
        help_text=_("In your own words: what was misunderstood, or not taken into account. At most 2,000 characters."),
        error_messages={"required": _("Write why you want another person to look at it.")},
    )  # fmt: skip


class WordForm(_Words):
    """The author's word."""

    text = forms.CharField(
        label=_("Your word"), max_length=4_000, widget=forms.Textarea({"rows": 6}),
        help_text=_("What did you mean, and what should whoever decides know? At most 4,000 characters."),
        error_messages={"required": _("Write what you think of it.")},
    )  # fmt: skip
