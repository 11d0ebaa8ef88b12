"""What a source outside may say about a person: which fields, in which form, and why a word is not taken."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line
from profiles.languages import kept_languages, language_name
from profiles.models import Person
from profiles.models.people import PAGES
from profiles.terms import address_of

LABELS: dict[str, "str | Promise"] = {
    "name": _("Name"),
    "email": _("E-mail"),
    "handle": _("Handle"),
    "title": _("Title"),
    "department": _("Department"),
    "manager": _("Manager"),
    "place": _("Place"),
    "phone": _("Phone"),
    "languages": _("Languages"),
    "language": _("Language of pages"),
    "started_on": _("First day at work"),
}
LONGEST = {
    "name": 120, "email": 254, "handle": 40, "title": 100, "department": 400, "manager": 254, "place": 80,
    "phone": 40, "languages": 300, "language": 40, "started_on": 40, "external_id": 200,
}  # fmt: skip
FORMULA = "=+-@"  # what a spreadsheet runs when a cell starts with it
MAX_OWN_TEXT = 300  # characters of a field of the organisation's own
MAX_DEPTH = 8  # units above each other
MAX_UNIT = 80  # characters of the name of one

SENTENCES: dict[str, "str | Promise"] = {
    "empty": _("%(what)s is missing."),
    "too_long": _("%(what)s is too long."),
    "formula": _("“%(what)s” starts like a formula (=, +, - or @), which a spreadsheet would run. Write it without."),
    "email": _("“%(what)s” is not an e-mail address."),
    "handle": _("“%(what)s” cannot be a handle: use a–z, 0–9, dot, dash or underscore."),
    "date": _("“%(what)s” is not a date. Write it as 2027-06-30 or 30.06.2027."),
    "units": _("“%(what)s” has too many levels, or a unit with a too long name."),
    "units_alike": _("Several departments are called “%(what)s”. Write it with those above it: Company > Department."),
    "erased": _("This person was erased and is not brought back. Take the line out of the file."),
    "former": _("The address belonged to %(what)s, who has left. Bring them back by hand if it is the same person."),
    "other_number": _("The address belongs to %(what)s, whom the file knows by another number."),
    "taken": _("The address belongs to %(what)s already."),
    "handle_taken": _("The handle “%(what)s” is somebody else's, or was."),
    "administrator": _("%(what)s is an administrator. Only an administrator closes that account, by hand."),
    "administrator_address": _("%(what)s is an administrator, who alone changes that address, in the settings."),
    "manager": _("The manager “%(what)s” is neither here nor in the file."),
    "manager_self": _("Nobody is their own manager."),
    "circle": _("The managers go in a circle: %(what)s."),
}


class Fault(NamedTuple):
    """Why a word is not taken: a key of SENTENCES, and what it is about."""

    code: str
    what: str = ""


class NotTaken(ValueError):
    """Raised for a word that cannot be taken; holds the Fault."""

    def __init__(self, code: str, what: "str | Promise" = "") -> None:
        super().__init__(code)
        self.fault = Fault(code, clean_line(str(what))[:80])


@dataclass
class Said:
    """What a source says about one person. A field that is not among the values is not spoken of."""

    external_id: str
    values: dict[str, Any] = field(default_factory=dict)  # as `read_value` makes them
    is_active: bool = True


def sentence(fault: Fault, known: Mapping[str, "str | Promise"] = SENTENCES) -> str:
    """The fault in the language of the page."""
    what = LABELS.get(fault.what, fault.what) if fault.code in ("empty", "too_long") else fault.what
    return str(known[fault.code]) % {"what": what}


def read_value(name: str, raw: str) -> Any:
    """The word for a field as the profile keeps it; raises NotTaken. An empty word is an empty value."""
    if len(raw) > LONGEST.get(name, MAX_OWN_TEXT):
        raise NotTaken("too_long", name)
    text = clean_line(raw)
    if text in ("-", "–", "—"):  # how people write that there is nothing
        text = ""
    if not text and name in ("name", "email"):
        raise NotTaken("empty", name)
    if text and text[0] in FORMULA and not (name == "phone" and re.fullmatch(r"\+[0-9 ()./-]+", text)):
        raise NotTaken("formula", text)
    reader = _READERS.get(name)
    return reader(text) if reader else text


def _email(text: str) -> str:
    address = address_of(text)
    try:
        validate_email(address)
    except ValidationError:
        raise NotTaken("email", text) from None
    return address


def _handle(text: str) -> str:
    handle = text.lower()
    try:
        Person._meta.get_field("handle").run_validators(handle)
    except ValidationError:
        raise NotTaken("handle", text) from None
    if handle in PAGES:
        raise NotTaken("handle", text)
    return handle


def _units(text: str) -> tuple[str, ...]:
    """Company > Department, the top first."""
    names = tuple(filter(None, (clean_line(part) for part in text.split(">"))))
    if len(names) > MAX_DEPTH or any(len(name) > MAX_UNIT for name in names):
        raise NotTaken("units", text)
    if any(name[0] in FORMULA for name in names):
        raise NotTaken("formula", text)
    return names


def _languages(text: str) -> list[str]:
    return kept_languages(re.split(r"[,;/]", text))


def _language(text: str) -> str:
    """ "nb" or "en" from nb_NO, no, nynorsk, en-GB, English …; "" for any other, which is not spoken of."""
    start = text.lower()[:2]
    return "nb" if start in ("nb", "nn", "no", "bo", "ny") else "en" if start == "en" else ""


def reference(text: str) -> str:
    """How somebody is spoken of, by address or by number, in one form."""
    return address_of(text) if "@" in text else clean_line(text)


_DATES = (
    (re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?"), (1, 2, 3)),
    (re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"), (1, 2, 3)),
    (re.compile(r"([0-9]{1,2})[./ ]([0-9]{1,2})[./ ]([0-9]{4})"), (3, 2, 1)),
)


def _date(text: str) -> date | None:
    """2027-06-30, 20270630, 30.06.2027 or 30/06/2027."""
    if not text:
        return None
    for shape, (year, month, day) in _DATES:
        found = shape.fullmatch(text)
        if found:
            try:
                return date(int(found[year]), int(found[month]), int(found[day]))
            except ValueError:
                break
    raise NotTaken("date", text)


_READERS: dict[str, Callable[[str], Any]] = {
    "email": _email,
    "handle": lambda text: _handle(text) if text else "",
    "department": _units,
    "manager": reference,
    "languages": _languages,
    "language": _language,
    "started_on": _date,
}


def shown(name: str, value: Any) -> str:
    """A value as one line, for a page that compares."""
    if name == "languages" and isinstance(value, list | tuple):
        return ", ".join(map(language_name, value))
    if isinstance(value, list | tuple):
        return (" > " if name == "department" else ", ").join(value)
    return "" if value is None else str(value)


def labelled(name: str, own: Mapping[str, str]) -> "str | Promise":
    """What a field is called; `own` names those of the organisation's own making."""
    return LABELS.get(name) or own.get(name) or format_lazy("{}", name)
