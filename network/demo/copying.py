"""Writes many rows at once with PostgreSQL's COPY, past the actions: every column is given or takes its default."""

from typing import Any

from django.db import connection, models


class Table:
    """Rows of one model that wait to be written."""

    def __init__(self, model: type[models.Model], *given: str) -> None:
        fields = {f.attname: f for f in model._meta.concrete_fields if not f.generated and not _is_automatic(f)}
        others = [field for name, field in fields.items() if name not in given]
        columns = [fields[name].column for name in given] + [field.column for field in others]
        self._constant = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
        quoted = ", ".join(f'"{column}"' for column in columns)
        self._statement = f'COPY "{model._meta.db_table}" ({quoted}) FROM STDIN'
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        """Takes one row, the given columns in their order."""
        self._rows.append(values + self._constant)

    def __len__(self) -> int:
        return len(self._rows)

    def write(self) -> None:
        """Writes and forgets the rows."""
        with connection.cursor() as cursor, cursor.copy(self._statement) as copy:
            for row in self._rows:
                copy.write_row(row)
        self._rows.clear()


def _is_automatic(field: "models.Field[Any, Any]") -> bool:
    return isinstance(field, models.AutoField)
