"""The hosts' corner: what is out of place in their own group, and nothing else of moderation (section 10)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from network.conversations.actions import end_restrictions
from network.core.access import Refused
from network.core.clock import now
from network.feed.models import Post
from network.groups.models import Group, Membership
from network.moderation.access import cases_for
from network.moderation.access.hosts import host_cases
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.desk import claim_case
from network.moderation.actions.grounds import Plan
from network.moderation.actions.hosts import answer_as_host, hide_as_host, pass_on
from network.moderation.models import Case, Decision, HostAct, LogEntry
from network.moderation.reasons import Reason
from network.moderation.states import Level, State
from network.notifications.models import Kind, Notification
from network.notifications.queries import inbox_page
from network.policy.models import Section
from profiles.models import Person, Role
from tests.factories import GroupFactory, PersonFactory, join, post_of
from tests.moderation.reported import moderator, reported

pytestmark = pytest.mark.django_db
NO = [False] * 5


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def hege(db: None) -> Person:
    """Hosts the group, in nobody's line."""
    return PersonFactory(handle="hege", name="Hege Hus", department=None)


@pytest.fixture
def group(hege: Person, ann: Person, ben: Person) -> Group:
    return GroupFactory(name="Hyttetur", slug="hyttetur", kind="closed", people=[hege, ann, ben])


@pytest.fixture
def misplaced(rule: Section, group: Group, ann: Person, ben: Person) -> Case:
    """Something of ann's that ben finds out of place."""
    post = post_of(ann, group, text="Selger vinterdekk.")
    return reported(ben, post, "misplaced", "Hører ikke hjemme her, sier Ben.").case


def address(case: Case, group: Group) -> str:
    return reverse("moderation:group_report", args=[group.slug, case.ref])


def hiding(rule: Section) -> Plan:
    return Plan(Level.INTERIM, section=rule, facts="Salg.", reasoning="Dette er en turgruppe.", milder="Spurt før.")


# Who is told, and who comes in


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Any:
    """Runs what follows from what is done in it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def news_of(person: Person) -> list[str]:
    with translation.override("nb"):
        return [letter.text for letter in inbox_page(person).letters if letter.news.kind == Kind.MISPLACED]


def test_hosts_are_told_and_nobody_else_of_the_group_is(
    told: Any, request: pytest.FixtureRequest, group: Group, hege: Person, ann: Person, ben: Person, cleo: Person
) -> None:
    with told():
        case = request.getfixturevalue("misplaced")
    assert news_of(hege) == ["Noen synes at noe er på feil sted i «Hyttetur»"]
    row = Notification.objects.get(kind=Kind.MISPLACED)
    assert (row.recipient, row.actors) == (hege, [0])
    assert inbox_page(hege).letters[0].url == address(case, group)
    for person in (ann, ben, cleo):
        assert news_of(person) == []


@pytest.mark.parametrize("side", ["wrote it", "reported it", "in line"])
def test_a_host_with_a_part_in_it_is_not_told(
    side: str, told: Any, rule: Section, group: Group, hege: Person, ann: Person, ben: Person
) -> None:
    Person.objects.filter(pk=ben.pk).update(manager=hege if side == "in line" else None)
    post = post_of(hege if side == "wrote it" else ann, group, text="Selger vinterdekk.")
    with told():
        reported(hege if side == "reported it" else ben, post, "misplaced")
    assert not Notification.objects.filter(kind=Kind.MISPLACED).exists()


def test_nor_of_what_is_said_to_be_worse(
    told: Any, misplaced: Case, group: Group, hege: Person, ann: Person, mona: Person
) -> None:
    with told():
        reported(ann, post_of(mona, text="Idiot."), "harassment")
    assert not Notification.objects.filter(kind=Kind.MISPLACED).exists()


@pytest.mark.parametrize("end", ["answered", "passed on", "claimed", "worse"])
def test_news_of_it_goes_when_there_is_nothing_left_to_do(
    end: str, told: Any, request: pytest.FixtureRequest, rule: Section, group: Group, hege: Person, mona: Person
) -> None:
    with told():
        case = request.getfixturevalue("misplaced")
    join(group, mona)
    assert len(news_of(hege)) == 1
    with told():
        if end == "answered":
            answer_as_host(by=hege, group=group, case=case, plan=Plan(Level.NOTHING, reasoning="Det er greit her."))
        elif end == "passed on":
            pass_on(by=hege, group=group, case=case)
        elif end == "claimed":
            claim_case(by=moderator("mod"), case=case)
        else:
            reported(mona, Post.objects.get(pk=case.subject_id), "harassment")
    assert not Notification.objects.filter(kind=Kind.MISPLACED).exists()


def test_whoever_hosts_it_no_more_reads_nothing_of_it(
    told: Any, request: pytest.FixtureRequest, group: Group, hege: Person
) -> None:
    with told():
        request.getfixturevalue("misplaced")
    Membership.objects.filter(group=group, person=hege).update(role=Membership.Role.MEMBER)
    assert news_of(hege) == []


def test_only_hosts_of_the_group_have_the_corner(
    misplaced: Case, group: Group, hege: Person, ann: Person, ben: Person, cleo: Person, ada: Person, mona: Person
) -> None:
    other = PersonFactory(handle="vert")
    GroupFactory(name="Annen", slug="annen", people=[other])
    lists, page = reverse("moderation:group_reports", args=[group.slug]), address(misplaced, group)
    for person in (ann, ben, cleo, ada, mona, other, moderator("mod")):
        client = signed_in(person)
        found = [client.get(lists), client.get(page), client.post(page, {"act": "pass"})]
        assert [answer.status_code for answer in found] == [404] * 3
    assert [signed_in(hege).get(where).status_code for where in (lists, page)] == [200, 200]
    elsewhere = reverse("moderation:group_report", args=["annen", misplaced.ref])
    assert signed_in(other).get(elsewhere).status_code == 404
    assert not HostAct.objects.exists()


def test_a_host_who_is_host_no_more_is_out_at_once(misplaced: Case, group: Group, hege: Person) -> None:
    Membership.objects.filter(person=hege).update(role=Membership.Role.MEMBER)
    assert not host_cases(hege, group).exists()
    assert signed_in(hege).get(address(misplaced, group)).status_code == 404


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason != Reason.MISPLACED])
def test_everything_else_never_comes_there(
    reason: str, rule: Section, group: Group, hege: Person, ann: Person, ben: Person
) -> None:
    reported(ben, post_of(ann, group), reason)
    assert not host_cases(hege, group).exists()


def test_one_worse_word_takes_it_away_from_the_hosts(misplaced: Case, group: Group, hege: Person, ann: Person) -> None:
    """Also where a moderator sorts it back to what hosts may know of."""
    assert host_cases(hege, group).exists()
    third = PersonFactory(department=None)
    Membership.objects.create(group=group, person=third)
    reported(third, Post.objects.get(pk=misplaced.subject_id), "harassment")
    Case.objects.filter(pk=misplaced.pk).update(reason=Reason.MISPLACED)
    assert not host_cases(hege, group).exists()


def test_what_stands_elsewhere_never_comes_there(
    rule: Section, group: Group, hege: Person, ann: Person, ben: Person
) -> None:
    reported(ben, post_of(ann), "misplaced")
    assert not host_cases(hege, group).exists()


def test_a_host_who_wrote_it_reported_it_or_is_in_the_line_gets_nothing(
    rule: Section, group: Group, hege: Person, ann: Person, ben: Person, mona: Person
) -> None:
    """The same wall as for handlers."""
    reported(ben, post_of(hege, group), "misplaced")
    assert not host_cases(hege, group).exists()
    reported(hege, post_of(ann, group), "misplaced")
    assert not host_cases(hege, group).exists()
    reported(ben, post_of(ann, group), "misplaced")
    Membership.objects.create(group=group, person=mona, role=Membership.Role.HOST)  # ann's manager
    assert not host_cases(mona, group).exists()
    assert host_cases(hege, group).count() == 1


def test_a_host_of_the_authors_small_unit_gets_nothing(
    rule: Section, group: Group, hege: Person, ann: Person, ben: Person
) -> None:
    reported(ben, post_of(ann, group), "misplaced")
    Person.objects.filter(pk=hege.pk).update(department=ann.department)
    hege.refresh_from_db()
    assert not host_cases(hege, group).exists()


def test_what_a_moderator_works_on_is_not_offered_to_hosts(misplaced: Case, group: Group, hege: Person) -> None:
    claim_case(by=moderator("mod"), case=misplaced)
    assert not host_cases(hege, group).exists()


# What they see


def test_no_word_of_the_reporter_and_no_number(misplaced: Case, group: Group, hege: Person, ben: Person) -> None:
    """A40."""
    third = PersonFactory(department=None, name="Tredje Trestad")
    Membership.objects.create(group=group, person=third)
    reported(third, Post.objects.get(pk=misplaced.subject_id), "misplaced", "Enig, sier Tredje.")
    client = signed_in(hege)
    for where in (reverse("moderation:group_reports", args=[group.slug]), address(misplaced, group)):
        html = client.get(where).content.decode()
        assert "Selger vinterdekk." in html
        for secret in ("Ben Berge", "sier Ben", "Tredje", "2 meldinger", "to meldinger"):
            assert secret not in html
    assert not LogEntry.objects.filter(verb="opened").exists()


@pytest.mark.parametrize("count", [1, 8])
def test_the_corner_costs_the_same_however_much_waits(
    count: int, rule: Section, group: Group, hege: Person, ann: Person, ben: Person, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        reported(ben, post_of(ann, group), "misplaced")
    client, where = signed_in(hege), reverse("moderation:group_reports", args=[group.slug])
    client.get(where)
    with django_assert_num_queries(9):
        assert client.get(where).content.decode().count(f"{where}") >= count


# What they do


def test_a_word_reaches_the_author_and_ends_the_case(
    misplaced: Case, group: Group, hege: Person, ann: Person, ben: Person, rule: Section
) -> None:
    sent = signed_in(hege).post(
        address(misplaced, group),
        {"act": "word", "word-text": "Bruk gruppen for kjøp og salg.", "word-section": rule.pk},
    )
    assert sent.status_code in (302, 303)
    decision = Decision.objects.get()
    assert (decision.level, decision.by, decision.case.state) == (Level.GUIDANCE, hege, State.DECIDED)
    statement = signed_in(ann).get(reverse("moderation:statement", args=[decision.ref])).content.decode()
    assert "Bruk gruppen for kjøp og salg." in statement
    assert "vert" in statement
    outcome = signed_in(ben).get(reverse("moderation:statement", args=[decision.ref]))
    assert outcome.status_code == 200
    assert not host_cases(hege, group).exists()
    assert list(LogEntry.objects.filter(verb="host-acted").values_list("object_ref", flat=True)) == [decision.ref]


def test_it_may_stay_and_whoever_reported_it_appeals_to_a_moderator(
    misplaced: Case, group: Group, hege: Person, ben: Person
) -> None:
    from network.moderation.access import can_appeal, can_decide_appeal
    from network.moderation.actions.appealing import appeal_decision

    lead = moderator("leder")
    decision = answer_as_host(
        by=hege, group=group, case=misplaced, plan=Plan(Level.NOTHING, reasoning="Gjelder turen.")
    )
    assert can_appeal(ben, decision)
    appeal = appeal_decision(by=ben, decision=decision, text="Nei.")
    assert can_decide_appeal(lead, appeal)
    assert not can_decide_appeal(hege, appeal)
    assert not host_cases(hege, group).exists()


def test_it_is_hidden_for_a_day_and_comes_back_by_the_clock(
    misplaced: Case, group: Group, hege: Person, ann: Person, ben: Person, rule: Section, time_machine: Any
) -> None:
    """A60: and then moderators go on."""
    lead = moderator("leder")
    answers = {f"hide-q{number}": "no" for number in range(1, 6)}
    said = {"hide-section": rule.pk, "hide-facts": "Salg.", "hide-reasoning": "Turgruppe.", "hide-milder": "Spurt før."}
    sent = signed_in(hege).post(address(misplaced, group), {"act": "hide", **answers, **said})
    assert sent.status_code in (302, 303)
    decision = Decision.objects.get()
    assert decision.ends_at - decision.stands_at <= timedelta(hours=24)
    assert not Post.objects.visible_to(ben).filter(pk=misplaced.subject_id).exists()
    assert signed_in(ann).get(reverse("moderation:statement", args=[decision.ref])).status_code == 200
    time_machine.move_to(now() + timedelta(hours=24, minutes=1))
    end_restrictions()
    turn_cases()
    assert Post.objects.visible_to(ben).filter(pk=misplaced.subject_id).exists()
    decision.refresh_from_db()
    assert decision.standing == Decision.Standing.LAPSED
    case = cases_for(lead).waiting().get()
    assert (case.pk, case.state) == (misplaced.pk, State.IN_REVIEW)
    assert not host_cases(hege, group).exists()  # once


def test_what_may_be_protected_or_is_an_elected_voice_goes_to_the_moderators(
    misplaced: Case, group: Group, hege: Person, ann: Person, rule: Section
) -> None:
    """A100."""
    with pytest.raises(Refused):
        hide_as_host(by=hege, group=group, case=misplaced, plan=hiding(rule), answers=[True, *NO[1:]])
    with pytest.raises(Refused):
        hide_as_host(by=hege, group=group, case=misplaced, plan=hiding(rule), answers=[])
    Role.objects.create(person=ann, kind=Role.Kind.REPRESENTATIVE, starts_on="2020-01-01")
    with pytest.raises(Refused):
        hide_as_host(by=hege, group=group, case=misplaced, plan=hiding(rule), answers=NO)
    assert 'value="hide"' not in signed_in(hege).get(address(misplaced, group)).content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("missing", ["section", "facts", "reasoning", "milder"])
def test_hiding_takes_a_whole_statement(
    missing: str, misplaced: Case, group: Group, hege: Person, rule: Section
) -> None:
    """A50."""
    from dataclasses import replace

    plan = replace(hiding(rule), **{missing: None if missing == "section" else " "})
    with pytest.raises(Refused):
        hide_as_host(by=hege, group=group, case=misplaced, plan=plan, answers=NO)


def test_a_rule_that_came_later_hides_nothing_by_a_host_either(
    group: Group, hege: Person, ann: Person, ben: Person, rule: Section
) -> None:
    """A51: nor does a change after the report make it count."""
    post = post_of(ann, group, text="Selger vinterdekk.")
    Post.objects.filter(pk=post.pk).update(edited_at=now() - timedelta(days=900))
    case = reported(ben, post, "misplaced").case
    Post.objects.filter(pk=post.pk).update(edited_at=now())
    with pytest.raises(Refused):
        hide_as_host(by=hege, group=group, case=case, plan=hiding(rule), answers=NO)


@pytest.mark.parametrize("level", [Level.HIDE, Level.REMOVE, Level.EDIT, Level.INTERIM])
def test_hosts_have_no_other_step(level: Level, misplaced: Case, group: Group, hege: Person) -> None:
    with pytest.raises(Refused):
        answer_as_host(by=hege, group=group, case=misplaced, plan=Plan(level, reasoning="Vekk."))


def test_passed_on_it_leaves_the_hosts_and_waits_for_moderators(misplaced: Case, group: Group, hege: Person) -> None:
    lead = moderator("leder")
    assert signed_in(hege).post(address(misplaced, group), {"act": "pass"}).status_code in (302, 303)
    assert not host_cases(hege, group).exists()
    assert cases_for(lead).waiting().get().state == State.NEW
    with pytest.raises(Refused):
        pass_on(by=hege, group=group, case=misplaced)
    assert LogEntry.objects.filter(verb="host-acted").count() == 1


def test_a_fault_keeps_what_was_written(misplaced: Case, group: Group, hege: Person) -> None:
    sent = signed_in(hege).post(address(misplaced, group), {"act": "hide", "hide-facts": "Salg av dekk."})
    assert sent.status_code == 422
    assert "Salg av dekk." in sent.content.decode()


def test_a_draft_with_a_gap_left_is_sent_to_nobody(misplaced: Case, group: Group, hege: Person, rule: Section) -> None:
    """A99."""
    answers = {f"hide-q{number}": "no" for number in range(1, 6)}
    said = {
        "hide-section": rule.pk,
        "hide-facts": "Det [hva].",
        "hide-reasoning": "Turgruppe.",
        "hide-milder": "Spurt.",
    }
    sent = signed_in(hege).post(address(misplaced, group), {"act": "hide", **answers, **said})
    assert sent.status_code == 422
    assert not Decision.objects.exists()


def test_the_menu_of_the_group_leads_hosts_there(group: Group, hege: Person, ann: Person) -> None:
    link = reverse("moderation:group_reports", args=[group.slug])
    assert link in signed_in(hege).get(group.get_absolute_url()).content.decode()
    assert link not in signed_in(ann).get(group.get_absolute_url()).content.decode()
