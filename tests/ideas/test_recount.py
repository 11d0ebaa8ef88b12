"""The nightly question whether what is counted equals what there is (invariant 40), asked of ideas."""

from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from ideas.actions import answer_co_author, ask_co_author, set_vote
from ideas.models import Campaign, Idea
from ideas.states import State
from profiles.actions import deactivate_person
from tests.factories import idea_of, moved
from tests.ideas.staged import NO

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


def recount(*options):
    said = StringIO()
    call_command("recount", *options, stdout=said)
    return said.getvalue()


def numbers():
    """The same, whether they are right or not."""
    said = StringIO()
    with suppress(CommandError):
        call_command("recount", stdout=said)
    return said.getvalue()


def test_votes_of_ideas_equal_their_rows_whatever_happened(ann, ben, cleo, siv, odd, mona, mo):
    stays, twin = idea_of(ann, title="Del bilene mellom depotene"), idea_of(ben)
    for person, idea in ((cleo, stays), (cleo, twin), (mona, twin), (ben, stays), (mo, stays)):
        set_vote(by=person, idea=idea, on=True)
    deactivate_person(by=None, person=mo)
    ask_co_author(by=ann, idea=stays, person=cleo)
    answer_co_author(by=cleo, idea=stays, yes=True)
    moved(twin, siv, State.OPEN, person=odd)
    moved(twin, siv, State.MERGED, into=Idea.objects.get(pk=stays.pk))
    assert Idea.objects.get(pk=stays.pk).vote_count == 2  # ben and mona; mo has left
    assert "votes of ideas: 0 wrong" in numbers()


def test_a_count_that_is_not_true_is_found_and_mended_and_the_card_is_another(ann, cleo, siv):
    idea = idea_of(ann)
    set_vote(by=cleo, idea=idea, on=True)
    Idea.objects.filter(pk=idea.pk).update(vote_count=7, reader_count=9)
    version = Idea.objects.get(pk=idea.pk).version
    with pytest.raises(CommandError):
        recount()
    assert "votes of ideas: 1 mended" in recount("--repair")
    mended = Idea.objects.get(pk=idea.pk)
    assert (mended.vote_count, mended.version) == (1, version + 1)


def test_points_of_ideas_equal_their_rows_and_are_mended(ann, ben, cleo, mona, odd):
    campaign = Campaign.objects.create(slug="poeng", title="Poeng", owner=mona, vote_budget=9, max_per_idea=3)
    stays, twin = (moved(idea_of(ann, campaign, f"Varmepumpe {n}"), mona, State.OPEN, person=odd) for n in "12")
    for person, idea, points in ((cleo, stays, 3), (cleo, twin, 2), (ben, twin, 2)):
        set_vote(by=person, idea=idea, on=True, points=points)
    moved(twin, odd, State.MERGED, into=stays)
    assert Idea.objects.get(pk=stays.pk).point_count == 5  # of cleo's two gifts the larger
    assert "points of ideas: 0 wrong" in numbers()
    Idea.objects.filter(pk=stays.pk).update(point_count=7)
    assert "points of ideas: 1 mended" in recount("--repair")
    assert Idea.objects.get(pk=stays.pk).point_count == 5


def test_what_the_last_word_is_said_on_stays_as_it_was(ann, cleo, siv):
    idea = moved(idea_of(ann), siv, State.DECLINED, **NO)
    Idea.objects.filter(pk=idea.pk).update(vote_count=7, reader_count=9)
    assert "votes of ideas: 0 wrong" in recount()
