"""What the decoder does with a picture, step by step; tests.core.test_images sees it as a program with its limits."""

import io
import json
import resource
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import AvifImagePlugin, Image, ImageCms

from network.core import decode
from tests.pictures import gif_of, picture, png_claiming

RED, BLUE = (254, 0, 0), (0, 0, 254)


@pytest.fixture(autouse=True)
def _pillow_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The decoder narrows Pillow for the rest of its process, which is not this one."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    monkeypatch.setattr(AvifImagePlugin, "DEFAULT_MAX_THREADS", AvifImagePlugin.DEFAULT_MAX_THREADS)


def fitted(content: bytes, *pixels: int) -> list[tuple[int, Image.Image]]:
    with decode.opened(io.BytesIO(content)) as image:
        return decode.renditions(image, "fit", list(pixels))


def is_nearly(colour: Any, wanted: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 16 for a, b in zip(colour[:3], wanted, strict=True))


# Of the left half red and the right half blue: where the red lies once the camera's turn is taken back.
CORNERS = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}


@pytest.mark.parametrize("orientation", CORNERS)
def test_every_way_of_holding_a_camera_is_taken_back(orientation: int) -> None:
    exif = Image.Exif()
    exif[decode.ORIENTATION] = orientation
    ((_, small),) = fitted(picture("JPEG", (400, 200), exif=exif), 480)
    assert small.size == ((400, 200) if orientation < 5 else (200, 400))
    at = {"left": (2, 90), "right": (small.width - 3, 90), "top": (90, 2), "bottom": (90, small.height - 3)}
    assert is_nearly(small.getpixel(at[CORNERS[orientation]]), RED)
    assert sum(is_nearly(small.getpixel(place), RED) for place in at.values()) in (1, 3)


def test_a_camera_that_says_nonsense_is_held_upright(monkeypatch: pytest.MonkeyPatch) -> None:
    exif = Image.Exif()
    exif[decode.ORIENTATION] = 99
    ((_, small),) = fitted(picture("JPEG", (400, 200), exif=exif), 480)
    assert small.size == (400, 200)

    def unreadable(image: Image.Image) -> None:
        raise SyntaxError("not a TIFF file")

    monkeypatch.setattr(Image.Image, "getexif", unreadable)
    with decode.opened(io.BytesIO(picture("PNG", (40, 20)))) as image:
        assert decode.orientation_of(image) == 1


@pytest.mark.parametrize(
    ("kind", "mode", "becomes"),
    [
        ("PNG", "1", "RGB"),
        ("PNG", "L", "RGB"),
        ("PNG", "LA", "RGBA"),
        ("PNG", "P", "RGB"),
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "I;16", "RGB"),
        ("JPEG", "CMYK", "RGB"),
    ],
)
def test_every_colour_mode_becomes_eight_bits_a_channel(kind: str, mode: str, becomes: str) -> None:
    ((_, small),) = fitted(picture(kind, (60, 40), mode), 480)
    assert small.mode == becomes


def test_a_see_through_palette_stays_see_through() -> None:
    ((_, small),) = fitted(picture("PNG", (60, 40), "P", transparency=0), 480)
    assert small.mode == "RGBA"
    assert small.getpixel((3, 3))[3] == 0


def test_sixteen_bit_greys_keep_their_light() -> None:
    grey = Image.new("I;16", (60, 40), 40_000)
    out = io.BytesIO()
    grey.save(out, "PNG")
    ((_, small),) = fitted(out.getvalue(), 480)
    assert is_nearly(small.getpixel((3, 3)), (156, 156, 156))


def test_colours_are_turned_by_their_profile_and_one_that_nobody_can_read_is_ignored() -> None:
    narrow = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, narrow, b"no profile"):
        ((_, small),) = fitted(picture("JPEG", (60, 40), icc_profile=profile), 480)
        assert is_nearly(small.getpixel((3, 3)), RED)


def test_no_side_grows_past_what_webp_can_hold() -> None:
    assert decode.fitted((100, 40_000), 480) == (40, decode.MAX_SIDE)
    assert decode.fitted((40_000, 1), 480) == (480, 1)


def test_squares_are_the_middle_and_steps_end_with_the_first_that_holds_all() -> None:
    with decode.opened(io.BytesIO(picture("PNG", (900, 300)))) as image:
        squares = dict(decode.renditions(image, "square", [48, 96]))
    assert {side: square.size for side, square in squares.items()} == {48: (48, 48), 96: (96, 96)}
    assert is_nearly(squares[96].getpixel((2, 48)), RED)
    assert is_nearly(squares[96].getpixel((93, 48)), BLUE)
    assert [step for step, _ in fitted(picture("PNG", (700, 500)), 480, 960, 1600)] == [480, 960]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The program's answer to a picture; the limits are asked for, but this process keeps its own."""
    asked: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(resource, "setrlimit", asked.__setitem__)
    monkeypatch.setattr(decode.os, "nice", lambda step: step)

    def ask(content: bytes, shape: str = "fit", *pixels: int) -> tuple[str, list[list[int]], bytes]:
        out = io.BytesIO()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
        decode.main(shape, list(pixels) or [480, 960])
        monkeypatch.undo()
        assert asked[resource.RLIMIT_NOFILE] == (3, 3)
        head, _, rest = out.getvalue().partition(b"\n")
        said = json.loads(head)
        return said["refused"], said["parts"], rest

    return ask


def test_the_answer_is_a_line_that_says_how_long_each_picture_is(answer: Any) -> None:
    refused, parts, rest = answer(picture("JPEG", (1200, 800)))
    assert (refused, [part[:3] for part in parts]) == ("", [[480, 480, 320], [960, 960, 640]])
    assert len(rest) == sum(part[3] for part in parts)
    assert Image.open(io.BytesIO(rest[: parts[0][3]])).size == (480, 320)


def test_for_programs_that_read_no_webp_the_middle_is_a_jpeg_on_white(answer: Any) -> None:
    refused, parts, rest = answer(picture("PNG", (60, 40), "P", transparency=0), "jpeg", 32)
    square = Image.open(io.BytesIO(rest))
    assert (refused, parts[0][:3], square.format, square.size) == ("", [32, 32, 32], "JPEG", (32, 32))
    assert is_nearly(square.getpixel((3, 3)), (254, 254, 254))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"hello", "format"),
        (picture("TIFF", (40, 40)), "format"),
        (png_claiming(30_000, 30_000), "pixels"),
        (png_claiming(8_000, 6_000), "pixels"),
        (picture("JPEG")[:2000], "broken"),
    ],
    ids=["text", "tiff", "900 MP", "48 MP", "truncated"],
)
def test_what_is_refused_is_refused_with_a_word_and_nothing_else(answer: Any, content: bytes, word: str) -> None:
    assert answer(content) == (word, [], b"")


def test_running_out_of_memory_is_a_word_too(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(*_arguments: object) -> None:
        raise MemoryError

    monkeypatch.setattr(decode, "renditions", greedy)
    assert answer(gif_of(5)) == ("memory", [], b"")


def test_a_limit_that_the_platform_does_not_know_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def unknown(which: int, _limits: object) -> None:
        tried.append(which)
        raise ValueError

    def forbidden(_step: int) -> None:
        raise PermissionError

    monkeypatch.setattr(resource, "setrlimit", unknown)
    monkeypatch.setattr(decode.os, "nice", forbidden)
    decode.limit()
    assert resource.RLIMIT_CPU in tried
    assert len(tried) == 5
