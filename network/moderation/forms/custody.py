"""What is written to a custodian, and what a custodian answers."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network.core.text import clean_text
from network.core.warned import WarnedForm
from network.moderation.actions.custody import LEAST, MOST_DAYS, MOST_HOURS, SAY_MORE, Answer
from network.moderation.forms.desk import area
from network.moderation.models import CustodyRequest, Report

Kind, Outcome = CustodyRequest.Kind, CustodyRequest.Outcome
REF = r"^[2-9B-DF-HJ-NP-TV-XZ]{4}-[2-9B-DF-HJ-NP-TV-XZ]{4}$"
HELP = _("At least 80 characters. Whoever answers reads this and nothing else of the case: name nobody in it.")


class _Motivated(WarnedForm):
    """Why, in words enough for somebody who does not know the case."""

    motivation = area(_("Why it is needed"), 1_000, HELP, rows=4)

    def clean_motivation(self) -> str:
        """Long enough to be judged."""
        text = clean_text(self.cleaned_data["motivation"])
        if len(text) < LEAST:
            raise forms.ValidationError(str(SAY_MORE))
        return text


class NameForm(_Motivated):
    """Who made one report."""

    purpose = forms.ChoiceField(
        label=_("What the name is needed for"), choices=CustodyRequest.Purpose.choices, widget=forms.RadioSelect,
        help_text=_("Whoever reported is told this, and in which role you asked."),
    )  # fmt: skip
    field_order = ("purpose", "motivation")

    def __init__(self, report: Report, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix=f"name{report.pk}")


class HoldForm(_Motivated):
    """That a case is kept beyond its time, or no longer."""

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="hold")


def _hours(number: int) -> str:
    return ngettext("%(counter)s hour", "%(counter)s hours", number) % {"counter": number}


class LookForm(_Motivated):
    """An administrator asks to read one sealed case."""

    case_ref = forms.RegexField(
        REF, label=_("The reference of the case"), max_length=9,
        error_messages={"invalid": _("Eight letters and figures with a hyphen, as K7PM-2WXQ.")},
    )  # fmt: skip
    hours = forms.TypedChoiceField(label=_("For how long"), coerce=int)
    field_order = ("case_ref", "hours", "motivation")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["hours"].choices = [(n, _hours(n)) for n in range(1, MOST_HOURS + 1)]  # type: ignore[attr-defined]


class AnswerForm(WarnedForm):
    """Yes or no, and why; of a name also for how long, and whether whoever reported is told at once."""

    outcome = forms.ChoiceField(label=_("Your answer"), choices=Outcome.choices, widget=forms.RadioSelect)
    reply = area(_("Why"), 1_000, _("Whoever asked reads this. It is for good: there is one answer."))
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=MOST_DAYS, initial=3, required=False,
        help_text=_("1 to 14. The name closes by itself."),
    )  # fmt: skip
    wait = area(
        _("Why whoever reported is told only afterwards"), 600,
        _("Leave it empty, and they are told at once. They are told in any case when it ends."), required=False, rows=2,
    )  # fmt: skip

    def __init__(self, request: CustodyRequest, data: QueryDict | None = None) -> None:
        super().__init__(data)
        if request.kind != Kind.NAME:
            del self.fields["days"], self.fields["wait"]

    def clean(self) -> dict[str, Any]:
        """A name that is opened has an end."""
        given = super().clean() or self.cleaned_data
        is_open_ended = "days" in self.fields and "days" not in self.errors and not given.get("days")
        if given.get("outcome") == Outcome.GIVEN and is_open_ended:
            self.add_error("days", self.fields["days"].error_messages["required"])
        return given

    def answer(self) -> Answer:
        """For the action."""
        given = self.cleaned_data
        text = clean_text(given["reply"])
        return Answer(
            given["outcome"] == Outcome.GIVEN, text, given.get("days") or 0, clean_text(given.get("wait", ""))
        )


class ReviewForm(WarnedForm):
    """Why a case is kept still."""

    why = area(_("Why it is needed still"), 600, rows=2)

    def clean_why(self) -> str:
        """In good order."""
        return clean_text(self.cleaned_data["why"])
