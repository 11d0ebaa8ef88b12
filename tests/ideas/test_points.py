"""Points to vote with: never more than the budget, back once when the idea is over; a merged vote can be taken back."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ideas.access import can_take_vote_back
from ideas.actions import answer_co_author, ask_co_author, recount_votes, set_vote, take_vote_back
from ideas.models import Campaign, Idea, Vote
from ideas.queries import points_of, votes_brought
from ideas.states import State
from network.core.access import Refused
from network.core.clock import now
from tests.factories import idea_of, moved
from tests.ideas.staged import NO
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
SPENT, TOO_MUCH = "points left", "more than one idea"


@pytest.fixture
def budget(db, mona):
    """Five points each, at most three on one idea."""
    return Campaign.objects.create(slug="poeng", title="Poeng", owner=mona, vote_budget=5, max_per_idea=3)


@pytest.fixture
def two(ann, budget):
    return [idea_of(ann, budget, f"Varmepumpe nummer {n}") for n in "12"]


def numbers(idea):
    return tuple(Idea.objects.values_list("vote_count", "point_count").get(pk=idea.pk))


def test_points_are_given_changed_and_taken_back_and_people_are_counted_beside_them(two, ben, cleo):
    one, other = two
    set_vote(by=cleo, idea=one, on=True, points=3)
    set_vote(by=ben, idea=one, on=True, points=1)
    assert numbers(one) == (2, 4)
    set_vote(by=cleo, idea=one, on=True, points=2)
    assert numbers(one) == (2, 3)
    assert points_of(cleo, one.campaign, other) == (0, 3, 5, 3)
    assert list(points_of(cleo, one.campaign, one).choices) == [0, 1, 2, 3]
    set_vote(by=cleo, idea=one, on=False)
    assert numbers(one) == (1, 1)
    assert points_of(cleo, one.campaign).left == 5


def test_nobody_gives_more_than_they_have_nor_more_than_one_idea_may_get(two, cleo, english):
    one, other = two
    for points in (0, 4):
        with pytest.raises(Refused, match=TOO_MUCH):
            set_vote(by=cleo, idea=one, on=True, points=points)
    set_vote(by=cleo, idea=one, on=True, points=3)
    with pytest.raises(Refused, match=SPENT):
        set_vote(by=cleo, idea=other, on=True, points=3)
    assert numbers(other) == (0, 0)
    set_vote(by=cleo, idea=other, on=True, points=2)  # the five are used up, and no more
    set_vote(by=cleo, idea=one, on=True, points=1)
    set_vote(by=cleo, idea=other, on=True, points=3)


def test_where_there_is_no_budget_a_vote_is_one_point(ann, cleo, english):
    idea = idea_of(ann)
    with pytest.raises(Refused, match=TOO_MUCH):
        set_vote(by=cleo, idea=idea, on=True, points=2)
    assert points_of(cleo, idea.campaign) is None


def test_points_of_another_campaign_are_others(two, ann, mona, cleo):
    apart = Campaign.objects.create(slug="egne", title="Egne", owner=mona, vote_budget=1, max_per_idea=1)
    for idea in two:
        set_vote(by=cleo, idea=idea, on=True, points=2)
    set_vote(by=cleo, idea=idea_of(ann, apart), on=True)
    assert points_of(cleo, apart).left == 0
    assert points_of(cleo, two[0].campaign).left == 1


@pytest.mark.parametrize("end", [State.DECLINED, State.WITHDRAWN, State.MERGED])
def test_points_come_back_when_the_idea_is_declined_withdrawn_or_merged(end, two, ann, mona, odd, cleo):
    one, other = (moved(idea, mona, State.OPEN, person=odd) for idea in two)
    set_vote(by=cleo, idea=one, on=True, points=3)
    said = {State.DECLINED: {**NO}, State.MERGED: {"into": other}}.get(end, {})
    if end == State.DECLINED:
        Idea.objects.filter(pk=one.pk).update(state=State.IN_REVIEW)
        one.refresh_from_db()
    moved(one, ann if end == State.WITHDRAWN else odd, end, **said)
    assert points_of(cleo, one.campaign).left == 5
    assert Vote.objects.get(idea=one).points == 3  # what was wanted stays known


def test_points_come_back_once_and_the_database_keeps_the_moment(two, mona, odd, cleo):
    one, other = (moved(idea, mona, State.OPEN, person=odd) for idea in two)
    set_vote(by=cleo, idea=one, on=True, points=3)
    moved(one, odd, State.MERGED, into=other)
    first = Vote.objects.get(idea=one).released_at
    one = moved(Idea.objects.get(pk=one.pk), odd, State.OPEN)
    moved(one, odd, State.MERGED, into=other)
    assert Vote.objects.get(idea=one).released_at == first
    for later in (None, now() + timedelta(days=1)):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Vote.objects.filter(idea=one).update(released_at=later)


def test_points_that_came_back_are_spent_anew_when_they_are_given_again(two, mona, odd, cleo):
    one, other = (moved(idea, mona, State.OPEN, person=odd) for idea in two)
    set_vote(by=cleo, idea=one, on=True, points=3)
    moved(one, odd, State.MERGED, into=other)
    one = moved(Idea.objects.get(pk=one.pk), odd, State.OPEN)
    assert points_of(cleo, one.campaign).left == 5
    set_vote(by=cleo, idea=one, on=True, points=2)
    assert points_of(cleo, one.campaign).left == 3


def test_of_a_person_who_wants_both_merged_ideas_the_larger_gift_counts(two, mona, odd, cleo, ben):
    one, other = (moved(idea, mona, State.OPEN, person=odd) for idea in two)
    set_vote(by=cleo, idea=one, on=True, points=3)
    set_vote(by=cleo, idea=other, on=True, points=1)
    set_vote(by=ben, idea=other, on=True, points=2)
    moved(one, odd, State.MERGED, into=other)
    assert numbers(other) == (2, 5)
    recount_votes(other)
    assert numbers(other) == (2, 5)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_budget_holds_when_twenty_ideas_are_given_to_at_once(budget, ann, cleo):
    ideas = [idea_of(ann, budget, f"Varmepumpe nummer {n}") for n in range(20)]
    went = at_once(*[lambda i=i: set_vote(by=cleo, idea=i, on=True, points=1) for i in ideas])
    assert went.count(True) == 5
    assert sum(Vote.objects.values_list("points", flat=True)) == 5


class TestRegret:
    @pytest.fixture
    def merged(self, two, mona, odd, cleo):
        one, other = (moved(idea, mona, State.OPEN, person=odd) for idea in two)
        set_vote(by=cleo, idea=one, on=True)
        moved(one, odd, State.MERGED, into=other)
        return Idea.objects.select_related("merged_into").get(pk=one.pk)

    def test_whoever_voted_for_what_was_merged_takes_the_vote_back_and_the_page_offers_it(
        self, merged, cleo, ben, client_of
    ):
        into = merged.merged_into
        assert numbers(into) == (1, 1)
        assert votes_brought(cleo, into) == [merged]
        assert votes_brought(ben, into) == []
        assert f"/ideas/{merged.pk}/regret/" in client_of(cleo).get(f"/ideas/{into.pk}/").text
        assert client_of(cleo).post(f"/ideas/{merged.pk}/regret/").status_code == 303
        assert numbers(into) == (0, 0)
        assert votes_brought(cleo, into) == []

    def test_only_the_own_vote_only_for_fourteen_days_and_only_while_it_can_be_voted_on(self, merged, cleo, ben, gone):
        assert [can_take_vote_back(person, merged) for person in (cleo, ben, gone)] == [True, False, False]
        with time_machine.travel(now() + timedelta(days=15)):
            assert not can_take_vote_back(cleo, merged)
            assert votes_brought(cleo, merged.merged_into) == []
        with pytest.raises(Refused):
            take_vote_back(by=ben, merged=merged)
        Idea.objects.filter(pk=merged.merged_into_id).update(state=State.WITHDRAWN)
        assert not can_take_vote_back(cleo, Idea.objects.select_related("merged_into").get(pk=merged.pk))


def test_somebody_who_becomes_an_author_gives_no_points_that_count(two, ann, cleo):
    set_vote(by=cleo, idea=two[0], on=True, points=3)
    ask_co_author(by=ann, idea=two[0], person=cleo)
    answer_co_author(by=cleo, idea=two[0], yes=True)
    assert numbers(two[0]) == (0, 0)


def test_the_page_of_the_idea_and_of_the_campaign_say_what_is_left(two, ben, cleo, client_of, english):
    cleo.language = "en"
    cleo.save()
    client, idea = client_of(cleo), two[0]
    assert "You have 5 of 5 points left" in client.get(f"/campaigns/{idea.campaign.slug}/").text
    assert client.post(f"/ideas/{idea.pk}/vote/", {"points": "3"}).status_code == 303
    text = client.get(f"/ideas/{idea.pk}/").text
    assert "You have 2 of 5 points left" in text
    assert 'value="3" checked' in text
    client.post(f"/ideas/{idea.pk}/vote/", {"points": "0"})
    assert not Vote.objects.exists()
    for nonsense in ({}, {"points": "-1"}, {"points": "x"}, {"on": "2"}):
        assert client.post(f"/ideas/{idea.pk}/vote/", nonsense).status_code == 404
    assert client.post(f"/ideas/{idea.pk}/vote/", {"points": "4"}, headers={"HX-Request": "true"}).status_code == 403


def test_how_many_points_there_are_stays_once_somebody_has_voted(two, mona, cleo, client_of):
    set_vote(by=cleo, idea=two[0], on=True, points=1)
    client, campaign = client_of(mona), two[0].campaign
    page = client.get(f"/campaigns/{campaign.slug}/edit/").context["form"]
    fields = {name: page[name].value() or "" for name in page.fields} | {
        "submit_ends": "2099-01-01",
        "question": "Hva?",
    }
    refused = client.post(f"/campaigns/{campaign.slug}/edit/", {**fields, "vote_budget": "9"})
    assert refused.status_code == 422
    assert "vote_budget" in refused.context["form"].errors
    assert client.post(f"/campaigns/{campaign.slug}/edit/", fields).status_code == 303
    campaign.refresh_from_db()
    assert campaign.vote_budget == 5
