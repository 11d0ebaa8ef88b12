"""What people say about themselves, their photo, and how pages look to them."""

import secrets
from typing import Any, cast

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Field
from django.utils.translation import gettext_lazy as _

from network.core import images
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from profiles.events import ProfileChanged
from profiles.models import PHOTO_SIZES, Person
from profiles.queries.sources import locked_fields

_ON_CARDS = {"name", "title", "department"}  # what other pages show of a person
_EDITABLE = _ON_CARDS | {"pronouns", "place", "phone", "languages", "about", "away_until", "manager", "extra", "hides"}
_EDITABLE |= {"stand_in", "birthday", "shows_anniversary", "is_introduced"}

_SAID = {"name", "title", "pronouns", "about", "extra"}  # words of their own, by which a profile may be judged


@transaction.atomic
def edit_profile(*, person: Person, changes: dict[str, Any]) -> Person:
    """Writes the given fields; tells when something changed that other pages show.

    Raises Refused for a field that a source outside decides.
    """
    changed = {name for name, value in changes.items() if getattr(person, name) != value}
    if unknown := changed - _EDITABLE:
        raise ValueError(f"not part of a profile: {sorted(unknown)}")
    own = {key for key in {*changes.get("extra", {}), *person.extra} if "extra" in changed}
    touched = changed | {key for key in own if person.extra.get(key) != changes["extra"].get(key)}
    require(not touched & locked_fields(person).keys(), _("This comes from a system outside, and is changed there."))
    for name in changed:
        setattr(person, name, changes[name])
    if changed:
        person.version += 1
        person.said_at = now() if changed & _SAID else person.said_at
        person.save(update_fields=[*changed, "version", "said_at"])
    if changed & _ON_CARDS:
        announce(ProfileChanged(person.pk))
    return person


def change_photo(*, person: Person, upload: "UploadedFile[Any]") -> str:
    """Stores the picture as squares without its metadata and shows it; raises core.images.NotAPicture."""
    squares = images.square_set(upload, PHOTO_SIZES)
    name = secrets.token_urlsafe(16)
    for size, content in squares.items():
        default_storage.save(photo_path(name, size), ContentFile(content))
    _show_photo(person, name)
    return name


def remove_photo(*, person: Person) -> None:
    """Back to initials; the stored squares are deleted."""
    _show_photo(person, "")


def photo_path(name: str, size: int) -> str:
    """Where a square of a photo lies in the storage."""
    return f"photos/{name}/{size}.webp"


@transaction.atomic
def _show_photo(person: Person, name: str) -> None:
    before = Person.objects.select_for_update().values_list("photo", flat=True).get(pk=person.pk)
    person.photo = name
    Person.objects.filter(pk=person.pk).update(photo=name, version=F("version") + 1, said_at=now())
    announce(ProfileChanged(person.pk))
    if before:
        transaction.on_commit(lambda: _delete_squares(before), robust=True)


def _delete_squares(name: str) -> None:
    for size in PHOTO_SIZES:
        default_storage.delete(photo_path(name, size))


def set_appearance(*, person: Person, **choices: object) -> None:
    """theme, contrast or shortcuts, as given; raises ValidationError for a value that is not offered."""
    if unknown := set(choices) - {"theme", "contrast", "shortcuts"}:
        raise ValueError(f"not part of the appearance: {sorted(unknown)}")
    _set(person, choices)


def set_takes_questions(*, person: Person, on: bool) -> None:
    """Whether colleagues may send the person questions about what they know; those already sent stay."""
    _set(person, {"takes_questions": on})


def set_language(*, person: Person, language: str) -> None:
    """The language of pages and letters; raises ValidationError for one that is not offered."""
    _set(person, {"language": language})


def _set(person: Person, values: dict[str, object]) -> None:
    for name, value in values.items():
        column = cast("Field[Any, Any]", Person._meta.get_field(name))
        setattr(person, name, column.clean(value, person))
    person.save(update_fields=list(values))
