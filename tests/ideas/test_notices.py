"""Who is told about ideas: never whoever did it, never somebody who may not read it, and a duty goes when it is done."""

from datetime import date

import pytest
import time_machine

from ideas import actions
from ideas.models import Campaign, Clock, Idea
from ideas.states import State
from ideas.tasks import turn_clocks
from network.notifications.models import Kind, Notification
from network.notifications.queries import inbox_page
from profiles.models import Role
from tests.factories import REASON, PersonFactory, comment_of, idea_of, moved
from tests.ideas.staged import NO, complete

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
IDEA, VOTED, ASKED, DUTY = Kind.IDEA, Kind.IDEA_VOTED, Kind.IDEA_ASKED, Kind.IDEA_DUTY


@pytest.fixture
def news(django_capture_on_commit_callbacks):
    """Forgets all news, acts, and says who has which news of ideas afterwards."""

    def after(act, *args, keep=False, **given):
        if not keep:
            Notification.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            act(*args, **given)
        rows = Notification.objects.filter(subject__startswith="idea:").select_related("recipient")
        return {(row.recipient.handle, row.kind) for row in rows}

    return after


@pytest.fixture
def wanted(at, ben, cleo):
    """An idea in a state that ben is co-author of and cleo voted for."""

    def made(state):
        steps = {State.DECLINED: State.IN_REVIEW, State.MERGED: State.OPEN}
        idea = at(steps.get(state, state))
        idea.authors.create(person=ben, state="accepted")
        idea.votes.create(person=cleo)
        return idea

    return made


def test_a_new_idea_is_told_to_those_who_take_ideas_in_and_not_to_its_author(news, ann, siv, cleo):
    Role.objects.create(person=ann, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    assert news(idea_of, ann) == {("siv", DUTY)}


def test_a_new_idea_of_a_campaign_is_told_to_its_owner(news, places, ann, siv):
    assert news(idea_of, ann, places["secret"]) == {("mona", DUTY)}


def test_nobody_is_told_of_what_they_may_not_read(news, places, ann, siv, cleo, secret_group):
    Campaign.objects.filter(group=secret_group).update(owner=cleo)
    assert news(idea_of, ann, Campaign.objects.get(group=secret_group)) == set()
    Campaign.objects.filter(group=secret_group).update(owner=None)  # siv has the role, and is no member
    assert news(idea_of, ann, Campaign.objects.get(group=secret_group)) == set()


AUTHORS = {("ann", IDEA), ("ben", IDEA)}
TOLD = [  # state, who, where to -> who is told
    (State.SUBMITTED, "siv", State.OPEN, {*AUTHORS, ("odd", DUTY)}),
    (State.SUBMITTED, "siv", State.DECLINED, {*AUTHORS, ("cleo", VOTED)}),
    (State.OPEN, "siv", State.NEEDS_INFO, AUTHORS),
    (State.OPEN, "odd", State.IN_REVIEW, AUTHORS),
    (State.OPEN, "ann", State.WITHDRAWN, {("ben", IDEA), ("cleo", VOTED)}),
    (State.OPEN, "siv", State.MERGED, {*AUTHORS, ("cleo", VOTED)}),
    (State.IN_REVIEW, "odd", State.APPROVED, {*AUTHORS, ("cleo", VOTED), ("dag", DUTY)}),
    (State.IN_REVIEW, "odd", State.PARKED, {*AUTHORS, ("cleo", VOTED)}),
    (State.APPROVED, "dag", State.IN_PROGRESS, {*AUTHORS, ("cleo", VOTED)}),
    (State.IN_PROGRESS, "dag", State.IMPLEMENTED, {*AUTHORS, ("cleo", VOTED)}),
    (State.IN_PROGRESS, "odd", State.DECLINED, {*AUTHORS, ("cleo", VOTED)}),
    (State.IMPLEMENTED, "cleo", State.CONFIRMED, AUTHORS),
    (State.PARKED, None, State.IN_REVIEW, AUTHORS),
]


@pytest.mark.parametrize(("state", "who", "to", "told"), TOLD)
def test_each_move_is_told_to_authors_at_once_and_to_voters_when_it_is_decided(
    news, wanted, at, cast, ann, cleo, state, who, to, told
):
    at(State.OPEN, title="Noe å slå sammen med")
    idea = wanted(state)
    people = {"ann": ann, "cleo": cleo, None: None, **vars(cast)}
    assert news(moved, idea, people[who], to, **complete(idea, cast).get(to, {})) == told


def test_an_appeal_is_told_to_those_who_take_ideas_in(news, at, ann):
    assert news(moved, at(State.DECLINED), ann, State.IN_REVIEW, note=REASON) == {("siv", DUTY)}


def test_the_duty_goes_when_it_is_decided(news, ann, siv):
    news(idea_of, ann)
    idea = Idea.objects.get()
    assert news(moved, idea, siv, State.DECLINED, keep=True, **NO) == {("ann", IDEA)}
    siv.refresh_from_db()
    assert siv.unread_count == 0


def test_the_duty_goes_from_the_others_when_one_has_it(news, ann, siv, odd, mo):
    Role.objects.create(person=mo, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    assert news(idea_of, ann) == {("siv", DUTY), ("mo", DUTY)}
    assert news(actions.give_owner, by=siv, idea=Idea.objects.get(), owner=odd, keep=True) == {("odd", DUTY)}


def test_whoever_takes_it_themselves_is_told_nothing(news, ann, siv):
    news(idea_of, ann)
    assert news(actions.give_owner, by=siv, idea=Idea.objects.get(), owner=siv, keep=True) == set()


def test_whoever_gets_it_because_the_time_had_come_is_told(news, ann, siv):
    with time_machine.travel("2026-03-02T08:00Z", tick=False):
        idea_of(ann)
    with time_machine.travel("2026-03-04T08:00Z", tick=False):
        assert news(turn_clocks, 0) == {("ann", IDEA), ("siv", DUTY)}


def test_a_request_to_be_co_author_is_told_until_it_is_answered(news, ann, ben, siv):
    idea = idea_of(ann)
    assert news(actions.ask_co_author, by=ann, idea=idea, person=ben) == {("ben", ASKED)}
    assert news(actions.answer_co_author, by=ben, idea=idea, yes=False, keep=True) == set()
    news(actions.ask_co_author, by=ann, idea=idea, person=ben)
    assert news(actions.take_back_request, by=ann, idea=idea, person=ben, keep=True) == set()


def test_a_request_about_a_draft_is_told_and_leads_to_the_draft(news, client_of, ann, ben):
    draft = actions.keep_draft(by=ann, campaign=actions.open_box(), words=actions.Proposal("Et utkast", "", "", ""), draft=None, key=None)  # fmt: skip
    assert news(actions.ask_co_author, by=ann, idea=draft, person=ben) == {("ben", ASKED)}
    (letter,) = inbox_page(ben).letters
    assert "Et utkast" in letter.text


# the reminders: two working days before, on the day, three working days late, ten
@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-03-05", {"odd"}),
        ("2026-03-09", {"odd"}),
        ("2026-03-12", {"odd", "mona"}),
        ("2026-03-23", {"odd", "mona"}),
    ],
)
def test_reminders_go_to_whoever_answers_and_from_three_days_late_to_their_manager_too(
    news, ann, siv, odd, mona, day, told
):
    odd.manager = mona
    odd.save()
    with time_machine.travel("2026-03-02T08:00Z", tick=False):
        moved(idea_of(ann), siv, State.OPEN, person=odd)
        Clock.objects.update(due_on=date(2026, 3, 9), met_at=None)
    with time_machine.travel(f"{day}T08:00Z", tick=False):
        assert news(turn_clocks, 0) == {(handle, DUTY) for handle in told}


def test_a_manager_who_may_not_read_the_idea_is_not_reminded_of_it(news, places, ann, mona):
    mona.manager = PersonFactory(handle="boss")
    mona.save()
    with time_machine.travel("2026-03-02T08:00Z", tick=False):
        moved(idea_of(ann, places["secret"]), mona, State.OPEN, person=mona)
    with time_machine.travel("2026-05-05T08:00Z", tick=False):
        assert news(turn_clocks, 0) == {("mona", DUTY)}


@pytest.mark.parametrize("group", ["closed", "secret"])
def test_in_a_group_only_its_members_are_told_and_who_has_left_no_more(news, places, ann, ben, mona, cleo, group):
    idea = idea_of(ann, places[group])
    for person in (ben, cleo):
        idea.votes.create(person=person)
    assert news(moved, idea, mona, State.DECLINED, **NO) == {("ann", IDEA), ("ben", VOTED)}
    assert inbox_page(cleo).letters == []
    assert len(inbox_page(ben).letters) == 1
    places[group].group.memberships.filter(person=ben).delete()
    assert inbox_page(ben).letters == []  # the right is asked again when it is read


def test_a_comment_is_told_to_nobody_as_a_duty(news, ann, siv, cleo):
    idea = idea_of(ann)
    assert news(comment_of, cleo, idea.thread) == set()


def test_a_vote_and_a_reading_are_told_to_nobody(news, ann, cleo):
    idea = idea_of(ann)
    assert news(actions.set_vote, by=cleo, idea=idea, on=True) == set()
    assert news(actions.note_reading, by=cleo, idea=idea) == set()


def test_opening_the_idea_reads_its_news(news, client_of, ann, siv):
    news(idea_of, ann)
    idea = Idea.objects.get()
    client_of(siv).get(f"/ideas/{idea.pk}/")
    siv.refresh_from_db()
    assert siv.unread_count == 0


def test_a_letter_names_the_idea(news, ann, siv, odd):
    idea = idea_of(ann)
    news(moved, idea, siv, State.OPEN, person=odd)
    (letter,) = inbox_page(ann).letters
    assert idea.title in letter.text
