"""Who may do what with ideas in which place: tables of people, places and verbs, and one rule of sight on every way out."""

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.utils import timezone

from ideas import access
from ideas.actions import ask_co_author, keep_draft, move_idea, open_box, set_vote
from ideas.live import IDEA, ROW, SUPPORT
from ideas.models import Campaign, Idea, IdeaAuthor
from ideas.queries import (
    Narrowing,
    board,
    campaign_for,
    campaigns_to_send_to,
    idea_for,
    idea_subjects,
    idea_thread_subjects,
    ideas_by,
    listed,
    matching,
    mine,
    related,
    screening_queue,
    target_for,
)
from ideas.states import State
from network.conversations.actions import place_restriction
from network.core.access import Refused
from network.core.clock import now
from network.live.queries import catch_up
from profiles.models import Person, Role
from tests.factories import idea_of, join, moved, proposal

pytestmark = pytest.mark.django_db

# Ann leads the idea, ben is asked to be co-author, mona answers for the campaign and hosts its group; siv has the role of
# idea owner elsewhere, cleo belongs to no group, gone belonged to every one. Ada administers, mo moderates: no more rights.
EVERYBODY = "ann ben mona siv cleo ada mo"
TABLE = {
    "everyone": {
        "send": EVERYBODY, "see": EVERYBODY, "edit": "ann", "ask co-author": "ann", "be co-author": "mona siv cleo ada mo",
        "vote": "mona siv cleo ada mo", "receive": "mona", "own": "mona siv cleo ada mo", "give owner": "mona",
    },
    "open": {
        "send": "ann ben mona", "see": EVERYBODY, "edit": "ann", "ask co-author": "ann",
        "be co-author": "mona siv cleo ada mo", "vote": "mona siv cleo ada mo", "receive": "mona",
        "own": "mona siv cleo ada mo", "give owner": "mona",
    },
    "closed": {
        "send": "ann ben mona", "see": "ann ben mona", "edit": "ann", "ask co-author": "ann", "be co-author": "mona",
        "vote": "mona", "receive": "mona", "own": "mona", "give owner": "mona",
    },
    "secret": {
        "send": "ann ben mona", "see": "ann ben mona", "edit": "ann", "ask co-author": "ann", "be co-author": "mona",
        "vote": "mona", "receive": "mona", "own": "mona", "give owner": "mona",
    },
}  # fmt: skip
VERBS = {
    "send": lambda p, i: access.can_send_to(p, i.campaign),
    "see": access.can_see_idea,
    "edit": access.can_edit_idea,
    "delete draft": access.can_delete_draft,
    "ask co-author": access.can_ask_co_author,
    "be co-author": access.can_be_co_author,
    "vote": access.can_vote_on,
    "receive": lambda p, i: access.receives(p, i.campaign),
    "own": access.can_own_idea,
    "give owner": access.can_give_owner,
}


@pytest.fixture
def people(ann, ben, mona, siv, cleo, ada, mo, gone, open_group, closed_group, secret_group):
    for group in (open_group, closed_group, secret_group):
        join(group, gone)
    return {person.handle: person for person in (ann, ben, mona, siv, cleo, ada, mo, gone)}


@pytest.fixture
def ideas(places, people, ann, ben):
    """One of ann's in each place, where ben is asked to be co-author."""
    sent = {name: idea_of(ann, campaign, f"Varmepumpe til {name}") for name, campaign in places.items()}
    for idea in sent.values():
        ask_co_author(by=ann, idea=idea, person=ben)
    return sent


def test_each_verb_belongs_to_exactly_those_in_the_table(people, ideas):
    for place, verb in product(TABLE, VERBS):
        allowed = {name for name, person in people.items() if VERBS[verb](person, ideas[place])}
        assert allowed == set(TABLE[place].get(verb, "").split()), (place, verb)


def test_those_with_the_role_receive_what_has_no_owner_of_its_campaign(people, ann, siv, mona, gone):
    Role.objects.create(person=gone, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    idea = idea_of(ann)
    assert {name for name, person in people.items() if access.receives(person, idea.campaign)} == {"siv"}
    assert {name for name, person in people.items() if access.can_give_owner(person, idea)} == {"siv"}


def test_whoever_takes_ideas_in_but_cannot_read_the_group_decides_nothing_in_it(places, ann, siv, closed_group):
    Campaign.objects.filter(pk=places["closed"].pk).update(owner=None)
    idea = idea_of(ann, Campaign.objects.get(pk=places["closed"].pk))
    assert not access.can_give_owner(siv, idea)
    assert access.moves_for(siv, idea) == []
    assert screening_queue(siv) == []
    join(closed_group, siv)
    assert access.can_give_owner(siv, idea)
    assert screening_queue(siv) == [idea]


CAMPAIGN_VERBS = {
    "see": access.can_see_campaign,
    "edit": access.can_edit_campaign,
    "close": access.can_close_campaign,
    "start": lambda p, _campaign: access.can_start_campaign(p),
}


@pytest.mark.parametrize("place", TABLE)
def test_a_campaign_is_started_by_the_role_changed_by_who_started_it_and_closed_by_who_answers(place, places, people):
    campaign = places[place]
    Campaign.objects.filter(pk=campaign.pk).update(started_by=people["siv"])
    Role.objects.create(person=people["gone"], kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    reads = set(TABLE[place]["see"].split())
    expected = {"see": reads, "edit": reads & {"mona", "siv"}, "close": set(), "start": {"siv"}}
    hour = timedelta(hours=1)
    for phase, days in (("submit", {}), ("decide", {"submit_ends_at": now() - hour}), ("closed", {"closed_at": now()})):
        Campaign.objects.filter(pk=campaign.pk).update(**days)
        campaign.refresh_from_db()
        assert campaign.phase == phase
        expected["close"] = {"mona"} if phase == "decide" else set()
        expected["edit"] = set() if phase == "closed" else expected["edit"]
        for verb, can in CAMPAIGN_VERBS.items():
            assert {name for name, person in people.items() if can(person, campaign)} == expected[verb], (phase, verb)


def test_the_box_that_is_always_open_is_changed_and_closed_by_nobody(people, siv):
    box = open_box()
    Campaign.objects.filter(pk=box.pk).update(owner=siv, started_by=siv, submit_ends_at=now())
    box.refresh_from_db()
    assert not any(can(siv, box) for can in (access.can_edit_campaign, access.can_close_campaign))


def test_every_predicate_of_the_room_is_asked_here_or_with_the_moves():
    asked = Path(__file__).read_text() + Path(__file__).with_name("test_moves.py").read_text()
    own = [name for name, what in vars(access).items() if getattr(what, "__module__", "") == access.__name__]
    assert [name for name in own if name.startswith("can_") and name not in asked] == []


def test_receivers_is_the_same_question_asked_of_people(places, people, siv):
    Campaign.objects.filter(pk=places["open"].pk).update(owner=None)
    Campaign.objects.filter(pk=places["secret"].pk).update(owner=people["gone"])
    for campaign in Campaign.objects.all():
        found = set(Person.objects.get_queryset().filter(access.receivers(campaign)))
        assert found == {person for person in people.values() if access.receives(person, campaign)}


def test_a_desk_of_new_ideas_belongs_to_the_role_and_to_owners_of_running_campaigns(places, people, mona, gone):
    Role.objects.create(person=gone, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    assert {name for name, person in people.items() if access.can_screen(person)} == {"mona", "siv"}
    Campaign.objects.update(closed_at=now())
    assert not access.can_screen(mona)


@pytest.mark.parametrize(
    ("name", "moment", "open_"),
    [
        ("opens_at", timedelta(hours=1), False), ("opens_at", -timedelta(hours=1), True),
        ("submit_ends_at", -timedelta(hours=1), False), ("submit_ends_at", timedelta(hours=1), True),
        ("closed_at", -timedelta(hours=1), False),
    ],
)  # fmt: skip
def test_a_campaign_takes_ideas_between_its_days(places, ann, name, moment, open_):
    campaign = places["everyone"]
    Campaign.objects.filter(pk=campaign.pk).update(**{name: timezone.now() + moment})
    assert access.can_send_to(ann, campaign) is open_
    assert (campaign in campaigns_to_send_to(ann)) is open_


def test_an_archived_group_takes_no_ideas(places, ann, closed_group):
    closed_group.archived_at = now()
    closed_group.save()
    campaign = Campaign.objects.select_related("group").get(pk=places["closed"].pk)
    assert not access.can_send_to(ann, campaign)
    assert campaign not in campaigns_to_send_to(ann)


def test_voting_ends_when_the_campaign_says_so(places, ann, mona):
    idea = idea_of(ann, places["everyone"])
    Campaign.objects.filter(pk=idea.campaign_id).update(vote_ends_at=now() - timedelta(minutes=1))
    idea = Idea.objects.get(pk=idea.pk)
    assert not access.can_vote_on(mona, idea)
    with pytest.raises(Refused):
        set_vote(by=mona, idea=idea, on=True)


OPEN_TO_ITS_AUTHORS = {"draft", "submitted", "needs-info", "open", "in-review"}
OWED_BY_SOMEBODY = {"submitted", "needs-info", "open", "in-review", "approved", "in-progress", "parked"}


def test_what_is_decided_is_changed_by_nobody_and_what_is_over_is_given_to_nobody(at, ann, siv):
    idea = at(State.OPEN)
    for idea.state in State:  # only in memory: what the predicates read
        assert access.can_edit_idea(ann, idea) is (idea.state in OPEN_TO_ITS_AUTHORS)
        assert access.can_ask_co_author(ann, idea) is (idea.state in OPEN_TO_ITS_AUTHORS)
        assert access.can_give_owner(siv, idea) is (idea.state in OWED_BY_SOMEBODY)


def test_whoever_answers_for_it_or_carries_it_out_is_not_asked_to_be_co_author(at, odd, dag, cleo):
    idea = at(State.PARKED)
    assert not access.can_be_co_author(odd, idea)
    carried = at(State.IN_PROGRESS, title="Varmepumpe i verkstedet")
    assert not access.can_be_co_author(dag, carried)
    assert access.can_be_co_author(cleo, carried)


# Drafts.


def test_a_draft_is_seen_by_its_authors_and_those_asked_and_by_nobody_else(places, people, ann, ben):
    for campaign in places.values():
        draft = keep_draft(by=ann, campaign=campaign, words=proposal(), draft=None, key=None)
        assert {name for name, person in people.items() if access.can_see_idea(person, draft)} == {"ann"}
        ask_co_author(by=ann, idea=draft, person=ben)
        rights = {verb: {n for n, p in people.items() if can(p, draft)} for verb, can in VERBS.items()}
        assert rights["see"] == {"ann", "ben"}
        assert rights["edit"] == rights["delete draft"] == rights["ask co-author"] == {"ann"}
        assert rights["vote"] == rights["give owner"] == set()


def test_whoever_said_yes_edits_a_draft_and_whoever_said_no_or_left_sees_it_no_more(places, ann, ben):
    draft = keep_draft(by=ann, campaign=places["secret"], words=proposal(), draft=None, key=None)
    part = IdeaAuthor.objects.create(idea=draft, person=ben, state=IdeaAuthor.State.ACCEPTED)
    assert access.can_edit_idea(ben, draft)
    assert not access.can_delete_draft(ben, draft)
    for part.state in (IdeaAuthor.State.DECLINED, IdeaAuthor.State.LEFT):
        part.save()
        assert not access.can_see_idea(ben, draft)


def test_the_draft_of_somebody_who_has_left_is_touched_by_nobody(ann):
    draft = keep_draft(by=ann, campaign=idea_of(ann).campaign, words=proposal(), draft=None, key=None)
    ann.is_active = False
    assert not any(can(ann, draft) for can in VERBS.values())


# One rule of sight.


@pytest.fixture
def hidden(ideas, mo):
    """One of the ideas for everyone that a moderator has hidden."""
    idea = idea_of(
        ideas["everyone"].authors.get(role="lead").person, ideas["everyone"].campaign, "Varmepumpe som er skjult"
    )
    place_restriction(by=mo, thread=idea.thread, reason="Uavklart")
    return idea


def _found(ask, person, name):
    try:
        return ask(person, name)
    except (Idea.DoesNotExist, Campaign.DoesNotExist):
        return None


def _caught(person, ideas):
    """What is shown of these to whoever catches up and asks for everything."""
    topics = ["home", *{f"group:{idea.campaign.group_id}" for idea in ideas}, f"thread:{ideas[-1].thread_id}"]
    frames = catch_up(person, now() - timedelta(minutes=5), topics).frames
    told = {frame["id"] for frame in frames if "html" in frame}
    return {idea.pk for idea in ideas if {f"idea-{idea.pk}", f"support-{idea.pk}"} & told}


SHOWN = {
    "page": lambda p, ideas: {i.pk for i in ideas if _found(idea_for, p, i.pk)},
    "board": lambda p, ideas: set(dict(board(p, Narrowing()).keys())),
    "list": lambda p, ideas: set(dict(listed(p, Narrowing()).keys)),
    "search": lambda p, ideas: {i.pk for i in matching(p, "varmepumpe")},
    "card": lambda p, ideas: IDEA.visible(p, [i.pk for i in ideas]),
    "row": lambda p, ideas: ROW.visible(p, [i.pk for i in ideas]),
    "support": lambda p, ideas: SUPPORT.visible(p, [i.pk for i in ideas]),
    "news": lambda p, ideas: set(idea_subjects(p, [i.pk for i in ideas])),
    "news of the conversation": lambda p, ideas: {
        i.pk for i in ideas if i.thread_id in idea_thread_subjects(p, [one.thread_id for one in ideas])
    },
    "target of a merger": lambda p, ideas: {i.pk for i in ideas if target_for(p, str(i.pk)) == i},
    "its author's page": lambda p, ideas: {i.pk for i in ideas_by(p, ideas[0].thread.author)},
    "catching up": _caught,
}


@pytest.mark.wide
def test_every_way_out_shows_exactly_what_the_rule_of_sight_shows(ideas, hidden, people):
    everything = [*ideas.values(), hidden]
    told = {}
    for name, person in people.items():
        seen = {idea.pk for idea in Idea.objects.visible_to(person)}
        told[name] = {place for place, idea in ideas.items() if idea.pk in seen}
        assert {way for way, shown in SHOWN.items() if shown(person, everything) != seen} == set(), name
        assert hidden.pk not in seen
    assert told["ann"] == set(TABLE)
    assert told["cleo"] == told["ada"] == told["mo"] == {"everyone", "open"}
    assert told["gone"] == set()


def test_votes_follow_the_rule_of_sight(ideas, hidden, cleo, gone, mona):
    for person in (cleo, gone, mona):
        seen = set(Idea.objects.visible_to(person))
        for idea in (*ideas.values(), hidden):
            if idea in seen:
                set_vote(by=person, idea=idea, on=True)
            else:
                with pytest.raises(Refused):
                    set_vote(by=person, idea=idea, on=True)


def test_pages_answer_as_the_rule_of_sight_says_and_refused_looks_like_missing(client_of, ideas, hidden, cleo, mona):
    for person in (cleo, mona):
        client, seen = client_of(person), set(Idea.objects.visible_to(person))
        pages = [client.get(address).text for address in ("/ideas/", "/ideas/?view=list")]
        for idea in (*ideas.values(), hidden):
            assert (client.get(f"/ideas/{idea.pk}/").status_code == 200) == (idea in seen)
            assert all((idea.title in page) == (idea in seen) for page in pages)
        assert client.get(f"/ideas/{hidden.pk}/").status_code == client.get("/ideas/999999999/").status_code == 404


def test_a_count_tells_nothing_of_what_one_may_not_see(ideas, hidden, cleo, mona):
    assert board(cleo, Narrowing()).columns[0].count == 2
    assert board(mona, Narrowing()).columns[0].count == 4
    assert listed(cleo, Narrowing()).count == 2


def test_a_campaign_is_found_by_those_who_read_its_group(places, people):
    for name, campaign in places.items():
        finds = {h for h, p in people.items() if _found(campaign_for, p, campaign.slug)}
        assert finds == set(TABLE[name]["see"].split()), name


def test_one_who_has_left_the_group_reads_no_request_of_it_among_their_own(ideas, ben, ann, closed_group):
    assert {part.idea for part in mine(ben).asked} == set(ideas.values())
    closed_group.memberships.filter(person=ben).delete()
    assert ideas["closed"] not in {part.idea for part in mine(ben).asked}
    closed_group.memberships.filter(person=ann).delete()
    assert ideas["closed"] not in mine(ann).ideas


def test_what_was_merged_into_a_hidden_idea_does_not_name_it(client_of, ideas, cleo, mona, mo, ann):
    stays = ideas["everyone"]
    goes = moved(idea_of(ann, stays.campaign, "Enda en pumpe for alle"), mona, State.MERGED, into=stays)
    client = client_of(cleo)
    assert stays.title in client.get(f"/ideas/{goes.pk}/").text
    assert related(cleo, stays) == [goes]
    place_restriction(by=mo, thread=stays.thread, reason="Uavklart")
    page = client.get(f"/ideas/{goes.pk}/")
    assert page.status_code == 200
    assert stays.title not in page.text
    place_restriction(by=mo, thread=goes.thread, reason="Uavklart")
    assert related(cleo, stays) == []


def test_the_clock_moves_what_is_hidden_no_more_than_a_person_does(hidden, mona):
    with pytest.raises(Refused):
        move_idea(by=mona, idea=hidden, to=State.OPEN)
