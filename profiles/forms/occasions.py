"""The days that a person tells colleagues of, and whether they are introduced."""

from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from profiles.models import Person

_NO_DAY = ("", "–")


class OccasionsForm(forms.Form):
    """A birthday without its year, an anniversary at work, and an introduction: each only if the person wants it."""

    day = forms.ChoiceField(
        label=_("Birthday: day"), required=False, choices=[_NO_DAY, *((f"{n:02}", str(n)) for n in range(1, 32))]
    )
    month = forms.ChoiceField(
        label=_("Birthday: month"), required=False, choices=[_NO_DAY, *((f"{n:02}", MONTHS[n]) for n in range(1, 13))]
    )
    shows_anniversary = forms.BooleanField(label=_("Tell colleagues of my anniversaries at work"), required=False)
    is_introduced = forms.BooleanField(label=_("Introduce me among new colleagues in my first 30 days"), required=False)

    @classmethod
    def of(cls, person: Person, data: Any = None) -> "OccasionsForm":
        """Filled with what the person tells now."""
        month, _dash, day = person.birthday.partition("-")
        names = ("shows_anniversary", "is_introduced")
        return cls(data, initial={"day": day, "month": month, **{name: getattr(person, name) for name in names}})

    def clean(self) -> dict[str, Any]:
        """A day that exists, or none at all."""
        cleaned = super().clean() or {}
        day, month = cleaned.get("day"), cleaned.get("month")
        if bool(day) != bool(month):
            self.add_error("day", _("Choose both day and month, or neither."))
        elif day and month and not _exists(int(month), int(day)):
            self.add_error("day", _("There is no such day in that month."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        """What the person tells, by column."""
        said = dict(self.cleaned_data)
        day, month = said.pop("day"), said.pop("month")
        return {**said, "birthday": f"{month}-{day}" if day else ""}


def _exists(month: int, day: int) -> bool:
    try:
        date(2024, month, day)  # a leap year
    except ValueError:
        return False
    return True
