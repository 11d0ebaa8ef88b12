"""Tags for the shared parts of the look: icons, people, departments, spread, time and form fields."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from network.core.warned import ASKED

register = template.Library()

#: CSS pixels of each avatar size; photos are asked for at twice that, for dense screens.
AVATAR_PIXELS = {"xs": 24, "sm": 34, "": 44, "lg": 64, "xl": 120}
EXACT = {"nb": r"j. N Y \k\l. H.i", "en": "j M Y, H:i"}
DAY = {"nb": "j. F Y", "en": "j F Y"}
BRIEF = {"nb": "j. b", "en": "j M"}
#: The narrowest segment of a spread bar, in percent: one person must still be seen.
NARROWEST = 4.0


def tint_of(department_id: int | None) -> int:
    """The colour 1 to 8 of a department; people without one get slate."""
    return 8 if department_id is None else department_id % 8 + 1


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite, decorative: the meaning is in the words or the label beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        f" icon--{size}" if size else "",
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """The photo of a person, or initials on the department's tint; decorative, as the name stands beside it."""
    pixels = AVATAR_PIXELS[size]
    photo = person.photo_url(pixels * 2)
    picture = (
        format_html(
            '<img src="{}" alt="" width="{}" height="{}" loading="lazy" decoding="async">', photo, pixels, pixels
        )
        if photo
        else person.initials
    )
    return format_html(
        '<span class="avatar{} cat-{}" aria-hidden="true">{}</span>',
        f" avatar--{size}" if size else "",
        tint_of(person.department_id),
        picture,
    )


@register.simple_tag
def faces(people: Iterable[Any], more: int = 0, size: str = "xs") -> SafeString:
    """Overlapping avatars, and how many more there are."""
    shown = format_html_join("", "{}", ((avatar(person, size),) for person in people))
    rest = format_html('<span class="faces__more">+{}</span>', more) if more else ""
    return format_html('<span class="faces">{}{}</span>', shown, rest)


@register.simple_tag
def dept(department: Any) -> SafeString:
    """The name of a department with its colour; nothing when there is none."""
    if department is None:
        return SafeString("")
    return format_html('<span class="dept cat-{}">{}</span>', tint_of(department.pk), department.name)


@register.simple_tag
def named(person: Any, look: str = "") -> SafeString:
    """The name as a link to the person's page; who has left is marked, and has no page."""
    if person.is_active:
        return format_html('<a class="{}" href="{}">{}</a>', look, person.get_absolute_url(), person.name)
    left = gettext("Former colleague")
    return format_html('<span class="{}">{}</span> <span class="tag">{}</span>', look, person.name, left)


@register.simple_tag
def tint(department: Any) -> int:
    """The colour number of a department, for segments and classes."""
    return tint_of(None if department is None else department.pk)


@register.simple_tag
def spread(segments: Sequence[tuple[str, int, int]], label: str = "", size: str = "") -> SafeString:
    """How many departments took part: segments are (name, tint, count); the words carry it, the bar is for the eye."""
    words = label or ngettext("%(count)s department", "%(count)s departments", len(segments)) % {"count": len(segments)}
    whole = sum(count for _name, _tint, count in segments) or 1
    widths = [max(NARROWEST, 100 * count / whole) for _name, _tint, count in segments]
    scale, x, bars = 100 / (sum(widths) or 1), 0.0, []
    for (_name, colour, _count), width in zip(segments, widths, strict=True):
        bars.append((colour, f"{x:.1f}", f"{width * scale:.1f}"))
        x += width * scale
    return format_html(
        '<span class="spread{}"><svg class="spread__bar" viewBox="0 0 100 8" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false">{}</svg><span>{}</span></span>',
        f" spread--{size}" if size else "",
        format_html_join("", '<rect class="cat-{}" x="{}" width="{}" height="8"/>', bars),
        words,
    )


@register.filter
def exact(moment: datetime) -> str:
    """The date and time in full, in the language of the page."""
    return format_date(timezone.localtime(moment), EXACT[_written()])


@register.filter
def whole_day(day: date) -> str:
    """The date with the month in letters, in the language of the page."""
    return format_date(day, DAY[_written()])


@register.filter
def brief_day(day: date) -> str:
    """The day and the month, as short as it is understood, in the language of the page."""
    return format_date(day, BRIEF[_written()])


def _written() -> str:
    return "nb" if (get_language() or "en").startswith(("nb", "no")) else "en"


@register.simple_tag
def ago(moment: datetime) -> SafeString:
    """A neutral time element: full date for everybody; the page's script turns it into "3 minutes ago"."""
    words = exact(moment)
    return format_html('<time datetime="{}" data-ago title="{}">{}</time>', moment.isoformat(), words, words)


def describe(field: BoundField) -> dict[str, str | bool]:
    """The attributes that tie a control to its hint and its errors, and give it its look."""
    names = [f"{field.auto_id}_hint"] if field.help_text else []
    names += [f"{field.auto_id}_error"] if field.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(names)} if names else {}
    if field.errors:
        attrs["aria-invalid"] = "true"
    kind = type(field.field.widget).__name__
    if not isinstance(field.field.widget, CheckboxInput) and not field.use_fieldset:
        look = "select" if kind.startswith("Select") else "textarea" if kind.endswith("Textarea") else "input"
        attrs["class"] = f"{look} {field.field.widget.attrs.get('class', '')}".strip()
    return attrs


@register.inclusion_tag("ui/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field: label, hint before the control, and errors with an icon and words."""
    attrs = describe(bound)
    return {
        "field": bound,
        "control": "" if bound.use_fieldset else bound.as_widget(attrs=attrs),
        "described_by": attrs.get("aria-describedby", ""),
        "is_check": isinstance(bound.field.widget, CheckboxInput),
    }


@register.inclusion_tag("ui/_error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What the author is asked about, and what has to be mended, linked to its field; the script moves focus here."""
    faults = [fault.messages[0] for fault in form.non_field_errors().as_data() if fault.code != ASKED]
    return {"form": form, "faults": faults, "fields": [bound for bound in form if bound.errors]}
