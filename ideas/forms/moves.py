"""What a move of an idea must bring."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ideas.actions import Said, is_measured, lacking
from ideas.forms.people import AREA, PersonWords, person_called
from ideas.forms.reviews import reason_of
from ideas.judging import ENOUGH
from ideas.models import Benefit, Idea
from ideas.queries import owes_talk, propose_panel, target_for
from ideas.states import MOVES, Need, ReasonKind, State
from network.core.text import clean_line
from network.core.warned import Sought, WarnedForm
from profiles.models import Person

PANEL_FIELDS = tuple(f"panel_{place}" for place in range(5))  # three are proposed, two more may be named
_LABELS: dict[State, dict[str, Any]] = {
    State.NEEDS_INFO: {"note": _("What do you need to know?")},
    State.OPEN: {"person": _("Who answers for it?")},
    State.APPROVED: {
        "person": _("Who carries it out?"),
        "until": _("In place by"),
        "kind": _("What is to get better?"),
    },
    State.PARKED: {"until": _("Taken up again on")},
    State.IMPLEMENTED: {"note": _("What was done?"), "until": _("In place since")},
    State.CONFIRMED: {"note": _("How do you know? Or: why can no effect be measured?")},
    State.IN_REVIEW: {"note": _("What is new?")},
}
_FIELDS: dict[Need, tuple[str, ...]] = {
    Need.REASON: ("reason_kind", "reason", "change_of_mind"),
    Need.DATE: ("until",),
    Need.DELIVERY: ("person", "until", "kind", "unit", "projected"),
    Need.OUTCOME: ("note", "until"),
    Need.EFFECT: ("kind", "unit", "actual", "note"),
    Need.NEWS: ("note",),
    Need.QUESTION: ("note",),
    Need.OWNER: ("person",),
    Need.INTO: ("into", "note"),
    Need.PANEL: PANEL_FIELDS,
    Need.TALK: ("talk",),
}


class MoveForm(WarnedForm):
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
    talk = forms.CharField(
        label=_("What came of talking about it?"),
        help_text=_("They see it differently. Who saw what the others did not? Only whoever decides reads this."),
        max_length=2_000, required=False, widget=forms.Textarea(AREA | {"rows": 3}),
    )  # fmt: skip
    person = PersonWords(_("Name of the colleague"))
    until = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    into = Sought(
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
    projected = forms.DecimalField(label=_("How much do you expect?"), required=False, max_digits=14, decimal_places=2)
    actual = forms.DecimalField(label=_("By how much?"), required=False, max_digits=14, decimal_places=2)
    note = forms.CharField(
        label=_("A word to go with it"), max_length=4_000, required=False, widget=forms.Textarea(AREA | {"rows": 4})
    )

    def __init__(self, by: Person, idea: Idea, to: State, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.by, self.idea, self.to = by, idea, to
        needs = MOVES[(State(idea.state), to)].needs
        self.needs = tuple(need for need in needs if need != Need.TALK or owes_talk(idea))
        self.proposed = propose_panel(idea) if Need.PANEL in self.needs else []
        self._offer_panel()
        wanted = [name for need in self.needs for name in _FIELDS[need]] or ["note"]
        if to == State.CONFIRMED and is_measured(idea):
            wanted = ["note"]
        for name in set(self.fields) - set(wanted):
            del self.fields[name]
        if to == State.APPROVED:
            self.fields["kind"].choices = [("", _("Not said yet")), *Benefit.Kind.choices]  # type: ignore[attr-defined]
        for name, label in _LABELS.get(to, {}).items():
            if name in self.fields and (to != State.IN_REVIEW or self.needs):
                self.fields[name].label = label

    @property
    def asks_panel(self) -> bool:
        """The move asks colleagues to judge the idea."""
        return Need.PANEL in self.needs

    def _offer_panel(self) -> None:
        """A field for each who may be asked, with those proposed already in them and why they are."""
        for place, name in enumerate(PANEL_FIELDS):
            one = self.proposed[place] if place < len(self.proposed) else None
            words = PersonWords(_("Judges it") if place < ENOUGH else _("One more"), reason_of(one) if one else "")
            self.fields[name] = words
            self.initial[name] = f"@{one.person.handle}" if one else ""

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
            panel=self._panel(given),
            talk=given.get("talk", ""),
        )
        for name, sentence in lacking(self.idea, self.to, self.said).items():
            if name not in self.errors:
                self.add_error(name, str(sentence))
        return given

    def _panel(self, given: dict[str, Any]) -> tuple[Person | None, ...]:
        names = [name for name in PANEL_FIELDS if name in self.fields]
        return tuple(person_called(self, name, given.get(name, "")) for name in names)

    def _benefits(self, given: dict[str, Any]) -> tuple[Benefit, ...]:
        kind, unit = given.get("kind", ""), clean_line(given.get("unit", ""))
        if not kind:
            return ()
        if not unit:
            self.add_error("unit", _("Write what it is counted in."))
        if "projected" in self.fields:
            return (Benefit(kind=kind, unit=unit, projected=given.get("projected")),)
        actual = given.get("actual")
        if not isinstance(actual, Decimal):
            self.add_error("actual", _("Write the measured number."))
        return (Benefit(kind=kind, unit=unit, actual=actual, method=clean_line(given.get("note", ""))[:300]),)
