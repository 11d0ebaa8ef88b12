"""A37, A38, A39, A94: over random charts, nobody with a part in a case, or near somebody who has one, meets it anywhere.

What is right is worked out here once more, in plain dictionaries and from the words of the rule: who has a part; for each
of them everybody above, whoever reports to them, their department where it is small, and the department of whoever has no
manager and is not the top, because nobody knows in whose line they stand. The chart counts as it was at each report and as
it is now. Without anybody left inside, whoever handles from outside the line does.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from network.live.models import Entry
from network.moderation import live, notices
from network.moderation.access import can_approve, can_decide_appeal, cases_for
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.desk import step_aside
from network.moderation.actions.reporting import ReportWords, look_outside, report_content
from network.moderation.events import CaseChanged, ReportMade
from network.moderation.models import Appeal, Bar, Case, Decision
from network.moderation.queries.desk import case_for
from network.moderation.queries.queue import Show, queue_of
from network.moderation.queries.subjects import case_subjects
from network.moderation.seals import mark_of
from network.moderation.states import State
from network.notifications.models import Kind, Notification
from profiles.models import Department, Person, Role
from tests.factories import GroupFactory, comment_of, join, post_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PEOPLE = range(9)
INSIDE, OUTSIDE = ("moderator", "lead-moderator"), ("outside-handler",)


@dataclass(frozen=True)
class Chart:
    """Who has which manager, who sits where, who is the top, who has left; people by their numbers."""

    manager: dict[int, int | None]
    unit: dict[int, int | None]
    tops: frozenset[int]
    left: frozenset[int]
    more: tuple[int, ...]  # colleagues of whom nothing else is known, in each unit

    def above(self, one: int) -> set[int]:
        found: set[int] = set()
        boss = self.manager[one]
        while boss is not None:
            found.add(boss)
            boss = self.manager[boss]
        return found

    def below(self, one: int) -> set[int]:
        return {who for who in PEOPLE if self.manager[who] == one}

    def mates(self, one: int) -> set[int]:
        return {who for who in PEOPLE if self.unit[one] is not None and self.unit[who] == self.unit[one]}

    def is_small(self, unit: int) -> bool:
        there = [who for who in PEOPLE if self.unit[who] == unit and who not in self.left]
        return len(there) + self.more[unit] < 10

    def is_unknown(self, one: int) -> bool:
        return self.manager[one] is None and one not in self.tops

    def near(self, parties: set[int]) -> set[int]:
        """Everybody in the line of these people, or too close to them."""
        found = set(parties) | self.tops
        for party in parties:
            found |= self.above(party) | self.below(party)
            if (unit := self.unit[party]) is not None and self.is_small(unit):
                found |= self.mates(party)
            for somebody in {party, *self.above(party)}:
                if self.is_unknown(somebody):
                    found |= self.mates(somebody)
        return found


@dataclass
class Told:
    """What the test knows of a case."""

    parties: set[int] = field(default_factory=set)
    barred: set[int] = field(default_factory=set)  # by the charts of the reports, and whoever stepped aside
    deciders: tuple[int, ...] = ()

    def report(self, chart: Chart, subject: set[int], reporter: int) -> None:
        self.parties |= subject | {reporter}
        self.barred |= chart.near(subject | {reporter})

    def inside(self, chart: Chart, roles: dict[int, str]) -> set[int]:
        keep_out = self.parties | self.barred | chart.near(self.parties) | chart.left
        return {who for who, role in roles.items() if role in INSIDE} - keep_out

    def outside(self, chart: Chart, roles: dict[int, str]) -> set[int]:
        keep_out = self.parties | self.barred | chart.near(self.parties) | chart.left
        return {who for who, role in roles.items() if role in OUTSIDE} - keep_out

    def eligible(self, chart: Chart, roles: dict[int, str], unfit: set[int] = frozenset()) -> set[int]:
        """Those who may see it; people outside the line when nobody inside may do what it waits for."""
        inside = self.inside(chart, roles)
        return inside if inside - unfit else inside | self.outside(chart, roles)


@st.composite
def charts(draw: Any) -> Chart:
    """Nobody is above themselves: a manager has a lower number."""
    manager = {who: draw(st.none() | st.integers(0, who - 1)) if who else None for who in PEOPLE}
    unit = {who: draw(st.sampled_from([None, 0, 1, 1, 2])) for who in PEOPLE}
    tops = frozenset(who for who in PEOPLE if manager[who] is None and draw(st.booleans()))
    left = frozenset(draw(st.sets(st.sampled_from(PEOPLE[4:]), max_size=2)))
    return Chart(manager, unit, tops, left, tuple(draw(st.sampled_from([0, 6, 8, 9, 10])) for _ in range(3)))


@st.composite
def stories(draw: Any) -> dict[str, Any]:
    """A chart at the report and another one later; who wrote, who is named or answered, who reports, who handles."""
    one, *others = draw(st.permutations(PEOPLE[:4]))
    people, stayed = st.sampled_from(PEOPLE), st.sampled_from(PEOPLE[:4])  # who has left writes nothing
    return {
        "then": draw(charts()), "now": draw(charts()), "author": one, "reporters": others[:2],
        "kind": draw(st.sampled_from(["post", "comment", "comment", "person", "group"])),
        "thread_by": draw(stayed), "answered": draw(st.none() | stayed),
        "named": draw(st.none() | people), "hosts": draw(st.sets(st.sampled_from([who for who in PEOPLE if who not in others[:2]]), min_size=1, max_size=2)),
        "again": draw(st.booleans()),
        "roles": draw(st.dictionaries(people, st.sampled_from([*INSIDE, *INSIDE, *OUTSIDE]), min_size=4)),
        "aside": draw(st.none() | people),
    }  # fmt: skip


class House:
    """The people of a chart, in the database."""

    def __init__(self, chart: Chart, roles: dict[int, str]) -> None:
        self.units = Department.objects.bulk_create(Department(name=f"E{n}", slug=f"e{n}") for n in range(3))
        self.people = Person.objects.bulk_create(
            Person(handle=f"nr{n}", name=f"Nr {n}", email=f"nr{n}@glod.example") for n in PEOPLE
        )
        self.boss = Person.objects.create(handle="sjef", name="Sjef", email="sjef@glod.example", is_top=True)
        self.mates = Person.objects.bulk_create(
            Person(handle=f"m{k}", name="M", email=f"m{k}@glod.example", manager=self.boss, department=unit)
            for k, unit in enumerate(unit for unit in self.units for _ in range(10))
        )
        Role.objects.bulk_create(
            Role(person=self.people[who], kind=kind, starts_on="2020-01-01") for who, kind in roles.items()
        )
        self.number = {person.pk: who for who, person in zip(PEOPLE, self.people, strict=True)}
        self.arrange(chart)

    def arrange(self, chart: Chart) -> None:
        """As this chart has it."""
        for who, person in zip(PEOPLE, self.people, strict=True):
            boss, unit = chart.manager[who], chart.unit[who]
            person.manager = None if boss is None else self.people[boss]
            person.department = None if unit is None else self.units[unit]
            person.is_top, person.is_active = who in chart.tops, who not in chart.left
        for n, person in enumerate(self.mates):
            person.is_active = n % 10 < chart.more[n // 10]
        Person.objects.bulk_update(self.people, ["manager", "department", "is_top", "is_active"])
        Person.objects.bulk_update(self.mates, ["is_active"])
        self.people = list(Person.objects.filter(pk__in=self.number).order_by("pk"))

    def who(self, rule: Any) -> set[int]:
        return {who for who, person in zip(PEOPLE, self.people, strict=True) if rule(person)}

    def written(self, story: dict[str, Any]) -> tuple[str, int, set[int]]:
        """What is reported, and who has a part in it besides whoever reports it."""
        author, kind, named = self.people[story["author"]], story["kind"], story["named"]
        text = "Dette går ikke." + (f" @nr{named}" if named is not None else "")
        parties = {story["author"]} | ({named} - {None} - story["then"].left)
        if kind == "post":
            return kind, post_of(author, text=text).pk, parties
        if kind == "comment":
            post, answered = post_of(self.people[story["thread_by"]]), story["answered"]
            parent = None if answered is None else comment_of(self.people[answered], post, "Slik gjør vi det.")
            parties.add(story["thread_by"] if answered is None else answered)  # whoever is answered, and nobody above
            return kind, comment_of(author, post, text, parent=parent).pk, parties
        if kind == "person":
            return kind, author.pk, {story["author"]}
        group = GroupFactory(slug="gruppa", kind="open")
        for host in sorted(story["hosts"]):
            join(group, self.people[host], host=True)
        return kind, group.pk, set(story["hosts"])


def agrees(house: House, case: Case, may: set[int]) -> None:
    """Those and nobody else meet the case: in the list, the counts, by its address, in news and over the socket."""
    case.refresh_from_db()
    assert house.who(lambda person: cases_for(person).filter(pk=case.pk).exists()) == may
    assert house.who(lambda person: case_for(person, case.ref) is not None) == may
    assert house.who(lambda person: case_subjects(person, [case.pk])) == may
    for person in house.people:
        queue = queue_of(person, cases_for(person), Show.ALL)
        expected = [case.pk] if house.number[person.pk] in may else []
        assert ([row.case.pk for row in queue.rows], queue.counts[Show.ALL]) == (expected, len(expected))
    Entry.objects.all().delete()
    live.case_changed(CaseChanged(case.pk))
    heard = Entry.objects.filter(target="moderation-desk").values_list("topic", flat=True)
    assert {house.number[int(topic.removeprefix("person:"))] for topic in heard} == may
    Notification.objects.all().delete()
    notices.report_made(ReportMade(0, case.pk))
    told = Notification.objects.filter(kind=Kind.CASE, subject=f"case:{case.pk}").values_list("recipient", flat=True)
    assert {house.number[pk] for pk in told} == may


def proposed(case: Case, by: Person) -> Decision:
    """It waits for a second person."""
    Case.objects.filter(pk=case.pk).update(state=State.IN_REVIEW)
    Case.objects.filter(pk=case.pk).update(state=State.AWAITING_APPROVAL)
    case.refresh_from_db()
    decision = Decision.objects.create(case=case, level="nothing", outcome="no-breach", by=by)
    look_outside(case)
    return decision


def appealed(case: Case, decision: Decision, second: Person | None) -> Appeal:
    """It waits for whoever answers an appeal."""
    Decision.objects.filter(pk=decision.pk).update(standing="stands", approved_by=second)
    for state in (State.DECIDED, State.APPEAL_OPEN):
        Case.objects.filter(pk=case.pk).update(state=state)
    case.refresh_from_db()
    look_outside(case)
    appeal = Appeal.objects.create(decision=decision, side="author", mark="x", text="Nei.", due_at=case.due_at)
    return Appeal.objects.select_related("decision__case").get(pk=appeal.pk)


def tell(story: dict[str, Any]) -> None:
    """Reported by one chart, perhaps again by another, stepped aside from, proposed, approved and appealed."""
    then, now, roles, told = story["then"], story["now"], story["roles"], Told()
    house = House(then, roles)
    kind, pk, subject = house.written(story)
    first, second = story["reporters"]
    case = report_content(by=house.people[first], kind=kind, pk=pk, words=ReportWords("harassment")).case
    told.report(then, subject, first)
    noted = set(Bar.objects.values_list("mark", flat=True))
    assert house.who(lambda person: mark_of(person.pk) in noted) | told.parties == told.barred
    agrees(house, case, told.eligible(then, roles))

    house.arrange(now)
    if story["again"]:
        report_content(by=house.people[second], kind=kind, pk=pk, words=ReportWords("spam"))
        told.report(now, subject, second)
    aside = story["aside"]
    if aside is not None and cases_for(house.people[aside]).exists():
        step_aside(by=house.people[aside], case=case)
        told.barred.add(aside)
    turn_cases()
    may = told.eligible(now, roles)
    agrees(house, case, may)
    if may:
        decide(house, case, now, roles, told, min(may))


def decide(house: House, case: Case, chart: Chart, roles: dict[int, str], told: Told, one: int) -> None:  # noqa: PLR0913
    """Whoever handles it proposes; another approves, and somebody else yet answers the appeal."""
    decision = proposed(case, house.people[one])
    unfit = {one} | {who for who in PEOPLE if one in chart.above(who)}
    may = told.eligible(chart, roles, unfit)
    agrees(house, case, may)
    assert house.who(lambda person: can_approve(person, decision)) == may - unfit
    second = min(may - unfit, default=None)
    appeal = appealed(case, decision, None if second is None else house.people[second])
    deciders = {one, second} - {None}
    may = told.eligible(chart, roles, deciders)
    agrees(house, case, may)
    assert house.who(lambda person: can_decide_appeal(person, appeal)) == may - deciders


# Making an example smaller takes minutes, and it is read as it is.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


@pytest.mark.long
@settings(max_examples=40, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(stories())
def test_nobody_with_a_part_in_a_case_or_near_somebody_who_has_one_meets_it_anywhere(story: dict[str, Any]) -> None:
    with transaction.atomic():
        tell(story)
        transaction.set_rollback(True)
