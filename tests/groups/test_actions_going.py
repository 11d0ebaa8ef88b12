"""Leaving, removing, choosing hosts: what is written and announced, and who is refused."""

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate

from network.core.access import Refused
from network.groups import actions, events
from network.groups.models import Departure, Group, JoinRequest, Membership
from tests.factories import GroupFactory

ROLE = Membership.Role


def role_of(group, person):
    return Membership.objects.filter(group=group, person=person).values_list("role", flat=True).first()


def assert_counts_are_right():
    for group in Group.objects.all():
        assert group.member_count == group.memberships.count(), group


@pytest.fixture(autouse=True)
def _counts(db):
    yield
    assert_counts_are_right()


def test_a_member_leaves_and_the_reason_has_no_name(ann, open_group, told):
    actions.leave_group(by=ann, group=open_group, reason=" For mange\nmøter ")
    departure = Departure.objects.get()
    assert (departure.reason, departure.left_on) == ("For mange møter", localdate().replace(day=1))
    assert role_of(open_group, ann) is None
    assert told == [events.MembershipEnded(open_group.pk, ann.pk)]
    with pytest.raises(Refused):
        actions.leave_group(by=ann, group=open_group)


def test_outsiders_have_nothing_to_leave_or_mute(cleo, ada, gone, open_group):
    for person in (cleo, ada, gone):
        with pytest.raises(Refused):
            actions.leave_group(by=person, group=open_group)
        with pytest.raises(Refused):
            actions.set_group_mute(by=person, group=open_group, on=True)


def test_the_last_host_names_a_new_one_before_leaving(mona, ann, cleo, open_group, told):
    for successor in (None, cleo):
        with pytest.raises(Refused):
            actions.leave_group(by=mona, group=open_group, successor=successor)
    actions.leave_group(by=mona, group=open_group, successor=ann)
    assert role_of(open_group, ann) == ROLE.HOST
    assert told == [
        events.RoleChanged(open_group.pk, ann.pk, mona.pk),
        events.MembershipEnded(open_group.pk, mona.pk),
    ]
    assert not Departure.objects.exists()


def test_when_the_last_member_leaves_the_group_is_archived(ann, cleo, mo, told):
    group = GroupFactory(kind="closed", people=[ann])
    actions.invite(by=ann, group=group, person=cleo)
    JoinRequest.objects.create(group=group, person=mo)
    actions.leave_group(by=ann, group=group)
    group.refresh_from_db()
    assert group.is_archived
    assert told[1:] == [
        events.MembershipEnded(group.pk, ann.pk),
        events.InvitationClosed(group.pk, cleo.pk),
        events.JoinRequestWithdrawn(group.pk, mo.pk),
        events.GroupChanged(group.pk, ann.pk),
    ]


def test_a_host_steps_down_when_somebody_else_is_host(mona, ann, cleo, open_group, told):
    for successor in (None, cleo):
        with pytest.raises(Refused):
            actions.step_down(by=mona, group=open_group, successor=successor)
    actions.step_down(by=mona, group=open_group, successor=ann)
    assert (role_of(open_group, mona), role_of(open_group, ann)) == (ROLE.MEMBER, ROLE.HOST)
    actions.make_host(by=ann, membership=Membership.objects.get(group=open_group, person=mona))
    actions.step_down(by=ann, group=open_group)
    assert role_of(open_group, ann) == ROLE.MEMBER
    assert told[-1] == events.RoleChanged(open_group.pk, ann.pk, ann.pk)


def test_whoever_comes_back_is_not_host(mona, ann, open_group):
    actions.leave_group(by=mona, group=open_group, successor=ann)
    assert actions.join_group(by=mona, group=open_group).role == ROLE.MEMBER


def test_removal_ends_the_membership_and_what_the_person_had_sent(mona, ann, cleo, open_group, told):
    invitation = actions.invite(by=ann, group=open_group, person=cleo)
    membership = Membership.objects.get(group=open_group, person=ann)
    actions.remove_member(by=mona, membership=membership)
    actions.remove_member(by=mona, membership=membership)
    assert told[1:] == [
        events.InvitationClosed(open_group.pk, cleo.pk),
        events.MembershipEnded(open_group.pk, ann.pk, mona.pk),
    ]
    with pytest.raises(Refused):
        actions.accept_invitation(by=cleo, invitation=invitation)


def test_nobody_makes_themselves_host_or_a_stranger(mona, ann, open_group, closed_group):
    mine = Membership.objects.get(group=open_group, person=ann)
    with pytest.raises(Refused):
        actions.make_host(by=ann, membership=mine)
    actions.leave_group(by=ann, group=open_group)
    with pytest.raises(Refused):
        actions.make_host(by=mona, membership=mine)


def test_a_host_makes_a_host(mona, ann, open_group, told):
    actions.make_host(by=mona, membership=Membership.objects.get(group=open_group, person=ann))
    assert role_of(open_group, ann) == ROLE.HOST
    assert told == [events.RoleChanged(open_group.pk, ann.pk, mona.pk)]


def test_muting_is_on_and_off_and_told_to_nobody(ann, open_group, told):
    actions.set_group_mute(by=ann, group=open_group, on=True)
    assert Membership.objects.get(group=open_group, person=ann).muted_at
    actions.set_group_mute(by=ann, group=open_group, on=False)
    assert Membership.objects.get(group=open_group, person=ann).muted_at is None
    assert told == []


def test_a_recount_mends_only_what_differs(ann, cleo, open_group, closed_group):
    assert actions.recount_members() == 0
    Group.objects.filter(pk=open_group.pk).update(member_count=99)
    GroupFactory(member_count=1)
    assert actions.recount_members() == 2
    assert actions.recount_members() == 0


def test_the_recount_command_says_how_many_it_mended(open_group, capsys):
    Group.objects.filter(pk=open_group.pk).update(member_count=0)
    call_command("recount_groups")
    assert capsys.readouterr().out.strip() == "1"
