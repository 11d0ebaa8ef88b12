"""What the columns of a file hold, guessed from their headings; and a line of the file as words about a person."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.core.text import fold
from profiles.models import ProfileField
from profiles.queries.fields import label_of
from profiles.queries.said import LABELS, NotTaken, Said, read_value

PARTS: dict[str, "str | Promise"] = {  # columns that only together with others make a field
    "external_id": _("Number of the employee"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "organisation": _("Company (above the department)"),
    "division": _("Division (above the department)"),
    "manager_number": _("Manager, by number"),
    "active": _("Works here (yes or no)"),
}
# As Workplace writes them (exactly in its upload, loosely in its export) and as payroll and HR systems do.
KNOWN = {
    "name": "name fullname displayname navn fulltnavn ansattnavn visningsnavn employeename",
    "first_name": "firstname givenname fornavn forename",
    "last_name": "lastname surname familyname etternavn",
    "email": "email emailaddress mail workemail epost epostadresse jobbepost epostjobb userprincipalname upn",
    "external_id": "externalid employeeid employeenumber employeeno empid ansattnr ansattnummer ansattid personnr "
    "ressursnr ressursnummer workerid personid entryuuid objectguid",
    "handle": "handle username brukernavn samaccountname alias",
    "title": "title jobtitle tittel stilling stillingstittel stillingsbetegnelse stillingsnavn position role",
    "department": "department departmentname avdeling avdelingsnavn enhet orgenhet organisasjonsenhet seksjon "
    "team unit",
    "division": "division divisjon omrade forretningsomrade businessunit",
    "organisation": "organization organisation company firma selskap virksomhet arbeidsgiver companyname",
    "place": "location place sted arbeidssted kontor kontorsted office officelocation by city lokasjon "
    "l physicaldeliveryofficename",
    "phone": "phone phonenumber telephone telephonenumber mobile mobilephone telefon telefonnummer mobil mobilnr "
    "mobiltelefon mobilnummer tlf workphone",
    "manager": "manager manageremail supervisoremail leder lederepost naermesteleder naermestelederepost nermesteleder "
    "nermestelederepost overordnet",
    "manager_number": "manageremployeeid managerid manageremployeenumber lederansattnr lederansattnummer ledernr "
    "ledernummer lederid",
    "language": "locale language preferredlanguage sprak malform",
    "languages": "languages spraksomsnakkes snakker",
    "started_on": "startdate hiredate hired startdato ansattdato ansettelsesdato ansattfra tiltradt begynte",
    "active": "active isactive aktiv eraktiv accountenabled status employmentstatus ansattstatus",
}
_BY_HEADING = {word: field for field, words in KNOWN.items() for word in words.split()}
_NO = frozenset(
    ["0", "no", "n", "nei", "false", "inactive", "inaktiv", "left", "sluttet", "disabled", "deactivated", "deaktivert"]
)
_ABOVE = ("organisation", "division", "department")


def heading_key(heading: str) -> str:
    """A heading without signs, accents and capitals, so that spellings of it meet."""
    return "".join(c for c in fold(heading) if c.isalnum())


def guess(headings: Sequence[str], known: Mapping[str, str] | None = None) -> list[str]:
    """A field for each heading, or ""; `known` is what was chosen for these headings before. No field twice."""
    own = {heading_key(name): row.key for row in own_fields() for name in (row.name_nb, row.name_en) if name}
    found: list[str] = []
    for heading in headings:
        key = heading_key(heading)
        field = known[key] if known and key in known else _BY_HEADING.get(key) or own.get(key, "")
        found.append(field if field not in found else "")
    return found


def own_fields() -> list[ProfileField]:
    """The fields of the organisation's own making; one query."""
    return list(ProfileField.objects.filter(is_own=True))


def choices() -> list[tuple[str, "str | Promise"]]:
    """What a column may be."""
    return [("", _("Not read")), *LABELS.items(), *PARTS.items(), *((row.key, label_of(row)) for row in own_fields())]


def faults_of(mapping: Sequence[str]) -> list[tuple[str, str]]:
    """(code, field) of what a choice of columns lacks or has twice; empty when people can be read with it."""
    used = [field for field in mapping if field]
    faults = [("column_twice", field) for field in dict.fromkeys(used) if used.count(field) > 1]
    if "name" not in used and not {"first_name", "last_name"} <= set(used):
        faults.append(("no_column", "name"))
    if "email" not in used:
        faults.append(("no_column", "email"))
    return faults


def owned_by(mapping: Sequence[str]) -> list[str]:
    """The fields of a profile that a file with these columns speaks of."""
    used = set(filter(None, mapping))
    whole = [field for field in (*LABELS, *sorted(used)) if field in used and field not in PARTS]
    whole += ["name"] if {"first_name", "last_name"} & used else []
    whole += ["department"] if set(_ABOVE) & used else []
    whole += ["manager"] if "manager_number" in used else []
    return [field for field in dict.fromkeys(whole) if field not in ("handle", "language")]


def words_of(mapping: Sequence[str], fields: Sequence[str]) -> Said:
    """A line of the file as words about a person; raises NotTaken."""
    raw = {field: text for field, text in zip(mapping, fields, strict=False) if field}
    _join(raw)
    number = read_value("external_id", raw.pop("external_id", ""))
    is_active = raw.pop("active", "yes").strip().lower() not in _NO
    if not is_active:
        raw = {field: raw[field] for field in ("email", "name") if raw.get(field, "").strip()}
    values = {field: read_value(field, text) for field, text in raw.items()}
    if not number and not values.get("email"):
        raise NotTaken("empty", "email")
    return Said(number or values["email"], values, is_active)


def _join(raw: dict[str, str]) -> None:
    """Puts names, units and managers together from the columns that hold a part of each."""
    names = [raw.pop(part, "").strip() for part in ("first_name", "last_name")]
    if not raw.get("name", "").strip() and any(names):
        for part in filter(None, names):
            read_value("name", part)  # each cell by itself may be a formula
        raw["name"] = " ".join(filter(None, names))
    units = [raw.pop(part, "").strip() for part in _ABOVE]
    if any(units) or "department" in raw:
        raw["department"] = " > ".join(dict.fromkeys(filter(None, units)))
    number = raw.pop("manager_number", None)
    if number is not None and not raw.get("manager", "").strip():
        raw["manager"] = number
