"""The payroll system of the company: it brought people in, and decides some of what their profiles say."""

from datetime import datetime, timedelta

from network.core.bulk import insert_rows
from network.demo.cast import Cast
from network.openness.models import Import, ImportLine
from network.openness.queries import owned_by
from profiles.models import Source, SourceRecord

NAME = "Lønnssystemet"
# The columns of its file, and what each is read as.
COLUMNS = {
    "Ansattnr": "external_id",
    "Navn": "name",
    "E-post": "email",
    "Stilling": "title",
    "Avdeling": "department",
    "Ansattdato": "started_on",
}
_AGO = timedelta(days=40)  # when the file was carried out: longer ago than it can be taken back
_FIRST = 1001  # number of the first employee


def bring_in(cast: Cast, until: datetime) -> None:
    """A file that was carried out once. It knows those who were here then; who came later nobody has brought in."""
    ada, moment = cast.by_handle.get("ada"), until - _AGO
    mapping = list(COLUMNS.values())
    made = {"created_by": ada, "created_at": moment}
    source = Source.objects.create(name=NAME, kind=Source.Kind.FILE, owns=owned_by(mapping), **made)
    known = [person for person in cast.people if person.created_at < moment]
    insert_rows(
        [
            SourceRecord(source=source, person=person, external_id=str(number), seen_at=moment)
            for number, person in enumerate(known, _FIRST)
        ]
    )
    counts = dict.fromkeys(ImportLine.Kind.values, 0) | {"changed": len(known), "units": []}
    Import.objects.create(
        source=source,
        by=ada,
        state=Import.State.DONE,
        file_name="ansatte.csv",
        encoding="utf-8",
        delimiter=";",
        headings=list(COLUMNS),
        mapping=mapping,
        counts=counts,
        done=len(known),
        total=len(known),
        created_at=moment,
        ended_at=moment + timedelta(seconds=4),
    )
