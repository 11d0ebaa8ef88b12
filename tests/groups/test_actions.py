"""What each action writes and announces, and whom it refuses."""

from uuid import uuid4

import pytest
from django.core.management import call_command

from network.core.access import Refused
from network.core.clock import now
from network.groups import actions, events
from network.groups.actions import Charter
from network.groups.models import Departure, Group, Invitation, JoinRequest, Membership
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


def words(name="Ny gruppe", **rest):
    return Charter(name, **rest)


# Creating and changing


def test_whoever_creates_a_group_is_its_host(ann, told):
    group = actions.create_group(by=ann, charter=words("Ø og Å", about="Hei\u202e", rules="En\r\nto"))
    assert (group.slug, group.about, group.rules, group.member_count) == ("o-og-a", "Hei", "En\nto", 1)
    assert role_of(group, ann) == ROLE.HOST
    assert told == [events.GroupCreated(group.pk), events.MembershipStarted(group.pk, ann.pk)]


def test_the_same_key_is_the_same_group_once(ann, told):
    key = uuid4()
    first = actions.create_group(by=ann, charter=words(), key=key)
    assert actions.create_group(by=ann, charter=words(), key=key) == first
    assert len(told) == 2


def test_nobody_who_left_the_company_creates_groups(gone):
    with pytest.raises(Refused):
        actions.create_group(by=gone, charter=words())


@pytest.mark.parametrize("name", ["new", "日本", "Feltprat"])
def test_a_taken_reserved_or_empty_address_gets_a_neutral_end(ann, open_group, name):
    group = actions.create_group(by=ann, charter=words(name))
    assert group.slug not in ("new", "", "feltprat")


def test_a_secret_group_never_takes_a_plain_address(ann, cleo):
    secret = actions.create_group(by=ann, charter=words("Fusjon", kind="secret"))
    assert secret.slug.startswith("fusjon-")
    assert secret.invitation_only
    assert actions.create_group(by=cleo, charter=words("Fusjon")).slug == "fusjon"


def test_a_secret_group_on_a_plain_address_makes_way_so_that_nothing_is_told(secret_group, cleo):
    fresh = actions.create_group(by=cleo, charter=words("Prosjekt Nordlys"))
    assert fresh.slug == "prosjekt-nordlys"
    secret_group.refresh_from_db()
    assert secret_group.slug != "prosjekt-nordlys"
    assert role_of(secret_group, cleo) is None


def test_a_host_edits_and_narrows_freely(mona, cleo, open_group, told):
    JoinRequest.objects.create(group=open_group, person=cleo)
    group = actions.edit_group(by=mona, group=open_group, charter=words("Feltprat 2", kind="secret"))
    assert (group.name, group.kind, group.invitation_only, group.version) == ("Feltprat 2", "secret", True, 2)
    assert group.slug not in ("feltprat", "feltprat-2")
    assert not JoinRequest.objects.exists()
    assert told == [
        events.JoinRequestWithdrawn(group.pk, cleo.pk),
        events.GroupChanged(group.pk, mona.pk, narrowed=True, widened=False),
    ]


def test_a_closed_group_keeps_its_address_and_its_requests(mona, cleo, closed_group, told):
    JoinRequest.objects.create(group=closed_group, person=cleo)
    actions.edit_group(by=mona, group=closed_group, charter=words("Annet navn", kind="closed"))
    closed_group.refresh_from_db()
    assert closed_group.slug == "ledergruppa"
    assert JoinRequest.objects.filter(decided_at=None).exists()
    assert told == [events.GroupChanged(closed_group.pk, mona.pk)]


def test_opening_up_needs_a_yes_and_tells_the_members(mona, secret_group, told):
    with pytest.raises(Refused):
        actions.edit_group(by=mona, group=secret_group, charter=words(kind="open"))
    secret_group.refresh_from_db()
    assert secret_group.is_secret
    assert told == []
    actions.edit_group(by=mona, group=secret_group, charter=words(kind="open"), confirmed=True)
    assert told == [events.GroupChanged(secret_group.pk, mona.pk, narrowed=False, widened=True)]


def test_archive_and_reopen(mona, open_group, told):
    actions.archive_group(by=mona, group=open_group)
    open_group.refresh_from_db()
    assert open_group.is_archived
    with pytest.raises(Refused):
        actions.edit_group(by=mona, group=open_group, charter=words())
    actions.reopen_group(by=mona, group=open_group)
    open_group.refresh_from_db()
    assert not open_group.is_archived
    assert told == [events.GroupChanged(open_group.pk, mona.pk)] * 2


@pytest.mark.parametrize("name", ["ann", "cleo", "ada", "gone"])
def test_only_hosts_run_a_group(request, name, ben, open_group, told):
    person = request.getfixturevalue(name)
    membership = Membership.objects.get(group=open_group, person=ben)
    wish = JoinRequest.objects.create(group=open_group, person=request.getfixturevalue("mo"))
    for attempt in (
        lambda: actions.edit_group(by=person, group=open_group, charter=words()),
        lambda: actions.archive_group(by=person, group=open_group),
        lambda: actions.reopen_group(by=person, group=open_group),
        lambda: actions.remove_member(by=person, membership=membership),
        lambda: actions.make_host(by=person, membership=membership),
        lambda: actions.withdraw_invitation(by=person, group=open_group, person=ben),
        lambda: actions.accept_request(by=person, request=wish),
        lambda: actions.decline_request(by=person, request=wish),
        lambda: actions.step_down(by=person, group=open_group, successor=ben),
    ):
        with pytest.raises(Refused):
            attempt()
    assert told == []


# Coming in


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


# Going out


def test_a_member_leaves_and_the_reason_has_no_name(ann, open_group, told):
    actions.leave_group(by=ann, group=open_group, reason=" For mange\nmøter ")
    departure = Departure.objects.get()
    assert (departure.reason, departure.left_on) == ("For mange møter", now().date().replace(day=1))
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
