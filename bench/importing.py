"""`python -m bench importing`: a file of 50,000 lines comes into an empty site, comes again, changes, is taken back."""

import csv
import io
import os
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from django.db import connection

from network.demo.texts import lists
from network.openness.actions import (
    Consent,
    Upload,
    apply_import,
    begin_import,
    carry_out_import,
    choose_columns,
    plan_import,
    undo_import,
    undo_lines,
)
from network.openness.models import Import
from profiles.actions import NewPerson, create_first_administrator
from profiles.models import Person

LINES, SEED = 50_000, 7
GOAL = 60.0  # seconds, from the file to everybody being in
HEADINGS = [
    "email", "first name", "last name", "job title", "department", "phone number", "location", "locale",
    "manager email", "timezone", "external id", "organization", "division", "cost center", "start date",
]  # fmt: skip
Lines = list[list[str]]


class Row(NamedTuple):
    """A line of the table: seconds until the preview stood, and until it was carried out; what the file did."""

    what: str
    read: "Spent"
    carried_out: "Spent"
    did: str

    @property
    def together(self) -> float:
        """Seconds on the clock."""
        return self.read.clock + self.carried_out.clock


class Spent(NamedTuple):
    """Seconds: on the clock, and of a processor by the worker and by its PostgreSQL."""

    clock: float = 0.0
    processor: float = 0.0


def run() -> int:
    """Prints the table; 1 when the goal is missed or a file did anything but what it says."""
    ada = create_first_administrator(NewPerson("Ada Aas", "ada@glod.example"), "en lang nok setning")
    if ada is None:
        raise SystemExit("The site must be empty.")
    lines = list(_lines(LINES, Random(SEED)))
    rows = [_carried_out(ada, "50,000 people who are not here yet", lines)]
    rows.append(_carried_out(ada, "the same file again", lines))
    for line in lines[::10]:
        line[3] = f"Senior {line[3]}"
    rows.append(_carried_out(ada, "one title in ten is another", lines))
    rows.append(_carried_out(ada, "a hundred are gone", lines[100:]))
    rows.append(_taken_back(ada))
    print(_table(rows))
    good = rows[0].together <= GOAL and Person.objects.count() == 1
    return 0 if good else 1


def _lines(count: int, rng: Random) -> Iterator[list[str]]:
    """People by rule and seed: every tenth leads, a manager stands anywhere in the file, names repeat as they do."""
    bank = lists("names.txt")
    first, last = [*bank["kvinner"], *bank["menn"]], bank["etternavn"]
    towns = lists("places.txt")["kontorer"]
    for number in range(count):
        given, family = rng.choice(first), rng.choice(last)
        above = (
            "" if number == 0 else f"k{(number - 1) // 10 if number < 1000 else rng.randrange(1000)}@nordvik.example"
        )
        yield [
            f"k{number}@nordvik.example", given, family, f"Fagarbeider {number % 40}", f"Avdeling {number % 60}",
            f"+47 9{number:07d}", rng.choice(towns), "nb_NO", above, "Europe/Oslo", str(100_000 + number), "Nordvik",
            f"Divisjon {number % 6}", "", f"{rng.randrange(1, 29)}.{rng.randrange(1, 13)}.{rng.randrange(1995, 2026)}",
        ]  # fmt: skip


def _file(lines: Lines) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([HEADINGS, *lines])
    return text.getvalue().encode("utf-8-sig")


def _carried_out(by: Person, what: str, lines: Lines) -> Row:
    run = begin_import(by=by, source_name="Lønn", upload=Upload("ansatte.csv", _file(lines)))
    choose_columns(by=by, run=run, mapping=run.mapping)
    read = _timed(plan_import, run)
    carry_out_import(by=by, run=run, consent=Consent(on_gone=Import.Gone.DEACTIVATE))
    carried_out = _timed(apply_import, run)
    if run.state != Import.State.DONE:
        raise SystemExit(f"{what}: {run.problem}")
    did = ", ".join(f"{count:,} {kind}" for kind, count in run.counts.items() if count and isinstance(count, int))
    return Row(what, read, carried_out, did)


def _taken_back(by: Person) -> Row:
    """The first file, after all the others."""
    run = Import.objects.order_by("pk")[0]
    undo_import(by=by, run=run)
    taken = _timed(undo_lines, run)
    return Row(
        "the first file is taken back",
        Spent(),
        taken,
        f"{run.counts['removed']:,} removed, {run.counts['closed']:,} closed",
    )


def _timed(work: Callable[..., None], run: Import) -> Spent:
    clock, busy = time.perf_counter(), time.process_time() + _database()
    work(import_id=run.pk)
    spent = Spent(time.perf_counter() - clock, time.process_time() + _database() - busy)
    run.refresh_from_db()
    return spent


def _database() -> float:
    """Seconds of a processor that PostgreSQL has spent on this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _table(rows: list[Row]) -> str:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    first = rows[0].together
    columns = [f"File of {LINES:,} lines", "until the preview, s", "carried out, s", "together, s"]
    columns += ["of a processor (worker and PostgreSQL), s", "what it did"]
    head = f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|\n"
    body = (
        f"| {row.what} | {row.read.clock:.1f} | {row.carried_out.clock:.1f} | {row.together:.1f} "
        f"| {row.read.processor + row.carried_out.processor:.1f} | {row.did} |\n"
        for row in rows
    )
    goal = f"Goal: the first within {GOAL:.0f} s: {first:.1f} s, {'yes' if first <= GOAL else '**no**'}."
    return f"{head}{''.join(body)}\n{goal} The worker held at most {most:.0f} MiB over all of this.\n"
