"""Files as HR systems write them, and the whole way of one through the product."""

from network.openness.actions import Consent, Upload, begin_import, carry_out_import, choose_columns
from network.openness.models import Import
from network.openness.tasks import work_on_import
from profiles.models import Person

WORKPLACE = "email,first name,last name,job title,department,phone number,location,locale,manager email,timezone,external id,organization,division,cost center,start date"
HEADINGS = "Ansattnr;Navn;E-post;Stilling;Avdeling;Leder"


def csv(*lines: str, headings: str = HEADINGS) -> bytes:
    """A file with these lines below the headings."""
    return "\n".join((headings, *lines)).encode()


def read(by: Person, content: bytes, source: str = "Lønn", name: str = "ansatte.csv") -> Import:
    """Sends a file and has it compared, with its columns as they are guessed."""
    run = begin_import(by=by, source_name=source, upload=Upload(name, content))
    choose_columns(by=by, run=run, mapping=run.mapping)
    return worked(run)


def carried_out(by: Person, content: bytes, **consent: object) -> Import:
    """Sends a file, and has it carried out."""
    run = read(by, content)
    carry_out_import(by=by, run=run, consent=Consent(**consent))
    return worked(run)


def worked(run: Import) -> Import:
    """Does what the worker would."""
    work_on_import(run.pk)
    run.refresh_from_db()
    return run


def kinds(run: Import) -> dict[int, str]:
    """What each line does: its kind, or the code of its fault."""
    return {line.number: line.fault[0] if line.fault else line.kind for line in run.lines.all()}
