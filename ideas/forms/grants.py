"""Putting an idea forward, giving an award on the spot, and how a winner's name is told."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ideas.access import can_nominate, winners_of
from ideas.actions import NOT_OUTSIDE, WON_LATELY
from ideas.forms.people import AREA, PersonWords, person_called
from ideas.models import CITATION, AwardRound, Idea
from ideas.queries import (
    HallWish,
    categories_open,
    may_sign,
    needs_second_signature,
    spot_awards,
    target_for,
    won_lately,
)
from network.core.pages import cursor_from
from network.core.text import clean_text
from network.core.warned import Sought, WarnedForm
from profiles.models import Person

TOO_SHORT = _("Write at least 80 characters.")


def _key() -> forms.UUIDField:
    return forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)


def _reason(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=2_000, widget=forms.Textarea(AREA | {"rows": 5})
    )


class NominateForm(WarnedForm):
    """Which idea, in which category, and why."""

    category = forms.ChoiceField(label=_("For which award?"), widget=forms.RadioSelect)
    idea = Sought(label=_("Which idea?"), help_text=_("Its number, or the address of its page."), max_length=200)
    motivation = _reason(
        _("Why?"), _("What is good about it, and for whom? At least 80 characters. Everybody reads it.")
    )
    key = _key()

    def __init__(self, by: Person, shown: AwardRound, data: QueryDict | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.by = by
        self.categories = {str(category.pk): category for category in categories_open(shown)}
        self.fields["category"].choices = [(pk, c.award.name) for pk, c in self.categories.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Asks the same question as the action does, so that every fault stands beside its field."""
        given = super().clean() or self.cleaned_data
        category = self.categories.get(given.get("category", ""))
        self.chosen = target_for(self.by, given["idea"]) if given.get("idea") else None
        if given.get("idea") and self.chosen is None:
            self.add_error("idea", _("No idea that you can read has this number."))
        elif self.chosen is not None and category is not None and not can_nominate(self.by, self.chosen, category):
            sentence = _(
                "This idea cannot be put forward for this award: it is your own, nominated already or not of its kind."
            )
            self.add_error("idea", sentence)
        if given.get("motivation") and len(clean_text(given["motivation"])) < CITATION:
            self.add_error("motivation", TOO_SHORT)
        return given


class SpotForm(WarnedForm):
    """A manager's award on the spot; in the own line also who else signs."""

    award = forms.ChoiceField(label=_("Which award?"), widget=forms.RadioSelect)
    citation = _reason(
        _("What for?"), _("What did they do, and what came of it? At least 80 characters. Everybody reads it.")
    )
    cosigner = PersonWords(
        _("Who signs too?"),
        _("A manager outside the line. They get a letter, and the award counts once they have signed."),
    )
    key = _key()

    def __init__(self, by: Person, idea: Idea, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.by, self.idea = by, idea
        self.awards = {str(award.pk): award for award in spot_awards()}
        self.fields["award"].choices = [(pk, a.name) for pk, a in self.awards.items()]  # type: ignore[attr-defined]
        if len(self.awards) == 1:
            self.fields["award"].initial = next(iter(self.awards))
        self.needs_cosigner = needs_second_signature(by, idea)
        if not self.needs_cosigner:
            del self.fields["cosigner"]

    def clean(self) -> dict[str, Any]:
        """Asks the same question as the action does."""
        given = super().clean() or self.cleaned_data
        self.signs = person_called(self, "cosigner", given.get("cosigner", "")) if self.needs_cosigner else None
        if self.needs_cosigner and "cosigner" not in self.errors:
            if self.signs is None:
                self.add_error("cosigner", _("Choose a manager outside the line who signs too."))
            elif not may_sign(self.signs, self.by, self.idea):
                self.add_error("cosigner", str(NOT_OUTSIDE))
        award = self.awards.get(given.get("award", ""))
        if award is not None and won_lately(award, winners_of(self.idea)):
            self.add_error("award", str(WON_LATELY))
        if given.get("citation") and len(clean_text(given["citation"])) < CITATION:
            self.add_error("citation", TOO_SHORT)
        return given


class PublicityForm(WarnedForm):
    """Whether the name is told, how it is printed, and if the profile shows the award."""

    is_public = forms.TypedChoiceField(
        label=_("May your name be told?"),
        help_text=_("In the feed, in the hall of fame and on the certificate; also to whoever checks the paper."),
        choices=[("1", _("Yes, tell my name")), ("0", _("No, write “an employee”"))],
        coerce=lambda value: value == "1", widget=forms.RadioSelect,
    )  # fmt: skip
    name = forms.CharField(label=_("Your name as it is to be printed"), max_length=150)
    on_profile = forms.BooleanField(label=_("Show the award on my profile"), required=False)


class RevokeForm(WarnedForm):
    """Why it is not signed, or taken back."""

    reason = _reason(_("Why?"))


def hall_wish_from(query: QueryDict) -> HallWish:
    """What the address asks for; what makes no sense is left out."""
    award, year = cursor_from(query.get("award")) or 0, cursor_from(query.get("year")) or 0
    return HallWish(query.get("department", "")[:60], award, year if year < 10_000 else 0)
