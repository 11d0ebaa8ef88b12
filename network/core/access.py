"""Do = predicate. Actions call `require`; views and menus ask the same predicate."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


class Refused(PermissionDenied):
    """The rule says no; `sentence` tells the person why, in their language (Django answers 403 with it)."""

    def __init__(self, sentence: "str | Promise") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def require(allowed: bool, sentence: "str | Promise") -> None:
    """Raises Refused with a sentence for a person unless the predicate held."""
    if not allowed:
        raise Refused(sentence)


@contextmanager
def noted(form: forms.Form, refusal: type[Refused], field: str | None = None) -> Iterator[None]:
    """Around an action: where it refuses in this way, the form says so and keeps what was written."""
    try:
        yield
    except refusal as said:
        form.add_error(field, str(said.sentence))
