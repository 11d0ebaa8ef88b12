"""Who may listen to a group, and that listening ends with the right."""

import pytest

from network.groups import actions
from network.groups.actions import Charter
from network.groups.live import may_listen_home, may_listen_to_group
from network.groups.models import Membership
from network.live.log import CONTROL
from network.live.models import Entry


def revoked():
    """Whose listening is asked again (None: everybody's)."""
    return list(Entry.objects.filter(topic=CONTROL, verb=Entry.Verb.REVOKE).values_list("subject_id", flat=True))


def test_joining_leaving_and_removal_ask_that_persons_listening_again(mona, ann, cleo, open_group):
    actions.join_group(by=cleo, group=open_group)
    actions.leave_group(by=cleo, group=open_group)
    actions.remove_member(by=mona, membership=Membership.objects.get(group=open_group, person=ann))
    assert revoked() == [cleo.pk, cleo.pk, ann.pk]


def test_a_change_of_kind_asks_everybodys_listening_again(mona, open_group):
    actions.edit_group(by=mona, group=open_group, charter=Charter("Feltprat", kind="open"))
    assert revoked() == []
    actions.edit_group(by=mona, group=open_group, charter=Charter("Feltprat", kind="closed"))
    actions.edit_group(by=mona, group=open_group, charter=Charter("Feltprat", kind="open"), confirmed=True)
    assert revoked() == [None, None]


def test_home_hears_everyone_and_the_groups_one_reads(ann, cleo, open_group, closed_group, secret_group):
    mine = {f"group:{group.pk}" for group in (open_group, closed_group, secret_group)}
    assert set(may_listen_home(ann, "")) == {"everyone", *mine}
    assert set(may_listen_home(cleo, "")) == {"everyone", f"group:{open_group.pk}"}
    assert may_listen_home(ann, "12") == []


def test_a_group_is_heard_by_its_readers(ann, cleo, ada, gone, open_group, closed_group, secret_group):
    for group in (open_group, closed_group, secret_group):
        assert may_listen_to_group(ann, str(group.pk)) == [f"group:{group.pk}"]
        for person in (cleo, ada):
            assert bool(may_listen_to_group(person, str(group.pk))) == group.is_open
        assert may_listen_to_group(gone, str(group.pk)) == []


@pytest.mark.parametrize("key", ["", "x", "-1", "9" * 19, "٣", "1 or 1"])
def test_a_malformed_wish_gives_nothing(ann, key):
    assert may_listen_to_group(ann, key) == []
