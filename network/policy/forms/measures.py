"""Shape and limits of what is written about control measures."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line
from network.core.warned import WarnedForm
from network.policy.actions.measures import Evaluation, Terms
from network.policy.detectors.sentences import NAMES, RUNNING_LOG
from network.policy.models import ControlMeasure, MeasureEvaluation
from network.policy.states import LANGUAGES

TEXTS = ("name", "purpose", "ground", "consequences")


def _day(label: Any, help_text: Any = "", required: bool = False) -> forms.DateField:
    widget = forms.DateInput({"type": "date", "class": "input"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def _text(label: Any, length: int = 600) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea({"rows": 3, "class": "input"}))


class MeasureForm(forms.Form):
    """What it is for, on which ground, what it means for people, what it covers, and its days; in both languages."""

    name_nb = forms.CharField(label=_("Name (Norwegian)"), max_length=80)
    name_en = forms.CharField(label=_("Name (English)"), max_length=80)
    purpose_nb, purpose_en = _text(_("What it is for (Norwegian)")), _text(_("What it is for (English)"))
    ground_nb, ground_en = _text(_("Legal ground (Norwegian)")), _text(_("Legal ground (English)"))
    consequences_nb = _text(_("What it means for people (Norwegian)"), 1_000)
    consequences_en = _text(_("What it means for people (English)"), 1_000)
    covers = forms.MultipleChoiceField(
        label=_("What it covers"), choices=[*((str(kind), name) for kind, name in NAMES.items()), RUNNING_LOG],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    discussed_on = _day(_("Talked over on"), _("It does not work before that day."))
    discussed_with = forms.CharField(label=_("Talked over with"), max_length=200, required=False)
    next_evaluation_on = _day(_("Looked at next on"), _("It switches itself off after that day."))
    lasts_until = _day(_("Lasts until"), _("Empty: for as long as it is looked at in time."))
    section_slug = forms.SlugField(
        label=_("Section of the house rules"), max_length=40, required=False,
        help_text=_("The last part of the section's address, such as confidentiality."),
    )  # fmt: skip
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, measure: ControlMeasure | None = None, data: QueryDict | None = None) -> None:
        super().__init__(data, initial=_kept(measure) if measure else None)

    def clean(self) -> dict[str, Any]:
        """A talk is with somebody, and days come in their order."""
        given = super().clean() or self.cleaned_data
        talked, next_on = given.get("discussed_on"), given.get("next_evaluation_on")
        if talked and not clean_line(given.get("discussed_with", "")):
            self.add_error("discussed_with", _("Write with whom it was talked over."))
        if talked and talked > localdate():
            self.add_error("discussed_on", _("That day has not come yet."))
        if talked and not next_on:
            self.add_error("next_evaluation_on", _("Choose when it is looked at next."))
        return given

    def terms(self) -> Terms:
        """What was written, for the action."""
        given = self.cleaned_data
        texts: dict[str, Any] = {name: {code: given[f"{name}_{code}"] for code in LANGUAGES} for name in TEXTS}
        kept = ("discussed_on", "discussed_with", "next_evaluation_on", "lasts_until", "section_slug", "covers")
        return Terms(**texts, **{name: given[name] for name in kept})


class EvaluationForm(WarnedForm):
    """What came of looking at a measure together."""

    held_on = _day(_("Held on"), required=True)
    discussed_with = forms.CharField(label=_("Discussed with"), max_length=200)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=MeasureEvaluation.Outcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What was said"), max_length=4_000, widget=forms.Textarea({"rows": 4, "class": "input"})
    )
    next_on = _day(_("Looked at next on"), _("Leave it empty when the measure ends."))

    def clean(self) -> dict[str, Any]:
        """It was held already; what goes on has a day ahead."""
        given = super().clean() or self.cleaned_data
        if (held := given.get("held_on")) and held > localdate():
            self.add_error("held_on", _("That day has not come yet."))
        goes_on = given.get("outcome") not in (None, MeasureEvaluation.Outcome.ENDED)
        if (
            goes_on
            and "next_on" not in self.errors
            and (given.get("next_on") is None or given["next_on"] <= localdate())
        ):
            self.add_error("next_on", _("Choose a day ahead on which it is looked at next."))
        return given

    def evaluation(self) -> Evaluation:
        """What was written, for the action."""
        given = self.cleaned_data
        outcome = MeasureEvaluation.Outcome(given["outcome"])
        return Evaluation(given["held_on"], given["discussed_with"], outcome, given["note"], given["next_on"])


class OwnWordForm(forms.Form):
    """A word of the organisation's own, and why."""

    word = forms.CharField(
        label=_("Word"),
        max_length=80,
        help_text=_("As it stands: it is found as a whole word, large or small letters."),
    )
    why = forms.CharField(label=_("Why"), max_length=200)

    def clean_word(self) -> str:
        """More than blanks and marks: a lone sign would be found everywhere."""
        word = clean_line(self.cleaned_data["word"])
        if sum(letter.isalnum() for letter in word) < 3:
            raise forms.ValidationError(_("Write a word of at least three letters."))
        return word


def _kept(measure: ControlMeasure) -> dict[str, Any]:
    texts = {f"{name}_{code}": getattr(measure, name).get(code, "") for name in TEXTS for code in LANGUAGES}
    kept = ("discussed_on", "discussed_with", "next_evaluation_on", "lasts_until", "section_slug", "covers")
    return texts | {name: getattr(measure, name) for name in kept}
