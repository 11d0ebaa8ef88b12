"""What the heavy steps of the ladder ask for beside the reasons: days, words to be taken out; lifting a limit."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_text
from network.core.warned import Sought, WarnedForm
from network.moderation.actions.grounds import DAYS, MOST_DAYS, NO_LAW
from network.moderation.actions.redacting import NO_WORDS
from network.moderation.forms.desk import area
from network.moderation.queries.ladder import Offer, Span
from network.moderation.states import PERSONAL, Level, Secret

ROWS = (1, 2, 3)  # of words that are written by hand


def _words(number: int) -> forms.CharField:
    label = _("The exact words to take out") if number == 1 else _("More words to take out")
    return Sought(label=label, max_length=200, required=False, widget=forms.TextInput({"autocomplete": "off"}))


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("What kind it is"), choices=Secret.choices, required=False)


class LadderForm(WarnedForm):
    """The part of a decision that only some steps need."""

    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=MOST_DAYS, required=False, initial=1,
        help_text=_("Up to 3 days you decide alone. From 4 days on a second person must agree. At most 14."),
        error_messages={"min_value": DAYS, "max_value": DAYS, "invalid": DAYS},
    )  # fmt: skip
    hides = forms.BooleanField(label=_("Hide the text as well"), required=False)
    found = forms.MultipleChoiceField(
        label=_("Found in the text"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Digits are covered here. Open what was reported to read it."),
    )  # fmt: skip
    words_1, words_2, words_3 = _words(1), _words(2), _words(3)
    kind_1, kind_2, kind_3 = _kind(), _kind(), _kind()
    offer = Offer()

    def offering(self, offer: Offer) -> None:
        """Makes these the steps and the numbers to choose from."""
        self.offer = offer
        self.fields["found"].choices = [  # type: ignore[attr-defined]
            (spot.key, f"{spot.shown} ({spot.kind.label})") for spot in offer.spots
        ]

    def rows(self) -> Iterator[tuple[Any, Any]]:
        """Words with their kind."""
        return ((self[f"words_{number}"], self[f"kind_{number}"]) for number in ROWS)

    def spans(self) -> tuple[Span, ...]:
        """What is marked, and what is written by hand."""
        given = self.cleaned_data
        marked = [Span(spot.kind, spot.words) for spot in self.offer.spots if spot.key in given.get("found", ())]
        written = [
            Span(Secret(given.get(f"kind_{n}") or Secret.OTHER), clean_text(given[f"words_{n}"]))
            for n in ROWS
            if given.get(f"words_{n}")
        ]
        return (*marked, *written)

    def check_ladder(self, given: dict[str, Any]) -> None:
        """What a step needs stands beside its field."""
        level = given.get("level")
        if level == Level.REDACT and not self.spans():
            self.add_error("words_1", NO_WORDS)
        if level == Level.LIMIT and not given.get("days") and "days" not in self.errors:
            self.add_error("days", DAYS)
        if level in PERSONAL and given.get("law"):
            self.add_error("law", NO_LAW)


class LiftForm(WarnedForm):
    """Why a posting limit ends before its time."""

    because = area(_("Why it ends now"), 500, _("Whoever it is about reads this."), rows=2)

    def clean_because(self) -> str:
        """In good order."""
        return clean_text(self.cleaned_data["because"])


class ReopenForm(WarnedForm):
    """What is new about a case that was closed."""

    because = area(_("What is new"), 1000, _("Whoever looks at it next reads this. The author does not."), rows=3)

    def clean_because(self) -> str:
        """In good order."""
        return clean_text(self.cleaned_data["because"])
