"""Which fields a profile has, and which of a colleague's a reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import caches
from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from profiles.access import can_see_field
from profiles.languages import language_name
from profiles.models import Person, ProfileField

KEPT = 20  # seconds until every process knows what was decided
SWITCHES = ("is_shown", "is_required", "may_hide", "is_filter")


@dataclass(frozen=True)
class Built:
    """A field that every profile can have: its name, and what of it the organisation may decide."""

    label: "str | Promise"
    may_decide: Sequence[str]


# In the order of the profile. What is not named in may_decide stays as it is here: shown, free, seen by all, no filter.
BUILT_IN = {
    "title": Built(_("Title"), ["is_required"]),
    "department": Built(_("Department"), ["is_filter"]),
    "place": Built(_("Place"), SWITCHES),
    "pronouns": Built(_("Pronouns"), ["is_shown"]),
    "email": Built(_("E-mail"), ["is_shown", "may_hide"]),
    "phone": Built(_("Phone"), ["is_shown", "is_required", "may_hide"]),
    "languages": Built(_("Languages"), SWITCHES),
    "skills": Built(_("Ask me about"), ["is_filter"]),
    "about": Built(_("About me"), ["is_shown", "is_required"]),
    "birthday": Built(_("Birthday"), ["is_shown"]),
    "started_on": Built(_("Work anniversary"), ["is_shown"]),
}
FILTERS = {"department", "place", "skills", "languages"}  # what the directory can be narrowed to as it comes


@dataclass(frozen=True)
class Field:
    """One field of the profile, as the organisation decided."""

    key: str
    label: "str | Promise"
    is_own: bool = False
    is_shown: bool = True
    is_required: bool = False
    may_hide: bool = False
    is_filter: bool = False
    may_decide: Sequence[str] = SWITCHES


def profile_fields() -> list[Field]:
    """Every field in order, also those that are not shown; kept in each process for KEPT seconds."""
    language = get_language()
    kept: list[Field] = caches["cards"].get_or_set(f"profiles:fields:{language}", _spelt_out, KEPT)  # type: ignore[assignment]
    return kept


def _spelt_out() -> list[Field]:
    """With plain names: taking a lazy one out of the cache is dear."""
    return [replace(field, label=str(field.label)) for field in decided_fields()]


def decided_fields() -> list[Field]:
    """Every field in order as decided at this moment; one query."""
    rows = {row.key: row for row in ProfileField.objects.all()}
    built = [_field(key, field.label, rows.get(key), field.may_decide) for key, field in BUILT_IN.items()]
    return built + [_field(row.key, label_of(row), row, SWITCHES) for row in rows.values() if row.is_own]


def label_of(row: ProfileField) -> str:
    """The name of the organisation's own field in the language of the page, or in the other."""
    return (row.name_en or row.name_nb) if get_language() == "en" else (row.name_nb or row.name_en)


def _field(key: str, label: "str | Promise", row: ProfileField | None, may_decide: Sequence[str]) -> Field:
    decided = {name: getattr(row, name) for name in SWITCHES if row is not None and name in may_decide}
    if key in FILTERS and row is None:
        decided["is_filter"] = True
    return Field(key, label, is_own=bool(row and row.is_own), may_decide=may_decide, **decided)


def shown_of(reader: Person, colleague: Person, fields: Sequence[Field]) -> dict[str, Any]:
    """What the reader may see of the colleague: the values that are not empty, by their key, languages by name.

    `colleague.manager_id` and `department_id` are read, nothing is asked of the database.
    """
    values = {}
    for field in fields:
        if not field.is_shown or not can_see_field(reader, colleague, field.key):
            continue
        value = colleague.extra.get(field.key) if field.is_own else getattr(colleague, field.key, None)
        if value and field.key not in ("skills", "birthday", "started_on"):
            values[field.key] = [*map(language_name, value)] if field.key == "languages" else value
    return values


def own_facts(shown: dict[str, Any], fields: Sequence[Field]) -> list[tuple["str | Promise", str]]:
    """(name, text) of the organisation's own fields among what is shown."""
    return [(field.label, shown[field.key]) for field in fields if field.is_own and field.key in shown]


def missing_of(person: Person, fields: Sequence[Field]) -> list["str | Promise"]:
    """The names of required fields that the person has not filled in."""
    wanted = [field for field in fields if field.is_shown and field.is_required]
    return [f.label for f in wanted if not (person.extra.get(f.key) if f.is_own else getattr(person, f.key))]


def field_effects(fields: Sequence[Field]) -> dict[str, tuple[int, int]]:
    """For each field: how many active colleagues have left it empty, and how many hide it; one query."""
    counted = {}
    for number, field in enumerate(fields):
        if field.key not in ("skills", "email"):
            counted[f"empty{number}"] = Count("pk", filter=_empty(field))
        counted[f"hidden{number}"] = Count("pk", filter=Q(hides__has_key=field.key))
    found = Person.objects.active().aggregate(**counted)
    return {f.key: (found.get(f"empty{n}", 0), found[f"hidden{n}"]) for n, f in enumerate(fields)}


def _empty(field: Field) -> Q:
    if field.is_own:
        return ~Q(extra__has_key=field.key)
    if field.key in ("department", "started_on"):
        return Q(**{f"{field.key}__isnull": True})
    return Q(**{field.key: [] if field.key == "languages" else ""})


def filled_in(field: Field) -> int:
    """How many people have written something in a field of the organisation's own; one query."""
    return Person.objects.filter(extra__has_key=field.key).count()
