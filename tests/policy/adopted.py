"""Documents and versions as far on their way as a test wants them, by the moves that the database accepts."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils import timezone

from network.core.clock import now
from network.policy.models import Document, Section, SectionText, SignOff, SignOffRequest, Version, VersionText
from network.policy.states import State
from network.policy.words import text_hash, version_hash
from profiles.models import Person, Role
from tests.factories import PersonFactory

TONE = ("tone", {"nb": ("Tonen her", "Vi snakker til hverandre som kolleger.", "Du kan være **uenig**.")})
PRIVATE = ("private", {"nb": ("Privat er privat", "Hva du gjør på egne kontoer, er ditt.", "Ledere spør ikke.")})
Texts = Sequence[tuple[str, Mapping[str, tuple[str, str, str]]]]
WAY = (State.CONSULTATION, State.SIGN_OFF, State.SCHEDULED, State.IN_FORCE, State.SUPERSEDED)


def document_of(kind: str = Document.Kind.HOUSE_RULES, **more: object) -> Document:
    """One of the house's documents, made once."""
    names = {"name": {"nb": "Kjøreregler", "en": "House rules"}, "slug": kind}
    return Document.objects.get_or_create(kind=kind, defaults={**names, **more})[0]


def version_at(
    state: str = State.IN_FORCE, document: Document | None = None, sections: Texts = (TONE, PRIVATE), **more: object
) -> Version:
    """A version with these sections (slug, then heading, short and body by language), moved on to the state.

    Sections of a slug that the document had before keep their key.
    """
    document = document or document_of()
    keys = dict(Section.objects.filter(version__document=document).values_list("slug", "key"))
    number = document.versions.count() + 1
    version = Version.objects.create(document=document, number=number)
    for position, (slug, texts) in enumerate(sections, 1):
        kept = {"key": keys[slug]} if slug in keys else {}
        section = Section.objects.create(version=version, slug=slug, position=position, **kept)
        for language, (heading, short, body) in texts.items():
            SectionText.objects.create(section=section, language=language, heading=heading, short=short, body=body)
    if state in WAY:
        _move(version, WAY[: WAY.index(State(state)) + 1], more)
    return version


def hashes_of(version: Version) -> dict[str, str]:
    """The hash of what people read, by language."""
    rows = SectionText.objects.filter(section__version=version).order_by("section__position")
    languages = sorted(set(rows.values_list("language", flat=True).order_by()))
    parts = {language: rows.filter(language=language) for language in languages}
    return {
        language: text_hash(
            {"slug": row.section.slug, "heading": row.heading, "short": row.short, "body": row.body}
            for row in found.select_related("section")
        )
        for language, found in parts.items()
    }


def _move(version: Version, states: Sequence[State], more: Mapping[str, object]) -> None:
    for state in states:
        if state == State.SIGN_OFF:
            version.content_hash = version_hash(hashes_of(version))
            for language, digest in hashes_of(version).items():
                VersionText.objects.create(version=version, language=language, content_hash=digest)
        if state == State.SCHEDULED:
            version.published_by, version.approved_by = PersonFactory(), PersonFactory()
            version.published_on = timezone.localdate() - timedelta(days=30)
            version.effective_on = timezone.localdate() - timedelta(days=16)
            for name, value in more.items():
                setattr(version, name, value)
        if state == State.IN_FORCE:
            _supersede(version)
            version.in_force_at = now()
        if state == State.SUPERSEDED:
            version.superseded_at = now()
        version.state = state
        version.save()


def _supersede(version: Version) -> None:
    for before in version.document.versions.in_force():  # type: ignore[attr-defined]
        before.state, before.superseded_at = State.SUPERSEDED, now()
        before.save()


def mandate_of(person: Person, body: str = Role.Body.UNION, name: str = "Fagforbundet", **more: object) -> Role:
    """What somebody was elected to."""
    starts = {"starts_on": date(2020, 1, 1), **more}
    return Role.objects.update_or_create(
        person=person, kind=Role.Kind.REPRESENTATIVE, defaults={"body": body, "body_name": name, **starts}
    )[0]


def signed(version: Version, mandate: Role, outcome: str = SignOff.Outcome.AGREED, remarks: str = "") -> SignOff:
    """What a representative says of the text as it is now."""
    SignOffRequest.objects.get_or_create(version=version, mandate=mandate)
    return SignOff.objects.create(
        version=version, mandate=mandate, person=mandate.person, body=mandate.speaks_for,
        content_hash=version.content_hash, outcome=outcome, remarks=remarks,
    )  # fmt: skip
