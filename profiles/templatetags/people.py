"""What sign-in pages and lists of people need to say."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from network.core.later import Later
from profiles.models import Person
from profiles.queries import Choice, Facet, demo_personas, providers, sign_in_rules

register = template.Library()
_qrcode = Later("qrcode.main")
_drawn = Later("qrcode.image.svg")

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def browser(user_agent: str) -> str:
    """ "Firefox on Windows" for a browser's own long name."""
    name = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if name and system:
        return gettext("%(browser)s on %(system)s") % {"browser": name, "system": system}
    return name or system or gettext("Unknown browser")


@register.filter
def first_name(person: Person) -> str:
    """How a colleague is spoken of in a button."""
    return person.name.split()[0] if person.name.split() else person.name


@register.filter
def what_they_are(person: Person) -> str:
    """What makes a named person of the demo worth trying: their role, else their title."""
    if person.is_administrator:
        return gettext("Administrator")
    roles = [str(role.get_kind_display()) for role in person.roles.all()]
    return roles[0] if roles else person.title


@register.simple_tag
def personas() -> list[Person]:
    """The named people, in the demo only."""
    return demo_personas() if settings.DEMO else []


@register.simple_tag
def sign_in_ways() -> dict[str, Any]:
    """The organisation's own sign-in, and whether only that counts."""
    found = providers()
    return {"providers": found, "only_provider": sign_in_rules().only_sso if found else False}


# Tags and not templates alone, as a page has a hundred choices and makes them anew with every letter that is typed:
# what is around them, and each of them up to its count, is the same every time.
_FIRST, _REST = mark_safe("<!-- first -->"), mark_safe("<!-- rest -->")
_CHOICE = (
    '<label class="check"><input type="checkbox" form="people-form" id="{}-{}" name="{}" value="{}"{}><span{}>{}</span>'
    '<span class="check__n"><span class="sr">, </span>'
)


@register.simple_tag
def facet_box(facet: Facet) -> SafeString:
    """templates/profiles/_facet.html with its choices."""
    more = facet.more
    around = _around(facet.name, str(facet.label), len(more), get_language() or "nb")
    drawn = around.replace(_FIRST, _choices(facet, facet.first)).replace(_REST, _choices(facet, more))
    return mark_safe(drawn)  # noqa: S308 (a template, and what _choices escaped)


@lru_cache(maxsize=500)
def _around(name: str, label: str, more: int, _language: str) -> str:
    context = {"facet": {"name": name, "label": label}, "more": more, "first": _FIRST, "rest": _REST}
    return render_to_string("profiles/_facet.html", context)


def _choices(facet: Facet, some: Iterable[Choice]) -> str:
    """A box to tick for each of the choices of the facet, with how many people it would leave."""
    name, is_ours = facet.name, facet.is_ours
    rows = [f"{_begun(name, is_ours, c.value, str(c.label), c.is_chosen)}{c.count}</span></label>" for c in some]
    return "".join(rows)


@lru_cache(maxsize=2000)
def _begun(name: str, is_ours: bool, value: str, label: str, is_chosen: bool) -> str:  # noqa: FBT001 (remembered by it)
    """A choice up to its count."""
    marks = mark_safe(" checked" if is_chosen else ""), mark_safe("" if is_ours else ' lang=""')  # noqa: S308
    return format_html(_CHOICE, name, quote(value, safe=""), name, value, *marks, label)


@register.filter
def provider_name(issuer: str) -> str:
    """What people call the provider; its issuer when it is no longer set up."""
    return next((provider.name for provider in providers() if provider.issuer == issuer), issuer)


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """The text as a QR code; dark on white in every theme, as cameras expect it."""
    path: str = _qrcode.make(text, image_factory=_drawn.SvgPathImage.load(), border=2).to_string(encoding="unicode")
    drawn = path.replace("<svg ", f'<svg class="qr" role="img" aria-label="{escape(label)}" ', 1)
    return mark_safe(drawn)  # noqa: S308 (squares that the library drew, and an escaped label)
