"""The words of a version, section by section and language by language, and their hashes."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from network.policy.models import Section, SectionText, Version
from network.policy.states import BEEN_IN_FORCE, LANGUAGES, State
from network.policy.words import text_hash, version_hash

PARTS = ("heading", "short", "body")


@dataclass(frozen=True)
class Written:
    """A section of a version with what it says in each language."""

    section: Section
    texts: Mapping[str, SectionText]
    language: str  # the one that counts

    @property
    def key(self) -> uuid.UUID:
        """Which stays from version to version."""
        return self.section.key

    @property
    def source(self) -> SectionText | None:
        """In the language that counts."""
        return self.texts.get(self.language)

    @property
    def heading(self) -> str:
        """In the language that counts, else in any, else its name in addresses."""
        found = self.source or next(iter(self.texts.values()), None)
        return found.heading if found else self.section.slug

    def is_outdated(self, language: str) -> bool:
        """A translation that is missing, or that translates what the section no longer says."""
        if language == self.language or self.source is None:
            return False
        text = self.texts.get(language)
        return text is None or text.source_hash != source_hash(self.source)


def parts_of(text: SectionText) -> dict[str, str]:
    """What people read of it, by the name of the part."""
    return {name: getattr(text, name) for name in PARTS}


def hash_of_text(text: SectionText | None) -> str:
    """Of one section in one language, whatever its spaces; "" where there is nothing."""
    if text is None:
        return ""
    return text_hash([{"slug": "", **{name: " ".join(words.split()) for name, words in parts_of(text).items()}}])


def source_hash(source: SectionText) -> str:
    """What a translation keeps of the text that it translates."""
    return text_hash([{"slug": "", **parts_of(source)}])


def written(version: Version) -> list[Written]:
    """The sections in order."""
    sections = Section.objects.filter(version=version).order_by("position").prefetch_related("texts")
    language = version.document.language
    return [Written(one, {text.language: text for text in one.texts.all()}, language) for one in sections]


def languages_of(sections: list[Written]) -> list[str]:
    """Those in which anything is written."""
    return [language for language in LANGUAGES if any(language in one.texts for one in sections)]


def hashes(version: Version) -> dict[str, str]:
    """The hash of what people read, by language."""
    sections = written(version)
    return {
        language: text_hash(
            {"slug": one.section.slug, **parts_of(one.texts[language])} for one in sections if language in one.texts
        )
        for language in languages_of(sections)
    }


def hash_now(version: Version) -> str:
    """What a representative would sign, and an editor approves: over all languages, as it reads now."""
    return version_hash(hashes(version))


def version_before(version: Version) -> Version | None:
    """The one that counts, which this one would follow; for one that counted, the one that counted before it."""
    others = Version.objects.filter(document=version.document, state__in=BEEN_IN_FORCE).exclude(pk=version.pk)
    if version.state in BEEN_IN_FORCE:
        others = others.filter(number__lt=version.number)
    else:
        others = others.filter(state=State.IN_FORCE)
    return others.order_by("-number").select_related("document").first()
