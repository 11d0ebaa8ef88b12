"""What several people wrote: each of them is asked, told and may appeal; no step is taken about one of them."""

from typing import Any

import pytest
from django.urls import reverse

from ideas import actions as ideas
from ideas.models import Idea
from network.core.access import Refused
from network.groups.models import Group, Membership
from network.moderation.access import can_appeal, can_read_statement
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal, read_statement
from network.moderation.actions.deciding import note_change
from network.moderation.actions.desk import answer_hearing, ask_author
from network.moderation.actions.grounds import TOGETHER
from network.moderation.actions.reporting import ReportWords, report_content
from network.moderation.models import Appeal, Case, Decision, Hearing
from network.moderation.queries.authors import authors_of, whom_it_concerns
from network.moderation.queries.own import own_file
from network.moderation.queries.sides import about_me, open_hearings
from network.moderation.states import Level, Verdict
from network.notifications.models import Kind, Notification
from network.notifications.queries import letters_for
from network.policy.models import Section
from profiles.models import Person, Role
from tests.factories import PersonFactory, idea_of, proposal
from tests.moderation.reported import heard, hidden, in_work, lead, moderator, stepped

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def kari(db: None) -> Person:
    """Whoever reports."""
    return PersonFactory(handle="kari", department=None)


@pytest.fixture
def idea(rule: Section, ann: Person, ben: Person) -> Idea:
    """What ann sent in, and ben wrote with her."""
    idea = idea_of(ann)
    ideas.ask_co_author(by=ann, idea=idea, person=ben)
    ideas.answer_co_author(by=ben, idea=idea, yes=True)
    return idea


@pytest.fixture
def case(idea: Idea, kari: Person) -> Case:
    return report_content(
        by=kari, kind="idea", pk=idea.pk, words=ReportWords("harassment", "Dette er ikke greit.")
    ).case


@pytest.fixture
def decision(case: Case, mo: Person, rule: Section) -> Decision:
    return hidden(mo, in_work(mo, case), rule)


def asked(mo: Person, case: Case, kind: Hearing.Kind) -> Hearing:
    case = in_work(mo, case)
    text = "Vil du ta ut ordet «idiot»?"
    return ask_author(by=mo, case=case, kind=kind, text=text, section=None, version=case.version)


def told(subject: str) -> set[str]:
    return set(Notification.objects.filter(subject=subject).values_list("recipient__handle", flat=True))


def test_both_read_the_statement_and_nobody_else_does(
    decision: Decision, client_of: Any, ann: Person, ben: Person, cleo: Person, mona: Person, ada: Person
) -> None:
    page = reverse("moderation:statement", args=[decision.ref])
    people = (ann, ben, cleo, mona, ada)
    assert [client_of(person).get(page).status_code for person in people] == [200, 200, 404, 404, 404]
    assert [can_read_statement(person, decision) for person in people] == [True, True, False, False, False]
    assert [len(about_me(person, None).items) for person in people] == [1, 1, 0, 0, 0]
    assert [len(own_file(person)["decisions"]) for person in people] == [1, 1, 0, 0, 0]


def test_both_are_told_and_find_it_from_the_letter(
    case: Case, mo: Person, rule: Section, ann: Person, ben: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        decision = hidden(mo, in_work(mo, case), rule)
    assert told(f"decision:{decision.pk}") == {"ann", "ben"}
    row = Notification.objects.get(recipient=ben, kind=Kind.DECISION)
    assert letters_for(ben, [row])[0].url == reverse("moderation:statement", args=[decision.ref])


def test_each_appeals_for_themselves_once_and_the_other_is_told_only_where_it_changed(
    decision: Decision, ann: Person, ben: Person, cleo: Person, rule: Section, django_capture_on_commit_callbacks: Any
) -> None:
    assert [can_appeal(person, decision) for person in (ann, ben, cleo)] == [True, True, False]
    first, second = moderator("nils"), moderator("siv")
    for by, handler, verdict, others in (
        (ben, first, Verdict.UPHELD, set()), (ann, second, Verdict.OVERTURNED, {"ben"}),
    ):  # fmt: skip
        Notification.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            appeal = appeal_decision(by=by, decision=decision, text="Det var ikke rettet mot noen.")
            decide_appeal(by=handler, appeal=appeal, answer=Answer(verdict, "Lest på nytt."))
        assert appeal.side == Appeal.Side.AUTHOR
        assert told(f"appeal:{appeal.pk}") == {by.handle}
        assert told(f"decision:{decision.pk}") == others
        decision.refresh_from_db()
        assert not can_appeal(by, decision)
    assert Idea.objects.visible_to(cleo).filter(pk=decision.case.subject_id).exists()


def test_whoever_wrote_it_with_them_answers_what_is_asked(
    case: Case, mo: Person, ann: Person, ben: Person, cleo: Person, client_of: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        hearing = asked(mo, case, Hearing.Kind.REPLY)
    assert told(f"hearing:{hearing.pk}") == {"ann", "ben"}
    assert [list(open_hearings(person)) for person in (ann, ben, cleo)] == [[hearing], [hearing], []]
    page = reverse("moderation:hearing", args=[case.ref])
    assert [client_of(person).get(page).status_code for person in (ann, ben, cleo)] == [200, 200, 404]
    with pytest.raises(Refused):
        answer_hearing(by=cleo, hearing=hearing, answer="Jeg var sint.")
    answer_hearing(by=ben, hearing=hearing, answer="Vi mente rutinen.")
    with pytest.raises(Refused):
        answer_hearing(by=ann, hearing=hearing, answer="Jeg mente rutinen.")
    assert Hearing.objects.get().answer == "Vi mente rutinen."


def test_either_mends_it(case: Case, idea: Idea, mo: Person, ann: Person, ben: Person, cleo: Person) -> None:
    hearing = asked(mo, case, Hearing.Kind.EDIT)
    ideas.edit_idea(by=ben, idea=idea, words=proposal("Lån en bil fra naboen"))
    with pytest.raises(Refused):
        note_change(by=cleo, hearing=hearing)
    assert note_change(by=ben, hearing=hearing).level == Level.EDIT


def test_no_step_is_taken_about_one_of_them(case: Case, rule: Section, ann: Person) -> None:
    lea = lead()
    work = heard(lea, in_work(lea, case))
    for level, days in ((Level.REMINDER, None), (Level.LIMIT, 2)):
        with pytest.raises(Refused) as refused:
            stepped(lea, work, rule, level, days=days)
        assert refused.value.sentence == TOGETHER
    assert not Decision.objects.exists()


def test_an_elected_colleague_among_them_takes_a_second_person_too(
    case: Case, mo: Person, ben: Person, rule: Section
) -> None:
    Role.objects.create(person=ben, kind=Role.Kind.REPRESENTATIVE, starts_on="2020-01-01")
    assert hidden(mo, in_work(mo, case), rule).standing == Decision.Standing.PROPOSED


def test_whoever_left_still_reads_it_and_is_not_written_to(
    case: Case, idea: Idea, mo: Person, rule: Section, ann: Person, ben: Person
) -> None:
    assert set(authors_of(case)) == {ann.pk, ben.pk}
    ideas.leave_idea(by=ben, idea=idea)
    decision = hidden(mo, in_work(mo, case), rule)
    assert whom_it_concerns(decision) == [ann.pk]
    assert can_read_statement(ben, decision)


def test_whoever_left_hears_what_came_of_their_appeal(
    decision: Decision, idea: Idea, ann: Person, ben: Person, django_capture_on_commit_callbacks: Any
) -> None:
    appeal = appeal_decision(by=ben, decision=decision, text="Det var ikke rettet mot noen.")
    ideas.leave_idea(by=ben, idea=idea)
    with django_capture_on_commit_callbacks(execute=True):
        decide_appeal(by=moderator("nils"), appeal=appeal, answer=Answer(Verdict.UPHELD, "Lest på nytt."))
    assert told(f"appeal:{appeal.pk}") == {"ben"}


def test_whoever_joined_later_has_no_part_in_it(
    rule: Section, ann: Person, ben: Person, kari: Person, mo: Person
) -> None:
    idea = idea_of(ann)
    case = report_content(by=kari, kind="idea", pk=idea.pk, words=ReportWords("harassment", "Ikke greit.")).case
    ideas.ask_co_author(by=ann, idea=idea, person=ben)
    ideas.answer_co_author(by=ben, idea=idea, yes=True)
    decision = hidden(mo, in_work(mo, case), rule)
    assert not can_read_statement(ben, decision)
    assert whom_it_concerns(decision) == [ann.pk]


def test_a_reading_is_noted_of_whoever_wrote_it_first(decision: Decision, ann: Person, ben: Person) -> None:
    for person, is_noted in ((ben, False), (ann, True)):
        read_statement(by=person, decision=decision)
        decision.refresh_from_db()
        assert (decision.read_at is not None) is is_noted


def test_the_desk_names_all_who_wrote_it(case: Case, mo: Person, client_of: Any, ben: Person) -> None:
    in_work(mo, case)
    page = client_of(mo).get(reverse("moderation:case", args=[case.ref])).text
    assert ben.get_absolute_url() in page
    assert "Flere har skrevet dette." in page


def test_the_desk_says_where_nobody_can_be_asked(
    open_group: Group, kari: Person, mo: Person, rule: Section, client_of: Any
) -> None:
    Membership.objects.filter(group=open_group).update(role=Membership.Role.MEMBER)
    case = report_content(by=kari, kind="group", pk=open_group.pk, words=ReportWords("other", "Feil navn.")).case
    in_work(mo, case)
    page = client_of(mo).get(reverse("moderation:case", args=[case.ref])).text
    assert "Gruppa har ingen vert" in page
