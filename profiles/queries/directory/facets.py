"""What the directory can be narrowed to: the fields that the organisation made filters, and who is here today."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayOverlap  # type: ignore[attr-defined]
from django.db.models import F, Func, Q, TextField
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from profiles.models import PersonSkill
from profiles.queries.fields import profile_fields
from profiles.queries.vocabulary import Vocabulary

SHOWN = 5  # choices of one facet
HERE = "available"  # the facet of those who are not away today
NAMES = {"skills": "skill", "languages": "language"}  # in an address one value is asked for at a time


@dataclass(frozen=True)
class FacetField:
    """A way to narrow: its name in addresses, and the key of the field that it reads."""

    name: str
    key: str
    label: "str | Promise"

    @property
    def is_ours(self) -> bool:
        """The product has words for its values, in every language."""
        return self.key in (HERE, "languages")


@dataclass(frozen=True)
class Choice:
    """One value of a facet, how many people would be left with it, and whether it is asked for."""

    value: str
    label: "str | Promise"
    count: int
    is_chosen: bool = False


@dataclass(frozen=True)
class Facet:
    """A way to narrow with its choices, those that leave most people first."""

    name: str
    label: "str | Promise"
    choices: Sequence[Choice]
    is_ours: bool = True  # the choices are in the language of the page; what people wrote may be in any

    @property
    def first(self) -> list[Choice]:
        """What is shown at once: the SHOWN commonest, and what is asked for."""
        return [choice for place, choice in enumerate(self.choices) if place < SHOWN or choice.is_chosen]

    @property
    def more(self) -> list[Choice]:
        """What is shown when one asks for more."""
        return [choice for choice in self.choices[SHOWN:] if not choice.is_chosen]


def facet_fields() -> list[FacetField]:
    """Every way to narrow in the order of the profile, and last who is here today."""
    chosen = [field for field in profile_fields() if field.is_filter and field.is_shown]
    fields = [FacetField(NAMES.get(field.key, field.key), field.key, field.label) for field in chosen]
    return [*fields, FacetField(HERE, HERE, _("Available now"))]


def narrowed(fields: Sequence[FacetField], asked: Mapping[str, Sequence[str]], known: Vocabulary) -> Q:
    """The condition for having one of the values of every facet that is asked for."""
    met = Q()
    for field in fields:
        if asked.get(field.name):
            met &= condition(field, asked[field.name], known)
    return met


def condition(field: FacetField, values: Sequence[str], known: Vocabulary) -> Q:
    """Having one of the values. What somebody hides narrows nothing, for any reader: it would tell of it."""
    conditions: dict[str, Callable[[], Q]] = {
        "department": lambda: Q(department__in=units_of(values, known)),
        "skills": lambda: Q(pk__in=PersonSkill.objects.filter(skill__slug__in=values).values("person")),
        "languages": lambda: Q(ArrayOverlap(said(), list(values))) & shown("languages"),
        "place": lambda: Q(place__in=values) & shown("place"),
        HERE: lambda: here(localdate()),
    }
    own = {f"extra__{field.key}__in": list(values)}
    return conditions.get(field.key, lambda: Q(**own) & shown(field.key))()


def here(today: date) -> Q:
    """Not away today."""
    return Q(away_until=None) | Q(away_until__lt=today)


def shown(key: str) -> Q:
    """Those who do not hide the field."""
    return ~Q(hides__has_key=key)


def units_of(values: Sequence[str], known: Vocabulary) -> list[int]:
    """The departments named by their ids, with every unit below them."""
    return sorted({unit for value in values if value.isdigit() for unit in known.below(int(value))})


def said() -> Func:
    """A person's languages in lower case, so that two spellings of one that is not known by its code are one."""
    lowered = "string_to_array(lower(array_to_string(%(expressions)s, chr(10))), chr(10))"
    return Func(F("languages"), template=lowered, output_field=ArrayField(TextField()))
