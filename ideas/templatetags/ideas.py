"""How the state of an idea is drawn: a window in which a pane more is lit for each step."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.models import IdeaAuthor
from ideas.ranking import Entry, wilson
from ideas.states import State
from network.core.text import render_markdown
from profiles.models import Person

register = template.Library()

PANES = ((5.5, 4.5), (12.6, 4.5), (5.5, 12.6), (12.6, 12.6))
LIT = {
    State.DRAFT: 0,
    State.SUBMITTED: 1,
    State.NEEDS_INFO: 1,
    State.OPEN: 1,
    State.IN_REVIEW: 2,
    State.APPROVED: 3,
    State.IN_PROGRESS: 3,
    State.IMPLEMENTED: 4,
    State.CONFIRMED: 4,
}


@register.simple_tag
def stage_mark(state: str, size: str = "") -> SafeString:
    """The window of a state, decorative: the word stands beside it. What goes no further is struck through."""
    lit = LIT.get(State(state))
    panes = format_html_join(
        "",
        '<rect class="pane{}" x="{}" y="{}" width="5.9" height="6.9" rx=".8"/>',
        ((" on" if number < (lit or 0) else "", x, y) for number, (x, y) in enumerate(PANES)),
    )
    return format_html(
        '<svg class="stage-mark{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<rect class="case" x="3.5" y="2.5" width="17" height="19" rx="2.2"/>{}{}</svg>',
        f" stage-mark--{size}" if size else "",
        panes,
        SafeString('<path class="shut" d="M4 22 20 2"/>') if lit is None else "",
    )


@register.simple_tag
def stage(state: str) -> SafeString:
    """The window of a state and its name."""
    return format_html('<span class="stage">{}{}</span>', stage_mark(state), State(state).label)


@register.simple_tag
def whisker(entry: Entry) -> SafeString:
    """The share of readers who want it, and between which two it lies four times in five (Wilson's bounds)."""
    low, high = wilson(entry.votes, entry.readers)
    share = entry.votes / max(entry.readers, entry.votes, 1)
    label = _("Between %(low)s and %(high)s per cent of all who might read it want it.") % {
        "low": round(low * 100),
        "high": round(high * 100),
    }
    return format_html(
        '<svg class="whisker" viewBox="0 0 104 12" role="img" aria-label="{}" focusable="false">'
        '<path class="whisker__scale" d="M2 6H102"/><path class="whisker__reach" d="M{} 2V10M{} 6H{}M{} 2V10"/>'
        '<circle class="whisker__share" cx="{}" cy="6" r="3.5"/></svg>',
        label,
        *(f"{2 + 100 * place:.1f}" for place in (low, low, high, high, share)),
    )


@register.filter
def people(parts: Sequence[IdeaAuthor]) -> list[Person]:
    """The authors themselves, as many as there is room for."""
    return [part.person for part in parts[:3]]


@register.filter
def names(parts: Sequence[IdeaAuthor]) -> str:
    """Who wrote it: one name, two, or one and how many more."""
    called = [part.person.name for part in parts]
    if not called:
        return _("Hidden until it is decided")
    if len(called) == 1:
        return called[0]
    if len(called) == 2:
        return _("%(first)s and %(second)s") % {"first": called[0], "second": called[1]}
    more = len(called) - 1
    return ngettext("%(first)s and %(count)s more", "%(first)s and %(count)s more", more) % {
        "first": called[0],
        "count": more,
    }


@register.filter
def amount(number: Decimal) -> str:
    """A number as people write it, with decimals only where it has some."""
    return str(floatformat(number, "-2g"))


@register.simple_tag
def against(actual: Decimal, projected: Decimal) -> SafeString:
    """What was measured as a bar, with a mark where it was expected to be; decorative: the numbers stand beside it."""
    most = max(actual, projected, Decimal(0)) or Decimal(1)
    place = float(max(projected, Decimal(0)) / most * 100)
    return format_html(
        '<svg class="against" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="against__all" width="100" height="10" rx="1"/>'
        '<rect class="against__got" width="{}" height="10" rx="1"/>'
        '<rect class="against__mark" x="{}" width="1" height="10"/></svg>',
        f"{float(max(actual, Decimal(0)) / most * 100):.1f}",
        f"{min(place, 99):.1f}",
    )


@register.filter
def markdown(text: str) -> SafeString:
    """What people wrote, as safe HTML."""
    return mark_safe(render_markdown(text))  # noqa: S308  (cleaned there)


@register.filter
def dots(count: int) -> range:
    """As many as there are, for a loop."""
    return range(count)


@register.filter
def percent(share: float | None) -> str:
    """A share from 0 to 1 as a whole percentage, written as the language of the page does."""
    if share is None:
        return "–"
    return _("%(n)s%%") % {"n": round(100 * share)}


@register.filter
def two(number: float) -> str:
    """With two decimals, in the language of the page."""
    return number_format(float(number), 2)


@register.simple_tag
def score(mean: float) -> SafeString:
    """A mean from 1 to 5 as windows that are lit, decorative: the number stands beside it."""
    lit = round(float(mean))
    panes = format_html_join("", '<i class="{}"></i>', (("on" if n <= lit else "",) for n in range(1, 6)))
    return format_html('<span class="score" aria-hidden="true">{}</span>', panes)
