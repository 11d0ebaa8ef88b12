"""What a file would do, line by line, before anything is done."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from network.openness.queries.headings import words_of
from network.openness.queries.table import Table, Unreadable
from profiles.models import Person, Source, SourceRecord
from profiles.queries.said import Fault, NotTaken, Said, reference
from profiles.queries.sources import Change, circles, compare
from profiles.queries.units import Tree

CHUNK = 2000  # lines compared at a time: memory stays even
MANY_GONE = 0.2  # share of the source's people from which somebody must confirm that they go
Report = Callable[[int, int], None]  # (done, of how many)


@dataclass
class Line:
    """One line of the file and what it does to whom; number 0 for somebody who is no longer in it."""

    number: int
    name: str
    said: Said | None = None
    kind: str = "error"
    person_id: int | None = None
    changes: dict[str, Change] = field(default_factory=dict)
    manager: int | str | None = None
    fault: Fault | None = None
    is_known: bool = True
    cells: list[str] = field(default_factory=list)  # of a line that could not be read: whoever stands there is not gone


def plan_of(source: Source, table: Table, mapping: list[str], report: Report) -> list[Line]:
    """Every line of the file in order, and after them those whom the source brought in and who are not in it."""
    lines = read_lines(table, mapping)
    _compare(source, lines, report)
    _find_circles(lines)
    _fail_with_their_managers(lines)
    return lines + _gone(source, lines)


def read_lines(table: Table, mapping: list[str]) -> list[Line]:
    """Every line as words about a person or with its fault; raises Unreadable when there is nobody in the file."""
    lines = [_read(number, fields, mapping) for number, fields in table.rows()]
    if not lines:
        raise Unreadable("nobody")
    for key in (lambda s: s.external_id, lambda s: s.values.get("email"), lambda s: s.values.get("handle")):
        _find_twins(lines, key)
    return lines


def _read(number: int, fields: list[str], mapping: list[str]) -> Line:
    filled = len(fields)
    while filled > len(mapping) and not fields[filled - 1].strip():
        filled -= 1
    line = Line(number, " ".join(text.strip()[:60] for text in fields[:3])[:120])
    if filled != len(mapping):
        line.fault = Fault("ragged" if filled > len(mapping) else "short", f"{filled} / {len(mapping)}")
        line.cells = fields
        return line
    try:
        line.said = words_of(mapping, fields)
    except NotTaken as refusal:
        line.fault, line.cells = refusal.fault, fields
        return line
    line.name = line.said.values.get("name") or line.said.external_id
    return line


def _find_twins(lines: list[Line], key: Callable[[Said], Any]) -> None:
    first: dict[Any, Line] = {}
    for line in lines:
        value = key(line.said) if line.said else None
        if not value:
            continue
        twin = first.setdefault(value, line)
        if twin is not line:
            line.fault = line.fault or Fault("twice", str(twin.number))
            twin.fault = twin.fault or Fault("twice", str(line.number))


def _compare(source: Source, lines: list[Line], report: Report) -> None:
    sound = [line for line in lines if line.said and not line.fault]
    coming = set(_names_of(sound))
    met: dict[int, Line] = {}
    for start in range(0, len(sound), CHUNK):
        chunk = sound[start : start + CHUNK]
        report(start, len(sound))
        for line, found in zip(chunk, compare(source, [x.said for x in chunk if x.said], coming), strict=True):
            line.kind, line.changes, line.fault = found.kind, found.changes, found.fault
            line.manager, line.is_known = found.manager, found.is_known
            if found.person is None:
                continue
            line.person_id = found.person.pk
            twin = met.setdefault(found.person.pk, line)
            if twin is not line:
                _fail(line, "twice", str(twin.number))
                _fail(twin, "twice", str(line.number))


def _fail(line: Line, code: str, what: str) -> None:
    line.kind, line.fault = "error", line.fault or Fault(code, what[:80])


def _names_of(lines: list[Line]) -> Iterator[str]:
    """By what managers are spoken of."""
    for line in lines:
        if line.said:
            yield line.said.external_id
            yield line.said.values.get("email") or line.said.external_id


def lines_of_managers(lines: Iterable[Line]) -> set[int]:
    """The lines of those whom others name as their managers: taken first, the others find them there."""
    known = list(lines)
    named = {line.said.values["manager"] for line in known if line.said and line.said.values.get("manager")}
    return {line.number for line in known if not named.isdisjoint(_names_of([line]))}


def _find_circles(lines: list[Line]) -> None:
    """Among the managers as they will be, of those in the file and of all others."""
    sound = [line for line in lines if line.kind != "error"]
    by_name = {name: line for line in sound for name in _names_of([line])}
    managers: dict[Any, Any] = dict(Person.objects.get_queryset().exclude(manager=None).values_list("pk", "manager_id"))
    for line in sound:
        above = by_name.get(line.manager) if isinstance(line.manager, str) else None
        managers[_node(line)] = _node(above) if above else line.manager
    nodes = {_node(line): line for line in sound}
    for circle in circles(managers):
        others = Person.objects.get_queryset().filter(pk__in=[node for node in circle if node not in nodes])
        names = dict(others.values_list("pk", "name")) | {n: nodes[n].name for n in circle if n in nodes}
        for start, node in enumerate(circle):
            if node in nodes and "manager" in nodes[node].changes:
                around = [*circle[start:], *circle[:start], node]
                _fail(nodes[node], "circle", " → ".join(names[each] for each in around))


def _node(line: Line) -> Any:
    return line.person_id or f"line {line.number}"


def _fail_with_their_managers(lines: list[Line]) -> None:
    """Whoever reports to somebody that does not come in because of an error cannot come in either."""
    lost = {name for line in lines if line.kind == "error" and not line.person_id for name in _names_of([line])}
    while lost:
        hit = [line for line in lines if line.kind != "error" and line.manager in lost]
        for line in hit:
            _fail(line, "manager_faulty", str(line.manager))
        lost = set(_names_of([line for line in hit if not line.person_id]))


def _gone(source: Source, lines: list[Line]) -> list[Line]:
    """Those who work here, whom the source brought in, and of whom no line speaks, not even one with errors."""
    spoken = {name for line in lines if line.said for name in _names_of([line])}
    spoken |= {reference(cell) for line in lines for cell in line.cells}
    met = {line.person_id for line in lines if line.person_id}
    records = SourceRecord.objects.filter(source=source, person__is_active=True).order_by("person__folded")
    return [
        Line(0, name, kind="gone", person_id=pk)
        for number, pk, name, email, is_administrator in records.values_list(
            "external_id", "person", "person__name", "person__email", "person__is_administrator"
        )
        if pk not in met and number not in spoken and email not in spoken and not is_administrator
    ]


def units_to_make(lines: list[Line]) -> list[str]:
    """The departments that are not here yet, as paths; at most fifty are told."""
    wanted = dict.fromkeys(line.changes["department"][1] for line in lines if "department" in line.changes)
    tree = Tree()
    return [path for path in wanted if path and tree.find(tuple(path.split(" > "))) is None][:50]


def known_to(source: Source) -> int:
    """How many who work here the source has brought in."""
    return SourceRecord.objects.filter(source=source, person__is_active=True).count()
