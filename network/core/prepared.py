"""A query that every page asks is made into SQL once in each process, and from then on only asked.

The rules of sight are Django expressions that stand in one place. To put them together and to write them as SQL takes
several times as long as PostgreSQL needs for the answer, and comes out the same each time but for its values.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from copy import copy
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import Model, QuerySet

from network.core.clock import now, standing_still

Found = TypeVar("Found")

KEPT = 100  # shapes of one query in one process; there are more only where lists are of many lengths
# Two sets: the first number and the moment. What is made of a value differs between them, what is not does not.
_STAND_INS = ((1_500_000_011, datetime(8000, 1, 1, tzinfo=UTC)), (1_700_000_023, datetime(9000, 1, 1, tzinfo=UTC)))


class NotPrepared(Exception):
    """The query cannot be made ahead: it asks the database while it is built, or makes something of its values."""


class _Made(NamedTuple):
    """SQL, and for each of its parameters the place of its value and how to give it, or None and the parameter."""

    sql: str
    params: Sequence[tuple[int | None, Any]]
    query: "QuerySet[Any, Any]"
    compiler: Any


_NEW: Any = object()  # a shape that was not asked for yet


class Prepared(Generic[Found]):
    """`build(*values, **shape)`, a queryset.

    **Values** may be another each time: a row of a model, of which its key and the attributes in `reads` count, whole
    numbers, texts, days and moments, lists of these, and the present moment. **The shape** is whatever else the SQL
    depends on, and each shape is made once: what is given by name, a value that is None, True or False, how long a list
    is.

    None of this is left to care. While `build` runs, its values are stand-ins: of a row nothing is known but its key
    and `reads`, and the database is closed, so a rule that looks at anything else raises NotPrepared. It runs twice,
    with other stand-ins: what is made of a value, and is not the value as it was given, raises NotPrepared, and so does
    a moment or a day that `build` took from anywhere but `clock.now()` and its values. Only one thing nobody checks:
    `build` may not choose by what a value is, as in `if number > 5`.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, Found]]", reads: Sequence[str]) -> None:
        self._build, self._reads = build, reads
        self._made: dict[object, _Made | None] = {}

    def rows(self, *values: Any, **shape: Any) -> list[Found]:
        """What the database holds now: one query, or none where the rules leave nothing to ask for."""
        found = self._asked(values, shape)
        return [] if found is None else list(_ready(*found))

    def first(self, *values: Any, **shape: Any) -> Found | None:
        """The first of the rows, or None."""
        return next(iter(self.rows(*values, **shape)), None)

    def sql(self, *values: Any, **shape: Any) -> tuple[str, tuple[Any, ...]] | None:
        """The SQL with its parameters, to be put into another; None where the rules leave nothing to ask for."""
        found = self._asked(values, shape)
        return None if found is None else (found[0].sql, found[1])

    def _asked(self, values: Sequence[Any], shape: dict[str, Any]) -> tuple[_Made, tuple[Any, ...]] | None:
        """What was made of this shape, now or before, and the parameters of these values."""
        parts = [self._parts_of(value) if isinstance(value, Model) else value for value in values]
        key = (tuple(map(_shape_of, parts)), tuple(shape.items()))
        made = self._made.get(key, _NEW)
        if made is _NEW:
            made = self._make(parts, shape)
            if len(self._made) >= KEPT:
                self._made.clear()
            self._made[key] = made
        if made is None:
            return None
        given = [*_flat(parts), now()]
        return made, tuple(itself if at is None else itself(given[at]) for at, itself in made.params)

    def _parts_of(self, row: Model) -> "_Parts":
        return _Parts(row._meta.model, self._reads, [getattr(row, name) for name in ("pk", *self._reads)])

    def _make(self, values: Sequence[Any], shape: dict[str, Any]) -> _Made | None:
        """The SQL of this shape; None when it can have no rows."""
        try:
            made, again = (self._make_with(*stand_ins, values, shape) for stand_ins in _STAND_INS)
        except EmptyResultSet:
            return None
        if made[:2] != again[:2]:
            raise NotPrepared(f"Something is made of a value: {made.sql}")
        return made

    def _make_with(self, first: int, moment: datetime, values: Sequence[Any], shape: dict[str, Any]) -> _Made:
        numbers = count(first)
        given = [_stand_in(value, numbers) for value in values]
        places = {value: place for place, value in enumerate(_flat(given))}
        with standing_still(moment), connection.execute_wrapper(_refuse):
            query = self._build(*(value.as_row() if isinstance(value, _Parts) else value for value in given), **shape)
            compiler = query.query.get_compiler(query.db)
            sql, found = compiler.as_sql()
        plain = set(_flat(value for value in given if not isinstance(value, _Parts)))  # who asks may not matter
        if plain - {param for param in found if isinstance(param, Hashable)}:
            raise NotPrepared(f"A value is not asked for as it is: {sql}")
        params = [_placed(param, places | {moment: len(places)}) for param in found]
        if any(at is None and isinstance(itself, date) for at, itself in params):
            raise NotPrepared(f"A moment is of another clock: {sql}")
        return _Made(sql, params, query, compiler)


def prepared(*reads: str) -> "Callable[[Callable[..., QuerySet[Any, Found]]], Prepared[Found]]":
    """Makes a Prepared of the function that builds a query; `reads` are the attributes that it may read of rows."""
    return lambda build: Prepared(build, reads)


class _Parts(NamedTuple):
    """Of a row of a model its key and what else of it the query may read."""

    model: type[Model]
    names: Sequence[str]
    values: list[Any]

    def as_row(self) -> Model:
        """A row that knows no more than this."""
        meta = self.model._meta
        known = dict(zip([meta.pk.attname, *self.names], self.values, strict=True))
        names = [field.attname for field in meta.concrete_fields if field.attname in known]
        return self.model.from_db(connection.alias, names, [known[name] for name in names])


def _ready(made: _Made, params: tuple[Any, ...]) -> "QuerySet[Any, Any]":
    """The query once more, not asked yet, with its SQL at hand: Django makes the rows, and fetches what goes along."""
    query = made.query._chain()  # type: ignore[attr-defined]
    compiler = copy(made.compiler)
    compiler.connection = connections[query.db]  # of this thread
    compiler.as_sql = lambda *_args, **_kwargs: (made.sql, params)
    query.query.get_compiler = lambda *_args, **_kwargs: compiler
    return query  # type: ignore[no-any-return]


def _shape_of(value: Any) -> object:
    if isinstance(value, _Parts):
        return tuple(map(_shape_of, value.values))
    if isinstance(value, list):
        return len(value)
    return value if value is None or isinstance(value, bool) else type(value)


def _stand_in(value: Any, numbers: Iterator[int]) -> Any:
    if isinstance(value, _Parts):
        return value._replace(values=[_stand_in(part, numbers) for part in value.values])
    if isinstance(value, list):
        return [_stand_in(part, numbers) for part in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return datetime.fromtimestamp(next(numbers), tz=UTC)
    if isinstance(value, date):
        return date.fromordinal(next(numbers) % 1_000_000)
    return f"stand-in {next(numbers)}" if isinstance(value, str) else next(numbers)


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    """What the values are in SQL, one after the other; nothing for what belongs to the shape."""
    for value in values:
        if isinstance(value, _Parts):
            yield from _flat(value.values)
        elif isinstance(value, list):
            yield from value
        elif value is not None and not isinstance(value, bool):
            yield value


def _placed(param: Any, places: dict[Any, int]) -> tuple[int | None, Any]:
    """A stand-in's place and how its value is given; whatever else it is, itself."""
    if not isinstance(param, Hashable) or param not in places:
        return None, param
    return places[param], (type(param) if isinstance(param, int) else _same)


def _same(value: Any) -> Any:
    return value


def _refuse(*_asked: object) -> None:
    raise NotPrepared("The query asks the database while it is built, or reads more of a row than `reads` names.")
