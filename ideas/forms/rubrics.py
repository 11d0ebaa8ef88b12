"""What ideas are judged by: a name and up to eight criteria."""

from typing import Any
from uuid import uuid4

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ideas.actions import Question, rubric_faults
from ideas.actions.rubrics import MOST
from ideas.models import Criterion, Rubric
from ideas.models.rubrics import HIGHEST, LOWEST
from network.core.text import clean_line
from network.core.warned import WarnedForm, holds_text

STEPS = range(LOWEST, HIGHEST + 1)


class CriterionForm(forms.Form):
    """One question to whoever judges. Left without a name it is no criterion."""

    name = forms.CharField(label=_("Criterion"), max_length=60, required=False)
    help = forms.CharField(label=_("What is asked?"), max_length=200, required=False)
    weight = forms.IntegerField(label=_("Weight in percent"), required=False, min_value=0, max_value=100)
    may_skip = forms.BooleanField(label=_("“I cannot judge this” is an answer"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in STEPS:
            label = gettext("%(step)s means") % {"step": step}
            self.fields[f"anchor_{step}"] = forms.CharField(label=label, max_length=120, required=False)
        self.order_fields(["name", "help", "weight", *(f"anchor_{step}" for step in STEPS), "may_skip"])

    @property
    def is_written(self) -> bool:
        """Something stands in one of its fields."""
        return any(clean_line(str(self[name].value() or "")) for name in self.fields if name != "may_skip")

    def question(self) -> Question:
        """As it was written."""
        given = self.cleaned_data
        return Question(
            clean_line(given.get("name", "")),
            clean_line(given.get("help", "")),
            given.get("weight") or 0,
            [clean_line(given.get(f"anchor_{step}", "")) for step in STEPS],
            given.get("may_skip", False),
        )


_Criteria = formset_factory(CriterionForm, extra=0, min_num=MOST, max_num=MOST, absolute_max=MOST)


class RubricForm(WarnedForm):
    """The name; its criteria are in `criteria`."""

    name = forms.CharField(label=_("Name"), max_length=80)
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, rubric: Rubric | None = None, criteria: list[Criterion] | None = None) -> None:
        name = {"name": "" if rubric is None or rubric.is_house else rubric.name}
        super().__init__(data, initial=name)
        first = [_as_written(criterion) for criterion in criteria or []]
        self.criteria = _Criteria(data, initial=first, prefix="c")

    def clean(self) -> dict[str, Any]:
        """Asks the same question as the action does, and puts each fault beside its field."""
        given = super().clean() or self.cleaned_data
        texts = (bound for form in self.criteria for bound in form if holds_text(bound.field))
        self.beside({bound.html_name: str(bound.data or "") for bound in texts}, _("Criterion"))
        if not self.criteria.is_valid():
            self.add_error(None, gettext("Some criteria are not written in full yet."))
            return given
        written = [form for form in self.criteria if form.is_written]
        self.questions = [form.question() for form in written]
        for name, sentence in rubric_faults(self.questions).items():
            place, _dash, field = name.partition("-")
            if place:
                written[int(place)].add_error(field, str(sentence))
            else:
                self.add_error(None, str(sentence))
        if any(form.errors for form in written) and not self.errors:
            self.add_error(None, gettext("Some criteria are not written in full yet."))
        return given


def _as_written(criterion: Criterion) -> dict[str, Any]:
    anchors = {f"anchor_{step}": text for step, text in zip(STEPS, criterion.shown_anchors, strict=False)}
    kept = {"name": criterion.shown_name, "help": criterion.shown_help}
    return kept | {"weight": criterion.weight, "may_skip": criterion.may_skip} | anchors
