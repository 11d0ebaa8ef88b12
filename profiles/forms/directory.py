"""The directory's search."""

from django import forms
from django.http import QueryDict

from network.core.text import clean_line
from profiles.forms.profile import MAX_PAGE
from profiles.languages import code_of
from profiles.queries import Wish, facet_fields

MAX_VALUES, MAX_VALUE = 10, 200  # of one facet in an address, and characters of each


class SearchForm(forms.Form):
    """The directory's address; what makes no sense counts as not asked, so that no address is an error."""

    q = forms.CharField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=MAX_PAGE)

    def __init__(self, address: QueryDict) -> None:
        super().__init__(address)
        self.address = address

    def wish(self) -> Wish:
        """What was asked, as far as it is valid; each facet may be asked for several of its values."""
        self.is_valid()
        asked = {field.name: self._values(field.name) for field in facet_fields()}
        return Wish(
            words=clean_line(str(self.cleaned_data.get("q") or ""))[:200],
            asked={name: values for name, values in asked.items() if values},
            page=self.cleaned_data.get("page") or 1,
        )

    def _values(self, name: str) -> list[str]:
        sent = (clean_line(value)[:MAX_VALUE] for value in self.address.getlist(name)[:MAX_VALUES])
        values = list(dict.fromkeys(filter(None, sent)))
        if name == "language":  # also as an older link or a person spells it
            return list(dict.fromkeys(code_of(value) or value.lower() for value in values))
        return [value for value in values if _is_id(value)] if name == "department" else values


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and 0 < int(value) < 2**31
