"""When whoever reported it was right: what is hidden has a decision that answers for it, and every report its outcome."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from network.conversations.models import Restriction
from network.feed.models import Post
from network.moderation.access import cases_for
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.deciding import decide_case, note_change
from network.moderation.actions.desk import ask_author, claim_case, think_through
from network.moderation.actions.grounds import Plan
from network.moderation.models import Case, Decision, Hearing, Report
from network.moderation.states import Level, Outcome, State, Verdict
from network.notifications.models import Kind, Notification
from profiles.models import Person
from tests.moderation.reported import NO, hidden, in_work, moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
RIGHT = Answer(Verdict.OVERTURNED, "Det må sees på en gang til.")


def is_shown(post: Post, to: Person) -> bool:
    return Post.objects.visible_to(to).filter(pk=post.pk).exists()


@pytest.fixture
def other(db: None) -> Person:
    return moderator("annen")


@pytest.fixture
def again(post: Post, ben: Person, mo: Person, rule: Any, other: Person) -> Case:
    """Hidden by mo; ben asked for more and was right; another decides it anew."""
    decision = hidden(mo, in_work(mo, reported(ben, post).case), rule)
    decide_appeal(by=other, appeal=appeal_decision(by=ben, decision=decision, text="For lite."), answer=RIGHT)
    case = Case.objects.get()
    return think_through(by=other, case=case, answers=NO, view="Går på person.", version=case.version)


def test_what_is_hidden_stays_so_until_it_is_decided_anew_and_its_author_reads_that(
    again: Case, post: Post, ben: Person, ann: Person, other: Person, rule: Any
) -> None:
    assert again.state == State.IN_REVIEW
    assert not is_shown(post, ben)
    Person.objects.filter(pk=ann.pk).update(language="en")
    client, page = Client(), reverse("moderation:statement", args=[Decision.objects.get().ref])
    client.force_login(ann)
    text = client.get(page).content.decode()
    assert "looked at once more, and stays hidden until then" in text
    assert "Your post is hidden" in text
    second = hidden(other, again, rule)
    assert reverse("moderation:statement", args=[second.ref]) in client.get(page).content.decode()


@pytest.mark.parametrize("level", [Level.NOTHING, Level.GUIDANCE])
def test_a_new_decision_that_hides_nothing_gives_it_back(
    again: Case, post: Post, ben: Person, other: Person, level: Level
) -> None:
    decide_case(by=other, case=again, plan=Plan(level, reasoning="Det er likevel greit."), version=again.version)
    assert is_shown(post, ben)
    assert not Restriction.objects.filter(lifted_at=None).exists()
    assert list(Decision.objects.values_list("standing", flat=True)) == ["overturned", "stands"]


def test_a_change_by_its_author_gives_it_back(again: Case, post: Post, ben: Person, ann: Person, other: Person) -> None:
    hearing = ask_author(by=other, case=again, kind=Hearing.Kind.EDIT, text="Ta ut ordet.", section=None,
                         version=again.version)  # fmt: skip
    Post.objects.filter(pk=post.pk).update(edited_at=hearing.due_at)
    note_change(by=ann, hearing=hearing)
    assert is_shown(post, ben)


def test_a_new_decision_that_hides_it_takes_the_hiding_over_and_an_author_who_is_right_gets_it_back(
    again: Case, post: Post, ann: Person, ben: Person, other: Person, rule: Any
) -> None:
    second = hidden(other, again, rule)
    assert [row.pk for row in Restriction.objects.all()] == [second.restriction_id]
    appeal = appeal_decision(by=ann, decision=second, text="Det var en spøk.")
    decide_appeal(by=moderator("tredje"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Det var en spøk."))
    assert is_shown(post, ben)
    assert not Restriction.objects.filter(lifted_at=None).exists()


def test_nothing_is_hidden_longer_than_the_new_decision_says(again: Case, other: Person, rule: Any) -> None:
    second = hidden(other, again, rule, Level.INTERIM)
    assert Restriction.objects.get().ends_at == second.ends_at is not None


@pytest.fixture
def twice(post: Post, ben: Person, cleo: Person, mo: Person, other: Person) -> tuple[Case, Case, Decision]:
    """Nothing was done and ben has appealed; cleo has reported it since, in a case of its own."""
    case = in_work(mo, reported(ben, post).case)
    decision = decide_case(by=mo, case=case, plan=Plan(Level.NOTHING, reasoning="Ikke brudd."), version=case.version)
    appeal_decision(by=ben, decision=decision, text="Les det en gang til.")
    return case, reported(cleo, post).case, decision


def test_an_appeal_that_is_right_goes_on_in_the_case_that_is_open(  # noqa: PLR0913
    twice: tuple[Case, Case, Decision], post: Post, ben: Person, ann: Person, other: Person, rule: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    case, newer, decision = twice
    client = Client(raise_request_exception=False)
    client.force_login(other)
    said = {"answer-verdict": "overturned", "answer-reasons": "Det må sees på en gang til."}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("moderation:appeal", args=[case.ref]), said).status_code == 303
    assert Case.objects.get(pk=case.pk).state == State.DECIDED
    assert Decision.objects.get(pk=decision.pk).standing == "overturned"
    assert Report.objects.filter(case=newer).count() == 2
    assert Notification.objects.filter(recipient=ben, kind=Kind.REPORT, subject__startswith="appeal:").exists()
    Notification.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        second = hidden(other, in_work(other, Case.objects.get(pk=newer.pk)), rule)
    assert set(Report.objects.values_list("outcome", flat=True)) == {Outcome.RESTRICTED}
    assert Notification.objects.filter(recipient=ben, kind=Kind.REPORT).exists()
    for ref in (decision.ref, second.ref):  # whoever appealed reads both, and the way from one to the other
        client.force_login(ben)
        page = client.get(reverse("moderation:statement", args=[ref]))
        assert page.status_code == 200
    assert b"appeal" in client.get(reverse("moderation:reports")).content
    assert second.ref in client.get(reverse("moderation:statement", args=[decision.ref])).content.decode()
    assert appeal_decision(by=ben, decision=Decision.objects.get(pk=second.pk), text="For lite.")


def test_nobody_who_has_a_part_in_either_case_or_decided_it_handles_the_open_one(
    twice: tuple[Case, Case, Decision], mo: Person, ben: Person, other: Person
) -> None:
    case, newer, decision = twice
    below = moderator("under", manager=ben)
    near = moderator("over")
    assert cases_for(near).filter(pk=newer.pk).exists()
    Person.objects.filter(pk=ben.pk).update(manager=near)
    claim_case(by=mo, case=newer)
    decide_appeal(by=other, appeal=decision.appeals.get(), answer=RIGHT)
    for person in (below, near, mo):
        assert not cases_for(person).filter(pk=newer.pk).exists()
    assert cases_for(other).filter(pk=newer.pk).exists()
    newer.refresh_from_db()
    assert newer.claimed_by is None
    assert not cases_for(below).filter(pk=case.pk).exists()  # nor the ended one


def test_what_was_hidden_in_the_ended_case_is_answered_for_in_the_open_one(  # noqa: PLR0913
    post: Post, ben: Person, ann: Person, mo: Person, rule: Any, other: Person
) -> None:
    decision = hidden(mo, in_work(mo, reported(ben, post).case), rule)
    appeal = appeal_decision(by=ben, decision=decision, text="For lite.")
    newer = Case.objects.create(
        kind="post", subject_id=post.pk, author=ann, reason="harassment", priority=1, look_by=appeal.due_at,
        due_at=appeal.due_at,
    )  # fmt: skip
    decide_appeal(by=other, appeal=appeal, answer=RIGHT)
    assert not is_shown(post, ben)
    case = in_work(other, Case.objects.get(pk=newer.pk))
    decide_case(by=other, case=case, plan=Plan(Level.NOTHING, reasoning="Det er likevel greit."), version=case.version)
    assert is_shown(post, ben)
    client = Client()
    client.force_login(ann)
    page = client.get(reverse("moderation:statement", args=[decision.ref]))
    assert post.text in page.content.decode()  # her own words, though their report is in another case now


def test_a_case_that_nobody_reported_anew_is_decided_where_it_was(again: Case) -> None:
    assert Case.objects.count() == 1
    assert again.claimed_by is not None
