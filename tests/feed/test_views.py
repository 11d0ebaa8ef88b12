"""Pages of the feed: with and without the htmx header, as HTML, refused as missing, keeping what was typed."""

import re
import time
from uuid import uuid4

import html5lib
import pytest

from network.feed.actions import Words, edit_post, keep_draft
from network.feed.models import Draft, Pin, Post, Saved, TopicFollow
from network.notifications.actions import News, notify
from network.notifications.models import Kind
from profiles.actions import declare_skill

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def whole(response, status=200):
    """The text of a page that is valid HTML, with every id used once."""
    assert response.status_code == status
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    return text


def part(response, status=200):
    """The text of a fragment that is valid HTML and no page."""
    assert response.status_code == status
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parseFragment(text, container="ol" if text.lstrip().startswith("<li") else "div")
    assert "<html" not in text
    assert "HX-Request" in response["Vary"]
    return text


def new_post(**given):
    return {
        "text": "Hei på dere",
        "title": "",
        "kind": "update",
        "place": "",
        "key": str(uuid4()),
        "do": "publish",
    } | given


@pytest.fixture
def post(ann, open_group, post_of):
    return post_of(ann, open_group, "Vi målte *11 cm* is. #is", title="Isen sitter", kind="question")


@pytest.mark.parametrize("lane", ["everything", "groups", "outside", "following", "waiting", "nonsense"])
def test_home_is_a_page_in_every_lane_and_cards_under_htmx(client_of, ben, post, lane):
    text = whole(client_of(ben).get(f"/?lane={lane}"))
    assert 'data-listen="home"' in text
    assert (
        "<article" not in (rows := part(client_of(ben).get(f"/?lane={lane}&before=1", headers=HTMX)))
        or lane == "waiting"
    )
    assert "<main" not in rows


def test_only_the_whole_feed_takes_arrivals(client_of, ben, post):
    client = client_of(ben)
    assert "data-arrivals" in whole(client.get("/"))
    for address in ("/?lane=waiting", f"/?before={post.pk}"):
        assert "data-arrivals" not in whole(client.get(address))


def test_home_of_an_empty_house_says_what_to_do(client_of, ann):
    text = whole(client_of(ann).get("/"))
    assert 'href="/posts/new/"' in text
    assert "data-empty" in text


def test_the_village_is_drawn_in_full_once_a_day(client_of, ann):
    client = client_of(ann)
    assert 'data-hero="full"' in whole(client.get("/"))
    assert 'data-hero="strip"' in whole(client.get("/"))


def test_home_shows_older_posts_by_a_link_and_says_where_it_ends(client_of, ann, ben, post_of):
    made = [post_of(ann, None, f"Nummer {n}").pk for n in range(23)]
    client = client_of(ben)
    first = whole(client.get("/"))
    link = re.search(r'href="(\?lane=everything&amp;before=\d+)"', first)[1].replace("&amp;", "&")
    rest = part(client.get(f"/{link}", headers=HTMX))
    assert [f'id="post-{pk}"' in rest for pk in made[:3]] == [True] * 3
    assert 'class="feed__end"' in rest
    whole(client.get(f"/{link}"))


def test_a_post_is_a_page_with_its_conversation(client_of, ben, ann, post, comment_of):
    comment = comment_of(ben, post, "Svar")
    reply = comment_of(ann, post, "Takk", parent=comment)
    text = whole(client_of(ben).get(f"/posts/{post.pk}/"))
    for name in (f"whole-post-{post.pk}", f"comments-{post.pk}", f"comment-{comment.pk}", f"replies-{comment.pk}",
                 f"comment-{reply.pk}", f"stats-{post.pk}", f"reactions-{post.pk}", "reply"):  # fmt: skip
        assert f'id="{name}"' in text
    assert f'data-listen="thread:{post.pk}"' in text
    assert text.count("<h1") == 1


def test_comments_page_by_keyset_and_a_link_finds_a_late_one(client_of, ben, post, comment_of):
    made = [comment_of(ben, post, f"Svar {n}") for n in range(23)]
    client = client_of(ben)
    first = whole(client.get(f"/posts/{post.pk}/"))
    assert f'id="comment-{made[19].pk}"' in first
    assert f'id="comment-{made[20].pk}"' not in first
    rest = part(client.get(f"/posts/{post.pk}/?after={made[19].pk}", headers=HTMX))
    assert all(f'id="comment-{late.pk}"' in rest for late in made[20:])
    assert f'id="comment-{made[22].pk}"' in whole(client.get(f"/posts/{post.pk}/?at={made[22].pk}"))


def test_replying_to_a_comment_works_without_script(client_of, ann, ben, post, comment_of, post_of):
    comment, elsewhere = comment_of(ben, post), comment_of(ben, post_of(ann))
    client = client_of(ann)
    assert f'name="parent" value="{comment.pk}"' in whole(client.get(f"/posts/{post.pk}/?reply={comment.pk}"))
    for other in (elsewhere.pk, 17, "x"):
        assert 'name="parent" value=' not in whole(client.get(f"/posts/{post.pk}/?reply={other}"))


def test_opening_a_post_reads_the_news_about_it(client_of, ann, ben, post):
    notify([ben.pk], News(Kind.MENTION, f"thread:{post.pk}", ann.pk, post.thread.group_id))
    ben.refresh_from_db()
    assert ben.unread_count == 1
    client_of(ben).get(f"/posts/{post.pk}/")
    ben.refresh_from_db()
    assert ben.unread_count == 0


@pytest.mark.parametrize("what", ["", "edit/", "history/", "delete/", "menu/"])
def test_refused_and_missing_posts_look_the_same(client_of, ann, cleo, secret_group, post_of, what):
    hidden = post_of(ann, secret_group)
    refused = client_of(cleo).get(f"/posts/{hidden.pk}/{what}")
    missing = client_of(cleo).get(f"/posts/{hidden.pk + 1}/{what}")
    assert refused.status_code == missing.status_code == 404
    changing = r'(csrf-token" content|csrfmiddlewaretoken" value|data-since)="[^"]*"|\d{15,}'
    blank = [re.sub(changing, "", answer.content.decode()) for answer in (refused, missing)]
    assert blank[0] == blank[1]


@pytest.mark.parametrize("what", ["save", "pin"])
def test_refused_and_missing_posts_are_not_acted_on(client_of, ann, cleo, secret_group, post_of, what):
    hidden = post_of(ann, secret_group)
    assert client_of(cleo).post(f"/posts/{hidden.pk}/{what}/", {"on": "1"}).status_code == 404
    assert client_of(cleo).post(f"/posts/12/{what}/", {"on": "1"}).status_code == 404


@pytest.mark.parametrize("address", ["/people/nobody/posts/", "/people/gone/posts/", "/groups/nowhere/posts/",
                                     "/groups/prosjekt-nordlys/posts/", "/groups/ledergruppa/pinned/",
                                     "/topics/nothing/", "/posts/99999999999999999999999/"])  # fmt: skip
def test_other_lists_that_are_not_for_the_reader_do_not_exist(
    client_of, cleo, gone, secret_group, closed_group, address
):
    assert client_of(cleo).get(address).status_code == 404


def test_a_topic_that_only_a_secret_group_names_does_not_exist_outside(client_of, ann, cleo, secret_group, post_of):
    post_of(ann, secret_group, "Om #nordlys")
    assert client_of(cleo).get("/topics/nordlys/").status_code == 404
    assert client_of(cleo).post("/topics/nordlys/follow/", {"on": "1"}).status_code == 404
    assert client_of(ann).get("/topics/nordlys/").status_code == 200
    assert client_of(cleo).get("/topics/", {"q": "nord"}).content.strip() == b""
    assert 'data-insert="nordlys"' in client_of(ann).get("/topics/", {"q": "nord"}).content.decode()


def test_the_composer_knows_where_topics_are_suggested_and_a_reply_does_not(client_of, ann, post):
    for address in ("/posts/new/", f"/posts/{post.pk}/edit/"):
        assert 'data-topics="/topics/"' in whole(client_of(ann).get(address))
    assert "data-topics" not in whole(client_of(ann).get(f"/posts/{post.pk}/"))


@pytest.mark.parametrize("address", ["/people/ann/posts/", "/groups/feltprat/posts/", "/topics/is/", "/saved/"])
def test_panels_are_fragments_under_htmx_and_pages_otherwise(client_of, ben, post, address):
    client = client_of(ben)
    whole(client.get(address))
    text = part(client.get(address, headers=HTMX))
    assert "<section" in text
    part(client.get(f"{address}?before=1", headers=HTMX))


def test_the_composer_is_a_page_and_a_dialog(client_of, ann, open_group):
    client = client_of(ann)
    assert 'value="feltprat" selected' in whole(client.get("/posts/new/?group=feltprat&kind=question&text=Hei"))
    assert "<dialog" in part(client.get("/posts/new/", headers=HTMX))


def test_publishing_leads_to_the_post(client_of, ann, open_group):
    answer = client_of(ann).post("/posts/new/", new_post(place="feltprat", title="Tittel", kind="question"))
    post = Post.objects.select_related("thread").get()
    assert (answer.status_code, answer["Location"]) == (303, f"/posts/{post.pk}/")
    assert (post.title, post.kind, post.thread.group) == ("Tittel", "question", open_group)
    assert client_of(ann).post("/posts/new/", new_post(), headers=HTMX).headers["HX-Redirect"].startswith("/posts/")


def test_the_same_form_sent_twice_publishes_once(client_of, ann):
    form, client = new_post(), client_of(ann)
    assert client.post("/posts/new/", form)["Location"] == client.post("/posts/new/", form)["Location"]
    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [({"text": "  ", "title": "Bare tittel"}, "Bare tittel"), ({"title": "x" * 141}, "x" * 141),
     ({"text": "y" * 20_001}, "y" * 20_001), ({"place": "prosjekt-nordlys", "text": "Til ingen"}, "Til ingen")],
)  # fmt: skip
def test_bad_input_is_answered_beside_the_field_and_keeps_what_was_typed(client_of, cleo, secret_group, given, kept):
    text = whole(client_of(cleo).post("/posts/new/", new_post(**given)), 422)
    assert kept in text
    assert "error-summary" in text
    assert not Post.objects.exists()


def test_the_preview_shows_the_post_without_publishing_it(client_of, ann, ben):
    text = whole(client_of(ann).post("/posts/new/", new_post(text="Hei @ben, **fet**", do="preview")))
    assert "<strong>fet</strong>" in text
    assert "@Ben Berge" in text
    assert not Post.objects.exists()


def test_a_draft_is_saved_without_script_and_comes_back(client_of, ann, open_group):
    client = client_of(ann)
    answer = client.post("/posts/new/", new_post(text="Halvferdig", place="feltprat", do="draft"))
    assert answer["Location"] == "/posts/new/?group=feltprat"
    assert "Halvferdig" in whole(client.get("/posts/new/?group=feltprat"))
    assert "Halvferdig" not in whole(client.get("/posts/new/"))


def test_script_saves_the_draft_quietly(client_of, ann):
    answer = client_of(ann).post("/posts/draft/", {"text": "x" * 21_000, "kind": "odd", "title": "t\nt"}, headers=HTMX)
    assert answer.status_code == 204
    draft = Draft.objects.get(person=ann)
    assert (len(draft.text), draft.kind, draft.title) == (20_000, "update", "t t")


def test_the_composer_says_who_will_see_it_and_how_many_are_told(client_of, ben, cleo, mona, secret_group):
    client = client_of(ben)
    text = part(client.post("/posts/audience/", {"place": "prosjekt-nordlys", "text": "@mona og @cleo"}, headers=HTMX))
    assert "3 members" in text
    assert "1 will be notified" in text
    assert "Cleo Christiansen cannot read this group" in text


def test_the_author_is_told_whom_a_mention_did_not_reach(client_of, ben, cleo, secret_group):
    client = client_of(ben)
    answer = client.post("/posts/new/", new_post(text="Hei @cleo", place="prosjekt-nordlys"))
    text = client.get(answer["Location"]).content.decode()
    assert "Cleo Christiansen cannot read this group and will not be notified." in text
    assert "/people/cleo/" not in text


def test_somebody_elses_group_cannot_be_chosen(client_of, cleo, closed_group):
    assert client_of(cleo).post("/posts/new/", new_post(place="ledergruppa")).status_code == 422


def test_editing_shows_what_it_said_before_to_any_reader(client_of, ann, cleo, post):
    client = client_of(ann)
    assert "Vi målte" in whole(client.get(f"/posts/{post.pk}/edit/"))
    assert client.post(f"/posts/{post.pk}/edit/", {"title": "Isen sitter", "text": "Vi målte 12 cm"}).status_code == 303
    text = whole(client_of(cleo).get(f"/posts/{post.pk}/history/"))
    assert "<ins>12</ins>" in text
    assert "<del>" in text


def test_a_faulty_edit_keeps_what_was_typed(client_of, ann, post):
    text = whole(client_of(ann).post(f"/posts/{post.pk}/edit/", {"title": "z" * 141, "text": "Ny tekst"}), 422)
    assert "Ny tekst" in text


@pytest.mark.parametrize("what", ["edit", "delete"])
def test_others_are_refused_with_a_sentence(client_of, ben, post, what):
    for answer in (client_of(ben).get(f"/posts/{post.pk}/{what}/"), client_of(ben).post(f"/posts/{post.pk}/{what}/")):
        assert answer.status_code == 403
        assert "You can only change what you wrote yourself" in answer.content.decode()


def test_deleting_asks_and_says_how_many_replies_stay(client_of, ann, ben, post, comment_of):
    comment = comment_of(ben, post, "Blir stående")
    ann.language = "en"
    ann.save()
    client = client_of(ann)
    assert "The 1 reply stays." in whole(client.get(f"/posts/{post.pk}/delete/"))
    assert client.post(f"/posts/{post.pk}/delete/")["Location"] == "/groups/feltprat/"
    text = whole(client_of(ben).get(f"/posts/{post.pk}/"))
    assert f'id="comment-{comment.pk}"' in text
    assert "Isen sitter" not in text
    whole(client_of(ben).get(f"/posts/{post.pk}/menu/"))


def test_the_menu_offers_what_one_may_do(client_of, ann, ben, mona, post):
    def offered(person):
        return part(client_of(person).get(f"/posts/{post.pk}/menu/", headers=HTMX))

    assert "/edit/" in offered(ann)
    assert "/delete/" in offered(ann)
    assert "/edit/" not in offered(ben)
    assert "/pin/" not in offered(ben)
    assert "/pin/" in offered(mona)
    whole(client_of(mona).get(f"/posts/{post.pk}/menu/"))


def test_saving_goes_back_to_where_the_button_stood(client_of, ben, post):
    client = client_of(ben)
    answer = client.post(f"/posts/{post.pk}/save/", {"on": "1"}, headers={"Referer": "http://testserver/?lane=groups"})
    assert (answer.status_code, answer["Location"]) == (303, f"http://testserver/?lane=groups#post-{post.pk}")
    assert Saved.objects.get().person == ben
    assert f'data-save="{post.pk}" aria-pressed="true" value="0"' in whole(client.get("/saved/"))
    assert client.post(f"/posts/{post.pk}/save/", {"on": "0"}, headers=HTMX).status_code == 204
    assert not Saved.objects.exists()


def test_a_foreign_referrer_is_not_followed(client_of, ben, post):
    answer = client_of(ben).post(f"/posts/{post.pk}/save/", {"on": "1"}, headers={"Referer": "https://evil.example/"})
    assert answer["Location"] == f"/posts/{post.pk}/#post-{post.pk}"


def test_a_switch_without_a_position_is_not_found(client_of, mona, post):
    client = client_of(mona)
    for address in (f"/posts/{post.pk}/save/", f"/posts/{post.pk}/pin/", "/topics/is/follow/"):
        assert client.post(address, {"on": "maybe"}).status_code == 404


def test_a_host_pins_and_the_group_shows_it(client_of, mona, ben, post):
    assert client_of(mona).post(f"/posts/{post.pk}/pin/", {"on": "1"})["Location"] == "/groups/feltprat/"
    assert Pin.objects.exists()
    assert f'id="post-{post.pk}"' in whole(client_of(ben).get("/groups/feltprat/pinned/"))
    lines = part(client_of(ben).get("/groups/feltprat/pinned/", headers=HTMX))
    assert "Isen sitter" in lines
    assert "<article" not in lines  # the same post may stand in the feed below
    assert client_of(ben).post(f"/posts/{post.pk}/pin/", {"on": "0"}).status_code == 403


def test_a_page_tells_pins_that_it_shows_from_those_made_since(
    client_of, mona, post, django_capture_on_commit_callbacks
):
    client = client_of(mona)

    def pinned(on):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"/posts/{post.pk}/pin/", {"on": on})
        time.sleep(0.002)  # moments are compared by the millisecond

    pinned("1")
    page = whole(client.get("/groups/feltprat/"))
    time.sleep(0.002)
    pinned("0")
    born = int(re.search(r'data-since="(\d+)"', page)[1])
    topic = re.search(r'data-listen="(group:\d+)"', page)[1]
    frames = client.get("/live/catch-up/", {"since": born, "listen": topic}).json()["frames"]
    told = [frame for frame in frames if frame["verb"] == "refresh"]
    assert [frame["at"] < born for frame in told] == [True, False]
    lines = part(client.get("/groups/feltprat/pinned/", headers=HTMX))
    assert {f'id="{frame["target"]}"' in lines for frame in told} == {True}
    assert "hidden" in lines


def test_a_topic_is_followed_from_its_page(client_of, ben, post):
    client = client_of(ben)
    assert client.post("/topics/is/follow/", {"on": "1"})["Location"] == "/topics/is/"
    assert TopicFollow.objects.get().person == ben
    assert 'value="0"' in whole(client.get("/topics/is/"))


def test_the_edited_link_stands_on_the_card(client_of, ann, ben, post):
    edit_post(by=ann, post=post, words=Words(text="Ny", title="Ny"))
    assert f"/posts/{post.pk}/history/" in whole(client_of(ben).get("/"))


def test_who_is_signed_out_is_asked_to_sign_in(client, post):
    for address in ("/", f"/posts/{post.pk}/", "/posts/new/", "/saved/"):
        assert client.get(address)["Location"].startswith("/account/login/")


def test_files_travel_with_the_form_and_a_refused_one_is_explained(client_of, ann):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, good = client_of(ann), SimpleUploadedFile("plan.txt", b"tekst", "text/plain")
    text = whole(client.post("/posts/new/", new_post(files=[good], do="preview")))
    kept = re.search(r'name="attachments" value="(\d+)"', text)[1]
    empty = SimpleUploadedFile("tom.txt", b"", "text/plain")
    assert "tom.txt" in whole(client.post("/posts/new/", new_post(files=[empty], attachments=[kept])), 422)
    client.post("/posts/new/", new_post(attachments=[kept]))
    assert Post.objects.get().thread.attachments.get().name == "plan.txt"


def test_the_skill_that_is_asked_about_comes_back_with_the_draft_and_who_would_be_asked(client_of, ann, cleo):
    declare_skill(person=cleo, name="Solceller")
    declare_skill(person=cleo, name="Budsjett")
    client = client_of(ann)
    client.post("/posts/draft/", {"text": "Hva koster det?", "kind": "question", "skill": " Solceller"}, headers=HTMX)
    for other in ("", "?group=nowhere"):
        page = client.get(f"/posts/new/{other}").content.decode()
        assert 'name="skill" value="Solceller"' in page
        assert 'name="ask" value="cleo"' in page
    assert 'name="skill" value="Budsjett"' in client.get("/posts/new/?skill=budsjett").content.decode()
    assert "Solceller" not in client.get("/posts/new/?text=Noe annet").content.decode().split("<datalist")[0]
    client.post("/posts/draft/", {"text": "Hva koster det?", "kind": "update", "skill": "Solceller"}, headers=HTMX)
    page = client.get("/posts/new/").content.decode()
    assert 'name="skill" value="Solceller"' in page  # for when it is a question again
    assert 'name="ask"' not in page
    client.post("/posts/new/", new_post(text="Hva koster det?"))
    assert 'name="skill" value=' not in client.get("/posts/new/").content.decode()


def test_a_draft_is_not_shown_over_a_text_that_the_address_brings(client_of, ann):
    keep_draft(by=ann, group=None, words=Words(text="Kladden"))
    assert "Kladden" not in whole(client_of(ann).get("/posts/new/?text=Noe+annet"))
