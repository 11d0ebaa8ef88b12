"""How pages of the rules write what they read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext

from network.core.templatetags.ui import whole_day
from network.policy.detectors import Kind
from network.policy.detectors.sentences import NAMES, RUNNING_LOG
from network.policy.differences import Run
from network.policy.models import Acknowledgement, SignOff, Version
from network.policy.queries import Reading
from network.policy.words import said

register = template.Library()
LOOKS = {
    SignOff.Outcome.AGREED: "ok", SignOff.Outcome.WITH_REMARKS: "accent", SignOff.Outcome.DISAGREED: "warn",
    SignOff.Outcome.NO_REPLY: "plain",
}  # fmt: skip


@dataclass(frozen=True)
class Link:
    """Where it leads, and in words."""

    url: str
    words: str


@register.filter
def kind_name(kind: str) -> str:
    """What a detector or a log is called."""
    if kind == RUNNING_LOG[0]:
        return str(RUNNING_LOG[1])
    return str(NAMES[Kind(kind)]) if kind in list(Kind) else kind


@register.filter
def covered(kinds: Sequence[str]) -> str:
    """What a measure covers, in words."""
    return ", ".join(kind_name(kind) for kind in kinds)


@register.filter
def in_words(words: dict[str, Any]) -> str:
    """What the house wrote in two languages, in that of the page."""
    return said(words)


@register.filter
def sign_off_look(outcome: str) -> str:
    """The look of the tag that says it; the words carry the meaning."""
    return LOOKS.get(SignOff.Outcome(outcome), "plain")


@register.filter
def as_day(written: str) -> str:
    """A day that was kept as 2026-01-31, with the month in letters."""
    return whole_day(date.fromisoformat(written))


@register.filter
def local_day(moment: datetime) -> str:
    """The day of a moment where the house is, with the month in letters."""
    return whole_day(localdate(moment))


@register.simple_tag
def runs(words: Sequence[Run]) -> SafeString:
    """Words that stayed, came and went; who hears the page is told which."""
    return format_html_join(" ", "{}", ((_run(run),) for run in words))


def _run(run: Run) -> SafeString | str:
    if run.kind == "-":
        return format_html('<del><span class="sr">{} </span>{}</del>', gettext("removed:"), run.words)
    if run.kind == "+":
        return format_html('<ins><span class="sr">{} </span>{}</ins>', gettext("added:"), run.words)
    return run.words


@register.simple_tag
def version_line(version: Version) -> str:
    """Document, version and since when, as it stands at the head of a printed page."""
    since = f" · {whole_day(version.effective_on)}" if version.effective_on else ""
    return f"{version.document} · {gettext('Version %(number)s') % {'number': version.number}}{since}"


@register.simple_tag
def changes_link(reading: Reading, mine: Acknowledgement | None) -> Link | None:
    """To what changed since the reader acknowledged it, else since the version before; back, while it is shown."""
    if reading.before is not None:
        return Link(reading.version.get_absolute_url(), gettext("Hide the changes"))
    older = [version.number for version in reading.older]
    if not older:
        return None
    if mine is not None and mine.version.number in older:
        since = mine.version.number
        words = gettext("What changed since you acknowledged version %(number)s")
    else:
        since, words = older[0], gettext("What changed since version %(number)s")
    return Link(f"{reading.version.get_absolute_url()}?changes={since}", words % {"number": since})
