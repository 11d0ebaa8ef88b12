"""How long anything of a case is kept: one table, and what of it is due. A changed period counts for old rows too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network.core.clock import now
from network.moderation.models import (
    Case,
    CustodyRequest,
    Decision,
    HandOver,
    LogEntry,
    Report,
    ReportIdentity,
    Snapshot,
)
from network.moderation.models.cases import CaseQuerySet
from network.moderation.models.custody import CustodyQuerySet
from network.moderation.reasons import Reason
from network.moderation.states import Outcome, State


@dataclass(frozen=True)
class RetentionPeriod:
    """How many days after its case was closed, or after its own day; and in words what goes then."""

    days: int
    what: str | Promise
    since: str | Promise

    @property
    def length(self) -> str:
        """In years where it is some."""
        years, over = divmod(self.days, 365)
        if years and over <= years // 3:
            return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
        return ngettext("%(n)s day", "%(n)s days", self.days) % {"n": self.days}

    @property
    def before(self) -> datetime:
        """What ended before this moment is due."""
        return now() - timedelta(days=self.days)


CLOSED, DECIDED, ITS_DAY = _("after the case is closed"), _("after it is decided"), _("after its day")
RETENTION: Mapping[str, RetentionPeriod] = {
    "report": RetentionPeriod(90, _("Reports of what broke no rule: their words, and who made them"), CLOSED),
    "numbers": RetentionPeriod(30, _("What was reported for identity numbers or health: the sealed text"), DECIDED),
    "case": RetentionPeriod(365, _("Cases: sealed texts, all words, and everybody in them"), CLOSED),
    "person": RetentionPeriod(730, _("The same of cases with a reminder or a limit on writing"), CLOSED),
    "custody": RetentionPeriod(1096, _("What custodians were asked, and answered"), ITS_DAY),
    "log": RetentionPeriod(1096, _("Entries of the log"), ITS_DAY),
}
ABOUT_PEOPLE = ("reminder", "limit")  # levels that are about a person and no text


def held() -> Exists:
    """Of cases: kept beyond their time."""
    return Exists(CustodyRequest.objects.holds().filter(case=OuterRef("pk")))


def with_hr() -> Exists:
    """Of cases: handed over, and the employer's side has not closed it: whom it is about is still asked for."""
    S = HandOver.Standing
    return Exists(HandOver.objects.filter(case=OuterRef("pk"), standing__in=(S.PROPOSED, S.SENT, S.RECEIVED)))


def closed_before(moment: datetime) -> CaseQuerySet:
    """Cases that were closed before, that hold words still and that nothing keeps."""
    return Case.objects.filter(~Q(held()), state=State.CLOSED, closed_at__lte=moment, erased_at=None)


def due_reports() -> "QuerySet[Report]":
    """That came to nothing: their words and their names."""
    named = ReportIdentity.objects.filter(report=OuterRef("pk"))
    cases = closed_before(RETENTION["report"].before)
    return Report.objects.filter(~Q(text="") | Q(Exists(named)), case__in=cases, outcome=Outcome.NO_BREACH)


def due_numbers() -> "QuerySet[Snapshot]":
    """Sealed texts of what should not have been written at all."""
    cases = Case.objects.filter(
        ~Q(held()), reason=Reason.IDENTITY, state__in=(State.DECIDED, State.CLOSED),
        decided_at__lte=RETENTION["numbers"].before,
    )  # fmt: skip
    return Snapshot.objects.filter(report__case__in=cases)


def due_cases() -> CaseQuerySet:
    """Everything of them that is not counted."""
    about_people = Decision.objects.filter(case=OuterRef("pk"), level__in=ABOUT_PEOPLE)
    rows = closed_before(RETENTION["case"].before).exclude(with_hr())
    return rows.filter(~Q(Exists(about_people)) | Q(closed_at__lte=RETENTION["person"].before))


def due_requests() -> CustodyQuerySet:
    """What was asked of custodians so long ago; a hold that stands is not old."""
    standing = CustodyRequest.objects.holds().values("pk")
    kept = CustodyRequest.objects.holds().values("case")
    rows = CustodyRequest.objects.filter(answered_at__lte=RETENTION["custody"].before).exclude(pk__in=standing)
    return rows.exclude(case__in=kept)


def due_entries() -> int:
    """The last entry of the log that goes; 0 where none does. Nothing goes of a case that is kept, nor after it."""
    kept = Case.objects.filter(held()).values("ref")
    first_kept = LogEntry.objects.filter(case_ref__in=kept).order_by("seq").values_list("seq", flat=True).first()
    young = (
        LogEntry.objects.filter(at__gt=RETENTION["log"].before).order_by("seq").values_list("seq", flat=True).first()
    )
    stays = [seq for seq in (first_kept, young) if seq is not None]
    old = LogEntry.objects.filter(seq__lt=min(stays)) if stays else LogEntry.objects.all()
    return old.order_by("-seq").values_list("seq", flat=True).first() or 0


def counts_due() -> dict[str, int]:
    """How many of each kind would go now."""
    return {
        "report": due_reports().count(), "numbers": due_numbers().count(), "case": due_cases().count(),
        "custody": due_requests().count(), "log": LogEntry.objects.filter(seq__lte=due_entries()).count(),
    }  # fmt: skip


def held_and_due() -> int:
    """Cases whose time has passed, and which are kept."""
    rows = Case.objects.filter(held(), state=State.CLOSED, erased_at=None)
    return rows.filter(closed_at__lte=RETENTION["report"].before).count()
