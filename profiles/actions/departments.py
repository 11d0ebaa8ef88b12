"""The tree of units grows with what sources say."""

from collections.abc import Iterable

from django.db import transaction

from network.core.text import fold
from profiles.models import Department
from profiles.queries.units import Names, Tree
from profiles.queries.vocabulary import forget_vocabulary


@transaction.atomic
def units_for(*, paths: Iterable[str]) -> dict[str, int]:
    """The department of each path ("Company > Department"); what is missing of it is made."""
    tree = Tree()
    found: dict[str, int] = {}
    for path in dict.fromkeys(filter(None, paths)):
        names = tree.full(tuple(path.split(" > ")))
        pk: int | None = None
        for depth in range(1, len(names) + 1):
            pk = tree.find(names[:depth]) or _make(tree, names[:depth], pk)
        found |= {path: pk} if pk else {}
    return found


def _make(tree: Tree, names: Names, above: int | None) -> int:
    made = Department.objects.create(name=names[-1], parent_id=above, slug=_free_slug(names[-1]))
    tree.add(made.pk, (*tree.paths[above], names[-1]) if above else names)
    forget_vocabulary()
    return made.pk


def _free_slug(name: str) -> str:
    plain = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in fold(name)).split())[:70]
    stem = plain.strip("-") or "avdeling"
    taken = set(Department.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbers if slug not in taken)


@transaction.atomic
def drop_empty_units(*, pks: Iterable[int]) -> None:
    """Takes away those of these units that nobody belongs to and that have nothing below them, the lowest first."""
    waiting = set(pks)
    while waiting:
        empty = Department.objects.filter(pk__in=waiting, people=None, children=None)
        gone = list(empty.values_list("pk", flat=True))
        if not gone:
            break
        Department.objects.filter(pk__in=gone).delete()
        waiting -= set(gone)
    forget_vocabulary()
