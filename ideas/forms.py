"""Shape and limits of what is written about ideas."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.actions import Proposal, Said, lacking
from ideas.models import Benefit, Campaign, Idea
from ideas.queries import Narrowing, Order, people_called, target_for
from ideas.states import MOVES, Need, ReasonKind, State
from network.core.text import clean_line, clean_text
from profiles.models import Person

SHORTEST_TITLE = 10  # characters
EMPTY = _("Write something here.")
_AREA = {"class": "textarea"}


class ProposalForm(forms.Form):
    """The page on which an idea is written."""

    title = forms.CharField(
        label=pgettext_lazy("idea", "Title"),
        max_length=120,
        error_messages={"required": _("Give the idea a title.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    problem = forms.CharField(
        label=_("What is the problem?"),
        help_text=_("Who meets it, and how often?"),
        max_length=4_000,
        error_messages={"required": EMPTY},
        widget=forms.Textarea(_AREA | {"rows": 4}),
    )
    proposal = forms.CharField(
        label=_("What do you propose?"),
        help_text=_("It need not be finished. Say what should be different."),
        max_length=8_000,
        error_messages={"required": EMPTY},
        widget=forms.Textarea(_AREA | {"rows": 5}),
    )
    benefit = forms.CharField(
        label=_("What will be better?"),
        help_text=_("How will we notice that it works?"),
        max_length=4_000,
        error_messages={"required": EMPTY},
        widget=forms.Textarea(_AREA | {"rows": 3}),
    )
    origin = forms.ChoiceField(
        label=_("Where does it come from?"),
        choices=Idea.Origin.choices,
        initial=Idea.Origin.EMPLOYEE,
        required=False,
        widget=forms.RadioSelect,
    )
    heard_from = forms.CharField(
        label=_("Organisation or channel"),
        help_text=_("Only if it comes from outside. Never write the name of a customer who is a person."),
        max_length=120,
        required=False,
    )

    def clean_title(self) -> str:
        """A title that says something."""
        title = clean_line(self.cleaned_data["title"])
        if len(title) < SHORTEST_TITLE:
            raise forms.ValidationError(_("Write a title of at least 10 characters, so that others understand it."))
        return title

    def clean(self) -> dict[str, Any]:
        """More than blanks in each field."""
        given = super().clean() or self.cleaned_data
        for name in ("problem", "proposal", "benefit"):
            if name in given and not clean_text(given[name]):
                self.add_error(name, EMPTY)
        return given

    def words(self) -> Proposal:
        """What was written, for the action."""
        given = {name: self.cleaned_data[name] for name in ("title", "problem", "proposal", "benefit", "heard_from")}
        return Proposal(**given, origin=self.cleaned_data["origin"] or Idea.Origin.EMPLOYEE)


class NewForm(ProposalForm):
    """A new idea: also where it is sent, the draft it goes on with, and the key that makes sending twice harmless."""

    campaign = forms.ChoiceField(label=_("Where do you send it?"), required=False, choices=())
    draft = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    field_order = ("campaign", "title", "problem", "proposal", "benefit", "origin", "heard_from")

    def __init__(self, campaigns: Sequence[Campaign], data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.campaigns = {campaign.slug: campaign for campaign in campaigns}
        self.fields["campaign"].choices = [(slug, c.name) for slug, c in self.campaigns.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Campaign | None:
        """The campaign chosen now, the first one when none is; also while the rest of the form is faulty."""
        return self.campaigns.get(self["campaign"].value() or "") or next(iter(self.campaigns.values()), None)

    def unfinished(self) -> Proposal:
        """What is written so far, whole or not, cut to what fits."""
        longest = {"title": 120, "problem": 4_000, "proposal": 8_000, "benefit": 4_000, "heard_from": 120}
        given = {name: str(self[name].value() or "")[:limit] for name, limit in longest.items()}
        origin = self["origin"].value()
        return Proposal(**given, origin=origin if origin in Idea.Origin.values else Idea.Origin.EMPLOYEE)


class PersonWords(forms.CharField):
    """A colleague by name or handle; `person_called` finds them."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        widget = forms.TextInput({"autocomplete": "off", "list": "colleagues"})
        super().__init__(label=label, help_text=help_text, max_length=120, required=False, widget=widget)


def person_called(form: forms.Form, name: str, words: str) -> Person | None:
    """The one colleague that the words mean; otherwise None, and the field says why."""
    words = clean_line(words)
    if not words:
        return None
    found = people_called(words)
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{person.name} (@{person.handle})" for person in found)
        form.add_error(name, _("Several may be meant: %(names)s. Write the one you mean with @.") % {"names": names})
    else:
        form.add_error(name, _("No colleague is called that."))
    return None


class PersonForm(forms.Form):
    """One colleague."""

    person = PersonWords(_("Name of the colleague"))

    def chosen(self) -> Person | None:
        """The colleague, once the form is valid; else the field says why not."""
        if not self.is_valid():
            return None
        if not clean_line(self.cleaned_data["person"]):
            self.add_error("person", _("Write the name of a colleague."))
        return person_called(self, "person", self.cleaned_data["person"])


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
        max_length=4_000, required=False, widget=forms.Textarea(_AREA | {"rows": 5}),
    )  # fmt: skip
    change_of_mind = forms.CharField(
        label=_("What would change our mind?"), max_length=1_000, required=False,
        widget=forms.Textarea(_AREA | {"rows": 2}),
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
        label=_("A word to go with it"), max_length=4_000, required=False, widget=forms.Textarea(_AREA | {"rows": 4})
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


def narrowing_from(asked: QueryDict, columns: Sequence[str]) -> Narrowing:
    """What the address asks for; what it says that is unknown is left out."""
    order = asked.get("order", "")
    return Narrowing(
        column=column if (column := asked.get("state", "")) in columns else "",
        department=asked.get("department", "")[:60],
        campaign=asked.get("campaign", "")[:60],
        origin="customers" in asked,
        mine="mine" in asked,
        late="late" in asked,
        few_readers="readers" in asked,
        order=Order(order) if order in list(Order) else Order.RECOMMENDED,
    )
