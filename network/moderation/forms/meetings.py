"""A talk on the employer's side: the invitation, who comes, the record, and a party's own word."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_text
from network.core.warned import Sought, WarnedForm
from network.moderation.actions.meetings import BROUGHT, Invitation, Record
from network.moderation.forms.desk import area
from network.moderation.queries.employer import Talk
from network.policy.queries.channels import people_named
from profiles.models import Person


class CallForm(WarnedForm):
    """What it is for, when and where."""

    purpose = area(_("What the talk is for"), 1_000, _("Whom it is about reads this, and may prepare for it."))
    starts_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label=_("Where"), max_length=200)

    def words(self) -> Invitation:
        """For the action."""
        return Invitation(**self.cleaned_data)


class InviteForm(forms.Form):
    """A colleague, and in which part they come."""

    who = Sought(label=_("Who"), max_length=120, help_text=_("Name of a colleague, or @handle"))
    part = forms.ChoiceField(label=_("In which part"), choices=[(part, part.label) for part in BROUGHT])

    def clean(self) -> dict[str, Any]:
        """Finds the one colleague that is meant."""
        given = super().clean() or self.cleaned_data
        self.person: Person | None = None
        found = people_named(given["who"]) if given.get("who") else []
        if len(found) == 1:
            self.person = found[0]
        elif given.get("who"):
            self.add_error("who", _("No single colleague is called that. Write @ and the handle."))
        return given


class RecordForm(WarnedForm):
    """Both accounts, what is expected, what was agreed, and who came."""

    theirs = area(_("How the employee sees it"), 4_000, rows=5)
    employers = area(_("How the employer sees it"), 4_000, rows=5)
    expected = area(_("What is expected from now on"), 2_000)
    follow_up = area(_("What was agreed, and how it is followed up"), 2_000)

    def __init__(self, talk: Talk, data: QueryDict | None = None) -> None:
        super().__init__(data, initial=dict(talk.record))
        rows = [one.attendance for one in talk.people]
        self.fields["came"] = forms.MultipleChoiceField(
            label=_("Who came"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(str(row.person_id), f"{row.person.name}, {row.get_part_display()}") for row in rows],
            initial=[str(row.person_id) for row in rows if row.came],
        )  # fmt: skip

    def record(self) -> Record:
        """For the action."""
        given = self.cleaned_data
        return Record(*(clean_text(given[name]) for name in ("theirs", "employers", "expected", "follow_up")))

    def came(self) -> set[int]:
        """Who was there."""
        return {int(pk) for pk in self.cleaned_data["came"]}


class CommentForm(WarnedForm):
    """A party's own word to the record."""

    text = area(_("Your word to the record"), 2_000, _("It stands beside the record, under your name."))
