"""The one gate for tables of figures: what may be told of counts without telling of single people. Pure functions.

Shares of departments go through core.folding, which joins small ones; here a cell is held back instead. After Cox,
Suppression Methodology and Statistical Disclosure Control, JASA 75 (1980), with exact bounds by flows: a table with its
sums is a circulation, and what can be worked out of a hidden number is how far the flow on its edge can move.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from math import ceil

from django.conf import settings

FLOOR = 3  # no installation shows what describes fewer
STEP = 5  # sums are told to the nearest of these where something is hidden
PERCENT = 5  # and shares to the nearest of these, always
WHOLE = ("", "")  # the key of what is over all
_HOUR = timedelta(hours=1)

Key = tuple[str, str]  # row and column; "" is the sum over it
People = frozenset[str]


def fewest_people() -> int:
    """So many at least a figure describes."""
    return max(FLOOR, settings.K_ANONYMITY)


@dataclass(frozen=True)
class Entry:
    """One thing that is counted, where it stands, and who has a part in it, side by side: authors, reporters.

    Without any side nothing is known of people, and each thing counts as somebody.
    """

    row: str
    column: str = ""
    sides: tuple[People, ...] = ()


@dataclass(frozen=True)
class Told:
    """A table as everybody may read it: None is held back. Sums are rounded where anything is."""

    cells: Mapping[Key, int | None]

    @property
    def is_whole(self) -> bool:
        """Nothing is held back."""
        return None not in self.cells.values()

    @property
    def whole(self) -> int | None:
        """Over everything."""
        return self.cells[WHOLE]


@dataclass
class _Edge:
    """A number of the table between two sums that it is a part of."""

    key: Key
    tail: Key
    head: Key
    count: int
    people: int
    is_hidden: bool = False
    is_needed: bool = False  # hidden for its own sake: few people, not to protect another

    @property
    def rank(self) -> int:
        """A cell is held back rather than a sum, and a sum rather than the whole."""
        return sum(part == "" for part in self.key)


def tell(entries: Collection[Entry], rows: Sequence[str], columns: Sequence[str] = ()) -> Told:
    """The table of one or two dimensions, never of more.

    Whatever describes fewer than k authors or reporters is held back, and so much beside it that none of it can be
    worked out to within k: not from rows, columns and sums, even if the sums were known to the last. Nought is told of
    the whole organisation; in a crossing of two dimensions it is held back as well.
    """
    fewest, is_crossed = fewest_people(), bool(columns)
    if not entries:  # that nothing happened is said of the whole organisation, and all the rest follows
        return Told({(row, column): 0 for row in ("", *rows) for column in ("", *columns)})
    edges = _edges(entries, rows, columns)
    for edge in edges:
        is_empty = not edge.count and (not is_crossed or edge.key == WHOLE)
        edge.is_hidden = edge.is_needed = edge.people < fewest and not is_empty
    while True:
        faulty = _open_to_sums(edges, fewest, least=0 if is_crossed else 1) or _thin(edges, entries, fewest)
        if faulty is None:
            break
        _hide_beside(edges, faulty)
    is_whole = not any(edge.is_hidden for edge in edges)
    return Told({edge.key: _shown(edge, is_whole, is_crossed) for edge in edges})


def public(count: int) -> int:
    """What everybody can read one by one elsewhere, and what describes nobody: told as it is."""
    return count


def share(entries: Collection[Entry], row: str) -> int | None:
    """How much of it is that row, in percent to the nearest five; None where it, or what is left, describes few.

    None at all, or everything, is told: it is said of the whole organisation.
    """
    part = [entry for entry in entries if entry.row == row]
    rest = [entry for entry in entries if entry.row != row]
    if _people(entries) < fewest_people() or any(group and _people(group) < fewest_people() for group in (part, rest)):
        return None
    return round(100 * len(part) / len(entries) / PERCENT) * PERCENT


def times(spans: Sequence[tuple[timedelta, Entry]]) -> dict[str, int | None]:
    """Within how many whole hours half of it was done, and nine of ten; the latter of twice as many people only."""
    people = _people([entry for _span, entry in spans])
    ordered = sorted(span for span, _entry in spans)
    told: dict[str, int | None] = {"median": None, "p90": None}
    if people >= fewest_people():
        told["median"] = _hours(ordered, 0.5)
    if people >= 2 * fewest_people():
        told["p90"] = _hours(ordered, 0.9)
    return told


def _hours(ordered: Sequence[timedelta], part: float) -> int:
    return max(1, ceil(ordered[ceil(part * len(ordered)) - 1] / _HOUR))


def _people(entries: Iterable[Entry]) -> int:
    """How many distinct people there are on the side that has fewest."""
    entries = list(entries)
    if not entries or not all(entry.sides for entry in entries):
        return len(entries)
    sides = zip(*(entry.sides for entry in entries), strict=True)
    return min(len(reduce(frozenset.union, side)) for side in sides)


def _edges(entries: Collection[Entry], rows: Sequence[str], columns: Sequence[str]) -> list[_Edge]:
    keys = [(row, column) for row in ("", *rows) for column in ("", *columns)]
    found: dict[Key, list[Entry]] = {key: [] for key in keys}
    for entry in entries:
        for key in _keys(entry) & found.keys():
            found[key].append(entry)
    return [_edge(key, found[key], bool(columns)) for key in keys]


def _edge(key: Key, entries: Sequence[Entry], is_crossed: bool) -> _Edge:
    """From all rows to one row, from there to a column, from there to all, and back."""
    start, end = ("all", "rows"), ("all", "columns")
    row, column = ("row", key[0]), ("column", key[1])
    if key == WHOLE:
        tail, head = end, start
    elif not is_crossed:
        tail, head = start, end
    elif key[1] == "":
        tail, head = start, row
    else:
        tail, head = (column, end) if key[0] == "" else (row, column)
    return _Edge(key, tail, head, len(entries), _people(entries))


def _open_to_sums(edges: list[_Edge], fewest: int, least: int) -> _Edge | None:
    """A number of few people that can be worked out to within k from what is shown."""
    return next((edge for edge in edges if edge.is_needed and _room(edges, edge, fewest, least) < fewest), None)


def _room(edges: list[_Edge], edge: _Edge, enough: int, least: int) -> int:
    """How far the hidden number can move, up and down together, with all that is shown unmoved; never over `enough`."""
    up = _flow(edges, edge, (edge.head, edge.tail), enough, least)
    down = _flow(edges, edge, (edge.tail, edge.head), min(enough, max(0, edge.count - least)), least)
    return min(enough, up + down)


def _flow(edges: list[_Edge], but: _Edge, way: tuple[Key, Key], most: int, least: int) -> int:
    """How much more can run through the other hidden numbers; each may rise freely, and sink to `least`."""
    moved = {id(edge): 0 for edge in edges}
    total = 0
    while total < most:
        path = _path([edge for edge in edges if edge.is_hidden and edge is not but], way, moved, least)
        if path is None:
            break
        slack = [edge.count + moved[id(edge)] - least for edge, step in path if step < 0]
        amount = min([most - total, *slack])
        for edge, step in path:
            moved[id(edge)] += step * amount
        total += amount
    return total


def _path(
    edges: list[_Edge], way: tuple[Key, Key], moved: dict[int, int], least: int
) -> list[tuple[_Edge, int]] | None:
    """The shortest way on which something can still move."""
    start, goal = way
    came: dict[Key, list[tuple[_Edge, int]]] = {start: []}
    waiting = deque([start])
    while waiting and goal not in came:
        here = waiting.popleft()
        for edge in edges:
            if edge.tail == here and edge.head not in came:
                came[edge.head] = [*came[here], (edge, 1)]
                waiting.append(edge.head)
            elif edge.head == here and edge.tail not in came and edge.count + moved[id(edge)] > least:
                came[edge.tail] = [*came[here], (edge, -1)]
                waiting.append(edge.tail)
    return came.get(goal)


def _thin(edges: list[_Edge], entries: Collection[Entry], fewest: int) -> _Edge | None:
    """One of the hidden numbers of a row or column that all together describe few people: their sum is no secret."""
    for total in edges:
        for place in (0, 1):  # along the row, along the column
            parts = [edge for edge in edges if edge.is_hidden and _is_part(edge, total, place)]
            if total.is_hidden or not parts:
                continue
            keys = {edge.key for edge in parts}
            held = [entry for entry in entries if _keys(entry) & keys]
            if _people(held) < fewest:
                return parts[0]
    return None


def _keys(entry: Entry) -> set[Key]:
    """Every number in which it is counted."""
    return {(row, column) for row in ("", entry.row) for column in ("", entry.column)}


def _is_part(edge: _Edge, total: _Edge, place: int) -> bool:
    """The number is summed up in the other, over what stands in that place of the key."""
    return total.key[place] == "" and edge.key[place] != "" and edge.key[1 - place] == total.key[1 - place]


def _hide_beside(edges: list[_Edge], faulty: _Edge) -> None:
    """The smallest number in the same row or column that is still shown; else the smallest of all, sums last."""
    shown = [edge for edge in edges if not edge.is_hidden]
    near = [edge for edge in shown if edge.key[0] == faulty.key[0] or edge.key[1] == faulty.key[1]]
    worth = [edge for edge in near if edge.count] or [edge for edge in shown if edge.count] or shown
    min(worth, key=lambda edge: (edge.rank, edge.count, edge.key)).is_hidden = True


def _shown(edge: _Edge, is_whole: bool, is_crossed: bool) -> int | None:
    if edge.is_hidden:
        return None
    is_sum = edge.key == WHOLE or (is_crossed and edge.rank > 0)
    return edge.count if is_whole or not is_sum else round(edge.count / STEP) * STEP
