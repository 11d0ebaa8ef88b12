"""The form of a report: what is wrong, in one's own words, and whom it is about."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.moderation.actions.reporting import NEEDS_WORDS, ReportWords
from network.moderation.reasons import Reason

LONGEST = 2_000  # characters
# A line under a reason, where it helps to choose.
EXPLAINED: Mapping[str, Promise] = {
    Reason.DANGER: _("If it is happening now, call first: 113 or 112."),
    Reason.IDENTITY: _("Also in a picture, in a file, or without a name when it is clear who it is."),
    Reason.SECRET: _("Trade secrets, passwords, or what we have promised to keep to ourselves."),
    Reason.HARASSMENT: _("Ridicule, threats, shutting somebody out. Once is enough when it is serious."),
    Reason.SEXUAL: _("Unwanted words, pictures or hints about body or sex."),
    Reason.HATE: _("Because of origin, faith, disability, gender, age or whom somebody loves."),
    Reason.PRIVACY: _("Somebody can be recognised, and was not asked."),
    Reason.RETALIATION: _("After a report, whistleblowing, or a question about working conditions."),
    Reason.UNLAWFUL: _("You need not know the law. Tell us what you have seen."),
    Reason.MISLEADING: _("If you disagree, an answer in the conversation is often better."),
    Reason.SPAM: _("Do not open links in it."),
    Reason.MISPLACED: _("A word to whoever wrote it often helps sooner."),
    Reason.OTHER: _("Then tell us in your own words below."),
}


class Lines(forms.CharField):
    """Several lines; a line break counts as one character, as it does where it is written."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        """With the line breaks that are stored."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class ReportForm(forms.Form):
    """One report, and the key that makes sending it twice harmless."""

    reason = forms.ChoiceField(
        label=_("What is wrong"), choices=Reason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong. If nothing fits, choose “Something else”.")},
    )  # fmt: skip
    is_about_me = forms.BooleanField(
        label=_("It is about me"), required=False,
        help_text=_("Those who look at it may then understand who you are. The author is still not told."),
    )  # fmt: skip
    text = Lines(
        label=_("In your own words"), required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 5}),
        help_text=_("What happened, and what would help? Only “Something else” needs words. Leave your name out."),
    )  # fmt: skip
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Something else says nothing without words."""
        given = super().clean() or self.cleaned_data
        if given.get("reason") == Reason.OTHER and not given.get("text") and "text" not in self.errors:
            self.add_error("text", str(NEEDS_WORDS))
        return given

    def words(self) -> ReportWords:
        """As the action takes it."""
        given = self.cleaned_data
        return ReportWords(given["reason"], given["text"], given["is_about_me"])
