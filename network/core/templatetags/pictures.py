"""Tags for drawn pictures: the village, covers, and the small house of empty rooms."""

from collections.abc import Sequence
from functools import lru_cache
from random import Random

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


@register.simple_tag
@lru_cache(maxsize=1)
def my_house() -> SafeString:
    """The house of a new colleague: every window is somebody's, and one waits, dashed, for theirs."""
    dice = Random(pictures.seed_of("my house"))
    windows = [(x, y) for y in (128, 160, 192, 224) for x in (128, 167, 206, 245)]
    dark, mine = {(245, 128), (167, 160), (128, 224)}, (206, 192)
    panes = "".join(
        f'<rect class="{"w-off" if place in dark else "w-on"}" x="{place[0]}" y="{place[1]}" width="25" height="23"/>'
        for place in windows
        if place != mine
    )
    return mark_safe(  # noqa: S308  (built from numbers only)
        '<svg viewBox="0 0 400 300" aria-hidden="true" focusable="false">'
        f'<path d="{pictures.skyline(dice, 240, 80, 60, sharp=True)}" fill="#4a4a70" opacity=".8"/>'
        f'<path d="{pictures.skyline(dice, 262, 40, 70)}{pictures.trees(dice, 258, 30, 26)}" fill="#12252f"/>'
        '<path d="M256 66h12v34h-12zM100 122 200 56l100 66v8H100z" fill="#13202a"/>'
        '<path d="M112 126 200 68l88 58v136H112z" fill="#7d3a2a"/><path d="M112 126 200 68v194h-88z" opacity=".12"/>'
        f'{panes}<rect class="mine" x="{mine[0]}" y="{mine[1]}" width="25" height="23"/>'
        '<path d="M0 262h400v60H0z" fill="#061a21"/></svg>'
    )
