"""What lists hold, in which order, for whom, and at what cost."""

from datetime import timedelta

import pytest

from network.core.clock import now
from network.groups import queries
from network.groups.actions import Charter, edit_group
from network.groups.context import my_groups
from network.groups.models import Departure, Group, Invitation, JoinRequest, Membership
from network.groups.queries import Wish, groups_knowing
from profiles.models import PersonSkill
from tests.factories import DepartmentFactory, GroupFactory, PersonFactory, SkillFactory, join


def found(person, **wish):
    return [row.group for row in queries.directory(person, Wish(**wish)).rows]


def test_the_directory_holds_what_exists_for_the_reader(ann, cleo, ada, gone, open_group, closed_group, secret_group):
    assert set(found(ann)) == {open_group, closed_group, secret_group}
    assert set(found(cleo)) == set(found(ada)) == {open_group, closed_group}
    assert found(cleo, mine=True) == []
    assert found(gone) == []
    assert found(cleo, words="nordlys") == []
    assert found(ann, words="NORDLYS prosjekt") == [secret_group]
    assert found(ann, words="jobber sammen") != []


def test_the_liveliest_comes_first_and_archived_ones_are_only_among_ones_own(ann, open_group, closed_group):
    Group.objects.filter(pk=open_group.pk).update(last_post_at=now() + timedelta(minutes=1))
    assert found(ann) == [open_group, closed_group]
    Group.objects.filter(pk=open_group.pk).update(archived_at=now())
    assert found(ann) == [closed_group]
    assert found(ann, mine=True) == [open_group, closed_group]


def test_kinds_are_told_apart(ann, open_group, closed_group, secret_group):
    assert found(ann, kind="open") == [open_group]
    assert found(ann, kind="closed") == [closed_group]
    assert len(found(ann, kind="nonsense")) == 3
    assert found(ann, kind="mixed") == []
    for _ in range(2):
        join(open_group, PersonFactory())
    assert found(ann, kind="mixed") == [open_group]


def test_pages_of_the_directory_neither_skip_nor_repeat(ann):
    made = {GroupFactory().pk for _ in range(50)}
    cursor, seen = "", []
    for _ in range(3):
        page = queries.directory(ann, Wish(), cursor)
        seen += [row.group.pk for row in page.rows]
        cursor = page.next
    assert cursor == ""
    assert sorted(seen) == sorted(made)


@pytest.mark.parametrize("cursor", ["x", "-", "1-", "1-x", "9" * 19 + "-1", "9" * 18 + "-1", "٣-٣", "\x00"])
def test_a_malformed_cursor_is_the_first_page(ann, open_group, cursor):
    assert len(queries.directory(ann, Wish(), cursor).rows) == 1


@pytest.mark.parametrize("count", [3, 20])
def test_the_directory_costs_the_same_for_few_and_many(ann, count, django_assert_num_queries):
    for _ in range(count):
        GroupFactory(people=[ann, *[PersonFactory() for _ in range(4)]])
    with django_assert_num_queries(4):  # groups, mixes, departments of the company, mine
        assert len(queries.directory(ann, Wish()).rows) == count
    with django_assert_num_queries(2):
        queries.directory(ann, Wish())


def test_a_group_of_very_few_shows_no_mix(ann, open_group):
    assert queries.row_of(open_group, True).mix is None


def test_the_mix_counts_departments_and_rolls_small_ones_up(ann, open_group, gone):
    big, small = DepartmentFactory(name="Stor"), DepartmentFactory(name="Liten")
    for department, count in ((big, 6), (small, 2)):
        for _ in range(count):
            join(open_group, PersonFactory(department=department))
    join(open_group, PersonFactory(department=None))
    join(open_group, gone)
    mix = queries.mix_of(open_group)  # Stor 6, Feltmontasje 3, Liten 2
    assert (mix.departments, mix.total, mix.others) == (3, 3, 2)
    assert [(department.name, people) for department, people in mix.named] == [("Stor", 6)]
    assert mix.segments == [("Stor", big.tint, 6), ("", 8, 5)]


def test_one_small_department_is_drawn_no_narrower_than_k(ann):
    group = GroupFactory(people=[ann])
    assert queries.mix_of(group).segments == [("", 8, 5)]
    assert queries.mixes_of([]) == {}


def test_an_empty_group_has_an_empty_mix(db):
    mix = queries.mix_of(GroupFactory())
    assert (mix.departments, mix.segments) == (0, [])


def test_the_mix_is_kept_until_the_group_changes(ann, open_group, django_assert_num_queries):
    queries.mix_of(open_group)
    with django_assert_num_queries(0):
        queries.mix_of(open_group)
    Group.objects.filter(pk=open_group.pk).update(version=7)
    open_group.refresh_from_db()
    with django_assert_num_queries(1):
        queries.mix_of(open_group)


def test_groups_in_common_are_only_shared_ones(ann, ben, cleo, open_group, secret_group):
    assert set(queries.groups_in_common(ann, ben)) == {open_group, secret_group}
    assert queries.groups_in_common(cleo, ben) == []
    join(open_group, cleo)
    assert queries.groups_in_common(cleo, ben) == [open_group]


def test_words_find_only_groups_that_exist_for_the_reader(ann, cleo, gone, secret_group):
    assert queries.matching(ann, "nordlys") == [secret_group]
    assert queries.matching(cleo, "nordlys") == []
    assert queries.matching(gone, "nordlys") == []


def test_members_are_found_by_folded_words_and_deactivated_ones_are_left_out(ann, mona, gone, open_group):
    join(open_group, gone)
    asa = PersonFactory(name="Åse Ødegård")
    join(open_group, asa)
    assert [m.person for m in queries.members_page(open_group, "ase odegard").items] == [asa]
    assert [m.person.handle for m in queries.members_page(open_group).items][:3] == ["mona", "ann", "ben"]
    assert gone not in [m.person for m in queries.members_page(open_group, "").items]


@pytest.mark.parametrize("count", [3, 19])
def test_a_page_of_members_is_one_question(mona, count, django_assert_num_queries):
    group = GroupFactory(people=[mona, *[PersonFactory() for _ in range(count)]])
    with django_assert_num_queries(1):
        page = queries.members_page(group)
        assert [m.person.department.name for m in page.items]
    assert page.before is None


def test_pages_of_members_follow_each_other(mona):
    group = GroupFactory(people=[mona, *[PersonFactory() for _ in range(25)]])
    first = queries.members_page(group)
    second = queries.members_page(group, after=first.before)
    assert (len(first.items), len(second.items)) == (20, 6)
    assert not {m.pk for m in first.items} & {m.pk for m in second.items}


def test_people_to_invite_are_neither_members_nor_invited(ann, cleo, gone, open_group):
    assert queries.people_to_invite(ann, open_group, "cleo") == [cleo]
    assert queries.people_to_invite(ann, open_group, "ben") == []
    assert queries.people_to_invite(ann, open_group, "gone") == []
    assert queries.people_to_invite(ann, open_group, " ") == []
    Invitation.objects.create(group=open_group, person=cleo)
    assert queries.people_to_invite(ann, open_group, "cleo") == []


def test_what_waits_for_hosts(mona, ann, cleo, gone, closed_group, open_group):
    wish = JoinRequest.objects.create(group=closed_group, person=cleo)
    JoinRequest.objects.create(group=closed_group, person=gone)
    JoinRequest.objects.create(group=open_group, person=cleo)
    invitation = Invitation.objects.create(group=closed_group, person=cleo, invited_by=ann)
    Departure.objects.create(group=closed_group, reason="Ny jobb", left_on="2026-01-01")
    assert list(queries.requests_waiting(closed_group)) == [wish]
    assert queries.invitations_waiting(closed_group) == [invitation]
    assert queries.invitation_for(cleo, closed_group) == invitation
    assert queries.invitation_for(ann, closed_group) is None
    assert [row.reason for row in queries.departures(closed_group)] == ["Ny jobb"]
    assert queries.hosts_of(closed_group) == [mona]
    assert set(queries.heirs_of(closed_group, mona)) == {
        row.person for row in Membership.objects.filter(group=closed_group).exclude(person=mona)
    }
    assert len(queries.faces_of(closed_group)) == 3


def test_how_many_more_would_read(ann, cleo, ada, gone, open_group, closed_group, secret_group):
    assert queries.more_readers(secret_group, "open") == 2
    assert queries.more_readers(secret_group, "closed") == 0
    assert queries.more_readers(open_group, "open") == 0


def test_groups_as_subjects_of_letters(ann, cleo, secret_group):
    assert queries.group_subjects(ann, [secret_group.pk])[secret_group.pk].title == "Prosjekt Nordlys"
    assert queries.group_subjects(cleo, [secret_group.pk]) == {}


def test_the_rail_shows_ones_own_groups_the_liveliest_first(rf, ann, cleo, open_group, closed_group):
    Group.objects.filter(pk=closed_group.pk).update(last_post_at=now())
    request = rf.get("/")
    request.user = ann
    first, second = my_groups(request)["my_groups"]
    assert closed_group.name in first
    assert open_group.name in second
    assert "aria-current" not in first + second
    request.path = open_group.get_absolute_url()
    first, second = my_groups(request)["my_groups"]
    assert "aria-current" not in first
    assert 'aria-current="page"' in second
    request.user = cleo
    assert list(my_groups(request)["my_groups"]) == []
    del request.user
    assert my_groups(request) == {}


def test_a_link_of_the_rail_says_what_is_so_now(rf, ann, mona, open_group):
    """It is kept by the version of its group and whether somebody wrote there today."""
    request = rf.get("/")
    request.user = ann
    (link,) = my_groups(request)["my_groups"]
    assert "i-window-lit" not in link
    Group.objects.filter(pk=open_group.pk).update(last_post_at=now())
    (link,) = my_groups(request)["my_groups"]
    assert "i-window-lit" in link
    edit_group(by=mona, group=open_group, charter=Charter("Feltprat & målinger"))
    (link,) = my_groups(request)["my_groups"]
    assert "Feltprat &amp; målinger" in link


def test_windows_tell_of_life(ann, open_group):
    assert not open_group.is_active_today
    assert not open_group.is_quiet
    open_group.last_post_at = now()
    assert open_group.is_active_today
    open_group.last_post_at = now() - timedelta(days=40)
    assert (open_group.is_active_today, open_group.is_quiet) == (False, True)
    assert str(open_group) == "Feltprat"


def test_groups_where_many_know_come_first_and_a_closed_one_tells_of_nobody(
    ann, ben, cleo, mona, open_group, closed_group, secret_group
):
    skill = SkillFactory(slug="kart")
    for person in (ann, ben):
        PersonSkill.objects.create(person=person, skill=skill)
    wide = GroupFactory(name="Vid", people=[mona, ann, *(PersonFactory() for _ in range(6))])
    GroupFactory(name="Uten", people=[mona])
    assert groups_knowing(cleo, skill) == [open_group, wide]
    assert set(groups_knowing(ben, skill)) == {open_group, wide, closed_group, secret_group}
    for person in [PersonFactory() for _ in range(3)]:
        PersonSkill.objects.create(person=person, skill=skill)
        join(closed_group, person)
        join(secret_group, person)
    assert groups_knowing(cleo, skill) == [closed_group, open_group, wide]


def test_the_panel_of_groups_that_know_is_a_page_and_a_part(client_of, ann, cleo, gone, open_group):
    skill = SkillFactory(slug="kart")
    PersonSkill.objects.create(person=ann, skill=skill)
    assert open_group.name in client_of(cleo).get("/skills/kart/groups/").content.decode()
    part = client_of(cleo).get("/skills/kart/groups/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert client_of(cleo).get("/skills/ukjent/groups/").status_code == 404
    assert groups_knowing(gone, skill) == []
