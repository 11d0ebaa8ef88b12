"""One vote each, none on one's own, none after the last word; and counters that equal their recount whatever happened."""

from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ideas.access import can_vote_on
from ideas.actions import (
    answer_co_author,
    ask_co_author,
    forget_readings,
    leave_idea,
    note_reading,
    note_seen,
    recount_votes,
    set_vote,
    stop_counting,
    take_back_request,
)
from ideas.models import Idea, Reader, Vote
from ideas.states import State
from network.core.access import Refused
from network.core.clock import now
from profiles.actions import deactivate_person
from tests.factories import PersonFactory, idea_of, moved
from tests.ideas.staged import complete

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


def counts(idea):
    return tuple(Idea.objects.values_list("vote_count", "reader_count").get(pk=idea.pk))


@pytest.fixture
def idea(ann):
    return idea_of(ann)


def test_a_vote_is_given_once_taken_back_and_given_again(idea, cleo, told):
    for on, count in ((True, 1), (True, 1), (False, 0), (False, 0), (True, 1)):
        set_vote(by=cleo, idea=idea, on=on)
        assert counts(idea) == (count, 1)  # who has voted has read, also afterwards
    assert [type(event).__name__ for event in told] == ["VotesChanged"] * 3


def test_the_database_keeps_one_vote_and_one_reading_for_each_person(idea, cleo):
    for model in (Vote, Reader):
        model.objects.create(idea=idea, person=cleo)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(idea=idea, person=cleo)


def test_sending_an_idea_in_is_not_a_vote_for_it(idea):
    assert counts(idea) == (0, 0)
    assert not Vote.objects.exists()


def test_nobody_votes_on_what_they_wrote_or_are_asked_to_take_part_in(idea, ann, ben):
    ask_co_author(by=ann, idea=idea, person=ben)
    for person in (ann, ben):
        with pytest.raises(Refused):
            set_vote(by=person, idea=idea, on=True)
    answer_co_author(by=ben, idea=idea, yes=True)
    with pytest.raises(Refused):
        set_vote(by=ben, idea=idea, on=True)
    assert not Vote.objects.exists()


def test_a_vote_given_before_stops_counting_while_one_is_asked_and_counts_again_after_a_no(idea, ann, ben, cleo):
    set_vote(by=ben, idea=idea, on=True)
    set_vote(by=cleo, idea=idea, on=True)
    ask_co_author(by=ann, idea=idea, person=ben)
    assert counts(idea) == (1, 1)
    answer_co_author(by=ben, idea=idea, yes=False)
    assert counts(idea) == (2, 2)
    ask_co_author(by=ann, idea=idea, person=ben)
    take_back_request(by=ann, idea=idea, person=ben)
    assert counts(idea) == (2, 2)
    ask_co_author(by=ann, idea=idea, person=ben)
    answer_co_author(by=ben, idea=idea, yes=True)
    assert counts(idea) == (1, 1)
    leave_idea(by=ben, idea=idea)
    assert counts(idea) == (2, 2)


def test_nobody_votes_after_the_last_word(at, cleo):
    idea = at(State.OPEN)
    votable = {"submitted", "needs-info", "open", "in-review", "approved", "in-progress", "parked"}
    for idea.state in State:  # only in memory: what the predicate reads
        assert can_vote_on(cleo, idea) is (idea.state in votable)


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN, State.MERGED])
def test_after_the_last_word_no_vote_is_given_or_taken_back(at, cleo, state):
    idea = at(state)
    Vote.objects.create(idea=idea, person=cleo)
    for on in (True, False):
        with pytest.raises(Refused):
            set_vote(by=cleo, idea=idea, on=on)
    assert Vote.objects.count() == 1


def test_a_co_author_who_leaves_after_the_last_word_does_not_change_the_result(at, ann, ben, odd, cast):
    idea = at(State.IN_REVIEW)
    set_vote(by=ben, idea=idea, on=True)
    ask_co_author(by=ann, idea=idea, person=ben)
    answer_co_author(by=ben, idea=idea, yes=True)
    moved(idea, odd, State.DECLINED, **complete(idea, cast)[State.DECLINED])
    leave_idea(by=ben, idea=idea)
    assert counts(idea) == (0, 0)


def test_leaving_the_house_uncounts_votes_on_what_is_open_and_leaves_what_is_closed(at, cleo, odd, cast):
    open_, closed = at(State.OPEN), at(State.IN_REVIEW, title="Varmepumpe i verkstedet")
    for idea in (open_, closed):
        set_vote(by=cleo, idea=idea, on=True)
    moved(closed, odd, State.DECLINED, **complete(closed, cast)[State.DECLINED])
    deactivate_person(person=cleo)
    assert counts(open_)[0] == 0
    assert counts(closed)[0] == 1
    assert Vote.objects.get(idea=open_).counted is False


def test_leaving_the_house_uncounts_a_vote_on_what_was_merged_into_something_open(at, siv, cleo):
    stays, goes = at(State.OPEN), at(State.OPEN, title="Enda en bil fra naboen")
    set_vote(by=cleo, idea=goes, on=True)
    moved(goes, siv, State.MERGED, into=stays)
    assert counts(stays) == (1, 1)
    stop_counting(person_id=cleo.pk)
    assert counts(stays)[0] == 0


def test_the_database_never_has_fewer_readers_than_votes(idea, cleo):
    set_vote(by=cleo, idea=idea, on=True)
    with pytest.raises(IntegrityError, match="idea_readers_cover_votes"), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(reader_count=0)
    Reader.objects.all().delete()
    recount_votes(idea)
    assert counts(idea) == (1, 1)


def test_opening_an_idea_counts_once_and_authors_and_outsiders_never(places, ann, ben, mona, cleo):
    idea = idea_of(ann, places["closed"])
    ask_co_author(by=ann, idea=idea, person=ben)
    for person in (ann, ben, cleo, mona, mona):
        note_reading(by=person, idea=idea)
    assert counts(idea) == (0, 1)
    assert Reader.objects.get().person == mona


def test_a_list_counts_once_what_the_person_may_see_and_has_not_written(places, ann, ben, mona, cleo, client_of):
    ideas = [idea_of(ann, places[name], f"Varmepumpe {name}") for name in ("everyone", "closed")]
    own = idea_of(cleo, places["everyone"], "Varmepumpe hos Cleo")
    for _twice in range(2):
        note_seen(by=cleo, ideas=[idea.pk for idea in (*ideas, own)])
    assert [counts(idea) for idea in (*ideas, own)] == [(0, 1), (0, 0), (0, 0)]
    note_reading(by=cleo, idea=ideas[0])
    assert counts(ideas[0]) == (0, 1)
    client = client_of(mona)
    for _twice in range(2):
        answer = client.post("/ideas/seen/", {"idea": [ideas[0].pk, ideas[1].pk, "x", "-1", "9" * 30]})
        assert answer.status_code == 204
    assert [counts(idea) for idea in ideas] == [(0, 2), (0, 1)]


def test_who_read_is_forgotten_a_year_after_closing_and_the_numbers_stay(at, ann, siv, cleo, mona):
    with time_machine.travel("2025-01-07T08:00Z", tick=False):
        withdrawn, open_ = at(State.OPEN), at(State.OPEN, title="Varmepumpe i verkstedet")
        for idea in (withdrawn, open_):
            note_reading(by=cleo, idea=idea)
        moved(withdrawn, ann, State.WITHDRAWN)
    forget_readings(before=now() - timedelta(days=365))
    assert [reader.idea for reader in Reader.objects.all()] == [open_]
    set_vote(by=mona, idea=open_, on=True)  # counted anew, and nobody is lost
    assert [counts(withdrawn), counts(open_)] == [(0, 1), (1, 2)]


def test_a_whole_year_of_reading_is_counted_as_one_reader(idea, cleo):
    note_reading(by=cleo, idea=idea)
    forget_readings(before=now() + timedelta(days=1))
    note_reading(by=cleo, idea=idea)
    assert counts(idea) == (0, 1)


# Whatever happens, in whatever order.


def one_act(random, crowd, ideas, odd):
    """Something that somebody tries with some idea; half of it is refused."""
    person, other = random.choice(crowd), random.choice(ideas)
    idea = Idea.objects.select_related("campaign", "thread").get(pk=random.choice(ideas).pk)
    lead, yes = idea.authors.get(role="lead").person, random.random() < 0.5
    return random.choice(
        [
            lambda: set_vote(by=person, idea=idea, on=True),
            lambda: set_vote(by=person, idea=idea, on=True),
            lambda: set_vote(by=person, idea=idea, on=False),
            lambda: note_reading(by=person, idea=idea),
            lambda: note_seen(by=person, ideas=[one.pk for one in ideas]),
            lambda: ask_co_author(by=lead, idea=idea, person=person),
            lambda: take_back_request(by=lead, idea=idea, person=person),
            lambda: answer_co_author(by=person, idea=idea, yes=yes),
            lambda: leave_idea(by=person, idea=idea),
            lambda: moved(idea, odd, State.MERGED, into=other),
            lambda: moved(idea, odd, State.OPEN),
            lambda: stop_counting(person_id=person.pk),
        ]
    )


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_counters_equal_their_recount_after_two_hundred_random_acts(seed, ann, ben, siv, odd):
    random = Random(seed)
    sent = [idea_of(lead, title=f"Varmepumpe {n}") for n, lead in enumerate([ann, ben] * 2)]
    ideas = [moved(idea, siv, State.OPEN, person=odd) for idea in sent]
    crowd = [*PersonFactory.create_batch(6), ann, ben]
    done = 0
    for _ in range(200):
        with suppress(Refused):
            one_act(random, crowd, ideas, odd)()
            done += 1
    assert done > 80
    before = [counts(idea) for idea in ideas]
    assert sum(votes for votes, _readers in before)
    for idea in ideas:
        recount_votes(idea)
    assert [counts(idea) for idea in ideas] == before
    assert not Idea.objects.filter(merged_into__merged_into__isnull=False).exists()
