"""Forms whose text is posted: the author is told, before it is posted, of what seems not to belong there.

Nothing is blocked and nothing held back: whoever says why goes ahead. Nothing is kept of what is mended or given up.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.policy.actions.hits import record_hits
from network.policy.models import DetectorHit
from network.policy.queries.watching import SHOWN, Spot, section_url, spots_in, was_sent, watching


@dataclass(frozen=True)
class Told:
    """One place that the author is shown: what is found there, what the rules say of it, and in which field it is."""

    spot: Spot
    url: str
    where: str | Promise


class Warned:
    """What the author is told, and whether they have been asked before."""

    choices = DetectorHit.Choice.choices

    def __init__(self, told: list[Told], mark: str, edit: str, is_asked: bool) -> None:
        self.told, self.more = told[:SHOWN], max(0, len(told) - SHOWN)
        self.mark, self.edit, self.is_asked = mark, edit, is_asked  # edit: the id of the first field to mend


class WarnedForm(forms.Form):
    """Reads the fields named in `watched` when it is cleaned, and is not valid until the author mends or goes ahead.

    A go-ahead counts for exactly the text for which it was given.
    """

    watched: tuple[str, ...] = ()
    is_posted = True  # False: a preview or a draft, which nobody else reads
    warning: Warned | None = None  # what is shown instead of posting
    go_ahead: tuple[str, str] | None = None  # the mark of the text, and the reason chosen

    def beside(self, texts: Mapping[str, str]) -> None:
        """Texts that are posted with the form and stand outside its fields, such as names of files."""
        self._beside = dict(texts)

    def watched_fields(self) -> tuple[str, ...]:
        """The names of the fields whose text is posted."""
        return self.watched

    def clean(self) -> dict[str, Any]:
        """As before; what is found is no fault of a field."""
        given = super().clean() or self.cleaned_data
        self.warning = self.go_ahead = None
        self._found: list[str] = []
        if self.is_posted:
            self._read(given)
        return given

    def is_valid(self) -> bool:
        """Without faults, and nothing left to ask the author."""
        return super().is_valid() and self.warning is None

    @contextmanager
    def posting(self) -> Iterator[None]:
        """Around the action: that the author went ahead is noted in its transaction, once for a key."""
        with transaction.atomic():
            is_new = self.go_ahead is not None and not was_sent(self.cleaned_data.get("key"))
            yield
            if self.go_ahead is not None and is_new:
                record_hits(kinds=self._found, choice=DetectorHit.Choice(self.go_ahead[1]))

    def _read(self, given: Mapping[str, Any]) -> None:
        texts = {name: str(given.get(name) or "") for name in self.watched_fields()}
        texts |= getattr(self, "_beside", {})
        if not any(texts.values()):
            return
        watch = watching()
        spots = spots_in(watch, texts) if watch.sections else []
        if not spots:
            return
        mark = salted_hmac("network.policy.warned", repr(sorted(texts.items())), algorithm="sha256").hexdigest()
        sent, why = str(self.data.get("go_ahead", "")), str(self.data.get("why", ""))
        is_same = constant_time_compare(sent.encode(), mark.encode())
        if is_same and why in DetectorHit.Choice.values:
            self.go_ahead, self._found = (mark, why), [spot.kind for spot in spots]
            return
        told = [Told(spot, section_url(watch.sections[spot.kind]), self._where(spot.field)) for spot in spots]
        edit = next((self[spot.field].id_for_label for spot in spots if spot.field in self.fields), "")
        self.warning = Warned(told, mark, edit, is_same)

    def _where(self, name: str) -> str | Promise:
        return self.fields[name].label or "" if name in self.fields else _("A file or what it shows")
