"""Ask somebody who knows: who can be asked, the limit, handing on, and what a closed door keeps in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from network.conversations.actions import place_restriction, publish_comment
from network.core.access import Refused
from network.core.clock import now
from network.feed.actions import Ask, Words, delete_post, hand_on, publish_post
from network.feed.models import Asked, Post
from network.feed.queries import asked_row, asking_for, handed_to, posts_about_skill, topic_of_skill, who_can_be_asked
from network.feed.tasks import renew_asked_cards
from network.live.models import Entry
from network.notifications.models import Kind, Notification
from profiles.actions import declare_skill
from profiles.models import Person, Skill
from tests.factories import PersonFactory, join

pytestmark = pytest.mark.django_db


@pytest.fixture
def solar(ben, cleo, mona):
    """Ben, Cleo and Mona can be asked about it."""
    for person in (ben, cleo, mona):
        declare_skill(person=person, name="Solceller")
    return Skill.objects.get(slug="solceller")


def ask(author, skill, people, group=None, kind="question", **more):
    return publish_post(
        author=author, group=group, words=Words(text="Hvem vet?", kind=kind), ask=Ask(skill, people), **more
    )


def handles(people):
    return [person.handle for person in people]


def test_who_declared_it_can_be_asked_but_never_oneself(ann, ben, solar):
    assert set(handles(who_can_be_asked(ann, None, solar))) == {"ben", "cleo", "mona"}
    assert set(handles(who_can_be_asked(ben, None, solar))) == {"cleo", "mona"}


@pytest.mark.parametrize("kind", ["closed_group", "secret_group"])
def test_only_readers_of_the_place_can_be_asked(ann, solar, kind, request):
    group = request.getfixturevalue(kind)
    assert set(handles(who_can_be_asked(ann, group, solar))) == {"ben", "mona"}


@pytest.mark.parametrize(
    "change",
    [{"takes_questions": False}, {"away_until": localdate()}, {"is_active": False}],
    ids=["opted out", "away", "gone"],
)
def test_who_opted_out_is_away_or_has_left_is_not_asked(ann, ben, solar, change):
    Person.objects.filter(pk=ben.pk).update(**change)
    assert "ben" not in handles(who_can_be_asked(ann, None, solar))
    ask(ann, solar, [ben])
    assert not Asked.objects.exists()


def test_who_is_back_can_be_asked(ann, ben, solar):
    Person.objects.filter(pk=ben.pk).update(away_until=localdate() - timedelta(days=1))
    assert "ben" in handles(who_can_be_asked(ann, None, solar))


def test_three_questions_in_seven_days_are_enough(ann, ben, mona, solar, settings):
    assert settings.QUESTIONS_A_WEEK == 3
    for author in (ann, mona, ann):
        ask(author, solar, [ben])
    assert "ben" not in handles(who_can_be_asked(ann, None, solar))
    ask(ann, solar, [ben])
    assert Asked.objects.count() == 3
    Asked.objects.filter(pk=Asked.objects.first().pk).update(created_at=now() - timedelta(days=8))
    assert "ben" in handles(who_can_be_asked(ann, None, solar))


def test_deleting_the_question_does_not_make_room_for_another(ann, ben, solar, settings):
    settings.QUESTIONS_A_WEEK = 1
    delete_post(by=ann, post=ask(ann, solar, [ben]))
    assert "ben" not in handles(who_can_be_asked(ann, None, solar))


def test_the_nearest_and_among_them_who_was_longest_not_asked_come_first(ann, ben, cleo, mona, solar):
    Person.objects.filter(handle__in=["ann", "cleo"]).update(place="Bodø")
    ann.refresh_from_db()
    assert handles(who_can_be_asked(ann, None, solar)) == ["cleo", "ben", "mona"]
    ask(ann, solar, [ben])
    assert handles(who_can_be_asked(ann, None, solar)) == ["cleo", "mona", "ben"]


def test_at_most_five_are_asked(ann, solar):
    people = [PersonFactory() for _ in range(7)]
    for person in people:
        declare_skill(person=person, name="Solceller")
    asking = asking_for(ann, None, "solceller")
    assert (asking.able, len(asking.people)) == (10, 5)
    ask(ann, solar, people)
    assert Asked.objects.count() == 5


def test_only_those_who_declared_it_are_asked_whatever_is_sent(ann, ben, ada, solar):
    ask(ann, solar, [ada, ben])
    assert [row.person for row in Asked.objects.all()] == [ben]


def test_an_update_asks_nobody(ann, ben, solar):
    ask(ann, solar, [ben], kind="update")
    assert not Asked.objects.exists()


def test_the_same_key_asks_once(ann, ben, solar, django_capture_on_commit_callbacks):
    key = uuid4()
    with django_capture_on_commit_callbacks(execute=True):
        first = ask(ann, solar, [ben], key=key)
        assert ask(ann, solar, [ben], key=key) == first
    assert Asked.objects.count() == 1
    assert Notification.objects.filter(recipient=ben, kind=Kind.ASKED).count() == 1


def test_the_asked_are_told_and_who_is_also_mentioned_only_once(
    ann, ben, cleo, solar, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post = publish_post(
            author=ann, group=None, words=Words(text="@ben, @cleo?", kind="question"), ask=Ask(solar, [ben])
        )
    told = set(Notification.objects.values_list("recipient__handle", "kind", "subject"))
    assert told == {("ben", "asked", f"thread:{post.pk}"), ("cleo", "mention", f"thread:{post.pk}")}


@pytest.mark.parametrize("how", ["delete", "restrict", "leave"])
def test_the_news_goes_when_the_question_is_out_of_sight(
    ann, ben, solar, secret_group, how, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post = ask(ann, solar, [ben], secret_group)
    with django_capture_on_commit_callbacks(execute=True):
        if how == "delete":
            delete_post(by=ann, post=post)
        elif how == "restrict":
            place_restriction(by=None, thread=post.thread, reason="x")
        else:
            from network.groups.actions import leave_group

            leave_group(by=ben, group=secret_group)
    assert not Notification.objects.filter(recipient=ben).exists()


def test_what_is_asked_in_a_secret_group_is_hidden_from_the_outsider(client_of, ann, ben, cleo, solar, secret_group):
    post = ask(ann, solar, [ben, cleo], secret_group)
    assert [row.person for row in post.asked.all()] == [ben]
    client = client_of(cleo)
    assert client.get(f"/posts/{post.pk}/hand-on/").status_code == 404
    assert client.post(f"/posts/{post.pk}/hand-on/", {"to": "@mona"}).status_code == 404
    assert str(post.pk) not in client.get("/skills/solceller/posts/").content.decode()
    assert str(post.pk) in client_of(ben).get("/skills/solceller/posts/").content.decode()
    assert asking_for(cleo, None, "solceller").able == 2


def test_handing_on_asks_the_colleague_tells_them_and_says_so_to_all(
    ann, ben, ada, solar, client_of, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post = ask(ann, solar, [ben])
    before = post.thread.version
    with django_capture_on_commit_callbacks(execute=True):
        hand_on(by=ben, asked=post.asked.get(), to=ada)
        hand_on(by=ben, asked=Asked.objects.get(person=ben), to=ada)
    assert list(post.asked.values_list("person__handle", "handed_on_by__handle")) == [("ben", None), ("ada", "ben")]
    assert {(news.recipient.handle, news.actors[-1]) for news in Notification.objects.all()} == {("ada", ben.pk)}
    post.thread.refresh_from_db()
    assert post.thread.version > before
    assert Entry.objects.filter(topic="everyone", verb="replace", fragment="post", subject_id=post.pk).count() == 1
    assert Entry.objects.filter(topic=f"thread:{post.pk}", verb="replace", fragment="whole-post").count() == 1
    text = " ".join(client_of(ann).get(f"/posts/{post.pk}/").content.decode().split())
    assert 'Ben Berge ga det videre til <a href="/people/ada/">Ada Aas</a>' in text


def test_handing_on_in_a_secret_group_is_told_only_there(ann, ben, mona, solar, secret_group):
    post = ask(ann, solar, [ben], secret_group)
    Entry.objects.all().delete()
    hand_on(by=ben, asked=post.asked.get(), to=mona)
    told = set(Entry.objects.filter(subject_id=post.pk).values_list("topic", flat=True))
    assert told == {f"group:{secret_group.pk}", f"thread:{post.pk}"}


def test_not_me_without_a_name_is_enough(ann, ben, ada, solar):
    post = ask(ann, solar, [ben])
    hand_on(by=ben, asked=post.asked.get())
    hand_on(by=ben, asked=post.asked.get())
    assert post.asked.get().declined_at is not None
    with pytest.raises(Refused):
        hand_on(by=ben, asked=post.asked.get(), to=ada)


@pytest.mark.parametrize("to", ["ann", "ben", "mona", "cleo", "away"])
def test_it_is_not_handed_to_who_may_not_be_asked(ann, ben, cleo, mona, solar, secret_group, to):
    away = PersonFactory(handle="away", away_until=localdate())
    join(secret_group, away)
    people = {"ann": ann, "ben": ben, "mona": mona, "cleo": cleo, "away": away}
    post = ask(ann, solar, [ben, mona], secret_group)
    with pytest.raises(Refused):
        hand_on(by=ben, asked=post.asked.get(person=ben), to=people[to])
    assert post.asked.count() == 2


def test_only_the_asked_hands_on_and_not_after_leaving(ann, ben, mona, ada, cleo, solar, closed_group):
    post = ask(ann, solar, [ben], closed_group)
    asked = post.asked.get()
    for person in (ann, mona, cleo):
        with pytest.raises(Refused):
            hand_on(by=person, asked=asked)
    closed_group.memberships.filter(person=ben).delete()
    with pytest.raises(Refused):
        hand_on(by=ben, asked=asked)


def test_colleagues_are_offered_by_skill_and_found_by_name(ann, ben, cleo, mona, ada, solar):
    post = ask(ann, solar, [ben])
    asked = asked_row(ben, post)
    assert set(handles(handed_to(ben, asked))) == {"cleo", "mona"}
    assert handles(handed_to(ben, asked, "Ada")) == ["ada"]
    assert handles(handed_to(ben, asked, "@ann")) == []


def test_the_post_asks_the_asked_until_they_answer(client_of, ann, ben, mona, solar):
    post = ask(ann, solar, [ben])
    panel = 'id="asked-you"'
    assert panel in client_of(ben).get(f"/posts/{post.pk}/").content.decode()
    assert panel not in client_of(mona).get(f"/posts/{post.pk}/").content.decode()
    publish_comment(author=ben, thread=post.thread, text="Spør på lageret.")
    assert panel not in client_of(ben).get(f"/posts/{post.pk}/").content.decode()


def test_handing_on_by_the_form(client_of, ann, ben, mona, solar):
    PersonFactory(handle="kari.a", name="Kari Aune")
    PersonFactory(handle="kari.b", name="Kari Berg")
    post = ask(ann, solar, [ben])
    client, url = client_of(ben), f"/posts/{post.pk}/hand-on/"
    assert client.get(url).status_code == 200
    several = client.post(url, {"to": "Kari"})
    assert several.status_code == 422
    assert 'value="@kari.a"' in several.content.decode()
    nobody = client.post(url, {"to": "Ann"})
    assert "Nobody who can be asked here is called that" in nobody.content.decode()
    assert client.post(url, {"to": ""}).status_code == 422
    assert client.post(url, {"to": "@kari.b"}).status_code == 303
    assert client.post(url, {"to": "@kari.b"}).status_code == 303
    assert client.get(url).status_code == 303
    assert [row.person.handle for row in post.asked.all()] == ["ben", "kari.b"]
    assert client_of(mona).get(url).status_code == 404


def composed(**more):
    return {"text": "Hvem vet?", "kind": "question", "skill": "Solceller", "key": str(uuid4()), **more}


def test_nobody_is_asked_whom_the_author_has_not_seen(client_of, ann, solar):
    client, sent = client_of(ann), composed(do="publish")
    shown = client.post("/posts/new/", sent)
    assert shown.status_code == 200
    assert not Post.objects.exists()
    text = shown.content.decode()
    assert "3 kolleger kan spørres nå." in " ".join(text.split())
    assert 'name="ask" value="ben" checked' in text
    assert 'name="asked_for" value=":solceller"' in text
    done = client.post("/posts/new/", {**sent, "asked_for": ":solceller", "ask": ["ben", "mona"]})
    assert done.status_code == 303
    assert set(handles(row.person for row in Asked.objects.all())) == {"ben", "mona"}


def test_another_place_or_skill_is_shown_anew(client_of, ann, solar, secret_group):
    client = client_of(ann)
    sent = composed(do="publish", asked_for=":solceller", ask=["ben", "cleo"], place=secret_group.slug)
    shown = client.post("/posts/new/", sent).content.decode()
    assert not Post.objects.exists()
    assert 'value="cleo"' not in shown
    assert 'value="ben" checked' in shown


def test_without_script_one_can_look_before_anything_is_written(client_of, ann, solar):
    shown = client_of(ann).post("/posts/new/", composed(do="ask", text=""))
    assert shown.status_code == 200
    assert "error-summary" not in shown.content.decode()
    assert 'value="mona" checked' in shown.content.decode()
    offered = client_of(ann).post("/posts/new/", composed(do="ask", skill="Solcelle"))
    assert 'value="ask:Solceller"' in offered.content.decode()
    taken = client_of(ann).post("/posts/new/", composed(do="ask:Solceller", skill="Solcelle"))
    assert 'value="mona" checked' in taken.content.decode()


def test_an_unknown_skill_does_not_stop_the_question(client_of, ann):
    client, sent = client_of(ann), composed(skill="Romfart", do="publish")
    assert "Ingen har sagt at de kan noe om" in client.post("/posts/new/", sent).content.decode()
    assert client.post("/posts/new/", {**sent, "asked_for": ":romfart"}).status_code == 303


def test_what_the_author_took_away_stays_away_after_a_fault(client_of, ann, solar):
    sent = composed(do="publish", text=" ", asked_for=":solceller", ask=["ben"])
    shown = client_of(ann).post("/posts/new/", sent).content.decode()
    assert 'value="ben" checked' in shown
    assert 'value="mona">' in shown


def test_the_composer_says_who_as_the_skill_is_chosen(client_of, ann, cleo, solar, secret_group):
    part = client_of(ann).post(
        "/posts/asking/", {"kind": "question", "skill": "solceller"}, headers={"HX-Request": "true"}
    )
    assert "<html" not in part.content.decode()
    assert part.content.decode().count('name="ask"') == 3
    update = client_of(ann).post("/posts/asking/", {"kind": "update", "skill": "solceller"})
    assert 'name="ask"' not in update.content.decode()
    outside = {"kind": "question", "skill": "solceller", "place": secret_group.slug}
    assert client_of(cleo).post("/posts/asking/", outside).content.decode().count('name="ask"') == 2


def test_the_link_of_a_skill_opens_the_composer_with_it(client_of, ann, solar):
    text = client_of(ann).get("/posts/new/?kind=question&skill=solceller").content.decode()
    assert 'value="Solceller"' in text
    assert text.count('name="ask"') == 3


def test_a_skill_finds_what_was_asked_named_or_said(ann, ben, cleo, solar, secret_group, post_of):
    said = post_of(ann, None, "Vi satte opp solceller på taket.")
    named = post_of(ann, None, "Se her #solceller")
    asked = ask(ann, solar, [ben])
    hidden = post_of(ann, secret_group, "Solceller i hemmelighet")
    post_of(ann, None, "Noe helt annet")
    found = posts_about_skill(cleo, solar)
    assert [pk for pk, _version in found.keys] == [asked.pk, named.pk, said.pk]
    assert hidden.pk in dict(posts_about_skill(ben, solar).keys)
    first = posts_about_skill(cleo, solar, size=2)
    assert [pk for pk, _version in posts_about_skill(cleo, solar, first.next).keys] == [said.pk]


def test_the_topic_of_a_skill_is_named_only_to_who_sees_something_in_it(ann, ben, cleo, solar, secret_group, post_of):
    post_of(ann, secret_group, "#solceller")
    assert topic_of_skill(cleo, solar) is None
    assert topic_of_skill(ben, solar).slug == "solceller"


def test_a_change_of_name_renews_the_cards_of_questions_one_was_asked(ann, ben, mona, solar):
    mine, other = ask(ann, solar, [ben]), ask(ann, solar, [mona])
    renew_asked_cards(ben.pk)
    versions = {post.pk: Post.objects.get(pk=post.pk).thread.version for post in (mine, other)}
    assert versions == {mine.pk: mine.thread.version + 1, other.pk: other.thread.version}


def test_the_panel_costs_the_same_for_three_and_for_thirty(client_of, ann, cleo, solar, post_of):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = client_of(cleo), []
    for more in (3, 27):
        for _ in range(more):
            post_of(ann, None, "Solceller igjen")
        client.get("/skills/solceller/posts/")
        with CaptureQueriesContext(connection) as done:
            client.get("/skills/solceller/posts/")
        counts.append(len(done))
    assert counts[0] == counts[1] <= 9


def test_the_composer_counts_the_asked_among_those_who_are_told(client_of, ann, ben, cleo, solar):
    sent = {"kind": "question", "skill": "solceller", "text": "Hei @ben", "asked_for": ":solceller"}
    client = client_of(ann)
    assert "2 får varsel" in client.post("/posts/audience/", {**sent, "ask": ["ben", "cleo"]}).content.decode()
    assert "1 får varsel" in client.post("/posts/audience/", {**sent, "kind": "update"}).content.decode()


def test_not_me_by_the_form_tells_nobody_else(client_of, ann, ben, solar, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        post = ask(ann, solar, [ben])
    with django_capture_on_commit_callbacks(execute=True):
        assert client_of(ben).post(f"/posts/{post.pk}/hand-on/", {"nobody": "1"}).status_code == 303
    assert post.asked.get().declined_at is not None
    assert not Notification.objects.filter(kind=Kind.ASKED).exists()
    assert "(ikke denne gangen)" in client_of(ann).get(f"/posts/{post.pk}/").content.decode()
