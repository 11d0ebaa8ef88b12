"""What the pages of the rules read: a version with its sections, who made it, and what became of the one before."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import Exists
from django.utils.translation import get_language

from network.core.text import render_markdown
from network.policy.access import can_read_policy
from network.policy.differences import Run, differing, plain_blocks
from network.policy.models import (
    Acknowledgement,
    ChangeNote,
    Document,
    Section,
    SectionText,
    SignOff,
    Version,
)
from network.policy.queries.texts import hash_of_text, source_hash
from network.policy.states import SEEN, State
from network.policy.words import said, text_hash
from profiles.models import Person, Role
from profiles.models.people import deferred_of

_DO = re.compile(r"^## (?:Slik|Do)\s*$", re.MULTILINE)
_DONT = re.compile(r"^## (?:Ikke slik|Don.t)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Rule:
    """A section as it is read: `change` is what the change note says, `was` the same section in the version before."""

    number: int
    section: Section
    text: SectionText
    is_outdated: bool = False  # the translation is older than the text that counts
    change: ChangeNote | None = None
    was: SectionText | None = None
    is_compared: bool = False

    @property
    def laws(self) -> list[dict[str, str]]:
        """What it rests on, named in the language of the text where that is known; else `lang` says which it is."""
        counts = self.section.version.document.language
        if self.text.language == counts:
            return [{**law} for law in self.section.laws]
        return [
            {**law, "law": law["other"], "place": law.get("there", "")} if law.get("other") else {**law, "lang": counts}
            for law in self.section.laws
        ]

    @property
    def parts(self) -> tuple[str, str, str]:
        """The rest, what one does, and what one does not, in Markdown."""
        rest, do, dont = self.text.body, "", ""
        if found := _DONT.search(rest):
            rest, dont = rest[: found.start()], rest[found.end() :]
        if found := _DO.search(rest):
            rest, do = rest[: found.start()], rest[found.end() :]
        return rest.strip(), do.strip(), dont.strip()

    @cached_property
    def html(self) -> tuple[str, str, str]:
        """The same, as HTML that is safe."""
        rest, do, dont = (render_markdown(part) if part else "" for part in self.parts)
        return rest, do, dont

    @property
    def is_new(self) -> bool:
        """It was not there before."""
        return self.is_compared and self.was is None

    @cached_property
    def differences(self) -> "Differences":
        """Word by word against the version before."""
        return Differences.between(self.was, self.text)

    @property
    def is_changed(self) -> bool:
        """It reads otherwise than before."""
        return self.is_compared and (self.was is None or hash_of_text(self.was) != hash_of_text(self.text))

    @property
    def says(self) -> str:
        """What the change note says, in the language of the page."""
        return said(self.change.text) if self.change else ""


@dataclass(frozen=True)
class Differences:
    """Of the heading, the sentence and the rest of a section."""

    heading: list[Run]
    short: list[Run]
    body: list[list[Run]]

    @classmethod
    def between(cls, was: SectionText | None, text: SectionText | None) -> "Differences":
        """None on either side: the section was not there, or is not there any more."""
        before, after = (_spoken(one) for one in (was, text))
        lines = [
            differing([old] if old else [], [new] if new else [])
            for old, new in zip(before[:2], after[:2], strict=True)
        ]
        heading, short = (line[0] if line else [] for line in lines)
        return cls(heading, short, differing(plain_blocks(before[2]), plain_blocks(after[2])))


def _spoken(text: SectionText | None) -> tuple[str, str, str]:
    return (text.heading, text.short, render_markdown(text.body)) if text else ("", "", "")


@dataclass(frozen=True)
class Reading:
    """A version on a page."""

    version: Version
    language: str  # in which it is shown
    rules: list[Rule]
    digest: str  # of what is shown: what an acknowledgement carries
    versions: list[Version]  # of all documents, those that the reader may know of
    sign_offs: list[SignOff] = field(default_factory=list)
    before: Version | None = None  # the one that it is compared with
    removed: list[tuple[SectionText, ChangeNote | None]] = field(default_factory=list)

    @property
    def document(self) -> Document:
        """What it is a version of."""
        return self.version.document

    @property
    def counts_as(self) -> bool:
        """It is shown in the language that counts where the languages differ."""
        return self.language == self.document.language

    @property
    def older(self) -> list[Version]:
        """Those that counted before it, the newest first."""
        return [v for v in self.versions if v.document_id == self.document.pk and v.number < self.version.number]

    @property
    def in_force(self) -> Version | None:
        """What counts now."""
        return next((v for v in self.own if v.state == State.IN_FORCE), None)

    @property
    def upcoming(self) -> Version | None:
        """What is adopted and will count."""
        return next((v for v in self.own if v.state == State.SCHEDULED), None)

    @property
    def consulted(self) -> Version | None:
        """What everybody may say something about now."""
        return next((v for v in self.own if v.state == State.CONSULTATION), None)

    @property
    def others(self) -> list[Version]:
        """What counts now of the other documents."""
        return [v for v in self.versions if v.document_id != self.document.pk and v.state == State.IN_FORCE]

    @property
    def own(self) -> list[Version]:
        """Every version of this document, the newest first."""
        return [v for v in self.versions if v.document_id == self.document.pk]

    @property
    def reader_writes(self) -> bool:
        """Whoever reads is a policy editor: the page leads to the desk."""
        return any(vars(version)["reader_writes"] for version in self.versions)

    @property
    def is_changed(self) -> bool:
        """A section reads otherwise than in the version that it is compared with."""
        return any(rule.is_changed for rule in self.rules)


def versions_seen_by(person: Person | None) -> list[Version]:
    """All versions that everybody may know of, by document, the newest first; none for who does not work here."""
    if not can_read_policy(person):
        return []
    rows = Version.objects.filter(state__in=SEEN).select_related("document", "published_by", "approved_by")
    rows = rows.defer(*deferred_of("published_by"), *deferred_of("approved_by"))
    held = Role.objects.current().filter(person=person, kind=Role.Kind.POLICY_EDITOR)
    rows = rows.annotate(reader_writes=Exists(held))  # asked with the rest, so that it costs no query of its own
    return list(rows.order_by("document__position", "document", "-number"))


def reading(person: Person, slug: str, number: int | None = None, *, since: int | None = None) -> Reading:
    """The version of that number, or the one that counts, else the newest; compared with `since` if one is named.

    Raises Version.DoesNotExist when there is none that the person may know of. Six queries at most.
    """
    versions = versions_seen_by(person)
    mine = [version for version in versions if version.document.slug == slug]
    wanted = [v for v in mine if (v.number == number if number else v.state == State.IN_FORCE)]
    version = next(iter(wanted or (mine if number is None else [])), None)
    if version is None:
        raise Version.DoesNotExist
    before = next((v for v in mine if v.number == since and v.number < version.number), None)
    return read(version, before, versions)


def read(version: Version, before: Version | None = None, versions: Sequence[Version] = ()) -> Reading:
    """What a version says in the language of the page if all of it is there in it, else in the one that counts."""
    texts = _texts([version, *([before] if before else [])])
    language = _language(version, texts[version.pk])
    notes = {note.key: note for note in ChangeNote.objects.filter(version=version)}
    rules = _rules(version, texts[version.pk], language)
    earlier = _by_key(texts[before.pk], language, version.document.language) if before else {}
    shown = [
        Rule(
            rule.number, rule.section, rule.text, rule.is_outdated, notes.get(rule.section.key),
            earlier.get(rule.section.key), before is not None,
        )
        for rule in rules
    ]  # fmt: skip
    gone = earlier.keys() - {rule.section.key for rule in rules}
    removed = [(text, notes.get(key)) for key, text in earlier.items() if key in gone]
    sign_offs = SignOff.objects.filter(version=version, content_hash=version.content_hash)
    signed = list(sign_offs.select_related("person", "employer_reply__by")) if version.content_hash else []
    digest = text_hash(
        {"slug": r.section.slug, "heading": r.text.heading, "short": r.text.short, "body": r.text.body} for r in shown
    )
    return Reading(version, language, shown, digest, list(versions), signed, before, removed)


Texts = dict[str, dict[int, SectionText]]  # by language, by position


def _texts(versions: Sequence[Version]) -> dict[int, Texts]:
    found: dict[int, Texts] = {version.pk: {} for version in versions}
    rows = SectionText.objects.filter(section__version__in=versions).select_related("section__version__document")
    for text in rows.order_by("section__position"):
        found[text.section.version_id].setdefault(text.language, {})[text.section.position] = text
    return found


def _language(version: Version, texts: Texts) -> str:
    """That of the page, if the whole version is there in it; else the one that counts."""
    wanted, counts = (get_language() or "nb")[:2], version.document.language
    return wanted if len(texts.get(wanted, {})) == len(texts.get(counts, {})) else counts


def _rules(version: Version, texts: Texts, language: str) -> list[Rule]:
    source = texts.get(version.document.language, {})
    return [
        Rule(number, text.section, text, _is_outdated(text, source.get(position)))
        for number, (position, text) in enumerate(sorted(texts.get(language, {}).items()), 1)
    ]


def _is_outdated(text: SectionText, source: SectionText | None) -> bool:
    if source is None or text.language == source.language:
        return False
    return text.source_hash != source_hash(source)


def _by_key(texts: Texts, language: str, otherwise: str) -> Mapping[UUID, SectionText]:
    return {text.section.key: text for text in (texts.get(language) or texts.get(otherwise, {})).values()}


def notes_between(document: Document, a: int, b: int) -> list[tuple[Version, list[ChangeNote]]]:
    """What the change notes of the versions after `a`, up to and with `b`, say; the newest first."""
    rows = ChangeNote.objects.filter(version__document=document, version__number__gt=a, version__number__lte=b)
    found: dict[int, tuple[Version, list[ChangeNote]]] = {}
    for note in rows.select_related("version").order_by("-version__number", "pk"):
        found.setdefault(note.version_id, (note.version, []))[1].append(note)
    return list(found.values())


def last_acknowledged(person: Person, document: Document) -> Acknowledgement | None:
    """The newest version of the document that the person has acknowledged, if any."""
    rows = Acknowledgement.objects.filter(person=person, version__document=document).select_related("version")
    return rows.order_by("-version__number").first()


def in_force_for(person: Person) -> list[Version]:
    """What counts now, one version a document."""
    return [version for version in versions_seen_by(person) if version.state == State.IN_FORCE]


def section_named(person: Person, slug: str) -> SectionText | None:
    """A section that counts now, by its name; the house rules come first where two documents have one of that name."""
    if not can_read_policy(person):
        return None
    language = (get_language() or "nb")[:2]
    rows = SectionText.objects.filter(section__slug=slug, section__version__state=State.IN_FORCE)
    found = list(rows.select_related("section__version__document").order_by("section__version__document__position"))
    return next((text for text in found if text.language == language), found[0] if found else None)
