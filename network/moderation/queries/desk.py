"""One case as a handler sees it: what is reported, what was asked and decided, and what the person may do next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from network.core.access import Refused
from network.core.clock import now
from network.core.text import excerpt
from network.groups.models import Group
from network.moderation.access import (
    Handler,
    Who,
    can_approve,
    can_claim,
    can_decide_appeal,
    can_lift,
    can_read_reported,
    can_reopen,
    can_take_over,
    can_work_on,
    cases_for,
    has_one_author,
    is_first_in,
    look_up,
)
from network.moderation.models import Appeal, Case, Decision, Hearing, Report
from network.moderation.models.cases import CaseQuerySet, Kind
from network.moderation.queries.authors import authors_of
from network.moderation.queries.clocks import Due, due_of
from network.moderation.queries.content import Content, content_for, content_of, is_hidden
from network.moderation.queries.queue import FREE, holder_of, next_free
from network.moderation.queries.rules import sections_at
from network.moderation.queries.words import written_at
from network.moderation.states import WAITING, Level, State
from network.policy.models import Section
from profiles.models import Person

ANSWERED = _("Somebody has answered this already.")
BACK = timedelta(days=365)  # an earlier decision is told of for so long
COUNTED = (
    Level.HIDE,
    Level.REMOVE,
    Level.REMINDER,
    Level.LIMIT,
)  # a word, a request and what was only for the time being are held against nobody


@dataclass(frozen=True)
class Desk:
    """Everything that the page of a case shows but what is sealed."""

    case: Case
    due: Due
    holder: str
    content: Content | None  # as it stands there now; None where its author has deleted it
    is_hidden: bool
    link: str  # where it stands, if the person may see it there
    group: Group | None
    reports: Sequence[Report]
    hearings: Sequence[Hearing]
    decisions: Sequence[Decision]
    earlier: Sequence[Decision]  # about the same author; none before the first view is written
    may: frozenset[str]
    following: Case | None
    proposed: Decision | None = None
    appeal: Appeal | None = None
    others: Sequence[Person] = ()  # who wrote it together with its author
    limited: Decision | None = None  # its posting limit stands now
    sections: Sequence[Section] = field(default=())

    @property
    def is_mine(self) -> bool:
        """The person works on it."""
        return "work" in self.may

    @property
    def is_in_review(self) -> bool:
        """Somebody can think it through, ask and decide."""
        return self.case.state == State.IN_REVIEW

    @property
    def is_waiting(self) -> bool:
        """Somebody has something to do, and a clock runs."""
        return self.case.state in WAITING

    @property
    def has_no_host(self) -> bool:
        """A group that nobody runs: there is nobody to ask."""
        return self.case.kind == Kind.GROUP and self.content is not None and not self.content.authors

    @property
    def waits(self) -> Hearing | None:
        """What its author was asked and has not answered."""
        return next((row for row in self.hearings if row.answered_at is None), None)


def case_for(person: Who, ref: str) -> Case | None:
    """The case of that reference, if the person may handle it; missing and barred are the same."""
    return cases_for(person).filter(ref=ref).select_related("author", "claimed_by").first()


def desk_of(who: Who, case: Case) -> Desk:
    """The case with all that belongs to it."""
    handler = look_up(who)
    person, cases = handler.person, handler.cases
    reports = Prefetch("reports", Report.objects.select_related("said_false"))
    prefetch_related_objects([case], reports, "parties")  # the rules ask for both again and again
    seen = content_for(person, case.kind, case.subject_id)
    content = seen or content_of(case.kind, case.subject_id)  # what anybody may see is not read twice
    decisions = list(_decisions(case))
    proposed = next((row for row in decisions if row.standing == Decision.Standing.PROPOSED), None)
    limited = next((row for row in reversed(decisions) if row.is_limit_standing), None)
    appeal = next((a for row in decisions for a in row.open_appeals), None)  # type: ignore[attr-defined]
    return Desk(
        case=case, due=due_of(case), holder=holder_of(case, person), content=content,
        is_hidden=bool(content and is_hidden(content)), link=seen.url if seen else "",
        group=Group.objects.filter(pk=case.group_id).first() if case.group_id else None,
        reports=list(case.reports.all()),
        hearings=list(case.hearings.select_related("section")), decisions=decisions,
        earlier=list(earlier_decisions(cases, case)), may=_may(handler, case, proposed, appeal, limited),
        following=next_free(cases, person, case), proposed=proposed, appeal=appeal, limited=limited,
        others=_others(case),
        sections=list(rules_of(case)),
    )  # fmt: skip


def _others(case: Case) -> Sequence[Person]:
    if case.author_id is None or has_one_author(case):
        return ()
    return list(Person.objects.filter(pk__in=authors_of(case)).exclude(pk=case.author_id))


def earlier_decisions(cases: CaseQuerySet, case: Case) -> "QuerySet[Decision]":
    """What stands about the same author for the same reason, of twelve months; nothing before the first view."""
    if not case.view or case.author_id is None:
        return Decision.objects.none()
    rows = Decision.objects.remembered().filter(
        case__in=cases.filter(author=case.author_id, reason=case.reason), level__in=COUNTED,
        standing=Decision.Standing.STANDS, stands_at__gte=now() - BACK,
    )  # fmt: skip
    return rows.exclude(case=case).select_related("section").order_by("-stands_at")


def rules_of(case: Case) -> "QuerySet[Section]":
    """The rules by which it may be judged: those in force when what was reported was written."""
    return sections_at(written_at(case))


def replied_to(content: Content | None) -> str:
    """The beginning of what it is an answer to, or the title over it; "" where it stands by itself."""
    if content is None or content.comment is None or content.thread is None:
        return ""
    parent = content.comment.parent
    if parent is not None and parent.deleted_at is None:
        return excerpt(parent.text, 200)
    above = getattr(content.thread, "post", None) or getattr(content.thread, "idea", None)
    return excerpt(above.title or getattr(above, "text", ""), 200) if above else ""


def proposed_in(case: Case, ref: str) -> Decision:
    """The decision that waits for a second person. Raises Refused where it is not the one of that reference."""
    found = case.decisions.filter(standing=Decision.Standing.PROPOSED, ref=ref).first()
    if found is None:
        raise Refused(ANSWERED)
    return found


def open_appeal(case: Case) -> Appeal | None:
    """The appeal that waits for an answer."""
    waiting = Appeal.objects.filter(decision__case=case, decided_at=None, withdrawn_at=None)
    return waiting.select_related("decision__case").first()


def _decisions(case: Case) -> "QuerySet[Decision]":
    waiting = Appeal.objects.filter(decided_at=None, withdrawn_at=None)
    rows = case.decisions.remembered().select_related("case", "section", "limit", "redaction")
    return rows.prefetch_related("appeals", Prefetch("appeals", waiting, to_attr="open_appeals"))


def _may(
    person: Handler, case: Case, proposed: Decision | None, appeal: Appeal | None, limited: Decision | None
) -> frozenset[str]:
    is_held = case.is_claimed and case.claimed_by_id != person.pk
    answers = {
        "work": can_work_on(person, case),
        "read": can_read_reported(person, case),
        "claim": case.state in FREE and can_claim(person, case),
        "wait": is_first_in(person, case),
        "take-over": is_held and can_take_over(person, case),
        "approve": proposed is not None and can_approve(person, proposed),
        "reopen": can_reopen(person, case),
        "lift": limited is not None and can_lift(person, limited),
        "answer": appeal is not None and can_decide_appeal(person, appeal),
    }
    return frozenset(name for name, answer in answers.items() if answer)
