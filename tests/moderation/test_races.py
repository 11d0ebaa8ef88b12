"""Two processes at the same moment: one case, one decision, one approval, one end (A34, A35, MOD-18)."""

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest

from network.feed.models import Post
from network.moderation.actions.appealing import appeal_decision
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.log import first_break
from network.moderation.models import Case, Decision, LogEntry, Report, ReportIdentity, Snapshot
from network.moderation.seals import mark_of, unseal
from network.moderation.states import State
from profiles.models import Person, Role
from tests.factories import PersonFactory
from tests.moderation.reported import NO, hidden, in_work, moderator, reported
from tests.policy.processes import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
ACTS = "tests.moderation.acts"
DECIDING = "network.moderation.actions.deciding"


def by_processes(*acts: str) -> list[str]:
    return at_once(*acts, names=ACTS)


def verbs() -> Counter[str]:
    assert first_break() is None
    return Counter(LogEntry.objects.values_list("verb", flat=True))


def test_twenty_reports_of_one_post_at_once_are_one_case_and_twenty_reports(post: Post) -> None:
    """A34: ten in each of two processes, each with its snapshot, its identity and its line in the log."""
    people = PersonFactory.create_batch(20)
    handles = [person.handle for person in people]
    halves = [", ".join(map(repr, half)) for half in (handles[:10], handles[10:])]
    assert by_processes(*[f"report({post.pk}, {half})" for half in halves]) == ["done"] * 2
    assert Case.objects.count() == 1
    assert [model.objects.count() for model in (Report, Snapshot, ReportIdentity)] == [20] * 3
    assert {unseal(row.sealed) for row in ReportIdentity.objects.all()} == {str(person.pk) for person in people}
    assert set(Case.objects.get().parties.values_list("mark", flat=True)) >= {mark_of(person.pk) for person in people}
    assert verbs() == {"reported": 20}


def test_the_same_form_sent_by_two_processes_is_one_report(post: Post, ben: Person) -> None:
    act = f"report({post.pk}, 'ben', key='{uuid4()}')"
    assert by_processes(act, act) == ["done"] * 2
    assert Report.objects.count() == 1


def test_two_windows_decide_at_once_and_one_wins_the_other_keeps_every_word(
    post: Post, mo: Person, ben: Person
) -> None:
    """A35: the same handler, two windows, opposite words."""
    case = in_work(mo, reported(ben, post).case)
    acts = [f"linger('{DECIDING}.can_work_on'); decide('mo', '{case.ref}', {case.version}, '{words}')"
            for words in ("Skarpt, men om saken.", "Det er ikke noe her.")]  # fmt: skip
    assert sorted(by_processes(*acts)) == ["done", "refused"]
    assert Decision.objects.count() == 1
    assert verbs()["decided"] == verbs()["told"] == 1
    assert Report.objects.get().told_at is not None


def test_a_lead_takes_over_and_decides_while_the_handler_decides_and_one_wins(
    post: Post, mo: Person, ben: Person
) -> None:
    """A35: two people, opposite words."""
    moderator("leder", Role.Kind.LEAD_MODERATOR)
    case = in_work(mo, reported(ben, post).case)
    acts = [
        f"decide('mo', '{case.ref}', {case.version}, 'Skarpt, men om saken.')",
        f"decide('leder', '{case.ref}', {case.version}, 'Det er ikke noe her.', first='take_over')",
    ]
    assert by_processes(*acts).count("done") == 1
    assert Decision.objects.count() == 1
    assert Case.objects.get().state == State.DECIDED


def test_two_approve_at_once_and_one_is_the_second_person(post: Post, mo: Person, ben: Person, rule: Any) -> None:
    decision = hidden(mo, in_work(mo, reported(ben, post).case, answers=[True, *NO[1:]]), rule)
    for handle in ("annen", "tredje"):
        moderator(handle)
    acts = [f"linger('{DECIDING}.can_approve'); approve('{handle}', '{decision.ref}')"
            for handle in ("annen", "tredje")]  # fmt: skip
    assert sorted(by_processes(*acts)) == ["done", "refused"]
    assert verbs()["approved"] == verbs()["decided"] == verbs()["told"] == 1
    assert not Post.objects.visible_to(ben).exists()


def test_one_approves_while_another_refuses_and_what_was_first_stands(
    post: Post, mo: Person, ben: Person, rule: Any
) -> None:
    decision = hidden(mo, in_work(mo, reported(ben, post).case, answers=[True, *NO[1:]]), rule)
    for handle in ("annen", "tredje"):
        moderator(handle)
    ended = by_processes(f"approve('annen', '{decision.ref}')", f"refuse('tredje', '{decision.ref}')")
    assert sorted(ended) == ["done", "refused"]
    standing = Decision.objects.get().standing
    assert standing == ("stands" if ended[0] == "done" else "refused")
    assert Post.objects.visible_to(ben).exists() == (standing == "refused")


def test_an_appeal_is_won_while_the_clock_closes_and_everything_is_back_and_closed_once(
    post: Post, mo: Person, ann: Person, ben: Person, rule: Any
) -> None:
    """The days to appeal have passed meanwhile: the case closes as soon as the answer is there, and not before."""
    moderator("annen")
    appeal = appeal_decision(by=ann, decision=hidden(mo, in_work(mo, reported(ben, post).case), rule), text="Nei.")
    Decision.objects.update(appeal_by="2020-01-01")
    act = f"linger('network.moderation.actions.appealing.locked'); overturn('annen', '{appeal.ref}')"
    assert by_processes(act, "turn_cases()") == ["done"] * 2
    assert Decision.objects.get().standing == "overturned"
    assert Post.objects.visible_to(ben).exists()
    assert Case.objects.get().state in (State.DECIDED, State.CLOSED)
    turn_cases()
    assert Case.objects.get().state == State.CLOSED
    assert verbs()["closed"] == verbs()["appeal-decided"] == 1


def test_two_answer_an_appeal_at_once_and_one_answer_stands(
    post: Post, mo: Person, ann: Person, ben: Person, rule: Any
) -> None:
    for handle in ("annen", "tredje"):
        moderator(handle)
    appeal = appeal_decision(by=ann, decision=hidden(mo, in_work(mo, reported(ben, post).case), rule), text="Nei.")
    ended = by_processes(*[f"overturn('{handle}', '{appeal.ref}')" for handle in ("annen", "tredje")])
    assert sorted(ended) == ["done", "refused"]
    assert verbs()["appeal-decided"] == 1


def test_two_who_write_the_log_at_once_write_one_chain(post: Post) -> None:
    """A80: each waits until the other's entry is there, so that nobody is refused and nothing forks."""
    assert by_processes(*[f"log_lines({number})" for number in range(2)]) == ["done"] * 2
    assert verbs() == {"closed": 20}
