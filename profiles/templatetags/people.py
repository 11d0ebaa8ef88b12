"""What sign-in pages and lists of people need to say."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from qrcode.image.svg import SvgPathImage
from qrcode.main import make

from profiles.models import Person
from profiles.queries import Choice, Facet, demo_personas, providers, sign_in_rules

register = template.Library()

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


# A tag and not a template, as a page has a hundred of them and makes them anew with every letter that is typed.
_CHOICE = (
    '<label class="check"><input type="checkbox" form="people-form" id="{}-{}" name="{}" value="{}"{}><span{}>{}</span>'
    '<span class="check__n"><span class="sr">, </span>{}</span></label>'
)


@register.simple_tag
def choices(facet: Facet, some: Iterable[Choice]) -> SafeString:
    """A box to tick for each of the choices of the facet, with how many people it would leave."""
    spoken = "" if facet.is_ours else mark_safe(' lang=""')
    rows = (
        (facet.name, quote(choice.value, safe=""), facet.name, choice.value,
         mark_safe(" checked") if choice.is_chosen else "", spoken, choice.label, choice.count)
        for choice in some
    )  # fmt: skip
    return format_html_join("", _CHOICE, rows)


@register.filter
def provider_name(issuer: str) -> str:
    """What people call the provider; its issuer when it is no longer set up."""
    return next((provider.name for provider in providers() if provider.issuer == issuer), issuer)


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """The text as a QR code; dark on white in every theme, as cameras expect it."""
    path: str = make(text, image_factory=SvgPathImage, border=2).to_string(encoding="unicode")
    drawn = path.replace("<svg ", f'<svg class="qr" role="img" aria-label="{escape(label)}" ', 1)
    return mark_safe(drawn)  # noqa: S308 (squares that the library drew, and an escaped label)
