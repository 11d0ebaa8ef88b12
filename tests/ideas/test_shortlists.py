"""The shortlist of a campaign: made by whoever answers for it, open to everybody once it is frozen, and then for good."""

import pytest

from ideas.access import can_make_shortlist, can_see_shortlist
from ideas.actions import freeze_shortlist, put_on_shortlist, set_shortlist, take_off_shortlist
from ideas.models import Campaign, ShortlistEntry
from ideas.queries import entries_of, shortlist_of
from network.core.access import Refused
from network.core.clock import now
from tests.factories import idea_of
from tests.ideas.test_views import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(mona):
    return Campaign.objects.create(slug="skrue", title="Skrue", owner=mona)


@pytest.fixture
def idea(campaign, ann):
    return idea_of(ann, campaign)


@pytest.fixture
def made(campaign, mona):
    return set_shortlist(by=mona, campaign=campaign, name="Finalen", rule="De ti mest ønskede og tre jokere.")


def test_only_who_answers_for_the_campaign_makes_it_and_until_it_is_frozen_only_they_see_it(
    campaign, made, idea, mona, ann, cleo, siv, ada
):
    for person in (ann, cleo, siv, ada):
        assert not can_make_shortlist(person, campaign)
        assert not can_see_shortlist(person, campaign)
        with pytest.raises(Refused):
            put_on_shortlist(by=person, shortlist=made, idea=idea)
    put_on_shortlist(by=mona, shortlist=made, idea=idea)
    freeze_shortlist(by=mona, shortlist=made)
    assert all(can_see_shortlist(person, campaign) for person in (mona, ann, cleo))


def test_an_idea_is_on_it_once_by_the_rule_or_as_a_wildcard_with_a_reason(made, idea, mona, ann):
    put_on_shortlist(by=mona, shortlist=made, idea=idea)
    with pytest.raises(Refused):
        put_on_shortlist(by=mona, shortlist=made, idea=idea, how="wildcard", reason=" ")
    put_on_shortlist(by=mona, shortlist=made, idea=idea, how="wildcard", reason="Ingen andre har tenkt på natta.")
    entry = ShortlistEntry.objects.get()
    assert (entry.how, entry.reason, entry.added_by) == ("wildcard", "Ingen andre har tenkt på natta.", mona)
    with pytest.raises(Refused):
        put_on_shortlist(by=mona, shortlist=made, idea=idea_of(ann, title="En idé i idékassa"))
    take_off_shortlist(by=mona, shortlist=made, idea=idea)
    assert entries_of(mona, made) == []


def test_frozen_it_stays(campaign, made, idea, mona):
    with pytest.raises(Refused):
        freeze_shortlist(by=mona, shortlist=made)
    put_on_shortlist(by=mona, shortlist=made, idea=idea)
    freeze_shortlist(by=mona, shortlist=made)
    for act in (
        lambda: put_on_shortlist(by=mona, shortlist=made, idea=idea, how="wildcard", reason="Nei."),
        lambda: take_off_shortlist(by=mona, shortlist=made, idea=idea),
        lambda: set_shortlist(by=mona, campaign=campaign, name="Ny", rule="Ny"),
        lambda: freeze_shortlist(by=mona, shortlist=made),
    ):
        with pytest.raises(Refused):
            act()
    assert shortlist_of(campaign).name == "Finalen"
    assert len(entries_of(mona, made)) == 1


def test_a_closed_campaign_gets_no_new_one(campaign, mona):
    Campaign.objects.update(closed_at=now())
    campaign.refresh_from_db()
    assert not can_make_shortlist(mona, campaign)


def test_the_page_makes_it_step_by_step_and_then_everybody_reads_it(client_of, campaign, idea, mona, cleo):
    client, address = client_of(mona), "/campaigns/skrue/shortlist/"
    whole(client.get(address))
    assert client_of(cleo).get(address).status_code == 404
    assert client.post(address, {"do": "put", "idea": idea.pk, "how": "rule"}).status_code == 404, (
        "there is no list yet"
    )
    assert 'href="#id_rule"' in whole(client.post(address, {"do": "word", "name": "Finalen", "rule": " "}), status=422)
    assert client.post(address, {"do": "word", "name": "Finalen", "rule": "De ti."}).status_code == 303
    for wrong, name in ((("999999", "rule", ""), "idea"), ((idea.pk, "wildcard", ""), "reason")):
        sent = dict(zip(("idea", "how", "reason"), wrong, strict=True))
        assert f'href="#id_{name}"' in whole(client.post(address, {"do": "put", **sent}), status=422)
    assert (
        client.post(address, {"do": "put", "idea": idea.pk, "how": "wildcard", "reason": "Natta."}).status_code == 303
    )
    text = whole(client.get(address))
    assert "Natta." in text
    assert idea.title in text
    assert client.post(address, {"do": "take-off", "idea": idea.pk}).status_code == 303
    client.post(address, {"do": "put", "idea": idea.pk, "how": "rule"})
    assert client_of(cleo).post(address, {"do": "freeze"}).status_code == 404
    assert client.post(address, {"do": "freeze"}).status_code == 303
    assert idea.title in whole(client_of(cleo).get(address))
    assert address in whole(client_of(cleo).get("/campaigns/skrue/"))
    assert client.post(address, {"do": "take-off", "idea": idea.pk}).status_code == 404
