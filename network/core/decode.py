"""The only place where a stranger's picture is decoded: a small program of its own, with narrow limits.

Picture on standard input, `fit` or `square` and the pixels wanted as arguments; on standard output a line of JSON and
then the WebP pictures, one after the other. It needs no Django, no database, no network, no secret, and once it has
started it can open no file and no socket. Run by network.core.images, never imported by it.
"""

import contextlib
import copy
import io
import json
import os
import resource
import sys
import warnings
from typing import BinaryIO

from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageColor,
    ImageFilter,
    ImageOps,
    ImagePalette,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
# Pillow and its plugins import these on first use, which is after the last file may have been opened.
NEEDED = (
    copy,
    GifImagePlugin,
    ImageColor,
    ImageFilter,
    ImagePalette,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
MAX_PIXELS = 40_000_000  # width times height, read from the header before anything is decoded
MAX_SIDE = 16_000  # pixels; WebP ends at 16383
MEMORY = 512 * 1024 * 1024  # bytes of address space
SECONDS = 10  # of processor time
OUTPUT = 64 * 1024 * 1024  # bytes written
QUALITY = 82
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
LYING = (5, 6, 7, 8)  # orientations that swap width and height

Size = tuple[int, int]


class Refused(Exception):
    """The word says why: "format" or "pixels"."""


def limit() -> None:
    """Takes away what decoding does not need, as far as the platform allows."""
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 3,  # standard input, output and error are open; nothing else will be
    }
    for which, value in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (value, value))
    with contextlib.suppress(OSError):
        os.nice(10)  # readers come before uploads


def opened(source: BinaryIO) -> Image.Image:
    """The picture behind the bytes, only its header read; refuses by content and by its number of pixels."""
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    try:
        image = Image.open(source, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused("pixels") from None
    except Exception:
        raise Refused("format") from None
    if image.width * image.height > MAX_PIXELS:
        raise Refused("pixels")
    return image


def with_plain_colours(image: Image.Image) -> Image.Image:
    """Eight bits a channel, RGB or RGBA; 16-bit greys keep their highest eight."""
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in ("RGB", "RGBA"):
        return image
    has_alpha = image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as sRGB, as the profile goes with the rest of the metadata; a profile nobody can read is ignored."""
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=image.mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return turned or image


def fitted(size: Size, width: int) -> Size:
    """The size with at most this width and MAX_SIDE of height, never enlarged."""
    scale = min(1, width / size[0], MAX_SIDE / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def shrunk(image: Image.Image, orientation: int, wanted: int) -> Image.Image:
    """The first frame upright, its shorter way down to about what is wanted, so that the rest is cheap."""
    upright = image.size[::-1] if orientation in LYING else image.size
    target = fitted(upright, wanted)
    lying = target[::-1] if orientation in LYING else target
    profile = image.info.get("icc_profile")
    image.draft("RGB", lying)  # a JPEG decodes straight to the nearest eighth
    image.load()
    small = with_plain_colours(image)
    if small.size != lying:
        small = small.resize(lying, Image.Resampling.LANCZOS, reducing_gap=3.0)
    small = in_srgb(small, profile)
    return small.transpose(TURNS[orientation]) if orientation in TURNS else small


def webp(image: Image.Image) -> bytes:
    """Encoded afresh: pixels only, no metadata of any kind."""
    image.info = {}
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return out.getvalue()


def jpeg(image: Image.Image) -> bytes:
    """For programs that read no WebP: pixels only, on white where the picture is clear."""
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image if image.mode == "RGBA" else None)
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def orientation_of(image: Image.Image) -> int:
    """How the camera was held: 1 to 8, and 1 when nothing readable says so."""
    try:
        value = image.getexif().get(ORIENTATION, 1)
    except Exception:
        return 1
    return value if value in TURNS else 1


def renditions(image: Image.Image, shape: str, pixels: list[int]) -> list[tuple[int, Image.Image]]:
    """`fit`: as wide as each step, up to the first that holds the whole; else the middle, exactly as large."""
    orientation = orientation_of(image)
    if shape != "fit":
        ratio = max(image.size) / min(image.size)
        base = shrunk(image, orientation, round(2 * max(pixels) * ratio))
        return [(side, ImageOps.fit(base, (side, side), Image.Resampling.LANCZOS)) for side in pixels]
    base = shrunk(image, orientation, max(pixels))
    steps = [step for number, step in enumerate(pixels) if number == 0 or base.width > pixels[number - 1]]
    return [(step, base.resize(fitted(base.size, step), Image.Resampling.LANCZOS)) for step in steps]


def main(shape: str, pixels: list[int]) -> None:
    """Writes the answer; every way to fail is a refusal."""
    encoded = jpeg if shape == "jpeg" else webp
    Image.preinit()  # Pillow imports while it can still open files
    limit()
    try:
        with opened(sys.stdin.buffer) as image:
            made = [(step, small.size, encoded(small)) for step, small in renditions(image, shape, pixels)]
    except Refused as refusal:
        made, word = [], str(refusal)
    except MemoryError:
        made, word = [], "memory"
    except Exception:  # a decoder can raise anything at all
        made, word = [], "broken"
    else:
        word = ""
    parts = [[step, *size, len(content)] for step, size, content in made]
    sys.stdout.buffer.write(json.dumps({"refused": word, "parts": parts}).encode() + b"\n")
    for _step, _size, content in made:
        sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1], sorted(int(number) for number in sys.argv[2:]))
