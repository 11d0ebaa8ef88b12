"""What is broadcast renders to the same bytes for everybody, and holds nothing that belongs to one session."""

import pytest
from django.utils import translation

from network.conversations.actions import set_reaction
from network.conversations.models import Emotion
from network.feed.actions import Words, delete_post, edit_post
from network.live import contract
from network.wiring import FRAGMENTS

pytestmark = pytest.mark.django_db
OF_IDEAS = ["idea", "idea-row", "support"]  # tests/ideas/test_neutral.py
OF_POSTS = ["post", "whole-post", "stats", "reactions"]


@pytest.fixture
def talked_about(ann, ben, open_group, post_of, comment_of):
    """A post with everything that a card can show."""
    post = post_of(ann, open_group, "Hei @ben #is", title="Tittel", kind="question")
    comment = comment_of(ben, post, "Svar")
    comment_of(ann, post, "Takk", parent=comment)
    set_reaction(by=ben, thread=post.thread, emotion=Emotion.GLOW, on=True)
    edit_post(by=ann, post=post, words=Words(text="Hei @ben #is igjen", title="Tittel", kind="question"))
    return post, comment


def rendered(name, pk, language="nb"):
    with translation.override(language):
        return contract.fragment(name).render([pk]).get(pk, "")


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", [*OF_POSTS, "comment"])
def test_a_fragment_is_the_same_bytes_whoever_asked_last(talked_about, client_of, ann, ben, name, language):
    post, comment = talked_about
    pk = comment.pk if name == "comment" else post.pk
    client_of(ann).get(f"/posts/{post.pk}/")
    for_ann = rendered(name, pk, language)
    client_of(ben).get(f"/posts/{post.pk}/")
    assert for_ann == rendered(name, pk, language)
    assert for_ann


@pytest.mark.parametrize("name", [*OF_POSTS, "comment"])
def test_a_fragment_holds_no_token_and_no_pressed_button(talked_about, name):
    post, comment = talked_about
    html = rendered(name, comment.pk if name == "comment" else post.pk)
    assert "csrf" not in html.lower()
    assert 'aria-pressed="true"' not in html


@pytest.mark.parametrize("name", [*OF_POSTS, "comment"])
def test_a_fragment_is_one_element_with_the_id_that_frames_name(talked_about, name):
    post, comment = talked_about
    pk = comment.pk if name == "comment" else post.pk
    assert f'id="{contract.fragment(name).dom_id.format(pk)}"' in rendered(name, pk)


def test_every_fragment_of_the_wiring_is_tested_here_or_is_a_persons_own():
    assert set(FRAGMENTS) == {*OF_POSTS, "comment", "inbox", *OF_IDEAS}


def test_the_card_of_a_deleted_post_says_only_that(talked_about, ann):
    post, _comment = talked_about
    delete_post(by=ann, post=post)
    html = rendered("post", post.pk)
    assert "Tittel" not in html
    assert 'class="stub"' in html


def test_the_page_presses_the_viewers_own_marks_and_nobody_elses(talked_about, client_of, ann, ben):
    post, _comment = talked_about
    mark = f'data-reaction="{post.pk}:glow" aria-pressed="true" value="0"'
    for address in ("/", f"/posts/{post.pk}/"):
        assert mark in client_of(ben).get(address).content.decode()
        assert mark not in client_of(ann).get(address).content.decode()
