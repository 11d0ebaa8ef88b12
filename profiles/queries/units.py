"""The tree of departments by the names that sources use for it."""

from collections.abc import Sequence

from network.core.text import fold
from profiles.models import Department
from profiles.queries.said import NotTaken

Names = tuple[str, ...]
Rows = dict[int, tuple[str, int | None]]


class Tree:
    """Every department with its path of names, the top first; one query."""

    def __init__(self) -> None:
        rows: Rows = {
            pk: (name, parent) for pk, name, parent in Department.objects.values_list("pk", "name", "parent_id")
        }
        self.paths: dict[int, Names] = {pk: _path(pk, rows) for pk in rows}
        self._by_path: dict[Names, int] = {}
        self._by_name: dict[str, list[int]] = {}
        self._found: dict[Names, int | None] = {}  # thousands of lines name the same few units
        for pk in sorted(rows):
            self._note(pk)

    def _note(self, pk: int) -> None:
        folded = _folded(self.paths[pk])
        self._by_path.setdefault(folded, pk)
        self._by_name.setdefault(folded[-1], []).append(pk)

    def add(self, pk: int, names: Names) -> None:
        """A department that was just made."""
        self.paths[pk] = names
        self._found.clear()
        self._note(pk)

    def text(self, pk: int | None) -> str:
        """The whole path, as sources write it; "" for none."""
        return " > ".join(self.paths.get(pk, ())) if pk else ""

    def find(self, names: Names) -> int | None:
        """The department that the names mean, or None when there is none yet; raises NotTaken when several fit."""
        if names not in self._found:
            self._found[names] = self._by_path.get(_folded(self.full(names)))
        return self._found[names]

    def full(self, names: Names) -> Names:
        """The names with those above them: a path may begin anywhere, as long as only one unit is called so."""
        folded = _folded(names)
        if not names or folded[:1] in self._by_path:
            return names
        alike = self._by_name.get(folded[0], [])
        if len(alike) > 1:
            raise NotTaken("units_alike", names[0])
        return self.paths[alike[0]] + names[1:] if alike else names


def _path(pk: int, rows: Rows) -> Names:
    names: list[str] = []
    here: int | None = pk
    while here is not None and len(names) <= len(rows):
        name, here = rows[here]
        names.insert(0, name)
    return tuple(names)


def _folded(names: Sequence[str]) -> Names:
    return tuple(fold(name) for name in names)
