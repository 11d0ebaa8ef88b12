"""What jurors write and what is written about them: seats, conflicts, ballots, winners and words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ideas.actions import Choice
from ideas.forms.awards import area
from ideas.forms.people import PersonWords, person_called
from ideas.models import AwardRound, Conflict, Criterion, JuryMember
from ideas.models.grants import CITATION
from ideas.queries import Line
from network.core.text import clean_text
from network.core.warned import WarnedForm
from profiles.models import Person


class SeatForm(forms.Form):
    """A colleague and their part in the jury."""

    person = PersonWords(_("Name of the colleague"))
    role = forms.ChoiceField(
        label=_("Part in the jury"), choices=JuryMember.Role.choices, initial=JuryMember.Role.JUROR
    )

    def chosen(self) -> Person | None:
        """The colleague, once the form is valid; else the field says why not."""
        if not self.is_valid():
            return None
        found = person_called(self, "person", self.cleaned_data["person"])
        if found is None and not self.errors:
            self.add_error("person", _("Write the name of a colleague."))
        return found


class ConflictForm(WarnedForm):
    """Why a juror does not judge an idea: about oneself, or about another."""

    member = forms.ChoiceField(label=_("Who does not judge it?"), choices=())
    kind = forms.ChoiceField(label=_("Why not?"), choices=Conflict.Kind.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In your words"), max_length=500, required=False, widget=area(3),
        help_text=_("The jury and those who run the round read it. About another juror it must be said."),
    )  # fmt: skip

    def __init__(self, person: Person, seats: Sequence[JuryMember], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.seats = {str(seat.pk): seat for seat in seats}
        own = [(key, _("I")) for key, seat in self.seats.items() if seat.person_id == person.pk]
        others = [(key, seat.person.name) for key, seat in self.seats.items() if seat.person_id != person.pk]
        self.fields["member"].choices = [*own, *others]  # type: ignore[attr-defined]

    @property
    def seat(self) -> JuryMember:
        """Whose conflict it is."""
        return self.seats[self.cleaned_data["member"]]


class ReasonForm(WarnedForm):
    """Why something is refused, taken back or cancelled."""

    reason = forms.CharField(label=_("Why?"), max_length=1_000, required=False, widget=area(4))

    def __init__(self, data: QueryDict | None = None, *, label: Any = None, help_text: Any = "") -> None:
        super().__init__(data)
        self.fields["reason"].label = label or self.fields["reason"].label
        self.fields["reason"].help_text = help_text

    def clean(self) -> dict[str, Any]:
        """More than blanks."""
        given = super().clean() or self.cleaned_data
        if not clean_text(given.get("reason", "")):
            self.add_error("reason", _("Write something here."))
        return given


class BallotForm(WarnedForm):
    """A score for each criterion of the rubric, and a word to the jury."""

    comment = forms.CharField(
        label=_("For the jury's talk"), max_length=2_000, required=False, widget=area(4),
        help_text=_("The other jurors read it once the jury talks it over."),
    )  # fmt: skip

    def __init__(self, criteria: Sequence[Criterion], data: QueryDict | None = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.criteria = criteria
        for criterion in criteria:
            steps = [(number, anchor) for number, anchor in enumerate(criterion.shown_anchors, 1)]
            empty = [("", _("I cannot judge this"))] if criterion.may_skip else []
            self.fields[f"c{criterion.pk}"] = forms.TypedChoiceField(
                label=criterion.shown_name, choices=[*steps, *empty], coerce=int, empty_value=None, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip

    @property
    def questions(self) -> list[tuple[Criterion, forms.BoundField]]:
        """Each criterion with its field."""
        return [(criterion, self[f"c{criterion.pk}"]) for criterion in self.criteria]

    @property
    def scores(self) -> dict[int, int]:
        """What was given, by criterion."""
        given = {criterion.pk: self.cleaned_data.get(f"c{criterion.pk}") for criterion in self.criteria}
        return {pk: value for pk, value in given.items() if value is not None}

    def is_complete(self) -> bool:
        """Each criterion that may not be skipped has a score; else its field says so."""
        for criterion in self.criteria:
            if not criterion.may_skip and criterion.pk not in self.scores:
                self.add_error(f"c{criterion.pk}", _("Give a score before you cast the ballot."))
        return not self.errors


class WinnerForm(WarnedForm):
    """The citation of a winner, and the notes that the rules ask for."""

    citation = forms.CharField(
        label=_("Citation, read aloud and printed"), max_length=2_000, required=False, widget=area(5),
        help_text=_("At least 80 characters before the round is decided. Say what it meant to somebody."),
    )  # fmt: skip
    departure = forms.CharField(
        label=_("Why the jury departs from the ranking"), max_length=1_000, required=False, widget=area(3)
    )
    repeat = forms.CharField(
        label=_("Why somebody gets this award again within a year"), max_length=1_000, required=False, widget=area(3)
    )

    def __init__(self, line: Line, *, expected: bool, again: bool, data: QueryDict | None = None) -> None:
        kept = getattr(line.nomination, "winner", None)
        names = ("citation", "departure", "repeat")
        super().__init__(data, initial={name: getattr(kept, name) for name in names} if kept else None)
        if expected:
            del self.fields["departure"]
        if not again:
            del self.fields["repeat"]

    def choice(self) -> Choice:
        """What was written, for the action."""
        return Choice(**{name: self.cleaned_data.get(name, "") for name in ("citation", "departure", "repeat")})

    @property
    def missing(self) -> int:
        """How many characters the citation still needs."""
        return max(0, CITATION - len(clean_text(self["citation"].value() or "")))


class WordsForm(WarnedForm):
    """The jury's words to everybody nominated, and to the authors of each idea."""

    thanks = forms.CharField(
        label=_("To everybody nominated"), max_length=2_000, required=False, widget=area(5),
        help_text=_("Told when the winners are, to everybody."),
    )  # fmt: skip

    def __init__(self, round: AwardRound, lines: Sequence[Line], data: QueryDict | None = None) -> None:
        said = {f"to-{line.nomination.pk}": line.nomination.to_authors for line in lines}
        super().__init__(data, initial={"thanks": round.thanks, **said})
        for line in lines:
            label = _("To the authors of “%(title)s”") % {"title": line.idea.title}
            self.fields[f"to-{line.nomination.pk}"] = forms.CharField(
                label=label, max_length=1_000, required=False, widget=area(2)
            )

    @property
    def to_each(self) -> dict[int, str]:
        """What was written to the authors, by nomination."""
        return {int(name[3:]): text for name, text in self.cleaned_data.items() if name.startswith("to-")}
