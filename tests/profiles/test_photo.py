"""Photos: content decides, metadata goes, only colleagues see them, and the name changes with the photo."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from network.core.images import NotAPicture
from profiles import actions
from profiles.events import ProfileChanged
from profiles.models import Person

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    return


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 400), **extra: Any) -> SimpleUploadedFile:
    """A red picture; with exif when given."""
    content = BytesIO()
    Image.new("RGB", size, "red").save(content, kind, **extra)
    return SimpleUploadedFile(f"meg.{kind.lower()}", content.getvalue(), f"image/{kind.lower()}")


def squares(name: str) -> dict[int, Image.Image]:
    """The stored squares of a photo."""
    return {size: Image.open(BytesIO(stored(name, size))) for size in (48, 96, 256)}


def stored(name: str, size: int) -> bytes:
    """The bytes of one square."""
    with default_storage.open(actions.photo_path(name, size)) as content:
        return bytes(content.read())


def test_a_photo_is_stored_as_squares_without_its_metadata(
    ann: Person, told: list, django_capture_on_commit_callbacks: Callable
) -> None:
    exif = Image.Exif()
    exif[0x010E] = "hemmelig sted"
    exif[0x8825] = {1: "N", 2: (68.0, 1.0, 2.0)}
    name = actions.change_photo(person=ann, upload=picture(exif=exif))
    for size, square in squares(name).items():
        assert (square.size, square.format) == ((size, size), "WEBP")
        assert not square.getexif()
        assert b"hemmelig" not in stored(name, size)
    assert told == [ProfileChanged(ann.pk)]
    ann.refresh_from_db()
    assert ann.photo == name
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(person=ann)
    assert not default_storage.exists(actions.photo_path(name, 48))


@pytest.mark.parametrize("content", [SVG, b"GIF89a but not really", b"", b"<html>", b"\x89PNG\r\n\x1a\n" + b"x" * 50])
def test_what_is_no_picture_is_refused_and_nothing_changes(content: bytes, ann: Person) -> None:
    with pytest.raises(NotAPicture):
        actions.change_photo(person=ann, upload=SimpleUploadedFile("meg.jpg", content, "image/jpeg"))
    ann.refresh_from_db()
    assert ann.photo == ""


def test_the_page_refuses_an_svg_with_a_sentence_beside_the_field(ann: Person, client_of: Callable) -> None:
    client: Client = client_of(ann)
    answer = client.post("/settings/photo/", {"photo": SimpleUploadedFile("meg.png", SVG, "image/png")})
    assert answer.status_code == 422
    assert 'id="id_photo_error"' in answer.content.decode()
    assert client.post("/settings/photo/").status_code == 422


def test_a_photo_too_large_is_refused_before_it_is_read(ann: Person, client_of: Callable, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 100
    answer = client_of(ann).post("/settings/photo/", {"photo": picture()})
    assert answer.status_code in (400, 413, 422)


def test_only_signed_in_colleagues_get_the_present_photo(ann: Person, cleo: Person, client_of: Callable) -> None:
    client: Client = client_of(ann)
    assert client.post("/settings/photo/", {"photo": picture("PNG")}).status_code == 303
    ann.refresh_from_db()
    url = ann.photo_url(90)
    answer = client_of(cleo).get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer["Cache-Control"]
    assert answer.getvalue()[8:12] == b"WEBP"
    assert Client().get(url).status_code == 302
    for wrong in (url.replace("/96/", "/95/"), url.replace(ann.photo, "other"), url.replace("/ann/", "/cleo/")):
        assert client.get(wrong).status_code == 404
    assert f'src="{ann.photo_url(240)}"' in client.get("/people/ann/").content.decode()
    client.post("/settings/photo/remove/")
    assert client.get(url).status_code == 404


def test_the_photo_of_somebody_who_left_is_gone(ann: Person, cleo: Person, client_of: Callable) -> None:
    actions.change_photo(person=ann, upload=picture())
    url = ann.photo_url(48)
    actions.deactivate_person(person=ann)
    assert client_of(cleo).get(url).status_code == 404
