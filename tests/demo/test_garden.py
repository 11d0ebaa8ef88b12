"""The sown ideas of the company are consistent: what the actions would refuse is not there."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import Avg, F
from django.utils.timezone import localdate
from pytest_django.plugin import DjangoDbBlocker

from ideas.access import is_in_line
from ideas.actions import rebuild_terms, recount_votes
from ideas.models import (
    Assignment,
    AwardRound,
    Benefit,
    Campaign,
    Clock,
    Conflict,
    Delivery,
    DeliveryChange,
    Grant,
    Idea,
    IdeaAuthor,
    IdeaTerm,
    Milestone,
    Nomination,
    Reader,
    Review,
    Rubric,
    StatusChange,
    Vote,
    YearNote,
)
from ideas.queries import load_desk, owes_talk, receiving, spread_of_reviews
from ideas.states import ANSWERED, LONGEST_PARK, MOVES, OVER, REASON, UNDECIDED, RoundState, State
from network.core.clock import add_working_days, is_working_day
from network.demo import board, prizes
from network.demo.cast import Cast
from network.demo.company import Size, build_company
from network.demo.ledger import Ledger
from network.demo.murmur import Murmur
from network.demo.parts import Company
from network.demo.texts import Line
from network.feed.models import Post
from network.notifications.models import Kind, Notification
from profiles.models import Person

OSLO = ZoneInfo("Europe/Oslo")
BUILT = [  # on an ordinary Tuesday, and with hardly anybody early on the first day after Easter
    pytest.param((Size(60, 60, 5), datetime(2026, 11, 24, 15, 30, tzinfo=UTC)), id="sixty people"),
    pytest.param((Size(41, 60, 2), datetime(2027, 3, 30, 6, 10, tzinfo=UTC)), id="hardly anybody, after Easter"),
]


@pytest.fixture(scope="module", params=BUILT)
def _until(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[datetime]:
    size, until = request.param
    with django_db_blocker.unblock(), transaction.atomic():
        build_company(size, until, lambda what, done, total: None)
        yield until
        transaction.set_rollback(True)


@pytest.fixture
def until(_until: datetime, db: None) -> datetime:
    """The present of a company, built once for each size; each test's own changes are undone."""
    return _until


def test_every_idea_on_the_board_is_found_by_what_it_says(until: datetime) -> None:
    assert set(IdeaTerm.objects.values_list("idea", flat=True)) == set(
        Idea.objects.listed().values_list("pk", flat=True)
    )
    assert rebuild_terms() == 0


def test_every_written_idea_is_there_in_its_state(until: datetime) -> None:
    assert Counter(Idea.objects.values_list("state", flat=True)) == Counter(idea.state for idea in board.ideas())
    assert Campaign.objects.count() == 3
    assert Campaign.objects.get(kind=Campaign.Kind.OPEN_BOX).slug == "always-open"
    assert set(Idea.objects.values_list("campaign__slug", flat=True)) == {"always-open", "skrue", "venter"}
    assert Idea.objects.filter(origin="customer").exclude(heard_from="").count() >= 5


def test_the_ideas_were_sent_in_over_a_year_and_a_half_on_working_days(until: datetime) -> None:
    sent = [
        moment.astimezone(OSLO) for moment in Idea.objects.exclude(thread=None).values_list("submitted_at", flat=True)
    ]
    assert all(is_working_day(moment.date()) and 7 <= moment.hour <= 18 for moment in sent)
    assert (max(sent) - min(sent)).days > 500
    assert len({(moment.year, moment.month) for moment in sent}) >= 12


def test_every_move_is_in_the_table_follows_the_one_before_and_lies_in_the_past(until: datetime) -> None:
    for idea in Idea.objects.prefetch_related("changes"):
        changes = list(idea.changes.all())
        assert all((State(c.before), State(c.after)) in MOVES for c in changes)
        assert [c.after for c in changes][:-1] == [c.before for c in changes][1:]
        assert all(a.created_at < b.created_at for a, b in pairwise(changes))
        assert (changes[-1].after if changes else State.DRAFT) == idea.state
        assert (changes[-1].created_at if changes else idea.created_at) <= until
        assert not changes or (changes[-1].created_at, changes[0].created_at) == (idea.state_since, idea.submitted_at)
        assert idea.decided_at == next((c.created_at for c in changes if c.after in ANSWERED), None)


def test_nobody_judges_or_confirms_what_they_wrote_and_nobody_confirms_what_they_carried_out(until: datetime) -> None:
    for idea in Idea.objects.exclude(state=State.DRAFT):
        authors = set(idea.authors.values_list("person", flat=True))
        assert idea.owner_id not in authors
        assert (idea.owner_id is None) == (idea.state == State.SUBMITTED)
        for change in idea.changes.all():
            is_own = change.after in (State.SUBMITTED, State.WITHDRAWN, State.IN_PROGRESS, State.IMPLEMENTED)
            assert is_own or change.by_id not in authors
            if change.after == State.CONFIRMED:
                assert change.by_id not in authors | {idea.delivery.owner_id}
    assert not Benefit.objects.filter(confirmed_by=F("idea__delivery__owner")).exists()


def test_one_leads_each_idea_and_everybody_was_here_when_it_was_sent_in(until: datetime) -> None:
    for idea in Idea.objects.prefetch_related("authors__person"):
        leads = [author.person for author in idea.authors.all() if author.role == IdeaAuthor.Role.LEAD]
        assert len(leads) == 1
        assert all(author.person.created_at <= idea.created_at + timedelta(hours=2) for author in idea.authors.all())
        assert idea.thread is None or (idea.thread.author, idea.department) == (leads[0], leads[0].department)


def test_counts_equal_their_rows_and_no_author_votes_or_reads(until: datetime) -> None:
    for idea in Idea.objects.all():
        before = idea.vote_count, idea.reader_count
        recount_votes(idea)
        idea.refresh_from_db()
        assert (idea.vote_count, idea.reader_count) == before
        bound = idea.authors.bound().values("person")
        assert not Vote.objects.filter(idea=idea, person__in=bound).exists()
        assert not Reader.objects.filter(idea=idea, person__in=bound).exists()
    assert Vote.objects.count() > 100
    assert not Vote.objects.exclude(idea__readers__person=F("person")).exists()


def test_nobody_voted_before_it_was_there_or_after_the_last_word(until: datetime) -> None:
    for vote in Vote.objects.select_related("idea__campaign", "person"):
        idea, ends = vote.idea, vote.idea.campaign.vote_ends_at
        over = idea.changes.filter(after__in=OVER).order_by("pk").first()
        assert idea.submitted_at is not None
        assert idea.submitted_at <= vote.created_at <= min(filter(None, (until, ends, over and over.created_at)))
        assert vote.person.created_at <= vote.created_at


def test_new_ideas_have_few_readers_and_old_ones_enough(until: datetime) -> None:
    def usual(*states: State) -> float:
        return float(Idea.objects.filter(state__in=states).aggregate(n=Avg("reader_count"))["n"])

    assert usual(State.SUBMITTED) < 0.7 * usual(State.IMPLEMENTED, State.CONFIRMED)
    assert Idea.objects.filter(vote_count__gt=0).count() > 40


def test_promises_stand_as_the_states_say(until: datetime) -> None:
    today = localdate(until)
    for clock in Clock.objects.select_related("idea__campaign"):
        idea = clock.idea
        sent = localdate(clock.started_at)
        if clock.kind == Clock.Kind.FIRST_ANSWER:
            assert clock.due_on == add_working_days(sent, idea.campaign.first_answer_days)
            assert clock.met_at == idea.first_answer_at
        else:
            assert (clock.met_at is None) == (idea.state in UNDECIDED)
            assert (clock.paused_on is not None) == (idea.state == State.NEEDS_INFO)
            assert clock.nudges == 0 or clock.due_on <= add_working_days(today, 2)
        assert is_working_day(clock.due_on)
    assert Clock.objects.count() == 2 * Idea.objects.exclude(thread=None).count()
    late = Clock.objects.filter(met_at=None, paused_on=None, due_on__lt=today)
    assert 1 <= late.count() <= 8
    assert all(clock.nudges for clock in late)


def test_what_is_carried_out_has_steps_and_what_it_gave(until: datetime) -> None:
    today, late = localdate(until), 0
    for delivery in Delivery.objects.select_related("idea").prefetch_related("milestones"):
        steps = list(delivery.milestones.all())
        done = delivery.idea.state in (State.IMPLEMENTED, State.CONFIRMED)
        assert len(steps) >= 2
        assert all(step.done_on is None or step.done_on <= today for step in steps)
        assert all(step.done_on is not None for step in steps) == done
        assert (delivery.done_on is not None) == (delivery.follow_up_on is not None) == done
        assert done or delivery.target_on > today
        waits = delivery.idea.state == State.IMPLEMENTED and delivery.measured_at is None
        late += waits and (delivery.follow_up_on or today) <= today
    assert late == 1  # so that the board shows what that looks like
    assert Delivery.objects.count() == 23
    assert {note.answer for note in YearNote.objects.all()} == {"still", "changed"}
    assert DeliveryChange.objects.exclude(by=F("idea__delivery__owner")).count() == 0
    assert not Delivery.objects.filter(pk__in=Delivery.objects.exclude(health="on-track"), health_note="").exists()
    confirmed = Idea.objects.filter(state=State.CONFIRMED)
    assert confirmed.filter(benefits__confirmed_at__isnull=False).count() == 3
    assert StatusChange.objects.filter(after=State.CONFIRMED, idea__benefits=None).exclude(note="").count() == 1
    assert Milestone.objects.filter(due_on__lt=today, done_on=None).count() == 1


def test_every_no_says_why_and_what_would_change_it(until: datetime) -> None:
    noes = StatusChange.objects.filter(after__in=[State.DECLINED, State.PARKED])
    assert noes.count() == 9
    for change in noes:
        assert change.reason_kind
        assert min(len(change.reason), len(change.change_of_mind)) >= REASON
    for idea in Idea.objects.filter(state=State.PARKED):
        parked = localdate(idea.state_since)
        assert localdate(until) < (idea.park_until or date.min) <= parked + timedelta(days=31 * LONGEST_PARK)


def test_people_speak_under_ideas_in_the_written_order_after_they_were_sent_in(until: datetime) -> None:
    for written in board.ideas():
        idea = Idea.objects.select_related("thread").get(title=written.title)
        if idea.thread is None:
            continue
        comments = list(idea.thread.comments.order_by("created_at"))
        assert [comment.text for comment in comments] == [line.text for line in written.lines]
        assert [comment.parent_id is not None for comment in comments] == [line.is_reply for line in written.lines]
        by_lead = [comment.author_id == idea.thread.author_id for comment in comments]
        assert by_lead == [line.by_author for line in written.lines]
        moments = [idea.thread.created_at, *(comment.created_at for comment in comments), until]
        assert moments == sorted(moments)
        assert (idea.thread.page, idea.thread.number) == ("ideas:idea", idea.pk)


def test_what_is_merged_leads_to_the_other_and_its_author_is_asked_to_take_part(until: datetime) -> None:
    merged = Idea.objects.filter(state=State.MERGED).select_related("merged_into")
    assert {idea.merged_into.state for idea in merged if idea.merged_into} == {State.OPEN, State.IN_PROGRESS}
    for asked in IdeaAuthor.objects.filter(state=IdeaAuthor.State.INVITED).select_related("idea"):
        assert asked.idea in [idea.merged_into for idea in merged]
        assert asked.person_id != asked.idea.owner_id


def test_new_ideas_wait_in_the_inbox_of_those_who_receive_them(until: datetime) -> None:
    new = {f"idea:{pk}" for pk in Idea.objects.filter(state=State.SUBMITTED).values_list("pk", flat=True)}
    mona = Person.objects.get(handle="mona")
    waiting = Notification.objects.filter(recipient=mona, read_at=None)
    assert set(waiting.filter(kind=Kind.IDEA_DUTY).values_list("subject", flat=True)) == new
    assert mona.unread_count == waiting.count()


def test_the_personas_have_ideas_of_their_own_and_ideas_to_answer(until: datetime) -> None:
    def own(handle: str) -> set[str]:
        return set(Idea.objects.by(Person.objects.get(handle=handle)).values_list("state", flat=True))

    assert own("ann") >= {State.DRAFT, State.IN_PROGRESS}
    assert own("ben") >= {State.OPEN, State.IN_REVIEW, State.IMPLEMENTED}
    assert all(own(handle) for handle in ("cleo", "mo", "tor", "ada"))
    assert Idea.objects.filter(owner__handle="mona").count() >= 4


@pytest.mark.parametrize("hours", [1, 6, 30, 900])
def test_however_short_the_time_people_speak_one_after_the_other_within_it(hours: int) -> None:
    until = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    lines = [Line("", is_reply=number % 3 == 1, by_author=False, speaker="it") for number in range(6)]
    for seed in range(30):
        moments = Murmur(Random(seed), Company(Random(seed), Cast()), Ledger(), until).moments(
            lines, (until - timedelta(hours=hours), until)
        )
        assert all(a < b for a, b in pairwise([until - timedelta(hours=hours), *moments, until]))


def test_every_round_is_one_that_the_actions_would_have_let_through(until: datetime) -> None:
    rounds = list(AwardRound.objects.order_by("announce_at"))
    assert [round.state for round in rounds] == [written.state for written in prizes.rounds()]
    for round, written in zip(rounds, prizes.rounds(), strict=True):
        desk = load_desk(round)
        assert list(round.changes.values_list("after", flat=True))[-1] == round.state
        assert len(desk.voting) == len(written.jury) + 1
        # where a department has nobody without a part in it, somebody else sits there
        assert len({seat.person.department_id for seat in desk.voting}) >= len(written.jury)
        for panel, category in zip(desk.panels, written.categories, strict=True):
            assert len(panel.lines) == len(category.nominees)
            won = [grant.idea.title for grant in panel.grants]
            best = [desk.line(one.tally.nomination).idea.title for one in panel.ranking.winning(1)]
            assert won == (best if category.winner else [])
            assert not any(line.owing for line in panel.lines) or round.state == RoundState.NOMINATING
            for line in panel.lines:
                assert {bar.conflicts[0].source for bar in line.bars} <= {Conflict.Source.DECLARED}


def test_nobody_nominates_or_gets_what_is_not_theirs_and_the_shares_are_whole(until: datetime) -> None:
    for nomination in Nomination.objects.select_related("by"):
        bound = IdeaAuthor.objects.bound().filter(idea=nomination.idea_id, person=nomination.by)
        carried = Delivery.objects.filter(idea=nomination.idea_id, owner=nomination.by)
        assert not bound.exists()
        assert not carried.exists()
    for grant in Grant.objects.all():
        shares = list(grant.recipients.values_list("share", flat=True))
        assert sum(shares) == 100
        assert max(shares) - min(shares) <= 1
        assert set(grant.recipients.values_list("person_id", flat=True)) == set(
            receiving([grant.idea_id])[grant.idea_id]
        )


def test_ideas_under_review_have_panels_that_obey_the_rules_people_are_held_to(until: datetime) -> None:
    for idea in Idea.objects.filter(state=State.IN_REVIEW):
        asked = list(idea.assignments.select_related("reviewer").exclude(state=Assignment.State.RECUSED))
        judges = [row.reviewer for row in asked]
        assert len(judges) >= 3
        authors = set(idea.authors.bound().values_list("person", flat=True))
        bosses = set(idea.authors.bound().values_list("person__manager", flat=True))
        assert not {person.pk for person in judges} & (authors | bosses | {idea.owner_id})
        assert sum(person.department_id != idea.department_id for person in judges) * 2 >= len(judges)
        assert all(row.created_at >= idea.state_since - timedelta(seconds=1) for row in asked)
        assert all((row.state == Assignment.State.DONE) == (row.closed_at is not None) for row in asked)


def test_what_is_said_of_them_is_whole_some_disagree_and_one_has_been_talked_over(until: datetime) -> None:
    done = Review.objects.exclude(submitted_at=None)
    assert done.count() == Assignment.objects.filter(state=Assignment.State.DONE).count() >= 12
    disputed = [idea for idea in Idea.objects.filter(state=State.IN_REVIEW) if spread_of_reviews(idea).is_disputed]
    assert len(disputed) == 2
    assert [owes_talk(idea) for idea in disputed].count(True) == 1
    assert Rubric.objects.get(is_house=True).frozen_at is not None
    assert Campaign.objects.get(slug="venter").rubric is not None


def test_the_personas_have_ideas_to_judge_and_one_to_decide(until: datetime) -> None:
    waiting = Assignment.objects.filter(state=Assignment.State.OPEN)
    for handle in ("ann", "ben", "cleo", "mona", "mo", "pia", "tor", "ada"):
        mine = waiting.filter(reviewer__handle=handle)
        assert mine.exists(), handle
        letters = Notification.objects.filter(recipient__handle=handle, kind=Kind.REVIEW, read_at=None)
        assert set(letters.values_list("subject", flat=True)) == {f"review:{row.idea_id}" for row in mine}
    assert Idea.objects.filter(owner__handle="mona", state=State.IN_REVIEW).exists()


def test_a_leader_outside_the_line_gave_an_award_on_the_spot_and_the_feed_told_of_it(until: datetime) -> None:
    grant = Grant.objects.announced().get(category=None)
    assert grant.decided_by.is_leader
    assert not is_in_line(grant.decided_by, list(grant.recipients.values_list("person_id", flat=True)))
    post = Post.objects.get(source=f"grant:{grant.pk}")
    assert post.thread.created_at == grant.announced_at < until
    assert grant.idea.title in post.text
