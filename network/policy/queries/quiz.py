"""The questions of a version, and which sections they show to be unclear."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from network.policy.models import QuizPass, QuizQuestion, QuizTally, Section, Version
from network.policy.states import OPEN, WRITABLE
from network.policy.words import said
from profiles.models import Person

FEWEST, MOST = 3, 5  # questions of a version
UNCLEAR = 0.3  # of the answers were wrong: the section is marked


@dataclass(frozen=True)
class Option:
    """One answer to a question, in the language of the page."""

    number: int
    text: str
    why: str
    is_right: bool


@dataclass(frozen=True)
class Question:
    """A situation with its answers and the section that settles it, in the language of the page."""

    pk: int
    text: str
    options: Sequence[Option]
    section: Section | None
    heading: str

    @property
    def right(self) -> int:
        """The number of the right answer."""
        return next(option.number for option in self.options if option.is_right)


def questions_of(version: Version) -> list[Question]:
    """In order; three queries for any number of them."""
    rows = list(QuizQuestion.objects.filter(version=version))
    sections = {s.key: s for s in version.sections.prefetch_related("texts")} if rows else {}
    return [_question(row, sections.get(row.key)) for row in rows]


def _question(row: QuizQuestion, section: Section | None) -> Question:
    options = [
        Option(n, said(option["text"]), said(option["why"]), bool(option["is_right"]))
        for n, option in enumerate(row.options)
    ]
    headings = {text.language: text.heading for text in section.texts.all()} if section else {}
    return Question(row.pk, said(row.text), options, section, said(headings))


@dataclass(frozen=True)
class QuizOnTheWay:
    """The questions of a version that is not adopted yet, and what keeps them from being adopted with it."""

    count: int
    strays: list[QuizQuestion]  # about a section that was removed

    @property
    def has_other_number(self) -> bool:
        """None at all is no quiz; else there are three to five."""
        return self.count > 0 and not FEWEST <= self.count <= MOST


def quiz_on_the_way(version: Version) -> QuizOnTheWay:
    """Two queries at most."""
    rows = list(QuizQuestion.objects.filter(version=version))
    here = set(version.sections.values_list("key", flat=True)) if rows else set()
    return QuizOnTheWay(len(rows), [row for row in rows if row.key not in here])


def open_version(slug: str) -> Version | None:
    """The version of the document that is on its way, whether or not its questions may still change."""
    return Version.objects.filter(document__slug=slug, state__in=OPEN).select_related("document").first()


def question_of(version: Version, pk: int) -> QuizQuestion | None:
    """One question of the version."""
    return QuizQuestion.objects.filter(version=version, pk=pk).first()


def may_change(version: Version) -> bool:
    """Its questions are part of what is adopted: they change while the text may."""
    return version.state in WRITABLE


def section_choices(version: Version) -> list[tuple[str, str]]:
    """The sections of the version by their key, for forms."""
    rows = version.sections.prefetch_related("texts")
    return [(str(row.key), said({t.language: t.heading for t in row.texts.all()}) or row.slug) for row in rows]


def has_passed(person: Person, version: Version) -> bool:
    """Once is for good."""
    return QuizPass.objects.filter(person=person, version=version).exists()


@dataclass(frozen=True)
class Unclear:
    """How a section was understood, by all together."""

    question: Question
    shown: int
    wrong: int

    @property
    def share(self) -> float:
        """Of the answers that were wrong."""
        return self.wrong / self.shown

    @property
    def is_marked(self) -> bool:
        """So many were wrong that the section is hard to understand."""
        return self.share >= UNCLEAR


def tallies_of(version: Version) -> list[Unclear]:
    """The share of wrong answers to each question, the hardest first; nothing until k people have passed."""
    if QuizPass.objects.filter(version=version).count() < settings.K_ANONYMITY:
        return []
    counted = {row.question_id: row for row in QuizTally.objects.filter(question__version=version, shown__gt=0)}
    found = [
        Unclear(question, counted[question.pk].shown, counted[question.pk].wrong)
        for question in questions_of(version)
        if question.pk in counted
    ]
    return sorted(found, key=lambda unclear: -unclear.share)
