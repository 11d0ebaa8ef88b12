"""What stands on the pages of custody, for custodians, for whoever asked and for whoever reported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from network.core.pages import Page, newest_first
from network.moderation.access import Who
from network.moderation.access.custody import can_ask_custody, can_know_of_looks, requests_for
from network.moderation.models import Case, CustodyRequest, KeepingReceipt, LogEntry, Report, ReportIdentity
from network.moderation.models.custody import CustodyQuerySet
from network.moderation.queries.retention import RETENTION
from network.moderation.seals import mark_of
from network.notifications.subjects import Subject
from profiles.models import Person, Role

Kind, Outcome = CustodyRequest.Kind, CustodyRequest.Outcome
ROLES: Mapping[str, str | Promise] = {
    Role.Kind.MODERATOR: pgettext_lazy("who asked", "A moderator"),
    Role.Kind.LEAD_MODERATOR: pgettext_lazy("who asked", "Somebody who leads the moderators"),
    Role.Kind.OUTSIDE_HANDLER: pgettext_lazy("who asked", "A handler from outside the line"),
    "administrator": pgettext_lazy("who asked", "An administrator"),
}
RECEIPTS = 6  # shown at once


@dataclass(frozen=True)
class NameAsked:
    """Of one report: what the person has asked for last, and whether they may ask."""

    request: CustodyRequest | None
    may_ask: bool


@dataclass(frozen=True)
class Kept:
    """Whether a case is kept beyond its time, and what is asked about that."""

    hold: CustodyRequest | None
    asked: CustodyRequest | None
    may_ask: bool


@dataclass(frozen=True)
class Erased:
    """A receipt: how many of each kind, in words."""

    receipt: KeepingReceipt
    lines: Sequence[tuple[str | Promise, int]]


@dataclass(frozen=True)
class Look:
    """That somebody could read one sealed case for a while: the fact, and nothing of the case."""

    request: CustodyRequest
    times: int


def open_requests(rows: CustodyQuerySet) -> "Sequence[CustodyRequest]":
    """What waits for the custodian, the oldest first."""
    return list(rows.open().select_related("case", "asked_by").order_by("pk"))


def standing_holds(rows: CustodyQuerySet) -> "Sequence[CustodyRequest]":
    """Cases that are kept, those first that are to be looked at again."""
    return list(rows.holds().select_related("case", "asked_by").order_by("review_on", "pk"))


def answered_requests(rows: CustodyQuerySet, before: int | None) -> "Page[CustodyRequest]":
    """What was answered, newest first."""
    answered = rows.exclude(outcome="").select_related("case", "asked_by", "custodian")
    return newest_first(answered, before)


def request_for(person: Person, ref: str) -> CustodyRequest | None:
    """The request of that reference, if the custodian may know of it."""
    return requests_for(person).filter(ref=ref[:9]).select_related("case", "asked_by", "custodian").first()


def receipts() -> Sequence[Erased]:
    """The last runs."""
    return [Erased(row, in_words(row.counts)) for row in KeepingReceipt.objects.order_by("-at", "-pk")[:RECEIPTS]]


def in_words(counts: Mapping[str, int]) -> Sequence[tuple[str | Promise, int]]:
    """How many of each kind, by the table of periods."""
    return [(_KINDS[kind], counts.get(kind, 0)) for kind in _KINDS]


_KINDS: Mapping[str, str | Promise] = {
    "report": gettext_lazy("Reports without words and name"),
    "numbers": gettext_lazy("Sealed texts with numbers or health"),
    "case": gettext_lazy("Cases"),
    "custody": gettext_lazy("Requests to custodians"),
    "log": gettext_lazy("Entries of the log"),
}


def is_due(hold: CustodyRequest) -> bool:
    """Somebody asks again whether it is needed."""
    return hold.review_on is not None and hold.review_on <= localdate()


def asked_about(case: Case) -> Sequence[CustodyRequest]:
    """All that was asked of custodians in the case, the oldest first; for the two questions below."""
    return list(CustodyRequest.objects.filter(case=case).order_by("pk"))


def names_of(
    person: Who, case: Case, reports: Iterable[Report], asked: Iterable[CustodyRequest]
) -> dict[int, NameAsked]:
    """By report, what the person has asked and may ask; one query and those of the rule."""
    may = can_ask_custody(person, case)
    last = {row.report_id: row for row in asked if row.kind == Kind.NAME and row.asked_by_id == person.pk}
    if not may and not last:
        return {}
    named = set(ReportIdentity.objects.filter(report__case=case).values_list("report_id", flat=True))
    found = {}
    for report in reports:
        request = last.get(report.pk)
        waits = request is not None and (request.outcome == "" or request.is_running)
        found[report.pk] = NameAsked(request, may and not waits and report.pk in named)
    return found


def kept_of(person: Who, case: Case, asked_of_it: Iterable[CustodyRequest]) -> Kept:
    """For the page of the case."""
    rows = [row for row in asked_of_it if row.kind in (Kind.HOLD, Kind.LIFT)]
    hold = next(
        (row for row in rows if row.outcome == Outcome.GIVEN and row.kind == Kind.HOLD and not row.ended_at), None
    )
    asked = next((row for row in rows if row.outcome == ""), None)
    return Kept(hold, asked, asked is None and can_ask_custody(person, case))


def told_of(person: Person, reports: Iterable[Report]) -> dict[int, list[CustodyRequest]]:
    """By report of one's own: when somebody saw one's name, as far as one is told; one query."""
    ids = [report.pk for report in reports]
    mine = CustodyRequest.objects.names().filter(report__in=ids, report__identity__mark=mark_of(person.pk))
    found: dict[int, list[CustodyRequest]] = {}
    for row in mine.filter(told_at__isnull=False).order_by("pk"):
        found.setdefault(row.report_id or 0, []).append(row)
    return found


def looks_of(person: Person) -> Sequence[CustodyRequest]:
    """What an administrator has asked to see themselves."""
    return list(CustodyRequest.objects.filter(kind=Kind.GLASS, asked_by=person).order_by("-pk")[:20])


def looks_known_to(person: Person) -> Sequence[Look] | None:
    """That something was opened, newest first; None for those who are not told."""
    if not can_know_of_looks(person):
        return None
    rows = list(CustodyRequest.objects.filter(kind=Kind.GLASS, outcome=Outcome.GIVEN).order_by("-pk")[:20])
    told = LogEntry.objects.filter(verb=LogEntry.Verb.GLASS_BROKEN, object_ref__in=[row.ref for row in rows])
    refs = list(told.values_list("object_ref", flat=True))
    return [Look(row, refs.count(row.ref) - 1) for row in rows]  # the first is the answer itself


def role_words(request: CustodyRequest) -> str:
    """In which role somebody asked."""
    return str(ROLES.get(request.asked_as, ROLES[Role.Kind.MODERATOR]))


def days_kept() -> Mapping[str, int]:
    """The table, for pages."""
    return {kind: period.days for kind, period in RETENTION.items()}


def last_check() -> datetime | None:
    """When the whole log was looked through last by the clock."""
    return KeepingReceipt.objects.order_by("-at").values_list("at", flat=True).first()


def custody_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """For custodians: something waits for an answer."""
    return {
        row.pk: Subject(_("A question for the custodian (%(ref)s)") % {"ref": row.ref}, _url("custody_answer", row.ref))
        for row in requests_for(person).filter(pk__in=ids)
    }


def answered_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """For whoever asked: there is an answer."""
    rows = CustodyRequest.objects.filter(pk__in=ids, asked_by=person)
    return {
        row.pk: Subject(
            _("The custodian's answer (%(ref)s)") % {"ref": row.ref},
            _url("looks") if row.kind == Kind.GLASS else _url("case", row.case_ref),
        )
        for row in rows
    }


def name_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """For whoever reported: somebody asked for their name."""
    rows = CustodyRequest.objects.filter(
        pk__in=ids, told_at__isnull=False, report__identity__mark=mark_of(person.pk)
    ).select_related("report")
    return {
        row.pk: Subject(
            _("Your name in report %(ref)s") % {"ref": row.report.ref}, f"{_url('reports')}#report-{row.report.ref}"
        )
        for row in rows
        if row.report is not None
    }


def look_subjects(person: Person, ids: list[int]) -> dict[int, Subject]:
    """For those who know of looks."""
    if not can_know_of_looks(person):
        return {}
    rows = CustodyRequest.objects.filter(pk__in=ids, kind=Kind.GLASS, outcome=Outcome.GIVEN)
    return {row.pk: Subject(_("An administrator may read one sealed case"), _url("looks")) for row in rows}


def _url(name: str, *given: str) -> str:
    return reverse(f"moderation:{name}", args=given)
