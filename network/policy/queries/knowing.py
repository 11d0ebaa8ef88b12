"""Who is asked to acknowledge what, and by when; what a person has acknowledged; what people ask."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import caches
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from network.core.pages import Page, newest_first
from network.notifications.subjects import Subject
from network.policy.access import bound_by
from network.policy.access.knowing import binds, can_acknowledge, can_answer_questions
from network.policy.models import (
    Acknowledgement,
    ChangeNote,
    Document,
    QuizQuestion,
    Section,
    SectionText,
    Version,
    VersionText,
)
from network.policy.queries.reading import Reading, read
from network.policy.states import BEEN_IN_FORCE
from profiles.models import Person

BACK = timedelta(days=3)  # somebody who comes back has as long to read
KEPT = 60  # seconds for which a process believes that a person owes nothing


@dataclass(frozen=True)
class Asked:
    """A version that somebody has yet to acknowledge, and their last day for it."""

    version: Version
    due_on: date

    @property
    def is_overdue(self) -> bool:
        """The last day has passed."""
        return localdate() > self.due_on

    @property
    def document(self) -> Document:
        """Of the version."""
        return self.version.document


def asking() -> "QuerySet[Version]":
    """The newest version of each document that changed what it asks of people, where acknowledgement is asked for it.

    A later one of which only the wording changed asks nobody: who has acknowledged this or a later one is done.
    """
    siblings = Version.objects.filter(document=OuterRef("document"))
    substantive = siblings.filter(materiality=Version.Materiality.SUBSTANTIVE, state__in=BEEN_IN_FORCE)
    rows = Version.objects.filter(
        ~Exists(substantive.filter(number__gt=OuterRef("number"))), Exists(siblings.in_force()),
        materiality=Version.Materiality.SUBSTANTIVE, state__in=BEEN_IN_FORCE,
        acknowledge_by__isnull=False, effective_on__lte=localdate(),
    )  # fmt: skip
    return rows.select_related("document")


def known_to(person: Person) -> Exists:
    """On versions: the person has acknowledged it or a later one of its document."""
    rows = Acknowledgement.objects.filter(person=person, version__document=OuterRef("document"))
    return Exists(rows.filter(version__number__gte=OuterRef("number")))


def due_for(version: Version, came: datetime, away_until: date | None) -> date:
    """The last day for somebody: the version's own, as long after they came, or three days after they are back."""
    effective_on, asked_by = version.effective_on, version.acknowledge_by
    if effective_on is None or asked_by is None:
        raise ValueError("nobody is asked to acknowledge it")
    days = [asked_by, localdate(came) + (asked_by - effective_on)]
    return max(days if away_until is None else [*days, away_until + BACK])


def asked_of(person: Person) -> Asked | None:
    """The one version that the person is asked about now, the earliest due first; one query."""
    rows = asking().filter(binds(person)).exclude(known_to(person)).order_by("document__position", "pk")
    found = [Asked(version, due_for(version, person.created_at, person.away_until)) for version in rows]
    return min(found, key=lambda asked: asked.due_on, default=None)


def asked_now(person: Person) -> Asked | None:
    """The same for every request: a process remembers for a minute that somebody owes nothing, and nothing else.

    That somebody owes something is asked of the database each time, so that an acknowledgement in one process counts at
    once in every other. A new version reaches those who owed nothing within the minute; its last day is days away.
    """
    cache = caches["known"]
    if cache.get(person.pk):
        return None
    found = asked_of(person)
    if found is None:
        cache.set(person.pk, True, KEPT)
    return found


@dataclass(frozen=True)
class Owing:
    """Somebody who has not acknowledged a version, as the reminders need it."""

    person_id: int
    version: Version
    begins_on: date  # for them: when it came to count, or when they came
    due_on: date
    is_away: bool


def everybody_owing() -> Iterator[Owing]:
    """Everybody whom a document binds and who has not acknowledged it, each with the one due earliest; a query each."""
    found: dict[int, Owing] = {}
    today = localdate()
    for version in asking().order_by("document__position", "pk"):
        known = Acknowledgement.objects.filter(
            person=OuterRef("pk"), version__document=version.document_id, version__number__gte=version.number
        )
        people = Person.objects.active().filter(bound_by(version.document)).exclude(Exists(known)).order_by("pk")
        for pk, came, away_until in people.values_list("pk", "created_at", "away_until"):
            due_on = due_for(version, came, away_until)
            if pk not in found or due_on < found[pk].due_on:
                begins_on = max(version.effective_on or today, localdate(came))
                away = away_until is not None and away_until >= today
                found[pk] = Owing(pk, version, begins_on, due_on, away)
    yield from found.values()


@dataclass(frozen=True)
class Foot:
    """What stands at the foot of the rules: the hash of what is shown, and what the reader has said of it."""

    version: Version
    language: str
    content_hash: str
    mine: Acknowledgement | None
    before: Acknowledgement | None  # of an earlier version


def foot_for(person: Person, version: Version, language: str) -> Foot | None:
    """Of the text in the language in which it is shown; two queries, and one more where not everybody is bound.

    None for whom it does not bind.
    """
    if not can_acknowledge(person, version):
        return None
    hashes = dict(VersionText.objects.filter(version=version).values_list("language", "content_hash"))
    own = Acknowledgement.objects.filter(person=person, version__document=version.document_id)
    rows = {row.version_id: row for row in own.select_related("version").order_by("version__number")}
    mine = rows.pop(version.pk, None)
    earlier = [row for row in rows.values() if row.version.number < version.number]
    return Foot(version, language, hashes.get(language, ""), mine, earlier[-1] if earlier else None)


def counting(slug: str) -> Version | None:
    """The version of the document that counts now."""
    rows = Version.objects.in_force().filter(document__slug=slug)
    return rows.select_related("document").first()


@dataclass(frozen=True)
class Receiving:
    """The whole page on which a version is acknowledged."""

    foot: Foot
    text: Reading
    notes: list[ChangeNote]  # since the reader last acknowledged, the newest version first
    has_quiz: bool

    @property
    def version(self) -> Version:
        """What is acknowledged."""
        return self.foot.version

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The sections by their key, for a form."""
        return [(str(rule.section.key), rule.text.heading) for rule in self.text.rules]


def receiving_for(person: Person, slug: str) -> Receiving | None:
    """What counts now of the document, as it is read, and what is new; None for whom it does not bind."""
    version = counting(slug)
    if version is None:
        return None
    text = read(version)
    foot = foot_for(person, version, text.language)
    return Receiving(foot, text, _news(foot), QuizQuestion.objects.filter(version=version).exists()) if foot else None


def _news(foot: Foot) -> list[ChangeNote]:
    if foot.before is None:
        return []
    rows = ChangeNote.objects.filter(
        version__document=foot.version.document_id,
        version__number__gt=foot.before.version.number, version__number__lte=foot.version.number,
    )  # fmt: skip
    return list(rows.exclude(version__in_force_at=None).order_by("-version__number", "pk"))


def _text_of(section: Section, language: str) -> SectionText | None:
    return next((text for text in section.texts.all() if text.language == language), None)


def own_acknowledgements(person: Person) -> "QuerySet[Acknowledgement]":
    """What the person has acknowledged, the newest first, with what was answered."""
    rows = Acknowledgement.objects.filter(person=person).select_related("version__document", "answer__by")
    return rows.order_by("-at", "-pk")


def questions_page(before: int | None, *, answered: bool) -> Page[Acknowledgement]:
    """Questions and objections, those that wait for an answer or those that have one, the newest first."""
    rows = Acknowledgement.objects.exclude(form=Acknowledgement.Form.ACKNOWLEDGED)
    rows = rows.filter(answer__isnull=not answered)
    page = newest_first(rows.select_related("person", "version__document", "answer__by"), before)
    return Page(with_headings(page.items), page.before)


def question_for(pk: int) -> Acknowledgement | None:
    """One question or objection."""
    rows = Acknowledgement.objects.exclude(form=Acknowledgement.Form.ACKNOWLEDGED).filter(pk=pk)
    return next(iter(with_headings(rows.select_related("person", "version__document", "answer__by"))), None)


def with_headings(rows: Iterable[Acknowledgement]) -> list[Acknowledgement]:
    """The rows, each with `section`: what it is about, in the language in which it was shown; one query."""
    found = list(rows)
    about = {(row.version_id, row.key) for row in found if row.key}
    sections = Section.objects.filter(
        version__in={version for version, _key in about}, key__in={key for _version, key in about}
    ).prefetch_related("texts", "version__document")
    by_place = {(section.version_id, section.key): section for section in sections} if about else {}
    for row in found:
        section = by_place.get((row.version_id, row.key)) if row.key else None
        if section is not None:
            section.shown = _text_of(section, row.language)  # type: ignore[attr-defined]
        row.section = section  # type: ignore[attr-defined]
    return found


def asked_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """Versions that the person is asked to acknowledge, for as long as they are: letters ask this when they leave."""
    rows = asking().filter(binds(person), pk__in=ids).exclude(known_to(person))
    return {row.pk: Subject(str(row.document), reverse("policy:acknowledge", args=[row.document.slug])) for row in rows}


def question_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """What came with an acknowledgement: for whoever said it, and for policy editors."""
    rows = Acknowledgement.objects.filter(pk__in=ids).select_related("version__document")
    seen = rows if can_answer_questions(person) else rows.filter(person=person)
    own = reverse("policy:my_acknowledgements")
    return {
        row.pk: Subject(
            str(row.version.document),
            f"{own}#acknowledgement-{row.pk}"
            if row.person_id == person.pk
            else reverse("policy:answer", args=[row.pk]),
        )
        for row in seen
    }
