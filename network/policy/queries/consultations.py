"""What the page of a consultation shows: the text, what people say of it and where, and what came of it."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet

from network.policy.access.consultations import is_open
from network.policy.anchors import find_quote
from network.policy.models import Consultation, Document, Remark, RemarkReply, Version, Workshop
from network.policy.queries.texts import Written, parts_of, written
from network.policy.states import State
from profiles.models import Person

SHOWN_IN = (State.CONSULTATION, State.SIGN_OFF, State.SCHEDULED)


@dataclass(frozen=True)
class Spoken:
    """A remark, and whether the words that it is about are still there."""

    remark: Remark
    is_orphaned: bool


@dataclass
class Part:
    """A section and what is said about it."""

    written: Written
    remarks: list[Spoken] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """The draft with the talk about it."""

    version: Version
    consultation: Consultation | None  # the latest
    is_open: bool
    parts: list[Part]
    orphans: list[Spoken]  # about words, or a section, that are gone
    workshops: list[Workshop]


def consulted_version(slug: str) -> Version:
    """The version of the document that people are or were asked about, and that does not count yet."""
    rows = Version.objects.filter(document__slug=slug, state__in=SHOWN_IN, consultations__isnull=False)
    return rows.select_related("document").distinct().get()


def consultation_page(person: Person, version: Version) -> Page:
    """Every remark is there: in its section, or among those whose words are gone."""
    parts = [Part(one) for one in written(version)]
    by_key = {part.written.key: part for part in parts}
    orphans = []
    for remark in remarks_of(version):
        spoken = Spoken(remark, _is_orphaned(remark, by_key.get(remark.key)))
        if spoken.is_orphaned:
            orphans.append(spoken)
        else:
            by_key[remark.key].remarks.append(spoken)
    consultations = Consultation.objects.filter(version=version).select_related("facilitator")
    workshops = Workshop.objects.filter(consultation__version=version).select_related("by")
    latest = consultations.prefetch_related("invited").order_by("-pk").first()
    return Page(version, latest, is_open(version), parts, orphans, list(workshops))


def _is_orphaned(remark: Remark, part: Part | None) -> bool:
    if part is None:
        return True
    text = part.written.texts.get(remark.language)
    if not remark.quote:
        return text is None
    return text is None or find_quote(parts_of(text), remark.quote, remark.prefix, remark.suffix) is None


def remarks_of(version: Version) -> "QuerySet[Remark]":
    """Everything that was said of a version, the oldest first."""
    replies = Prefetch("replies", RemarkReply.objects.select_related("author"))
    return (
        Remark.objects.filter(version=version)
        .select_related("author", "replied_by", "version__document")
        .prefetch_related(replies)
        .order_by("pk")
    )


def answered_of(document: Document) -> list[tuple[Version, list[Remark]]]:
    """You said, we did: per version what was answered, the newest version first."""
    rows = Remark.objects.filter(version__document=document).exclude(outcome="").exclude(version__state=State.WITHDRAWN)
    found: dict[int, tuple[Version, list[Remark]]] = {}
    for remark in rows.select_related("author", "replied_by", "version__document").order_by("-version__number", "pk"):
        found.setdefault(remark.version_id, (remark.version, []))[1].append(remark)
    return list(found.values())


def document_named(slug: str) -> Document:
    """Raises DoesNotExist."""
    return Document.objects.get(slug=slug)


def remark_of_version(version: Version, pk: int) -> Remark:
    """A remark on this version; raises DoesNotExist."""
    return Remark.objects.select_related("author", "version__document").get(pk=pk, version=version)


def latest_consultation(version: Version) -> Consultation:
    """The last days of speaking; raises DoesNotExist."""
    return Consultation.objects.filter(version=version).latest("pk")
