"""What people do to their profile and to each other; the parts are split by noun."""

from profiles.actions.chart import hand_over_reports, mark_as_top, set_manager
from profiles.actions.departments import drop_empty_units
from profiles.actions.fields import Decision, add_field, decide_fields, remove_field
from profiles.actions.first_steps import skip_all_steps, skip_step, take_step
from profiles.actions.follows import follow, pass_over, unfollow
from profiles.actions.handles import free_handle, rename_handle
from profiles.actions.hosts import choose_host
from profiles.actions.invitations import accept_invitation, invite_people, revoke_invitation
from profiles.actions.people import (
    NewPerson,
    create_first_administrator,
    create_person,
    deactivate_person,
    reactivate_person,
)
from profiles.actions.profile import (
    change_photo,
    edit_profile,
    photo_path,
    remove_photo,
    set_appearance,
    set_language,
    set_takes_questions,
)
from profiles.actions.roles import Mandate, give_role, make_administrator
from profiles.actions.sessions import end_session, end_sessions
from profiles.actions.skills import (
    MAX_SKILLS,
    ask_to_confirm,
    confirm_skill,
    declare_skill,
    decline_to_confirm,
    renew_skill,
    withdraw_skill,
)
from profiles.actions.sources import awaited, put_back, take_from_source, take_managers

__all__ = [
    "Mandate",
    "pass_over",
    "Decision",
    "add_field",
    "choose_host",
    "decide_fields",
    "remove_field",
    "MAX_SKILLS",
    "NewPerson",
    "accept_invitation",
    "ask_to_confirm",
    "awaited",
    "change_photo",
    "confirm_skill",
    "create_first_administrator",
    "create_person",
    "deactivate_person",
    "declare_skill",
    "drop_empty_units",
    "decline_to_confirm",
    "edit_profile",
    "end_session",
    "end_sessions",
    "follow",
    "free_handle",
    "give_role",
    "hand_over_reports",
    "invite_people",
    "make_administrator",
    "mark_as_top",
    "photo_path",
    "put_back",
    "reactivate_person",
    "remove_photo",
    "rename_handle",
    "revoke_invitation",
    "renew_skill",
    "set_appearance",
    "set_language",
    "skip_all_steps",
    "skip_step",
    "take_step",
    "set_manager",
    "set_takes_questions",
    "take_from_source",
    "take_managers",
    "unfollow",
    "withdraw_skill",
]
