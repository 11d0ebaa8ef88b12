"""Which steps of the ladder somebody may take in a case, and what a text holds that may have to be taken out."""

import json
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.crypto import salted_hmac

from ideas.models import Idea, IdeaRevision
from network.moderation.access import Who, acts_as_lead, has_one_author, is_heard, was_interim
from network.moderation.models import Case, Decision, Redaction
from network.moderation.models.cases import Kind as CaseKind
from network.moderation.queries.content import Content
from network.moderation.seals import unseal
from network.moderation.states import PERSONAL, Level, Secret
from network.policy.detectors import Kind, find

PLAIN = (Level.NOTHING, Level.GUIDANCE, Level.INTERIM, Level.HIDE, Level.REMOVE)
_BELOW: dict[Level, tuple[Level, ...]] = {
    Level.LIMIT: (Level.REMINDER, Level.GUIDANCE), Level.REMINDER: (Level.GUIDANCE,),
    Level.REMOVE: (Level.HIDE, Level.GUIDANCE), Level.HIDE: (Level.GUIDANCE,),
}  # fmt: skip
_MONEY = {Kind.IBAN, Kind.CARD, Kind.ACCOUNT}
_NUMBERS = _MONEY | {Kind.NORWEGIAN_ID, Kind.SWEDISH_ID, Kind.DANISH_ID, Kind.FINNISH_ID, Kind.ICELANDIC_ID}
_LAST = 2  # of a number: enough to know it by


class Span(NamedTuple):
    """Words that are taken out, and what they are."""

    kind: Secret
    words: str


@dataclass(frozen=True)
class Spot:
    """A number that was found. What is shown is covered: who wants to read it opens what was reported."""

    key: str
    kind: Secret
    words: str
    shown: str


@dataclass(frozen=True)
class Offer:
    """What somebody may choose from."""

    levels: tuple[Level, ...] = PLAIN
    spots: tuple[Spot, ...] = field(default=())
    waits_for_word: bool = False  # a lead could do more, once the author has been heard

    @property
    def may_redact(self) -> bool:
        """Words can be taken out."""
        return Level.REDACT in self.levels

    @property
    def may_limit(self) -> bool:
        """A reminder and a limit can be chosen."""
        return Level.LIMIT in self.levels


def offer_of(person: Who, case: Case, content: Content | None) -> Offer:
    """The steps whose rules the person meets now; the actions ask the same again."""
    levels: tuple[Level, ...] = PLAIN
    if was_interim(case):
        levels = tuple(level for level in PLAIN if level != Level.INTERIM)
    spots: tuple[Spot, ...] = ()
    if content is not None and content.can_be_hidden:
        levels, spots = (*levels, Level.REDACT), tuple(spots_of(content))
    elif content is not None:  # a profile or a group: mended by those who keep it
        levels = (Level.NOTHING, Level.GUIDANCE)
    if case.author_id is None:  # a word would reach nobody
        levels = tuple(level for level in levels if level != Level.GUIDANCE)
    leads = acts_as_lead(person, case) and has_one_author(case)
    heard = leads and is_heard(case)
    return Offer((*levels, *PERSONAL) if heard else levels, spots, leads and not heard)


def limited_in(case: Case) -> Decision | None:
    """The decision whose posting limit stands now."""
    rows = case.decisions.filter(level=Level.LIMIT, limit__isnull=False).select_related("limit", "case")
    return next((row for row in rows.order_by("-pk") if row.is_limit_standing), None)


def milder_than(decision: Decision) -> tuple[Level, ...]:
    """The steps that an appeal may put in its place, the strictest first; words that are taken out stay out."""
    below = _BELOW.get(Level(decision.level), ())
    same = (Level(decision.level),) if decision.hides or (decision.days or 0) > 1 else ()
    return (*same, *below[:-1], *((Level.HIDE,) if decision.hides else ()), *below[-1:])


def spans_kept(decision: Decision) -> list[Span]:
    """What waits to be taken out; nothing once that is done."""
    kept = Redaction.objects.filter(decision=decision).exclude(sealed="").first()
    return [Span(Secret(kind), words) for kind, words in json.loads(unseal(kept.sealed))] if kept else []


def covered_words(decision: Decision) -> list[tuple[Secret, str]]:
    """What a second person is asked to agree to have taken out: its kind, and the end of it."""
    return [(span.kind, cover(span.words)) for span in spans_kept(decision)]


def spots_of(content: Content) -> list[Spot]:
    """Numbers in the text and in what it said before, each once."""
    spots: dict[str, Spot] = {}
    for text in texts_of(content):
        for kind, start, end, _certainty in find(text, _NUMBERS):
            words = text[start:end]
            key = salted_hmac("network.moderation.spots", words, algorithm="sha256").hexdigest()[:16]
            secret = Secret.ACCOUNT if kind in _MONEY else Secret.IDENTITY
            spots.setdefault(key, Spot(key, secret, words, cover(words)))
    return list(spots.values())


def texts_of(content: Content) -> list[str]:
    """Everything in which its author's words stand: now, before, and in names and descriptions of files."""
    before = [text for row in content.history for text in (row["title"], row["text"])]
    files = [text for row in content.files for text in (row["name"], row["alt"])]
    return [content.title, content.text, *before, *files, *_texts_of_idea(content)]


def _texts_of_idea(content: Content) -> list[str]:
    if content.kind != CaseKind.IDEA or content.thread is None:
        return []
    idea = content.thread.idea
    said: list[Idea | IdeaRevision] = [idea, *idea.revisions.all()]
    answers = [answer for one in said for _asked, answer in one.answers]
    return [
        idea.heard_from,
        *answers,
        *(text for one in said for text in (one.title, one.problem, one.proposal, one.benefit)),
    ]


def cover(words: str) -> str:
    """All but the end of it, as dots."""
    return "".join("•" if letter.isalnum() else letter for letter in words[:-_LAST]) + words[-_LAST:]
