"""The orders of a list: what is talked about now, and the results of voting; hidden numbers show in neither."""

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from ideas.actions import set_vote
from ideas.models import Campaign, Idea, Reader, Vote
from ideas.queries import Narrowing, Order, listed
from ideas.states import State
from network.core.clock import now
from tests.factories import PersonFactory, comment_of, idea_of

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


def order(person, wanted, **narrowing):
    return [pk for pk, _version in listed(person, Narrowing(order=wanted, **narrowing)).keys]


@pytest.fixture
def voted(db, mona):
    """A campaign in which voting is over, and how many is told."""
    return Campaign.objects.create(slug="stemt", title="Stemt", owner=mona, vote_ends_at=now() - timedelta(hours=1))


def counted(author, campaign, votes, readers):
    idea = idea_of(author, campaign, f"Varmepumpe {votes} av {readers}")
    Idea.objects.filter(pk=idea.pk).update(vote_count=votes, reader_count=readers)
    return idea


class TestRecommended:
    def test_what_one_read_before_today_stands_last_and_what_one_reads_today_stays_where_it_was(self, ann, ben, cleo):
        ideas = [idea_of(ann, title=f"Varmepumpe nummer {n}") for n in range(6)]
        before = order(ben, Order.RECOMMENDED)
        first, second = before[:2]
        midnight = localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
        Reader.objects.create(idea_id=first, person=ben, seen_at=midnight)
        Reader.objects.create(idea_id=second, person=cleo, seen_at=midnight - timedelta(seconds=1))
        assert order(ben, Order.RECOMMENDED) == before
        assert order(cleo, Order.RECOMMENDED)[-1] == second
        Reader.objects.filter(idea=first).update(seen_at=midnight - timedelta(seconds=1))
        assert order(ben, Order.RECOMMENDED)[-1] == first
        assert sorted(order(ben, Order.RECOMMENDED)) == sorted(idea.pk for idea in ideas)


class TestTrending:
    def test_votes_and_voices_of_these_thirty_days_lift_an_idea_and_those_before_do_not(self, ann, ben, cleo):
        quiet, wanted, discussed, before = (idea_of(ann, title=f"Varmepumpe nummer {n}") for n in range(4))
        set_vote(by=cleo, idea=wanted, on=True)
        comment_of(ben, discussed.thread)
        set_vote(by=cleo, idea=before, on=True)
        set_vote(by=ben, idea=before, on=True)
        Vote.objects.filter(idea=before).update(created_at=now() - timedelta(days=31))
        assert order(ben, Order.TRENDING) == [wanted.pk, discussed.pk, before.pk, quiet.pk]

    def test_what_its_authors_say_and_what_somebody_says_again_lifts_nothing(self, ann, ben, cleo):
        own, twice, two = (idea_of(ann, title=f"Varmepumpe nummer {n}") for n in range(3))
        for _n in range(3):
            comment_of(ann, own.thread)
            comment_of(ben, twice.thread)
        comment_of(ben, two.thread)
        comment_of(cleo, two.thread)
        assert order(ben, Order.TRENDING) == [two.pk, twice.pk, own.pk]

    def test_votes_that_are_not_told_lift_nothing(self, ann, ben, mona):
        secret = Campaign.objects.create(slug="skjult", title="Skjult", owner=mona, counts="closed")
        hidden, newer = idea_of(ann, secret), idea_of(ann, title="Varmepumpe på lageret")
        for person in PersonFactory.create_batch(3):
            set_vote(by=person, idea=hidden, on=True)
        assert order(ben, Order.TRENDING) == [newer.pk, hidden.pk]


class TestResults:
    def test_the_lower_bound_decides_and_too_few_readers_stand_apart(self, ann, ben, voted):
        many = counted(ann, voted, 60, 100)  # lower bound .536
        sure = counted(ann, voted, 9, 15)  # .436
        broad = counted(ann, voted, 80, 200)  # .357
        few = counted(ann, voted, 14, 14)
        found = listed(ben, Narrowing(order=Order.RESULTS))
        assert [pk for pk, _version in found.keys] == [many.pk, sure.pk, broad.pk, few.pk]
        assert found.apart == few.pk
        assert (found.judged[many.pk].votes, found.judged[many.pk].readers) == (60, 100)

    def test_what_people_still_vote_on_has_no_result(self, ann, ben, mona, voted):
        open_still = Campaign.objects.create(
            slug="apen", title="Åpen", owner=mona, vote_ends_at=now() + timedelta(days=1)
        )
        idea_of(ann, open_still)
        declined = idea_of(ann, title="Varmepumpe som ble avslått")
        Idea.objects.filter(pk=declined.pk).update(state=State.DECLINED)
        assert order(ben, Order.RESULTS) == [declined.pk]
        over = counted(ann, voted, 1, 20)
        assert set(order(ben, Order.RESULTS)) == {declined.pk, over.pk}

    def test_the_pages_show_how_sure_it_is_with_words_for_the_whisker(self, ann, ben, voted, client_of):
        counted(ann, voted, 60, 100)
        counted(ann, voted, 3, 4)
        ben.language = "en"
        ben.save()
        for address in ("/ideas/?view=list&order=results", "/campaigns/stemt/"):
            text = client_of(ben).get(address).text
            assert "60 of 100 readers want it" in text
            assert "Between 54 and 66 per cent" in text
            assert text.index("60 of 100") < text.index("Too few readers to judge") < text.index("3 of 4")

    def test_the_mark_of_those_apart_stands_once_over_the_pages(self, ann, ben, voted):
        for n in range(22):
            counted(ann, voted, 20, 40 + n)
        few = [counted(ann, voted, 1, 2 + n) for n in range(2)]
        first, second = (listed(ben, Narrowing(order=Order.RESULTS), page) for page in (1, 2))
        assert (first.apart, first.next_page) == (None, 2)
        assert second.apart == few[0].pk
        assert len(second.keys) == 4


def test_every_order_costs_the_same_however_many_ideas_there_are(ann, ben, voted, django_assert_max_num_queries):
    for wanted in Order:
        listed(ben, Narrowing(order=wanted))
    for n in range(12):
        counted(ann, voted, n, 20 + n)
    for wanted, most in ((Order.TRENDING, 3), (Order.RESULTS, 1), (Order.RECOMMENDED, 1)):
        with django_assert_max_num_queries(most):
            listed(ben, Narrowing(order=wanted))
