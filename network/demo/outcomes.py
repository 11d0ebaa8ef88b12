"""What came of each reported thing in the demo company, as the actions of moderation would have written it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.timezone import get_default_timezone, localdate

from network.conversations.models import Restriction
from network.core.clock import add_working_days
from network.core.ids import new_id
from network.demo.casework import Files
from network.demo.custody import ask_name
from network.demo.dockets import Docket, Plain
from network.moderation.access.lines import people_barred_by
from network.moderation.actions.appealing import APPEAL_HOURS
from network.moderation.actions.deciding import APPEAL_DAYS
from network.moderation.actions.desk import REPLY_DAYS
from network.moderation.actions.log import Verb
from network.moderation.models import (
    Appeal,
    Bar,
    Case,
    Decision,
    Hearing,
    Party,
    Report,
    ReportIdentity,
    Snapshot,
)
from network.moderation.queries.content import Content, digest_of
from network.moderation.queries.rules import sections_at
from network.moderation.reasons import ALWAYS_TWO, CLOCKS, add_working_hours, due
from network.moderation.seals import mark_of, seal
from network.moderation.states import RESTRICTING, Level, Outcome, Speech, State, Verdict
from network.policy.models import Section
from profiles.models import Person

Standing = Decision.Standing
_LOOKS, _DECIDES = 0.3, 0.7  # of the time that there is until somebody must have decided
_IN_TIME = 0.8  # of the time that there is until somebody must have looked
_POSSIBLE = [False, False, True, False, True]
_UNDECIDED = ("new", "late", "sorted", "interim", "edit", "word", "second")
_STATES = {
    "new": State.NEW, "late": State.NEW, "sorted": State.IN_REVIEW, "interim": State.IN_REVIEW,
    "edit": State.AWAITING_AUTHOR, "word": State.AWAITING_AUTHOR, "second": State.AWAITING_APPROVAL,
    "appealed": State.APPEAL_OPEN, "overturned": State.DECIDED, "closed": State.CLOSED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Handlers:
    """Who handles reports: inside two, and one from outside the line."""

    moderator: Person
    lead: Person
    outside: Person
    custodian: Person

    def of(self, number: int) -> tuple[Person, Person]:
        """The two inside, now one and now the other first."""
        return (self.moderator, self.lead) if number % 2 else (self.lead, self.moderator)


@dataclass(frozen=True, slots=True)
class Matter:
    """What was reported, by whom and when."""

    content: Content
    reason: str
    reports: tuple[tuple[Person, str], ...]
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with its reports; `able` are those who may handle it."""

    matter: Matter
    case: Case
    reports: list[Report]
    able: frozenset[int]

    def moment(self, share: float) -> datetime:
        """A part of the way from the report to the day on which it must be decided, and never in the future."""
        end = min(self.case.due_at, self.matter.until)
        return self.matter.at + (end - self.matter.at) * share

    def one_of(self, people: tuple[Person, ...]) -> Person:
        """The first who may handle it."""
        return next((person for person in people if person.pk in self.able), people[-1])


def open_matter(files: Files, matter: Matter, handlers: Handlers) -> Opened:
    """The case, with everything that a report writes."""
    content, at = matter.content, matter.at
    look_by, due_at = due(matter.reason, at)
    case = Case(
        id=new_id(at), kind=content.kind, subject_id=content.pk, author_id=content.author, reason=matter.reason,
        group_id=content.group.pk if content.group else None, priority=CLOCKS[matter.reason].priority,
        made_at=at, look_by=look_by, due_at=due_at,
    )  # fmt: skip
    files.add(case)
    sealed, digest = digest_of(content.told())
    reports = []
    for number, (person, words) in enumerate(matter.reports):
        moment = at + timedelta(minutes=40 * number)
        report = Report(id=new_id(moment), case=case, reason=matter.reason, text=words, made_at=moment)
        reports.append(report)
        files.add(report, ReportIdentity(report=report, sealed=seal(str(person.pk)), mark=mark_of(person.pk)))
        files.add(Snapshot(report=report, sealed=seal(sealed), digest=digest, taken_at=moment))
        files.note(Verb.REPORTED, case, moment, about=report.ref)
    able = _take_part(files, matter, case, handlers)
    return Opened(matter, case, reports, able)


def _take_part(files: Files, matter: Matter, case: Case, handlers: Handlers) -> frozenset[int]:
    content, side = matter.content, Party.Side
    parties = {(pk, side.AUTHOR) for pk in content.authors} | {(pk, side.NAMED) for pk in content.named}
    parties |= {(pk, side.HOST) for pk in content.hosts} | {(one.pk, side.REPORTER) for one, _words in matter.reports}
    apart = {pk for pk, _side in parties}
    barred = people_barred_by(apart)
    files.add(*(Party(case=case, mark=mark_of(pk), side=side) for pk, side in sorted(parties)))
    files.add(*(Bar(case=case, mark=mark_of(pk)) for pk in sorted(barred)))
    inside = {handlers.moderator.pk, handlers.lead.pk} - apart - barred
    case.is_outside = not inside
    return frozenset(inside or {handlers.outside.pk})


def settle_plain(files: Files, opened: Opened, lines: Plain, people: tuple[Person, Person]) -> None:
    """Nothing is done, and the case is closed."""
    by, case = opened.one_of(people), opened.case
    _look_at(files, opened, by, lines.why)
    decision = _decision(opened, by, Level.NOTHING, reasoning=lines.why)
    case.state = State.CLOSED
    _let_stand(files, opened, decision)
    _close(files, opened, decision)


def settle_docket(files: Files, opened: Opened, docket: Docket, handlers: Handlers) -> None:
    """As far as the words say that it came."""
    case, stage, said = opened.case, docket.stage, docket.said
    case.state = _STATES[stage]
    if stage in ("new", "late"):
        return
    by = opened.one_of((handlers.lead, handlers.moderator) if docket.by or stage == "second" else handlers.of(1))
    _look_at(files, opened, by, said.get("why", ""), possible=docket.reason in (*ALWAYS_TWO, "misleading"))
    if "name" in said:
        ask_name(files, (case, opened.reports[0]), docket, (by, handlers.custodian), opened.moment(0.5))
    if "ask" in said:
        _ask(files, opened, docket, by)
    if stage in _UNDECIDED and stage not in ("interim", "second"):
        return
    level = Level.INTERIM if stage == "interim" else Level(docket.level)
    words = {"reasoning": said.get("why", said.get("ask", ""))}
    words |= {name: said.get(name, "") for name in ("facts", "milder", "quote", "law")}
    decision = _decision(opened, by, level, section=_section(docket, opened), **words)
    if stage == "second":
        files.add(decision)
        files.note(Verb.PROPOSED, case, decision.at, by=by, about=decision.ref)
        return
    _let_stand(files, opened, decision)
    if "appeal" in said:
        _appeal(files, opened, decision, docket, opened.one_of(tuple(p for p in handlers.of(1) if p != by)))
    if stage == "closed":
        _close(files, opened, decision)


def _look_at(files: Files, opened: Opened, by: Person, view: str, possible: bool = False) -> None:
    case, matter = opened.case, opened.matter
    in_time = matter.at + (min(case.look_by, matter.until) - matter.at) * _IN_TIME
    at = min(opened.moment(_LOOKS), in_time)
    case.looked_at, case.view = at, view[:600]
    case.checklist, case.speech = (_POSSIBLE, Speech.POSSIBLE) if possible else ([False] * 5, Speech.NO)
    case.version += 3
    files.note(Verb.CLAIMED, case, at, by=by)
    files.note(Verb.OPENED, case, at + timedelta(seconds=20), by=by)
    files.note(Verb.SORTED, case, at + timedelta(minutes=4), by=by)


def _ask(files: Files, opened: Opened, docket: Docket, by: Person) -> None:
    """The author's word, or a change; answered where it went on from there."""
    case, at = opened.case, opened.moment(_LOOKS) + timedelta(minutes=12)
    kind = Hearing.Kind.REPLY if docket.stage == "word" or "asked" in docket.said else Hearing.Kind.EDIT
    day = add_working_days(localdate(at), REPLY_DAYS[kind])
    hearing = Hearing(
        case=case, kind=kind, text=docket.said["ask"], section=_section(docket, opened), asked_by=by, asked_at=at,
        due_at=datetime.combine(day, time(16), get_default_timezone()), answer=docket.said.get("asked", ""),
    )  # fmt: skip
    files.add(hearing)
    files.note(Verb.ASKED_AUTHOR, case, at, by=by)
    if docket.stage == "closed":
        hearing.answered_at = opened.moment(0.6)
        author = Person(pk=case.author_id)
        files.note(Verb.AUTHOR_ANSWERED, case, hearing.answered_at, by=author)


def _section(docket: Docket, opened: Opened) -> Section | None:
    """Of the house rules that counted when it was written."""
    slug = docket.said.get("rule", "" if "law" in docket.said else "tone")
    return sections_at(opened.matter.content.written_at).filter(slug=slug).first() if slug else None


def _decision(opened: Opened, by: Person, level: Level, section: Section | None = None, **words: str) -> Decision:
    at = opened.moment(_DECIDES)
    outcome = {Level.NOTHING: Outcome.NO_BREACH, Level.GUIDANCE: Outcome.NO_BREACH, Level.EDIT: Outcome.CHANGED}
    return Decision(
        id=new_id(at), case=opened.case, level=level, section=section, by=by, at=at,
        outcome=outcome.get(level, Outcome.RESTRICTED), **words,
    )  # fmt: skip


def _let_stand(files: Files, opened: Opened, decision: Decision) -> None:
    case, at, content = opened.case, decision.at, opened.matter.content
    decision.standing, decision.stands_at = Standing.STANDS, at
    if decision.level in RESTRICTING:
        decision.restriction = Restriction(
            subject_id=content.pk, reason=decision.ref, placed_by_id=decision.by_id, starts_at=at
        )
        files.add(decision.restriction)
    files.add(decision)
    if decision.level != Level.INTERIM:
        case.decided_at, decision.appeal_by = at, add_working_days(localdate(at), APPEAL_DAYS)
        for report in opened.reports:
            report.outcome, report.told_at = decision.outcome, at
        files.note(Verb.TOLD, case, at)
        decision.read_at = at + timedelta(hours=5) if decision.level != Level.NOTHING else None
    files.note(Verb.DECIDED, case, at, by=decision.by, about=decision.ref)
    case.version += 1


def _appeal(files: Files, opened: Opened, decision: Decision, docket: Docket, handler: Person) -> None:
    """The author appeals; with an answer, it was reversed and what was hidden is there again."""
    case = opened.case
    at = decision.at + (opened.matter.until - decision.at) * 0.4
    appeal = Appeal(
        id=new_id(at), decision=decision, side=Appeal.Side.AUTHOR, mark=mark_of(case.author_id or 0),
        text=docket.said["appeal"], made_at=at, due_at=add_working_hours(at, APPEAL_HOURS),
    )  # fmt: skip
    files.add(appeal)
    files.note(Verb.APPEALED, case, at, about=appeal.ref)
    case.due_at, case.version = appeal.due_at, case.version + 1
    if "answer" in docket.said and decision.restriction is not None:
        at += timedelta(days=2)
        appeal.verdict, appeal.reasons, appeal.handler = Verdict.OVERTURNED, docket.said["answer"], handler
        appeal.decided_at, decision.standing = at, Standing.OVERTURNED
        decision.restriction.lifted_at, decision.restriction.lifted_by = at, handler
        files.note(Verb.APPEAL_DECIDED, case, at, by=handler, about=appeal.ref)


def _close(files: Files, opened: Opened, decision: Decision) -> None:
    """On the morning after the last day for an appeal."""
    case, last = opened.case, decision.appeal_by
    if last is not None:
        case.closed_at = datetime.combine(last + timedelta(days=1), time(6), get_default_timezone())
        files.note(Verb.CLOSED, case, case.closed_at)
