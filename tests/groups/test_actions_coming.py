"""Joining, asking, inviting: what is written and announced, and who is refused."""

import pytest

from network.core.access import Refused
from network.groups import actions, events
from network.groups.models import Group, Invitation, JoinRequest, Membership

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


def test_joining_an_open_group_twice_is_joining_once(cleo, open_group, told):
    membership = actions.join_group(by=cleo, group=open_group)
    assert actions.join_group(by=cleo, group=open_group) == membership
    assert told == [events.MembershipStarted(open_group.pk, cleo.pk)]
    assert open_group.memberships.count() == 4


@pytest.mark.parametrize("kind", ["closed_group", "secret_group"])
def test_other_groups_are_not_joined_at_once(request, kind, cleo, told):
    with pytest.raises(Refused):
        actions.join_group(by=cleo, group=request.getfixturevalue(kind))
    assert told == []


def test_asking_twice_is_asking_once(cleo, closed_group, told):
    wish = actions.request_to_join(by=cleo, group=closed_group, message="Jeg\nvil")
    assert actions.request_to_join(by=cleo, group=closed_group) == wish
    assert wish.message == "Jeg vil"
    assert told == [events.JoinRequested(closed_group.pk, cleo.pk)]


@pytest.mark.parametrize("kind", ["open_group", "secret_group"])
def test_only_closed_groups_are_asked(request, kind, cleo):
    with pytest.raises(Refused):
        actions.request_to_join(by=cleo, group=request.getfixturevalue(kind))


def test_a_wish_is_taken_back_without_a_trace(cleo, closed_group, told):
    actions.request_to_join(by=cleo, group=closed_group)
    actions.withdraw_request(by=cleo, group=closed_group)
    actions.withdraw_request(by=cleo, group=closed_group)
    assert not JoinRequest.objects.exists()
    assert told[1:] == [events.JoinRequestWithdrawn(closed_group.pk, cleo.pk)]


def test_a_host_lets_somebody_in(mona, cleo, closed_group, told):
    wish = actions.request_to_join(by=cleo, group=closed_group)
    Invitation.objects.create(group=closed_group, person=cleo)
    actions.accept_request(by=mona, request=wish)
    wish.refresh_from_db()
    assert (wish.accepted, wish.decided_by) == (True, mona)
    assert role_of(closed_group, cleo) == ROLE.MEMBER
    assert not Invitation.objects.filter(answered_at=None).exists()
    assert told[1:] == [events.MembershipStarted(closed_group.pk, cleo.pk, mona.pk)]
    with pytest.raises(Refused):
        actions.accept_request(by=mona, request=wish)


def test_a_host_says_no_and_the_person_may_ask_again(mona, cleo, closed_group, told):
    wish = actions.request_to_join(by=cleo, group=closed_group)
    actions.decline_request(by=mona, request=wish)
    assert told[1:] == [events.JoinDeclined(closed_group.pk, cleo.pk, mona.pk)]
    with pytest.raises(Refused):
        actions.decline_request(by=mona, request=wish)
    assert actions.request_to_join(by=cleo, group=closed_group) != wish


def test_nobody_decides_their_own_wish_or_one_that_is_gone(mona, cleo, closed_group):
    wish = actions.request_to_join(by=cleo, group=closed_group)
    with pytest.raises(Refused):
        actions.accept_request(by=cleo, request=wish)
    actions.withdraw_request(by=cleo, group=closed_group)
    with pytest.raises(Refused):
        actions.accept_request(by=mona, request=wish)


def test_nobody_who_left_the_company_is_let_in(mona, gone, closed_group):
    wish = JoinRequest.objects.create(group=closed_group, person=gone)
    with pytest.raises(Refused):
        actions.accept_request(by=mona, request=wish)


@pytest.mark.parametrize("kind", ["open_group", "closed_group"])
def test_members_invite_to_open_and_closed_groups(request, kind, ann, cleo, told):
    group = request.getfixturevalue(kind)
    invitation = actions.invite(by=ann, group=group, person=cleo)
    assert actions.invite(by=ann, group=group, person=cleo) == invitation
    assert told == [events.PersonInvited(group.pk, cleo.pk, ann.pk)]


def test_only_hosts_invite_to_secret_groups(mona, ann, ada, cleo, secret_group):
    for person in (ann, ada, cleo):
        with pytest.raises(Refused):
            actions.invite(by=person, group=secret_group, person=cleo)
    assert actions.invite(by=mona, group=secret_group, person=cleo).invited_by == mona


def test_members_and_people_who_left_are_not_invited(mona, ben, gone, open_group):
    for person in (ben, gone):
        with pytest.raises(Refused):
            actions.invite(by=mona, group=open_group, person=person)


def test_an_invitation_lets_in_its_named_person_once(mona, cleo, ada, secret_group, told):
    invitation = actions.invite(by=mona, group=secret_group, person=cleo)
    for answer in (actions.accept_invitation, actions.decline_invitation):
        with pytest.raises(Refused):
            answer(by=ada, invitation=invitation)
    membership = actions.accept_invitation(by=cleo, invitation=invitation)
    assert membership.role == ROLE.MEMBER
    assert actions.accept_invitation(by=cleo, invitation=invitation) == membership
    assert told[1:] == [events.MembershipStarted(secret_group.pk, cleo.pk)]
    with pytest.raises(Refused):
        actions.decline_invitation(by=cleo, invitation=invitation)


def test_an_old_invitation_does_nothing_after_removal(mona, cleo, secret_group):
    old = actions.invite(by=mona, group=secret_group, person=cleo)
    actions.accept_invitation(by=cleo, invitation=old)
    actions.remove_member(by=mona, membership=Membership.objects.get(group=secret_group, person=cleo))
    with pytest.raises(Refused):
        actions.accept_invitation(by=cleo, invitation=old)
    actions.invite(by=mona, group=secret_group, person=cleo)
    for answer in (actions.accept_invitation, actions.decline_invitation):
        with pytest.raises(Refused):
            answer(by=cleo, invitation=old)


def test_a_declined_or_withdrawn_invitation_is_worth_nothing(mona, cleo, secret_group, told):
    declined = actions.invite(by=mona, group=secret_group, person=cleo)
    actions.decline_invitation(by=cleo, invitation=declined)
    withdrawn = actions.invite(by=mona, group=secret_group, person=cleo)
    actions.withdraw_invitation(by=mona, group=secret_group, person=cleo)
    for invitation in (declined, withdrawn):
        with pytest.raises(Refused):
            actions.accept_invitation(by=cleo, invitation=invitation)
    assert [e for e in told if isinstance(e, events.InvitationClosed)] == [
        events.InvitationClosed(secret_group.pk, cleo.pk)
    ] * 2
