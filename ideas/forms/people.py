"""Colleagues as they are written into a field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ideas.queries import people_called
from network.core.text import clean_line
from network.core.warned import Sought
from profiles.models import Person

AREA = {"class": "textarea"}


class PersonWords(Sought):
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
        words = self.cleaned_data["person"]
        if not clean_line(words):
            self.add_error("person", _("Write the name of a colleague."))
        return person_called(self, "person", words)
