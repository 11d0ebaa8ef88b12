"""What pages of ideas cost: pinned, and the same for three ideas and for thirty."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from ideas.actions import add_milestone, expect_benefit, keep_draft, move_target, open_box, set_vote
from ideas.models import Benefit, Idea
from ideas.states import State
from tests.factories import comment_of, idea_of, moved, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


@pytest.fixture
def cost(client_of, siv):
    """How many queries a page makes for siv, who takes ideas in, the second time it is read."""
    client = client_of(siv)

    def of(url):
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    return of


@pytest.fixture
def busy(ann, siv, cleo, places):
    """So many ideas, each wanted and answered: a third new, a third open, a third siv's own, of which as many drafts."""

    def write(times):
        for number in range(times):
            author = siv if number % 3 == 2 else ann
            idea = idea_of(author, places["everyone"] if number % 2 else None, f"Varmepumpe nummer {number}")
            set_vote(by=cleo, idea=idea, on=True)
            comment_of(cleo, idea.thread)
            if author == siv:
                keep_draft(by=siv, campaign=open_box(), words=proposal(f"Utkast nummer {number}"), draft=None, key=None)
            elif number % 3 == 1:
                set_vote(by=siv, idea=idea, on=True)
                receiver = idea.campaign.owner or siv
                moved(idea, receiver, State.OPEN, person=siv)

    return write


MOST = {
    "/ideas/": 11,  # the goal: at most 12
    "/ideas/?view=list": 10,
    "/ideas/?view=list&order=newest": 10,
    "/ideas/?view=list&order=readers&department=felt&late=1": 11,
    "/ideas/?state=open": 10,
    "/ideas/mine/": 18,  # one each for reviews that are due and for the way to the desk of awards
    "/ideas/new/": 5,
    "/desk/screening/": 7,
    "/campaigns/always-open/": 10,
    "/people/ann/ideas/": 6,
    "/ideas/insight/": 18,
    "/ideas/exports/": 8,
}


def test_a_page_costs_the_same_for_three_and_for_thirty(cost, busy):
    busy(3)
    few = {url: cost(url) for url in MOST}
    busy(27)
    assert {url: cost(url) for url in MOST} == few
    assert {url: count for url, count in few.items() if count > MOST[url]} == {}


def test_a_cold_board_costs_the_same_for_three_and_for_thirty(client_of, ben, busy):
    client, counts = client_of(ben), []
    client.get("/ideas/")
    for more in (3, 27):
        busy(more)
        caches["cards"].clear()
        with CaptureQueriesContext(connection) as asked:
            client.get("/ideas/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16


def test_an_ideas_page_costs_the_same_however_many_answer_vote_and_move(cost, busy, cleo, ann, siv):
    busy(2)
    idea = Idea.objects.get(state=State.OPEN)
    few = cost(f"/ideas/{idea.pk}/")
    for number in range(20):
        comment_of(ann, comment_of(cleo, idea.thread, f"Svar {number}").thread, "Takk")
    for _turn in range(3):
        idea = moved(idea, siv, State.NEEDS_INFO, note="Hvor mange?")
        idea = moved(idea, ann, State.OPEN)
    assert cost(f"/ideas/{idea.pk}/") == few
    assert few <= 32


def test_what_became_of_an_idea_costs_the_same_however_many_steps_effects_and_changes_there_are(
    client_of, at, siv, dag
):
    idea = at(State.IN_PROGRESS)
    client, counts = client_of(siv), {}
    for times in (1, 5):
        for number in range(times):
            add_milestone(by=dag, idea=idea, title=f"Steg {number}", due_on=localdate())
            expect_benefit(by=dag, idea=idea, benefit=Benefit(kind="time", unit=f"timer {number}", projected=number))
            move_target(by=dag, idea=idea, day=localdate() + timedelta(days=70 + 10 * times + number), reason="Is.")
        for url in (f"/ideas/{idea.pk}/", f"/ideas/{idea.pk}/delivery/"):
            assert client.get(url).status_code == 200
            with CaptureQueriesContext(connection) as asked:
                client.get(url)
            counts.setdefault(url, []).append(len(asked))
    assert counts == {f"/ideas/{idea.pk}/": [36, 36], f"/ideas/{idea.pk}/delivery/": [8, 8]}
    # its awards, the rounds that are open for it, and whether the reader leads somebody are one each
