"""What people call their files, made safe to show, to list and to save on any computer."""

import re
import unicodedata

from django.utils.translation import gettext as _

from network.core.text import clean_line

LONGEST = 160  # characters, as Attachment.name
# Reserved by Windows whatever the ending is.
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
UNSAFE = re.compile(r'[<>:"|?*\x00-\x1f]')
# fmt: off
PICTURES = frozenset([
    "jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp", "avif", "heic", "heif", "hif", "tif", "tiff",
    "psd", "psb", "eps", "ps", "pcx", "pcf", "bmp", "dib", "ico", "jp2", "j2k", "jxl", "dng", "cr2", "cr3", "nef",
    "arw", "raf", "orf", "rw2"
])
# fmt: on


def clean_name(raw: str) -> str:
    """One line without folders, control or direction characters, names that a system reserves, or leading dots."""
    last = re.split(r"[/\\]", raw)[-1]
    visible = "".join(c for c in clean_line(last) if unicodedata.category(c) not in ("Cf", "Co", "Cn"))
    name = UNSAFE.sub("-", visible).strip(". ")
    if not name:
        return _("file")
    if RESERVED.match(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    return _joined(stem, f".{ending[:20]}") if dot else name[:LONGEST]


def with_ending(name: str, ending: str) -> str:
    """The name with this ending in place of its picture's one, within LONGEST characters."""
    stem = name.rpartition(".")[0] if names_a_picture(name) else name
    return _joined(stem or name, ending)


def names_a_picture(name: str) -> bool:
    """The last ending is that of a picture."""
    return name.rpartition(".")[2].lower() in PICTURES and "." in name


def _joined(stem: str, ending: str) -> str:
    return f"{stem[: LONGEST - len(ending)].rstrip('. ')}{ending}"
