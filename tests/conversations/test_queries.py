"""Histories, word differences, and who took part."""

import pytest

from network.conversations.actions import edit_comment, place_restriction
from network.conversations.queries import (
    comments_of,
    difference,
    history_of,
    latest_comments,
    press,
    spread_of,
)
from profiles.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("a b c", "a b c", [("same", "a b c")]),
        ("a b c", "a x c", [("same", "a "), ("del", "b"), ("ins", "x"), ("same", " c")]),
        ("", "ny", [("del", ""), ("ins", "ny")]),
        ("en to", "en", [("same", "en"), ("del", " to")]),
    ],
)
def test_a_difference_is_told_word_by_word(old, new, pieces):
    told = difference(old, new)
    assert [piece for piece in told if piece[1]] == [piece for piece in pieces if piece[1]]
    assert "".join(words for kind, words in told if kind != "ins") == old
    assert "".join(words for kind, words in told if kind != "del") == new


def test_a_history_holds_every_state_the_newest_first(ann, ben, post_of, comment_of):
    comment = comment_of(ben, post_of(ann), "En")
    edit_comment(by=ben, comment=comment, text="To")
    edit_comment(by=ben, comment=comment, text="Tre")
    versions = history_of(comment.pk, "Tre")
    assert [[words for kind, words in version.pieces if kind != "del"] for version in versions] == [
        ["Tre"],
        ["To"],
        ["En"],
    ]
    assert [version.since is None for version in versions] == [False, False, True]


def test_comments_come_with_their_replies_oldest_first_and_without_what_is_restricted(ann, ben, post_of, comment_of):
    post = post_of(ann)
    first, second = comment_of(ben, post, "En"), comment_of(ben, post, "To")
    hidden, reply = comment_of(ann, post, "Skjult", parent=first), comment_of(ann, post, "Takk", parent=first)
    place_restriction(by=None, thread=post.thread, comment=hidden, reason="Prøve")
    page = comments_of(ben, post.thread)
    assert [row.key[0] for row in page.items] == [first.pk, second.pk]
    assert [pk for pk, _version in page.items[0].replies] == [reply.pk]


def test_a_card_shows_the_two_newest_that_stand(ann, ben, post_of, comment_of):
    post = post_of(ann)
    made = [comment_of(ben, post, f"Svar {n}") for n in range(4)]
    place_restriction(by=None, thread=post.thread, comment=made[3], reason="Prøve")
    assert latest_comments([post.pk])[post.pk] == [made[2]]
    assert latest_comments([]) == {}


def test_the_spread_counts_departments_not_people(ann, ben, cleo, post_of, comment_of):
    post = post_of(ann)
    comment_of(ben, post)
    comment_of(cleo, post)
    assert [(segment.name, segment.part) for segment in spread_of([post.pk])[post.pk]] == [
        ("Feltmontasje", 2),
        ("Marked", 1),
    ]


def test_who_has_no_department_is_of_no_part(ann, ben, post_of, comment_of):
    Person.objects.filter(pk=ben.pk).update(department=None)
    post = post_of(ann)
    comment_of(Person.objects.get(pk=ben.pk), post)
    assert [(segment.name, segment.part) for segment in spread_of([post.pk])[post.pk]] == [("Feltmontasje", 1)]


def test_only_the_named_button_is_pressed_and_words_stay_words():
    def button(pk, on):
        return f'<button class="x" data-save="{pk}" aria-pressed="{on and "true" or "false"}" value="{0 if on else 1}">'

    words = 'data-save="1" aria-pressed="false" value="1"'
    html = button(1, False) + button(12, False) + words
    assert press(html, ['data-save="1"']) == button(1, True) + button(12, False) + words
