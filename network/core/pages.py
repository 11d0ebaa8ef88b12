"""Keyset pages: the next page starts after the last id shown, so nothing is skipped or repeated as rows arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")

PAGE_SIZE = 20


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of items; `before` is the cursor of the next page, or None when there is no more."""

    items: Sequence[Item]
    before: int | None


def cursor_from(raw: str | None) -> int | None:
    """The id a cursor names, or None when it is missing or malformed (then the first page is shown)."""
    if raw and raw.isascii() and raw.isdigit() and len(raw) <= 19 and int(raw) < 2**63:
        return int(raw)
    return None


def newest_first(rows: "QuerySet[Row]", before: int | None, size: int = PAGE_SIZE) -> "Page[Row]":
    """A page ordered by descending primary key, strictly before the cursor."""
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    return Page(found[:size], found[size - 1].pk if len(found) > size else None)


def oldest_first(rows: "QuerySet[Row]", after: int | None, size: int = PAGE_SIZE) -> "Page[Row]":
    """A page ordered by ascending primary key, strictly after the cursor."""
    if after is not None:
        rows = rows.filter(pk__gt=after)
    found = list(rows.order_by("pk")[: size + 1])
    return Page(found[:size], found[size - 1].pk if len(found) > size else None)
