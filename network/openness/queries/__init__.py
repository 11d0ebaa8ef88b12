"""What pages and the worker ask about files that bring people in; the parts are split by noun."""

from network.openness.queries.headings import choices, faults_of, guess, owned_by
from network.openness.queries.plan import CHUNK, Line, known_to, lines_of_managers, plan_of, read_lines, units_to_make
from network.openness.queries.runs import (
    columns_by_heading,
    columns_for,
    count_gone,
    file_sources,
    import_for,
    imports_page,
    is_many_gone,
    kept_lines,
    known_columns,
    lines_page,
    samples_of,
    schedules,
    told_of,
)
from network.openness.queries.sentences import ABOUT_FILES, about_file, about_line
from network.openness.queries.table import Table, Unreadable, read_table

__all__ = [
    "ABOUT_FILES",
    "CHUNK",
    "Line",
    "Table",
    "Unreadable",
    "about_file",
    "about_line",
    "choices",
    "columns_by_heading",
    "columns_for",
    "count_gone",
    "faults_of",
    "file_sources",
    "guess",
    "import_for",
    "imports_page",
    "is_many_gone",
    "kept_lines",
    "known_columns",
    "known_to",
    "lines_of_managers",
    "lines_page",
    "owned_by",
    "plan_of",
    "read_lines",
    "read_table",
    "samples_of",
    "schedules",
    "told_of",
    "units_to_make",
]
