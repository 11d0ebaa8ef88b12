"""How the work goes, what is expected of it, what it gave, and what is left of it a year later."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.actions import Measured, Report
from ideas.forms.people import AREA
from ideas.models import Benefit, Delivery, YearNote
from network.core.text import clean_line
from network.core.warned import WarnedForm

WHY = _("Say in a few words why it is not on track.")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class ReportForm(WarnedForm):
    """How it goes now."""

    health = forms.ChoiceField(label=_("How does it go?"), choices=Delivery.Health.choices, widget=forms.RadioSelect)
    health_note = forms.CharField(
        label=_("Why, if it is not on track?"), max_length=300, required=False,
        widget=forms.Textarea(AREA | {"rows": 2}),
    )  # fmt: skip
    ticket_url = forms.CharField(
        label=_("Where the work is followed"), help_text=_("An address that begins with https://, if there is one."),
        max_length=300, required=False,
        validators=[URLValidator(["https"], message=_("Write an address that begins with https://."))],
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What is not on track says why."""
        given = super().clean() or self.cleaned_data
        if given.get("health") != Delivery.Health.ON_TRACK and not clean_line(given.get("health_note", "")):
            self.add_error("health_note", WHY)
        return given

    def report(self) -> Report:
        """What was written, for the action."""
        given = self.cleaned_data
        return Report(given["health"], given["health_note"], given["ticket_url"])


class TargetForm(WarnedForm):
    """Another day, and why."""

    target_on = _day(_("In place by"))
    reason = forms.CharField(
        label=_("Why does the day change?"), help_text=_("Everybody who reads the idea sees it."), max_length=1_000,
        widget=forms.Textarea(AREA | {"rows": 2}),
    )  # fmt: skip


class StepForm(WarnedForm):
    """One step on the way."""

    title = forms.CharField(label=_("Step"), max_length=120)
    due_on = _day(pgettext_lazy("step", "By"))
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)


class ExpectForm(WarnedForm):
    """One effect that is expected."""

    kind = forms.ChoiceField(label=_("What gets better?"), choices=Benefit.Kind.choices)
    unit = forms.CharField(label=_("Counted in"), help_text=_("For example: calls a month"), max_length=60)
    projected = forms.DecimalField(label=_("How much do you expect?"), max_digits=14, decimal_places=2, required=False)
    benefit_key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def benefit(self) -> Benefit:
        """The row as it will be written."""
        given = self.cleaned_data
        return Benefit(kind=given["kind"], unit=given["unit"], projected=given["projected"])


class MeasureForm(WarnedForm):
    """A number and a method for each effect, or why nothing can be measured."""

    unmeasurable = forms.CharField(
        label=_("Or: why can no effect be measured?"), max_length=1_000, required=False,
        widget=forms.Textarea(AREA | {"rows": 3}),
    )  # fmt: skip

    def __init__(self, benefits: Sequence[Benefit], data: QueryDict | None = None, *, reason: str = "") -> None:
        super().__init__(data, initial={"unmeasurable": reason})
        self.benefits = benefits
        for benefit in benefits:
            hoped = "" if benefit.projected is None else f"{benefit.projected.normalize():f}"
            self.fields[f"actual_{benefit.pk}"] = forms.DecimalField(
                label=benefit.unit, required=False, max_digits=14, decimal_places=2, initial=benefit.actual,
                help_text=_("Expected: %(number)s") % {"number": hoped} if hoped else "",
            )  # fmt: skip
            self.fields[f"method_{benefit.pk}"] = forms.CharField(
                label=_("How was it measured?"), required=False, max_length=300, initial=benefit.method
            )
        self.order_fields([name for name in self.fields if name != "unmeasurable"])

    def clean(self) -> dict[str, Any]:
        """A number needs its method; one of the two must be there."""
        given = super().clean() or self.cleaned_data
        self.measured = [one for benefit in self.benefits if (one := self._one(benefit, given))]
        if not self.errors and not self.measured and not clean_line(given.get("unmeasurable", "")):
            self.add_error("unmeasurable", _("Enter a measured effect, or write why none can be measured."))
        return given

    def _one(self, benefit: Benefit, given: dict[str, Any]) -> Measured | None:
        actual = given.get(f"actual_{benefit.pk}")
        method = clean_line(given.get(f"method_{benefit.pk}") or "")
        if not isinstance(actual, Decimal):
            return None
        if not method:
            self.add_error(f"method_{benefit.pk}", _("Write how it was measured."))
        return Measured(benefit, actual, method)


class YearForm(WarnedForm):
    """What is left of it."""

    answer = forms.ChoiceField(
        label=_("Is it still in use?"), choices=YearNote.Answer.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In a sentence or two"), max_length=1_000, widget=forms.Textarea(AREA | {"rows": 3})
    )
