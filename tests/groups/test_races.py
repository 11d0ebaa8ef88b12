"""Two at once: whatever the order, there is one membership, one host at least, and a right count."""

import pytest

from network.groups import actions
from network.groups.actions import Charter
from network.groups.models import Group, Invitation, Membership
from tests.factories import GroupFactory, PersonFactory, join
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trio():
    people = [PersonFactory() for _ in range(3)]
    return GroupFactory(people=people), people


def assert_sound(group):
    group.refresh_from_db()
    assert group.member_count == group.memberships.count()
    if group.member_count:
        assert group.memberships.filter(role=Membership.Role.HOST).exists()
    else:
        assert group.is_archived


def test_twenty_acceptances_of_one_invitation_make_one_member(trio):
    group, (host, *_rest) = trio
    guest = PersonFactory()
    invitation = actions.invite(by=host, group=group, person=guest)
    at_once(*[lambda: actions.accept_invitation(by=guest, invitation=invitation)] * 20)
    assert Membership.objects.filter(group=group, person=guest).count() == 1
    assert_sound(group)
    assert not Invitation.objects.filter(answered_at=None).exists()


def test_ten_joins_and_a_withdrawal_at_once_make_one_member(trio):
    group, _people = trio
    newcomer = PersonFactory()
    at_once(*[lambda: actions.join_group(by=newcomer, group=group)] * 10)
    assert_sound(group)
    assert group.member_count == 4


def test_two_hosts_who_leave_at_once_leave_one_behind(trio):
    group, (first, second, _third) = trio
    Membership.objects.filter(group=group, person=second).update(role=Membership.Role.HOST)
    went = at_once(
        lambda: actions.leave_group(by=first, group=group),
        lambda: actions.leave_group(by=second, group=group),
    )
    assert sorted(went) == [False, True]
    assert_sound(group)


def test_two_hosts_who_step_down_at_once_leave_one_host(trio):
    group, (first, second, _third) = trio
    Membership.objects.filter(group=group, person=second).update(role=Membership.Role.HOST)
    went = at_once(
        lambda: actions.step_down(by=first, group=group),
        lambda: actions.step_down(by=second, group=group),
    )
    assert sorted(went) == [False, True]
    assert_sound(group)


def test_two_hosts_who_remove_each_other_leave_one(trio):
    group, (first, second, _third) = trio
    Membership.objects.filter(group=group, person=second).update(role=Membership.Role.HOST)
    rows = {m.person_id: m for m in Membership.objects.filter(group=group).select_related("group", "person")}
    went = at_once(
        lambda: actions.remove_member(by=first, membership=rows[second.pk]),
        lambda: actions.remove_member(by=second, membership=rows[first.pk]),
    )
    assert sorted(went) == [False, True]
    assert_sound(group)


def test_the_named_heir_who_leaves_at_the_same_moment_does_not_take_the_last_host_along(trio):
    group, (host, heir, _third) = trio
    at_once(
        lambda: actions.leave_group(by=host, group=group, successor=heir),
        lambda: actions.leave_group(by=heir, group=group),
    )
    assert_sound(group)


def test_the_last_two_who_leave_at_once_archive_the_group():
    host, member = PersonFactory(), PersonFactory()
    group = GroupFactory(people=[host])
    join(group, member, host=True)
    assert at_once(
        lambda: actions.leave_group(by=host, group=group), lambda: actions.leave_group(by=member, group=group)
    ) == [True, True]
    assert_sound(group)


def test_removing_and_leaving_at_once_counts_once(trio):
    group, (host, member, _third) = trio
    membership = Membership.objects.select_related("group", "person").get(group=group, person=member)
    at_once(
        lambda: actions.remove_member(by=host, membership=membership),
        lambda: actions.leave_group(by=member, group=group),
    )
    assert_sound(group)
    assert group.member_count == 2


def test_two_groups_of_one_name_at_once_get_two_addresses():
    people = [PersonFactory() for _ in range(4)]
    charter = Charter("Samme navn")
    at_once(*[lambda p=p: actions.create_group(by=p, charter=charter) for p in people])
    slugs = set(Group.objects.values_list("slug", flat=True))
    assert len(slugs) == 4
    assert "samme-navn" in slugs
