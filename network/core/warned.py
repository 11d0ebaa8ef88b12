"""Forms whose text others read: the author is told, before it is posted, of what seems not to belong there.

Nothing is blocked and nothing held back: whoever says why goes ahead. Nothing is kept of what is mended or given up.
What is looked for, and what is kept of a go-ahead, is installed by the wiring: rooms below the rules are read as well.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.core.models import IdempotencyKey

ASKED = "asked"  # the code of what is no fault: the author is asked, and the form waits for the answer
SHOWN = 20  # places shown at once
A_FILE = _("A file or what it shows")


class Spot(Protocol):
    """One place that was found: its kind, and the field that it is in."""

    @property
    def kind(self) -> str:
        """What was found, as it is counted."""

    @property
    def field(self) -> str:
        """The name under which the text was given."""


@dataclass(frozen=True)
class Watching:
    """Who reads the texts, each under its name; who notes kinds and reason of a go-ahead; which reasons there are."""

    read: Callable[[Mapping[str, str]], Sequence[Spot]]
    note: Callable[..., None]
    choices: Sequence[tuple[str, Any]]


_installed: list[Watching] = []


def install(watching: Watching) -> None:
    """Replaces who reads; called once when Django is ready."""
    _installed[:] = [watching]


class Sought(forms.CharField):
    """Words that find somebody or something. They are posted nowhere, so nobody is warned of them."""


def holds_text(field: forms.Field) -> bool:
    """Somebody's own words, written to be read by others."""
    if not isinstance(field, forms.CharField) or isinstance(field, Sought | forms.EmailField | forms.UUIDField):
        return False
    return not (field.disabled or field.widget.is_hidden or isinstance(field.widget, forms.PasswordInput))


@dataclass(frozen=True)
class Told:
    """One place that the author is shown, and in which field it is."""

    spot: Spot
    where: str | Promise


class Warned:
    """What the author is told, and whether they have been asked before."""

    def __init__(self, told: list[Told], mark: str, form: "WarnedForm") -> None:
        self.told, self.more, self.mark = told[:SHOWN], max(0, len(told) - SHOWN), mark
        self.edit = next((form[one.spot.field].id_for_label for one in told if one.spot.field in form.fields), "")
        self.choices = _installed[0].choices
        self.away = form.away
        self.do = str(form.data.get("do", ""))  # the button that was pressed, so that going ahead does the same
        self.is_asked = False


class WarnedForm(forms.Form):
    """Reads all its texts when it is cleaned, and is not valid until the author mends them or goes ahead.

    A go-ahead counts for exactly the text for which it was given.
    """

    away = "?"  # where it leads to give up
    is_posted = True  # False: a preview or a draft, which nobody else reads
    warning: Warned | None = None  # what is shown instead of posting
    go_ahead: tuple[str, str] | None = None  # the mark of the text, and the reason chosen

    def beside(self, texts: Mapping[str, str], where: str | Promise = A_FILE) -> None:
        """Texts that are posted with the form and stand outside its fields, such as names of files."""
        self._beside, self._beside_is = dict(texts), where

    def full_clean(self) -> None:
        """As always, and then the texts are read; what is found is no fault of a field, and the form waits."""
        super().full_clean()
        self.warning = self.go_ahead = None
        self._found: list[str] = []
        if self.is_bound and self.is_posted:
            self._read(self._texts())

    @contextmanager
    def posting(self, *, alone: bool = False) -> Iterator[None]:
        """Around the action: that the author went ahead is noted in its transaction, once for a key.

        An action that is `alone` here has its own transaction, and where there is nothing to note needs no other.
        """
        if alone and self.go_ahead is None:
            yield
            return
        with transaction.atomic():
            is_new = self.go_ahead is not None and not self._was_sent()
            yield
            if self.go_ahead is not None and is_new:
                _installed[0].note(kinds=self._found, choice=self.go_ahead[1])

    def _was_sent(self) -> bool:
        """Something was made with the key of this page before: it is sent once more."""
        keys = [given for given in self.cleaned_data.values() if isinstance(given, UUID)]
        return IdempotencyKey.objects.filter(key__in=keys).exists()

    def _texts(self) -> dict[str, str]:
        """As they were written, without those that cannot be posted anyway."""
        names = [name for name, field in self.fields.items() if holds_text(field) and name in self.cleaned_data]
        return {name: str(self[name].data or "") for name in names} | getattr(self, "_beside", {})

    def _read(self, texts: Mapping[str, str]) -> None:
        spots = _installed[0].read(texts) if any(texts.values()) else []
        if not spots:
            return
        mark = salted_hmac("network.core.warned", repr(sorted(texts.items())), algorithm="sha256").hexdigest()
        is_same = constant_time_compare(str(self.data.get("go_ahead", "")).encode(), mark.encode())
        why = str(self.data.get("why", ""))
        if is_same and why in dict(_installed[0].choices):
            self.go_ahead, self._found = (mark, why), [spot.kind for spot in spots]
            return
        self.warning = Warned([Told(spot, self._where(spot.field)) for spot in spots], mark, self)
        self.warning.is_asked = is_same
        self.add_error(None, ValidationError(_("Have a look before you post this"), ASKED))

    def _where(self, name: str) -> str | Promise:
        return self.fields[name].label or "" if name in self.fields else self._beside_is


def posting(form: forms.BaseForm | None) -> AbstractContextManager[None]:
    """Around the action of a form that may be one of these, or none."""
    return form.posting() if isinstance(form, WarnedForm) else nullcontext()
