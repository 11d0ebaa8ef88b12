"""Merging two ideas into one, and taking it back: no chains, the same readers, each person counted once."""

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ideas.access import can_move_idea, moves_for
from ideas.actions import Said, answer_co_author, ask_co_author, move_idea, note_reading, recount_votes, set_vote
from ideas.models import Clock, Idea
from ideas.states import State
from network.core.access import Refused
from tests.factories import PersonFactory, idea_of, moved

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


@pytest.fixture
def pair(ann, ben, siv, odd):
    """Two open ideas: the one that stays, by ben, and the one that goes into it, by ann."""
    stays, goes = idea_of(ben, title="Del bilene mellom depotene"), idea_of(ann)
    return [moved(idea, siv, State.OPEN, person=odd) for idea in (stays, goes)]


def fresh(*ideas):
    return [Idea.objects.select_related("campaign", "thread").get(pk=idea.pk) for idea in ideas]


def counts(*ideas):
    return [(idea.vote_count, idea.reader_count) for idea in fresh(*ideas)]


def merge(by, idea, into):
    return moved(idea, by, State.MERGED, into=into)


def test_voters_and_readers_of_both_count_once_and_taking_it_back_restores_the_exact_counts(pair, odd):
    stays, goes = pair
    both, first, second, reader = PersonFactory.create_batch(4)
    for person, idea in ((both, stays), (both, goes), (first, stays), (second, goes)):
        set_vote(by=person, idea=idea, on=True)
    note_reading(by=reader, idea=stays)
    note_reading(by=reader, idea=goes)
    before = counts(stays, goes)
    assert before == [(2, 3), (2, 3)]
    goes = merge(odd, goes, stays)
    assert counts(stays) == [(3, 4)]
    moved(goes, odd, State.OPEN)
    assert counts(stays, goes) == before


def test_a_vote_given_while_merged_stays_with_the_idea_that_got_it(pair, odd, cleo):
    stays, goes = pair
    goes = merge(odd, goes, stays)
    with pytest.raises(Refused):
        set_vote(by=cleo, idea=goes, on=True)
    set_vote(by=cleo, idea=stays, on=True)
    moved(goes, odd, State.OPEN)
    assert counts(stays, goes) == [(1, 1), (0, 0)]


def test_the_author_of_what_was_merged_may_want_the_idea_that_stays_until_they_become_its_author(pair, odd, ann, ben):
    stays, goes = pair
    merge(odd, goes, stays)
    set_vote(by=ann, idea=stays, on=True)
    assert counts(stays) == [(1, 1)]
    ask_co_author(by=ben, idea=stays, person=ann)
    assert counts(stays) == [(0, 0)]
    answer_co_author(by=ann, idea=stays, yes=True)
    assert counts(stays) == [(0, 0)]


def test_the_vote_of_somebody_who_became_co_author_of_the_merged_one_does_not_come_back_by_merging(
    pair, odd, ann, cleo
):
    stays, goes = pair
    set_vote(by=cleo, idea=goes, on=True)
    ask_co_author(by=ann, idea=goes, person=cleo)
    answer_co_author(by=cleo, idea=goes, yes=True)
    assert counts(goes) == [(0, 0)]
    merge(odd, goes, stays)
    assert counts(stays) == [(0, 0)]


def test_opening_one_of_two_merged_ideas_or_both_counts_one_reader(pair, odd, cleo):
    stays, goes = pair
    note_reading(by=cleo, idea=goes)
    goes = merge(odd, goes, stays)
    note_reading(by=cleo, idea=stays)
    assert counts(stays) == [(0, 1)]
    other = PersonFactory()
    note_reading(by=other, idea=goes)
    for idea in pair:
        before = counts(idea)
        recount_votes(idea)
        assert counts(idea) == before
    assert counts(stays) == [(0, 2)]


def test_there_is_no_merging_into_itself_or_into_what_is_merged_or_withdrawn_or_a_draft(pair, odd, siv, ann, at):
    stays, goes = pair
    with pytest.raises(Refused):
        merge(odd, goes, goes)
    with pytest.raises(IntegrityError, match="idea_not_merged_into_itself"), transaction.atomic():
        Idea.objects.filter(pk=goes.pk).update(merged_into=goes.pk, state=State.MERGED)
    third = moved(idea_of(ann, title="En tredje idé om biler"), siv, State.OPEN, person=odd)
    for state in (State.WITHDRAWN, State.DRAFT):
        with pytest.raises(Refused):
            merge(odd, third, at(state, title="Noe helt annet her"))
    goes = merge(odd, goes, stays)
    with pytest.raises(Refused):
        merge(odd, third, goes)


def test_there_are_no_chains(pair, odd, siv, ann):
    stays, goes = pair
    merge(odd, goes, stays)
    third = moved(idea_of(ann, title="En tredje idé om biler"), siv, State.OPEN, person=odd)
    stays, third = fresh(stays, third)
    assert State.MERGED not in moves_for(odd, stays)
    with pytest.raises(Refused):
        merge(odd, stays, third)
    assert not Idea.objects.filter(merged_into__merged_into__isnull=False).exists()


def test_the_database_knows_that_merged_means_into_something(pair):
    stays, goes = pair
    for change in ({"state": State.MERGED}, {"merged_into": stays.pk}):
        with pytest.raises(IntegrityError, match="idea_merged_has_a_target"), transaction.atomic():
            Idea.objects.filter(pk=goes.pk).update(**change)


def test_ideas_are_merged_only_where_the_same_people_read_them(places, ann, mona):
    ideas = {name: moved(idea_of(ann, campaign), mona, State.OPEN, person=mona) for name, campaign in places.items()}
    for one, idea in ideas.items():
        for other, into in ideas.items():
            if one != other:
                with pytest.raises(Refused):
                    merge(mona, idea, into)


def test_a_merger_is_taken_back_within_ninety_days(pair, odd):
    stays, goes = pair
    with time_machine.travel("2026-03-02T08:00Z", tick=False):
        goes = merge(odd, goes, stays)
    with time_machine.travel("2026-05-31T08:00Z", tick=False):
        assert can_move_idea(odd, goes, State.OPEN)
    with time_machine.travel("2026-06-01T08:00Z", tick=False):
        assert not can_move_idea(odd, goes, State.OPEN)
        with pytest.raises(Refused):
            moved(goes, odd, State.OPEN)


def test_what_was_merged_again_is_owed_a_decision_again(pair, odd):
    stays, goes = pair
    goes = merge(odd, goes, stays)
    assert not Clock.objects.filter(idea=goes, met_at=None).exists()
    moved(goes, odd, State.OPEN)
    assert Clock.objects.get(idea=goes, met_at=None).kind == Clock.Kind.DECISION


def test_a_merger_goes_back_to_where_it_was(at, siv, odd):
    at(State.OPEN, title="Del bilene mellom depotene")
    into = Idea.objects.get(title="Del bilene mellom depotene")
    idea = moved(at(State.IN_REVIEW), odd, State.MERGED, into=into)
    assert moves_for(odd, idea) == [State.IN_REVIEW]
    with pytest.raises(Refused):
        move_idea(by=odd, idea=idea, to=State.OPEN, said=Said(person=odd))
