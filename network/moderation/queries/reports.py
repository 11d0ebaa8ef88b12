"""What somebody has reported themselves, and what came of it: in plain words, and never how it is handled inside."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from network.conversations.models import Attachment, Comment, Thread
from network.core.clock import now
from network.core.pages import Page, newest_first
from network.feed.models import Post
from network.groups.models import Group
from network.moderation.models import Appeal, Case, CustodyRequest, Decision, Report
from network.moderation.models.cases import Kind
from network.moderation.queries.content import comment_address
from network.moderation.queries.custody import told_of
from network.moderation.reasons import due
from network.moderation.seals import mark_of
from network.moderation.states import State
from profiles.models import Person


class Standing(TextChoices):
    """Where a report stands, as whoever made it may know it."""

    RECEIVED = "received", _("Received")
    LOOKING = "looking", _("Being looked at")
    ANSWERED = "answered", _("Answered")


@dataclass(frozen=True)
class Reported:
    """A report of one's own; `title` and `url` are empty when one can no longer see what it was about."""

    report: Report
    standing: Standing
    look_by: datetime
    answer_by: datetime
    title: str = ""
    url: str = ""
    appealable: Decision | None = None  # what another person can be asked to look at
    appealed: Decision | None = None  # what one has asked it about already
    named: Sequence[CustodyRequest] = ()  # when somebody was let see who made it, as far as one is told

    @property
    def is_late(self) -> bool:
        """Somebody should have looked."""
        return self.standing == Standing.RECEIVED and self.look_by < now()


def reports_of(person: Person, before: int | None) -> "Page[Reported]":
    """One's own reports, newest first. The times are those of one's own reason: they tell of no other report."""
    rows = Report.objects.filter(identity__mark=mark_of(person.pk)).select_related("case")
    page = newest_first(rows, before)
    return Page(_told(person, page.items), page.before)


def report_of(person: Person, ref: str) -> Reported | None:
    """The report of one's own with this reference."""
    mine = Report.objects.filter(identity__mark=mark_of(person.pk), ref=ref[:9]).select_related("case")
    return next(iter(_told(person, list(mine))), None)


def _told(person: Person, rows: Iterable[Report]) -> list[Reported]:
    rows = list(rows)
    about = [(row.case.kind, row.case.subject_id) for row in rows]
    seen, open_to, asked = named_for(person, about), _appealable(person, rows), _appealed(person, rows)
    named = told_of(person, rows)
    found = []
    for row in rows:
        title, url = seen.get((row.case.kind, row.case.subject_id), ("", ""))
        times = due(row.reason, row.made_at)
        found.append(
            Reported(
                row,
                _standing(row),
                *times,
                title,
                url,
                open_to.get(row.case_id),
                asked.get(row.pk),
                named.get(row.pk, ()),
            )  # fmt: skip
        )
    return found


def _standing(report: Report) -> Standing:
    if report.told_at is not None:
        return Standing.ANSWERED
    return Standing.LOOKING if report.case.looked_at is not None else Standing.RECEIVED


def _appealable(person: Person, rows: list[Report]) -> dict[int, Decision]:
    """By case, the decision that access.can_appeal would say yes to for whoever reported; one query."""
    decided = Decision.objects.filter(
        case__in=[row.case_id for row in rows], case__state__in=(State.DECIDED, State.APPEAL_OPEN),
        standing=Decision.Standing.STANDS, appeal_by__gte=localdate(),
    )  # fmt: skip
    mine = Case.objects.written_by(person.pk, mark_of(person.pk))
    used = Appeal.objects.filter(mark=mark_of(person.pk), side=Appeal.Side.REPORTER).values("decision")
    return {row.case_id: row for row in decided.exclude(pk__in=used).exclude(case__in=mine)}


def _appealed(person: Person, rows: list[Report]) -> dict[int, Decision]:
    """By report, the last decision against which the person has appealed since; one query.

    By what it is about and not by the case: an appeal that was right may have taken the report on to another one.
    """
    mine = Appeal.objects.filter(mark=mark_of(person.pk), side=Appeal.Side.REPORTER, withdrawn_at=None)
    of_these = mine.filter(decision__case__subject_id__in={row.case.subject_id for row in rows})
    made = [(appeal, appeal.decision.case) for appeal in of_these.select_related("decision__case").order_by("pk")]
    return {
        row.pk: appeal.decision
        for row in rows
        for appeal, case in made
        if (case.kind, case.subject_id) == (row.case.kind, row.case.subject_id) and appeal.made_at >= row.made_at
    }


Named = dict[int, tuple[str, str]]


def named_for(person: Person, about: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """How each is called and where it stands, while the person may see it; a query for each kind that is there."""
    by_kind: dict[str, set[int]] = {}
    for kind, pk in about:
        by_kind.setdefault(kind, set()).add(pk)
    return {(kind, pk): said for kind, ids in by_kind.items() for pk, said in _FIND[kind](person, ids).items()}


def _posts(person: Person, ids: set[int]) -> Named:
    rows = Post.objects.visible_to(person).filter(pk__in=ids, thread__deleted_at=None)
    return {row.pk: (row.title or row.text, row.get_absolute_url()) for row in rows}


def _comments(person: Person, ids: set[int]) -> Named:
    rows = Comment.objects.visible_to(person).filter(pk__in=ids, deleted_at=None).select_related("thread__idea")
    return {row.pk: (row.text, comment_address(row)) for row in rows}


def _ideas(person: Person, ids: set[int]) -> Named:
    rows = Idea.objects.visible_to(person).filter(pk__in=ids)
    return {row.pk: (row.title, row.get_absolute_url()) for row in rows}


def _files(person: Person, ids: set[int]) -> Named:
    rows = Attachment.objects.shown().filter(pk__in=ids, thread__in=Thread.objects.visible_to(person))
    rows = rows.filter(thread__deleted_at=None).select_related("thread")
    return {row.pk: (row.name, row.thread.get_absolute_url()) for row in rows if row.thread}


def _people(person: Person, ids: set[int]) -> Named:
    return {row.pk: (row.name, row.get_absolute_url()) for row in Person.objects.visible_to(person).filter(pk__in=ids)}


def _groups(person: Person, ids: set[int]) -> Named:
    return {row.pk: (row.name, row.get_absolute_url()) for row in Group.objects.visible_to(person).filter(pk__in=ids)}


_FIND: dict[str, Callable[[Person, set[int]], Named]] = {
    Kind.POST: _posts, Kind.COMMENT: _comments, Kind.IDEA: _ideas, Kind.PERSON: _people, Kind.GROUP: _groups,
    Kind.FILE: _files,
}  # fmt: skip
