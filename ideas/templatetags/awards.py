"""How an award is drawn, and how those who got it are called: never a name without a yes."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from random import Random

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.models import Award, Grant, Recipient
from network.core import pictures
from profiles.models import Person

register = template.Library()

# What stands in the middle of the seal, in the square of 20 around (36, 34).
EMBLEMS = {
    Award.Emblem.WINDOW: "M27 26h7.5v8H27zM37.500 26H45v8h-7.500zM27 37h7.500v8H27zM37.500 37H45v8h-7.500z",
    Award.Emblem.LIGHTHOUSE: "M33 22h6v4h2v3h-1.500l2.500 17h-12l2.500-17H31v-3h2zM25 24l5 2v2l-5 2zM47 24l-5 2v2l5 2z",
    Award.Emblem.BRIDGE: "M24 30h24v4H24zM27 34h3.500v10H27zM41.500 34H45v10h-3.500zM30.500 34q5.500 10 11 0v-2h-11z",
    Award.Emblem.SPARK: "M36 21l3 9.500 9.500 3.500-9.500 3.500-3 9.500-3-9.500-9.500-3.500 9.500-3.500z",
}
ROOM = 23.5  # of a certificate's width in percent, between the name of the award and the signatures
_SEAL = (
    '<path d="M20 48 12 90l14-8 10 9 4-38zM52 48l8 42-14-8-10 9-4-38z" fill="#b4490f"/>'
    '<path d="M20 48 12 90l14-8 6-30zM52 48l8 42-14-8-6-30z" fill="#d95807"/>'
    '<path d="m36 1 8 6 10-1 4 9 9 5-1 10 5 9-7 7v11l-10 3-5 9-10-2-9 5-8-6-10 1-4-9-9-5 1-10-5-9 7-7V16l10-3 5-9'
    ' 10 2z" transform="translate(1.500 1) scale(.96)" fill="#dc9123"/>'
    '<circle cx="36" cy="34" r="24.500" fill="#fcc447"/>'
    '<circle cx="36" cy="34" r="20.500" fill="none" stroke="#b4690f" stroke-width="1.300"/>'
)


@register.simple_tag
@lru_cache(maxsize=16)
def seal(emblem: str, size: str = "") -> SafeString:
    """The seal of an award, decorative: its name stands beside it. Its own size where no styles of the board are."""
    return format_html(
        '<svg class="seal{}" viewBox="0 0 72 93" width="36" height="46" aria-hidden="true" focusable="false">{}'
        '<path d="{}" fill="#7a3d0a"/></svg>',
        f" seal--{size}" if size else "",
        mark_safe(_SEAL),  # noqa: S308  (drawn by us)
        EMBLEMS[Award.Emblem(emblem)],
    )


@register.filter
def winners(parts: Sequence[Recipient]) -> str:
    """Who got it, as far as each wants to be told of: names, and how many more employees."""
    return _listed([part for part in parts if part.part == Recipient.Part.AUTHOR] or parts)


@register.filter
def deliverers(parts: Sequence[Recipient]) -> str:
    """Who carried it out, where somebody else than the authors did."""
    carried = [part for part in parts if part.part == Recipient.Part.DELIVERER]
    return _listed(carried) if len(carried) < len(parts) else ""


@register.filter
def everybody(parts: Sequence[Recipient]) -> str:
    """All who got it."""
    return _listed(parts)


@register.filter
def shown_people(parts: Sequence[Recipient]) -> list[Person]:
    """The faces of those who want to be told of, as many as there is room for."""
    return [person for part in parts if (person := part.shown_person) is not None][:4]


@register.simple_tag
def names_for(parts: Sequence[Recipient], own: Recipient | None) -> str:
    """As `everybody`, but whoever reads their own certificate finds their name on it."""
    return _listed(parts, own)


def _listed(parts: Sequence[Recipient], own: Recipient | None = None) -> str:
    named = [part.name_as_printed if own and own.pk == part.pk else part.shown_name for part in parts if _is(part, own)]
    hidden = sum(not _is(part, own) for part in parts)
    if hidden == 1:
        named.append(_("an employee"))
    elif hidden:
        named.append(ngettext("%(count)s employee", "%(count)s employees", hidden) % {"count": hidden})
    if len(named) < 2:
        return "".join(named)
    return _("%(first)s and %(second)s") % {"first": ", ".join(named[:-1]), "second": named[-1]}


def _is(part: Recipient, own: Recipient | None) -> bool:
    return bool(part.is_public) or (own is not None and own.pk == part.pk)


@register.filter
def is_wordy(grant: Grant, called: str) -> bool:
    """The certificate says so much that it is set smaller: about as many lines as fit, in hundredths of its width."""
    lines = ((grant.idea.title, 34, 5.3), (called, 62, 3.1), (grant.citation, 88, 2.5))
    return sum(ceil(len(text) / fits) * high for text, fits, high in lines) > ROOM


@register.simple_tag
@lru_cache(maxsize=1)
def skyline() -> SafeString:
    """The village along the foot of a certificate."""
    dice, ground, drawn = Random(4), 118.0, ""
    for number in range(11):
        wide, high, total = 40 + dice.uniform(0, 16), 28 + dice.uniform(0, 22), dice.choice([4, 6, 6, 9])
        plot = pictures.Plot(40 + number * 104 + dice.uniform(-10, 10), ground, wide, high)
        house = pictures.House("", "", dice.randint(1, total), total, 0)
        drawn += pictures.walls(plot, pictures.WALLS[number % 8], chimney=number % 2 == 0) + pictures.panes(plot, house)
    return mark_safe(  # noqa: S308  (drawn from numbers)
        '<svg class="certificate__sky" viewBox="0 0 1200 130" aria-hidden="true" focusable="false">'
        f'<path d="{pictures.skyline(Random(9), ground, 92, 110, sharp=True)}" fill="#f6e6cb"/>'
        f'<path d="{pictures.skyline(Random(3), ground + 2, 46, 150)}" fill="#eed6ae"/>{drawn}'
        '<path d="M0 117h1200v20H0z" fill="#10252b"/></svg>'
    )
