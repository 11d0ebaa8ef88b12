"""The words of a directory as what a source says about a person."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scim2_models import InvalidValueException

from network.openness.queries.scim.shapes import WORK, PersonShape, work_of
from profiles.models import Person, Source
from profiles.queries.said import NotTaken, Said, read_value
from profiles.terms import address_of


def plain_words(shape: "PersonShape[Any]") -> dict[str, Any]:
    """What is kept of a shape: its words, without what we add when it is read, and without where somebody lives."""
    words: dict[str, Any] = shape.model_dump(mode="json", exclude={"id", "meta", "active", "external_id"})
    for name in {"addresses", "phoneNumbers"} & words.keys():
        words[name] = [each for each in words[name] if (each.get("type") or "").strip().lower() != "home"]
    return words


def said_of(shape: "PersonShape[Any]", external_id: str, source: Source, before: Mapping[str, str]) -> Said:
    """What the directory says, each word as the profile keeps it; raises NotTaken.

    What it said before and says no longer is said to be empty. The manager is somebody whom it brought in.
    """
    raw = raw_values(shape)
    said = Said(external_id)
    for name in {**dict.fromkeys(before, ""), **raw}:
        said.values[name] = read_value(name, raw.get(name, ""))
    if not said.values["language"]:
        del said.values["language"]
    if raw.get("manager"):
        said.values["manager"] = _address_of_manager(source, raw["manager"])
    return said


def raw_values(shape: "PersonShape[Any]") -> dict[str, str]:
    """The directory's words by the fields of the profile; a field it does not speak of is missing."""
    work = work_of(shape)
    manager = work.manager.value if work.manager else None
    found = {
        "title": shape.title,
        "department": work.department,
        "place": _chosen(shape.addresses or [], ("work", None), "locality"),
        "phone": (_chosen(shape.phone_numbers or [], ("work", "mobile", None)) or "").removeprefix("tel:"),
        "manager": manager,
    }
    always = {"name": name_of(shape), "email": email_of(shape), "language": language_of(shape)}
    return always | {name: value for name, value in found.items() if value and value.strip()}


def name_of(shape: "PersonShape[Any]") -> str:
    """As it is to be shown, or put together; raises NotTaken where nothing says it."""
    name = shape.name
    parts = (name.given_name, name.family_name) if name else ()
    found = shape.display_name or (name and name.formatted) or " ".join(part for part in parts if part)
    if not found or not found.strip():
        raise NotTaken("empty", "name")
    return found


def email_of(shape: "PersonShape[Any]") -> str:
    """The one for work, or the primary, or the first, or else a userName that is an address; raises NotTaken."""
    emails = [each for each in shape.emails or [] if each.value and each.value.strip()]
    for chosen in (lambda each: _type(each) == "work", lambda each: each.primary, lambda each: True):
        for each in emails:
            if chosen(each):
                return str(each.value)
    if "@" not in (shape.user_name or ""):
        raise NotTaken("empty", "email")
    return str(shape.user_name)


def language_of(shape: "PersonShape[Any]") -> str:
    """A wish for a language, however long; what is none of ours says nothing."""
    return (shape.preferred_language or shape.locale or "")[:20]


def _type(each: Any) -> str | None:
    return each.type.strip().lower() if each.type else None


def _chosen(values: Sequence[Any], types: Sequence[str | None], name: str = "value") -> str | None:
    for kind in types:
        for each in values:
            if _type(each) == kind and getattr(each, name):
                return str(getattr(each, name))
    return None


def _address_of_manager(source: Source, pk: str) -> str:
    people = Person.objects.get_queryset().filter(records__source=source, records__directory__isnull=False)
    address = people.filter(pk=number_of(pk)).values_list("email", flat=True).first()
    if address is None:
        raise InvalidValueException(detail="manager.value is the id of no User of yours")
    return address


def number_of(pk: str) -> int:
    """An id as a number, or 0, which nobody has."""
    return int(pk) if pk.isascii() and pk.isdigit() and len(pk) <= 18 else 0


def login_of(shape: "PersonShape[Any]") -> str:
    """The userName as it is compared; raises InvalidValueException."""
    login = address_of(shape.user_name or "")
    if not login or len(login) > 254 or len(shape.user_name or "") > 254:
        raise InvalidValueException(detail="userName is missing or longer than 254 characters")
    return login


def searchable(shape: "PersonShape[Any]") -> list[str]:
    """Every address, with and without what it is for, as filters ask for it."""
    emails = [each for each in shape.emails or [] if each.value]
    both = [(label, address_of(str(each.value))[:254]) for each in emails for label in ("", (_type(each) or "")[:40])]
    return sorted({f"{label}:{address}" for label, address in both})


def is_text(text: str) -> bool:
    """False for what the database cannot hold: zero characters and halves of characters."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def require_text(content: object) -> None:
    """Raises InvalidValueException where any word in it is no text."""
    text = json.dumps(content, ensure_ascii=False)
    if "\\u0000" in text or not is_text(text):
        raise InvalidValueException(detail="A text holds characters that are none")


__all__ = [
    "WORK",
    "email_of",
    "login_of",
    "name_of",
    "number_of",
    "plain_words",
    "require_text",
    "said_of",
    "searchable",
]
