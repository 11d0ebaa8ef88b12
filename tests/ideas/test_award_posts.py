"""What is announced becomes posts: one a category, once, live, following the answers, and never with a name too many."""

from functools import partial

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone, translation

from ideas import actions
from ideas.events import GrantChanged, RoundAnnounced
from ideas.models import Award, Grant, Recipient
from ideas.queries import sources_of_grant
from ideas.states import State
from ideas.tasks import tell_about_round
from network import wiring
from network.conversations.actions import lift_restriction, place_restriction
from network.feed.access import can_delete_post, can_edit_post
from network.feed.forms import PostForm
from network.feed.live import load_posts
from network.feed.models import Post
from network.feed.queries import Lane, lane_page, waiting_for_you
from network.live import contract
from network.live.models import Entry
from network.live.queries import catch_up
from network.notifications.models import Kind, Notification
from network.notifications.queries import inbox_page
from profiles.actions import edit_profile
from profiles.models import Person
from tests.factories import PersonFactory, idea_of
from tests.ideas.awarded import WHY, announce_now, award_of, decided_now, grant_of, round_at
from tests.racing import at_once

pytestmark = pytest.mark.django_db
CANARY = "Kanarine Fuglesang"


@pytest.fixture
def spring(mona):
    """A round with two awards, decided on and not announced."""
    return round_at("decided", mona, "var", **{"Kvartalets idé": "jury", "Folkets pris": "peoples-choice"})


@pytest.fixture
def won(spring, at, ann, dag):
    """ann wrote and dag carried out what won the first award; both allow their names."""
    grant = grant_of(at(State.CONFIRMED), spring.categories.first(), {ann: "author", dag: "deliverer"})
    Recipient.objects.filter(grant=grant).update(is_public=True)
    return grant


def card(post, language="nb"):
    with translation.override(language):
        return contract.fragment("post").render([post.pk]).get(post.pk, "")


def test_each_category_that_is_announced_becomes_one_post_by_the_chair(spring, won, mona, at, cleo):
    grant_of(at(State.CONFIRMED, title="En annen idé om biler"), spring.categories.last())
    announce_now(spring)
    posts = list(Post.objects.filter(kind=Post.Kind.AWARD).order_by("pk"))
    assert {post.thread.author for post in posts} == {mona}
    assert {post.source for post in posts} == {f"category:{category.pk}" for category in spring.categories.all()}
    assert posts[-1].title == "Kvartalets idé, Runden var"  # the first category comes on top
    assert Post.objects.visible_to(cleo).count() == 2


def test_the_card_tells_award_idea_citation_and_those_who_allowed_it(spring, won):
    Recipient.objects.filter(grant=won, part="deliverer").update(is_public=False)
    announce_now(spring)
    html = card(Post.objects.get())
    for words in ("Lån en bil fra nabodepotet", WHY[:60], "Ann Askeland og en ansatt", "/awards/var/", 'class="seal"'):
        assert words in html
    assert "Dag Dahl" not in html
    assert "Ann Askeland and an employee" in card(Post.objects.get(), "en")


def test_it_arrives_on_every_open_home_page(spring, won, cleo):
    announce_now(spring)
    post = Post.objects.get()
    entry = Entry.objects.get(verb="prepend", fragment="post", subject_id=post.pk)
    assert (entry.topic, entry.target) == ("everyone", "feed")
    since = timezone.now() - timezone.timedelta(minutes=5)
    assert "Lån en bil" in str(catch_up(cleo, since, ["home"]).frames)


def test_two_announcements_are_one_set_of_posts(spring, won):
    announce_now(spring)
    with transaction.atomic():
        announce_now(spring)
        wiring.round_told(RoundAnnounced(spring.pk))
    assert Post.objects.count() == 1
    assert Entry.objects.filter(verb="prepend", fragment="post").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_announcements_at_the_same_moment_one_makes_the_posts(spring, won):
    Grant.objects.update(announced_at=timezone.now())
    results = at_once(*[partial(wiring.round_told, RoundAnnounced(spring.pk))] * 20)
    assert results.count(True) == 20
    assert Post.objects.count() == 1
    assert Entry.objects.filter(verb="prepend", fragment="post").count() == 1


def test_a_spot_award_becomes_a_post_when_it_counts_and_not_before(mona, at, cleo, market):
    leader = PersonFactory(name="Rut Rønning", department=market)
    Person.objects.filter(pk=cleo.pk).update(manager=leader)
    spot = award_of(Award.Kind.SPOT, "Lyspunkt")
    grant = actions.give_spot_award(by=mona, idea=at(State.OPEN), award=spot, citation=WHY, cosigner=leader)
    assert not Post.objects.exists()
    actions.sign_grant(by=leader, grant=grant)
    post = Post.objects.get()
    assert (post.source, post.thread.author, post.title) == (f"grant:{grant.pk}", mona, "Lyspunkt")


def test_the_card_follows_when_somebody_says_no_after_all(spring, won, ann):
    announce_now(spring)
    post = Post.objects.get()
    assert "Ann Askeland" in card(post)
    actions.answer_publicity(by=ann, grant=won, is_public=False, name="Ann", on_profile=True)
    post.refresh_from_db()
    assert "Ann Askeland" not in card(post) + post.text
    assert "en ansatt" in card(post)


def test_the_card_follows_when_the_award_is_taken_back(spring, won, siv):
    announce_now(spring)
    actions.revoke_grant(by=siv, grant=won, reason="Tallene viste seg å være feil.")
    post = Post.objects.get()
    html = card(post)
    assert '<s lang="nb">Lån en bil fra nabodepotet</s>' in html
    assert "Tallene viste seg å være feil." in html
    assert "Ann Askeland" not in html + post.text


def test_the_card_follows_a_new_face_and_an_open_page_is_told(spring, won, ann):
    announce_now(spring)
    post = Post.objects.select_related("thread").get()
    before = post.thread.version
    announce_changes = wiring.EFFECTS[GrantChanged].inside
    for handler in announce_changes:
        handler(GrantChanged(won.pk))
    post.thread.refresh_from_db()
    assert post.thread.version > before
    assert Entry.objects.filter(verb="replace", fragment="post", subject_id=post.pk).exists()


def test_a_changed_profile_defers_the_work(won, spring, ann, monkeypatch):
    asked = []
    monkeypatch.setattr("ideas.tasks.renew_awards_of.defer", lambda **which: asked.append(which))
    edit_profile(person=ann, changes={"title": "Montør"})
    assert asked == [{"person_id": ann.pk}]


def test_an_idea_of_a_group_is_told_inside_the_group_alone(spring, ann, ben, cleo, places, at):
    inside = idea_of(ann, places["secret"], "Hemmelig varmepumpe")
    category = spring.categories.first()
    grant_of(inside, category)
    grant_of(at(State.CONFIRMED), category, place=2)
    announce_now(spring)
    assert Post.objects.count() == 2
    assert Post.objects.visible_to(ben).count() == 2
    assert [post.text.splitlines()[0] for post in Post.objects.visible_to(cleo)] == ["Lån en bil fra nabodepotet"]
    everyone = Post.objects.visible_to(cleo).get()
    assert "Hemmelig" not in card(everyone) + everyone.text


def test_an_idea_that_is_hidden_when_it_is_announced_is_not_told(spring, won):
    place_restriction(by=None, thread=won.idea.thread, reason="Vurderes")
    announce_now(spring)
    assert not Post.objects.exists()
    lift_restriction(by=None, thread=won.idea.thread)
    assert "Lån en bil" in card(Post.objects.get())


def test_what_is_hidden_later_leaves_feed_search_and_wall_and_comes_back(spring, won, cleo, client_of):
    announce_now(spring)
    client, urls = client_of(cleo), ("/", "/search/?q=nabodepotet", "/hall-of-fame/", "/awards/var/")
    assert all("nabodepotet" in client.get(url).text for url in urls)
    place_restriction(by=None, thread=won.idea.thread, reason="Vurderes")
    assert [url for url in urls if "fra nabodepotet" in client.get(url).text] == []
    assert "fra nabodepotet" not in client.get(f"/posts/{Post.objects.get().pk}/").text
    lift_restriction(by=None, thread=won.idea.thread)
    assert all("nabodepotet" in client.get(url).text for url in urls)


def test_a_hidden_comment_under_the_idea_changes_nothing(spring, won, comment_of, cleo):
    announce_now(spring)
    comment = comment_of(cleo, won.idea.thread)
    place_restriction(by=None, thread=won.idea.thread, comment=comment, reason="Vurderes")
    assert Post.objects.get().thread.deleted_at is None


def test_search_finds_it_by_idea_award_citation_and_allowed_names(spring, won, cleo, client_of):
    announce_now(spring)
    for words in ("nabodepotet", "kvartalets", "skisse", "Askeland"):
        assert "Kvartalets idé, Runden var" in client_of(cleo).get(f"/search/?q={words}").text.replace(
            "<mark>", ""
        ).replace("</mark>", "")


def test_nobody_edits_deletes_or_writes_such_a_post_and_it_waits_for_nobody(spring, won, mona, cleo):
    announce_now(spring)
    post = Post.objects.select_related("thread__group").get()
    assert not can_edit_post(mona, post)
    assert not can_delete_post(mona, post)
    assert "award" not in dict(PostForm.base_fields["kind"].choices)
    assert lane_page(cleo, Lane.WAITING).keys == []
    assert waiting_for_you(cleo) == []
    assert lane_page(cleo, Lane.EVERYTHING).keys


def test_people_react_and_answer_as_on_every_post(spring, won, cleo, comment_of):
    announce_now(spring)
    post = Post.objects.select_related("thread").get()
    comment_of(cleo, post, "Gratulerer!")
    assert "Gratulerer!" in card(post)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_card_is_the_same_bytes_whoever_asked_last(spring, won, client_of, ann, cleo, language):
    announce_now(spring)
    post = Post.objects.get()
    client_of(ann).get("/")
    first = card(post, language)
    client_of(cleo).get(f"/posts/{post.pk}/")
    assert first == card(post, language)
    assert "csrf" not in first.lower()


def test_cards_cost_the_same_for_one_award_and_for_many(spring, at, mona, django_assert_num_queries):
    def more(number):
        made = round_at("announced", mona, f"runde-{number}")
        return grant_of(at(State.OPEN, title=f"Idé nummer {number} om biler"), made.categories.get())

    def ids():
        for grant in Grant.objects.all():
            announce_posts(grant)
        return list(Post.objects.values_list("pk", flat=True))

    def announce_posts(grant):
        with transaction.atomic():
            for source in sources_of_grant(GrantChanged(grant.pk)):
                wiring.feed_tasks.tell_source(source=source)

    more(1)
    few = ids()
    with django_assert_num_queries(5):
        load_posts(few)
    for number in range(2, 12):
        more(number)
    many = ids()
    with django_assert_num_queries(5):
        load_posts(many)


# Letters.


def letters(person, kind=Kind.AWARD):
    return list(Notification.objects.filter(recipient=person, kind=kind).values_list("subject", flat=True))


def test_winners_get_a_letter_as_soon_as_it_is_decided_and_nobody_else(spring, won, ann, dag, ben, mona, told):
    change = decided_now(spring)
    wiring.ideas_notices.round_decided(wiring.ideas.RoundMoved(spring.pk, change.pk))
    assert letters(ann) == letters(dag) == [f"grant:{won.pk}"]
    assert letters(ben) == letters(mona) == []
    letter = inbox_page(ann).letters[0]
    assert letter.url == won.page
    assert Notification.objects.get(recipient=ann).actors == [0]


def test_a_move_that_decides_nothing_tells_nobody(spring, won, ann):
    change = spring.changes.create(before="judging", after="deliberating")
    wiring.ideas_notices.round_decided(wiring.ideas.RoundMoved(spring.pk, change.pk))
    assert letters(ann) == []


def test_the_announcement_tells_winners_nominated_and_those_who_wanted_it(spring, won, ann, dag, cleo, ben, mona):
    second = idea_of(ben, title="En annen idé om biler")
    Nomination = wiring.ideas_queries.round_pages.Nomination
    other = Nomination.objects.create(
        category=spring.categories.first(), idea=second, by=cleo, motivation=WHY, state="accepted"
    )
    wiring.ideas_queries.round_pages.Idea.objects.filter(pk=won.idea_id).update(state="open")
    actions.set_vote(by=cleo, idea=won.idea, on=True)
    announce_now(spring)
    tell_about_round(spring.pk)
    tell_about_round(spring.pk)
    assert letters(ann) == letters(dag) == [f"grant:{won.pk}"]
    assert letters(ben) == [f"nomination:{other.pk}"]
    assert letters(cleo, Kind.IDEA_VOTED) == [f"idea:{won.idea_id}"]


def test_who_has_left_or_reads_it_no_more_gets_no_letter(spring, won, dag, ada, ann, monkeypatch):
    Person.objects.filter(pk=dag.pk).update(is_active=False)
    announce_now(spring)
    tell_about_round(spring.pk)
    assert letters(dag) == []
    place_restriction(by=None, thread=won.idea.thread, reason="Vurderes")
    assert inbox_page(ann).letters == []


def test_the_second_manager_gets_a_letter_that_ends_with_the_answer(
    mona, at, cleo, market, django_capture_on_commit_callbacks
):
    leader = PersonFactory(name="Rut Rønning", department=market)
    Person.objects.filter(pk=cleo.pk).update(manager=leader)
    with django_capture_on_commit_callbacks(execute=True):
        idea, spot = at(State.OPEN), award_of(Award.Kind.SPOT, "Lyspunkt")
        grant = actions.give_spot_award(by=mona, idea=idea, award=spot, citation=WHY, cosigner=leader)
    assert letters(leader, Kind.IDEA_DUTY) == [f"grant:{grant.pk}"]
    assert inbox_page(leader).letters[0].url == grant.page
    with django_capture_on_commit_callbacks(execute=True):
        actions.decline_grant(by=leader, grant=grant, reason="Jeg kjenner ikke saken.")
    assert letters(leader, Kind.IDEA_DUTY) == []
    assert letters(mona) == [f"grant:{grant.pk}"]


# Nobody is named who said no, or has not answered (35).


@pytest.fixture
def shy(at, mona, siv, dag, ada):
    """dag carried it out and is called CANARY; he has not answered. An announced round and a spot award."""
    Person.objects.filter(pk=dag.pk).update(name=CANARY, handle="kanarine", email="kanarine@glod.example")
    dag.refresh_from_db()
    idea = at(State.CONFIRMED)
    made = round_at("decided", mona, "var")
    grant = grant_of(idea, made.categories.get(), {idea.lead: "author", dag: "deliverer"})
    announce_now(made)
    return grant


def outlets(reader, client, grant):
    """Everything that tells of the award, by name."""
    post = Post.objects.get()
    addresses = {
        "home": "/", "post": f"/posts/{post.pk}/", "search": "/search/?q=nabodepotet", "hall": "/hall-of-fame/",
        "round": "/awards/var/", "certificate": f"/awards/certificate/{grant.code}/", "board": "/ideas/?view=list",
        "profile": "/people/kanarine/awards/", "inbox": "/notifications/", "posts": "/people/mona/posts/",
    }  # fmt: skip
    found = {name: client.get(url).text for name, url in addresses.items()}
    page = client.get(f"/ideas/{grant.idea_id}/").text
    found["ribbon"] = page[page.index('class="ribbon"') :].partition("<header")[0]
    found["search for the name"] = str(client.get("/search/?q=Fuglesang").context["found"].posts)
    for name in ("post", "whole-post"):
        with translation.override("nb"):
            found[f"frame {name}"] = contract.fragment(name).render([post.pk])[post.pk]
    found["stored"] = f"{post.title} {post.text} {post.html}"
    since = timezone.now() - timezone.timedelta(minutes=5)
    found["catch-up"] = str(catch_up(reader, since, ["home"]).frames)
    found["letters"] = " ".join(letter.text for letter in inbox_page(reader).letters)
    found["mail"] = " ".join(f"{m.subject} {m.body} {m.alternatives}" for m in mail.outbox)
    return found


@pytest.mark.wide
@pytest.mark.parametrize("said", [None, False])
@pytest.mark.parametrize("who", ["ann", "cleo", "mona"])
def test_no_outlet_names_who_said_no_or_has_not_answered(shy, client_of, request, who, said):
    Recipient.objects.filter(grant=shy, person__handle="kanarine").update(is_public=said)
    reader = request.getfixturevalue(who)
    client = client_of(reader)
    found = outlets(reader, client, shy)
    home = {"profile"}  # its own heading says whose page it is
    telling = {
        name
        for name, text in found.items()
        if CANARY in text or "kanarine" in text.replace("/people/kanarine/awards", "")
    }
    assert telling - home == set()
    assert "nabodepotet" not in found["profile"]
    assert "en ansatt" in found["hall"] or reader.language == "en"
    assert "nabodepotet" in found["frame post"]


@pytest.mark.wide
def test_every_outlet_names_who_said_yes(shy, client_of, cleo):
    """The other way round, so that the sweep above looks where names would stand."""
    dag = Person.objects.get(handle="kanarine")
    actions.answer_publicity(by=dag, grant=shy, is_public=True, name=CANARY, on_profile=True)
    found = outlets(cleo, client_of(cleo), shy)
    naming = {name for name, text in found.items() if CANARY in text}
    assert {
        "home",
        "post",
        "hall",
        "round",
        "certificate",
        "frame post",
        "frame whole-post",
        "stored",
        "catch-up",
    } <= naming
    assert "nabodepotet" in found["profile"]


def test_the_profile_shows_only_what_the_winner_wants_shown_there(shy, client_of, cleo):
    dag = Person.objects.get(handle="kanarine")
    actions.answer_publicity(by=dag, grant=shy, is_public=True, name=CANARY, on_profile=False)
    assert "nabodepotet" not in client_of(cleo).get("/people/kanarine/awards/").text
    assert "nabodepotet" in client_of(dag).get("/people/kanarine/awards/").text


def test_the_idea_bears_its_ribbon_on_page_and_card(shy, client_of, cleo):
    client = client_of(cleo)
    page = client.get(f"/ideas/{shy.idea_id}/").text
    assert "Kvartalets idé, Runden var" in page
    assert shy.get_absolute_url() in page
    for name in ("idea", "idea-row"):
        with translation.override("nb"):
            assert "Kvartalets idé" in contract.fragment(name).render([shy.idea_id])[shy.idea_id]
    assert Entry.objects.filter(fragment="idea", subject_id=shy.idea_id, verb="replace").exists()


def test_the_ribbon_leaves_the_card_when_the_award_is_taken_back(shy, client_of, cleo, siv):
    client = client_of(cleo)
    assert "Kvartalets idé" in client.get("/ideas/").text
    actions.revoke_grant(by=siv, grant=shy, reason="Tallene var feil.")
    assert "Kvartalets idé" not in client.get("/ideas/").text
    assert "Kvartalets idé" not in client.get(f"/ideas/{shy.idea_id}/").text
