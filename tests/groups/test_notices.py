"""Who is told about groups, and when the news goes again."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from network.groups import actions
from network.groups.actions import Charter
from network.groups.models import Membership
from network.live.models import Entry
from network.notifications.actions import News, notify, set_preferences
from network.notifications.models import Kind, Notification, Preference
from network.notifications.queries import inbox_page
from profiles.actions import deactivate_person

pytestmark = pytest.mark.wide


@pytest.fixture
def letters(django_capture_on_commit_callbacks):
    """Runs an action with its effects after commit; the news that is there afterwards."""

    def after(action, **given):
        with django_capture_on_commit_callbacks(execute=True):
            result = action(**given)
        return result, {(n.recipient.handle, n.kind) for n in Notification.objects.select_related("recipient")}

    return after


def test_an_invited_person_is_told_until_they_answer(letters, mona, cleo, secret_group):
    invitation, news = letters(actions.invite, by=mona, group=secret_group, person=cleo)
    assert news == {("cleo", Kind.INVITATION)}
    assert letters(actions.decline_invitation, by=cleo, invitation=invitation)[1] == set()
    letters(actions.invite, by=mona, group=secret_group, person=cleo)
    assert letters(actions.withdraw_invitation, by=mona, group=secret_group, person=cleo)[1] == set()
    invitation, _news = letters(actions.invite, by=mona, group=secret_group, person=cleo)
    assert letters(actions.accept_invitation, by=cleo, invitation=invitation)[1] == set()


def test_hosts_are_told_of_a_wish_until_nobody_waits(letters, mona, ann, cleo, mo, closed_group):
    wish, news = letters(actions.request_to_join, by=cleo, group=closed_group)
    assert news == {("mona", Kind.JOIN_REQUEST)}
    letters(actions.request_to_join, by=mo, group=closed_group)
    news = letters(actions.withdraw_request, by=mo, group=closed_group)[1]
    assert news == {("mona", Kind.JOIN_REQUEST)}
    news = letters(actions.accept_request, by=mona, request=wish)[1]
    assert news == {("cleo", Kind.MEMBERSHIP)}


def test_a_no_is_told_to_the_person_who_asked(letters, mona, cleo, closed_group):
    wish, _news = letters(actions.request_to_join, by=cleo, group=closed_group)
    assert letters(actions.decline_request, by=mona, request=wish)[1] == {("cleo", Kind.MEMBERSHIP)}


def test_joining_by_oneself_is_told_to_nobody(letters, cleo, open_group):
    assert letters(actions.join_group, by=cleo, group=open_group)[1] == set()


def test_members_are_told_when_the_group_opens_up_or_closes(letters, mona, secret_group):
    changed = letters(
        actions.edit_group, by=mona, group=secret_group, charter=Charter("Nordlys", kind="open"), confirmed=True
    )[1]
    assert changed == {("ann", Kind.GROUP_CHANGED), ("ben", Kind.GROUP_CHANGED)}
    Notification.objects.all().delete()
    renamed = letters(actions.edit_group, by=mona, group=secret_group, charter=Charter("Sørlys", kind="open"))[1]
    assert renamed == set()
    narrowed = letters(actions.edit_group, by=mona, group=secret_group, charter=Charter("Sørlys", kind="closed"))[1]
    assert len(narrowed) == 2


@pytest.mark.parametrize("way", ["leaving", "removal"])
def test_going_takes_the_news_away_at_once(letters, way, mona, ann, secret_group):
    letters(actions.edit_group, by=mona, group=secret_group, charter=Charter("Nordlys", kind="closed"), confirmed=True)
    assert Notification.objects.filter(recipient=ann).exists()
    if way == "leaving":
        actions.leave_group(by=ann, group=secret_group)
    else:
        actions.remove_member(by=mona, membership=Membership.objects.get(group=secret_group, person=ann))
    assert not Notification.objects.filter(recipient=ann).exists()
    ann.refresh_from_db()
    assert ann.unread_count == 0


def membership(group, person):
    return Membership.objects.get(group=group, person=person)


def sentences(person, language):
    with translation.override(language):
        return [letter.text for letter in inbox_page(person).letters]


def test_a_new_host_is_told_and_nobody_else(letters, mona, ann, cleo, secret_group):
    news = letters(actions.make_host, by=mona, membership=membership(secret_group, ann))[1]
    assert news == {("ann", Kind.HOST)}
    assert sentences(ann, "en") == ["Mona Manger made you host of “Prosjekt Nordlys”"]
    assert sentences(ann, "nb") == ["Mona Manger gjorde deg til vert for «Prosjekt Nordlys»"]
    assert sentences(cleo, "en") == []


@pytest.mark.parametrize("way", [actions.leave_group, actions.step_down])
def test_who_takes_over_is_told(letters, way, mona, ann, closed_group):
    assert letters(way, by=mona, group=closed_group, successor=ann)[1] == {("ann", Kind.HOST)}


def test_who_takes_over_from_somebody_who_no_longer_works_here_is_told(letters, mona, ann, secret_group):
    assert letters(deactivate_person, person=mona)[1] == {("ann", Kind.HOST)}
    assert sentences(ann, "en") == ["Somebody who has left made you host of “Prosjekt Nordlys”"]


def test_who_wants_no_such_news_gets_none(letters, mona, ann, open_group):
    set_preferences(by=ann, channels={Kind.HOST: Preference.Channel.NONE})
    assert letters(actions.make_host, by=mona, membership=membership(open_group, ann))[1] == set()


def test_who_is_host_no_longer_loses_the_news_for_hosts(letters, mona, ann, cleo, closed_group):
    letters(actions.make_host, by=mona, membership=membership(closed_group, ann))
    news = letters(actions.request_to_join, by=cleo, group=closed_group)[1]
    assert news == {("ann", Kind.HOST), ("ann", Kind.JOIN_REQUEST), ("mona", Kind.JOIN_REQUEST)}
    actions.step_down(by=ann, group=closed_group)
    ann.refresh_from_db()
    assert ann.unread_count == 0
    assert {n.recipient for n in Notification.objects.all()} == {mona}


@pytest.fixture
def has(mona, open_group, post_of):
    """Gives people news about a post in the open group; the kinds of unread news that a person has, and the count."""

    def give(*people):
        thread = f"thread:{post_of(mona, open_group).pk}"
        notify([person.pk for person in people], News(Kind.MENTION, thread, mona.pk, open_group.pk))

    def unread(person):
        person.refresh_from_db()
        kinds = {row.kind for row in Notification.objects.filter(recipient=person, read_at=None)}
        assert person.unread_count == len(kinds)
        return kinds

    return SimpleNamespace(give=give, unread=unread)


def test_when_a_group_closes_news_of_its_posts_leaves_outsiders_at_once(has, mona, ann, cleo, mo, open_group):
    has.give(ann, cleo)
    actions.invite(by=mona, group=open_group, person=cleo)
    notify([cleo.pk], News(Kind.INVITATION, f"group:{open_group.pk}", mona.pk, open_group.pk))
    elsewhere = News(Kind.MENTION, "thread:1", mona.pk)
    notify([cleo.pk, mo.pk], elsewhere)
    Entry.objects.all().delete()
    actions.edit_group(by=mona, group=open_group, charter=Charter("Feltprat", kind="closed"))
    assert has.unread(ann) == {Kind.MENTION}
    assert has.unread(cleo) == {Kind.INVITATION, Kind.MENTION}
    assert Notification.objects.get(recipient=cleo, kind=Kind.MENTION).subject == "thread:1"
    assert list(Entry.objects.filter(fragment="inbox").values_list("subject_id", flat=True)) == [cleo.pk]


def test_when_a_group_becomes_secret_all_news_of_it_leaves_who_may_not_know(has, mona, ann, cleo, mo, open_group):
    has.give(cleo, mo)
    notify([ann.pk, cleo.pk, mo.pk], News(Kind.MEMBERSHIP, f"group:{open_group.pk}", mona.pk, open_group.pk))
    invitation = actions.invite(by=mona, group=open_group, person=mo)
    actions.edit_group(by=mona, group=open_group, charter=Charter("Feltprat", kind="secret"))
    assert (has.unread(ann), has.unread(cleo), has.unread(mo)) == ({Kind.MEMBERSHIP}, set(), {Kind.MEMBERSHIP})
    actions.decline_invitation(by=mo, invitation=invitation)
    assert has.unread(mo) == set()


def test_when_a_group_opens_nobody_loses_news(has, mona, ann, cleo, open_group):
    has.give(ann, cleo)
    actions.edit_group(by=mona, group=open_group, charter=Charter("Feltprat", kind="open", about="Nytt"))
    assert has.unread(ann) == has.unread(cleo) == {Kind.MENTION}
