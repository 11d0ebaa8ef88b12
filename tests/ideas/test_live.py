"""What colleagues hear of ideas while they look: over the real socket."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from ideas import actions
from ideas.events import VotesChanged
from ideas.live import idea_changed
from ideas.states import State
from network.conversations.actions import lift_restriction, place_restriction
from profiles.models import Role
from tests.factories import idea_of, moved, proposal
from tests.live.conftest import act


@pytest.fixture
async def taken_in(page_of, mona):
    """Mona takes ideas in."""
    await act(Role.objects.create)(person=mona, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")


def named(name):
    return lambda frame: frame.get("id") == name


async def test_a_move_renews_the_card_the_row_and_the_page_and_refreshes_the_columns(page_of, taken_in, ann, ben, mona):
    idea = await act(idea_of)(ann, None, "Kanarifugl i gruva")
    board, page = await page_of(ben, "home"), await page_of(ben, f"thread:{idea.thread_id}")
    await act(moved)(idea, mona, State.OPEN, person=mona)
    card = await board.until(named(f"idea-{idea.pk}"))
    assert card["verb"] == "replace"
    assert "Kanarifugl" in card["html"]
    row = await board.until(named(f"idea-row-{idea.pk}"))
    assert "Open" in row["html"]  # ben reads English
    column = await board.until(lambda f: f.get("target") == "idea-board")
    assert (column["verb"], "html" in column) == ("refresh", False)
    assert (await page.until(named(f"support-{idea.pk}")))["verb"] == "replace"
    history = await page.until(lambda f: f.get("target") == f"idea-{idea.pk}-history")
    assert history["verb"] == "refresh"


async def test_a_vote_is_heard_as_a_number_that_is_pressed_for_nobody(page_of, ann, ben, cleo):
    idea = await act(idea_of)(ann)
    page = await page_of(ben, "home")
    await act(actions.set_vote)(by=cleo, idea=idea, on=True)
    card = await page.until(named(f"idea-{idea.pk}"))
    assert "<span data-n>1</span>" in card["html"]
    assert 'aria-pressed="true"' not in card["html"]


@pytest.mark.parametrize("kind", ["open", "closed", "secret"])
async def test_an_outsider_hears_only_of_the_open_groups_ideas(kind, page_of, places_of, ann, ben, cleo, mona):
    idea = await act(idea_of)(ann, places_of[kind], "Kanarifugl i gruva")
    topics = ["home", f"group:{idea.campaign.group_id}", f"thread:{idea.thread_id}"]
    bens, cleos = await page_of(ben, *topics), await page_of(cleo, *topics)
    await act(moved)(idea, mona, State.OPEN, person=mona)
    await bens.until(named(f"idea-{idea.pk}"))
    heard = json.dumps(await cleos.hears())
    assert ("Kanarifugl" in heard) is (kind == "open")
    assert (f'"idea-{idea.pk}"' in heard) is (kind == "open")


@pytest.fixture
def places_of(everybody, places):
    """The campaigns, made before the event loop runs."""
    return places


async def test_an_edit_and_a_new_co_author_are_seen_on_the_card(page_of, ann, ben, cleo):
    idea = await act(idea_of)(ann)
    page = await page_of(cleo, "home")
    await act(actions.edit_idea)(by=ann, idea=idea, words=proposal("Kanarifugl i gruva"))
    assert "Kanarifugl" in (await page.until(named(f"idea-{idea.pk}")))["html"]
    await act(actions.ask_co_author)(by=ann, idea=idea, person=ben)
    await act(actions.answer_co_author)(by=ben, idea=idea, yes=True)
    assert "Ben Berge" in (await page.until(lambda f: f.get("id") == f"idea-{idea.pk}" and "Ben" in f["html"]))["html"]


async def test_nothing_is_heard_of_a_draft(page_of, ann, ben, cleo):
    page = await page_of(cleo, "home")
    box = await act(actions.open_box)()
    given = {"by": ann, "campaign": box, "words": proposal("Kanarifugl i gruva"), "key": None}
    draft = await act(actions.keep_draft)(draft=None, **given)
    await act(actions.ask_co_author)(by=ann, idea=draft, person=ben)
    await act(actions.answer_co_author)(by=ben, idea=draft, yes=True)
    await act(actions.keep_draft)(draft=draft, **given)
    assert await page.hears() == []


async def test_what_is_hidden_leaves_the_board_at_once_and_is_not_told_again(page_of, taken_in, ann, ben, cleo, mo):
    idea = await act(idea_of)(ann, None, "Kanarifugl i gruva")
    page = await page_of(ben, "home")
    await act(place_restriction)(by=mo, thread=idea.thread, reason="Uavklart")
    frame = await page.until(named(f"idea-{idea.pk}"))
    assert (frame["verb"], "html" in frame) == ("remove", False)
    await act(idea_changed)(VotesChanged(idea.pk))
    assert "Kanarifugl" not in json.dumps(await page.hears())
    await act(lift_restriction)(by=mo, thread=idea.thread)
    await page.until(lambda f: f.get("target") == "idea-board")


async def test_a_step_that_is_done_renews_the_card_and_refreshes_what_became_of_it_for_everybody_looking(
    page_of, taken_in, ann, ben, cleo, mona
):
    idea = await act(idea_of)(ann, None, "Kanarifugl i gruva")
    idea = await act(moved)(idea, mona, State.OPEN, State.IN_REVIEW)
    await act(moved)(idea, mona, State.APPROVED, person=cleo, until=localdate() + timedelta(days=30))
    step = await act(actions.add_milestone)(by=cleo, idea=idea, title="Første bur", due_on=localdate())
    page, board = await page_of(ben, f"thread:{idea.thread_id}"), await page_of(ben, "home")
    await act(actions.tick_milestone)(by=cleo, step=step, done=True)
    assert (await page.until(lambda f: f.get("target") == f"idea-{idea.pk}-history"))["verb"] == "refresh"
    became = await page.until(lambda f: f.get("target") == f"idea-{idea.pk}-became")
    assert (became["verb"], "html" in became) == ("refresh", False)
    assert (await board.until(named(f"idea-{idea.pk}")))["verb"] == "replace"


async def test_an_outsider_hears_nothing_of_how_the_work_goes_in_a_secret_group(
    page_of, places_of, ann, ben, cleo, mona
):
    idea = await act(idea_of)(ann, places_of["secret"], "Kanarifugl i gruva")
    idea = await act(moved)(idea, mona, State.OPEN, State.IN_REVIEW)
    await act(moved)(idea, mona, State.APPROVED, person=ben, until=localdate() + timedelta(days=30))
    topics = ["home", f"group:{idea.campaign.group_id}", f"thread:{idea.thread_id}"]
    bens, cleos = await page_of(ben, *topics), await page_of(cleo, *topics)
    report = actions.Report("blocked", "Buret er ikke levert.")
    await act(actions.report_delivery)(by=ben, idea=idea, report=report)
    await bens.until(lambda f: f.get("target") == f"idea-{idea.pk}-became")
    assert await cleos.hears() == []
