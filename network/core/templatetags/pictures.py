"""Tags for drawn pictures: the village, covers, and the small house of empty rooms."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from network.core import pictures

register = template.Library()


def quiet(mode: pictures.Mode) -> list[pictures.House]:
    """Thirteen houses without names: some light where people sign in, one lit house for what is missing, else dark."""
    lit = {"entry": [0, 1, 2, 3] * 4, "one": [0, 0, 0, 0, 3]}.get(mode, [])
    return [pictures.House("", "", light, 6, 0) for light in (lit + [0] * 13)[:13]]


@register.simple_tag
def village(houses: Sequence[pictures.House] | None = None, mode: pictures.Mode = "home") -> SafeString:
    """The village of these houses; on error pages, and where none are given, a quiet one."""
    shown = quiet(mode) if not houses or mode in ("one", "dark") else houses
    return _drawn(tuple(shown), mode, get_language() or "nb")


@lru_cache(maxsize=16)
def _drawn(houses: tuple[pictures.House, ...], mode: pictures.Mode, language: str) -> SafeString:
    """Drawn once for each state of the village; the words in it are of the active language."""
    return mark_safe(pictures.village(houses, mode))  # noqa: S308  (built from numbers and escaped names)


@register.simple_tag
def cover(key: object, mood: str = "") -> SafeString:
    """The landscape that belongs to this key."""
    return mark_safe(pictures.cover(key, mood))  # noqa: S308  (built from numbers only)


@register.simple_tag
def hut(lit: int = 0, total: int = 6) -> SafeString:
    """The small house of an empty room, with `lit` of `total` windows on."""
    panes = "".join(
        f'<rect class="pane{" on" if number < lit else ""}" x="{40 + number % 3 * 15}" y="{46 + number // 3 * 17}"'
        ' width="10" height="12"/>'
        for number in range(total)
    )
    return mark_safe(  # noqa: S308  (built from numbers only)
        '<svg class="empty__art hut" viewBox="0 0 120 96" aria-hidden="true" focusable="false">'
        '<path class="wall" d="M32 40 60 18l28 22v44H32z"/>'
        '<path class="roof" d="M26 42 60 13l34 29-4 4.5-30-25.5-30 25.5z"/><path class="roof" d="M74 14h7v16l-7-6z"/>'
        f'{panes}<path class="ground" d="M8 85h104"/></svg>'
    )
