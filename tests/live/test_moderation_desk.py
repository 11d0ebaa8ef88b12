"""The desk of those who handle reports, over a socket: who hears that something changed, and that nobody barred does."""

import json

import pytest

from network.moderation.actions.desk import claim_case, step_aside
from network.moderation.models import Case
from profiles.models import Role
from tests.factories import PersonFactory, post_of
from tests.live.conftest import act
from tests.moderation.reported import moderator, reported


@pytest.fixture
def desk(everybody, ann, ben, mo):
    """Two who may handle what ben reports of ann, and two who may not: her manager, and one who stepped aside."""
    other, aside = moderator("annen"), moderator("til-side")
    Role.objects.create(person=ann.manager, kind=Role.Kind.MODERATOR, starts_on="2020-01-01")
    case = reported(PersonFactory(), post_of(ann, text="kanarifugl")).case
    step_aside(by=aside, case=case)
    return {"case": case, "other": other, "aside": aside, "boss": ann.manager}


async def test_who_may_handle_a_case_hears_that_something_changed_and_nobody_else_hears_anything(
    desk, page_of, mo, ann, ben
):
    mos, others = await page_of(mo, "home"), await page_of(desk["other"], "home")
    deaf = [await page_of(person, "home") for person in (desk["boss"], desk["aside"], ann, ben)]
    await act(claim_case)(by=mo, case=desk["case"])
    for page in (mos, others):
        frame = await page.until(lambda f: f["verb"] == "refresh")
        assert frame["target"] == "moderation-desk"
        said = json.dumps(page.frames)
        assert not any(word in said for word in (desk["case"].ref, str(desk["case"].pk), "kanarifugl", "html"))
    for page in deaf:
        assert await page.hears() == []


async def test_a_new_report_is_heard_by_who_may_handle_it_and_not_by_who_is_barred(desk, page_of, mo, ann):
    mos, bosses = await page_of(mo, "home"), await page_of(desk["boss"], "home")
    reporter = await act(PersonFactory)()
    post = await act(post_of)(ann)
    await bosses.hears()
    await act(reported)(reporter, post)
    assert (await mos.until(lambda f: f["verb"] == "refresh"))["target"] == "moderation-desk"
    assert [frame for frame in await bosses.hears() if frame["verb"] == "refresh"] == []
    assert await act(Case.objects.count)() == 2
