"""Everybody's accounts, also of those who have left, as the administrator sees them."""

from collections.abc import Mapping

from django.db.models import Q

from network.core.pages import Page, oldest_first
from network.core.text import clean_line, fold
from profiles.models import FormerHandle, Person, Source, SourceRecord
from profiles.queries.said import LABELS
from profiles.queries.sources import locked_fields
from profiles.terms import address_of

FORMER = "former"


def accounts_page(words: str, who: str, after: int | None) -> Page[Person]:
    """Accounts that the words name, by name, handle or whole address; of those who work here, or of those who left."""
    rows = Person.objects.get_queryset().for_line().filter(is_active=who != FORMER, erased_at=None)
    cleaned = clean_line(words)[:100]
    if "@" in cleaned.lstrip("@"):
        rows = rows.filter(email=address_of(cleaned))
    else:
        for word in fold(cleaned.lstrip("@")).split()[:4]:
            rows = rows.filter(folded__contains=word)
    return oldest_first(rows, after)


def account_for(handle: str) -> Person:
    """Anybody's account by their handle now or formerly; raises Person.DoesNotExist for none, and for those erased."""
    former = FormerHandle.objects.filter(handle=handle.lower()).values("person")
    rows = Person.objects.get_queryset().select_related("department").filter(erased_at=None)
    return rows.get(Q(handle=handle.lower()) | Q(pk__in=former))


def sources_of(person: Person) -> list[tuple[Source, list[str]]]:
    """From where the account comes, each with the fields that it owns, in words."""
    locked = locked_fields(person)
    records = SourceRecord.objects.filter(person=person).select_related("source").order_by("pk")
    return [(row.source, _named(row.source, locked)) for row in records]


def _named(source: Source, locked: Mapping[str, Source]) -> list[str]:
    mine = [name for name, owner in locked.items() if owner.pk == source.pk]
    return [str(label) for name, label in LABELS.items() if name in mine] + [
        name for name in mine if name not in LABELS
    ]
