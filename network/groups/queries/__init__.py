"""What pages ask of groups."""

from network.groups.queries.directory import (
    GroupRow,
    Wish,
    directory,
    groups_in_common,
    groups_knowing,
    groups_to_join,
    matching,
    row_of,
)
from network.groups.queries.inside import (
    departures,
    faces_of,
    heirs_of,
    hosts_of,
    invitation_for,
    invitations_waiting,
    members_page,
    more_readers,
    people_to_invite,
    requests_waiting,
)
from network.groups.queries.meeting import Meeting, people_to_meet
from network.groups.queries.mix import Mix, mix_of, mixes_of
from network.groups.queries.names import group_called, group_subjects, my_groups

__all__ = [
    "GroupRow",
    "Meeting",
    "people_to_meet",
    "Mix",
    "Wish",
    "departures",
    "directory",
    "faces_of",
    "group_subjects",
    "groups_in_common",
    "groups_knowing",
    "groups_to_join",
    "heirs_of",
    "hosts_of",
    "invitation_for",
    "invitations_waiting",
    "matching",
    "members_page",
    "mix_of",
    "mixes_of",
    "more_readers",
    "group_called",
    "my_groups",
    "people_to_invite",
    "requests_waiting",
    "row_of",
]
