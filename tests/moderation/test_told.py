"""Who is told that a case waits, is late or is over: each once, those whom it is for, and nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from network.core.clock import now
from network.feed.models import Post
from network.moderation.actions.appealing import Answer, appeal_decision, decide_appeal
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.desk import answer_hearing, ask_author, claim_case, step_aside
from network.moderation.models import Case, Decision, Hearing
from network.moderation.queries.own import own_file
from network.moderation.states import Level, State, Verdict
from network.notifications.models import Kind, Notification
from profiles.models import Person, Role
from tests.moderation.reported import hidden, in_work, lead, moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ClientOf = Callable[[Person], Client]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """Runs what follows from what is done in it."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def case(post: Post, cleo: Person) -> Case:
    return reported(cleo, post).case


def told(kind: Kind = Kind.CASE) -> set[str]:
    """By their handles, whoever has news of this kind that they have not read."""
    return set(Notification.objects.filter(kind=kind, read_at=None).values_list("recipient__handle", flat=True))


def nobody_told() -> None:
    Notification.objects.all().delete()


def asked(by: Person, case: Case) -> Hearing:
    case = in_work(by, case)
    return ask_author(
        by=by, case=case, kind=Hearing.Kind.REPLY, text="Hva mente du?", section=None, version=case.version
    )


# Those who handle it


def test_leads_are_told_once_of_each_deadline_that_is_missed(case: Case, mo: Person, committed: Any) -> None:
    lead("lea")
    for late in ("look_by", "due_at"):
        Case.objects.update(**{late: now() - timedelta(hours=1)})
        for expected in ({"lea"}, set()):
            nobody_told()
            with committed():
                turn_cases()
            assert told() == expected, late


def test_a_lead_who_may_not_handle_it_is_not_told(case: Case, mo: Person, ann: Person, committed: Any) -> None:
    lea = lead("lea")
    Person.objects.filter(pk=ann.pk).update(manager=lea)
    Case.objects.update(due_at=now() - timedelta(hours=1))
    with committed():
        turn_cases()
    assert told() == set()


def test_no_deadline_runs_while_the_author_is_waited_for(case: Case, mo: Person, committed: Any) -> None:
    lead("lea")
    asked(mo, case)
    Case.objects.update(due_at=now() - timedelta(hours=1))
    with committed():
        turn_cases()
    assert told() == set()


@pytest.mark.parametrize("how", ["steps aside", "leaves"])
def test_outside_they_are_told_when_nobody_inside_is_left(how: str, mo: Person, case: Case, committed: Any) -> None:
    moderator("utenfra", Role.Kind.OUTSIDE_HANDLER)
    nobody_told()
    with committed():
        if how == "steps aside":
            step_aside(by=mo, case=case)
        else:
            Person.objects.filter(pk=mo.pk).update(is_active=False)
            turn_cases()
    assert told() == {"utenfra"}
    nobody_told()
    with committed():
        turn_cases()
    assert told() == set()


def test_what_is_hidden_at_once_is_looked_at_by_another_who_is_told(
    post: Post, cleo: Person, mo: Person, rule: Any, committed: Any
) -> None:
    case = in_work(mo, reported(cleo, post, "danger").case)
    lead("lea")
    nobody_told()
    with committed():
        hidden(mo, case, rule, Level.INTERIM)
    assert told() == {"lea"}


@pytest.mark.parametrize("how", ["answers", "lets it pass"])
def test_whoever_asked_is_told_when_the_author_has_had_their_word(
    how: str, case: Case, mo: Person, ann: Person, committed: Any
) -> None:
    moderator("annen")
    hearing = asked(mo, case)
    nobody_told()
    with committed():
        if how == "answers":
            answer_hearing(by=ann, hearing=hearing, answer="En spøk.")
        else:
            Hearing.objects.update(due_at=now() - timedelta(minutes=1))
            turn_cases()
    assert told() == {"mo"}


def test_where_whoever_asked_may_not_any_more_the_others_are(
    case: Case, mo: Person, ann: Person, committed: Any
) -> None:
    moderator("annen")
    hearing = asked(mo, case)
    Role.objects.filter(person=mo).delete()
    nobody_told()
    with committed():
        answer_hearing(by=ann, hearing=hearing, answer="En spøk.")
    assert told() == {"annen"}


# Whoever wrote it


def test_an_author_who_was_asked_hears_that_nothing_was_found(
    case: Case, mo: Person, ann: Person, cleo: Person, client_of: ClientOf, committed: Any, rule: Any
) -> None:
    answer_hearing(by=ann, hearing=asked(mo, case), answer="En spøk.")
    nobody_told()
    with committed():
        decision = hidden(mo, claim_case(by=mo, case=Case.objects.get()), rule, Level.NOTHING)
    assert told(Kind.DECISION) == {"ann"}
    page = client_of(ann).get(f"/appeals/{decision.ref}/").content.decode()
    assert "Det blir stående som det er" in page
    assert decision.reasoning not in page
    assert f"/appeals/{decision.ref}/" in client_of(ann).get("/appeals/").content.decode()
    for person in (mo, moderator("annen")):
        assert client_of(person).get(f"/appeals/{decision.ref}/").status_code == 404
    assert "Det blir stående som det er" not in client_of(cleo).get(f"/appeals/{decision.ref}/").content.decode()
    assert own_file(ann)["decisions"] == []  # what a handler thought is not about them


def test_an_author_who_never_heard_of_the_case_does_not_now(
    case: Case, mo: Person, ann: Person, client_of: ClientOf, committed: Any, rule: Any
) -> None:
    case = in_work(mo, case)
    nobody_told()
    with committed():
        decision = hidden(mo, case, rule, Level.NOTHING)
    assert told(Kind.DECISION) == set()
    assert client_of(ann).get(f"/appeals/{decision.ref}/").status_code == 404
    assert decision.ref not in client_of(ann).get("/appeals/").content.decode()


@pytest.mark.parametrize("how", ["decided", "lapsed"])
def test_an_author_hears_that_what_was_hidden_is_there_again(
    how: str, case: Case, mo: Person, ann: Person, post: Post, client_of: ClientOf, committed: Any, rule: Any
) -> None:
    interim = hidden(mo, in_work(mo, case), rule, Level.INTERIM)
    nobody_told()
    with committed():
        if how == "decided":
            hidden(mo, claim_case(by=mo, case=Case.objects.get()), rule, Level.NOTHING)
        else:
            Decision.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
            interim.restriction.__class__.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
            turn_cases()
    assert told(Kind.DECISION) == {"ann"}
    assert Post.objects.visible_to(ann).filter(pk=post.pk).exists()
    newest = Decision.objects.order_by("-pk")[0]
    assert client_of(ann).get(f"/appeals/{newest.ref}/").status_code == 200
    if how == "lapsed":
        nobody_told()
        with committed():
            turn_cases()
        assert told(Kind.DECISION) == set()


def test_where_the_reporter_is_right_it_says_that_it_is_looked_at_again(
    case: Case, mo: Person, ann: Person, cleo: Person, client_of: ClientOf, rule: Any
) -> None:
    answer_hearing(by=ann, hearing=asked(mo, case), answer="En spøk.")
    decision = hidden(mo, claim_case(by=mo, case=Case.objects.get()), rule, Level.NOTHING)
    appeal = appeal_decision(by=cleo, decision=decision, text="Les det en gang til.")
    decide_appeal(by=moderator("annen"), appeal=appeal, answer=Answer(Verdict.OVERTURNED, "Enig."))
    assert Case.objects.get().state == State.IN_REVIEW
    assert "Det blir sett på en gang til" in client_of(ann).get(f"/appeals/{decision.ref}/").content.decode()
