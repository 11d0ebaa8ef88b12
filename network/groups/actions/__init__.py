"""What people do to groups and in them. Each: lock the group, require, write, announce; one transaction."""

from network.groups.actions.belonging import (
    accept_invitation,
    decline_invitation,
    join_group,
    leave_group,
    request_to_join,
    set_group_mute,
    step_down,
    withdraw_request,
)
from network.groups.actions.founding import Charter, archive_group, create_group, edit_group, mark_union, reopen_group
from network.groups.actions.hosting import (
    accept_request,
    decline_request,
    invite,
    make_host,
    pass_on_hosting,
    remove_member,
    withdraw_invitation,
)
from network.groups.actions.membership import forget_member, recount_members
from network.groups.actions.sources import bring_into_group, require_link, take_out_of_group

__all__ = [
    "Charter",
    "accept_invitation",
    "accept_request",
    "archive_group",
    "bring_into_group",
    "create_group",
    "decline_invitation",
    "decline_request",
    "edit_group",
    "forget_member",
    "invite",
    "join_group",
    "leave_group",
    "make_host",
    "mark_union",
    "pass_on_hosting",
    "recount_members",
    "remove_member",
    "reopen_group",
    "request_to_join",
    "require_link",
    "set_group_mute",
    "step_down",
    "take_out_of_group",
    "withdraw_invitation",
    "withdraw_request",
]
