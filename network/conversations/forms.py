"""Shape and limits of what is sent to a conversation."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.warned import WarnedForm


class CommentForm(WarnedForm):
    """An answer: its text, the comment it replies to (if any) and the client's key."""

    text = forms.CharField(
        label=_("Your reply"),
        max_length=10_000,
        strip=True,
        error_messages={
            "required": _("Write something before you send it."),
            "max_length": _("A reply can be at most 10,000 characters. Shorten it, or make it a post."),
        },
        widget=forms.Textarea(
            attrs={"rows": 2, "placeholder": _("Write a reply"), "data-mention": "", "autocomplete": "off"}
        ),
    )
    parent = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The composer may be open above the same page: its ids begin otherwise.
        super().__init__(*args, **{"auto_id": "reply_%s", **kwargs})


class EditCommentForm(WarnedForm):
    """The text of one's own comment."""

    text = forms.CharField(
        label=_("Your reply"),
        max_length=10_000,
        error_messages={
            "required": _("Write something before you save it."),
            "max_length": _("A reply can be at most 10,000 characters. Shorten it, or make it a post."),
        },
        widget=forms.Textarea(attrs={"rows": 5, "data-mention": ""}),
    )


class SwitchForm(forms.Form):
    """A switch that is turned on or off."""

    on = forms.TypedChoiceField(choices=[("1", "on"), ("0", "off")], coerce=lambda given: given == "1")
