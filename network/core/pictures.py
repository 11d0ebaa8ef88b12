"""The village and the covers: deterministic SVG drawn from numbers, so no picture has to be uploaded or stored."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Literal

from django.utils.html import escape
from django.utils.translation import gettext, ngettext

Mode = Literal["home", "entry", "one", "dark"]

WIDTH = 1200
#: Houses left of this are outside the picture on a phone, where it is cut from the left.
FAR = 660
WALLS = ("#6d3027", "#8a6a35", "#4a5560", "#5c2c2a", "#7c4a2c", "#3f4a52", "#7d3a2a", "#66707a")
ROOF = "#13202a"
SKIES = {
    "dusk": ("#14303f", "#3a4a6b", "#b57a86", "#f0a566"),
    "dawn": ("#7fa7b5", "#b9c9c9", "#f3d9b8", "#f8e6c9"),
    "night": ("#081a26", "#0f2d3a", "#1d4a4f", "#2d6a5f"),
    "day": ("#6fb0c4", "#a5d0d6", "#dcecec", "#eef6f3"),
    "rain": ("#4c5f6b", "#71858f", "#9fb0b4", "#c3cdcc"),
}
HILLS = {
    "dusk": ("#5b5579", "#3b4660", "#1c3340"),
    "dawn": ("#9db3b5", "#6f9094", "#3f666b"),
    "night": ("#16383f", "#0f2a31", "#091d24"),
    "day": ("#84aab0", "#4f8486", "#2f5f5c"),
    "rain": ("#7a8c93", "#566a72", "#354a52"),
}


@dataclass(frozen=True, slots=True)
class House:
    """One department: `lit` of `total` windows are on; a shuttered house is too small to tell and shows none."""

    name: str
    href: str
    lit: int
    total: int
    contributors: int
    shuttered: bool = False

    @property
    def note(self) -> str:
        """The words that say the same as the windows."""
        if self.shuttered:
            return gettext("too few people to show")
        if not self.contributors:
            return gettext("no one has written today")
        return ngettext("%(count)s contributed today", "%(count)s contributed today", self.contributors) % {
            "count": self.contributors
        }


@dataclass(frozen=True, slots=True)
class Plot:
    """Where a house stands: left edge, ground line, width and height of the wall, in drawing units."""

    x: float
    ground: float
    width: float
    height: float

    @property
    def eaves(self) -> float:
        """The line where the roof meets the wall."""
        return self.ground - self.height

    @property
    def ridge(self) -> float:
        """The top of the roof."""
        return self.eaves - self.width * 0.42


def seed_of(key: object) -> int:
    """The same number for the same key, in every process and version."""
    return int(sha256(str(key).encode()).hexdigest()[:8], 16)


def skyline(dice: Random, base: float, height: float, step: float, *, sharp: bool = False) -> str:
    """The outline of a mountain range as path data, closed well below `base`."""
    x, points = 0.0, [(0.0, base - height * dice.uniform(0.2, 0.7))]
    while x < WIDTH:
        x += step * dice.uniform(0.55, 1.35)
        points.append((min(x, WIDTH), base - height * dice.uniform(0.12, 1) ** (1 if sharp else 1.3)))
    line = [points[0]]
    for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
        line.append(((x0 + x1) / 2 + dice.uniform(-8, 8), (y0 + y1) / 2 + dice.uniform(-1, 1) * height * 0.066))
        line.append((x1, y1))
    outline = "".join(f"L{x:.0f} {y:.0f}" for x, y in line)
    return f"M0 {base + 200:g}{outline}L{WIDTH} {base + 200:g}z"


def trees(dice: Random, ground: float, count: int, tallest: float) -> str:
    """A row of spruces along the ground as path data."""
    row = []
    for _ in range(count):
        x, tall = dice.uniform(0, WIDTH), dice.uniform(tallest * 0.45, tallest)
        wide, foot = tall * 0.36, ground + dice.uniform(-2, 3)
        row.append(
            f"M{x:.0f} {foot - tall:.0f}l{wide * 0.55:.1f} {tall * 0.42:.1f}h-{wide * 0.24:.1f}"
            f"l{wide * 0.55:.1f} {tall * 0.58:.1f}h-{wide * 1.72:.1f}"
            f"l{wide * 0.55:.1f}-{tall * 0.58:.1f}h-{wide * 0.24:.1f}z"
        )
    return "".join(row)


def walls(plot: Plot, colour: str, *, chimney: bool) -> str:
    """Roof, wall, the shaded half and perhaps a chimney."""
    x, w, top, peak, ground = plot.x, plot.width, plot.eaves, plot.ridge, plot.ground
    mid, gable = x + w / 2, f"{x + w / 2:.1f} {peak + 7:.0f}"
    smoke = f'<path d="M{x + w * 0.66:.1f} {peak + w * 0.06:.0f}h6v{w * 0.25:.0f}h-6z" fill="{ROOF}"/>'
    return (
        (smoke if chimney else "")
        + f'<path d="M{x - 4:.0f} {top:.0f}L{mid:.1f} {peak:.0f}L{x + w + 4:.0f} {top:.0f}v3H{x - 4:.0f}z"'
        + f' fill="{ROOF}"/>'
        + f'<path d="M{x:.0f} {top + 1:.0f}L{gable}L{x + w:.0f} {top + 1:.0f}V{ground:.0f}H{x:.0f}z" fill="{colour}"/>'
        + f'<path d="M{x:.0f} {top + 1:.0f}L{gable}V{ground:.0f}H{x:.0f}z" opacity=".13"/>'
    )


def panes(plot: Plot, house: House) -> str:
    """The windows: which of them are lit is drawn by lot, so a window never stands for a person."""
    columns = 2 if house.total <= 4 else 3
    rows = math.ceil(house.total / columns)
    wide = min(9.0, (plot.width - 6) / columns - 4.5)
    tall = wide * 1.25
    gap_x = (plot.width - columns * wide) / (columns + 1)
    gap_y = (plot.height - rows * tall) / (rows + 1)
    order = list(range(house.total))
    Random(int(plot.x * 7 + house.total)).shuffle(order)
    lit = set() if house.shuttered else set(order[: house.lit])
    on: list[str] = []
    off: list[str] = []
    for number in range(house.total):
        x = plot.x + gap_x + (number % columns) * (wide + gap_x)
        y = plot.eaves + gap_y * 0.8 + (number // columns) * (tall + gap_y)
        (on if number in lit else off).append(f"M{x:.1f} {y:.1f}h{wide:.1f}v{tall:.1f}h-{wide:.1f}z")
    dark = "w-shut" if house.shuttered else "w-off"
    return (f'<path class="{dark}" d="{"".join(off)}"/>' if off else "") + (
        f'<path class="w-on" d="{"".join(on)}"/>' if on else ""
    )


def standing(plot: Plot, house: House, number: int, *, linked: bool) -> str:
    """A whole house with its glow; a link with a full name where the village is for use, not for show."""
    x, w, h, ground = plot.x, plot.width, plot.height, plot.ground
    glow = ""
    if house.lit and not house.shuttered:
        glow = (
            f'<ellipse class="halo" cx="{x + w / 2:.0f}" cy="{ground - h * 0.5:.0f}" rx="{w * 1.25:.0f}"'
            f' ry="{h * 1.15:.0f}" fill="url(#village-glow)"/>'
        )
    body = glow + walls(plot, WALLS[number % len(WALLS)], chimney=number % 3 != 1) + panes(plot, house)
    if not linked:
        return f'<g class="house">{body}</g>'
    name = escape(f"{house.name}: {house.note}")
    area = f"M{x - 6:.0f} {ground - h - 24:.0f}h{w + 12:.0f}v{h + 28:.0f}h-{w + 12:.0f}z"
    far = " far" if x < FAR else ""
    return (
        f'<a class="house{far}" href="{escape(house.href)}" aria-label="{name}"><title>{name}</title>'
        f'<path class="hit" d="{area}"/>{body}</a>'
    )


def reflections(dice: Random, plot: Plot, house: House, water: float) -> str:
    """Light on the water below a lit house, longer the more windows are on."""
    if not house.lit or house.shuttered:
        return ""
    share, beams = house.lit / house.total, 1 + (house.lit > 1) + (house.lit > 3)
    light = ""
    for beam in range(beams):
        wide = 3.2 + 3 * share
        x = plot.x + plot.width * (beam + 1) / (beams + 1) - wide / 2 + dice.uniform(-2, 2)
        long = 16 + 24 * share + dice.uniform(0, 10)
        light += f"M{x:.0f} {water + 9:.0f}h{wide:.1f}l{wide * 0.25:.1f} {long:.0f}h-{wide * 1.5:.1f}z"
    return light


def colours(base: float, height: float) -> str:
    """The gradients of sky, water and light; their colours are CSS classes."""
    glow = '<stop stop-color="#ffd98a" stop-opacity="{}"/><stop offset="1" stop-color="#ffb35c" stop-opacity="0"/>'
    return (
        '<defs><linearGradient id="village-sky" x1="0" y1="0" x2="0" y2="1"><stop class="st1"/>'
        '<stop class="st2" offset=".42"/><stop class="st3" offset=".68"/><stop class="st4" offset=".86"/>'
        '<stop class="st5" offset="1"/></linearGradient>'
        '<linearGradient id="village-water" x1="0" y1="0" x2="0" y2="1"><stop class="wt1"/>'
        '<stop class="wt2" offset="1"/></linearGradient>'
        f'<linearGradient id="village-beam" gradientUnits="userSpaceOnUse" x1="0" x2="0" y1="{base + 8:g}"'
        f' y2="{height - 6:g}">{glow.format(".8")}</linearGradient>'
        f'<radialGradient id="village-glow">{glow.format(".55")}</radialGradient></defs>'
    )


def backdrop(dice: Random, base: float, height: float) -> str:
    """Sky, stars, mountains, trees and water."""
    stars = "".join(
        f"M{dice.uniform(WIDTH * 0.58, WIDTH - 10):.0f} {dice.uniform(8, height * 0.36):.0f}h{dice.choice([1, 1.4, 2])}"
        for _ in range(26)
    )
    shore = "".join(f"Q{x + 30} {base + dice.uniform(-3, 1):.0f} {x + 60} {base + 3:g}" for x in range(0, WIDTH, 60))
    return (
        f'<rect width="{WIDTH}" height="{base:g}" fill="url(#village-sky)"/><path class="stars" d="{stars}"/>'
        f'<path class="r1" d="{skyline(dice, base - 6, height * 0.34, 90, sharp=True)}"/>'
        f'<path class="r2" d="{skyline(dice, base - 2, height * 0.22, 120)}"/>'
        f'<path class="r3" d="{skyline(dice, base + 2, height * 0.085, 150)}{trees(dice, base, WIDTH // 15, 30)}"/>'
        f'<rect y="{base:g}" width="{WIDTH}" height="{height - base:g}" fill="url(#village-water)"/>'
        f'<path class="shore" d="M0 {base + 4:g}{shore}V{base + 9:g}H0z"/>'
    )


def village(houses: Sequence[House], mode: Mode = "home") -> str:
    """The village as inline SVG: "home" is a group of links; the other modes are decoration without links."""
    dice, linked = Random(7), mode == "home"
    height = 300.0 if linked else 900.0 if mode == "entry" else 700.0
    base = height - 62
    start, end = (WIDTH * 0.30, WIDTH * 0.975) if linked else (WIDTH * 0.05, WIDTH * 0.965)
    slot = (end - start) / max(1, len(houses))
    scene, beams, drawn = backdrop(dice, base, height), "", ""
    for number, house in enumerate(houses):
        wide = min(36 + dice.uniform(0, 14), slot * 0.82)
        high = 30 + dice.uniform(0, 26) + (8 if house.total > 6 else 0)
        x = start + slot * number + (slot - wide) / 2 + dice.uniform(-0.1, 0.1) * slot
        plot = Plot(x, base + dice.uniform(-4, 3), wide, high)
        drawn += standing(plot, house, number, linked=linked)
        beams += reflections(dice, plot, house, base)
    waves = "".join(
        f"M{dice.uniform(0, WIDTH):.0f} {dice.uniform(base + 16, height - 4):.0f}h{dice.uniform(18, 70):.0f}"
        for _ in range(WIDTH // 48)
    )
    label = escape(gettext("The village: lit windows show where someone has written today"))
    role = f'role="group" aria-label="{label}"' if linked else 'aria-hidden="true" focusable="false"'
    return (
        f'<svg class="village" viewBox="0 0 {WIDTH} {height:g}" preserveAspectRatio="xMaxYMax slice" {role}>'
        f'{colours(base, height)}{scene}{drawn}<path class="beams" fill="url(#village-beam)" d="{beams}"/>'
        f'<path class="ripple" d="{waves}"/></svg>'
    )


def cover(key: object, mood: str = "") -> str:
    """A landscape for a group or a person, always the same one for the same key."""
    dice, height = Random(seed_of(key)), 260.0
    mood = mood if mood in SKIES else dice.choice(sorted(SKIES))
    sky, (far, middle, near) = SKIES[mood], HILLS[mood]
    gradient, base = f"cover-{seed_of(key):x}", height * 0.86
    stops = "".join(
        f'<stop offset="{at}" stop-color="{tone}"/>' for at, tone in zip((0, 0.45, 0.75, 1), sky, strict=True)
    )
    sun = (
        f'<circle cx="{WIDTH * dice.uniform(0.55, 0.8):.0f}" cy="{height * 0.7:.0f}" r="34"'
        ' fill="#ffe3a8" opacity=".9"/>'
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:g}" preserveAspectRatio="xMidYMid slice" aria-hidden="true"'
        ' focusable="false">'
        f'<defs><linearGradient id="{gradient}" x1="0" y1="0" x2="0" y2="1">{stops}</linearGradient></defs>'
        f'<rect width="{WIDTH}" height="{height:g}" fill="url(#{gradient})"/>{sun if mood in ("dusk", "dawn") else ""}'
        f'<path d="{skyline(dice, base - 26, height * 0.46, 110, sharp=True)}" fill="{far}"/>'
        f'<path d="{skyline(dice, base, height * 0.3, 140)}" fill="{middle}"/>'
        f'<path d="{skyline(dice, height * 0.98, height * 0.16, 180)}{trees(dice, height * 0.965, 46, 50)}"'
        f' fill="{near}"/></svg>'
    )
