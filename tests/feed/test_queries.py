"""Lanes hold what they promise, in order, page by page, and never more than the person may see."""

import pytest
from django.core.cache import caches

from network.conversations.actions import place_restriction, set_mute, set_reaction
from network.conversations.models import Emotion
from network.feed.actions import delete_post, set_pin, set_saved, set_topic_follow
from network.feed.models import Topic
from network.feed.queries import (
    Lane,
    lane_page,
    marks_of,
    matching,
    people_in,
    pinned_posts,
    post_for,
    posts_about,
    posts_by,
    posts_in_group,
    reach,
    saved_posts,
    suggested_topics,
    thread_subjects,
    unreadable_mentions,
    village_today,
    waiting_for_you,
)
from network.groups.models import Membership
from profiles.models import Follow
from tests import factories

pytestmark = pytest.mark.django_db


def shown(page):
    return [pk for pk, _version in page.keys]


def test_everything_is_newest_first_and_only_what_one_may_see(
    ann, cleo, open_group, closed_group, secret_group, post_of
):
    made = [post_of(ann, group).pk for group in (None, open_group, closed_group, secret_group)]
    assert shown(lane_page(ann, Lane.EVERYTHING)) == made[::-1]
    assert shown(lane_page(cleo, Lane.EVERYTHING)) == made[1::-1]


def test_gone_sees_nothing_in_any_lane(ann, gone, post_of):
    post_of(ann)
    assert [shown(lane_page(gone, lane)) for lane in Lane] == [[]] * 5


def test_my_groups_leaves_out_what_is_for_everyone_and_muted_groups(ann, ben, open_group, secret_group, post_of):
    post_of(ann)
    in_open, in_secret = post_of(ann, open_group).pk, post_of(ann, secret_group).pk
    assert shown(lane_page(ben, Lane.GROUPS)) == [in_secret, in_open]
    Membership.objects.filter(person=ben, group=open_group).update(muted_at="2026-01-01T00:00Z")
    assert shown(lane_page(ben, Lane.GROUPS)) == [in_secret]


def test_outside_leaves_out_ones_own_department(ann, ben, cleo, post_of):
    post_of(ben)
    theirs = post_of(cleo).pk
    assert shown(lane_page(ann, Lane.OUTSIDE)) == [theirs]


def test_following_shows_people_and_topics_within_rights(ann, cleo, mona, secret_group, post_of):
    Follow.objects.create(person=cleo, followed=ann)
    by_ann, about = post_of(ann).pk, post_of(mona, None, "Nytt om #linja").pk
    post_of(ann, secret_group), post_of(mona, secret_group, "Mer om #linja"), post_of(mona)
    set_topic_follow(by=cleo, topic=Topic.objects.get(slug="linja"), on=True)
    assert shown(lane_page(cleo, Lane.FOLLOWING)) == [about, by_ann]


def test_waiting_is_what_nobody_else_answered_oldest_first_without_ones_own(ann, ben, cleo, post_of, comment_of):
    answered, reacted, first, second = (post_of(ann).pk, post_of(ann), post_of(ann).pk, post_of(cleo).pk)
    post_of(ben)
    comment_of(ben, post_for(ben, answered))
    set_reaction(by=ben, thread=reacted.thread, emotion=Emotion.THANKS, on=True)
    comment_of(ann, post_for(ann, first), "Ingen?")
    assert shown(lane_page(ben, Lane.WAITING)) == [first, second]


@pytest.mark.parametrize("lane", [Lane.EVERYTHING, Lane.GROUPS, Lane.OUTSIDE, Lane.FOLLOWING, Lane.WAITING])
def test_pages_neither_skip_nor_repeat_while_posts_arrive(ann, cleo, open_group, post_of, lane):
    factories.join(open_group, cleo)
    Follow.objects.create(person=cleo, followed=ann)
    made = [post_of(ann, open_group).pk for _ in range(7)]
    page, seen = lane_page(cleo, lane, size=3), []
    while page.next:
        seen += shown(page)
        if lane is not Lane.WAITING:
            post_of(ann, open_group)
        page = lane_page(cleo, lane, page.next, size=3)
    seen += shown(page)
    assert sorted(seen) == made


def test_a_deleted_post_leaves_the_lists_but_not_its_address(ann, ben, open_group, post_of):
    post = post_of(ann, open_group)
    delete_post(by=ann, post=post)
    assert shown(lane_page(ben, Lane.EVERYTHING)) == shown(posts_in_group(ben, open_group)) == []
    assert post_for(ben, post.pk)


def test_a_restricted_post_leaves_every_list(ann, ben, open_group, post_of):
    post = post_of(ann, open_group, "Om #is")
    set_saved(by=ben, post=post, on=True)
    place_restriction(by=None, thread=post.thread, reason="Prøve")
    pages = [lane_page(ben, lane) for lane in Lane]
    pages += [
        posts_in_group(ben, open_group),
        posts_by(ben, ann),
        saved_posts(ben),
        posts_about(ben, Topic.objects.get()),
    ]
    assert [shown(page) for page in pages] == [[]] * 9
    assert thread_subjects(ben, [post.pk]) == {}


def test_lists_of_a_person_group_topic_search_and_saved_keep_to_rights(ann, ben, cleo, secret_group, post_of):
    hidden, seen = post_of(ann, secret_group, "Solceller #is"), post_of(ann, None, "Solceller #is")
    topic = Topic.objects.get()
    set_saved(by=ben, post=hidden, on=True)
    for page in (posts_by(cleo, ann), posts_about(cleo, topic), matching(cleo, "solcelle")):
        assert shown(page) == [seen.pk]
    assert shown(posts_by(ben, ann)) == [seen.pk, hidden.pk]
    assert shown(saved_posts(ben)) == [hidden.pk]
    assert shown(posts_in_group(cleo, secret_group)) == []


def test_news_about_a_muted_thread_or_group_is_known_as_muted(ann, ben, open_group, post_of):
    heard, thread, group = post_of(ann), post_of(ann), post_of(ann, open_group)
    set_mute(by=ben, thread=thread.thread, on=True)
    Membership.objects.filter(person=ben).update(muted_at="2026-01-01T00:00Z")
    subjects = thread_subjects(ben, [heard.pk, thread.pk, group.pk])
    assert [subjects[post.pk].muted for post in (heard, thread, group)] == [False, True, True]


def test_pins_stand_newest_first(ann, mona, open_group, post_of):
    first, second = post_of(ann, open_group), post_of(ann, open_group)
    set_pin(by=mona, post=first, on=True)
    set_pin(by=mona, post=second, on=True)
    assert shown(pinned_posts(ann, open_group)) == [second.pk, first.pk]


def test_marks_name_the_buttons_that_the_viewer_pressed(ann, ben, post_of, comment_of):
    post = post_of(ann)
    comment = comment_of(ann, post)
    set_reaction(by=ben, thread=post.thread, emotion=Emotion.GLOW, on=True)
    set_reaction(by=ben, thread=post.thread, comment=comment, emotion=Emotion.SAME, on=True)
    set_saved(by=ben, post=post, on=True)
    assert set(marks_of(ben, [post.pk])) == {
        f'data-reaction="{post.pk}:glow"', f'data-reaction="{comment.pk}:same"', f'data-save="{post.pk}"',
    }  # fmt: skip
    assert marks_of(ann, [post.pk]) == []


def test_faces_leave_out_whose_answers_are_gone_or_hidden(ann, ben, cleo, mona, post_of, comment_of):
    post = post_of(ann)
    comment_of(ben, post)
    hidden = comment_of(cleo, post)
    place_restriction(by=None, thread=post.thread, comment=hidden, reason="Prøve")
    assert people_in(post.pk, ann).people == [ann, ben]


def test_reach_counts_active_people_or_members(ann, ben, cleo, mona, gone, open_group, secret_group):
    caches["cards"].clear()
    assert reach(None) == reach(open_group) == 4
    secret_group.refresh_from_db()
    assert reach(secret_group) == 3


def test_named_outsiders_are_known_before_it_is_sent(cleo, ben, gone, secret_group, open_group):
    assert unreadable_mentions(secret_group, ["cleo", "ben", "gone", "nobody"]) == [cleo]
    assert unreadable_mentions(open_group, ["cleo"]) == unreadable_mentions(None, ["cleo"]) == []


def test_the_village_shows_shutters_where_fewer_than_five_work(ann, ben, cleo, field, market, post_of, comment_of):
    for _ in range(4):
        factories.PersonFactory(department=field)
    comment_of(ben, post_of(ann))
    post_of(cleo)
    village = village_today()
    houses = {house.name: house for house in village.houses}
    assert (houses["Feltmontasje"].contributors, houses["Feltmontasje"].shuttered) == (2, False)
    assert 1 <= houses["Feltmontasje"].lit <= houses["Feltmontasje"].total
    assert houses["Feltmontasje"].href == "/people/?department=felt"
    assert (houses["Marked"].lit, houses["Marked"].contributors, houses["Marked"].shuttered) == (0, 0, True)
    assert (village.lit, village.dark) == (1, [])


def test_the_village_has_at_most_twenty_four_houses(db):
    for _ in range(30):
        factories.PersonFactory()
    assert len(village_today().houses) == 24


def test_other_departments_and_questions_come_first_in_what_one_can_answer(ann, ben, cleo, post_of):
    mine, question, update = post_of(ben).pk, post_of(cleo, kind="question").pk, post_of(cleo).pk
    assert [waiting.pk for waiting in waiting_for_you(ann)] == [question, update, mine]


def names(person, begun):
    return [topic.name for topic in suggested_topics(person, begun)]


def test_topics_are_suggested_from_what_one_may_see_and_the_last_used_comes_first(
    ann, cleo, gone, open_group, closed_group, secret_group, post_of
):
    post_of(ann, None, "#Nordavind")
    post_of(ann, open_group, "#nordpå")
    post_of(ann, closed_group, "#nordlinja")
    post_of(ann, secret_group, "#Nordlys")
    assert names(ann, "nord") == ["Nordlys", "nordlinja", "nordpå", "Nordavind"]
    assert names(cleo, "nord") == ["nordpå", "Nordavind"]
    assert names(gone, "nord") == []
    post_of(ann, None, "#nordavind igjen, og #nordlys så alle ser det")
    assert names(cleo, "NORDL") == ["Nordlys"]
    assert names(cleo, "nord")[-1] == "nordpå"


def test_what_is_deleted_or_restricted_suggests_nothing(ann, ben, post_of):
    deleted, hidden = post_of(ann, None, "#slettes"), post_of(ann, None, "#skjules")
    assert names(ben, "s") == ["skjules", "slettes"]
    delete_post(by=ann, post=deleted)
    assert names(ben, "s") == ["skjules"]
    place_restriction(by=None, thread=hidden.thread, reason="Prøve")
    assert names(ben, "s") == []


@pytest.mark.parametrize(
    ("begun", "found"),
    [
        ("", []),
        ("mål", ["målinger"]),
        ("maal", ["målinger"]),
        ("mal", ["målinger"]),
        ("%", []),
        ("m_l", []),
        ("ing", []),
    ],
)
def test_a_topic_is_found_by_how_it_begins_however_it_is_spelled(ann, ben, post_of, begun, found):
    post_of(ann, None, "Om #målinger")
    assert names(ben, begun) == found


def test_at_most_eight_topics_are_suggested_in_one_query(ann, ben, post_of, django_assert_num_queries):
    for number in range(10):
        post_of(ann, None, f"#sak{number}")
    with django_assert_num_queries(1):
        assert names(ben, "sak") == [f"sak{number}" for number in range(9, 1, -1)]
