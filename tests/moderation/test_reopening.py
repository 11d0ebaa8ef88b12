"""A case that was closed is opened again by a lead, for something new; what was decided counts meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from network.core.access import Refused
from network.core.clock import now
from network.feed.models import Post
from network.moderation.access import cases_for
from network.moderation.actions.clock import turn_cases
from network.moderation.actions.desk import claim_case
from network.moderation.actions.keeping import keep_periods
from network.moderation.actions.reopening import reopen_case
from network.moderation.models import Case, Decision, LogEntry
from network.moderation.queries.queue import Show, queue_of
from network.moderation.states import Level, State
from profiles.models import Person
from tests.moderation.reported import hidden, in_work, lead, moderator, reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NEW = "To andre sier at bildet er ekte."


@pytest.fixture
def closed(post: Post, cleo: Person, mo: Person, rule: Any) -> Case:
    """Hidden, and the days for appeals have passed."""
    hidden(mo, in_work(mo, reported(cleo, post).case), rule)
    Decision.objects.update(appeal_by="2020-01-01")
    turn_cases()
    return Case.objects.get(state=State.CLOSED)


def test_a_lead_opens_it_and_it_waits_in_the_queue_with_new_deadlines(closed: Case, mo: Person, post: Post) -> None:
    Case.objects.update(made_at=now() - timedelta(days=60), due_at=now() - timedelta(days=50))
    reopen_case(by=lead(), case=closed, because=f" {NEW} ")
    case = Case.objects.get()
    assert (case.state, case.reopened_for, case.closed_at) == (State.TRIAGED, NEW, None)
    assert case.look_by > now()
    assert case.due_at > now()
    assert [row.case.ref for row in queue_of(mo, cases_for(mo), Show.ALL, "").rows] == [case.ref]
    assert not Post.objects.visible_to(mo).filter(pk=post.pk).exists()  # what was decided counts meanwhile
    entry = LogEntry.objects.order_by("pk").last()
    assert entry is not None
    assert entry.verb == "reopened"


def test_nobody_else_does(closed: Case, mo: Person, ann: Person, cleo: Person, mona: Person, ada: Person) -> None:
    for person in (mo, ann, cleo, mona, ada):
        with pytest.raises(Refused):
            reopen_case(by=person, case=closed, because=NEW)
    assert Case.objects.get().state == State.CLOSED


def test_nor_a_lead_with_a_part_in_it(post: Post, rule: Any, mo: Person, ann: Person) -> None:
    lea = lead()
    hidden(mo, in_work(mo, reported(lea, post).case), rule)
    Decision.objects.update(appeal_by="2020-01-01")
    turn_cases()
    with pytest.raises(Refused):
        reopen_case(by=lea, case=Case.objects.get(), because=NEW)


def test_only_with_something_new_and_only_once_closed(closed: Case) -> None:
    lea = lead()
    with pytest.raises(Refused, match="what is new"):
        reopen_case(by=lea, case=closed, because=" ")
    reopen_case(by=lea, case=closed, because=NEW)
    with pytest.raises(Refused):
        reopen_case(by=lea, case=closed, because=NEW)


def test_where_there_is_an_open_case_of_the_same_it_goes_on_there(closed: Case, ben: Person, post: Post) -> None:
    other = Case.objects.create(
        kind=closed.kind, subject_id=closed.subject_id, author=closed.author, reason="spam", priority=2,
        look_by=now(), due_at=now(),
    )  # fmt: skip
    with pytest.raises(Refused, match="open case of the same"):
        reopen_case(by=lead(), case=closed, because=NEW)
    assert Case.objects.get(pk=other.pk).state == State.NEW


def test_its_words_are_kept_while_it_is_open(closed: Case) -> None:
    Case.objects.update(closed_at=timezone.now() - timedelta(days=800))
    reopen_case(by=lead(), case=Case.objects.get(), because=NEW)
    keep_periods()
    assert Case.objects.get().erased_at is None


def test_what_is_new_goes_with_the_case(closed: Case, mo: Person, rule: Any) -> None:
    lea = lead()
    hidden(mo, in_work(mo, reopen_case(by=lea, case=closed, because=NEW)), rule)
    Decision.objects.update(appeal_by="2020-01-01")
    turn_cases()
    Case.objects.update(closed_at=timezone.now() - timedelta(days=800))
    keep_periods()
    case = Case.objects.get()
    assert case.erased_at is not None
    assert case.reopened_for == ""


def test_deciding_anew_gives_back_what_was_hidden(closed: Case, mo: Person, rule: Any, post: Post, ben: Person) -> None:
    case = in_work(mo, reopen_case(by=lead(), case=closed, because=NEW))
    hidden(mo, case, rule, Level.GUIDANCE)
    assert Post.objects.visible_to(ben).filter(pk=post.pk).exists()


def test_the_page_offers_it_to_a_lead_and_shows_what_is_new_to_whoever_looks_next(
    closed: Case, client_of: Callable[[Person], Client], mo: Person
) -> None:
    page, lea = f"/moderation/{closed.ref}/", client_of(lead())
    assert f"{page}reopen/" not in client_of(mo).get(page).content.decode()
    assert f"{page}reopen/" in lea.get(page).content.decode()
    empty = lea.post(f"{page}reopen/", {"because": ""})
    assert empty.status_code == 422
    assert lea.post(f"{page}reopen/", {"because": NEW})["Location"] == page
    assert NEW in client_of(mo).get(page).content.decode()
    assert client_of(mo).post(f"{page}reopen/", {"because": NEW}).status_code == 422


def test_it_is_claimed_and_handled_as_any_other(closed: Case) -> None:
    case = reopen_case(by=lead(), case=closed, because=NEW)
    assert claim_case(by=moderator("annen"), case=case).is_claimed
