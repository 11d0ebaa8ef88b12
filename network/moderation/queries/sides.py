"""What the two sides read outside the desk: the author the statement of reasons, whoever reported it the outcome."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from network.core.pages import Page, newest_first
from network.groups.models import Group
from network.moderation.access import can_appeal, can_withdraw
from network.moderation.models import Appeal, Case, Decision, Hearing, Report
from network.moderation.models.cases import Kind
from network.moderation.queries.content import content_for
from network.moderation.queries.hidden import can_delete_hidden, is_deleted, words_of
from network.moderation.queries.mending import edit_url_of
from network.moderation.queries.words import Told, told_of
from network.moderation.seals import mark_of
from network.moderation.states import PERSONAL, Level, State, Verdict
from network.policy.access.sign_offs import mandates
from network.policy.models import Section
from profiles.models import Person, Role

HELPERS = 6  # people with a mandate who are named; the rest are found by their role


@dataclass(frozen=True)
class RuleNamed:
    """A section as a statement names it: in the language of the page where it has one, else in its own."""

    section: Section
    heading: str
    short: str


@dataclass(frozen=True)
class Appealing:
    """What somebody may do against a decision, and what came of what they did."""

    mine: Appeal | None
    is_open: bool  # they may appeal now
    may_withdraw: bool
    is_over: bool  # the days have passed

    @property
    def verdict(self) -> str:
        """What came of it, in words."""
        return str(Verdict(self.mine.verdict).label) if self.mine and self.mine.verdict else ""


@dataclass(frozen=True)
class Statement:
    """Everything that an author reads of a decision about what they wrote."""

    decision: Decision
    told: Told | None
    group: Group | None
    rule: RuleNamed | None
    helpers: Sequence[Role]
    appealing: Appealing
    may_delete: bool  # the author may take away what nobody else sees
    is_gone: bool  # and has done so, or did while it stood
    later: Decision | None  # what took its place

    @property
    def heading(self) -> str:
        """What was done with what, in one sentence."""
        return heading_of(self.decision)

    @property
    def is_restricting(self) -> bool:
        """Something is, or was, hidden from others."""
        return self.decision.is_restricting

    @property
    def is_stated(self) -> bool:
        """Says why, and can be appealed."""
        return self.decision.is_stated

    @property
    def is_personal(self) -> bool:
        """A reminder or a posting limit."""
        return self.decision.level in PERSONAL

    @property
    def is_redacting(self) -> bool:
        """Words were taken out."""
        return self.decision.level == Level.REDACT

    @property
    def is_nothing(self) -> bool:
        """No breach was found."""
        return self.decision.level == Level.NOTHING

    @property
    def stands(self) -> bool:
        """It counts still."""
        return self.decision.standing == Decision.Standing.STANDS


@dataclass(frozen=True)
class OutcomeTold:
    """Everything that whoever reported it reads: of the content, never of a person."""

    decision: Decision
    later: Decision | None  # in the same case, after an appeal
    appealing: Appealing

    @property
    def outcome(self) -> str:
        """The one sentence."""
        return self.decision.get_outcome_display()


@dataclass(frozen=True)
class Heard:
    """What the author is asked, about which text and under which section."""

    hearing: Hearing
    told: Told | None
    rule: RuleNamed | None
    edit_url: str
    helpers: Sequence[Role]

    @property
    def is_edit(self) -> bool:
        """A change is asked for."""
        return self.hearing.kind == Hearing.Kind.EDIT

    @cached_property
    def is_open(self) -> bool:
        """An answer is waited for."""
        return self.hearing.answered_at is None and self.hearing.case.state == State.AWAITING_AUTHOR


def decisions_about(person: Person) -> "QuerySet[Decision]":
    """Those about what the person wrote, once they count and there is something to know."""
    mine = Decision.objects.about(person.pk, mark_of(person.pk))
    rows = mine.remembered().known_to_authors().filter(stands_at__isnull=False)
    return rows.select_related("case", "restriction", "limit", "redaction", "section__version__document", "host_act")


def decisions_reported_by(person: Person) -> "QuerySet[Decision]":
    """Those in the cases of what the person had reported by then, of which whoever reported it is told."""
    mark = mark_of(person.pk)
    mine = Report.objects.filter(case=OuterRef("case"), identity__mark=mark, told_at__isnull=False)
    appealed = Appeal.objects.filter(decision=OuterRef("pk"), mark=mark, side=Appeal.Side.REPORTER)  # and went on since
    rows = Decision.objects.filter(Exists(mine.filter(made_at__lte=OuterRef("stands_at"))) | Exists(appealed))
    return rows.exclude(level=Level.INTERIM).select_related("case", "restriction")


def statement_for(person: Person, ref: str) -> Statement | None:
    """What the author reads; None for everybody else."""
    decision = decisions_about(person).filter(ref=ref).first()
    if decision is None:
        return None
    case = decision.case
    group = Group.objects.filter(pk=case.group_id).first() if case.group_id else None
    mine = words_of(case)
    return Statement(
        decision, told_of(case, decision.at), group, rule_named(decision.section), helpers_of(person),
        appealing_of(person, decision), can_delete_hidden(person, decision, mine), is_deleted(mine),
        _later(person, decision),
    )  # fmt: skip


def _later(person: Person, decision: Decision) -> Decision | None:
    """What stands in its place, where there is something to know."""
    if decision.standing not in (Decision.Standing.REPLACED, Decision.Standing.OVERTURNED):
        return None
    case = decision.case
    rows = decisions_about(person).filter(case__kind=case.kind, case__subject_id=case.subject_id)
    return rows.filter(standing=Decision.Standing.STANDS, pk__gt=decision.pk).order_by("pk").last()


def outcome_for(person: Person, ref: str) -> OutcomeTold | None:
    """What whoever reported it is told; None for everybody else."""
    rows = decisions_reported_by(person)
    decision = rows.filter(ref=ref).first()
    if decision is None:
        return None
    case = decision.case
    after = rows.filter(case__kind=case.kind, case__subject_id=case.subject_id, pk__gt=decision.pk)
    after = after.exclude(appeal_by=None, outcome=decision.outcome)  # an author's appeal that changed nothing of it
    later = after.order_by("pk").last()
    return OutcomeTold(decision, later, appealing_of(person, decision))


def own_appeal(person: Person, ref: str) -> Appeal | None:
    """The appeal that the person made against this decision."""
    rows = Appeal.objects.filter(decision__ref=ref, mark=mark_of(person.pk))
    return rows.select_related("decision__case").first()


def appealing_of(person: Person, decision: Decision) -> Appealing:
    """Whether the person may appeal, has appealed, or can no more."""
    mine = Appeal.objects.filter(decision=decision, mark=mark_of(person.pk)).first()
    if mine is not None:
        return Appealing(mine, False, can_withdraw(person, mine), False)
    return Appealing(None, can_appeal(person, decision), False, decision.appeal_is_over)


def hearing_for(person: Person, ref: str) -> Heard | None:
    """The last thing that the author was asked in this case; None for everybody else."""
    rows = hearings_of(person).filter(case__ref=ref).select_related("section__version__document")
    hearing = rows.order_by("-pk").first()
    if hearing is None:
        return None
    case = hearing.case
    there = content_for(person, case.kind, case.subject_id) is not None
    return Heard(
        hearing, told_of(case, hearing.asked_at), rule_named(hearing.section), edit_url_of(case) if there else "",
        helpers_of(person),
    )  # fmt: skip


def hearings_of(person: Person) -> "QuerySet[Hearing]":
    """All that was asked about what the person wrote."""
    mine = Case.objects.written_by(person.pk, mark_of(person.pk))
    return Hearing.objects.filter(case__in=mine).select_related("case")


def open_hearings(person: Person) -> "QuerySet[Hearing]":
    """What the person is asked just now, the newest first."""
    return hearings_of(person).filter(answered_at=None, case__state=State.AWAITING_AUTHOR).order_by("-pk")


def about_me(person: Person, before: int | None) -> "Page[Decision]":
    """Decisions about what the person wrote, the newest first; no reminder that was overruled."""
    overruled = Q(level=Level.REMINDER) & ~Q(standing=Decision.Standing.STANDS)
    return newest_first(decisions_about(person).exclude(overruled), before)


def rule_named(section: Section | None) -> RuleNamed | None:
    """The heading and the sentence of a section."""
    if section is None:
        return None
    texts = {text.language: text for text in section.texts.all()}
    text = texts.get(get_language() or "") or texts.get(section.version.document.language)
    text = text or next(iter(texts.values()), None)
    return RuleNamed(section, text.heading if text else section.slug, text.short if text else "")


def helpers_of(person: Person) -> list[Role]:
    """Elected representatives and safety representatives who speak for the person's part of the house."""
    near = Q(scope=None) | Q(scope=person.department_id)
    return list(mandates().filter(near).exclude(person=person)[:HELPERS])


def yours(kind: str) -> str:
    """What it is, as its author is spoken to at the beginning of a sentence."""
    return {
        Kind.POST: _("Your post"), Kind.COMMENT: _("Your reply"), Kind.IDEA: _("Your idea"),
        Kind.PERSON: _("Your profile"), Kind.GROUP: _("Your group"), Kind.FILE: _("Your picture or file"),
    }[Kind(kind)]  # fmt: skip


def heading_of(decision: Decision) -> str:
    """What was done with what, in one sentence; in the past where it counts no more."""
    if decision.level == Level.GUIDANCE:
        return _("A word from a host of the group") if hasattr(decision, "host_act") else _("A word from a moderator")
    if decision.level == Level.NOTHING:
        stands = decision.standing == Decision.Standing.STANDS
        return _("It stays as it is") if stands else _("It is looked at once more")
    if decision.level == Level.EDIT:
        return _("You changed what you wrote")
    if decision.level in (*PERSONAL, Level.REDACT):
        return _heading_of_step(decision)
    what = {"what": yours(decision.case.kind)}
    if decision.standing != Decision.Standing.STANDS and not decision.waits_hidden:
        return (_("%(what)s was removed") if decision.level == Level.REMOVE else _("%(what)s was hidden")) % what
    return {
        Level.INTERIM: _("%(what)s is hidden for the time being"), Level.HIDE: _("%(what)s is hidden"),
        Level.REMOVE: _("%(what)s is removed"),
    }[Level(decision.level)] % what  # fmt: skip


def _heading_of_step(decision: Decision) -> str:
    """The same of a step that hides nothing by itself."""
    if decision.level == Level.REDACT:
        return _("Words were taken out of what you wrote")
    if decision.level == Level.REMINDER:
        stands = decision.standing == Decision.Standing.STANDS
        return _("A reminder about something you wrote") if stands else _("A reminder that counts no more")
    return _("You cannot publish for a while") if decision.is_limit_standing else _("A posting limit that is over")
