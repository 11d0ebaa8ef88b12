"""Pictures for tests, honest and hostile."""

import io
import struct
import zlib
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

CANARY = b"Fjellveien-7-canary"


def picture(kind: str = "JPEG", size: tuple[int, int] = (1200, 800), mode: str = "RGB", **how: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new(mode, size, "blue" if mode == "RGB" else 0)
    if mode == "RGB":
        image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def photo_with_everything() -> bytes:
    """A JPEG lying on its side that says who took it and where, in EXIF, a comment, XMP and a profile."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn a quarter clockwise to see it upright
    exif[0x013B] = CANARY.decode()
    exif[0x8298] = CANARY.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (68.0, 47.0, 3.0), 3: "E", 4: (16.0, 32.0, 1.0), 29: CANARY.decode()})
    return picture("JPEG", exif=exif, comment=CANARY, xmp=b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>", icc_profile=CANARY)


@cache
def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header claims a size (in 500s of rows), with rows that pack to almost nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packer = zlib.compressobj(9)
    rows = (b"\0" + b"\0" * (width // 8)) * 500
    packed = b"".join(packer.compress(rows) for _ in range(height // 500)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def gif_of(frames: int) -> bytes:
    """An animated GIF; the first frame is red, the rest blue."""
    out = io.BytesIO()
    first, other = Image.new("RGB", (64, 64), "red"), Image.new("RGB", (64, 64), "blue")
    first.save(out, "GIF", save_all=True, append_images=[other, first], loop=0)
    start, trailer = out.getvalue()[:-1], b";"
    frame = start[start.rindex(b"\x21\xf9") :]
    return start + frame * (frames - 3) + trailer


def upload(content: bytes, name: str = "bilde.jpg") -> SimpleUploadedFile:
    """As a form would bring it; the content type is a claim that nobody believes."""
    return SimpleUploadedFile(name, content, "application/x-anything")


def opened(webp: bytes) -> Image.Image:
    """What came out, decoded."""
    image = Image.open(io.BytesIO(webp))
    assert image.format == "WEBP"
    image.load()
    return image.convert("RGB")
