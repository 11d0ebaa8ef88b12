"""What people do to their profile and to each other; each in one transaction."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import F, Field
from django.utils.translation import gettext_lazy as _

from network.core import images
from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line, fold
from profiles.access import can_ask_to_confirm, can_confirm_skill, can_follow, can_give_role
from profiles.events import PersonDeactivated, PersonFollowed, ProfileChanged
from profiles.models import PHOTO_SIZES, Department, Follow, Person, PersonSkill, Role, Skill

MAX_SKILLS = 20
_ON_CARDS = {"name", "title", "department"}  # what other pages show of a person
_EDITABLE = _ON_CARDS | {"pronouns", "place", "phone", "languages", "about", "away_until", "manager"}
_FIRST_LOCK = 7_461_001  # advisory lock under which the first administrator is made


@dataclass(frozen=True)
class NewPerson:
    """What is known of somebody before they have signed in."""

    name: str
    email: str
    handle: str = ""
    language: str = "nb"
    title: str = ""
    department: Department | None = None
    more: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def create_person(new: NewPerson, *, password: str | None = None, administrator: bool = False) -> Person:
    """A person with a verified address and a free handle; without a password they ask for a reset to get in."""
    person = Person.objects.create_user(
        new.email,
        password,
        name=clean_line(new.name),
        handle=new.handle or free_handle(new.name),
        language=new.language,
        title=clean_line(new.title),
        department=new.department,
        is_administrator=administrator,
        **new.more,
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@transaction.atomic
def create_first_administrator(new: NewPerson, password: str) -> Person | None:
    """The first person of an empty site; None when somebody was quicker (parallel tries wait for each other)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_FIRST_LOCK])
    if Person.objects.exists():
        return None
    return create_person(new, password=password, administrator=True)


def free_handle(name: str) -> str:
    """A handle made of the name that nobody has, or had and lost by deactivation."""
    plain = ".".join("".join(c for c in word if c.isascii() and c.isalnum()) for word in fold(name).split())
    stem = plain.strip(".")[:34] or "kollega"
    taken = set(Person.objects.filter(handle__startswith=stem).values_list("handle", flat=True))
    numbers = (f"{stem}{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(handle for handle in numbers if handle not in taken)


@transaction.atomic
def edit_profile(*, person: Person, changes: dict[str, Any]) -> Person:
    """Writes the given fields; tells when something changed that other pages show."""
    changed = {name for name, value in changes.items() if getattr(person, name) != value}
    if unknown := changed - _EDITABLE:
        raise ValueError(f"not part of a profile: {sorted(unknown)}")
    for name in changed:
        setattr(person, name, changes[name])
    if changed:
        person.version += 1
        person.save(update_fields=[*changed, "version"])
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
    Person.objects.filter(pk=person.pk).update(photo=name, version=F("version") + 1)
    announce(ProfileChanged(person.pk))
    if before:
        transaction.on_commit(lambda: _delete_squares(before), robust=True)


def _delete_squares(name: str) -> None:
    for size in PHOTO_SIZES:
        default_storage.delete(photo_path(name, size))


@transaction.atomic
def follow(*, person: Person, colleague: Person) -> None:
    """Sees what the colleague writes in one lane; the colleague is told the first time. Harmless to repeat."""
    require(can_follow(person, colleague), _("You cannot follow this person."))
    _row, created = Follow.objects.get_or_create(person=person, followed=colleague)
    if created:
        announce(PersonFollowed(person.pk, colleague.pk))


def unfollow(*, person: Person, colleague: Person) -> None:
    """Nobody is told. Harmless to repeat."""
    Follow.objects.filter(person=person, followed=colleague).delete()


@transaction.atomic
def declare_skill(*, person: Person, name: str) -> PersonSkill:
    """The person can be asked about it; spelling variants of one skill are one skill."""
    name = clean_line(name)[:60]
    slug = "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in fold(name)).split())[:60]
    if not slug:
        raise ValidationError(_("Write it with letters or digits."))
    Person.objects.select_for_update().get(pk=person.pk)  # so that parallel requests count the same rows
    require(person.declared.count() < MAX_SKILLS, _("Twenty is enough. Remove one first."))
    skill, _new = Skill.objects.get_or_create(slug=slug, defaults={"name": name})
    declared, _new = PersonSkill.objects.get_or_create(person=person, skill=skill)
    _renew(person)
    return declared


@transaction.atomic
def withdraw_skill(*, person: Person, slug: str) -> None:
    """The confirmation goes with it. Harmless to repeat."""
    PersonSkill.objects.filter(person=person, skill__slug=slug).delete()
    _renew(person)


def ask_to_confirm(*, person: Person, declared: PersonSkill, colleague: Person) -> None:
    """Asks one colleague to stand for the skill; asking another replaces the first and what they said."""
    require(can_ask_to_confirm(person, declared, colleague), _("Ask another colleague."))
    declared.asked = colleague
    if declared.confirmed_by_id != colleague.pk:
        declared.confirmed_by = None
    declared.save(update_fields=["asked", "confirmed_by"])


@transaction.atomic
def confirm_skill(*, person: Person, declared: PersonSkill) -> None:
    """The asked colleague stands for it by name."""
    require(can_confirm_skill(person, declared), _("Only the colleague who was asked can confirm this."))
    declared.confirmed_by = person
    declared.save(update_fields=["confirmed_by"])
    _renew(declared.person)


def _renew(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(version=F("version") + 1)


def set_appearance(*, person: Person, **choices: object) -> None:
    """theme, contrast or shortcuts, as given; raises ValidationError for a value that is not offered."""
    if unknown := set(choices) - {"theme", "contrast", "shortcuts"}:
        raise ValueError(f"not part of the appearance: {sorted(unknown)}")
    _set(person, choices)


def set_language(*, person: Person, language: str) -> None:
    """The language of pages and letters; raises ValidationError for one that is not offered."""
    _set(person, {"language": language})


def _set(person: Person, values: dict[str, object]) -> None:
    for name, value in values.items():
        column = cast("Field[Any, Any]", Person._meta.get_field(name))
        setattr(person, name, column.clean(value, person))
    person.save(update_fields=list(values))


def end_sessions(person: Person, but: str = "") -> int:
    """Signs the person out everywhere (except in the session with key `but`); sockets of those sessions close."""
    ended = UserSession.objects.filter(user=person).exclude(session_key=but)
    keys = list(ended.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    ended.delete()
    return len(keys)


@transaction.atomic
def end_session(*, person: Person, pk: int) -> None:
    """Signs the person out of one other place. Harmless to repeat."""
    keys = list(UserSession.objects.filter(user=person, pk=pk).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=person, pk=pk).delete()


@transaction.atomic
def deactivate_person(*, person: Person) -> None:
    """Ends every session and socket; what they wrote stays, and the handle is never given to another."""
    Person.objects.filter(pk=person.pk).update(is_active=False, version=F("version") + 1)
    person.is_active = False
    end_sessions(person)
    announce(PersonDeactivated(person.pk))
    announce(ProfileChanged(person.pk))


@transaction.atomic
def give_role(*, person: Person, kind: Role.Kind, by: Person | None = None, until: date | None = None) -> Role:
    """From today until the given day; a current role of the same kind is prolonged instead of doubled."""
    require(can_give_role(by), _("Only an administrator gives roles."))
    current = Role.objects.current().filter(person=person, kind=kind).first()
    if current is None:
        return Role.objects.create(person=person, kind=kind, given_by=by, starts_on=now().date(), ends_on=until)
    current.ends_on = until
    current.save(update_fields=["ends_on"])
    return current


def make_administrator(*, person: Person, by: Person | None = None) -> None:
    """May set up and look after the site; asked of another administrator or of the command line."""
    require(can_give_role(by), _("Only an administrator gives roles."))
    person.is_administrator = True
    person.save(update_fields=["is_administrator"])
