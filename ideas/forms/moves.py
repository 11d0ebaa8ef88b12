"""What a move of an idea must bring."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ideas.actions import Said, lacking
from ideas.forms.people import AREA, PersonWords, person_called
from ideas.models import Benefit, Idea
from ideas.queries import target_for
from ideas.states import MOVES, Need, ReasonKind, State
from network.core.text import clean_line
from profiles.models import Person

_LABELS: dict[State, dict[str, Any]] = {
    State.NEEDS_INFO: {"note": _("What do you need to know?")},
    State.OPEN: {"person": _("Who answers for it?")},
    State.APPROVED: {"person": _("Who carries it out?"), "until": _("In place by")},
    State.PARKED: {"until": _("Taken up again on")},
    State.IMPLEMENTED: {"note": _("What was done?"), "until": _("In place since")},
    State.CONFIRMED: {"note": _("How do you know? Or: why can no effect be measured?")},
    State.IN_REVIEW: {"note": _("What is new?")},
}
_FIELDS: dict[Need, tuple[str, ...]] = {
    Need.REASON: ("reason_kind", "reason", "change_of_mind"),
    Need.DATE: ("until",),
    Need.DELIVERY: ("person", "until"),
    Need.OUTCOME: ("note", "until"),
    Need.EFFECT: ("kind", "unit", "actual", "note"),
    Need.NEWS: ("note",),
    Need.QUESTION: ("note",),
    Need.OWNER: ("person",),
    Need.INTO: ("into", "note"),
}


class MoveForm(forms.Form):
    """What a move of an idea must bring; only the fields that this move needs are there."""

    reason_kind = forms.ChoiceField(
        label=_("Kind of reason"), required=False, choices=[("", _("Choose …")), *ReasonKind.choices]
    )
    reason = forms.CharField(
        label=_("The reason, as the authors will read it"),
        help_text=_("At least 80 characters. Everybody who reads the idea sees it."),
        max_length=4_000, required=False, widget=forms.Textarea(AREA | {"rows": 5}),
    )  # fmt: skip
    change_of_mind = forms.CharField(
        label=_("What would change our mind?"), max_length=1_000, required=False,
        widget=forms.Textarea(AREA | {"rows": 2}),
    )  # fmt: skip
    person = PersonWords(_("Name of the colleague"))
    until = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    into = forms.CharField(
        label=_("Into which idea?"),
        help_text=_("Its number, or the address of its page."),
        max_length=200,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What got better?"),
        required=False,
        choices=[("", _("Nothing that can be measured")), *Benefit.Kind.choices],
    )
    unit = forms.CharField(
        label=_("Counted in"), help_text=_("For example: calls a month"), max_length=60, required=False
    )
    actual = forms.DecimalField(label=_("By how much?"), required=False, max_digits=14, decimal_places=2)
    note = forms.CharField(
        label=_("A word to go with it"), max_length=4_000, required=False, widget=forms.Textarea(AREA | {"rows": 4})
    )

    def __init__(self, by: Person, idea: Idea, to: State, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.by, self.idea, self.to = by, idea, to
        self.needs = MOVES[(State(idea.state), to)].needs
        wanted = [name for need in self.needs for name in _FIELDS[need]] or ["note"]
        for name in set(self.fields) - set(wanted):
            del self.fields[name]
        for name, label in _LABELS.get(to, {}).items():
            if name in self.fields and (to != State.IN_REVIEW or self.needs):
                self.fields[name].label = label

    def clean(self) -> dict[str, Any]:
        """Asks the same question as the action does, so that every fault stands beside its field."""
        given = super().clean() or self.cleaned_data
        self.said = Said(
            reason_kind=given.get("reason_kind", ""),
            reason=given.get("reason", ""),
            change_of_mind=given.get("change_of_mind", ""),
            note=given.get("note", ""),
            until=given.get("until"),
            person=person_called(self, "person", given.get("person", "")) if "person" in self.fields else None,
            into=target_for(self.by, given.get("into", "")) if "into" in self.fields else None,
            benefits=self._benefits(given),
        )
        for name, sentence in lacking(self.idea, self.to, self.said).items():
            if name not in self.errors:
                self.add_error(name, str(sentence))
        return given

    def _benefits(self, given: dict[str, Any]) -> tuple[Benefit, ...]:
        kind, actual = given.get("kind", ""), given.get("actual")
        if not kind:
            return ()
        if not isinstance(actual, Decimal):
            self.add_error("actual", _("Write the measured number."))
        if not clean_line(given.get("unit", "")):
            self.add_error("unit", _("Write what it is counted in."))
        method = clean_line(given.get("note", ""))[:300]
        return (Benefit(kind=kind, unit=clean_line(given.get("unit", "")), actual=actual, method=method),)
