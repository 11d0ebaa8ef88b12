"""Rows as files: CSV that no spreadsheet takes for formulas, and JSON; both as a stream."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

Value = str | int | float | Decimal | bool | date | datetime | None
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"  # spreadsheets then know that it is UTF-8
# What a spreadsheet takes for the beginning of a formula, and the characters before which it looks past (OWASP, CSV
# Injection): a quote before it makes it text. Full-width signs are read as their narrow twins by some.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def safe_cell(value: Value) -> str | int | float | Decimal:
    """The value as a cell: numbers as they are, nothing as nothing, and text that is never read as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if value.lstrip(" \xa0").startswith(_FORMULA) else value


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[Value]], *, delimiter: str = ",") -> Iterator[bytes]:
    """A table with its headings, a line at a time. Norwegian spreadsheets open it by themselves with a semicolon."""
    line = StringIO()
    writer = csv.writer(line, delimiter=delimiter)
    yield BOM.encode()
    for cells in _with_first(headings, rows):
        writer.writerow([safe_cell(cell) for cell in cells])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _with_first(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    yield headings
    yield from rows


def json_lines(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """A list of objects, one a line."""
    before = "[\n"
    for cells in rows:
        told = dict(zip(headings, (_told(cell) for cell in cells), strict=True))
        yield (before + json.dumps(told, ensure_ascii=False)).encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _told(value: Value) -> str | int | float | bool | None:
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
