"""Much at once. Thousands of rows in one statement travel as one JSON text, many times as quick as a value each."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import GeneratedField, Model


def insert_rows(rows: Sequence[Model]) -> None:
    """Inserts rows of one table, as bulk_create does, and tells each its id; no signals are sent."""
    if not rows:
        return
    meta = rows[0]._meta
    written = [column for column in meta.concrete_fields if not isinstance(column, GeneratedField)]
    columns = [column for column in written if not column.primary_key or rows[0].pk is not None]
    names = ", ".join(f'"{column.column}"' for column in columns)
    into = f'INSERT INTO "{meta.db_table}" ({names}) SELECT {names} FROM {_recordset(columns)}'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f'{into} RETURNING "{meta.pk.column}"', [_text(rows, columns)])
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
            row._state.adding = False


def hand_out(rows: Sequence[Model], name: str, found: Iterable[Model]) -> None:
    """Puts what was fetched for all these rows at once where `row.name.all()` finds it, as Django's prefetch does."""
    if not rows:
        return
    back: Any = rows[0]._meta.get_field(name).remote_field
    parts: dict[Any, list[Model]] = {row.pk: [] for row in rows}
    for one in found:
        parts[getattr(one, back.attname)].append(one)
    for row in rows:
        came: Any = back.model._default_manager.all()
        came._result_cache, came._prefetch_done = parts[row.pk], True
        row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = came


def allow_long_statements() -> None:
    """Until the transaction ends; for work that no page waits for."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '120s'")


def update_rows(rows: Sequence[Model], names: Sequence[str], besides: str = "") -> None:
    """Writes these columns of rows that are there, by their ids; `besides` is SQL of our own for one more column."""
    if not rows:
        return
    meta = rows[0]._meta
    columns: list[Any] = [meta.pk, *(meta.get_field(name) for name in names)]
    sets = [f'"{column.column}" = x."{column.column}"' for column in columns[1:]] + [besides] * bool(besides)
    key = f'"{meta.pk.column}"'
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{meta.db_table}" p SET {", ".join(sets)} FROM {_recordset(columns)} WHERE p.{key} = x.{key}',  # noqa: S608
            [_text(rows, columns)],
        )


def _recordset(columns: Sequence[Any]) -> str:
    typed = ", ".join(f'"{column.column}" {_type_of(column)}' for column in columns)
    return f"jsonb_to_recordset(%s::jsonb) AS x({typed})"


def _type_of(column: Any) -> str:
    return str(column.target_field.rel_db_type(connection) if column.is_relation else column.db_type(connection))


def _text(rows: Sequence[Model], columns: Sequence[Any]) -> str:
    """Moments keep their microseconds, which Django's own encoder cuts off."""
    written = [{column.column: getattr(row, column.attname) for column in columns} for row in rows]
    return json.dumps(written, default=lambda moment: moment.isoformat())
