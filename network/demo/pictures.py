"""Hangs painted pictures on some of the newest posts, through the same door as every upload."""

from dataclasses import dataclass
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from network.conversations.files import store_upload
from network.demo.paint import SCENES, paint
from network.demo.texts import lists
from profiles.models import Person

EACH = 2  # posts at most that show the same kind of scene


@dataclass(frozen=True, slots=True)
class Sight:
    """A post whose author had a camera out."""

    post_id: int
    author: Person
    scene: str
    language: str


def newest_of_each(sights: list[Sight]) -> list[Sight]:
    """The newest few of each scene, so that a feed is not all pictures."""
    newest = sorted(sights, key=lambda sight: -sight.post_id)
    return [s for i, s in enumerate(newest) if sum(t.scene == s.scene for t in newest[:i]) < EACH]


def hang(rng: Random, sights: list[Sight]) -> None:
    """Stores a picture for each and ties it to its post."""
    for sight in newest_of_each(sights):
        upload = SimpleUploadedFile(f"{sight.scene}.png", paint(SCENES[sight.scene], rng), "image/png")
        alt = lists("pictures.txt")[f"{sight.scene} {sight.language}"][0]
        attachment = store_upload(owner=sight.author, upload=upload, alt=alt)
        attachment.thread_id = sight.post_id
        attachment.save(update_fields=["thread"])
