"""Who handles what. Cases are reached through `cases_for` alone: list, count, page, socket and letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from network.core.clock import now
from network.moderation.access.lines import is_above, marks_near_each
from network.moderation.models import Appeal, Case, Decision, Hearing, Party, Report
from network.moderation.models.cases import CaseQuerySet
from network.moderation.reasons import EMERGENCIES
from network.moderation.seals import mark_of
from network.moderation.states import OPEN, WAITING, Level, State
from profiles import access as profiles
from profiles.models import Person, Role

ANOTHER = (State.AWAITING_APPROVAL, State.APPEAL_OPEN)  # wait for somebody who has not decided
A_YEAR = timedelta(days=365)
INSIDE = (Role.Kind.MODERATOR, Role.Kind.LEAD_MODERATOR)


@dataclass(frozen=True)
class Handler:
    """Somebody with their tasks and their cases, looked up once for one page: every question of it asks this.

    Never kept beyond the page, and never used after something was written: whoever acts is asked for anew.
    """

    person: Person
    roles: set[str]
    cases: CaseQuerySet
    _reached: dict[int, bool] = field(default_factory=dict, repr=False, compare=False)

    @property
    def pk(self) -> int:
        """The number of the person."""
        return self.person.pk

    def reaches(self, case_id: int) -> bool:
        """The case is one of theirs; asked once."""
        if case_id not in self._reached:
            self._reached[case_id] = self.cases.filter(pk=case_id).exists()
        return self._reached[case_id]


Who = Person | Handler


def look_up(who: Who) -> Handler:
    """The person with their tasks and cases as they are now; two queries, and none where that was done for the page."""
    return who if isinstance(who, Handler) else look_up_each([who])[0]


def look_up_each(people: Iterable[Person]) -> list[Handler]:
    """The same of several people, still two queries."""
    people = list(people)
    held = profiles.roles_of_each(people)
    roles = {person.pk: held.get(person.pk, set()) & Role.Kind.handlers() for person in people}
    near = marks_near_each(person for person in people if roles[person.pk])
    return [Handler(person, roles[person.pk], _cases(person, roles[person.pk], near)) for person in people]


def _cases(person: Person, roles: set[str], near: Mapping[int, list[str]]) -> CaseQuerySet:
    """Never one in which they or their line have a part. Whoever has no task, and whoever is the top, has none.

    Who handles from outside the line sees what nobody inside may see, and nothing else.
    """
    if not roles or person.is_top:
        return Case.objects.none()
    cases = Case.objects.filter(erased_at=None).without(mark_of(person.pk), near[person.pk])
    return cases if roles & set(INSIDE) else cases.filter(is_outside=True)


def cases_for(who: Who | None) -> CaseQuerySet:
    """The cases that somebody may handle; for others there are none."""
    return Case.objects.none() if who is None else look_up(who).cases


def reaches(who: Who, case_id: int) -> bool:
    """The case is one of those that they may handle."""
    return look_up(who).reaches(case_id)


def roles_of(who: Who) -> set[str]:
    """Which of the tasks of moderation the person has today; one query."""
    return who.roles if isinstance(who, Handler) else profiles.roles_of(who) & Role.Kind.handlers()


def handlers_inside() -> "QuerySet[Person]":
    """Moderators and those who lead them, today."""
    held = Role.objects.current().filter(kind__in=INSIDE).values("person")
    return Person.objects.active().filter(pk__in=held)


def someone_inside(case: Case) -> bool:
    """Somebody inside may do what the case waits for.

    A second person, and whoever answers an appeal, is another than those who decided.
    """
    if case.state == State.AWAITING_APPROVAL:
        proposed = case.decisions.filter(standing=Decision.Standing.PROPOSED)
        return any(can_approve(person, row) for row in proposed for person in look_up_each(handlers_inside()))
    people = handlers_inside().exclude(pk__in=first_in(case))
    if case.state == State.APPEAL_OPEN:
        deciders = case.decisions.values_list("by_id", "approved_by_id")
        people = people.exclude(pk__in=[pk for pair in deciders for pk in pair if pk])
    return any(person.reaches(case.pk) for person in look_up_each(people))


def is_lead(person: Person) -> bool:
    """Leads the moderators."""
    return Role.Kind.LEAD_MODERATOR in roles_of(person)


def acts_as_lead(person: Who, case: Case) -> bool:
    """Leads; or handles from outside the line what nobody inside may, and does there what a lead does."""
    roles = roles_of(person)
    return Role.Kind.LEAD_MODERATOR in roles or (case.is_outside and Role.Kind.OUTSIDE_HANDLER in roles)


def can_claim(person: Who, case: Case) -> bool:
    """Nobody else works on it just now, and it waits for somebody."""
    if case.claimed_by_id not in (None, person.pk) and case.is_claimed:
        return False
    if is_first_in(person, case):
        return False
    return case.state in WAITING and reaches(person, case.pk)


def can_take_over(person: Who, case: Case) -> bool:
    """A lead takes over what somebody else works on."""
    if not acts_as_lead(person, case) or is_first_in(person, case):
        return False
    return case.state in WAITING and reaches(person, case.pk)


def first_in(case: Case) -> set[int]:
    """Who hid something at once because lives or other people's numbers are at stake: another looks at it next."""
    if case.reason not in EMERGENCIES or case.state not in OPEN:
        return set()
    counted = (Decision.Standing.STANDS, Decision.Standing.LAPSED)
    hidden = case.decisions.filter(level=Level.INTERIM, standing__in=counted)
    return set(hidden.values_list("by_id", flat=True))


def is_first_in(person: Who, case: Case) -> bool:
    """The person hid it at once, and does not decide it alone."""
    return person.pk in first_in(case)


def reasons_of(case: Case) -> set[str]:
    """What it was sorted to, and all that was said of it: sorting it anew takes away no second person."""
    return {case.reason, *(report.reason for report in case.reports.all())}


def wrote(person: Person, case: Case) -> bool:
    """What the case is about, alone or with others, when it was reported."""
    return Case.objects.written_by(person.pk, mark_of(person.pk)).filter(pk=case.pk).exists()


def author_marks(case: Case) -> set[str]:
    """Those who wrote it when it was reported, by their marks."""
    return {party.mark for party in case.parties.all() if party.side == Party.Side.AUTHOR}


def has_one_author(case: Case) -> bool:
    """One person answers for it; what several wrote nobody answers for alone."""
    return case.author_id is not None and len(author_marks(case)) <= 1


def was_interim(case: Case) -> bool:
    """It has been hidden for the time being in this case; what a host hid for a day stands beside that."""
    hidden = case.decisions.filter(level=Level.INTERIM, stands_at__isnull=False)
    return hidden.filter(host_act__isnull=True).exists()


def was_asked_to_change(case: Case) -> bool:
    """Its author was asked for a change in this case, or of the same content in the last twelve months."""
    same = Q(case__kind=case.kind, case__subject_id=case.subject_id, asked_at__gte=now() - A_YEAR)
    return Hearing.objects.filter(Q(case=case) | same, kind=Hearing.Kind.EDIT).exists()


def is_heard(case: Case) -> bool:
    """Its author has said their word, or let the time for it pass."""
    asked = case.hearings.filter(kind=Hearing.Kind.REPLY)
    return asked.filter(Q(answered_at__isnull=False) | Q(due_at__lte=now())).exists()


def can_lift(person: Who, decision: Decision) -> bool:
    """A lead who may handle the case, while the posting limit stands."""
    if not decision.is_limit_standing or not acts_as_lead(person, decision.case):
        return False
    return reaches(person, decision.case_id)


def can_reopen(person: Who, case: Case) -> bool:
    """A lead who may handle the case, once it is closed and while its words are kept."""
    if case.state != State.CLOSED or not acts_as_lead(person, case):
        return False
    return reaches(person, case.pk)


def can_work_on(person: Who, case: Case) -> bool:
    """Whoever holds the claim, while it lasts and they may handle the case."""
    if case.claimed_by_id != person.pk or not case.is_claimed:
        return False
    return reaches(person, case.pk)


def can_approve(person: Who, decision: Decision) -> bool:
    """A second eligible person: not whoever proposed it, and nobody below them."""
    if decision.standing != Decision.Standing.PROPOSED or decision.by_id == person.pk:
        return False
    if is_above(decision.by_id, person.pk):
        return False
    return reaches(person, decision.case_id)


def can_read_reported(person: Who, case: Case) -> bool:
    """What was reported: whoever works on it, a lead, the second person, and whoever may answer its appeal."""
    if can_work_on(person, case):
        return True
    if acts_as_lead(person, case):
        return reaches(person, case.pk)
    proposed = case.decisions.filter(standing=Decision.Standing.PROPOSED)
    appeals = Appeal.objects.filter(decision__case=case, decided_at=None, withdrawn_at=None)
    if any(can_approve(person, decision) for decision in proposed):
        return True
    return any(can_decide_appeal(person, appeal) for appeal in appeals.select_related("decision__case"))


def can_read_statement(person: Person, decision: Decision) -> bool:
    """Whoever wrote it, or whom it is about, once it counts and they know of the case, or are to."""
    if decision.stands_at is None:
        return False
    return Decision.objects.about(person.pk, mark_of(person.pk)).known_to_authors().filter(pk=decision.pk).exists()


def can_appeal(person: Person, decision: Decision) -> bool:
    """Whoever wrote what was restricted, or reported it; once each, within the days, while it stands."""
    if decision.standing != Decision.Standing.STANDS or decision.appeal_by is None:
        return False
    if decision.appeal_by < localdate() or decision.case.state not in (State.DECIDED, State.APPEAL_OPEN):
        return False
    side = side_of(person, decision)
    if side is None or (side == Appeal.Side.AUTHOR and not decision.is_stated):
        return False
    return not decision.appeals.filter(side=side, mark=mark_of(person.pk)).exists()


def side_of(person: Person, decision: Decision) -> Appeal.Side | None:
    """Whether the person wrote it or reported it; None for everybody else."""
    if Decision.objects.about(person.pk, mark_of(person.pk)).filter(pk=decision.pk).exists():
        return Appeal.Side.AUTHOR
    mine = Report.objects.filter(case=decision.case_id, identity__mark=mark_of(person.pk))
    return Appeal.Side.REPORTER if mine.exists() else None


def can_withdraw(person: Person, appeal: Appeal) -> bool:
    """Whoever made it, while it waits."""
    return appeal.decided_at is None and appeal.withdrawn_at is None and appeal.mark == mark_of(person.pk)


def can_decide_appeal(person: Who, appeal: Appeal) -> bool:
    """Another eligible person than those who decided, while the appeal waits."""
    if appeal.decided_at is not None or appeal.withdrawn_at is not None:
        return False
    earlier = appeal.decision.case.decisions.values_list("by_id", "approved_by_id")
    if any(person.pk in pair for pair in earlier):
        return False
    return reaches(person, appeal.decision.case_id)
