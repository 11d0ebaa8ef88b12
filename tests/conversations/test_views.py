"""Answering, reacting, changing and muting over http; refused as missing; nothing typed is lost."""

import re
from uuid import uuid4

import html5lib
import pytest

from network.conversations.actions import edit_comment, place_restriction
from network.conversations.models import Comment, Mute, Reaction

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def whole(response, status=200):
    """The text of a page that is valid HTML."""
    assert response.status_code == status
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    return text


def part(response, status=200):
    """The text of a fragment that is valid HTML and no page."""
    assert response.status_code == status
    text = response.content.decode()
    html5lib.HTMLParser(strict=True).parseFragment(text, container="ol" if text.lstrip().startswith("<li") else "div")
    assert "<html" not in text
    return text


@pytest.fixture
def post(ann, open_group, post_of):
    return post_of(ann, open_group)


@pytest.fixture
def comment(ben, post, comment_of):
    return comment_of(ben, post, "Svar fra Ben")


def test_an_answer_leads_to_itself_and_under_htmx_comes_back_alone(client_of, ben, post):
    client = client_of(ben)
    answer = client.post(f"/threads/{post.pk}/comments/", {"text": "En", "key": str(uuid4())})
    first = Comment.objects.get()
    assert answer["Location"] == f"/posts/{post.pk}/?at={first.pk}#comment-{first.pk}"
    text = part(client.post(f"/threads/{post.pk}/comments/", {"text": "To", "parent": first.pk}, headers=HTMX), 201)
    assert f'data-parent="{first.pk}"' in text
    assert Comment.objects.latest("pk").parent == first


def test_the_same_form_sent_twice_answers_once(client_of, ben, post):
    client, form = client_of(ben), {"text": "En", "key": str(uuid4())}
    for _ in range(2):
        client.post(f"/threads/{post.pk}/comments/", form)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("given", [{"text": " "}, {"text": "x" * 10_001}, {"text": "Hei", "key": "odd"}])
def test_a_faulty_answer_comes_back_with_what_was_typed(client_of, ben, post, comment, given):
    form = {"parent": comment.pk} | given
    text = whole(client_of(ben).post(f"/threads/{post.pk}/comments/", form), 422)
    assert given["text"].strip() in text
    assert f'value="{comment.pk}"' in text
    part(client_of(ben).post(f"/threads/{post.pk}/comments/", form, headers=HTMX), 422)


def test_the_address_of_a_threads_comments_leads_to_its_page(client_of, ben, post):
    assert client_of(ben).get(f"/threads/{post.pk}/comments/")["Location"] == f"/posts/{post.pk}/#reply"


def test_a_parent_that_the_person_cannot_see_does_not_exist(client_of, ben, post, comment):
    place_restriction(by=None, thread=post.thread, comment=comment, reason="Prøve")
    answer = client_of(ben).post(f"/threads/{post.pk}/comments/", {"text": "Hei", "parent": comment.pk})
    assert answer.status_code == 404


def test_refused_and_missing_threads_and_comments_look_the_same(
    client_of, ann, cleo, secret_group, post_of, comment_of
):
    hidden = post_of(ann, secret_group)
    inside = comment_of(ann, hidden)
    client = client_of(cleo)
    for pk, other in ((hidden.pk, inside.pk), (1, 2), (10**25, 10**25)):
        sent = {
            f"/threads/{pk}/comments/": {"text": "Hei"},
            f"/threads/{pk}/mute/": {"on": "1"},
            f"/threads/{pk}/reactions/glow/": {"on": "1"},
            f"/comments/{other}/reactions/glow/": {"on": "1"},
            f"/comments/{other}/edit/": {"text": "x"},
            f"/comments/{other}/delete/": {},
        }
        for address, given in sent.items():
            assert client.post(address, given).status_code == 404
        for what in ("menu", "edit", "history", "delete"):
            assert client.get(f"/comments/{other}/{what}/").status_code == 404
    assert Comment.objects.count() == 1


def test_a_reaction_without_script_goes_back_to_where_the_button_stood(client_of, ben, post):
    client, address = client_of(ben), f"/threads/{post.pk}/reactions/glow/"
    answer = client.post(address, {"on": "1"}, headers={"Referer": "http://testserver/?lane=groups"})
    assert answer["Location"] == f"http://testserver/?lane=groups#post-{post.pk}"
    assert Reaction.objects.get().emotion == "glow"
    answer = client.post(address, {"on": "0"}, headers={"Referer": "//evil.example/"})
    assert answer["Location"] == f"/posts/{post.pk}/#post-{post.pk}"
    assert not Reaction.objects.exists()


def test_a_reaction_under_htmx_brings_the_buttons_with_ones_own_pressed(client_of, ben, post, comment):
    client = client_of(ben)
    text = part(client.post(f"/threads/{post.pk}/reactions/same/", {"on": "1"}, headers=HTMX))
    assert f'data-reaction="{post.pk}:same" aria-pressed="true" value="0"' in text
    text = part(client.post(f"/comments/{comment.pk}/reactions/smart/", {"on": "1"}, headers=HTMX))
    assert f'data-reaction="{comment.pk}:smart" aria-pressed="true" value="0"' in text
    assert f'id="reactions-{comment.pk}"' in text


@pytest.mark.parametrize(("emotion", "on"), [("anger", "1"), ("glow", "perhaps"), ("glow", "")])
def test_there_are_six_reactions_and_two_positions(client_of, ben, post, emotion, on):
    assert client_of(ben).post(f"/threads/{post.pk}/reactions/{emotion}/", {"on": on}).status_code == 404


def test_muting_is_said_and_taken_back(client_of, ben, post):
    client = client_of(ben)
    answer = client.post(f"/threads/{post.pk}/mute/", {"on": "1"})
    assert Mute.objects.get().person == ben
    assert "You get no more news about this." in client.get(answer["Location"]).content.decode()
    client.post(f"/threads/{post.pk}/mute/", {"on": "0"})
    assert not Mute.objects.exists()
    assert client.post(f"/threads/{post.pk}/mute/", {}).status_code == 404


def test_changing_ones_comment_shows_what_it_said_before_to_any_reader(client_of, ben, cleo, comment):
    client = client_of(ben)
    assert "Svar fra Ben" in whole(client.get(f"/comments/{comment.pk}/edit/"))
    assert "Ny &lt;b&gt;" in whole(client.post(f"/comments/{comment.pk}/edit/", {"text": "Ny <b>" + "x" * 10_000}), 422)
    answer = client.post(f"/comments/{comment.pk}/edit/", {"text": "Svar fra Berge"})
    assert answer["Location"].endswith(f"#comment-{comment.pk}")
    text = whole(client_of(cleo).get(f"/comments/{comment.pk}/history/"))
    assert "<del>Ben</del><ins>Berge</ins>" in text


def test_deleting_ones_comment_asks_first(client_of, ann, ben, post, comment):
    client = client_of(ben)
    whole(client.get(f"/comments/{comment.pk}/delete/"))
    comment.refresh_from_db()
    assert comment.deleted_at is None
    client.post(f"/comments/{comment.pk}/delete/")
    text = whole(client_of(ann).get(f"/posts/{post.pk}/"))
    assert "Svar fra Ben" not in text
    assert 'class="stub"' in text
    assert client.post(f"/comments/{comment.pk}/delete/").status_code == 403


@pytest.mark.parametrize("what", ["edit", "delete"])
def test_others_are_refused_with_a_sentence(client_of, ann, comment, what):
    assert client_of(ann).get(f"/comments/{comment.pk}/{what}/").status_code == 403
    assert client_of(ann).post(f"/comments/{comment.pk}/{what}/", {"text": "x"}).status_code == 403


def test_the_menu_offers_what_one_may_do(client_of, ann, ben, comment):
    edit_comment(by=ben, comment=comment, text="Ny")
    assert "/edit/" in part(client_of(ben).get(f"/comments/{comment.pk}/menu/", headers=HTMX))
    text = whole(client_of(ann).get(f"/comments/{comment.pk}/menu/"))
    assert f"/comments/{comment.pk}/edit/" not in text
    assert f"/comments/{comment.pk}/history/" in text


def test_the_mention_list_offers_only_those_who_can_read_it(client_of, ann, ben, cleo, mona, gone, secret_group):
    client = client_of(ann)

    def offered(**query):
        return {h for h in ("ann", "ben", "cleo", "mona", "gone")
                   if f'data-insert="{h}"' in part(client.get("/mentions/", query))}  # fmt: skip

    assert offered() == {"ben", "cleo", "mona"}
    assert offered(group="prosjekt-nordlys") == {"ben", "mona"}
    assert offered(q="cle") == {"cleo"}
    assert offered(q="cle", group="prosjekt-nordlys") == set()
    assert client.get("/mentions/", {"group": "nowhere"}).status_code == 404
    assert client_of(cleo).get("/mentions/", {"group": "prosjekt-nordlys"}).status_code == 404


def test_no_count_tells_of_what_is_restricted(client_of, ann, ben, cleo, comment_of, post, comment):
    place_restriction(by=None, thread=post.thread, comment=comment_of(ben, post, "Skjult"), reason="Prøve")
    for reader in (ann, cleo):
        for address in ("/", f"/posts/{post.pk}/"):
            counts = re.findall(r'#comments-\d+">(.*?)</a>', client_of(reader).get(address).content.decode())
            assert counts == ["1 svar"]
    assert "Det ene svaret blir stående." in whole(client_of(ann).get(f"/posts/{post.pk}/delete/"))
