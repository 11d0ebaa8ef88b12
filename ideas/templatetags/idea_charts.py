"""Charts of the page of figures: SVG made here, with the numbers as words or a table beside each."""

from collections.abc import Sequence
from random import Random

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ideas.figures import Gap
from ideas.queries.funnel import Cohort, Speed
from ideas.states import State
from network.core.folding import Cell

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """A share as whole percent, as the language writes it."""
    if share is None:
        return "–"
    return pgettext("share", "%(number)s%%") % {"number": number_format(share * 100, 0)}


@register.filter
def points(share: float) -> str:
    """A difference of shares, in percentage points with its sign."""
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{number_format(abs(share) * 100, 0)}"


@register.filter
def hundredths(value: float | None) -> str:
    """A number between -1 and 1, or an index, with two decimals and a real minus."""
    return "–" if value is None else number_format(value, 2).replace("-", "−")


@register.filter
def days(value: float | None) -> str:
    """Days, with one decimal where it is not whole."""
    return "–" if value is None else number_format(value, 0 if float(value).is_integer() or value >= 10 else 1)


@register.simple_tag
def bar(share: float | None, mark: float | None = None) -> SafeString:
    """A share as a bar, with a mark for the goal; decorative: the number stands beside it."""
    width = max(0.0, min(1.0, share or 0.0)) * 100
    goal = "" if mark is None else format_html('<rect class="meter__goal" x="{}" width=".8" height="10"/>', mark * 100)
    return format_html(
        '<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="meter__all" width="100" height="10"/><rect class="meter__part" width="{}" height="10"/>{}</svg>',
        f"{width:.1f}",
        goal,
    )


WIDE, HIGH, FOOT, HEAD = 420, 200, 24, 12  # drawn for half a page, and for a phone


@register.simple_tag
def month_columns(months: Sequence[Cohort]) -> SafeString:
    """Each month as a column: sent in, of those with a yes, of those in place; the table beside it says the same."""
    shown = list(months)[-24:]
    if not shown:
        return SafeString("")
    most = max(cohort.sent for cohort in shown) or 1
    step = (WIDE - 30) / len(shown)
    width = min(34.0, step * 0.6)
    every = 1 + len(shown) // 12  # so many of the names of months have room
    columns = [
        _column(cohort, 30 + step * n + (step - width) / 2, width, most, named=n % every == 0)
        for n, cohort in enumerate(shown)
    ]
    sent = sum(cohort.sent for cohort in shown)
    words = _("%(sent)s ideas in %(months)s months; the most in one month: %(most)s.") % {
        "sent": sent, "months": len(shown), "most": most,
    }  # fmt: skip
    return format_html(
        '<svg class="figure" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        WIDE,
        HIGH,
        words,
        _grid(most),
        format_html_join("", "{}", ((column,) for column in columns)),
    )


def _y(count: int, most: int) -> float:
    return HIGH - FOOT - (HIGH - FOOT - HEAD) * count / most


def _grid(most: int) -> SafeString:
    ticks = sorted({0, most // 2 if most > 1 else most, most})
    return format_html_join(
        "",
        '<path class="figure__grid" d="M30 {}H{}"/><text x="22" y="{}" text-anchor="end">{}</text>',
        ((f"{_y(tick, most):.1f}", WIDE, f"{_y(tick, most) + 4:.1f}", tick) for tick in ticks),
    )


def _column(cohort: Cohort, x: float, width: float, most: int, *, named: bool) -> SafeString:
    parts = (
        ("figure__sent", cohort.sent),
        ("figure__yes", cohort.came(State.APPROVED)),
        ("figure__done", cohort.came(State.IMPLEMENTED)),
    )
    rects = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        (
            (name, f"{x:.1f}", f"{_y(n, most):.1f}", f"{width:.1f}", f"{HIGH - FOOT - _y(n, most):.1f}")
            for name, n in parts
            if n
        ),
    )
    label = date_format(cohort.month, "M") if cohort.month and named else ""
    return format_html(
        '{}<text x="{}" y="{}" text-anchor="middle">{}</text>', rects, f"{x + width / 2:.1f}", HIGH - 8, label
    )


@register.simple_tag
def speed_line(speed: Speed, promise: int, label: str) -> SafeString:
    """Median, four of five and nineteen of twenty on one line of days, with the promise as a mark."""
    if not speed.is_told or speed.median is None or speed.p80 is None or speed.p95 is None:
        return SafeString("")
    most = max(speed.p95, promise) * 1.12 or 1
    at = [10 + (340 * value / most) for value in (speed.median, speed.p80, speed.p95, promise)]
    words = _("%(label)s: half within %(median)s, four of five within %(p80)s, nineteen of twenty within %(p95)s days.")
    said = {"label": label, "median": days(speed.median), "p80": days(speed.p80), "p95": days(speed.p95)}
    dots = format_html_join(
        "",
        '<circle class="figure__dot" cx="{}" cy="34" r="{}"/><text x="{}" y="58" text-anchor="middle">{}</text>',
        ((f"{x:.1f}", r, f"{x:.1f}", days(v)) for x, r, v in _apart(at, (speed.median, speed.p80, speed.p95))),
    )
    return format_html(
        '<svg class="figure" viewBox="0 0 360 66" role="img" aria-label="{}">'
        '<path class="figure__axis" d="M10 34H350"/>'
        '<path class="figure__reach" d="M{} 34H{}"/><path class="figure__goal" d="M{} 16V48"/>'
        '<text class="figure__goal-word" x="{}" y="12" text-anchor="{}">{}</text>{}</svg>',
        words % said,
        f"{at[0]:.1f}",
        f"{at[2]:.1f}",
        f"{at[3]:.1f}",
        f"{at[3]:.1f}",
        "end" if at[3] > 280 else "middle" if at[3] > 60 else "start",
        _("promised: %(days)s") % {"days": promise},
        dots,
    )


def _apart(at: Sequence[float], values: tuple[float, float, float]) -> list[tuple[float, int, float]]:
    """Dots that lie on each other are drawn once."""
    found: list[tuple[float, int, float]] = []
    for x, radius, value in zip(at, (7, 6, 5), values, strict=False):
        if not found or x - found[-1][0] > 18:
            found.append((x, radius, value))
    return found


@register.simple_tag
def interval(gap: Gap) -> SafeString:
    """A difference of shares and its interval on a line with zero in the middle."""
    reach = max(abs(gap.low), abs(gap.high), 0.2) * 1.1

    def x(value: float) -> str:
        return f"{180 + 168 * value / reach:.1f}"

    words = _("%(gap)s percentage points, with 95 %% certainty between %(low)s and %(high)s.") % {
        "gap": points(gap.gap), "low": points(gap.low), "high": points(gap.high),
    }  # fmt: skip
    ends = format_html_join("", '<path class="figure__reach" d="M{} 24v20"/>', ((x(gap.low),), (x(gap.high),)))
    return format_html(
        '<svg class="figure" viewBox="0 0 360 66" role="img" aria-label="{}">'
        '<path class="figure__axis" d="M10 34H350"/>'
        '<path class="figure__goal" d="M180 14V54"/><text x="180" y="64" text-anchor="middle">0</text>'
        '<path class="figure__reach" d="M{} 34H{}"/>{}<circle class="figure__dot" cx="{}" cy="34" r="7"/></svg>',
        words,
        x(gap.low),
        x(gap.high),
        ends,
        x(gap.gap),
    )


@register.simple_tag
def scale(value: float, low: float, high: float, even: float) -> SafeString:
    """An index on a line, with a mark where it is even; decorative: the number stands beside it."""
    place = 100 * (min(max(value, low), high) - low) / (high - low)
    middle = 100 * (even - low) / (high - low)
    return format_html(
        '<svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="meter__all" width="100" height="10"/><rect class="meter__goal" x="{}" width=".8" height="10"/>'
        '<rect class="meter__dot" x="{}" width="2.4" height="10"/></svg>',
        f"{middle:.1f}",
        f"{max(0.0, place - 1.2):.1f}",
    )


@register.simple_tag
def facade(cell: Cell) -> SafeString:
    """A house with twenty windows, of which as many are lit as took part; decorative: the share stands below."""
    lit = round(cell.share * 20)
    order = list(range(20))
    Random(cell.name).shuffle(order)
    on = set(order[:lit])
    panes = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="9.6" height="11"/>',
        (("w-on" if n in on else "w-off", f"{9 + n % 4 * 14.6:.1f}", f"{35 + n // 4 * 15.2:.1f}") for n in range(20)),
    )
    return format_html(
        '<svg class="facade cat-{}" viewBox="-4 0 80 118" aria-hidden="true" focusable="false">'
        '<path class="facade__roof" d="M-4 28 36 0l40 28v4H-4z"/>'
        '<path class="facade__wall" d="M0 29 36 6l36 23v86H0z"/>{}</svg>',
        cell.tint,
        panes,
    )
