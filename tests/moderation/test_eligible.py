"""Who may handle a case: nobody who has a part in it, and nobody in or near their line, then or now."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from network.live.models import Entry
from network.moderation import live
from network.moderation.access import can_approve, can_decide_appeal, can_work_on, cases_for
from network.moderation.actions.appealing import appeal_decision
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.deciding import approve_decision
from network.moderation.actions.desk import step_aside
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.events import CaseChanged
from network.moderation.models import Bar, Case, Decision
from network.moderation.queries.subjects import case_subjects
from network.moderation.seals import mark_of
from profiles.models import Person, Role
from tests.factories import DepartmentFactory, PersonFactory, comment_of, post_of
from tests.moderation.reported import NO, hidden, in_work, moderator, reported

pytestmark = pytest.mark.django_db


def sees(person: Person) -> bool:
    return cases_for(person).exists()


def test_a_moderator_sees_a_case_and_nobody_else_does(
    post: Any, ben: Person, mo: Person, mona: Person, cleo: Person, ada: Person, pia: Person, tor: Person, gone: Person
) -> None:
    reported(cleo, post)
    assert sees(mo)
    for person in (ben, mona, cleo, ada, pia, tor, gone, None):
        assert not sees(person), person


@pytest.mark.parametrize("part", ["author", "reporter", "above", "report", "colleague", "deactivated", "top"])
def test_whoever_has_a_part_or_stands_near_it_never_sees_it(part: str, rule: Any) -> None:
    big = DepartmentFactory()
    PersonFactory.create_batch(10, department=big, manager=None, is_top=True)
    boss, below = PersonFactory(is_top=True), PersonFactory()
    author = PersonFactory(manager=boss, department=big)
    Person.objects.filter(pk=below.pk).update(manager=author)
    reporter = PersonFactory(manager=PersonFactory(is_top=True))
    handler = {
        "author": author, "reporter": reporter, "above": boss, "report": below, "top": PersonFactory(is_top=True),
        "colleague": PersonFactory(department=reporter.department, manager=PersonFactory()),
        "deactivated": PersonFactory(department=None, is_active=False),
    }[part]  # fmt: skip
    Role.objects.create(person=handler, kind=Role.Kind.MODERATOR, starts_on="2020-01-01")
    reported(reporter, post_of(author))
    assert not sees(Person.objects.get(pk=handler.pk))


def test_a_colleague_in_a_large_department_may_handle_it(rule: Any) -> None:
    big = DepartmentFactory()
    PersonFactory.create_batch(10, department=big)
    boss = PersonFactory(is_top=True)
    author = PersonFactory(manager=boss, department=big)
    handler = PersonFactory(manager=boss, department=big)
    Role.objects.create(person=handler, kind=Role.Kind.MODERATOR, starts_on="2020-01-01")
    reported(PersonFactory(manager=boss), post_of(author))
    assert sees(handler)


def test_where_the_chart_says_nothing_the_whole_department_keeps_out(rule: Any) -> None:
    big = DepartmentFactory()
    PersonFactory.create_batch(10, department=big)
    author = PersonFactory(department=big, manager=None)
    handler = PersonFactory(department=big, manager=PersonFactory())
    Role.objects.create(person=handler, kind=Role.Kind.MODERATOR, starts_on="2020-01-01")
    reported(PersonFactory(manager=PersonFactory(is_top=True)), post_of(author))
    assert not sees(handler)


@pytest.mark.parametrize("part", ["author", "above", "below", "colleague", "top"])
def test_by_the_chart_of_today_alone_the_same_people_keep_out(part: str, rule: Any) -> None:
    """A37: nobody was near when it was reported, and somebody is now."""
    boss, handler = PersonFactory(is_top=True), moderator("pål")
    author, between, other = PersonFactory(manager=boss), PersonFactory(manager=boss), PersonFactory(manager=boss)
    reported(PersonFactory(manager=boss), post_of(handler if part == "author" else author))
    Bar.objects.all().delete()
    assert sees(handler) == (part != "author")
    people = Person.objects.get_queryset()
    if part == "above":  # two steps
        people.filter(pk=between.pk).update(manager=handler)
        people.filter(pk=author.pk).update(manager=between)
    elif part == "below":
        people.filter(pk=handler.pk).update(manager=author)
    elif part == "colleague":
        people.filter(pk=handler.pk).update(department=author.department_id, manager=other)
    elif part == "top":
        people.filter(pk=handler.pk).update(is_top=True)
    assert not sees(people.get(pk=handler.pk))


@pytest.mark.parametrize("part", ["above", "below", "colleague", "top"])
def test_the_chart_of_a_report_is_noted_for_everybody_near(part: str, rule: Any) -> None:
    """A39: it counts when the chart of today says nothing of it any more."""
    top = PersonFactory(is_top=True)
    over = PersonFactory(manager=top)
    author = PersonFactory(manager=PersonFactory(manager=over))
    near = {
        "above": over, "below": PersonFactory(manager=author), "top": PersonFactory(is_top=True),
        "colleague": PersonFactory(department=author.department, manager=top),
    }[part]  # fmt: skip
    reported(PersonFactory(manager=top), post_of(author))
    assert Bar.objects.filter(mark=mark_of(near.pk)).exists()


def test_news_of_a_case_are_nothing_to_whoever_may_not_handle_it_any_more(post: Any, mo: Person, ben: Person) -> None:
    case = reported(ben, post).case
    assert list(case_subjects(mo, [case.pk])) == [case.pk]
    step_aside(by=mo, case=case)
    assert case_subjects(mo, [case.pk]) == {}


def test_a_report_that_nobody_inside_may_handle_is_seen_outside_at_once(post: Any, ben: Person, mo: Person) -> None:
    """A38."""
    outside = moderator("utenfra", Role.Kind.OUTSIDE_HANDLER)
    Person.objects.filter(handle="ann").update(manager=mo)
    reported(ben, post)
    assert (sees(mo), sees(outside)) == (False, True)


def test_an_appeal_that_only_its_decider_could_answer_inside_is_seen_outside(
    post: Any, mo: Person, ben: Person, ann: Person, rule: Any
) -> None:
    """A38."""
    outside = moderator("utenfra", Role.Kind.OUTSIDE_HANDLER)
    decision = hidden(mo, in_work(mo, reported(ben, post).case), rule)
    assert not sees(outside)
    appeal = appeal_decision(by=ann, decision=decision, text="Nei.")
    assert sees(outside)
    assert can_decide_appeal(outside, appeal)


def test_who_becomes_a_party_loses_page_wire_and_claim_at_once(
    post: Any, mo: Person, ben: Person, client_of: Any
) -> None:
    """A94: mo works on it, and reports it too."""
    moderator("annen")
    case = in_work(mo, reported(ben, post).case)
    assert can_work_on(mo, case)
    assert client_of(mo).get(f"/moderation/{case.ref}/").status_code == 200
    reported(mo, post)
    Entry.objects.all().delete()
    live.case_changed(CaseChanged(case.pk))
    case = Case.objects.get()
    assert case.is_claimed
    assert not can_work_on(mo, case)
    assert client_of(mo).get(f"/moderation/{case.ref}/").status_code == 404
    assert Entry.objects.filter(target="moderation-desk").exists()
    assert not Entry.objects.filter(target="moderation-desk", topic=f"person:{mo.pk}").exists()


def test_where_the_chart_ends_above_a_party_the_department_in_which_it_ends_keeps_out(rule: Any) -> None:
    """A37: somebody stands over that manager, and nobody knows who."""
    big = DepartmentFactory()
    PersonFactory.create_batch(10, department=big)
    author = PersonFactory(manager=PersonFactory(department=big, manager=None))
    handler = PersonFactory(department=big, manager=PersonFactory(is_top=True))
    Role.objects.create(person=handler, kind=Role.Kind.MODERATOR, starts_on="2020-01-01")
    reported(PersonFactory(manager=PersonFactory(is_top=True)), post_of(author))
    Bar.objects.all().delete()  # the chart of now says it as the one of then
    assert not sees(handler)
    reported(PersonFactory(manager=PersonFactory(is_top=True)), post_of(author))
    assert Bar.objects.filter(mark=mark_of(handler.pk)).exists()


def test_both_charts_count_the_one_at_the_report_and_the_one_now(rule: Any) -> None:
    then, later = moderator("da"), moderator("senere")
    author = PersonFactory(manager=then)
    reported(PersonFactory(manager=PersonFactory(is_top=True)), post_of(author))
    assert (sees(then), sees(later)) == (False, True)
    Person.objects.filter(pk=author.pk).update(manager=later)
    assert (sees(then), sees(later)) == (False, False)


def test_a_second_report_bars_its_reporters_line_too(post: Any, mo: Person, ben: Person) -> None:
    reported(ben, post)
    assert sees(mo)
    reported(PersonFactory(manager=mo), post)
    assert not sees(mo)


def test_who_steps_aside_sees_it_no_more_and_gives_no_reason(post: Any, mo: Person, ben: Person) -> None:
    case = reported(ben, post).case
    step_aside(by=mo, case=case)
    assert not sees(mo)


def test_where_nobody_inside_may_handle_it_somebody_outside_does(post: Any, ben: Person, mo: Person) -> None:
    outside = moderator("utenfra", Role.Kind.OUTSIDE_HANDLER)
    other = reported(ben, post).case
    assert not sees(outside)
    step_aside(by=mo, case=other)
    assert Case.objects.get().is_outside
    assert sees(outside)


def test_where_the_last_one_inside_comes_into_the_line_somebody_outside_sees_it_from_then_on(
    post: Any, mo: Person, ben: Person
) -> None:
    outside = moderator("utenfra", Role.Kind.OUTSIDE_HANDLER)
    reported(ben, post)
    assert not sees(outside)
    Person.objects.filter(handle="ann").update(manager=mo)
    turn_cases()
    assert (sees(mo), sees(outside)) == (False, True)
    Person.objects.filter(handle="ann").update(manager=None)
    moderator("ny")
    turn_cases()
    assert not sees(outside)


def test_with_one_moderator_the_second_person_and_the_appeal_come_from_outside(
    post: Any, mo: Person, ben: Person, ann: Person, rule: Any
) -> None:
    outside = moderator("utenfra", Role.Kind.OUTSIDE_HANDLER)
    case = in_work(mo, reported(ben, post).case, answers=[True, *NO[1:]])
    decision = hidden(mo, case, rule)
    assert sees(outside)
    approve_decision(by=outside, decision=decision)
    appeal = appeal_decision(by=ann, decision=Decision.objects.get(), text="Nei.")
    assert not can_decide_appeal(outside, appeal)
    assert can_decide_appeal(moderator("nest utenfra", Role.Kind.OUTSIDE_HANDLER), appeal)


def test_where_only_somebody_below_whoever_proposed_is_left_inside_the_second_person_comes_from_outside(
    post: Any, mo: Person, ben: Person, rule: Any
) -> None:
    """A38: a case never waits for somebody who may not do it."""
    outside, below = moderator("utenfra", Role.Kind.OUTSIDE_HANDLER), moderator("under", manager=mo)
    decision = hidden(mo, in_work(mo, reported(ben, post).case, answers=[True, *NO[1:]]), rule)
    assert (can_approve(below, decision), can_approve(outside, decision)) == (False, True)


def test_the_rule_costs_four_queries_however_many_cases(rule: Any, mo: Person, ann: Person) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            list(cases_for(mo))
        return len(seen)

    reported(PersonFactory(), post_of(ann))
    few = cost()
    for _ in range(9):
        reported(PersonFactory(), post_of(ann))
    assert cost() == few <= 4


@pytest.mark.parametrize("under", ["post", "reply"])
def test_who_is_answered_in_a_reply_is_part_of_the_case(  # noqa: PLR0913
    under: str, rule: Any, mo: Person, ann: Person, ben: Person, cleo: Person
) -> None:
    """MOD-02: "idiot" under somebody's words is aimed at them, named or not."""
    post = post_of(mo if under == "post" else cleo, text="Ny rutine.")
    parent = None if under == "post" else comment_of(mo, post, "Den er min.")
    said = comment_of(ann, post, "Idiot.", parent=parent)
    case = report_content(by=ben, kind="comment", pk=said.pk, words=ReportWords("harassment")).case
    assert not cases_for(mo).filter(pk=case.pk).exists()
    assert cases_for(moderator("annen")).filter(pk=case.pk).exists()
