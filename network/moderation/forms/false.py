"""What is said of a report that was made against better knowledge, and against saying so."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_text
from network.core.warned import WarnedForm
from network.moderation.forms.desk import area


class _Words(WarnedForm):
    """One text that says something."""

    def clean_text(self) -> str:
        """In good order, and not empty."""
        text = clean_text(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text


class FalseForm(_Words):
    """What shows that they knew better."""

    text = area(
        _("What shows that whoever reported it knew better?"), 1_000,
        _("They read this. Write nothing from which others may guess who they are. To be mistaken is not enough."),
    )  # fmt: skip


class FalseAppealForm(_Words):
    """Why it was not so."""

    text = area(
        _("Why is it not so?"), 2_000, _("Somebody who has not taken part reads it, and is not told who you are.")
    )


class FalseVerdictForm(_Words):
    """What comes of it."""

    stands = forms.ChoiceField(
        label=_("What comes of it"), widget=forms.RadioSelect,
        choices=[("no", _("The report was made in good faith: it is taken back")), ("yes", _("It stands"))],
    )  # fmt: skip
    text = area(_("Why"), 2_000, _("Whoever appealed reads this."))
