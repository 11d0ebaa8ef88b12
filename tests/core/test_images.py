"""Pictures go in from strangers and come out as ours, or are refused with a sentence, quickly and within limits."""

import io
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from network.core import images
from network.core.images import DECODER, NotAPicture, fitted_set, square_set, step_for
from tests.pictures import CANARY, gif_of, opened, photo_with_everything, picture, png_claiming, upload

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.wide]

RED, BLUE = (254, 0, 0), (0, 0, 254)


def is_nearly(colour: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 16 for a, b in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_every_allowed_format_becomes_webp_in_three_widths(kind: str) -> None:
    made = fitted_set(upload(picture(kind, (2000, 1000))))
    assert (made.width, made.height) == (1600, 800)
    assert {step: opened(content).size for step, content in made.renditions.items()} == {
        480: (480, 240),
        960: (960, 480),
        1600: (1600, 800),
    }
    assert is_nearly(opened(made.renditions[480]).getpixel((10, 10)), RED)
    assert is_nearly(opened(made.renditions[480]).getpixel((470, 10)), BLUE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_colour_mode_is_read(mode: str) -> None:
    content = picture("JPEG" if mode == "CMYK" else "PNG", (900, 600), mode)
    assert set(fitted_set(upload(content)).renditions) == {480, 960}


def test_a_picture_is_never_enlarged() -> None:
    made = fitted_set(upload(picture("PNG", (700, 500))))
    assert {step: opened(content).size for step, content in made.renditions.items()} == {
        480: (480, 343),
        960: (700, 500),
    }
    assert set(fitted_set(upload(picture("PNG", (100, 50)))).renditions) == {480}


def test_the_step_asked_for_falls_back_to_the_largest_that_exists() -> None:
    assert [step_for(asked, 700) for asked in (480, 960, 1600, 700, 0)] == [480, 960, 960, None, None]
    assert step_for(1600, 1600) == 1600


@pytest.mark.parametrize(
    ("orientation", "size"),
    [(1, (1200, 800)), (2, (1200, 800)), (3, (1200, 800)), (6, (800, 1200)), (8, (800, 1200)), (99, (1200, 800))],
)
def test_orientation_is_applied(orientation: int, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = fitted_set(upload(picture("JPEG", exif=exif)))
    assert (made.width, made.height) == size
    corner = opened(made.renditions[480]).getpixel((5, 5))
    assert is_nearly(corner, RED if orientation in (1, 6, 99) else BLUE)


def test_nothing_but_pixels_is_left() -> None:
    photo = photo_with_everything()
    assert photo.count(CANARY) >= 4
    for content in [*fitted_set(upload(photo)).renditions.values(), *square_set(upload(photo), [96]).values()]:
        assert CANARY not in content
        assert b"EXIF" not in content
        assert b"XMP" not in content
        assert b"ICCP" not in content
        assert not Image.open(io.BytesIO(content)).getexif()


def test_colours_are_turned_to_srgb_when_the_profile_goes() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = fitted_set(upload(picture("JPEG", icc_profile=profile)))
    assert is_nearly(opened(made.renditions[480]).getpixel((5, 5)), RED)


def test_of_an_animation_the_first_frame_is_kept() -> None:
    content = gif_of(5_000)
    started = time.monotonic()
    made = fitted_set(upload(content))
    assert time.monotonic() - started < 2
    assert is_nearly(opened(made.renditions[480]).getpixel((5, 5)), RED)


def test_squares_are_the_middle_in_exactly_the_sizes_asked_for() -> None:
    made = square_set(upload(picture("PNG", (900, 300))), [48, 96, 640])
    assert {side: opened(content).size for side, content in made.items()} == {s: (s, s) for s in (48, 96, 640)}
    assert is_nearly(opened(made[96]).getpixel((2, 48)), RED)
    assert is_nearly(opened(made[96]).getpixel((93, 48)), BLUE)


def as_heif() -> bytes:
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(400)


REFUSED = {
    "eps": picture("EPS", (40, 40)),
    "tiff": picture("TIFF", (40, 40)),
    "bmp": picture("BMP", (40, 40)),
    "pcx": picture("PCX", (40, 40)),
    "ico": picture("ICO", (40, 40)),
    "psd": b"8BPS\x00\x01" + bytes(400),
    "heif": as_heif(),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "text": b"hello",
    "nothing": b"",
    "truncated jpeg": picture()[:2000],
    "truncated png": picture("PNG")[:60],
    "jpeg in name only": b"\xff\xd8\xff" + b"<script>alert(1)</script>" * 20,
    "gif in name only": b"GIF89a" + b"<script>alert(1)</script>" * 20,
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_a_picture_we_open_is_refused_with_a_way_on(kind: str) -> None:
    started = time.monotonic()
    with pytest.raises(NotAPicture, match="Try JPEG or PNG"):
        fitted_set(upload(REFUSED[kind], "bilde.png"))
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("content", [png_claiming(30_000, 30_000), png_claiming(8_000, 6_000)], ids=["900 MP", "48 MP"])
def test_too_many_pixels_are_refused_from_the_header(content: bytes) -> None:
    assert len(content) < 300_000
    started = time.monotonic()
    with pytest.raises(NotAPicture, match="40 million pixels"):
        fitted_set(upload(content))
    assert time.monotonic() - started < 2


@pytest.mark.slow
def test_what_would_need_too_much_memory_is_refused() -> None:
    with pytest.raises(NotAPicture, match="Make it smaller"):
        fitted_set(upload(picture("WEBP", (7_300, 5_400))))


def test_a_decoder_that_dies_or_hangs_costs_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "decode.py"
    monkeypatch.setattr(images, "DECODER", program)
    monkeypatch.setattr(images, "PATIENCE", 1)
    for text in ("import os; os.abort()", "import time; time.sleep(60)"):
        program.write_text(text)
        with pytest.raises(NotAPicture, match="Try JPEG or PNG"):
            fitted_set(upload(picture()))


def test_who_waits_too_long_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_turns", threading.BoundedSemaphore(1))
    monkeypatch.setattr(images, "PATIENCE", 0.05)
    images._turns.acquire()
    with pytest.raises(NotAPicture, match="in a moment"):
        fitted_set(upload(picture()))


def test_eight_bombs_at_once_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock, run = 0, 0, threading.Lock(), images._run

    def counted(*arguments: object) -> object:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        try:
            return run(*arguments)  # type: ignore[arg-type]
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(images, "_run", counted)
    bomb = png_claiming(30_000, 30_000)
    before = resident()
    started = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: refusal(bomb), range(8)))
    assert time.monotonic() - started < 8
    assert all("40 million" in answer for answer in answers)
    assert most <= images.AT_ONCE
    assert resident() - before < 150


def refusal(content: bytes) -> str:
    with pytest.raises(NotAPicture) as refused:
        fitted_set(upload(content))
    return str(refused.value.sentence)


def resident() -> float:
    """MiB of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def test_the_decoder_has_no_environment_and_can_open_nothing() -> None:
    probe = (
        f"import os, runpy, socket; m = runpy.run_path({str(DECODER)!r}); m['limit'](); out = [len(os.environ)]\n"
        "for act in (lambda: socket.socket(), lambda: open('/etc/hostname'), lambda: bytearray(2**30)):\n"
        "    try: act(); out.append('open')\n"
        "    except (OSError, MemoryError): out.append('shut')\n"
        "print(*out)"
    )
    command = [sys.executable, "-I", "-c", probe]
    said = subprocess.run(command, capture_output=True, text=True, env={}, check=True).stdout.split()
    assert said[1:] == ["shut", "shut", "shut"]
    assert int(said[0]) <= 1  # Python itself may set LC_CTYPE
