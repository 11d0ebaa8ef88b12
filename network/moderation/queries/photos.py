"""The photo of a profile among what was reported: where its bytes lie, and how they are called in a case."""

import hashlib

from profiles.actions import photo_path
from profiles.models import PHOTO_SIZES

WIDTH = PHOTO_SIZES[-1]  # of the square that is shown at the desk
PART = f"{WIDTH}.webp"
_FOLDER = "photos/"


def place_of(photo: str) -> str:
    """Where the squares of a stored photo lie."""
    return photo_path(photo, WIDTH).removesuffix(f"/{PART}")


def kept_as(photo: str) -> str:
    """What they are called among what is kept."""
    return f"{_FOLDER}{photo[:2]}/{photo}"


def is_photo(stored: str) -> bool:
    """What is kept under this name is a photo, and no file of a conversation."""
    return stored.startswith(_FOLDER)


def number_of(photo: str) -> int:
    """Its number in a case; another photo of the same person has another."""
    return int(hashlib.sha256(photo.encode()).hexdigest()[:15], 16)
