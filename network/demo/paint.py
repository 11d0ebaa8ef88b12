"""Paints the pictures of the demo company: the coast in the colours of the village, no photograph needed."""

import math
from dataclasses import dataclass
from io import BytesIO
from random import Random

from PIL import Image, ImageColor, ImageDraw, ImageFilter

from network.core.pictures import HILLS, SKIES, WALLS

WIDTH, HEIGHT = 1280, 800
_LIT, _DARK = "#fcc447", "#1b2a33"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a picture shows: the light, and what stands in it. `shore` is where the land meets the water, 0 to 1."""

    light: str
    shore: float = 0.74
    houses: int = 0
    masts: int = 0
    snow: bool = False
    aurora: bool = False


SCENES = {
    "linje": Scene("dawn", shore=0.95, masts=5, snow=True),
    "kai": Scene("night", houses=7),
    "nordlys": Scene("night", houses=4, aurora=True),
    "vann": Scene("day", shore=0.6, masts=2),
    "tur": Scene("day", shore=0.88, snow=True),
    "hytte": Scene("dusk", shore=0.8, houses=1, snow=True),
}


def paint(scene: Scene, rng: Random) -> bytes:
    """The scene as PNG; the same scene is never painted twice alike."""
    image = _sky(SKIES[scene.light])
    if scene.aurora:
        _aurora(ImageDraw.Draw(image), rng)
        image = image.filter(ImageFilter.GaussianBlur(11))
    draw = ImageDraw.Draw(image)
    shore = int(HEIGHT * scene.shore)
    for depth, colour in enumerate(HILLS[scene.light]):
        _hill(draw, rng, Ridge(shore, depth, colour, "#e8f0f2" if scene.snow and depth < 2 else ""))
    _water(draw, rng, shore, SKIES[scene.light][1])
    for place in range(scene.houses):
        _house(draw, rng, int(WIDTH * (place + 1) / (scene.houses + 1)) + rng.randint(-30, 30), shore)
    _line(draw, scene.masts, shore)
    content = BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def _sky(colours: tuple[str, ...]) -> Image.Image:
    column = Image.new("RGB", (1, len(colours)))
    for row, colour in enumerate(colours):
        column.putpixel((0, row), ImageColor.getrgb(colour))
    return column.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)


def _aurora(draw: ImageDraw.ImageDraw, rng: Random) -> None:
    phase = rng.uniform(0, 6)
    for x in range(0, WIDTH, 4):
        top = 130 + 70 * math.sin(x / 190 + phase) + 25 * math.sin(x / 47)
        strength = 0.5 + 0.5 * math.sin(x / 90 + phase)
        draw.line([(x, top), (x + 26, top + 60 + 150 * strength)], fill=(60, int(130 + 80 * strength), 118), width=3)


@dataclass(frozen=True, slots=True)
class Ridge:
    """One row of hills, 0 the farthest; a cap is the colour of snow on it."""

    shore: int
    depth: int
    colour: str
    cap: str


def _hill(draw: ImageDraw.ImageDraw, rng: Random, ridge: Ridge) -> None:
    reach, phase = 330 - 95 * ridge.depth, rng.uniform(0, 9)
    tops = [
        (x, ridge.shore - reach * (0.5 + 0.3 * math.sin(x / 210 + phase) + 0.2 * math.sin(x / 71 + 2 * phase)))
        for x in range(0, WIDTH + 8, 8)
    ]
    draw.polygon([*tops, (WIDTH, HEIGHT), (0, HEIGHT)], fill=ridge.colour)
    snow_line = ridge.shore - reach * 0.62
    for (x, y), (next_x, next_y) in zip(tops, tops[1:], strict=False) if ridge.cap else ():
        if y < snow_line:
            draw.polygon(
                [(x, y), (next_x, next_y), (next_x, next_y + 26), (x, y + (snow_line - y) / 2)], fill=ridge.cap
            )


def _water(draw: ImageDraw.ImageDraw, rng: Random, shore: int, colour: str) -> None:
    draw.rectangle([0, shore, WIDTH, HEIGHT], fill=colour)
    glint = tuple(part + (255 - part) // 7 for part in ImageColor.getrgb(colour)[:3])
    for _ in range((HEIGHT - shore) // 3):
        x, y = rng.randrange(WIDTH), rng.randint(shore + 4, HEIGHT)
        draw.line([(x, y), (x + rng.randint(20, 140), y)], fill=glint, width=2)


def _house(draw: ImageDraw.ImageDraw, rng: Random, x: int, shore: int) -> None:
    width, height = rng.randint(84, 120), rng.randint(62, 92)
    left, top = x - width // 2, shore - height
    draw.rectangle([left, top, left + width, shore], fill=rng.choice(WALLS))
    draw.polygon([(left - 8, top), (x, top - 46), (left + width + 8, top)], fill="#13202a")
    for column in range(3):
        window = left + 12 + column * (width - 24) // 3
        colour = _LIT if rng.random() < 0.7 else _DARK
        draw.rectangle([window, top + 18, window + 15, top + 40], fill=colour)
        if colour == _LIT:  # the light lies on the water too
            draw.line([(window + 7, shore + 8), (window + 7, shore + rng.randint(30, 80))], fill="#b98d3e", width=5)


def _line(draw: ImageDraw.ImageDraw, masts: int, shore: int) -> None:
    tops = []
    for number in range(masts):
        x, height = 90 + number * 270, 330 - number * 34
        foot, top = shore - number * 12, shore - number * 12 - height
        draw.line([(x - 26, foot), (x, top), (x + 26, foot)], fill=_DARK, width=6)
        draw.line([(x - 52, top + 34), (x + 52, top + 34)], fill=_DARK, width=6)
        tops.append((x, top + 36))
    for (x, y), (next_x, next_y) in zip(tops, tops[1:], strict=False):
        for side in (-50, 0, 50):
            draw.line([_hanging(x + side, y, next_x + side, next_y, t / 10) for t in range(11)], fill=_DARK, width=2)


def _hanging(x: float, y: float, next_x: float, next_y: float, part: float) -> tuple[float, float]:
    """A point of a wire between two masts, `part` of the way along."""
    return x + (next_x - x) * part, y + (next_y - y) * part + 92 * part * (1 - part)
