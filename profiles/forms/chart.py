"""The chart's address, and what an administrator changes in it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line
from profiles.models import Person
from profiles.queries import person_for

MAX_PAGE = 2000


@dataclass(frozen=True)
class Sight:
    """What somebody wants to see of the chart: around a person or a unit, from the top, and whom they look for."""

    words: str = ""
    handle: str = ""
    unit: int | None = None
    from_top: bool = False
    page: int = 1


class ChartForm(forms.Form):
    """The address of the chart; what makes no sense counts as not asked, so that no address is an error."""

    q = forms.CharField(required=False)
    person = forms.CharField(required=False, max_length=41)
    unit = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    top = forms.BooleanField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=MAX_PAGE)

    def sight(self) -> Sight:
        """What was asked, as far as it is valid."""
        self.is_valid()
        asked = self.cleaned_data
        return Sight(
            words=clean_line(str(asked.get("q") or ""))[:60],
            handle=asked.get("person") or "",
            unit=asked.get("unit"),
            from_top=bool(asked.get("top")),
            page=asked.get("page") or 1,
        )


class ManagerForm(forms.Form):
    """Whom somebody reports to: a colleague by handle, nobody, or nobody because they are the top."""

    act = forms.ChoiceField(choices=[("choose", ""), ("nobody", ""), ("top", "")])
    manager = forms.CharField(max_length=41, required=False)

    def __init__(self, data: Any, by: Person) -> None:
        super().__init__(data)
        self.by = by

    def clean(self) -> dict[str, Any]:
        """The colleague, where one is to be chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("act") == "choose":
            try:
                cleaned["manager"] = person_for(self.by, cleaned.get("manager", ""))
            except Person.DoesNotExist:
                self.add_error("manager", _("Nobody has this handle."))
        return cleaned
