"""Who wrote an idea, and how many want it, show through no outlet before they may: page, list, search, letter, wire."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from ideas import actions
from ideas.models import Campaign, Idea
from ideas.queries import Narrowing, idea_subjects, listed
from ideas.states import State
from network.live import contract
from network.live.queries import catch_up
from network.notifications.models import Notification
from network.notifications.queries import inbox_page
from tests.factories import REASON, PersonFactory, idea_of, moved, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
CANARY = "Kanarine Fuglesang"
NO = {"reason_kind": "timing", "reason": REASON, "change_of_mind": "Når avtalen går ut."}


@pytest.fixture
def author(field):
    """Somebody whose name and department are looked for everywhere."""
    field.name = "Kanarifeltet"
    field.save()
    return PersonFactory(handle="kanarine", name=CANARY, email="kanarine@glod.example", department=field)


@pytest.fixture
def blind(mona):
    return Campaign.objects.create(
        slug="blind", title="Hvem som helst", owner=mona, identity="blind", counts="voted",
        submit_ends_at=timezone.now() + timedelta(days=9), vote_ends_at=timezone.now() + timedelta(days=19),
    )  # fmt: skip


@pytest.fixture
def hidden(author, blind, django_capture_on_commit_callbacks):
    """Her idea, changed once, and told to those who receive it."""
    with django_capture_on_commit_callbacks(execute=True):
        idea = idea_of(author, blind, title="Modne ost i tunnelen")
        actions.edit_idea(by=author, idea=idea, words=proposal("Modne ost i tunnelen", problem="Tunnelen står tom."))
    return Idea.objects.get(pk=idea.pk)


def outlets(person, client, idea):
    """Everything that a reader can get of an idea, by name."""
    addresses = {
        "page": f"/ideas/{idea.pk}/", "way": f"/ideas/{idea.pk}/timeline/", "before": f"/ideas/{idea.pk}/before/",
        "board": "/ideas/", "list": "/ideas/?view=list", "campaign": "/campaigns/blind/", "search": "/search/?q=tunnelen",
        "desk": "/desk/screening/", "inbox": "/notifications/", "moves": f"/ideas/{idea.pk}/move/",
        "owner": f"/ideas/{idea.pk}/owner/", "similar": "/ideas/new/", "figures": "/ideas/insight/?period=all",
        "figures of it": "/ideas/insight/?campaign=blind", "exports": "/ideas/exports/",
    }  # fmt: skip
    found = {name: client.get(url).text for name, url in addresses.items()}
    written = {"title": "Modne ost i tunnelen vår", "problem": "Tunnelen står tom."}
    found["similar"] = client.post("/ideas/similar/", written, headers={"HX-Request": "true"}).text
    for name in ("idea", "idea-row", "support"):
        with translation.override("nb"):
            found[f"frame {name}"] = contract.fragment(name).render([idea.pk])[idea.pk]
    since = timezone.now() - timedelta(minutes=5)
    found["catch-up"] = str(catch_up(person, since, ["home", f"thread:{idea.thread_id}"]).frames)
    found["letters"] = " ".join(letter.text for letter in inbox_page(person).letters)
    found["mail"] = " ".join(f"{m.subject} {m.body} {m.alternatives}" for m in mail.outbox if person.email in m.to)
    found["subject"] = str(idea_subjects(person, [idea.pk]))
    return found


def telling(found, *words):
    return {name for name, text in found.items() if any(word in text for word in words)}


@pytest.mark.parametrize("who", ["ben", "cleo", "mona", "ada"])
def test_nothing_tells_who_wrote_a_blind_idea_before_it_is_decided(hidden, client_of, request, who):
    reader = request.getfixturevalue(who)
    client = client_of(reader)
    client.post(f"/ideas/{hidden.pk}/vote/", {"on": "1"})
    found = outlets(reader, client, hidden)
    assert "Modne ost" in found["page"]
    assert "Modne ost" in found["frame idea"]
    home = {} if reader.department_id == hidden.department_id else {"Kanarifeltet"}
    assert telling(found, CANARY, "kanarine", *home) == set()
    assert hidden.thread.hides_author


def test_the_author_finds_it_among_her_own_and_nobody_on_her_page(hidden, author, client_of, cleo):
    assert "Modne ost" in client_of(author).get("/ideas/mine/").text
    assert "Modne ost" in client_of(author).get("/people/kanarine/ideas/").text
    assert "Modne ost" not in client_of(cleo).get("/people/kanarine/ideas/").text
    wish = Narrowing(department=author.department.slug)
    assert listed(cleo, wish).keys == []


def test_her_first_letter_to_those_who_answer_names_nobody(hidden, mona):
    rows = Notification.objects.filter(recipient=mona, subject=f"idea:{hidden.pk}")
    assert [row.actors for row in rows] == [[0]]


def test_a_comment_of_hers_names_her_as_a_reader_and_not_as_who_began_it(hidden, author, comment_of, client_of, cleo):
    comment_of(author, hidden.thread, "Er det ingen som har prøvd?")
    page = client_of(cleo).get(f"/ideas/{hidden.pk}/").text
    assert CANARY in page
    assert "Startet tråden" not in page
    assert "Started the thread" not in page


def test_the_decision_opens_who_it_was(hidden, mona, client_of, cleo):
    moved(hidden, mona, State.DECLINED, **NO)
    page = client_of(cleo).get(f"/ideas/{hidden.pk}/").text
    assert CANARY in page
    assert "Kanarifeltet" in page
    assert CANARY in client_of(cleo).get("/ideas/?state=declined").text


def test_authors_may_hide_only_where_the_campaign_leaves_it_to_them(author, mona, client_of, cleo):
    choice = Campaign.objects.create(
        slug="valg",
        title="Som du vil",
        owner=mona,
        identity="optional",
        submit_ends_at=timezone.now() + timedelta(days=9),
    )
    for campaign, hides in ((choice, True), (actions.open_box(), False)):
        words = proposal("Bytt ut alle lyspærene", is_anonymous=True)
        idea = actions.submit_idea(by=author, campaign=campaign, words=words, draft=None, key=None)
        assert (CANARY in client_of(cleo).get(f"/ideas/{idea.pk}/").text) is not hides


@pytest.mark.parametrize("who", ["ben", "cleo", "ada"])
def test_how_many_want_it_is_told_only_to_those_who_have_voted(hidden, client_of, request, who):
    for number in range(37):
        actions.set_vote(by=PersonFactory(handle=f"velger{number}"), idea=hidden, on=True)
    reader = request.getfixturevalue(who)
    client = client_of(reader)
    before = outlets(reader, client, hidden)
    assert telling(before, ">37<", "37 vil", "37 want") == set()
    client.post(f"/ideas/{hidden.pk}/vote/", {"on": "1"})
    after = outlets(reader, client, hidden)
    assert telling(after, ">38<") == {"page", "board", "list", "campaign"}


def test_the_order_of_a_list_does_not_tell_it_either(author, blind, ben):
    ideas = [idea_of(author, blind, title=f"Ost nummer {n} i tunnelen") for n in range(6)]
    orders = set()
    for wanted in (ideas[0], ideas[5]):
        for number in range(30):
            actions.set_vote(by=PersonFactory(), idea=wanted, on=True)
            assert number < 30
        orders.add(tuple(pk for pk, _version in listed(ben, Narrowing()).keys))
    assert len(orders) == 1


def test_once_voting_is_over_everybody_sees_how_many(hidden, blind, client_of, cleo, ben):
    actions.set_vote(by=ben, idea=hidden, on=True)
    Campaign.objects.filter(pk=blind.pk).update(vote_ends_at=timezone.now() - timedelta(minutes=1))
    Idea.objects.filter(pk=hidden.pk).update(version=hidden.version + 9)
    assert "<span data-n>1</span>" in client_of(cleo).get(f"/ideas/{hidden.pk}/").text


@pytest.mark.parametrize(("name", "looser"), [("identity", "optional"), ("counts", "always")])
def test_terms_only_get_stricter_once_an_idea_is_sent_in(hidden, blind, mona, name, looser):
    terms = {
        "title": "Hvem som helst",
        "question": "Hva?",
        "brief": "",
        "owner": mona,
        "identity": "blind",
        "counts": "voted",
    }
    actions.edit_campaign(by=mona, campaign=blind, brief=actions.Brief(**terms | {"counts": "closed"}))
    with pytest.raises(Exception, match=r"strengere|stricter"):
        actions.edit_campaign(
            by=mona, campaign=blind, brief=actions.Brief(**terms | {"counts": "closed"} | {name: looser})
        )
