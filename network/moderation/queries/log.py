"""The log in words: what happened, in which case, when, and by whom as a mark that tells nobody who it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from network.core.pages import Page, newest_first
from network.moderation.access.custody import custody_cases
from network.moderation.models import Case, LogEntry
from profiles.models import Person

Verb = LogEntry.Verb
SHORT = 6  # letters of a mark: enough to tell two people apart on a page
ON_A_CASE = 40

WORDS: Mapping[str, str | Promise] = {
    Verb.REPORTED: pgettext_lazy("log", "Somebody reported something"),
    Verb.OPENED: pgettext_lazy("log", "The sealed text was read"),
    Verb.CLAIMED: pgettext_lazy("log", "The case was taken"),
    Verb.LET_GO: pgettext_lazy("log", "The case was let go"),
    Verb.TOOK_OVER: pgettext_lazy("log", "The case was taken over"),
    Verb.STEPPED_ASIDE: pgettext_lazy("log", "Somebody handed it on"),
    Verb.SORTED: pgettext_lazy("log", "It was settled what the case is about"),
    Verb.ASKED_AUTHOR: pgettext_lazy("log", "The author was asked"),
    Verb.AUTHOR_ANSWERED: pgettext_lazy("log", "The author answered"),
    Verb.PROPOSED: pgettext_lazy("log", "Something was proposed to a second person"),
    Verb.APPROVED: pgettext_lazy("log", "The second person agreed"),
    Verb.REFUSED: pgettext_lazy("log", "The second person did not agree"),
    Verb.DECIDED: pgettext_lazy("log", "It was decided"),
    Verb.LAPSED: pgettext_lazy("log", "What was for the time being ended by itself"),
    Verb.TOLD: pgettext_lazy("log", "Those who reported were told"),
    Verb.APPEALED: pgettext_lazy("log", "Somebody appealed"),
    Verb.APPEAL_DECIDED: pgettext_lazy("log", "The appeal was answered"),
    Verb.WITHDRAWN: pgettext_lazy("log", "The appeal was withdrawn"),
    Verb.CLOSED: pgettext_lazy("log", "The case was closed"),
    Verb.REOPENED: pgettext_lazy("log", "The case was opened again"),
    Verb.REDACTED: pgettext_lazy("log", "Something was taken out of a text"),
    Verb.LIMIT_LIFTED: pgettext_lazy("log", "A limit on writing was lifted"),
    Verb.HOST_ACTED: pgettext_lazy("log", "Whoever runs the group did something"),
    Verb.MARKED_FALSE: pgettext_lazy("log", "A report was marked as knowingly false"),
    Verb.IDENTITY_ASKED: pgettext_lazy("log", "A name was asked for"),
    Verb.IDENTITY_GIVEN: pgettext_lazy("log", "A name was opened to whoever asked"),
    Verb.IDENTITY_KEPT: pgettext_lazy("log", "A name was asked for and kept"),
    Verb.IDENTITY_READ: pgettext_lazy("log", "A name was read"),
    Verb.GLASS_BROKEN: pgettext_lazy("log", "The case was opened to an administrator"),
    Verb.HELD: pgettext_lazy("log", "The case is kept beyond its time"),
    Verb.HOLD_ENDED: pgettext_lazy("log", "The case is kept no longer than its time"),
    Verb.ERASED: pgettext_lazy("log", "Words and names were erased"),
    Verb.HANDED_OVER: pgettext_lazy("log", "The case was handed over"),
    Verb.RECEIVED: pgettext_lazy("log", "The case was received"),
}


@dataclass(frozen=True)
class Fact:
    """One entry as it is read."""

    at: datetime
    what: str | Promise
    case_ref: str
    about: str
    mark: str  # "" is the clock, or somebody whom the log does not name


def ref_from(raw: str) -> str:
    """A reference as somebody types it; "" where it can be none."""
    ref = raw.strip().upper()[:9]
    return ref if ref.isascii() and ref.replace("-", "").isalnum() else ""


def log_for(person: Person, ref: str, before: int | None) -> "Page[Fact]":
    """All entries, or those of one case; nothing of a case that the custodian may not know of."""
    hidden = Case.objects.filter(erased_at=None).exclude(pk__in=custody_cases(person)).values("ref")
    rows = LogEntry.objects.exclude(case_ref__in=hidden)
    page = newest_first(rows.filter(case_ref=ref) if ref else rows, before, 50)
    return Page([_fact(row) for row in page.items], page.before)


def log_of(case: Case) -> Sequence[Fact]:
    """The last entries of a case, the newest first, for those who handle it."""
    return [_fact(row) for row in LogEntry.objects.filter(case_ref=case.ref).order_by("-seq")[:ON_A_CASE]]


def _fact(row: LogEntry) -> Fact:
    return Fact(row.at, WORDS[row.verb], row.case_ref, row.object_ref, row.actor[:SHORT])
